"""What each paper says, gathered from the hub's file; the documents themselves know no database."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdesk.base.errors import Refused
from hubdesk.base.words import tr
from hubdesk.fields.codelists import Code, codes, label_of
from hubdesk.fields.dates import show_date
from hubdesk.fields.sealed import Sealed
from hubdesk.fields.types import Phone
from hubdesk.printing.enrolment_form import Answers, Consent, CourseDetails, EnrolmentForm, LearnerAnswers
from hubdesk.printing.gathering_words import (
    clock,
    cost_in_words,
    hub_of,
    joined,
    label_or_nothing,
    long_day,
    sheet_id,
    still_there,
    times_said,
)
from hubdesk.printing.marked_register import Mark, MarkedLearner, MarkedRegister
from hubdesk.printing.register_to_sign import Expected, RegisterToSign
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.records.people.consent_event import ConsentEvent
from hubdesk.records.people.emergency_contact import EmergencyContact
from hubdesk.records.people.employment_status import EmploymentStatus
from hubdesk.records.people.equality_answer import EqualityAnswer
from hubdesk.records.people.person import Person
from hubdesk.records.people.prior_attainment import PriorAttainment
from hubdesk.records.people.support_need import SupportNeed
from hubdesk.reports.course_page import course_page
from hubdesk.reports.paper_choices import classes_of_day
from hubdesk.reports.register_sheet import RegisterRow, lines_mark, marks_of_run, register_sheet


def register_to_sign(session: Session, class_session_id: UUID) -> RegisterToSign:
    """The register of one class. Raises Refused when the class is no longer there."""
    sheet = register_sheet(session, class_session_id, earlier=0)
    learners = tuple(Expected(row.name, _notes(row)) for row in sheet.rows)
    when = tr("{day}, {starts} to {ends}", day=long_day(sheet.day), starts=clock(sheet.starts), ends=clock(sheet.ends))
    return RegisterToSign(
        hub=hub_of(session).name,
        course=sheet.title,
        day=sheet.day,
        when=when,
        where=joined(sheet.room, sheet.venue),
        tutor=sheet.tutor,
        sheet_id=sheet_id(session, class_session_id, lines_mark(row.person_id for row in sheet.rows)),
        learners=learners,
    )


def registers_of_day(session: Session, day: date) -> list[RegisterToSign]:
    """The registers of all classes of a day that are held. Raises Refused when there is none."""
    found = [register_to_sign(session, one) for one in classes_of_day(session, day)]
    if not found:
        raise Refused(tr("There is no class on this day, so there is no register to print."))
    return found


def marked_register(session: Session, run_id: UUID, until: date) -> MarkedRegister:
    """All classes of a run up to a day, with their marks. Raises Refused when the run is no longer there."""
    page = course_page(session, run_id, until)
    held = [one for one in page.classes if one.day <= until and not one.cancelled]
    if not held:
        raise Refused(tr("This course has had no class yet, so there is nothing on its register."))
    everybody = marks_of_run(session, run_id, [one.session_id for one in held])
    signs = {code.code: str(code.facts.get("sign", "")) for code in codes("attendance_mark")}
    return MarkedRegister(
        hub=hub_of(session).name,
        course=page.title,
        detail=joined(page.tutor, page.room, page.venue),
        day=until,
        sessions=tuple(show_date(one.day).rpartition(" ")[0] for one in held),
        learners=tuple(
            MarkedLearner(name, tuple(signs.get(mark or "", "") for mark in marks)) for name, marks in everybody
        ),
        marks=tuple(
            Mark(signs[code.code], code.label, bool(code.facts.get("attended"))) for code in codes("attendance_mark")
        ),
    )


def enrolment_form(session: Session, enrolment_id: UUID, today: date) -> EnrolmentForm:
    """The form of one enrolment, for signing. Raises Refused when it is no longer there."""
    enrolment = still_there(session, Enrolment, enrolment_id)
    person = still_there(session, Person, enrolment.person)
    return EnrolmentForm(
        hub=hub_of(session).name,
        day=today,
        course=_course(session, enrolment.run),
        learner=_answers(session, person, enrolment),
        consents=_consents(session, person.id, today),
        sheet_id=sheet_id(session, enrolment.id),
    )


def blank_form(session: Session, today: date) -> EnrolmentForm:
    """The form without a learner, for filling in by hand."""
    offered = {
        "sex": "sex",
        "difficulty_or_disability": "disability_or_health",
        "highest_qualification": "prior_level",
        "employment": "employment_status",
        "unemployed_for": "unemployment_length",
    }
    answers = {
        field: tuple(code.label for code in codes(list_, today) if not code.facts.get("unasked"))
        for field, list_ in offered.items()
    }
    asked = tuple(Consent(code.label) for code in _learners_wordings(today))
    return EnrolmentForm(hub_of(session).name, today, answers=Answers(**answers), consents=asked)


def _answers(session: Session, person: Person, enrolment: Enrolment) -> LearnerAnswers:
    answers = session.scalars(select(EqualityAnswer).where(EqualityAnswer.person == person.id))
    equality = max((one for one in answers if not isinstance(one.answered, Sealed)), key=_answered, default=None)
    work = _latest(session, EmploymentStatus, EmploymentStatus.since, person.id)
    level = _latest(session, PriorAttainment, PriorAttainment.since, person.id)
    contact = session.scalars(select(EmergencyContact).where(EmergencyContact.person == person.id)).first()
    needs = [
        need
        for need in session.scalars(select(SupportNeed).where(SupportNeed.person == person.id))
        if not isinstance(need.category, Sealed)
    ]
    family = person.family_name or ""
    return LearnerAnswers(
        given_names=person.full_name.removesuffix(family).removeprefix(family).strip() or person.full_name,
        family_name=family,
        known_as=person.known_as or "",
        address=person.address or "",
        postcode=person.postcode or "",
        phone=Phone().show(person.phone) if person.phone else "",
        email=person.email or "",
        date_of_birth=show_date(person.date_of_birth) if person.date_of_birth else "",
        sex=label_or_nothing("sex", equality.sex if equality else None),
        ethnic_group=label_or_nothing("ethnicity", equality.ethnicity if equality else None),
        difficulty_or_disability=label_or_nothing("disability_or_health", equality.disability if equality else None)
        or ", ".join(label_of("support_category", need.category) for need in needs),
        support=" ".join(need.what_helps for need in needs if need.what_helps),
        highest_qualification=label_or_nothing("prior_level", level and level.level),
        employment=label_or_nothing("employment_status", work and work.status),
        unemployed_for=label_or_nothing("unemployment_length", work and work.unemployed_for),
        benefits=label_or_nothing("benefit", work and work.benefit),
        reason_for_learning=", ".join(label_of("reason_for_learning", reason) for reason in enrolment.reasons),
        emergency_name=contact.name if contact else "",
        emergency_phone=Phone().show(contact.phone) if contact else "",
    )


def _course(session: Session, run_id: UUID) -> CourseDetails:
    run = still_there(session, CourseRun, run_id)
    page = course_page(session, run_id, run.starts)
    times = times_said((one.day, one.starts, one.ends) for one in page.classes if not one.cancelled)
    dates = tr("{first} to {last}", first=show_date(run.starts), last=show_date(run.ends))
    return CourseDetails(run.name, dates, times, joined(page.room, page.venue), page.tutor, cost_in_words(run.price))


def _consents(session: Session, person_id: UUID, today: date) -> tuple[Consent, ...]:
    said: dict[str, bool] = {}
    events = select(ConsentEvent).where(ConsentEvent.person == person_id).order_by(ConsentEvent.at)
    for event in session.scalars(events):
        said[event.purpose] = event.decision == "given"
    return tuple(Consent(code.label, said.get(str(code.facts.get("purpose")))) for code in _learners_wordings(today))


def _learners_wordings(today: date) -> list[Code]:
    elsewhere = ("only_volunteers", "only_advised")
    return [code for code in codes("consent_wording", today) if not any(code.facts.get(fact) for fact in elsewhere)]


def _latest(session: Session, kind: Any, by: Any, person_id: UUID) -> Any | None:
    return session.scalars(select(kind).where(kind.person == person_id).order_by(by.desc())).first()


def _answered(answer: EqualityAnswer) -> date:
    return answer.answered


def _notes(row: RegisterRow) -> tuple[str, ...]:
    """Marks in words; whether somebody needs support is known here only to a role that may know it."""
    marks = (
        (tr("support"), row.support),
        (tr("no photo"), row.no_photo),
        (tr("no contact"), not row.emergency),
    )
    return tuple(word for word, holds in marks if holds)
