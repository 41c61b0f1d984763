"""Today: what happens now and next, what needs somebody, and what to do next."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from hubdesk.base.errors import Refused
from hubdesk.base.words import tr, tr_many
from hubdesk.desktop.looks import Tone
from hubdesk.desktop.noting import note_needs
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.ways import Ways
from hubdesk.desktop.widgets import (
    ActionRow,
    Card,
    EmptyState,
    FactRow,
    FlowLayout,
    FoldingLayout,
    Page,
    Pill,
    primary_button,
    quiet_button,
    section,
    small,
    strong,
)
from hubdesk.desktop.widgets.emptying import emptied
from hubdesk.desktop.workplace import Workplace
from hubdesk.fields.dates import show_date
from hubdesk.reports.in_the_building import in_the_building
from hubdesk.reports.needs import Need
from hubdesk.reports.today import ClassToday, today_page
from hubdesk.reports.today import TodayPage as Day

_NEXT: Final = ("desk.check_in", "enrol.new", "volunteer.new", "paper.certificates")
_ROLL_CALL: Final = "paper.roll-call"
_EACH_MINUTE: Final = 60_000


Begun = tuple[UUID, str, str]
"""A wizard left unfinished: its draft, the person's name, the page."""


class TodayPage(Page):
    """The day's classes and the list of what needs somebody; kept fresh by every change and by the clock."""

    def __init__(self, workplace: Workplace, ways: Ways) -> None:
        super().__init__(day_words(date.today()))
        self._workplace, self._ways = workplace, ways
        beside = self.add_side()
        beside.setSpacing(scaled(24))
        self._unfinished, self._needed, self._inside = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        for part in (self._unfinished, self._needed, self._inside):
            part.setSpacing(scaled(12))
            beside.addLayout(part)
        self._day: Day | None = None
        self._beside: tuple[list[Begun], int] = ([], 0)
        self._next: FlowLayout | None = None
        self._offered: tuple[str, ...] = ()
        self._noted: set[str] = set()
        self._on = date.today()
        self._looks = self._again = False
        workplace.commands.changed.connect(self._commands_came)
        self._clock = QTimer(self)
        self._clock.setInterval(_EACH_MINUTE)
        self._clock.timeout.connect(self._refresh)
        self._clock.start()
        workplace.changes.happened.connect(self._changed)
        self._refresh()

    def _changed(self, kinds: frozenset[str]) -> None:
        self._refresh()

    def _commands_came(self) -> None:
        """Offer what can be done by now; the rest of the page stays where it is."""
        if self._day is not None and self._offered != self._to_offer():
            self._offer()
            self._show_beside(self._beside)

    def _refresh(self) -> None:
        """Look again; once more after the look that is under way, however much changed meanwhile."""
        if self._looks:
            self._again = True
            return
        self._looks, self._again = True, False
        store = self._workplace.store

        def look() -> Day:
            now = datetime.now().astimezone().replace(tzinfo=None)
            with store.reading() as session:
                return today_page(session, now.date(), now)

        def look_beside() -> tuple[list[Begun], int]:
            # The wizards take longer to import than the day takes to show.
            from hubdesk.desktop.wizards.start import unfinished

            now = datetime.now().astimezone().replace(tzinfo=None)
            with store.reading() as session:
                inside = in_the_building(session, now).count
            return [(one.id, one.name, one.page) for one in unfinished(store)], inside

        def show(day: Day) -> None:
            self._looks = False
            if day != self._day or self._on != date.today():
                self._show(day)
            if self._again:
                self._refresh()
            # Not before it is painted: importing beside that would slow it down.
            QTimer.singleShot(0, self, lambda: self._workplace.background.read(look_beside, self._show_beside))

        def failed(refusal: Refused) -> None:
            self._looks = False
            self._workplace.warn(refusal.sentence)

        self._workplace.background.read(look, show, failed, owner=self)

    def _show(self, day: Day) -> None:
        self._day, self._on = day, date.today()
        self.show_title(day_words(date.today()), day.sentence)
        emptied(self.body)
        self.body.addWidget(self._classes(day) if day.classes else self._no_classes(day))
        self.body.addWidget(section(tr("Do next")))
        held = QWidget()
        self._next = FlowLayout(held)
        self.body.addWidget(held)
        self._offer()
        emptied(self._needed)
        needs = day.first_steps or _beyond_the_list(day)
        self._needed.addWidget(section(tr("First steps") if day.first_steps else tr("Needs someone")))
        self._needed.addWidget(self._needs(needs))
        note_needs(self._workplace, needs, self._noted)

    def _show_beside(self, found: tuple[list[Begun], int]) -> None:
        self._beside = begun, inside = found
        emptied(self._inside)
        if inside and _ROLL_CALL in self._workplace.commands:
            said = tr_many("{n} person is in", "{n} people are in", inside)
            row = ActionRow("door-open", said, tr("Print the roll-call"))
            row.clicked.connect(lambda: self._workplace.commands.run(_ROLL_CALL))
            card = Card()
            card.add_row(row)
            self._inside.addWidget(section(tr("In the building")))
            self._inside.addWidget(card)
        emptied(self._unfinished)
        if begun:
            self._unfinished.addWidget(section(tr("Unfinished")))
            self._unfinished.addWidget(self._begun(begun))

    def _classes(self, day: Day) -> Card:
        card = Card()
        coming = next((one for one in day.classes if not one.over and not one.cancelled), None)
        for one in day.classes:
            row = ClassRow(one, main=one is coming)
            row.button.clicked.connect(partial(self._ways.register, one.session_id))
            card.add_row(row, current=one.now)
        return card

    def _no_classes(self, day: Day) -> Card:
        card = Card()
        hint = (
            tr("The next class is on {day}.", day=show_date(day.next_day))
            if day.next_day
            else tr("Plan a course and its classes stand here, day by day.")
        )
        button = quiet_button(tr("Courses"), "book-open")
        button.clicked.connect(lambda: self._workplace.open_place("courses"))
        card.inside.addWidget(EmptyState("sun", tr("Nothing is planned for today."), hint, button))
        return card

    def _to_offer(self) -> tuple[str, ...]:
        return tuple(name for name in (*_NEXT, _ROLL_CALL) if name in self._workplace.commands)

    def _offer(self) -> None:
        """The buttons of what is done next, as far as its commands are there."""
        self._offered = self._to_offer()
        if self._next is None:
            return
        emptied(self._next)
        for name in _NEXT:
            if name in self._offered:
                command = self._workplace.commands[name]
                button = quiet_button(command.said(), command.icon)
                button.clicked.connect(lambda _=False, name=name: self._workplace.commands.run(name))
                self._next.addWidget(button)

    def _begun(self, begun: list[Begun]) -> Card:
        card = Card()
        for draft, name, page in begun[:3]:
            row = ActionRow("pencil", name, tr("Goes on at “{page}”", page=page), "primary")
            row.clicked.connect(partial(self._ways.resume, draft))
            card.add_row(row)
        return card

    def _needs(self, needs: tuple[Need, ...]) -> Card:
        card = Card()
        for need in needs:
            row = ActionRow(need.icon, need.sentence, need.detail, need.tone)
            row.clicked.connect(partial(self._ways.follow, need.target))
            card.add_row(row)
        if not needs:
            card.add_row(
                FactRow(
                    "circle-check",
                    tr("Nothing is waiting"),
                    tr("Registers, checks and applications are up to date."),
                    "done",
                )
            )
        return card


class ClassRow(QWidget):
    """One class of the day: when, what and where, who is expected, and its register."""

    def __init__(self, one: ClassToday, *, main: bool) -> None:
        super().__init__()
        said = tr("Register")
        self.button = primary_button(said, "list-checks") if main else quiet_button(said, "list-checks")
        self.button.setAccessibleName(
            tr("Register of {course} at {time}", course=one.title, time=f"{one.starts:%H:%M}")
        )
        self.button.setEnabled(not one.cancelled)
        line = FoldingLayout(self)
        line.setContentsMargins(scaled(18), scaled(14), scaled(18), scaled(14))
        starts, ends = f"{one.starts:%H:%M}", tr("to {time}", time=f"{one.ends:%H:%M}")
        line.add(_two(strong(starts), small(ends, "quiet")), width=84)
        # How it stands lies under the title, so that rows are of one height however long titles are.
        under = QWidget()
        flow = FlowLayout(under, gap=8)
        where = small(" · ".join(part for part in (one.room, one.tutor) if part), "quiet")
        for part in (*(Pill(word, tone) for word, tone in _pills(one)), where):
            flow.addWidget(part)
        line.add(_two(strong(one.title), under), takes_rest=True)
        expected, free = _expected(one)
        known = (*(word for word, _ in _pills(one)), expected, free, one.room, one.tutor)
        # The rest of the row is only seen: Tab comes to the button alone.
        self.button.setAccessibleDescription(", ".join(part for part in known if part))
        line.add(_two(_at_end(strong(expected)), _at_end(small(free, "quiet"))), width=116)
        line.add(self.button)


def _beyond_the_list(day: Day) -> tuple[Need, ...]:
    """What needs somebody, without the registers that the list of the day has beside it where there is anything else."""
    listed = {one.session_id for one in day.classes}
    others = tuple(need for need in day.needs if need.target.to != "register" or need.target.id not in listed)
    return others or day.needs


def _at_end(label: QLabel) -> QLabel:
    """Figures stand under each other from one class to the next."""
    label.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
    return label


def _two(first: QWidget, second: QWidget) -> QWidget:
    held = QWidget()
    column = QVBoxLayout(held)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(scaled(2))
    column.addWidget(first)
    column.addWidget(second)
    return held


def _pills(one: ClassToday) -> list[tuple[str, Tone]]:
    if one.cancelled:
        return [(tr("cancelled"), "overdue")]
    pills: list[tuple[str, Tone]] = [(tr("now"), "primary")] if one.now else []
    if one.over and one.expected and not one.marked:
        pills.append((tr("register missing"), "overdue"))
    elif one.marked:
        pills.append((tr("{n} marked", n=one.marked), "done"))
    return pills


def _expected(one: ClassToday) -> tuple[str, str]:
    people = tr_many("{n} expected", "{n} expected", one.expected)
    if one.free:
        return people, tr_many("{n} place free", "{n} places free", one.free)
    return people, tr_many("full, {n} waiting", "full, {n} waiting", one.waiting) if one.waiting else tr("full")


def day_words(day: date) -> str:
    weekdays = (
        tr("Monday"), tr("Tuesday"), tr("Wednesday"), tr("Thursday"), tr("Friday"), tr("Saturday"), tr("Sunday"),
    )  # fmt: skip
    months = (
        tr("January"), tr("February"), tr("March"), tr("April"), tr("May"), tr("June"),
        tr("July"), tr("August"), tr("September"), tr("October"), tr("November"), tr("December"),
    )  # fmt: skip
    said = tr("{weekday} {day} {month}", weekday=weekdays[day.weekday()], day=day.day, month=months[day.month - 1])
    # Some languages write the names of days small, but not where a line begins.
    return said[:1].upper() + said[1:]
