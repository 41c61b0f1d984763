"""Fill a course run with its classes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, time, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdesk.base.errors import Refused
from hubdesk.base.words import tr
from hubdesk.fields.working_days import bank_holidays
from hubdesk.records import Around
from hubdesk.records.learning.class_session import ClassSession
from hubdesk.records.learning.course_run import CourseRun


def class_days(
    first: date,
    last: date,
    weekdays: Collection[int],
    *,
    closed: Collection[tuple[date, date]] = (),
    skip_bank_holidays: bool = True,
) -> tuple[date, ...]:
    """The days from first to last, both included, that fall on these weekdays (0 is Monday).

    Those from the first to the last day of each time that is ``closed`` are left out.
    """
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    free = bank_holidays() if skip_bank_holidays else {}
    return tuple(
        day
        for day in days
        if day.weekday() in weekdays and day not in free and not any(begins <= day <= ends for begins, ends in closed)
    )


def plan_sessions(
    session: Session,
    around: Around,
    run_id: UUID,
    weekdays: Collection[int],
    starts: time,
    ends: time,
    *,
    closed: Collection[tuple[date, date]] = (),
    skip_bank_holidays: bool = True,
) -> int:
    """Add a class on each of these weekdays (0 is Monday) of the run; how many were added.

    None is added in the times that are ``closed``, both their days included. A day that has a class of this run at that
    time already is left as it is. The store refuses a room that is taken.
    """
    run = session.get(CourseRun, run_id)
    if run is None:
        raise Refused(tr("This course run is no longer there. Look for it again."))
    held = set(
        session.scalars(select(ClassSession.day).where(ClassSession.run == run_id, ClassSession.starts == starts))
    )
    days = class_days(run.starts, run.ends, weekdays, closed=closed, skip_bank_holidays=skip_bank_holidays)
    added = [ClassSession(run=run_id, day=day, starts=starts, ends=ends) for day in days if day not in held]
    session.add_all(added)
    return len(added)
