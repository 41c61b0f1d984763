"""The records that belong to a record, kind by kind: the latest few, the way to all of them, and adding one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hubdesk.access.rights import May
from hubdesk.base.words import tr, tr_many, within
from hubdesk.desktop.noting import note_reading
from hubdesk.desktop.record_form import RecordForm
from hubdesk.desktop.record_list import RecordList
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import ActionRow, Card, EmptyState, FlowLayout, bare_button, quiet_button, section
from hubdesk.desktop.widgets.emptying import emptied
from hubdesk.desktop.workplace import Workplace
from hubdesk.fields.types import Link
from hubdesk.records import fields_of, kind_named
from hubdesk.reports.list_conditions import Filter
from hubdesk.reports.one_record import Related


class RelatedRecords(QWidget):
    """What links to the record ``id`` called ``title``; ``show_related`` fills it.

    Special category data stays out of sight until somebody asks for it. Kinds in ``elsewhere`` have their own place.
    noted: the restricted kinds of which the log says that somebody saw them here; the page around it adds what it shows.
    """

    def __init__(self, workplace: Workplace, id: UUID, title: str, elsewhere: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self._workplace, self._id, self._title, self._elsewhere = workplace, id, title, elsewhere
        self._opened: set[str] = set()
        self.noted: set[str] = set()
        self._related: Sequence[Related] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(scaled(12))

    def show_related(self, related: Sequence[Related]) -> None:
        """Show these kinds; those without a record stand at the end, to add one."""
        self._related = [one for one in related if one.kind not in self._elsewhere]
        emptied(self._column)
        for one in self._related:
            if one.total:
                self._column.addWidget(self._part(one))
        missing = [
            one for one in self._related if not one.total and _belongs(one) and self._workplace.may(May.ADD, one.kind)
        ]
        if missing:
            self._column.addWidget(section(tr("Add")))
            self._column.addWidget(self._adders(missing))

    def _part(self, one: Related) -> QWidget:
        kind = kind_named(one.kind).kind
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, scaled(8), 0, 0)
        column.setSpacing(scaled(8))
        head = QHBoxLayout()
        head.addWidget(section(_heading(one)), 1)
        if _belongs(one) and self._workplace.may(May.ADD, one.kind):
            add = bare_button(tr("Add"), "plus")
            add.setAccessibleName(tr("Add {kind}", kind=within(kind.one)))
            add.clicked.connect(partial(self._add, one))
            head.addWidget(add)
        column.addLayout(head)
        card = Card()
        if not self._workplace.may(May.SEE, one.kind):
            said = tr_many("One record, for others to see", "{n} records, for others to see", one.total)
            card.add_row(EmptyState("lock", tr("Not yours to see"), said))
        elif _is_special(one.kind) and one.kind not in self._opened:
            said = tr_many("One record, kept out of sight", "{n} records, kept out of sight", one.total)
            show = ActionRow("eye", tr("Show them"), said)
            show.clicked.connect(partial(self._show_special, one.kind))
            card.add_row(show)
        else:
            self._fill(card, one)
        column.addWidget(card)
        return part

    def _fill(self, card: Card, one: Related) -> None:
        if one.kind not in self.noted:
            self.noted.add(one.kind)
            note_reading(self._workplace, one.kind, of=self._id)
        icon = kind_named(one.kind).kind.icon
        for row in one.rows:
            made = ActionRow(icon, row.title, row.detail)
            made.clicked.connect(partial(self._workplace.open_record, one.kind, row.id))
            card.add_row(made)
        if one.total > len(one.rows):
            everything = ActionRow("", tr("See all {n}", n=f"{one.total:,}"))
            everything.clicked.connect(partial(self._open_all, one))
            card.add_row(everything)

    def _adders(self, missing: Sequence[Related]) -> QWidget:
        line = QWidget()
        flow = FlowLayout(line, gap=10)
        for one in missing:
            kind = kind_named(one.kind).kind
            button = quiet_button(str(kind.one), kind.icon)
            button.setAccessibleName(tr("Add {kind}", kind=within(kind.one)))
            button.clicked.connect(partial(self._add, one))
            flow.addWidget(button)
        return line

    def _add(self, one: Related) -> None:
        form = RecordForm(self._workplace, one.kind, prefilled={one.field: self._id})
        self._workplace.show_page(form, form.heading.text())

    def _open_all(self, one: Related) -> None:
        note = tr("Of {title}.", title=self._title)
        page = RecordList(
            self._workplace,
            one.kind,
            only=[Filter(one.field, "is", self._id)],
            note=note,
            prefilled={one.field: self._id},
        )
        self._workplace.show_page(page, page.heading.text())

    def _show_special(self, kind: str) -> None:
        self._opened.add(kind)
        self.show_related(self._related)


def _belongs(one: Related) -> bool:
    """Whether the records are about the one they link to: by the first link that each of them has, else by their first."""
    links = [field for field in fields_of(kind_named(one.kind)) if isinstance(field.type, Link)]
    return next((field for field in links if field.required), links[0]).name == one.field


def _heading(one: Related) -> str:
    made = kind_named(one.kind)
    if _belongs(one):
        return str(made.kind.many)
    label = next(field.label for field in fields_of(made) if field.name == one.field)
    return tr("{kind} as {part}", kind=made.kind.many, part=within(label))


def _is_special(kind: str) -> bool:
    own = [field for field in fields_of(kind_named(kind)) if not isinstance(field.type, Link)]
    return all(field.special for field in own)
