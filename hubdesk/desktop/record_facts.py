"""A record to read: what it says, field by field; for logs, whose records are never edited."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from hubdesk.base.words import tr
from hubdesk.desktop.history import HistoryPage
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import CALM, ActionRow, Card, EmptyState, Page, quiet, section, words
from hubdesk.desktop.widgets.painting import where_reading_starts
from hubdesk.desktop.workplace import Workplace
from hubdesk.records import kind_named
from hubdesk.reports.one_record import Shown, record_page


def facts_grid(shown: Sequence[Shown]) -> QWidget:
    """Labels and texts beside each other; fields that say nothing are left out."""
    lines = QWidget()
    grid = QGridLayout(lines)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(scaled(16))
    grid.setVerticalSpacing(scaled(8))
    grid.setColumnMinimumWidth(0, scaled(150))
    grid.setColumnStretch(1, 1)
    for row, fact in enumerate(fact for fact in shown if fact.text):
        label = quiet(fact.label)
        label.setAlignment(where_reading_starts(label) | Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label, row, 0)
        grid.addWidget(words(fact.text), row, 1)
    return lines


class RecordFacts(Page):
    """A line of a log, and who wrote it."""

    def __init__(self, workplace: Workplace, kind: str, id: UUID) -> None:
        with workplace.store.reading() as session:
            record = record_page(session, kind, id)
        one = str(kind_named(kind).kind.one)
        super().__init__(record.title if record else one, one if record else "")
        if record is None:
            self.body.addWidget(
                EmptyState(
                    "circle-question-mark", tr("This is not there any more."), tr("Undo brings back what was removed.")
                )
            )
            return
        for heading, group in groupby(record.shown, key=lambda fact: fact.group):
            card = Card(padded=True)
            card.setMaximumWidth(scaled(CALM))
            card.inside.addWidget(facts_grid(list(group)))
            if heading:
                self.body.addWidget(section(heading))
            self.body.addWidget(card)
        self.body.addWidget(quiet(tr("Lines of this log are never changed. Add a new line instead.")))
        history = ActionRow("history", tr("History"), tr("Who wrote it, and when"))
        history.clicked.connect(lambda: workplace.show_page(HistoryPage(workplace, kind, id), tr("History")))
        side = Card()
        side.add_row(history)
        beside = self.add_side()
        beside.addWidget(section(tr("This record")))
        beside.addWidget(side)
        self.setFocusProxy(history)
