"""A class's register: marked by keyboard, every mark saved at once, walk-ins added in place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout
from sqlalchemy.orm import Session

from hubdesk.access.rights import May
from hubdesk.base.errors import Refused
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr, tr_many
from hubdesk.desktop.chooser import Chooser
from hubdesk.desktop.noting import note_reading
from hubdesk.desktop.record_form import RecordForm, ask_new
from hubdesk.desktop.register_table import EARLIER, RegisterTable
from hubdesk.desktop.ways import Ways
from hubdesk.desktop.widgets import Card, EmptyState, KeyHints, Page, announce, primary_button, quiet_button, small
from hubdesk.desktop.widgets.emptying import emptied
from hubdesk.desktop.workplace import Workplace
from hubdesk.fields.codelists import label_of
from hubdesk.fields.dates import show_date
from hubdesk.operations.mark_register import mark, mark_rest, mark_rest_title, mark_title, walk_in, walk_in_title
from hubdesk.reports.register_sheet import RegisterSheet, register_sheet


class RegisterPage(Page):
    """The register of one class session."""

    def __init__(self, workplace: Workplace, ways: Ways, session_id: UUID) -> None:
        super().__init__(tr("Register"), scrolls=False)
        self._workplace, self._id = workplace, session_id
        self._sheet: RegisterSheet | None = None
        self._unsaved = 0
        self._noted = False
        self._table = RegisterTable()
        self._chooser = Chooser("person", tr("Who walked in?"), workplace)
        self._chooser.hide()
        self._chooser.chosen.connect(self._walk_in)
        self._chooser.offer_new()
        self._chooser.wanted.connect(self._add_walk_in)
        self.setFocusProxy(self._table.view)
        self._card = Card()
        self._card.inside.addWidget(self._table)
        self._missing = QVBoxLayout()
        self.body.addLayout(self._missing)
        self.body.addWidget(self._chooser)
        self.body.addWidget(self._card, 1)
        self._everyone = primary_button(tr("Everyone here"), "check-check")
        self._everyone.clicked.connect(self._mark_rest)
        self._walked_in = quiet_button(tr("Walk-in"), "user-plus")
        self._walked_in.clicked.connect(self._ask_walk_in)
        edit = quiet_button(tr("Edit class"), "pencil")
        edit.setToolTip(tr("Move or cancel it, or say who teaches it instead"))
        edit.clicked.connect(self._edit)
        if not workplace.may(May.CHANGE, "class_session"):
            edit.hide()
        self._edits = edit
        sheet = quiet_button(tr("Sheet to sign"), "printer")
        sheet.clicked.connect(partial(ways.paper, "register", session_id))
        self._prints = sheet
        for button in (edit, sheet, self._walked_in, self._everyone):
            self.buttons.addWidget(button)
        hints = KeyHints(
            (tr("Space"), tr("here")),
            ("A", tr("absent")),
            ("L", tr("late")),
            ("S", tr("sent word")),
            (tr("Number"), tr("that line")),
            ("", tr("The same key again undoes.")),
        )
        self.foot.addWidget(hints, 1)
        self._saved = small("", "done")
        self.foot.addWidget(self._saved)
        self._table.marked.connect(self._mark)
        workplace.changes.happened.connect(self._changed)
        self._refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._chooser.isVisible():
            self._close_chooser()
        else:
            super().keyPressEvent(event)

    def _refresh(self) -> None:
        store, session_id = self._workplace.store, self._id

        def look() -> RegisterSheet:
            with store.reading() as session:
                return register_sheet(session, session_id, EARLIER)

        self._workplace.background.read(look, self._show, self._gone, owner=self)

    def _gone(self, refusal: Refused) -> None:
        """Somebody may yet put it back out of the bin: what shows a register is only hidden until then."""
        emptied(self._missing)
        said = tr("This class is not there any more.")
        self._missing.addWidget(EmptyState("calendar-days", said, refusal.sentence))
        here = QApplication.focusWidget()
        had_keyboard = here is not None and self.isAncestorOf(here)
        self.setFocusProxy(None)  # type: ignore[arg-type]
        if had_keyboard:
            self.setFocus()
            announce(self, said)
        if self._chooser.isVisible():
            self._chooser.show_record(None)
            self._chooser.hide()
        self._card.hide()
        for button in (self._edits, self._prints, self._walked_in, self._everyone):
            button.setEnabled(False)

    def _there_again(self) -> None:
        emptied(self._missing)
        self._card.show()
        for button in (self._edits, self._prints):
            button.setEnabled(True)
        has_keyboard = self.hasFocus()
        self.setFocusProxy(self._table.view)
        if has_keyboard:
            self.setFocus()

    def _edit(self) -> None:
        self._workplace.show_page(RecordForm(self._workplace, "class_session", self._id), self.heading.text())

    def _changed(self, kinds: frozenset[str]) -> None:
        # While marks are still on their way, the screen is ahead of the file.
        if not self._unsaved:
            self._refresh()

    def _show(self, sheet: RegisterSheet) -> None:
        if self._unsaved:
            return
        self._sheet = sheet
        if self._card.isHidden():
            self._there_again()
        if not self._noted and any(row.support for row in sheet.rows):
            self._noted = True
            note_reading(self._workplace, "support_need", of=self._id)
        for button in (self._walked_in, self._everyone):
            button.setEnabled(not sheet.cancelled)
        parts = (
            tr("Cancelled") if sheet.cancelled else "",
            tr(
                "{day}, {starts} to {ends}",
                day=tr("Today") if sheet.day == date.today() else show_date(sheet.day),
                starts=f"{sheet.starts:%H:%M}",
                ends=f"{sheet.ends:%H:%M}",
            ),
            sheet.room,
            sheet.tutor,
            tr("{n} on the list", n=sheet.expected),
        )
        self.show_title(sheet.title, " · ".join(part for part in parts if part))
        self._table.show_sheet(sheet)
        self._say_saved()

    def _mark(self, row: int, given: str | None) -> None:
        person = self._table.model.person(row)
        if person is None:
            return
        said = label_of("attendance_mark", given) if given else tr("not marked")
        announce(self, tr("{name}: {mark}", name=person.name, mark=said))
        self._change(mark_title(person.name, given), lambda session: mark(session, self._id, person.person_id, given))

    def _mark_rest(self) -> None:
        left = self._table.model.counts()[2]
        store = self._workplace.store
        if left:
            self._change(
                mark_rest_title(left, "present"),
                lambda session: mark_rest(session, store.around(session), self._id, "present"),
            )

    def _ask_walk_in(self) -> None:
        self._chooser.show()
        self._chooser.setFocus()

    def _walk_in(self) -> None:
        person_id, name = self._chooser.record, self._chooser.text()
        if person_id is None:
            return
        self._close_chooser()
        self._change(walk_in_title(name), lambda session: walk_in(session, self._id, person_id))

    def _add_walk_in(self, name: str) -> None:
        self._close_chooser()
        ask_new(self._workplace, "person", name, self._chooser.take)

    def _close_chooser(self) -> None:
        self._chooser.show_record(None)
        self._table.view.setFocus()
        self._chooser.hide()

    def _change(self, title: str, change: Callable[[Session], object]) -> None:
        store = self._workplace.store
        self._unsaved += 1
        self._saved.setText(tr("Saving"))

        def work(progress: Progress) -> None:
            with store.operation(title) as session:
                change(session)

        self._workplace.background.change(title, work, self._done, self._refused)

    def _done(self, _: None) -> None:
        self._unsaved -= 1
        if not self._unsaved:
            self._say_saved()
            self._refresh()

    def _refused(self, refusal: Refused) -> None:
        self._unsaved -= 1
        self._workplace.warn(refusal.sentence)
        self._refresh()

    def _say_saved(self) -> None:
        here, away, left = self._table.model.counts()
        parts = [tr_many("{n} here", "{n} here", here), tr_many("{n} away", "{n} away", away)]
        if left:
            parts.append(tr_many("{n} to mark", "{n} to mark", left))
        self._saved.setText(tr("Saved · {counts}", counts=", ".join(parts)))
