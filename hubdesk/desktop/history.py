"""A record's history: who changed what, and when, the latest first."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hubdesk.base.words import tr
from hubdesk.desktop.looks import Tone
from hubdesk.desktop.noting import note_reading
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import (
    Card,
    EmptyState,
    FlowLayout,
    FoldingLayout,
    Icon,
    Page,
    quiet,
    section,
    small,
    strong,
    words,
)
from hubdesk.desktop.widgets.emptying import emptied
from hubdesk.desktop.workplace import Workplace
from hubdesk.fields.dates import on_the_wall, show_date
from hubdesk.reports.one_record import title_of
from hubdesk.store.history import Change

_ICONS: dict[str, tuple[str, Tone]] = {
    "add": ("plus", "done"),
    "change": ("pencil", "primary"),
    "remove": ("trash-2", "overdue"),
}
_SHOWN = 60
"""Operations shown; older ones are counted in a sentence."""


class HistoryPage(Page):
    """One card for each operation that touched the record, with every field before and after."""

    def __init__(self, workplace: Workplace, kind: str, id: UUID) -> None:
        super().__init__(tr("History"), _name(workplace, kind, id))
        self._workplace, self._kind, self._id = workplace, kind, id
        self._cards = QVBoxLayout()
        self._cards.setSpacing(scaled(12))
        self.body.addLayout(self._cards)
        note_reading(workplace, kind, id)
        workplace.changes.happened.connect(self._changed)
        self._refresh()

    def _refresh(self) -> None:
        store, record = self._workplace.store, self._id
        self._workplace.background.read(lambda: store.history(record), self._show, owner=self)

    def _changed(self, kinds: frozenset[str]) -> None:
        if self._kind in kinds:
            self._refresh()

    def _show(self, changes: Sequence[Change]) -> None:
        emptied(self._cards)
        done = [list(group) for _, group in groupby(changes, key=lambda change: (change.when, change.title))]
        for each in done[:_SHOWN]:
            self._cards.addWidget(_card(each))
        if not done:
            self._cards.addWidget(
                EmptyState("history", tr("Nothing has happened here yet."), tr("Every change will be listed here."))
            )
        if len(done) > _SHOWN:
            self._cards.addWidget(quiet(tr("{n} older changes are not shown.", n=len(done) - _SHOWN)))


def _name(workplace: Workplace, kind: str, id: UUID) -> str:
    with workplace.store.reading() as session:
        return title_of(session, kind, id)


def _card(changes: Sequence[Change]) -> Card:
    first = changes[0]
    card = Card(padded=True)
    card.setMaximumWidth(scaled(860))
    local = on_the_wall(first.when)
    day, clock = show_date(local.date()), f"{local:%H:%M}"
    said = tr("{day} at {time}, by {name}", day=day, time=clock, name=first.by) if first.by else ""
    icon, tone = _ICONS.get(first.action, ("pencil", "primary"))
    head = FoldingLayout(gap=12)
    head.add(Icon(icon, tone))
    head.add(section(first.title), takes_rest=True)
    head.add(small(said or tr("{day} at {time}", day=day, time=clock)))
    card.inside.addLayout(head)
    card.inside.addWidget(_fields(changes))
    return card


def _fields(changes: Sequence[Change]) -> QWidget:
    """A line for each field: what it is called, and what it was and is."""
    lines = QWidget()
    column = QVBoxLayout(lines)
    column.setContentsMargins(scaled(32), 0, 0, 0)
    column.setSpacing(scaled(4))
    for change in changes:
        line = FoldingLayout()
        line.add(quiet(change.label), width=170)
        line.add(_said(change), takes_rest=True)
        column.addLayout(line)
    return lines


def _said(change: Change) -> QWidget:
    if change.action == "add":
        return words(change.after)
    if change.action == "remove":
        return quiet(change.before)
    before = change.before or tr("empty")
    after = change.after or tr("empty")
    made = QWidget()
    made.setAccessibleName(tr("from {before} to {after}", before=before, after=after))
    line = FlowLayout(made, gap=8)
    for part in (quiet(before), Icon("arrow-right", "quiet", 16), strong(after)):
        line.addWidget(part)
    return made
