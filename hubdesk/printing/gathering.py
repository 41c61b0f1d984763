"""What each paper says, gathered from the hub's file; the documents themselves know no database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdesk.access.certificate_code import SALT, certificate_code
from hubdesk.access.post_keys import PostKeys
from hubdesk.base.errors import Refused
from hubdesk.base.words import tr, tr_many
from hubdesk.fields.card_codes import code_of
from hubdesk.fields.check_digit import with_check
from hubdesk.fields.codelists import Code, codes, label_of
from hubdesk.fields.dates import show_date
from hubdesk.fields.sealed import Sealed
from hubdesk.fields.types import Phone
from hubdesk.printing.cards import CardFace, Cards
from hubdesk.printing.certificates import Award, Certificates, Signer
from hubdesk.printing.enrolment_form import Answers, Consent, CourseDetails, EnrolmentForm, LearnerAnswers
from hubdesk.printing.marked_register import Mark, MarkedLearner, MarkedRegister
from hubdesk.printing.register_to_sign import Expected, RegisterToSign
from hubdesk.printing.volunteer_agreement import Need, VolunteerAgreement
from hubdesk.records import kind_named
from hubdesk.records.learning.certificate import Certificate
from hubdesk.records.learning.course import Course
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.records.network.hub import Hub
from hubdesk.records.people.consent_event import ConsentEvent
from hubdesk.records.people.emergency_contact import EmergencyContact
from hubdesk.records.people.employment_status import EmploymentStatus
from hubdesk.records.people.equality_answer import EqualityAnswer
from hubdesk.records.people.person import Person
from hubdesk.records.people.person_card import PersonCard
from hubdesk.records.people.prior_attainment import PriorAttainment
from hubdesk.records.people.support_need import SupportNeed
from hubdesk.records.volunteering.application import Application
from hubdesk.records.volunteering.training_requirement import TrainingRequirement
from hubdesk.records.volunteering.volunteer_role import VolunteerRole
from hubdesk.reports.course_page import course_page
from hubdesk.reports.own_hub import own_hub_of
from hubdesk.reports.paper_choices import classes_of_day
from hubdesk.reports.register_sheet import RegisterRow, register_sheet
from hubdesk.store.folding import fold

_EVERY_CLASS: Final = 500


def sheet_id(session: Session, record: UUID) -> str:
    """The number on a sheet of paper by which its record is found again: hub letters, part of the id, check character."""
    return with_check(f"{_hub(session).letters}-{record.hex[:8].upper()}")


def cards(session: Session, card_ids: Sequence[UUID], day: date) -> Cards:
    """These cards, in their order."""
    found = [session.get_one(PersonCard, one) for one in card_ids]
    people = [session.get_one(Person, one.person) for one in found]
    faces = (
        CardFace(person.full_name, _own_writing(person), card.number, code_of(card.number))
        for card, person in zip(found, people, strict=True)
    )
    return Cards(_hub(session).name, day, tuple(faces))


def _own_writing(person: Person) -> str:
    """The name for certificates, where it is written in another script than the name that the desk knows."""
    own = person.certificate_name or ""
    return own if own and fold(own) != fold(person.full_name) and not own.isascii() else ""


def register_to_sign(session: Session, class_session_id: UUID) -> RegisterToSign:
    """The register of one class. Raises Refused when the class is no longer there."""
    sheet = register_sheet(session, class_session_id, earlier=0)
    learners = tuple(Expected(row.name, _notes(row)) for row in sheet.rows)
    when = tr("{day}, {starts} to {ends}", day=_long(sheet.day), starts=_clock(sheet.starts), ends=_clock(sheet.ends))
    return RegisterToSign(
        hub=_hub(session).name,
        course=sheet.title,
        day=sheet.day,
        when=when,
        where=_joined(sheet.room, sheet.venue),
        tutor=sheet.tutor,
        sheet_id=sheet_id(session, class_session_id),
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
    sheet = register_sheet(session, held[-1].session_id, earlier=_EVERY_CLASS)
    shown = [at for at, column in enumerate(sheet.columns) if not column.cancelled]
    signs = {code.code: str(code.facts.get("sign", "")) for code in codes("attendance_mark")}
    return MarkedRegister(
        hub=_hub(session).name,
        course=sheet.title,
        detail=_joined(sheet.tutor, sheet.room, sheet.venue),
        day=until,
        sessions=tuple(show_date(sheet.columns[at].day).rpartition(" ")[0] for at in shown),
        learners=tuple(
            MarkedLearner(row.name, tuple(signs.get(row.marks[at] or "", "") for at in shown)) for row in sheet.rows
        ),
        marks=tuple(
            Mark(signs[code.code], code.label, bool(code.facts.get("attended"))) for code in codes("attendance_mark")
        ),
    )


def enrolment_form(session: Session, enrolment_id: UUID, today: date) -> EnrolmentForm:
    """The form of one enrolment, for signing. Raises Refused when it is no longer there."""
    enrolment = _found(session, Enrolment, enrolment_id)
    person = _found(session, Person, enrolment.person)
    return EnrolmentForm(
        hub=_hub(session).name,
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
    }
    answers = {
        field: tuple(code.label for code in codes(list_, today) if not code.facts.get("unasked"))
        for field, list_ in offered.items()
    }
    asked = tuple(Consent(code.label) for code in _learners_wordings(today))
    return EnrolmentForm(_hub(session).name, today, answers=Answers(**answers), consents=asked)


def volunteer_agreement(session: Session, application_id: UUID, today: date) -> VolunteerAgreement:
    """The agreement of one application, for signing. Raises Refused when it is no longer there."""
    application = _found(session, Application, application_id)
    role = _found(session, VolunteerRole, application.role)
    needed = session.scalars(select(TrainingRequirement).where(TrainingRequirement.role == role.id))
    checks = []
    if role.dbs_level:
        checks.append(Need(tr("DBS check"), label_of("dbs_level", role.dbs_level)))
    if role.references_needed:
        checks.append(Need(tr("References"), tr_many("{n} is needed", "{n} are needed", role.references_needed)))
    return VolunteerAgreement(
        hub=_hub(session).name,
        day=today,
        volunteer=_found(session, Person, application.person).full_name,
        role=role.name,
        purpose=role.purpose or "",
        when=role.hours or "",
        training=tuple(Need(one.training, _lasts(one.valid_months)) for one in needed),
        checks=tuple(checks),
        sheet_id=sheet_id(session, application.id),
    )


def certificates(session: Session, certificate_ids: Sequence[UUID], keys: PostKeys | None = None) -> Certificates:
    """The certificates of one course run, in the order of the numbers. Raises Refused when there is none.

    keys: the file's own, which sign a code on those of its own hub.
    """
    issued = list(session.scalars(select(Certificate).where(Certificate.id.in_(certificate_ids))))
    if not issued:
        raise Refused(tr("There is no certificate to print yet. Issue the certificates first."))
    issued.sort(key=lambda one: one.number)
    first = issued[0]
    run = _found(session, CourseRun, first.run)
    course = _found(session, Course, run.course)
    tutor = session.get(Person, run.tutor) if run.tutor else None
    period = tr("{first} to {last}", first=show_date(run.starts), last=show_date(run.ends))
    level = label_of("level", course.level) if course.level else ""
    own = own_hub_of(session).id
    deed = {"attendance": tr("has attended"), "hours": tr("has given their time to")}.get(first.certificate_kind, "")
    return Certificates(
        hub=_hub(session).name,
        course=course.name,
        day=first.issued,
        awarded=_long(first.issued),
        awards=tuple(Award(one.name_printed, one.number, _code(one, own, keys)) for one in issued),
        details=tuple(part for part in (level, period) if part),
        signers=(Signer(tutor.full_name, tr("Tutor")),) if tutor else (),
        deed=deed,
    )


def _code(one: Certificate, own: UUID | None, keys: PostKeys | None) -> str:
    """The certificate's id is random, and stays: it gives the salt."""
    if keys is None or one.hub_id != own:
        return ""
    return certificate_code(keys, one.number, one.issued, one.name_printed, one.id.bytes[:SALT])


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
        sex=_label("sex", equality.sex if equality else None),
        ethnic_group=_label("ethnicity", equality.ethnicity if equality else None),
        difficulty_or_disability=_label("disability_or_health", equality.disability if equality else None)
        or ", ".join(label_of("support_category", need.category) for need in needs),
        support=" ".join(need.what_helps for need in needs if need.what_helps),
        highest_qualification=_label("prior_level", level and level.level),
        employment=_label("employment_status", work and work.status),
        benefits=_label("benefit", work and work.benefit),
        reason_for_learning=", ".join(label_of("reason_for_learning", reason) for reason in enrolment.reasons),
        emergency_name=contact.name if contact else "",
        emergency_phone=Phone().show(contact.phone) if contact else "",
    )


def _course(session: Session, run_id: UUID) -> CourseDetails:
    run = _found(session, CourseRun, run_id)
    page = course_page(session, run_id, run.starts)
    first = page.classes[0] if page.classes else None
    times = tr("{starts} to {ends}", starts=_clock(first.starts), ends=_clock(first.ends)) if first else ""
    cost = tr("Free") if run.price == 0 else "" if run.price is None else f"£{run.price:,.2f}"
    dates = tr("{first} to {last}", first=show_date(run.starts), last=show_date(run.ends))
    return CourseDetails(run.name, dates, times, _joined(page.room, page.venue), page.tutor, cost)


def _consents(session: Session, person_id: UUID, today: date) -> tuple[Consent, ...]:
    said: dict[str, bool] = {}
    events = select(ConsentEvent).where(ConsentEvent.person == person_id).order_by(ConsentEvent.at)
    for event in session.scalars(events):
        said[event.purpose] = event.decision == "given"
    return tuple(Consent(code.label, said.get(str(code.facts.get("purpose")))) for code in _learners_wordings(today))


def _learners_wordings(today: date) -> list[Code]:
    return [code for code in codes("consent_wording", today) if not code.facts.get("only_volunteers")]


def _latest(session: Session, kind: Any, by: Any, person_id: UUID) -> Any | None:
    return session.scalars(select(kind).where(kind.person == person_id).order_by(by.desc())).first()


def _answered(answer: EqualityAnswer) -> date:
    return answer.answered


def _label(list_: str, code: str | None) -> str:
    return label_of(list_, code) if code else ""


def _found(session: Session, kind: type[Any], id: UUID) -> Any:
    record = session.get(kind, id)
    if record is None:
        raise Refused(tr("What this paper is about is no longer there. Go back and pick it again."))
    return record


def _hub(session: Session) -> Hub:
    hub = session.scalars(select(kind_named("hub")).where(Hub.hub_id == Hub.id)).first()
    return hub or Hub(name="HubDesk", letters="HUB")


def _notes(row: RegisterRow) -> tuple[str, ...]:
    """Marks in words; whether somebody needs support is known here only to a role that may know it."""
    marks = (
        (tr("support"), row.support),
        (tr("no photo"), row.no_photo),
        (tr("no contact"), not row.emergency),
    )
    return tuple(word for word, holds in marks if holds)


def _lasts(months: int | None) -> str:
    return tr_many("Again after {n} month", "Again every {n} months", months) if months else tr("Once")


def _long(day: date) -> str:
    weekdays = (
        tr("Monday"), tr("Tuesday"), tr("Wednesday"), tr("Thursday"), tr("Friday"), tr("Saturday"), tr("Sunday"),
    )  # fmt: skip
    return tr("{weekday} {day}", weekday=weekdays[day.weekday()], day=show_date(day))


def _clock(at: Any) -> str:
    return f"{at:%H:%M}"


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
