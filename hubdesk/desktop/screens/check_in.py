"""Check in: the first letters of a name and Enter; who is in the building stands beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit
from sqlalchemy.orm import Session

from hubdesk.base.progress import Progress
from hubdesk.base.words import tr, tr_many
from hubdesk.desktop.checking_in import CheckingIn
from hubdesk.desktop.found import Hit, ResultList, Results
from hubdesk.desktop.tally import Tally
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.who_is_in import WhoIsIn
from hubdesk.desktop.widgets import (
    Card,
    FieldLine,
    KeyHints,
    Page,
    announce,
    hairline,
    section,
)
from hubdesk.desktop.workplace import Workplace
from hubdesk.operations.check_in import (
    check_visitor_in,
    end_visit,
    tally,
    tally_title,
    visit_over_title,
    visitor_title,
)
from hubdesk.records.people.person import Person
from hubdesk.reports.in_the_building import InTheBuilding, in_the_building, never_signed_out
from hubdesk.reports.who_comes import Comer, expected_next, who_is_in_now, who_is_meant, who_may_come

_VISITOR: Final = "visitor"
"""Stands for the row of somebody new among the ids of those who are offered."""

_NOW_AND_THEN: Final = 300_000
_SHOWN: Final = 8
"""People offered at once: as many as are taken in at a glance."""
_LEAST: Final = 150
"""Height, px of the sketches, that they have at least: on a low screen the page scrolls sooner."""

_ABOUT: Final = frozenset(("enrolment", "class_session", "course_run", "person"))
_COMING: Final = frozenset(("visit", "attendance"))


@dataclass(frozen=True)
class _Desk:
    """Who may come, who is in, and how many forgot to sign out yesterday."""

    comers: tuple[Comer, ...]
    inside: InTheBuilding
    forgotten: int


class CheckInPage(Page):
    """One box that keeps the keyboard: type, Enter, and the next person. What was done is said in the window's one line."""

    def __init__(self, workplace: Workplace, checking_in: CheckingIn) -> None:
        super().__init__(tr("Check in"), tr("Scan a card, or type the first letters of a name."), scrolls=False)
        self._workplace, self._checking_in = workplace, checking_in
        self._comers: Sequence[Comer] = ()
        self._turn = 0
        self._enter_waits = False
        self._asked = False
        self._offered: list[str] = []
        self._marked = ""
        self.field = QLineEdit()
        self.field.setProperty("large", True)
        self.field.setAccessibleName(tr("Who is here?"))
        self.field.setPlaceholderText(tr("Who is here?"))
        self.field.textChanged.connect(self._typed)
        self.field.installEventFilter(self)
        self._model = Results(self, tr("Nobody else is expected now. Whoever comes is found by name."))
        self.results = ResultList(self._model, tr("Who may be meant"))
        self.results.setMinimumHeight(scaled(_LEAST))
        self.results.clicked.connect(self._take)
        self.body.addWidget(self._box(), 1)
        beside = self.add_side()
        self._inside = WhoIsIn()
        self._inside.left.connect(self._out)
        self._inside.asked.connect(lambda person: workplace.open_record("person", person))
        nameless = Tally()
        nameless.counted.connect(self._count)
        for part in (self._inside, section(tr("Count somebody without a name")), nameless):
            beside.addWidget(part)
        # A stretch and not an alignment, by which rows that wrap are not asked how high they are.
        beside.setAlignment(Qt.AlignmentFlag(0))
        beside.addStretch(1)
        hints = (
            (tr("Enter"), tr("in, or out again")),
            ("↑ ↓", tr("another person")),
            ("amyu", tr("finds Amina Yusuf")),
        )
        self.foot.addWidget(KeyHints(*hints), 1)
        self.setFocusProxy(self.field)
        workplace.changes.happened.connect(self._changed)
        workplace.privacy.changed.connect(self._refresh)
        self._clock = QTimer(self)
        self._clock.setInterval(_NOW_AND_THEN)
        self._clock.timeout.connect(self._refresh)
        self._clock.start()
        self._refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event)
        return super().eventFilter(watched, event)

    def _box(self) -> Card:
        card = Card()
        card.inside.addWidget(FieldLine("search", self.field))
        card.inside.addWidget(hairline())
        card.inside.addWidget(self.results, 1)
        return card

    def _refresh(self) -> None:
        """Anew from the file."""
        self._read(who_may_come)

    def _refresh_visits(self) -> None:
        """After somebody came or went, which is seen at once also where very many people are known."""
        known = self._comers
        self._read(lambda session, now: who_is_in_now(session, now, known))

    def _read(self, who: Callable[[Session, datetime], tuple[Comer, ...]]) -> None:
        store = self._workplace.store

        def look() -> _Desk:
            now = _now()
            with store.reading() as session:
                comers, inside = who(session, now), in_the_building(session, now)
                return _Desk(comers, inside, never_signed_out(session, now.date() - timedelta(days=1)))

        self._workplace.background.read(look, self._show, owner=self)

    def _changed(self, kinds: frozenset[str]) -> None:
        if kinds & _ABOUT:
            self._refresh()
        elif kinds & _COMING:
            self._refresh_visits()

    def _show(self, desk: _Desk) -> None:
        self._comers = desk.comers
        self._look(self.field.text())
        self._inside.show_people(desk.inside, desk.forgotten, names_only=self._names_only())

    def _names_only(self) -> bool:
        return self._workplace.privacy.hides(Person)

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # The letters before it may still be on their way: what they find is meant.
            self._enter_waits = self._asked and not self._marked
            if not self._enter_waits:
                self._take(self.results.currentIndex())
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._move(-1 if key == Qt.Key.Key_Up else 1)
        elif key == Qt.Key.Key_Escape and self.field.text():
            self.field.clear()
        else:
            return False
        return True

    def _move(self, way: int) -> None:
        rows = self._model.selectable()
        now = self.results.currentIndex().row()
        if rows:
            place = rows.index(now) if now in rows else -1
            self._choose(rows[max(0, min(len(rows) - 1, place + way))])

    def _choose(self, row: int) -> None:
        index = self._model.index(row)
        self.results.setCurrentIndex(index)
        self._marked = self._offered[self._model.selectable().index(row)]
        announce(self.field, str(index.data(Qt.ItemDataRole.AccessibleTextRole)))

    def _typed(self, text: str) -> None:
        self._enter_waits = False
        self._marked = ""
        self._look(text)

    def _look(self, text: str) -> None:
        self._turn += 1
        if not text.strip():
            self._asked = False
            self._offer(tr("Expected next"), expected_next(self._comers, _SHOWN))
            return
        turn, comers, store = self._turn, self._comers, self._workplace.store
        self._asked = True

        def look() -> tuple[int, list[Comer]]:
            return turn, who_is_meant(store, comers, text, _SHOWN) if turn == self._turn else []

        self._workplace.background.read(look, self._found, owner=self)

    def _found(self, answer: tuple[int, list[Comer]]) -> None:
        turn, found = answer
        if turn != self._turn:
            return
        self._asked = False
        self._offer(tr("People"), found)
        if self._enter_waits:
            self._enter_waits = False
            self._take(self.results.currentIndex())
        else:
            announce(self.field, tr_many("{n} person found", "{n} people found", len(found)))

    def _offer(self, title: str, found: Sequence[Comer]) -> None:
        self._model.show(title, 0, [self._hit(one) for one in found], clear=True)
        typed = self.field.text().strip()
        self._offered = [str(one.person_id) for one in found]
        if typed:
            self._model.show(tr("Somebody new"), 1, [self._visitor(typed)])
            self._offered.append(_VISITOR)
        self._mark(likeliest=bool(typed and found))

    def _mark(self, *, likeliest: bool) -> None:
        """Whoever was marked stays so while the list is shown anew; else mark the likeliest.

        Enter in an empty box checks nobody in, and a visitor is never who it takes by itself.
        """
        if self._marked not in self._offered:
            self._marked = self._offered[0] if likeliest else ""
        rows = self._model.selectable()
        marked = self._model.index(rows[self._offered.index(self._marked)]) if self._marked else QModelIndex()
        self.results.setCurrentIndex(marked)

    def _hit(self, one: Comer) -> Hit:
        said = [tr("in since {time}", time=f"{one.since:%H:%M}")] if one.since is not None else []
        said += [one.expected] if one.expected else []
        said += [one.born] if one.born else []
        icon = "user-check" if one.since is not None else "clock" if one.expected else "user"
        return Hit(
            one.name, "" if self._names_only() else " · ".join(said), icon, partial(self._check_in, one.person_id)
        )

    def _take(self, index: QModelIndex) -> None:
        hit = self._model.hit(index)
        if hit is None:
            self.field.selectAll()
            announce(self.field, tr("Nobody is marked. Type on, or press Down."))
            return
        # Unlike clear() this leaves nothing to take back in the box: Ctrl+Z then takes back the visit.
        self.field.setText("")
        self.field.setFocus()
        hit.run()

    def _visitor(self, name: str) -> Hit:
        return Hit(name, tr("a visitor who is not kept here"), "user-plus", partial(self._visitor_in, name))

    def _visitor_in(self, name: str) -> None:
        now = _now()
        self._change(
            visitor_title(), lambda session: check_visitor_in(session, now, name), tr("{name} is in.", name=name)
        )

    def _check_in(self, person_id: UUID) -> None:
        self._checking_in.person(person_id)

    def _out(self, visit: UUID, name: str, visitor: bool) -> None:
        now = _now()
        self.field.setFocus()
        self._change(
            visit_over_title("" if visitor else name),
            lambda session: end_visit(session, visit, now),
            tr("{name} has left.", name=name),
        )

    def _count(self, band: str) -> None:
        now = _now()
        self.field.setFocus()
        self._change(tally_title(), lambda session: tally(session, now, band), tr("One more is counted."))

    def _change(self, title: str, change: Callable[..., object], said: str) -> None:
        store = self._workplace.store

        def work(progress: Progress) -> None:
            with store.operation(title) as session:
                change(session)

        self._workplace.background.change(title, work, lambda _: self._workplace.say(said, undo=True), owner=self)


def _now() -> datetime:
    return datetime.now().astimezone().replace(tzinfo=None)
