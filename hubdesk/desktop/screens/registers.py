"""Registers: the classes of one day, each leading to its register, and the days around it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import partial

from PySide6.QtCore import Qt

from hubdesk.base.words import tr
from hubdesk.desktop.screens.today import ClassRow, day_words
from hubdesk.desktop.ways import Ways
from hubdesk.desktop.widgets import ActionRow, Card, EmptyState, FactRow, Page, quiet_button, section
from hubdesk.desktop.widgets.emptying import emptied
from hubdesk.desktop.workplace import Workplace
from hubdesk.fields.dates import show_date
from hubdesk.reports.needs import Need
from hubdesk.reports.today import TodayPage as Day
from hubdesk.reports.today import today_page
from hubdesk.reports.what_is_due import missing_registers


class RegistersPage(Page):
    """One day at a time, and every register that is still missing."""

    def __init__(self, workplace: Workplace, ways: Ways) -> None:
        super().__init__(tr("Registers"))
        self._workplace, self._ways = workplace, ways
        self._day = date.today()
        self._beside = self.add_side()
        for words, icon, days in (
            (tr("Day before"), "chevron-left", -1),
            (tr("Today"), "sun", 0),
            (tr("Day after"), "chevron-right", 1),
        ):
            button = quiet_button(words, icon)
            button.clicked.connect(partial(self._go, days))
            self.buttons.addWidget(button)
        workplace.changes.happened.connect(self._changed)
        self._refresh()

    def _go(self, days: int, _: bool = False) -> None:
        self._day = self._day + timedelta(days=days) if days else date.today()
        self._refresh()

    def _changed(self, kinds: frozenset[str]) -> None:
        self._refresh()

    def _refresh(self) -> None:
        store, day = self._workplace.store, self._day

        def look() -> tuple[Day, list[Need]]:
            now = datetime.now().astimezone().replace(tzinfo=None)
            at = now if day == now.date() else datetime.combine(day, time.max if day < now.date() else time.min)
            with store.reading() as session:
                return today_page(session, day, at), list(missing_registers(session, now.date(), now.time(), 12))

        self._workplace.background.read(look, self._show)

    def _show(self, found: tuple[Day, list[Need]]) -> None:
        day, missing = found
        self.show_title(tr("Registers"), day_words(self._day))
        emptied(self.body)
        emptied(self._beside)
        card = Card()
        coming = next((one for one in day.classes if one.now), None)
        for one in day.classes:
            row = ClassRow(one, main=one is coming)
            row.button.clicked.connect(partial(self._ways.register, one.session_id))
            card.add_row(row, current=one.now)
        if not day.classes:
            said = tr("There is no class on {day}.", day=show_date(self._day))
            card.inside.addWidget(EmptyState("list-checks", said, tr("Go to another day with the buttons above.")))
        self.body.addWidget(card)
        self._beside.addWidget(section(tr("Missing")))
        beside = Card()
        for need in missing:
            line = ActionRow(need.icon, need.sentence, need.detail, need.tone)
            line.clicked.connect(partial(self._ways.follow, need.target))
            beside.add_row(line)
        if not missing:
            beside.add_row(FactRow("circle-check", tr("No register is missing"), tr("Of the last two weeks."), "done"))
        self._beside.addWidget(beside)
        if "desk.key_back" in self._workplace.commands:
            keyed = quiet_button(tr("Key back from paper"), "keyboard")
            keyed.clicked.connect(partial(self._workplace.commands.run, "desk.key_back"))
            self._beside.addWidget(keyed, 0, Qt.AlignmentFlag.AlignLeading)
