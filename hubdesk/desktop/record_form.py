"""The form of any kind of record, from its declaration: new, or one that is there already."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import Any
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QScrollArea, QWidget
from shiboken6 import isValid

from hubdesk.base.errors import Problem, Problems, Refused
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr
from hubdesk.desktop.chooser import Chooser
from hubdesk.desktop.editors.linked import LinkEditor
from hubdesk.desktop.error_summary import ErrorSummary, Wrong
from hubdesk.desktop.form_begins import first_values, purpose, sealed
from hubdesk.desktop.form_draft import FormDraft
from hubdesk.desktop.form_rows import FormRows
from hubdesk.desktop.kind_words import new_words
from hubdesk.desktop.leaving import leave_page
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.this_record import this_record
from hubdesk.desktop.widgets import (
    ActionRow,
    Card,
    EmptyState,
    KeyHints,
    Page,
    bare_button,
    primary_button,
    section,
)
from hubdesk.desktop.widgets.settled import once_settled
from hubdesk.desktop.workplace import Workplace
from hubdesk.operations.one_record import add_record, change_record, field_problems, title_for
from hubdesk.records import fields_of, kind_named
from hubdesk.reports.choices import named_by
from hubdesk.reports.one_record import RecordPage, record_page, title_of


class RecordForm(Page):
    """One record to fill in. ``prefilled`` are values of a new one, such as whose it is; ``done(id)`` follows saving.

    What is typed is kept as a draft while it is typed, and stands here again when the person comes back.
    """

    def __init__(
        self,
        workplace: Workplace,
        kind: str,
        id: UUID | None = None,
        prefilled: Mapping[str, Any] | None = None,
        done: Callable[[UUID], object] | None = None,
    ) -> None:
        made = kind_named(kind)
        super().__init__(new_words(made.kind) if id is None else str(made.kind.one))
        self._workplace, self._kind, self._id, self._done = workplace, kind, id, done
        self._prefilled = dict(prefilled or {})
        self._record: RecordPage | None = None
        self._saving = False
        self._side_rows: list[QWidget] = []
        self.summary = ErrorSummary()
        self.form = FormRows(fields_of(made), workplace)
        self._draft = FormDraft(
            workplace, purpose(workplace, kind, id, self._prefilled), self.form, self._forget, sealed(workplace, kind)
        )
        for part in (self.summary, self._draft, self.form):
            self.body.addWidget(part)
        self.save_button = primary_button(tr("Save"), "check")
        self.save_button.clicked.connect(self.save)
        self._later = bare_button(tr("Finish later"))
        self._later.clicked.connect(workplace.go_back)
        self._offer_new()
        self._add_foot()
        self._save_key = QShortcut(QKeySequence("Ctrl+S"), self, self.save)
        if self._load():
            self._draft.put_back(self.heading.text())
            workplace.changes.happened.connect(self._changed)
            if id is not None:
                self._add_side(id)
            self._order_tabs()
        editors = self.form.editors
        self.setFocusProxy(
            editors[next((name for name in editors if name not in self._prefilled), next(iter(editors)))]
        )

    def save(self) -> None:
        """Save what was changed, or say beside each field what to mend; nothing typed is taken away."""
        if self._saving:
            return
        names = self.form.editors if self._id is None else self.form.changed()
        values, wrong = self.form.values(names)
        if wrong:
            self._show_wrong([*(Problem(said, name) for name, said in wrong.items()), *self._missing(values, wrong)])
            return
        self._saving = True
        self._draft.pause()
        self.save_button.setEnabled(False)
        title = self._title(values) if self._record is None else self._record.title
        said = tr("Add {title}", title=title) if self._id is None else tr("Change {title}", title=title)
        self._workplace.background.change(
            said, partial(self._write, said, values), partial(self._saved, title), self._refused, owner=self
        )

    def unsaved(self) -> bool:
        """Nothing would be lost: what is typed is kept as a draft."""
        return False

    def begun(self) -> bool:
        """Whether something is changed in it that is not saved yet, also by the draft that was put back."""
        return not self._saving and bool(self.form.changed())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.window().installEventFilter(self)
        self._order_tabs()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The worker stops as the window closes, so what was typed last is kept before that.
        if event.type() == QEvent.Type.Close and watched is self.window() and not self._saving:
            self._draft.keep_here()
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:
        if not self._saving:
            self._draft.leave()
        super().hideEvent(event)

    def _load(self) -> bool:
        if self._id is None:
            self.form.show_values(first_values(self._kind, self._prefilled))
            return True
        with self._workplace.store.reading() as session:
            self._record = record_page(session, self._kind, self._id)
        if self._record is None:
            self.form.hide()
            self.body.addWidget(
                EmptyState(
                    "circle-question-mark", tr("This is not there any more."), tr("Undo brings back what was removed.")
                )
            )
            return False
        self.show_title(self._record.title, str(kind_named(self._kind).kind.one))
        self.form.show_values(self._record.values)
        return True

    def _title(self, values: dict[str, Any]) -> str:
        with self._workplace.store.reading() as session:
            return title_for(self._workplace.store.around(session), self._kind, values)

    def _missing(self, values: dict[str, Any], wrong: Mapping[str, str]) -> list[Problem]:
        if self._id is not None:
            return []
        with self._workplace.store.reading() as session:
            found = field_problems(self._workplace.store.around(session), self._kind, values)
        return [problem for problem in found if problem.field not in wrong]

    def _write(self, title: str, values: dict[str, Any], progress: Progress) -> UUID:
        store, record = self._workplace.store, self._id
        with store.operation(title) as session:
            if record is None:
                record = add_record(session, self._kind, values)
            elif values:
                change_record(session, self._kind, record, values)
            # With the record, or a crash between the two would offer it to be added again.
            store.drafts.drop_with(session, self._draft.id)
        # Where nothing changed in the end, that operation left no trace and kept the draft.
        store.drafts.drop(self._draft.id)
        return record

    def _saved(self, title: str, id: UUID) -> None:
        if self._id is None:
            said = tr("{title} is in the records now.", title=title)
        else:
            # It may be called otherwise now.
            with self._workplace.store.reading() as session:
                said = tr("Saved: {title}.", title=title_of(session, self._kind, id))
        self._workplace.say(said, undo=True)
        if self._done is not None:
            self._done(id)
        else:
            leave_page(self, self._workplace.go_back)

    def _refused(self, refusal: Refused) -> None:
        self._saving = False
        self.save_button.setEnabled(True)
        self._draft.keep()
        found = refusal.problems if isinstance(refusal, Problems) else (Problem(refusal.sentence),)
        self._show_wrong(found)

    def _show_wrong(self, problems: Sequence[Problem]) -> None:
        beside: dict[str, str] = {}
        for problem in problems:
            if problem.field is not None and problem.field in self.form.rows:
                beside.setdefault(problem.field, problem.sentence)
        self.form.show_errors(beside)
        named = [name for name in self.form.rows if name in beside]
        lines = [Wrong(beside[name], self.form.labels[name], partial(self._go_to, name)) for name in named]
        lines += [Wrong(problem.sentence) for problem in problems if problem.field not in self.form.rows]
        self.summary.show_wrong(lines)
        self._order_tabs()
        if named:
            self._go_to(named[0])

    def _go_to(self, name: str) -> None:
        row = self.form.rows[name]
        row.editor.setFocus()
        area = _area_around(self)
        if area is not None:
            # What is said of it stands above it and on top of the page.
            once_settled(row, lambda: area.ensureWidgetVisible(row, 0, scaled(48)))

    def _forget(self) -> None:
        self._load()
        self._show_wrong(())
        self.setFocus()

    def _changed(self, kinds: frozenset[str]) -> None:
        if self._kind in kinds and self._id is not None and not self._saving and not self.form.changed():
            self._load()

    def _offer_new(self) -> None:
        """What a field is to name may not be here yet: then it is added, and named here once it is saved."""
        for editor in self.form.editors.values():
            if isinstance(editor, LinkEditor):
                editor.box.offer_new()
                editor.box.wanted.connect(partial(_add_for, self._workplace, editor.box))

    def _add_foot(self) -> None:
        self.foot.addWidget(self.save_button)
        self.foot.addWidget(self._later)
        hints = KeyHints(("Ctrl S", tr("saves")), ("", tr("Kept as you type. Close any time and come back.")))
        self.foot.addWidget(hints, 1, Qt.AlignmentFlag.AlignVCenter)
        self.foot.addStretch(0)

    def _add_side(self, id: UUID) -> None:
        side = self.add_side()
        card = Card()
        rows = this_record(self._workplace, self._kind, id, self._named, self)
        for row in rows:
            card.add_row(row)
        side.addWidget(section(tr("This record")))
        side.addWidget(card)
        self._side_rows += rows

    def _named(self) -> str:
        return self._record.title if self._record is not None else self.heading.text()

    def _order_tabs(self) -> None:
        parts: list[QWidget] = [row for row in self.summary.findChildren(ActionRow) if row.isEnabled()]
        parts += [self._draft.forget_button, *self.form.in_reading_order(), *self._side_rows]
        parts += [self.save_button, self._later]
        for before, after in pairwise(parts):
            QWidget.setTabOrder(before, after)


def ask_new(workplace: Workplace, kind: str, name: str, then: Callable[[UUID], object]) -> None:
    """Show the form of a new record that is called ``name``; once it is saved, go back to this page and on with ``then``."""

    def done(id: UUID) -> None:
        leave_page(form, workplace.go_back)
        then(id)

    field = named_by(kind)
    form = RecordForm(workplace, kind, prefilled={field: name} if field else {}, done=done)
    workplace.show_page(form, form.heading.text())


def _add_for(workplace: Workplace, box: Chooser, name: str) -> None:
    def take(id: UUID) -> None:
        if isValid(box):
            box.take(id)

    ask_new(workplace, box.to, name, take)


def _area_around(widget: QWidget) -> QScrollArea | None:
    return next(iter(widget.findChildren(QScrollArea)), None)
