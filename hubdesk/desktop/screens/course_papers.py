"""The papers that can be printed of a course run."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from hubdesk.base.words import tr
from hubdesk.desktop.ways import Ways
from hubdesk.fields.dates import show_date
from hubdesk.printing.offered import papers_about
from hubdesk.reports.course_page import CoursePage

Leads = tuple[str, str, str, Callable[[], object]]
"""A row that leads somewhere: its icon, title and detail, and what shows it."""


def course_papers(ways: Ways, run: CoursePage) -> list[Leads]:
    """Certificates first, then the sheet of the next class, and what is told and pinned up."""
    id = run.run_id
    came = tr("For everybody who came")
    rows: list[Leads] = [
        ("award", tr("Certificates"), tr("For everybody who finished"), partial(ways.certificates, id)),
        ("award", tr("Certificates of attendance"), came, partial(ways.attendance_certificates, id)),
    ]
    coming = next((one for one in run.classes if one.day >= date.today() and not one.cancelled), None)
    if coming is not None:
        sheet = partial(ways.paper, "register", coming.session_id)
        rows.append(("printer", tr("Sheet to sign"), tr("For {day}", day=show_date(coming.day)), sheet))
    rows += [
        (one.icon, str(one.title), str(one.said), partial(ways.paper, one.name, id))
        for one in papers_about("course_run")
    ]
    if any(one.status == "enrolled" for one in run.people):
        letters = partial(ways.joining_letters, id)
        rows.append(("mail", tr("Joining letters"), tr("To everybody on it"), letters))
    return rows
