"""The list of any kind of record, from its declaration: filter, sort, open, add, print, take out as a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QPushButton, QStackedWidget
from sqlalchemy.orm import Session

from hubdesk.access.rights import Deed, May
from hubdesk.base.words import tr, tr_many, within
from hubdesk.desktop.history import HistoryPage
from hubdesk.desktop.kind_words import holds_figures, listed_fields, new_words
from hubdesk.desktop.list_columns import ColumnWidths
from hubdesk.desktop.list_export import spreadsheet_button
from hubdesk.desktop.list_filters import ListFilters
from hubdesk.desktop.list_paper import draw_list
from hubdesk.desktop.noting import note_reading
from hubdesk.desktop.paper import show_paper
from hubdesk.desktop.privacy import still_shown
from hubdesk.desktop.record_form import RecordForm
from hubdesk.desktop.record_table import Column, RecordTable, Rows
from hubdesk.desktop.removing import remove
from hubdesk.desktop.widgets import Page, bare_button, empty_card, primary_button, quiet_button
from hubdesk.desktop.widgets.table import plain_table
from hubdesk.desktop.workplace import Workplace
from hubdesk.fields.types import Link
from hubdesk.records import fields_of, kind_named
from hubdesk.reports.by_hub import made_at
from hubdesk.reports.list_conditions import Filter, sorts
from hubdesk.reports.list_page import list_page

_BRING_IN = "spreadsheet.import"


def open_list(workplace: Workplace, kind: str, equal: Sequence[tuple[str, str]] = (), ids: Sequence[UUID] = ()) -> None:
    """Show the kind's list on top of the page shown now: all records, those whose fields equal plain values, or ``ids``."""
    types = {field.name: field.type for field in fields_of(kind_named(kind))}
    only = [Filter(name, "is", types[name].unplain(plain)) for name, plain in equal if name in types]
    only += [Filter("id", "any", tuple(ids))] if ids else []
    note = tr("Only some of them.") if only else ""
    page = RecordList(workplace, kind, only=only, note=note)
    workplace.show_page(page, page.heading.text())


@dataclass(frozen=True)
class More:
    """Columns beyond the kind's own: ``texts(session, ids)`` gives theirs, and changes of ``kinds`` change them."""

    columns: tuple[Column, ...] = ()
    texts: Callable[[Session, Sequence[UUID]], dict[UUID, tuple[str, ...]]] = lambda session, ids: dict.fromkeys(
        ids, ()
    )
    kinds: frozenset[str] = frozenset()


def _with_hub(kind: str, more: More) -> More:
    """Where each record was made comes first among what is beyond the kind's own columns."""

    def texts(session: Session, ids: Sequence[UUID]) -> dict[UUID, tuple[str, ...]]:
        hubs, others = made_at(session, kind, ids), more.texts(session, ids)
        return {one: (hubs[one], *others[one]) for one in ids}

    return More((Column("hub", tr("Hub"), sorts=False), *more.columns), texts, more.kinds | {"hub"})


class RecordList(Page):
    """All records of ``kind`` that meet ``only``, whose ``note`` says so in words.

    ``add`` is the page's one action in place of the form of a new record; ``prefilled`` goes into that form. ``find``
    says what can be typed to find something. Columns to ``leave_out`` are not shown, but printed and saved.
    """

    def __init__(
        self,
        workplace: Workplace,
        kind: str,
        *,
        only: Sequence[Filter] = (),
        note: str = "",
        add: QPushButton | None = None,
        prefilled: Mapping[str, Any] | None = None,
        more: More | None = None,
        find: str = "",
        leave_out: Sequence[str] = (),
    ) -> None:
        made = kind_named(kind)
        super().__init__(str(made.kind.many), note, scrolls=False)
        self._workplace, self._kind, self._only, self._note = workplace, kind, tuple(only), note
        self._prefilled = dict(prefilled or {})
        self._more = more or More()
        if workplace.leads and not made.kind.shared:
            self._more = _with_hub(kind, self._more)
        self._sort: str | None = None
        self._descending = False
        self._kept: UUID | None = None
        fields = listed_fields(made)
        self._kinds = {kind, *self._more.kinds, *(field.type.to for field in fields if isinstance(field.type, Link))}
        columns = tuple(
            Column(field.name, str(field.label), at > 0 and holds_figures(field), sorts(field))
            for at, field in enumerate(fields)
        )
        self.model = RecordTable((*columns, *self._more.columns), workplace.background.read, self)
        self.model.shown.connect(self._shown)
        self.table = plain_table(str(made.kind.many))
        self.table.setModel(self.model)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._menu)
        self.table.activated.connect(lambda index: self._open(self.model.id_at(index.row())))
        self._leave_out = tuple(leave_out)
        self._hide_columns()
        workplace.privacy.changed.connect(self._hide_columns)
        self._widths = ColumnWidths(self.table)
        header = self.table.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.sectionClicked.connect(self.sort_by)
        self.filters = ListFilters([field for field in fields if sorts(field)], find or tr("Find in this list"))
        self.filters.changed.connect(self._narrow)
        self._add_button = add or self._new_button()
        self._lay_out()
        note_reading(workplace, kind)
        workplace.changes.happened.connect(self._changed)
        self._find_key = QShortcut(QKeySequence("Ctrl+F"), self, self.filters.box.setFocus)
        self.setFocusProxy(self.filters.box)
        self._narrow()

    def _hide_columns(self) -> None:
        made = kind_named(self._kind)
        shown = still_shown(made) if self._workplace.privacy.hides(made) else None
        for at, column in enumerate(self.model.columns):
            hidden = column.field in self._leave_out or (shown is not None and column.field not in shown)
            self.table.setColumnHidden(at, hidden)

    def sort_by(self, at: int) -> None:
        """Sort by a column; the same again turns the order round."""
        name = self.model.columns[at].field
        if not self.model.columns[at].sorts:
            self._mark_sorted()
            return
        self._descending = name == self._sort and not self._descending
        self._sort = name
        self._mark_sorted()
        self._narrow()

    def asked(self) -> Callable[[int, int], Rows]:
        """The question that the list asks now: ``ask(offset, limit)`` gives a page; safe away from the window."""
        store, kind, words = self._workplace.store, self._kind, self.filters.words()
        filters = (*self._only, *self.filters.filters())
        sort, descending, more = self._sort, self._descending, self._more.texts

        def ask(offset: int, limit: int) -> Rows:
            with store.reading() as session:
                page = list_page(
                    session,
                    kind,
                    sort=sort,
                    descending=descending,
                    filters=filters,
                    words=words,
                    offset=offset,
                    limit=limit,
                )
                added = more(session, [record for record, _ in page.rows])
            return Rows(offset, page.total, tuple((one, (*texts, *added[one])) for one, texts in page.rows))

        return ask

    def _mark_sorted(self) -> None:
        at = next((at for at, column in enumerate(self.model.columns) if column.field == self._sort), -1)
        order = Qt.SortOrder.DescendingOrder if self._descending else Qt.SortOrder.AscendingOrder
        self.table.horizontalHeader().setSortIndicator(at, order)

    def _bring_in(self) -> QPushButton | None:
        """The button for what an empty list speaks of, for whoever may."""
        commands = self._workplace.commands
        if _BRING_IN not in commands:
            return None
        button = quiet_button(tr("Bring in a spreadsheet"), "download")
        button.clicked.connect(lambda: commands.run(_BRING_IN))
        return button

    def _lay_out(self) -> None:
        made = kind_named(self._kind)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        action = tr("Add the first one, or bring in the spreadsheet you used before.")
        self._empty = empty_card(
            made.kind.icon,
            tr("There are no {kind} yet.", kind=within(made.kind.many)),
            action if not self._only else "",
            self._bring_in() if not self._only else None,
        )
        show_all = quiet_button(tr("Show all"))
        show_all.clicked.connect(self.filters.clear)
        self._nothing = empty_card(
            "search", tr("Nothing fits."), tr("Try part of a name, or fewer conditions."), show_all
        )
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._nothing)
        paper = bare_button(tr("Print list"), "printer")
        paper.clicked.connect(self._print)
        if self._workplace.may_do(Deed.TAKE_OUT):
            self.filters.add(spreadsheet_button(self._workplace, self._kind, self._what_is_shown, self))
        self.filters.add(paper)
        self.buttons.addWidget(self._add_button)
        self._add_button.setVisible(self._workplace.may(May.ADD, self._kind))
        self.body.addWidget(self.filters)
        self.body.addWidget(self._stack, 1)

    def _new_button(self) -> QPushButton:
        button = primary_button(new_words(kind_named(self._kind).kind), "plus")
        button.clicked.connect(self._add)
        return button

    def _add(self) -> None:
        form = RecordForm(self._workplace, self._kind, prefilled=self._prefilled)
        self._workplace.show_page(form, form.heading.text())

    def _what_is_shown(self) -> tuple[tuple[Column, ...], Callable[[int, int], Rows]]:
        return self.model.columns, self.asked()

    def _print(self) -> None:
        title = self.heading.text()
        note = " ".join(said for said in (self._note, self.filters.said()) if said)
        draw = draw_list(self._workplace.store, title, self._kind, note, self.model.columns, self.asked())
        show_paper(self._workplace, title, draw)

    def _narrow(self) -> None:
        self._remember()
        self.model.start_over(self.asked())

    def _changed(self, kinds: frozenset[str]) -> None:
        if kinds & self._kinds:
            self._remember()
            self.model.show_rows(self.asked())

    def _remember(self) -> None:
        index = self.table.currentIndex()
        self._kept = self.model.id_at(index.row()) if index.isValid() else self._kept

    def _shown(self) -> None:
        total = self.model.total
        if total:
            self._stack.setCurrentWidget(self.table)
        else:
            self._stack.setCurrentWidget(self._nothing if self.filters.narrowed() else self._empty)
        self.filters.setVisible(bool(total) or self.filters.narrowed())
        self.show_title(self.heading.text(), self._counted(total))
        self._widths.fit(whole=total <= self.model.rowCount())
        row = self.model.row_of(self._kept) if self._kept else None
        if row is not None:
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.table.selectionModel().setCurrentIndex(self.model.index(row, 0), flags)

    def _counted(self, total: int) -> str:
        if self.filters.narrowed():
            said = tr_many("One fits.", "{n} fit.", total) if total else tr("None fits.")
        else:
            said = tr_many("One in all.", "{n} in all.", total) if total else ""
        return f"{self._note} {said}".strip()

    def _open(self, id: UUID) -> None:
        self._workplace.open_record(self._kind, id)

    def _menu(self, at: QPoint) -> None:
        index = self.table.indexAt(at)
        if not index.isValid():
            return
        record = self.model.id_at(index.row())
        title = str(self.model.index(index.row(), 0).data())
        made = kind_named(self._kind)
        menu = QMenu(self.table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Open"), partial(self._open, record))
        menu.addAction(tr("History"), partial(self._open_history, record))
        if not made.kind.only_added and self._workplace.may(May.REMOVE, self._kind):
            menu.addAction(tr("Remove"), partial(remove, self._workplace, self._kind, record, title))
        menu.addSeparator()
        for number, column in enumerate(self.model.columns):
            if not column.sorts:
                continue
            menu.addAction(tr("Sort by {column}", column=column.title), partial(self.sort_by, number))
        menu.popup(self.table.viewport().mapToGlobal(at))

    def _open_history(self, record: UUID) -> None:
        self._workplace.show_page(HistoryPage(self._workplace, self._kind, record), tr("History"))
