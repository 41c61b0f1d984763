"""What a paper is printed of when a person names only the course or the learner."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdesk.base.errors import Refused
from hubdesk.base.words import tr
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.records.people.person import Person


def latest_enrolment(session: Session, person: UUID) -> UUID:
    """The enrolment that the person asked for last. Raises Refused when there is none."""
    found = session.scalar(
        select(Enrolment.id).where(Enrolment.person == person).order_by(Enrolment.asked_on.desc()).limit(1)
    )
    if found is None:
        raise Refused(tr("This person is on no course yet. Enrol them first, then print the form."))
    return found


def who_finished(session: Session, run: UUID) -> list[UUID]:
    """The people who completed the run, by name. Raises Refused when there is nobody."""
    query = select(Person).join(Enrolment, Enrolment.person == Person.id)
    people = session.scalars(query.where(Enrolment.run == run, Enrolment.status == "completed"))
    found = [person.id for person in sorted(people, key=lambda one: one.sort_name.casefold())]
    if not found:
        raise Refused(tr("Nobody has completed this course yet. Mark who finished on the course’s page first."))
    return found


def runs_to_certify(session: Session, limit: int = 40) -> list[tuple[UUID, str]]:
    """Runs that somebody completed, the latest first: id and name."""
    done = select(Enrolment.run).where(Enrolment.status == "completed")
    query = select(CourseRun.id, CourseRun.name).where(CourseRun.id.in_(done)).order_by(CourseRun.ends.desc())
    return [(row[0], row[1]) for row in session.execute(query.limit(limit))]
