"""Course runs that are over while it has not been said of everybody how it went."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hubdesk.base.words import tr, tr_many
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.reports.needs import Need, Target

_LOOKED_BACK: Final = timedelta(days=120)
"""What ended before a term is not asked about any more, such as runs of years ago that came from a spreadsheet."""


def runs_ended(session: Session, today: date, most: int) -> Iterator[Need]:
    """Runs of the last months that have ended with learners on them, the latest first."""
    query = (
        select(CourseRun.id, CourseRun.name, func.count())
        .join(Enrolment, Enrolment.run == CourseRun.id)
        .where(
            CourseRun.ends.between(today - _LOOKED_BACK, today - timedelta(days=1)),
            CourseRun.status != "cancelled",
            Enrolment.status == "enrolled",
        )
        .group_by(CourseRun.id, CourseRun.name, CourseRun.ends)
        .order_by(CourseRun.ends.desc(), CourseRun.name)
    )
    for run, name, learners in session.execute(query.limit(most)):
        yield Need(
            "ended",
            tr("{course} has ended", course=name),
            tr_many("Say how it went for {n} learner", "Say how it went for {n} learners", learners),
            "graduation-cap",
            "due",
            Target("record", "course_run", run),
        )
