"""What needs somebody today: registers, checks, training, applications, waiting lists, learners who stopped coming, reviews."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Date, and_, exists, func, literal, or_, select
from sqlalchemy.orm import Session

from hubdesk.base.words import tr, tr_many
from hubdesk.fields.codelists import codes, label_of
from hubdesk.fields.dates import show_date
from hubdesk.fields.working_days import months_after
from hubdesk.records.learning.attendance import Attendance
from hubdesk.records.learning.class_session import ClassSession
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.records.people.person import Person
from hubdesk.records.volunteering.application import Application
from hubdesk.records.volunteering.dbs_check import DbsCheck
from hubdesk.records.volunteering.training_record import TrainingRecord
from hubdesk.records.volunteering.volunteer_role import VolunteerRole
from hubdesk.reports.advice import reviews_due
from hubdesk.reports.needs import Need, Target, Tone
from hubdesk.reports.requests_due import requests_due
from hubdesk.reports.runs_ended import runs_ended
from hubdesk.store.clock import reading_at
from hubdesk.store.tables import operation, row_clock, setting

_LOOKED_BACK: Final = timedelta(days=14)
_AHEAD: Final = timedelta(days=30)
_MOST: Final = 5
_APART: Final = 2
"""Up to this many late applications stand line by line; more are one line that leads to the board."""
_SEND_EVERY: Final = 7
RETENTION_LOOKED: Final = "retention_looked"
"""A setting: the month in which somebody last looked at what is due for erasing, such as 2026-11."""


def what_is_due(session: Session, today: date, now: time, sent: date | None) -> Iterator[Need]:
    """Each thing once, the most pressing first."""
    yield from requests_due(session, today)
    yield from missing_registers(session, today, now)
    yield from _checks(session, today)
    yield from _training(session, today)
    yield from _applications(session, today)
    yield from _free_for_waiting(session, today)
    yield from runs_ended(session, today, _MOST)
    yield from _stopped_coming(session, today)
    yield from reviews_due(session, today)
    yield from _kept_long_enough(session, today)
    if sent is not None and (today - sent).days > _SEND_EVERY:
        yield Need(
            "send",
            tr_many("Last sent to the lead {n} day ago", "Last sent to the lead {n} days ago", (today - sent).days),
            tr("Send the hub's work"),
            "send",
            "due",
            Target("place", "send"),
        )


def missing_registers(session: Session, today: date, now: time, most: int = _MOST) -> Iterator[Need]:
    """Classes of the last two weeks that are over, with somebody on the register and no mark; the latest first."""
    on_it = exists().where(Enrolment.run == ClassSession.run, Enrolment.on_register(ClassSession.day))
    marked = exists().where(Attendance.class_session == ClassSession.id)
    over = or_(ClassSession.day < today, and_(ClassSession.day == today, ClassSession.ends < now))
    held = (~ClassSession.cancelled, CourseRun.status != "cancelled")
    query = (
        select(ClassSession, CourseRun.name)
        .join(CourseRun, CourseRun.id == ClassSession.run)
        .where(ClassSession.day.between(today - _LOOKED_BACK, today), over, *held, on_it, ~marked)
        .order_by(ClassSession.day.desc(), ClassSession.starts)
    )
    found = session.execute(query.limit(most + 1)).all()
    for one, name in found[:most]:
        yield Need(
            "register",
            tr("{course}: the register is missing", course=name),
            tr("{day}, {time}", day=show_date(one.day), time=f"{one.starts:%H:%M}"),
            "list-checks",
            "overdue",
            Target("register", "class_session", one.id),
        )
    if len(found) > most:
        yield Need(
            "register", tr("More registers are missing"), tr("See the list"), "list-checks", "overdue",
            Target("place", "registers"),
        )  # fmt: skip


def _kept_long_enough(session: Session, today: date) -> Iterator[Need]:
    """Once a month, when somebody has been here for a year and nobody has looked since the month began."""
    looked = session.scalar(select(setting.c.value).where(setting.c.name == RETENTION_LOOKED))
    if looked == f"{today:%Y-%m}":
        return
    a_year_ago = reading_at(datetime.combine(months_after(today, -12), time.min, UTC))
    # The operations are in order of their clocks: in the first year nobody is looked through.
    old = (
        exists().where(operation.c.clock < a_year_ago),
        exists().where(row_clock.c.kind == "person", row_clock.c.clock < a_year_ago),
    )
    if all(session.scalar(select(one)) for one in old):
        yield Need(
            "retention",
            tr("Look at what was kept long enough"),
            tr("Once a month, two people confirm what is erased"),
            "hourglass",
            "primary",
            Target("place", "retention"),
        )


def _every_one_ends(day: Any) -> ColumnElement[bool]:
    """Of a group: that none of it is good for ever, so that the latest day says when it runs out."""
    return func.count() == func.count(day)


def _checks(session: Session, today: date) -> Iterator[Need]:
    newest = (
        select(DbsCheck.person, func.max(DbsCheck.next_check).label("due"))
        .where(DbsCheck.outcome == "clear")
        .group_by(DbsCheck.person)
        .having(_every_one_ends(DbsCheck.next_check))
        .subquery()
    )
    needing = select(Application.person).join(VolunteerRole, VolunteerRole.id == Application.role)
    needing = needing.where(Application.stage == "active", VolunteerRole.dbs_level.is_not(None))
    query = (
        select(Person.id, Person.full_name, newest.c.due)
        .join(newest, newest.c.person == Person.id)
        .where(newest.c.due <= today + _AHEAD, Person.id.in_(needing))
        .order_by(newest.c.due)
    )
    rows = session.execute(query.limit(50)).all()
    gone = [(person, name, day) for person, name, day in rows if day < today]
    soon = [(person, name, day) for person, name, day in rows if day >= today]
    if gone:
        sentence = tr_many("{n} DBS check has run out", "{n} DBS checks have run out", len(gone))
        yield _people("dbs_check", sentence, gone, "shield-alert", "overdue")
    if soon:
        sentence = tr_many("{n} DBS check runs out in 30 days", "{n} DBS checks run out in 30 days", len(soon))
        yield _people("dbs_check", sentence, soon, "shield-alert", "due")


def _training(session: Session, today: date) -> Iterator[Need]:
    volunteers = select(Application.person).where(Application.stage == "active")
    newest = (
        select(TrainingRecord.person, func.max(TrainingRecord.expires).label("due"))
        .where(TrainingRecord.person.in_(volunteers))
        .group_by(TrainingRecord.person, func.lower(TrainingRecord.training))
        .having(_every_one_ends(TrainingRecord.expires))
        .subquery()
    )
    query = (
        select(Person.id, Person.full_name, newest.c.due)
        .join(newest, newest.c.person == Person.id)
        .where(newest.c.due <= today + _AHEAD)
        .order_by(newest.c.due)
    )
    rows = [(person, name, day) for person, name, day in session.execute(query.limit(50))]
    if rows:
        tone: Tone = "overdue" if rows[0][2] < today else "due"
        sentence = tr_many(
            "{n} training runs out in 30 days or has run out",
            "{n} trainings run out in 30 days or have run out",
            len(rows),
        )
        yield _people("training", sentence, rows, "graduation-cap", tone)


def _applications(session: Session, today: date) -> Iterator[Need]:
    targets = {
        code.code: days
        for code in codes("application_stage")
        if isinstance(days := code.facts.get("target_days"), int) and code.facts.get("board")
    }
    late = or_(
        *(
            and_(Application.stage == stage, Application.stage_since < literal(today - timedelta(days=days), Date()))
            for stage, days in targets.items()
        )
    )
    query = select(Application, Person.full_name).join(Person, Person.id == Application.person).where(late)
    found = session.execute(query.order_by(Application.stage_since)).all()
    if len(found) > _APART:
        sentence = tr_many("{n} application is late", "{n} applications are late", len(found))
        names = _named([name for _, name in found])
        yield Need("application", sentence, names, "hourglass", "due", Target("place", "volunteers"))
        return
    for one, name in found:
        waited = (today - one.stage_since).days
        yield Need(
            "application",
            tr_many("Application waiting {n} day", "Application waiting {n} days", waited),
            tr(
                "{name} · {stage}, target {n}",
                name=name,
                stage=label_of("application_stage", one.stage),
                n=targets[one.stage],
            ),
            "hourglass",
            "due",
            Target("record", "application", one.id),
        )


def _free_for_waiting(session: Session, today: date) -> Iterator[Need]:
    def counted(status: str) -> Any:
        found = select(func.count()).where(Enrolment.run == CourseRun.id, Enrolment.status == status)
        return found.correlate(CourseRun).scalar_subquery()

    taken, waiting = counted("enrolled"), counted("waiting")
    query = select(CourseRun.id, CourseRun.name, CourseRun.capacity, taken, waiting).where(
        CourseRun.ends >= today,
        CourseRun.status.in_(("planned", "open", "running")),
        waiting > 0,
        taken < CourseRun.capacity,
    )
    for run, name, places, enrolled, asking in session.execute(query.limit(_MOST)):
        yield Need(
            "waiting",
            tr_many("{course} has {n} free place", "{course} has {n} free places", places - enrolled, course=name),
            tr_many("{n} person is waiting for one", "{n} people are waiting for one", asking),
            "user-plus",
            "primary",
            Target("record", "course_run", run),
        )


def _stopped_coming(session: Session, today: date) -> Iterator[Need]:
    """Learners who were absent from their last two classes of a run, without a word."""
    last_two = _last_two_marked(session, today)
    on_course = exists().where(
        Enrolment.person == Attendance.person, Enrolment.run == ClassSession.run, Enrolment.status == "enrolled"
    )
    query = (
        select(Attendance.person)
        .join(ClassSession, ClassSession.id == Attendance.class_session)
        .where(Attendance.class_session.in_(last_two), Attendance.mark == "absent", on_course)
        .group_by(Attendance.person, ClassSession.run)
        .having(func.count() == 2)
    )
    missed = list(dict.fromkeys(session.scalars(query)))
    if not missed:
        return
    names = {
        row.id: row.full_name
        for row in session.execute(select(Person.id, Person.full_name).where(Person.id.in_(missed)))
    }
    sentence = tr_many("{n} learner missed two classes", "{n} learners missed two classes", len(missed))
    rows = [(person, names[person], today) for person in sorted(missed, key=lambda one: names[one].casefold())]
    yield _people("missed", sentence, rows, "phone", "primary")


def _last_two_marked(session: Session, today: date) -> list[UUID]:
    """Of each run, the last two classes of these weeks in which anybody was marked."""
    marked = exists().where(Attendance.class_session == ClassSession.id)
    query = select(ClassSession.run, ClassSession.id).where(
        ClassSession.day.between(today - 2 * _LOOKED_BACK, today), marked
    )
    latest: dict[UUID, list[UUID]] = defaultdict(list)
    for run, class_session in session.execute(query.order_by(ClassSession.day.desc(), ClassSession.starts.desc())):
        latest[run].append(class_session)
    return [class_session for classes in latest.values() for class_session in classes[:2]]


def _people(kind: str, sentence: str, rows: list[tuple[UUID, str, date]], icon: str, tone: Tone) -> Need:
    """One line for several people; it leads to the person, or to the list of them."""
    people = {person: name for person, name, _ in rows}
    ids = tuple(people)
    target = Target("record", "person", ids[0]) if len(ids) == 1 else Target("list", "person", ids=ids)
    return Need(kind, sentence, _named(list(people.values())), icon, tone, target)


def _named(names: list[str]) -> str:
    """The first few names, and how many more there are."""
    first = ", ".join(names[:3])
    return first if len(names) <= 3 else tr("{names} and {n} more", names=first, n=len(names) - 3)
