"""How many places of course runs are taken, and how many people wait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.learning.enrolment import OPEN, Enrolment


@dataclass(frozen=True)
class Taken:
    """Of one run: who holds a place, or, once it is over, who held one to the end; and who waits."""

    enrolled: int = 0
    waiting: int = 0


def places_taken(session: Session, runs: Sequence[UUID], today: date) -> dict[UUID, Taken]:
    """For each of these runs, at most a page of them; runs that nobody asked for have none."""
    over = or_(CourseRun.status == "finished", CourseRun.ends < today)
    counted = (
        select(Enrolment.run, Enrolment.status, func.count())
        .join(CourseRun, CourseRun.id == Enrolment.run)
        .where(Enrolment.run.in_(runs), or_(Enrolment.status.in_(OPEN), and_(Enrolment.status == "completed", over)))
        .group_by(Enrolment.run, Enrolment.status)
    )
    found: dict[UUID, dict[str, int]] = {}
    for run, status, count in session.execute(counted):
        found.setdefault(run, {})[status] = count
    return {
        run: Taken(
            found.get(run, {}).get("enrolled", 0) + found.get(run, {}).get("completed", 0),
            found.get(run, {}).get("waiting", 0),
        )
        for run in runs
    }
