"""The papers that can be printed about a person: of what they do now, and of what they did here."""

from __future__ import annotations

from functools import partial

from hubdesk.base.words import tr
from hubdesk.desktop.ways import Ways
from hubdesk.desktop.widgets import ActionRow, Card
from hubdesk.printing.offered import papers_about
from hubdesk.reports.person_page import PersonPage


def papers_card(ways: Ways, person: PersonPage) -> Card:
    """A row for each paper of their first enrolment and application now, their last advice, and their own record."""
    card = Card()
    told = {one.kind: one.id for one in reversed(person.doing)}
    if person.advised is not None:
        told["iag_session"] = person.advised
    for kind, id in (
        *((kind, told[kind]) for kind in ("enrolment", "iag_session", "application") if kind in told),
        ("person", person.person_id),
    ):
        for paper in papers_about(kind):
            row = ActionRow(paper.icon, str(paper.title), str(paper.said))
            row.clicked.connect(partial(ways.paper, paper.name, id))
            card.add_row(row)
    if "application" in told:
        row = ActionRow(
            "award", tr("Certificate of hours"), tr("For the time they gave, with a number that can be checked")
        )
        row.clicked.connect(partial(ways.hours_certificate, person.person_id))
        card.add_row(row)
    return card
