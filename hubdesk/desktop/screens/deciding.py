"""What waits for a person at the merge desk: values entered differently in two places, and packages in quarantine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from hubdesk.base.words import tr, tr_many
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import (
    Card,
    ColumnsLayout,
    FlowLayout,
    link_button,
    quiet_button,
    section,
    small,
    strong,
    words,
)
from hubdesk.desktop.widgets.keyboard import reveal
from hubdesk.desktop.widgets.settled import once_settled
from hubdesk.desktop.workplace import Workplace
from hubdesk.fields.dates import show_date
from hubdesk.records import kind_named
from hubdesk.sync.aside import Quarantined
from hubdesk.sync.resolving import Disagreement, Side, decide

Choose = Callable[[Disagreement, bool], object]
"""Told which disagreement, and whether the other value is taken."""

SHOWN: Final = 50
"""So many disagreements at a time; the others follow once these are decided."""


_FIRST: Final = "first choice"
"""The name of what holds the button that stands first on a card."""


class GoesOn:
    """The keyboard on a page of cards that somebody works through: on with the card in the place of the one just done."""

    def __init__(self, page: QWidget) -> None:
        self._page = page
        self._cards: Mapping[object, QWidget] = {}
        self._before: list[object] = []
        self._at: int | None = None

    def done(self, one: object) -> None:
        """The card of this one is done with, and the page is about to be shown anew."""
        order = list(self._cards) if one in self._cards else self._before
        self._at = order.index(one) if one in order else 0

    def show(self, cards: Mapping[object, QWidget]) -> None:
        """These cards are on the page now, in this order."""
        self._before, self._cards = list(self._cards), cards
        if self._at is not None:
            once_settled(self._page, partial(self._go_on, cards))

    def _go_on(self, cards: Mapping[object, QWidget]) -> None:
        if self._at is None or cards is not self._cards:
            return
        at, self._at = self._at, None
        order = list(cards.values())
        following = (_first_choice(card) for card in (*order[at:], *reversed(order[:at])))
        there = next((button for button in following if button is not None), None)
        if there is None:
            self._page.setFocus()
        else:
            there.setFocus()
            once_settled(there, partial(reveal, there))


def _first_choice(card: QWidget) -> QPushButton | None:
    """What stands first on the card; a link below its choices would be found before them."""
    first = card.findChild(QWidget, _FIRST) or card
    return first.findChild(QPushButton)


def decision(workplace: Workplace, page: QWidget, then: Callable[[Disagreement], object]) -> Choose:
    """What a page does with a choice: it is made on the worker, and ``then`` the page goes on."""
    store = workplace.store

    def choose(one: Disagreement, take_other: bool) -> None:
        workplace.background.change(
            tr("Decide: {what}", what=one.field),
            lambda progress: decide(store, one.id, take_other=take_other),
            lambda _: then(one),
            owner=page,
            once=("decide", one.id),
        )

    return choose


def disagreement_card(
    one: Disagreement, choose: Choose, always: Callable[[Disagreement], object] | None = None
) -> Card:
    """Both values side by side; ``choose(one, take_other)``. ``always(one)`` leads to a rule for the field."""
    card = Card(padded=True)
    kind = kind_named(one.kind).kind.one
    about = QVBoxLayout()
    about.setSpacing(scaled(2))
    about.addWidget(strong(tr("{record}: {field}", record=one.title, field=one.field)))
    about.addWidget(small(str(kind), "quiet"))
    card.inside.addLayout(about)
    keep = tr("Leave it removed") if one.removed else tr("Keep this")
    take = tr("Bring it back with this") if one.removed else tr("Take this one")
    sides = ColumnsLayout(least=240, gap=24)
    kept = _side(one, one.kept, tr("In force now"), keep, partial(_chosen, choose, one, False))
    kept.setObjectName(_FIRST)
    sides.addWidget(kept)
    sides.addWidget(_side(one, one.other, tr("Also entered"), take, partial(_chosen, choose, one, True)))
    card.inside.addLayout(sides)
    if always is not None and not one.removed:
        link = link_button(tr("Always decide this in one way…"))
        link.setAccessibleName(tr("Always decide {field} in one way…", field=one.field))
        link.clicked.connect(partial(_opened, always, one))
        card.inside.addWidget(link)
    return card


def _side(one: Disagreement, side: Side, heading: str, label: str, chosen: Callable[[bool], object]) -> QWidget:
    """One of both values, where it comes from, and the button that chooses it."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(scaled(6))
    said = side.value or tr("Empty")
    for line in (small(heading, "quiet"), strong(said), small(_from(side))):
        column.addWidget(line)
    column.addSpacing(scaled(6))
    column.addStretch(1)
    button = quiet_button(label)
    button.setAccessibleName(
        tr("{choice}: {value}, for {field} of {record}", choice=label, value=said, field=one.field, record=one.title)
    )
    # Whose it is, and since when, is only seen beside it.
    button.setAccessibleDescription(_from(side))
    button.clicked.connect(chosen)
    column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
    return made


def quarantine_card(one: Quarantined, let_in: Callable[[str], object], drop: Callable[[str], object]) -> Card:
    """A package from a clock that ran ahead, and what to do with it."""
    card = Card(padded=True)
    hub = one.hub or tr("a hub without a name")
    card.inside.addWidget(strong(tr("{file}, from {hub}", file=one.file, hub=hub)))
    day = show_date(one.clock.astimezone().date())
    card.inside.addWidget(
        words(tr("Its computer’s clock says {day}. Ask the hub to set it right; what was entered is kept.", day=day))
    )
    line = FlowLayout()
    for label, does in ((tr("Let it in"), let_in), (tr("Drop it"), drop)):
        button = quiet_button(label)
        button.setAccessibleName(tr("{choice}: {file}", choice=label, file=one.file))
        button.clicked.connect(partial(_asked, does, one.seal))
        line.addWidget(button)
    card.inside.addLayout(line)
    return card


class ToDecide(QWidget):
    """Everything that waits, under headings; nothing where there is none. ``cards`` are by seal and by disagreement."""

    def __init__(
        self,
        disagreements: list[Disagreement],
        total: int,
        quarantined: list[Quarantined],
        choose: Choose,
        let_in: Callable[[str], object],
        drop: Callable[[str], object],
        always: Callable[[Disagreement], object],
    ) -> None:
        super().__init__()
        self.cards: dict[object, QWidget] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(12))
        if quarantined:
            column.addWidget(section(tr("Held because of a wrong clock")))
            for package in quarantined:
                self.cards[package.seal] = quarantine_card(package, let_in, drop)
                column.addWidget(self.cards[package.seal])
        if total:
            said = tr_many(
                "{n} value was entered differently in two places",
                "{n} values were entered differently in two places",
                total,
            )
            column.addWidget(section(said))
            for one in disagreements:
                self.cards[one.id] = disagreement_card(one, choose, always)
                column.addWidget(self.cards[one.id])


def _from(side: Side) -> str:
    when = _moment(side.when)
    if side.by:
        return tr("{where}, {by}, {when}", where=side.where, by=side.by, when=when)
    return tr("{where}, {when}", where=side.where, when=when)


def _moment(when: datetime | None) -> str:
    if when is None:
        return tr("at a time not known")
    here = when.astimezone()
    return tr("{day} at {time}", day=show_date(here.date()), time=f"{here:%H:%M}")


def _chosen(choose: Choose, one: Disagreement, other: bool, _: bool = False) -> None:
    choose(one, other)


def _opened(always: Callable[[Disagreement], object], one: Disagreement, _: bool = False) -> None:
    always(one)


def _asked(does: Callable[[str], object], seal: str, _: bool = False) -> None:
    does(seal)
