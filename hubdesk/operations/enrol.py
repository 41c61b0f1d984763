"""Put people on a course run, in the order in which they asked, and take them off again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from hubdesk.base.errors import Refused
from hubdesk.base.words import tr, tr_many
from hubdesk.records import Around
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.records.people.person import Person


def enrol_title(people: Collection[str]) -> str:
    """``people``: how each is called."""
    if len(people) == 1:
        return tr("Enrol {name}", name=next(iter(people)))
    return tr_many("Enrol {n} learner", "Enrol {n} learners", len(people))


def give_place_title(name: str) -> str:
    return tr("Give {name} a place", name=name)


def withdraw_title(name: str) -> str:
    return tr("{name} leaves early", name=name)


def stop_waiting_title(name: str) -> str:
    return tr("{name} no longer waits", name=name)


def complete_title(people: Collection[str]) -> str:
    """``people``: how each is called."""
    if len(people) == 1:
        return tr("{name} finishes the course", name=next(iter(people)))
    return tr_many("{n} learner finishes the course", "{n} learners finish the course", len(people))


def would_wait(around: Around, run_id: UUID) -> bool:
    """Whether whoever asks now must wait: no place is free, or those free belong to people who wait already."""
    run: Any = around.get("course_run", run_id)
    if run is None:
        return False
    taken = around.count("enrolment", run=run_id, status="enrolled")
    return taken + around.count("enrolment", run=run_id, status="waiting") >= int(run.capacity)


def enrol(
    session: Session,
    around: Around,
    person_id: UUID,
    run_id: UUID,
    *,
    asked_on: date,
    reasons: Collection[str] = (),
    purpose: str | None = None,
) -> Enrolment:
    """Put a person on a run, or on its waiting list when `would_wait`. Raises Refused when either is not there."""
    run, person = session.get(CourseRun, run_id), around.get("person", person_id)
    if run is None or person is None:
        raise Refused(tr("This person or course run is no longer there. Look for it again."))
    waits = would_wait(around, run_id)
    enrolment = Enrolment(
        person=person_id,
        run=run_id,
        status="waiting" if waits else "enrolled",
        asked_on=asked_on,
        starts=None if waits else max(run.starts, asked_on),
        reasons=tuple(sorted(reasons)),
        purpose=purpose,
    )
    session.add(enrolment)
    return enrolment


def give_place(session: Session, around: Around, enrolment_id: UUID) -> Enrolment:
    """Move a person from the waiting list onto the run. The store refuses it while the run is full."""
    enrolment = _found(session, enrolment_id)
    if enrolment.status != "waiting":
        raise Refused(tr("This person no longer waits for a place. Open the enrolment to see why."))
    run = session.get_one(CourseRun, enrolment.run)
    enrolment.status = "enrolled"
    enrolment.starts = max(run.starts, around.today)
    return enrolment


def withdraw(session: Session, enrolment_id: UUID, on: date, reason: str) -> Enrolment:
    """The person left on that day; ``reason`` is a code of withdrawal_reason. Who only waited is cancelled."""
    enrolment = _found(session, enrolment_id)
    if enrolment.status == "waiting":
        return stop_waiting(session, enrolment_id, on)
    enrolment.status = "withdrawn"
    enrolment.ends = on
    enrolment.withdrawal_reason = reason
    enrolment.outcome = None
    return enrolment


def stop_waiting(session: Session, enrolment_id: UUID, on: date) -> Enrolment:
    """The person no longer wants the place that they waited for. Raises Refused for who does not wait."""
    enrolment = _found(session, enrolment_id)
    if enrolment.status != "waiting":
        raise Refused(tr("This person no longer waits for a place. Open the enrolment to see why."))
    enrolment.status = "cancelled"
    enrolment.ends = on
    return enrolment


def complete(session: Session, enrolment_id: UUID, on: date, outcome: str | None) -> Enrolment:
    """The person finished on that day; ``outcome`` is a code of the list outcome."""
    enrolment = _found(session, enrolment_id)
    if enrolment.status != "enrolled":
        name = session.get_one(Person, enrolment.person).called
        raise Refused(tr("{name} is not on this course now, so cannot finish it.", name=name))
    enrolment.status = "completed"
    enrolment.ends = on
    enrolment.outcome = outcome
    return enrolment


def _found(session: Session, enrolment_id: UUID) -> Enrolment:
    enrolment = session.get(Enrolment, enrolment_id)
    if enrolment is None:
        raise Refused(tr("This enrolment is no longer there. Look for the person again."))
    return enrolment
