"""What a learner's letter and record say, gathered from the hub's file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdesk.base.errors import Refused
from hubdesk.base.words import tr, tr_many
from hubdesk.fields.codelists import label_of
from hubdesk.fields.dates import show_date, show_month
from hubdesk.printing.gathering_words import (
    clock,
    cost_in_words,
    hours_in_words,
    hub_of,
    joined,
    long_day,
    sender_of,
    still_there,
    times_said,
)
from hubdesk.printing.joining_letter import JoiningLetter
from hubdesk.printing.learner_record import Earned, Gave, Learned, LearnerRecord
from hubdesk.records.learning.certificate import Certificate
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.learning.enrolment import OPEN, Enrolment
from hubdesk.records.people.person import Person
from hubdesk.reports.course_page import CoursePage, course_page
from hubdesk.reports.getting_here import getting_here
from hubdesk.reports.learned import LearnedOn, hours_given, learned_by


def joining_letter(session: Session, enrolment_id: UUID, today: date) -> JoiningLetter:
    """The letter of one enrolment. Raises Refused when it is no longer there, or is over."""
    enrolment = still_there(session, Enrolment, enrolment_id)
    person = still_there(session, Person, enrolment.person)
    if enrolment.status not in OPEN:
        raise Refused(tr("{name} is not on this course now, so there is no letter to print.", name=person.called))
    run = still_there(session, CourseRun, enrolment.run)
    page = course_page(session, run.id, today)
    here = getting_here(session, run.venue, run.room)
    return JoiningLetter(
        sender=sender_of(session, here),
        day=today,
        written=show_date(today),
        learner=person.called,
        course=run.name,
        first_class=_first_class(page, today),
        when=times_said((one.day, one.starts, one.ends) for one in page.classes if not one.cancelled),
        dates=tr("{first} to {last}", first=show_date(run.starts), last=show_date(run.ends)),
        where=joined(page.room, here.name),
        address=here.address,
        tutor=page.tutor,
        cost=cost_in_words(run.price),
        access=here.facts,
        waiting=enrolment.status == "waiting",
    )


def joining_letters(session: Session, run_id: UUID, today: date) -> list[JoiningLetter]:
    """A letter to everybody who is on a run. Raises Refused when nobody is."""
    page = course_page(session, run_id, today)
    on = [one for one in page.people if one.status == "enrolled"]
    if not on:
        raise Refused(tr("Nobody is on this course yet, so there is nobody to write to."))
    return [joining_letter(session, one.enrolment_id, today) for one in on]


def learner_record(session: Session, person_id: UUID, today: date) -> LearnerRecord:
    """What one person did here. Raises Refused when the person is no longer there."""
    person = still_there(session, Person, person_id)
    learned = learned_by(session, person_id)
    certificates = list(_certificates(session, person_id))
    given = hours_given(session, person_id, today)
    minutes = sum(one.attended.minutes for one in learned)
    counted = [
        (str(len(learned)), tr_many("course", "courses", len(learned))),
        (_hours(minutes), tr("hours of learning")),
        (str(len(certificates)), tr_many("certificate", "certificates", len(certificates))),
    ]
    if given:
        counted.append((_hours(sum(minutes for _, minutes in given)), tr("hours given")))
    return LearnerRecord(
        hub=hub_of(session).name,
        day=today,
        printed=show_date(today),
        name=person.full_name,
        # A nought would only say what somebody did not do.
        figures=tuple((number, what) for number, what in counted if number != "0"),
        courses=tuple(_learned(one) for one in learned),
        certificates=tuple(certificates),
        volunteering=tuple(Gave(role or tr("Volunteer"), hours_in_words(minutes)) for role, minutes in given),
    )


def _first_class(page: CoursePage, today: date) -> str:
    """The next class, or the first when all are over."""
    held = [one for one in page.classes if not one.cancelled]
    coming = next((one for one in held if one.day >= today), held[0] if held else None)
    if coming is None:
        return ""
    return tr(
        "{day}, {starts} to {ends}", day=long_day(coming.day), starts=clock(coming.starts), ends=clock(coming.ends)
    )


def _hours(minutes: int) -> str:
    return f"{minutes / 60:.1f}".removesuffix(".0")


def _months(starts: date, ends: date) -> str:
    """From which month to which, or the one in which it was."""
    first, last = show_month(starts), show_month(ends)
    return first if first == last else tr("{first} to {last}", first=first, last=last)


def _learned(one: LearnedOn) -> Learned:
    came = one.attended
    ended = label_of("outcome", one.outcome) if one.outcome else label_of("enrolment_status", one.status)
    return Learned(
        course=one.name,
        when=_months(one.starts, one.ends),
        came=tr("{n} of {classes} classes", n=came.came, classes=came.classes) if came.classes else "",
        hours=hours_in_words(came.minutes) if came.minutes else "",
        ended=ended,
    )


def _certificates(session: Session, person_id: UUID) -> Iterator[Earned]:
    query = select(Certificate, CourseRun.name).outerjoin(CourseRun, CourseRun.id == Certificate.run)
    for one, name in session.execute(query.where(Certificate.person == person_id).order_by(Certificate.issued.desc())):
        what = name or label_of("certificate_kind", one.certificate_kind)
        yield Earned(what, one.number, show_date(one.issued))
