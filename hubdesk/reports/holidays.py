"""When a course run could have classes, and the holidays in that time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.learning.holiday import Holiday


@dataclass(frozen=True)
class HolidayIn:
    """A holiday of which some days lie in the run; ``detail`` says from when to when."""

    holiday_id: UUID
    title: str
    detail: str
    starts: date
    ends: date


@dataclass(frozen=True)
class RunTime:
    """A run's first and last day, and the holidays between them, the earliest first."""

    starts: date
    ends: date
    holidays: tuple[HolidayIn, ...]


def run_time(session: Session, run_id: UUID, own: UUID | None) -> RunTime | None:
    """None when the run is no longer there.

    ``own`` is the hub of this file: its holidays count, and those of the run's hub, but at the lead not those of all others.
    """
    run = session.get(CourseRun, run_id)
    if run is None:
        return None
    of_these = or_(Holiday.hub_id == run.hub_id, Holiday.hub_id == own)
    query = select(Holiday).where(Holiday.starts <= run.ends, Holiday.ends >= run.starts, of_these)
    found = session.scalars(query.order_by(Holiday.starts, Holiday.name))
    return RunTime(
        run.starts, run.ends, tuple(HolidayIn(one.id, one.title, one.detail, one.starts, one.ends) for one in found)
    )
