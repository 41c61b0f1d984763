"""What a paper is printed of when a person names only the course or the learner."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdesk.base.errors import Refused
from hubdesk.base.words import tr
from hubdesk.records.learning.attendance import CAME, Attendance
from hubdesk.records.learning.class_session import ClassSession
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.records.people.person import Person
from hubdesk.records.people.person_card import PersonCard
from hubdesk.records.volunteering.application import Application
from hubdesk.reports.advice import latest_session
from hubdesk.reports.list_page import list_page


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


def who_attended(session: Session, run: UUID) -> list[UUID]:
    """The people who came to the run at least once, by name. Raises Refused when there is nobody."""
    query = select(Person).join(Attendance, Attendance.person == Person.id)
    query = query.join(ClassSession, ClassSession.id == Attendance.class_session)
    came = set(session.scalars(query.where(ClassSession.run == run, Attendance.mark.in_(CAME))))
    if not came:
        raise Refused(tr("Nobody is marked as here in any class of this course yet. Mark its registers first."))
    return [person.id for person in sorted(came, key=lambda one: one.sort_name.casefold())]


def classes_of_day(session: Session, day: date) -> list[UUID]:
    """The classes held on a day, in the order in which they begin."""
    query = select(ClassSession.id).join(CourseRun, CourseRun.id == ClassSession.run)
    held = query.where(ClassSession.day == day, ~ClassSession.cancelled, CourseRun.status != "cancelled")
    return list(session.scalars(held.order_by(ClassSession.starts, CourseRun.name)))


def record_meant(session: Session, about: str, words: str, today: date) -> UUID:
    """The record of the kind ``about`` that the words name: by the name of its person, or of its course.

    Of a person's enrolments, applications and sessions of advice it is the latest, of their cards the one that counts, of a
    course's classes the next. Raises Refused when the
    words name none, or several.
    """
    of_person = dict.fromkeys(("enrolment", "application", "person_card", "iag_session"), "person")
    kind = {**of_person, "class_session": "course_run"}.get(about, about)
    page = list_page(session, kind, words=words, limit=2)
    if len(page.rows) != 1:
        none = tr("Nothing is called “{words}”.", words=words)
        raise Refused(tr("Several are called “{words}”. Say more of the name.", words=words) if page.rows else none)
    id = page.rows[0][0]
    if about == "enrolment":
        return latest_enrolment(session, id)
    if about == "application":
        return latest_application(session, id)
    if about == "iag_session":
        return last_advised(session, id)
    if about == "person_card":
        return card_that_counts(session, id)
    return next_class(session, id, today) if about == "class_session" else id


def latest_application(session: Session, person: UUID) -> UUID:
    """What the person applied for last. Raises Refused when there is nothing."""
    query = select(Application.id).where(Application.person == person).order_by(Application.applied_on.desc())
    found = session.scalar(query.limit(1))
    if found is None:
        raise Refused(tr("This person has not offered to volunteer. Take them on as a volunteer first."))
    return found


def last_advised(session: Session, person: UUID) -> UUID:
    """The person's last session of advice. Raises Refused when there is none, or it is not for whoever asks to see."""
    found = latest_session(session, person)
    if found is None:
        raise Refused(tr("No session of advice with this person is here for you to see."))
    return found


def card_that_counts(session: Session, person: UUID) -> UUID:
    """The card that the person checks in with. Raises Refused when they have none."""
    query = select(PersonCard.id).where(PersonCard.person == person, PersonCard.ended.is_(None))
    found = session.scalar(query.order_by(PersonCard.issued.desc()).limit(1))
    if found is None:
        raise Refused(tr("This person has no card. Give them one on their page first."))
    return found


def next_class(session: Session, run: UUID, today: date) -> UUID:
    """The next class of a run, or its last. Raises Refused when it has none."""
    query = select(ClassSession.id).where(ClassSession.run == run, ~ClassSession.cancelled)
    coming = query.where(ClassSession.day >= today).order_by(ClassSession.day, ClassSession.starts)
    found = session.scalar(coming.limit(1)) or session.scalar(query.order_by(ClassSession.day.desc()).limit(1))
    if found is None:
        raise Refused(tr("No classes are planned for this course yet. Plan them first."))
    return found


def runs_to_certify(session: Session, limit: int = 40) -> list[tuple[UUID, str]]:
    """Runs that somebody completed, the latest first: id and name."""
    done = select(Enrolment.run).where(Enrolment.status == "completed")
    query = select(CourseRun.id, CourseRun.name).where(CourseRun.id.in_(done)).order_by(CourseRun.ends.desc())
    return [(row[0], row[1]) for row in session.execute(query.limit(limit))]
