"""The network at a glance: what each hub has sent."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from hubdesk.base.words import tr, tr_later, tr_many
from hubdesk.records import kind_named
from hubdesk.records.learning.certificate import Certificate
from hubdesk.records.learning.course import Course
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.learning.enrolment import ON_COURSE, Enrolment
from hubdesk.records.network.hub import Hub
from hubdesk.records.people.person import Person
from hubdesk.records.volunteering.application import Application
from hubdesk.reports.hub_totals import HubTotals, hub_totals

_PLACED: Final = Enrolment.status.in_(ON_COURSE)
_ACTIVE: Final = Application.stage == "active"
FIGURES: Final = {
    "people": tr_later("People"),
    "learners": tr_later("Learners"),
    "courses": tr_later("Courses"),
    "runs": tr_later("Course runs"),
    "enrolments": tr_later("Enrolments"),
    "volunteers": tr_later("Volunteers"),
    "certificates": tr_later("Certificates"),
}
"""What is counted of each hub, as its line says it."""


@dataclass(frozen=True)
class HubLine:
    """Counts of the records made at one hub; ``volunteers`` are persons who are active in a role."""

    hub_id: UUID | None
    name: str
    people: int
    courses: int
    runs: int
    enrolments: int
    learners: int
    volunteers: int
    certificates: int
    as_of: date | None = None
    """The day of the hub's totals, where it shares no more than those: they are rounded."""


@dataclass(frozen=True)
class ByHub:
    """A line per hub, by name, and the total; a person known at two hubs under one record counts once.

    Of a hub that shares totals only the records that are here do not count, for its totals count those too.
    """

    hubs: tuple[HubLine, ...]
    total: HubLine
    sentence: str


def by_hub(session: Session, day: date) -> ByHub:
    """Counts by the hub at which each record was made; the lead's own line is left out while it has no records."""
    totals = {one.hub_id: one for one in hub_totals(session, day)}
    counts = {
        name: {hub: n for hub, n in count.items() if hub not in totals}
        for name, count in counts_by_hub(session).items()
    }
    names = {hub.id: hub for hub in session.scalars(select(Hub))}
    hubs = {id_ for id_, hub in names.items() if not hub.lead} | {id_ for count in counts.values() for id_ in count}
    lines = [
        _line(hub, names[hub].name if hub in names else tr("A hub not known here"), counts)
        for hub in hubs - totals.keys()
    ]
    told = [_told(one) for one in totals.values()]
    lines = sorted([*lines, *told], key=lambda line: line.name.casefold())
    people = {
        "learners": _people(session, Enrolment, totals.keys(), _PLACED),
        "volunteers": _people(session, Application, totals.keys(), _ACTIVE),
    }
    summed: dict[str, Any] = {
        name: people.get(name, sum(count.values())) + sum(getattr(line, name) for line in told)
        for name, count in counts.items()
    }
    total = HubLine(None, tr("All hubs"), **summed)
    return ByHub(tuple(lines), total, _sentence(len(lines), total))


def counts_by_hub(session: Session) -> dict[str, dict[UUID | None, int]]:
    """By the name of a figure, and by hub, how many of the records made there it counts."""
    return {
        "people": _each(session, Person, func.count()),
        "courses": _each(session, Course, func.count()),
        "runs": _each(session, CourseRun, func.count()),
        "enrolments": _each(session, Enrolment, func.count(), _PLACED),
        "learners": _each(session, Enrolment, func.count(Enrolment.person.distinct()), _PLACED),
        "volunteers": _each(session, Application, func.count(Application.person.distinct()), _ACTIVE),
        "certificates": _each(session, Certificate, func.count()),
    }


def made_at(session: Session, kind: str, ids: Sequence[UUID]) -> dict[UUID, str]:
    """The name of the hub at which each of these records was made; empty where it is not known here."""
    table, hub = kind_named(kind).__table__, Hub.__table__.alias()
    names = select(table.c.id, hub.c.name).join(hub, hub.c.id == table.c.hub_id).where(table.c.id.in_(ids))
    known = {row[0]: row[1] for row in session.execute(names)}
    return {one: known.get(one, "") for one in ids}


def _each(session: Session, made: type[Any], counted: Any, *wanted: ColumnElement[bool]) -> dict[UUID | None, int]:
    query = select(made.hub_id, counted).where(*wanted).group_by(made.hub_id)
    return {row[0]: row[1] for row in session.execute(query)}


def _people(session: Session, made: type[Any], but: Collection[UUID], wanted: ColumnElement[bool]) -> int:
    """How many persons there are in records of a kind that were not made at these hubs."""
    query = select(func.count(made.person.distinct())).where(wanted)
    if but:
        query = query.where(or_(made.hub_id.is_(None), made.hub_id.not_in(but)))
    return session.scalar(query) or 0


def _told(one: HubTotals) -> HubLine:
    counts: dict[str, Any] = {name: one.totals.counts.get(name, 0) for name in FIGURES}
    return HubLine(one.hub_id, one.name or tr("A hub not known here"), **counts, as_of=one.totals.day)


def _line(hub: UUID | None, name: str, counts: Mapping[str, dict[UUID | None, int]]) -> HubLine:
    figures: dict[str, Any] = {column: count.get(hub, 0) for column, count in counts.items()}
    return HubLine(hub, name, **figures)


def _sentence(hubs: int, total: HubLine) -> str:
    if not total.people:
        return tr("No hub has sent anything yet. Bring in a package to begin.")
    return tr_many(
        "{n} hub, {people} people, {enrolments} enrolments.",
        "{n} hubs, {people} people, {enrolments} enrolments.",
        hubs,
        people=f"{total.people:,}",
        enrolments=f"{total.enrolments:,}",
    )
