"""Print: every paper of the day, a click each."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from uuid import UUID

from hubdesk.base.words import tr
from hubdesk.desktop.papers import open_paper
from hubdesk.desktop.screens.certificates import certificate_rows
from hubdesk.desktop.ways import Ways
from hubdesk.desktop.widgets import ActionRow, Card, Page, section
from hubdesk.desktop.widgets.emptying import emptied
from hubdesk.desktop.workplace import Workplace
from hubdesk.printing.offered import papers_of_hub
from hubdesk.reports.paper_choices import runs_to_certify
from hubdesk.reports.today import TodayPage as Day
from hubdesk.reports.today import today_page


class PrintPage(Page):
    """Today's registers, certificates of finished courses, and the papers of the hub itself."""

    def __init__(self, workplace: Workplace, ways: Ways) -> None:
        super().__init__(tr("Print"), tr("Every paper is shown first. You print it or save it from there."))
        self._workplace, self._ways = workplace, ways
        self._beside = self.add_side()
        workplace.changes.happened.connect(self._changed)
        self._refresh()

    def _changed(self, kinds: frozenset[str]) -> None:
        self._refresh()

    def _refresh(self) -> None:
        store = self._workplace.store

        def look() -> tuple[Day, list[tuple[UUID, str]]]:
            now = datetime.now().astimezone().replace(tzinfo=None)
            with store.reading() as session:
                return today_page(session, date.today(), now), runs_to_certify(session)

        self._workplace.background.read(look, self._show)

    def _show(self, found: tuple[Day, list[tuple[UUID, str]]]) -> None:
        day, runs = found
        emptied(self.body)
        emptied(self._beside)
        self.body.addWidget(section(tr("Registers to sign, today")))
        today = Card()
        for one in day.classes:
            detail = tr("{time}, {n} expected", time=f"{one.starts:%H:%M}", n=one.expected)
            row = ActionRow("list-checks", one.title, detail)
            row.clicked.connect(partial(self._ways.paper, "register", one.session_id))
            today.add_row(row)
        if len(day.classes) > 1:
            row = ActionRow("printer", tr("All of them"), tr("In one file, one after the other"))
            row.clicked.connect(self._ways.registers_of_day)
            today.add_row(row)
        if not day.classes:
            row = ActionRow(
                "list-checks", tr("There is no class today"), tr("Registers of other days are under Registers.")
            )
            row.clicked.connect(lambda: self._workplace.open_place("registers"))
            today.add_row(row)
        self.body.addWidget(today)
        self.body.addWidget(section(tr("Certificates")))
        self.body.addWidget(certificate_rows(self._workplace, self._ways, runs))
        self._beside.addWidget(section(tr("For the desk and the door")))
        papers = Card()
        for paper in papers_of_hub(self._workplace.store.role):
            row = ActionRow(paper.icon, str(paper.title), str(paper.said))
            row.clicked.connect(partial(_open, self._workplace, paper.name))
            papers.add_row(row)
        self._beside.addWidget(papers)


def _open(workplace: Workplace, name: str, _: bool = False) -> None:
    open_paper(workplace, name)
