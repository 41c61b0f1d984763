"""What came back from the lead: the receipt, what it decided about this hub's records, and what is still to be decided."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QWidget

from hubdesk.base.words import tr, tr_many
from hubdesk.desktop.screens.deciding import SHOWN, GoesOn, decision, disagreement_card
from hubdesk.desktop.widgets import Card, EmptyState, Page, announce, quiet_button, section, small, strong, words
from hubdesk.desktop.widgets.emptying import emptied
from hubdesk.desktop.workplace import Workplace
from hubdesk.records import kind_named
from hubdesk.sync.came_back import CameBack, take_back
from hubdesk.sync.resolving import Disagreement, disagreements
from hubdesk.sync.take_return import ReturnReport, last_return


class CameBackPage(Page):
    """The return package taken in last. ``report`` is given where it was just now."""

    def __init__(self, workplace: Workplace, report: ReturnReport | None = None) -> None:
        super().__init__(tr("What came back"), tr("What the lead organisation holds, decided and asks for."))
        self._workplace, self._report = workplace, report
        self._goes_on, self._tells = GoesOn(self), report is not None
        workplace.changes.happened.connect(self._changed)
        self._refresh()

    def _changed(self, kinds: frozenset[str]) -> None:
        self._refresh()

    def _refresh(self) -> None:
        store = self._workplace.store
        self._workplace.background.read(
            lambda: (last_return(store), disagreements(store, SHOWN)), self._show, owner=self
        )

    def _show(self, found: tuple[list[CameBack], tuple[list[Disagreement], int]]) -> None:
        changes, (undecided, _) = found
        emptied(self.body)
        if self._report is not None:
            card = Card(padded=True)
            for sentence in self._report.of_the_package():
                card.inside.addWidget(words(sentence))
            self.body.addWidget(card)
        self.body.addWidget(section(tr("What the lead changed of this hub’s records")))
        if not changes:
            card = Card()
            card.add_row(EmptyState("circle-check", tr("Nothing."), tr("Your records are as you left them.")))
            self.body.addWidget(card)
        cards: dict[object, QWidget] = {}
        for one in changes:
            cards[_place(one)] = _change_card(one, self._take_back)
            self.body.addWidget(cards[_place(one)])
        if undecided:
            self.body.addWidget(section(tr("Entered differently in two places")))
        choose = decision(self._workplace, self, self._decided)
        for disagreement in undecided:
            cards[disagreement.id] = disagreement_card(disagreement, choose)
            self.body.addWidget(cards[disagreement.id])
        self._goes_on.show(cards)
        if self._tells:
            self._tells = False
            for sentence in (*(self._report.of_the_package() if self._report else ()), _counted(changes)):
                announce(self, sentence)

    def _take_back(self, one: CameBack) -> None:
        store = self._workplace.store
        self._workplace.background.change(
            tr("Take back what the lead changed"),
            lambda progress: take_back(store, [one]),
            lambda _: self._done(
                _place(one), tr("It is as it was before. The lead hears of it with the next package.")
            ),
            owner=self,
            once=("take back", *_place(one)),
        )

    def _decided(self, one: Disagreement) -> None:
        self._done(one.id, tr("It is decided. The lead hears of it with the next package."))

    def _done(self, one: object, sentence: str) -> None:
        self._workplace.say(sentence)
        self._goes_on.done(one)
        self._refresh()


def _place(one: CameBack) -> tuple[int, UUID, str, int]:
    """What tells it from all others."""
    return one.epoch, one.record, one.field, one.seq


def _counted(changes: list[CameBack]) -> str:
    if not changes:
        return tr("The lead changed nothing of this hub’s records.")
    return tr_many(
        "The lead changed {n} thing of this hub’s records.",
        "The lead changed {n} things of this hub’s records.",
        len(changes),
    )


def _change_card(one: CameBack, take: Callable[[CameBack], object]) -> QWidget:
    card = Card(padded=True)
    kind = str(kind_named(one.kind).kind.one)
    card.inside.addWidget(
        strong(tr("{record}: {field}", record=one.title, field=one.label) if one.field else one.title)
    )
    card.inside.addWidget(small(kind, "quiet"))
    if one.field:
        card.inside.addWidget(
            words(
                tr("{before} became {after}.", before=one.before or tr("Empty"), after=one.after or tr("Empty")),
            )
        )
    elif one.kept:
        card.inside.addWidget(words(tr("The lead removed it. It is kept here, because it is still used.")))
        return card
    else:
        card.inside.addWidget(words(tr("The lead removed it.")))
    if not one.open:
        card.inside.addWidget(small(tr("It was changed again since."), "quiet"))
        return card
    button = quiet_button(tr("Undo"), "undo-2")
    button.setAccessibleName(tr("Undo: {what}", what=one.sentence))
    button.clicked.connect(partial(_pressed, take, one))
    line = QHBoxLayout()
    line.addWidget(button)
    line.addStretch(1)
    card.inside.addLayout(line)
    return card


def _pressed(take: Callable[[CameBack], object], one: CameBack, _: bool = False) -> None:
    take(one)
