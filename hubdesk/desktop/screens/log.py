"""Who did what: the log of the file, line by line, and whether all of it is as it was written."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

from hubdesk.base.errors import Refused
from hubdesk.base.words import tr, tr_many
from hubdesk.desktop.list_columns import ColumnWidths
from hubdesk.desktop.pick_delegate import PickDelegate
from hubdesk.desktop.record_table import Column, RecordTable, Rows
from hubdesk.desktop.widgets import (
    Banner,
    FlowLayout,
    Page,
    announce,
    quiet_button,
    small,
)
from hubdesk.desktop.widgets.combo_name import call
from hubdesk.desktop.widgets.table import plain_table
from hubdesk.desktop.workplace import Workplace
from hubdesk.reports.who_did_what import COLUMNS, log_page, what_is_in, who_is_in

_SAID = 3
"""Findings told in the banner; all of them are told by the command line."""

_Named = list[tuple[str, str]]


class LogPage(Page):
    """The latest line first; narrowed by who and what."""

    def __init__(self, workplace: Workplace) -> None:
        said = tr(
            "What was done at this desk, line by line. No line can be changed or taken out without this page telling."
        )
        super().__init__(tr("Who did what"), said, scrolls=False)
        self._workplace = workplace
        titles = dict(zip(COLUMNS, (tr("When"), tr("Who"), tr("What"), tr("About")), strict=True))
        columns = tuple(Column(name, title, sorts=False) for name, title in titles.items())
        self.model = RecordTable(columns, workplace.background.read, self)
        self.model.shown.connect(self._shown)
        self.table = plain_table(tr("Who did what"))
        self.table.setModel(self.model)
        self._widths = ColumnWidths(self.table)
        self.who = _pick(tr("By whom"), tr("Everybody"))
        self.what = _pick(tr("What was done"), tr("Everything"))
        self._count = small("", "quiet")
        self.check = quiet_button(tr("Check the log"), "shield-check")
        self.check.clicked.connect(self._check)
        self.buttons.addWidget(self.check)
        self.verdict = Banner()
        line = FlowLayout(gap=12)
        for pick in (self.who, self.what):
            pick.currentIndexChanged.connect(self._narrow)
            line.addWidget(pick)
        line.addWidget(self._count)
        self.body.addWidget(self.verdict)
        self.body.addLayout(line)
        self.body.addWidget(self.table, 1)
        self.setFocusProxy(self.table)
        workplace.changes.happened.connect(self._changed)
        self._refresh()

    def _refresh(self) -> None:
        store = self._workplace.store

        def look() -> tuple[_Named, _Named]:
            with store.reading() as session:
                return who_is_in(session), what_is_in(session)

        self._workplace.background.read(look, self._offer)
        self._narrow()

    def _changed(self, kinds: frozenset[str]) -> None:
        self._refresh()

    def _offer(self, found: tuple[_Named, _Named]) -> None:
        for pick, named in zip((self.who, self.what), found, strict=True):
            held = pick.currentData()
            pick.blockSignals(True)
            while pick.count() > 1:
                pick.removeItem(1)
            for stored, shown in named:
                pick.addItem(shown, stored)
            pick.setCurrentIndex(max(pick.findData(held), 0))
            pick.blockSignals(False)

    def _narrow(self, _: int = 0) -> None:
        store, who, what = self._workplace.store, self.who.currentData(), self.what.currentData()

        def ask(offset: int, limit: int) -> Rows:
            with store.reading() as session:
                page = log_page(session, who=who, what=what, offset=offset, limit=limit)
            return Rows(offset, page.total, tuple((UUID(int=line.seq), line.texts) for line in page.lines))

        self.model.start_over(ask)

    def _shown(self) -> None:
        said = tr_many("{n} line", "{n} lines", self.model.total)
        if said != self._count.text():
            announce(self._count, said)
        self._count.setText(said)
        self._widths.fit(whole=self.model.total <= self.model.rowCount())

    def _check(self) -> None:
        self.check.setEnabled(False)
        self.verdict.say(tr("The log is being checked, line by line."), "primary")
        self._workplace.background.read(self._workplace.store.findings, self._tell, self._not_checked)

    def _tell(self, found: Sequence[str]) -> None:
        self.check.setEnabled(True)
        if not found:
            self.verdict.say(tr("The log and all that it covers are as they were written."), "done")
            return
        more = len(found) - _SAID
        told = [*found[:_SAID], tr_many("And {n} more.", "And {n} more.", more)] if more > 0 else found
        self.verdict.say(" ".join(told), "overdue")

    def _not_checked(self, refusal: Refused) -> None:
        self.check.setEnabled(True)
        self.verdict.say(refusal.sentence, "due")


def _pick(name: str, everything: str) -> QComboBox:
    pick = QComboBox()
    call(pick, name)
    pick.view().setAccessibleName(name)
    pick.setItemDelegate(PickDelegate(pick.view()))
    pick.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    pick.view().setTextElideMode(Qt.TextElideMode.ElideNone)
    pick.addItem(everything, None)
    return pick
