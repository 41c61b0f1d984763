"""How many places of course runs are taken, and how many people wait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hubdesk.records.learning.enrolment import OPEN, Enrolment


@dataclass(frozen=True)
class Taken:
    """Of one run: who is enrolled or has finished, and who waits."""

    enrolled: int = 0
    waiting: int = 0


def places_taken(session: Session, runs: Sequence[UUID]) -> dict[UUID, Taken]:
    """For each of these runs, at most a page of them; runs that nobody asked for have none."""
    counted = (
        select(Enrolment.run, Enrolment.status, func.count())
        .where(Enrolment.run.in_(runs), Enrolment.status.in_((*OPEN, "completed")))
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
