"""Certificates: the finished courses, the latest first, each leading to the certificates of everybody who completed it."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from hubdesk.base.words import tr
from hubdesk.desktop.screens.check_certificate import CheckCertificate
from hubdesk.desktop.ways import Ways
from hubdesk.desktop.widgets import ActionRow, Card, Page, section
from hubdesk.desktop.widgets.emptying import emptied
from hubdesk.desktop.workplace import Workplace
from hubdesk.reports.paper_choices import runs_to_certify


class CertificatesPage(Page):
    """Opens with the keyboard on the course that ended last: Enter shows its certificates, Enter again prints them.

    Beside them, one that was given out is checked.
    """

    def __init__(self, workplace: Workplace, ways: Ways) -> None:
        super().__init__(
            tr("Certificates"), tr("Pick the course. Everybody who completed it gets one, shown before it is printed.")
        )
        self._workplace, self._ways = workplace, ways
        beside = self.add_side()
        beside.addWidget(section(tr("Check a certificate")))
        beside.addWidget(CheckCertificate(workplace))
        store = workplace.store

        def look() -> list[tuple[UUID, str]]:
            with store.reading() as session:
                return runs_to_certify(session)

        workplace.background.read(look, self._show, owner=self)

    def _show(self, runs: list[tuple[UUID, str]]) -> None:
        emptied(self.body)
        card = certificate_rows(self._workplace, self._ways, runs)
        self.body.addWidget(card)
        first: ActionRow = card.findChildren(ActionRow)[0]
        self.setFocusProxy(first)
        if self.isVisible():
            first.setFocus()


def certificate_rows(workplace: Workplace, ways: Ways, runs: list[tuple[UUID, str]]) -> Card:
    """A row for each finished course; where there is none, the row says how one comes to be finished."""
    card = Card()
    for run, name in runs:
        row = ActionRow("award", name, tr("For everybody who completed it, in one file"))
        row.clicked.connect(partial(ways.certificates, run))
        card.add_row(row)
    if not runs:
        row = ActionRow("award", tr("Nobody has completed a course yet"), tr("Say who finished on the course’s page."))
        row.clicked.connect(lambda: workplace.open_place("courses"))
        card.add_row(row)
    return card
