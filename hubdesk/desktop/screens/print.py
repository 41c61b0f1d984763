"""Print: every paper of the day, a click each."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from uuid import UUID

from hubdesk.base.words import tr
from hubdesk.desktop.papers import open_blank_form
from hubdesk.desktop.screens.certificates import certificate_rows
from hubdesk.desktop.ways import Ways
from hubdesk.desktop.widgets import ActionRow, Card, Page, section
from hubdesk.desktop.widgets.emptying import emptied
from hubdesk.desktop.workplace import Workplace
from hubdesk.reports.paper_choices import runs_to_certify
from hubdesk.reports.today import TodayPage as Day
from hubdesk.reports.today import today_page


class PrintPage(Page):
    """Today's registers, certificates of finished courses, and blank forms."""

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
            row.clicked.connect(partial(self._ways.register_to_sign, one.session_id))
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
        self._beside.addWidget(section(tr("Blank forms")))
        blank = Card()
        form = ActionRow("file-text", tr("Enrolment form"), tr("To fill in by hand"))
        form.clicked.connect(partial(open_blank_form, self._workplace))
        blank.add_row(form)
        self._beside.addWidget(blank)
