"""On which days of the week, and at what times, a course run is usually held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdesk.base.words import tr
from hubdesk.records.learning.class_session import ClassSession

_MOST: Final = 4
"""Times a week that can be said in a line; a run with more of them has none that are usual."""

Slot = tuple[int, time, time]
"""A day of the week (0 is Monday), and from when to when."""


def usual_slots(classes: Iterable[tuple[date, time, time]]) -> list[Slot]:
    """The times of the week at which most of these classes are, from Monday on; one that was moved once is none.

    Where hardly two are at one time, only that of the first.
    """
    every = [(day.weekday(), starts, ends) for day, starts, ends in sorted(classes)]
    counted = Counter(every)
    often = max(counted.values(), default=0)
    usual = sorted(slot for slot, times in counted.items() if 3 * times > often)
    return usual if len(usual) <= _MOST else every[:1]


def usual_times(session: Session, runs: Sequence[UUID]) -> dict[UUID, str]:
    """For each of these runs that has classes: "Mondays 10:00, Thursdays 10:00"."""
    found: dict[UUID, list[tuple[date, time, time]]] = {}
    query = select(ClassSession.run, ClassSession.day, ClassSession.starts, ClassSession.ends)
    for run, day, starts, ends in session.execute(query.where(~ClassSession.cancelled, ClassSession.run.in_(runs))):
        found.setdefault(run, []).append((day, starts, ends))
    return {
        run: ", ".join(
            tr("{days} {time}", days=weekdays_named(weekday), time=f"{starts:%H:%M}")
            for weekday, starts, _ in usual_slots(classes)
        )
        for run, classes in found.items()
    }


def weekdays_named(weekday: int) -> str:
    """All days of the week like this one (0 is Monday): "Mondays"."""
    days = (
        tr("Mondays"), tr("Tuesdays"), tr("Wednesdays"), tr("Thursdays"), tr("Fridays"), tr("Saturdays"), tr("Sundays"),
    )  # fmt: skip
    return days[weekday]
