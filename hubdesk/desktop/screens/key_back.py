"""A paper register keyed back: its sheet number, then the lines of those who did not sign."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtWidgets import QLineEdit
from sqlalchemy.orm import Session

from hubdesk.base.errors import FieldError, Refused
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr
from hubdesk.desktop.register_table import RegisterTable
from hubdesk.desktop.screens.saved_sheets import counts, saved_card
from hubdesk.desktop.widgets import (
    ActionRow,
    Card,
    FactRow,
    FieldRow,
    FoldingLayout,
    KeyHints,
    Page,
    announce,
    primary_button,
    section,
    words,
)
from hubdesk.desktop.widgets.emptying import emptied
from hubdesk.desktop.workplace import Workplace
from hubdesk.fields.dates import show_date
from hubdesk.operations.key_back import key_back, key_back_title, lines_in
from hubdesk.reports.needs import Need
from hubdesk.reports.register_sheet import RegisterSheet, as_printed, register_sheet
from hubdesk.reports.sheet_found import FoundSheet, sheet_found
from hubdesk.reports.what_is_due import missing_registers

_WAITING: Final = 8
"""Registers offered at most while no sheet is open; the others follow once these are keyed back."""
_SAVED: Final = 6
"""Sheets told beside the page, the one saved last first."""


class KeyBackPage(Page):
    """One sheet after the other: the keyboard is back on the number once a sheet is saved.

    Which registers still wait for their sheet stands where the next sheet will, and what was saved beside it.
    """

    def __init__(self, workplace: Workplace) -> None:
        said = tr("Type the number at the sheet’s foot, or scan its code. Then only the lines that nobody signed.")
        super().__init__(tr("Key back a register"), said, scrolls=False)
        self._workplace = workplace
        self._sheet: RegisterSheet | None = None
        self.number, self.lines = QLineEdit(), QLineEdit()
        self.number.setPlaceholderText("WES-1A2B3C4D-X")
        self.lines.setPlaceholderText(tr("3 7 12"))
        self._number = FieldRow(tr("Sheet number"), self.number)
        self._lines = FieldRow(tr("Lines of those who did not come"), self.lines)
        self._save = primary_button(tr("Save this register"), "check-check")
        fields = FoldingLayout(least=220)
        fields.add(self._number, takes_rest=True)
        fields.add(self._lines, takes_rest=True)
        asked = Card(padded=True)
        asked.inside.addLayout(fields)
        self._title, self._caution = section(""), words("", "due")
        self._table = RegisterTable()
        self._card = Card()
        self._card.inside.addWidget(self._table)
        self._waiting_title, self._waiting = section(tr("Waiting for their sheet")), Card()
        for part in (asked, self._waiting_title, self._waiting, self._title, self._caution):
            self.body.addWidget(part)
        self.body.addWidget(self._card, 1)
        self.body.addStretch(0)
        self.buttons.addWidget(self._save)
        self._saved: list[UUID] = []
        self._beside = self.add_side()
        hints = (
            (tr("Enter"), tr("goes on, and saves")),
            ("3 7", tr("absent")),
            ("3L", tr("late")),
            ("3S", tr("sent word")),
            ("", tr("Nothing typed: everybody came.")),
        )
        self.foot.addWidget(KeyHints(*hints), 1)
        self.number.returnPressed.connect(self._look)
        self.lines.textChanged.connect(self._preview)
        self.lines.returnPressed.connect(self._keep)
        self._save.clicked.connect(self._keep)
        self.setFocusProxy(self.number)
        self._show(None)
        workplace.changes.happened.connect(self._changed)
        self._read_waiting()

    def open_sheet(self, code: str) -> None:
        """Go on with this sheet, whose code was scanned."""
        if self._is_kept():
            self.number.setText(code.strip().upper().removeprefix("HD:"))
            self._look(code)

    def _changed(self, kinds: frozenset[str]) -> None:
        self._read_waiting()

    def _read_waiting(self) -> None:
        store, saved = self._workplace.store, tuple(self._saved)

        def look() -> tuple[list[Need], list[RegisterSheet]]:
            now = datetime.now().astimezone().replace(tzinfo=None)
            with store.reading() as session:
                missing = list(missing_registers(session, now.date(), now.time(), _WAITING))
                return missing, list(_still_there(session, saved))

        self._workplace.background.read(look, self._show_waiting, owner=self)

    def _show_waiting(self, found: tuple[list[Need], list[RegisterSheet]]) -> None:
        missing, saved = found
        emptied(self._waiting.inside)
        for need in missing:
            row = ActionRow(need.icon, need.sentence, need.detail, need.tone)
            row.clicked.connect(partial(self._open, need.target.id) if need.target.id else self._open_registers)
            self._waiting.add_row(row)
        if not missing:
            none = FactRow("circle-check", tr("No register is missing"), tr("Of the last two weeks."), "done")
            self._waiting.add_row(none)
        # What was undone since has no mark again.
        self._show_saved([one for one in saved if any(row.mark for row in one.rows)])

    def _show_saved(self, saved: list[RegisterSheet]) -> None:
        emptied(self._beside)
        title, card = saved_card(saved)
        self._beside.addWidget(section(title))
        self._beside.addWidget(card)
        self._beside.addStretch(1)

    def _open_registers(self) -> None:
        self._workplace.open_place("registers")

    def _open(self, session_id: UUID, _: bool = False) -> None:
        """Go on with this class, whose sheet says no number that can be read."""
        store = self._workplace.store

        def look() -> RegisterSheet:
            with store.reading() as session:
                return register_sheet(session, session_id, earlier=0)

        self.number.setText("")
        self._workplace.background.read(look, self._found_by_hand, self._refused, owner=self)

    def _found_by_hand(self, sheet: RegisterSheet) -> None:
        self._go_on_with(sheet, tr("Picked without its number. Compare the names on the sheet with those below first."))

    def _is_kept(self) -> bool:
        """Whether nothing would be lost by going on; else it is said beside the lines."""
        sheet = self._sheet
        marks = self._table.model.mark_at
        changed = sheet is not None and any(marks(row) != one.mark for row, one in enumerate(sheet.rows))
        if not changed and not self.lines.text().strip():
            return True
        self._lines.refuse(tr("Save this register first, or empty this box. Then go on with the next sheet."))
        return False

    def _look(self, code: str = "") -> None:
        if not self._is_kept():
            return
        store, text = self._workplace.store, code or self.number.text()

        def look() -> tuple[FoundSheet, RegisterSheet | None]:
            with store.reading() as session:
                found = sheet_found(session, text)
                ours = found.id if found.kind == "class_session" else None
                return found, register_sheet(session, ours, earlier=0) if ours else None

        self._workplace.background.read(look, self._found, self._refused, owner=self)

    def _found(self, answer: tuple[FoundSheet, RegisterSheet | None]) -> None:
        found, sheet = answer
        trouble = found.trouble
        if sheet is None and not trouble:
            trouble = tr("This sheet is no register. Look for the person it is about.")
        if sheet is not None and found.lines:
            sheet = as_printed(sheet, found.lines)
            if sheet is None:
                trouble = tr(
                    "Since this sheet was printed its list has changed, so its lines are other people’s now. "
                    "Open the register of this class and mark it by the names on the sheet."
                )
        elif sheet is not None:
            trouble = tr("This sheet does not say whose lines are on it. Compare its names with those below first.")
        self._go_on_with(sheet, trouble)

    def _go_on_with(self, sheet: RegisterSheet | None, trouble: str) -> None:
        self._show(sheet)
        self._number.show_error("" if sheet else trouble)
        if sheet is None:
            self.number.setFocus()
            self.number.selectAll()
            return
        self._caution.setText(trouble)
        self._caution.setVisible(bool(trouble))
        self.lines.setFocus()
        for said in filter(None, (self._title.text(), trouble)):
            announce(self.lines, said)

    def _refused(self, refusal: Refused) -> None:
        self._number.refuse(refusal.sentence)

    def _show(self, sheet: RegisterSheet | None) -> None:
        self._sheet = sheet
        self._lines.setEnabled(sheet is not None)
        self._save.setEnabled(sheet is not None)
        for part in (self._title, self._card):
            part.setVisible(sheet is not None)
        for part in (self._waiting_title, self._waiting):
            part.setVisible(sheet is None)
        self._caution.hide()
        self.lines.setText("")
        self._lines.show_error("")
        if sheet is not None:
            self._title.setText(
                tr(
                    "{course} on {day} at {time}",
                    course=sheet.title,
                    day=show_date(sheet.day),
                    time=f"{sheet.starts:%H:%M}",
                )
            )
            self._table.show_sheet(sheet)

    def _preview(self, text: str) -> None:
        """Show beside each name what was typed so far, so that a wrong line is seen before it is saved."""
        if self._sheet is None:
            return
        marks = _read_so_far(text, len(self._sheet.rows))
        self._lines.show_error("")
        for row, person in enumerate(self._sheet.rows):
            self._table.model.set_mark(row, marks.get(row + 1, person.mark))

    def _keep(self) -> None:
        sheet, store = self._sheet, self._workplace.store
        if sheet is None:
            return
        try:
            by_line = lines_in(self.lines.text(), len(sheet.rows))
        except FieldError as wrong:
            self._lines.refuse(wrong.sentence)
            return
        # The lines are shown in the table already, where they may have been put right by hand since.
        shown = {row: self._table.model.mark_at(row) for row in range(len(sheet.rows))}
        marks: dict[UUID, str] = {
            sheet.rows[row].person_id: mark
            for row, mark in shown.items()
            if mark is not None and (mark != sheet.rows[row].mark or row + 1 in by_line)
        }
        on_paper = [row.person_id for row in sheet.rows]
        at = datetime.now().astimezone().replace(tzinfo=None)
        title = key_back_title(sheet.title, show_date(sheet.day))

        def work(progress: Progress) -> RegisterSheet:
            with store.operation(title) as session:
                key_back(session, sheet.session_id, marks, on_paper, at)
            with store.reading() as session:
                return register_sheet(session, sheet.session_id, earlier=0)

        self._workplace.background.change(title, work, self._kept, self._not_kept, owner=self)

    def _kept(self, sheet: RegisterSheet) -> None:
        others = [one for one in self._saved if one != sheet.session_id]
        self._saved = [sheet.session_id, *others][:_SAVED]
        said = tr("{course}, {day}: {counts}.", course=sheet.title, day=show_date(sheet.day), counts=counts(sheet))
        # The next sheet may have been scanned while this one was written.
        if self._sheet is not None and self._sheet.session_id == sheet.session_id:
            self._show(None)
            self._number.show_error("")
            self.number.setText("")
            self.number.setFocus()
        self._read_waiting()
        self._workplace.say(said, undo=True)

    def _not_kept(self, refusal: Refused) -> None:
        self._lines.refuse(refusal.sentence)


def _still_there(session: Session, ids: Iterable[UUID]) -> Iterator[RegisterSheet]:
    """The registers of these classes, without those that were removed since."""
    for one in ids:
        with suppress(Refused):
            yield register_sheet(session, one, earlier=0)


def _read_so_far(text: str, count: int) -> Mapping[int, str]:
    """The marks in what is typed, without its last part while that is no line yet."""
    for part in (text, text.rpartition(" ")[0]):
        try:
            return lines_in(part, count)
        except FieldError:
            continue
    return {}
