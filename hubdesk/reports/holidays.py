"""When a course run could have classes, and the holidays in that time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
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


def run_time(session: Session, run_id: UUID) -> RunTime | None:
    """None when the run is no longer there."""
    run = session.get(CourseRun, run_id)
    if run is None:
        return None
    query = select(Holiday).where(Holiday.starts <= run.ends, Holiday.ends >= run.starts)
    found = session.scalars(query.order_by(Holiday.starts, Holiday.name))
    return RunTime(
        run.starts, run.ends, tuple(HolidayIn(one.id, one.title, one.detail, one.starts, one.ends) for one in found)
    )
