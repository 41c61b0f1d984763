"""The network at a glance: what each hub has sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from hubdesk.base.words import tr, tr_many
from hubdesk.records import kind_named
from hubdesk.records.learning.certificate import Certificate
from hubdesk.records.learning.course import Course
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.learning.enrolment import ON_COURSE, Enrolment
from hubdesk.records.network.hub import Hub
from hubdesk.records.people.person import Person
from hubdesk.records.volunteering.application import Application


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


@dataclass(frozen=True)
class ByHub:
    """A line per hub, by name, and the total; a person known at two hubs under one record counts once."""

    hubs: tuple[HubLine, ...]
    total: HubLine
    sentence: str


def by_hub(session: Session) -> ByHub:
    """Counts by the hub at which each record was made; the lead's own line is left out while it has no records."""
    placed = Enrolment.status.in_(ON_COURSE)
    active = Application.stage == "active"
    counts = {
        "people": _each(session, Person, func.count()),
        "courses": _each(session, Course, func.count()),
        "runs": _each(session, CourseRun, func.count()),
        "enrolments": _each(session, Enrolment, func.count(), placed),
        "learners": _each(session, Enrolment, func.count(Enrolment.person.distinct()), placed),
        "volunteers": _each(session, Application, func.count(Application.person.distinct()), active),
        "certificates": _each(session, Certificate, func.count()),
    }
    names = {hub.id: hub for hub in session.scalars(select(Hub))}
    hubs = {id_ for id_, hub in names.items() if not hub.lead} | {id_ for count in counts.values() for id_ in count}
    lines = [_line(hub, names[hub].name if hub in names else tr("A hub not known here"), counts) for hub in hubs]
    lines.sort(key=lambda line: line.name.casefold())
    people = {
        "learners": session.scalar(select(func.count(Enrolment.person.distinct())).where(placed)) or 0,
        "volunteers": session.scalar(select(func.count(Application.person.distinct())).where(active)) or 0,
    }
    summed = {name: people.get(name, sum(count.values())) for name, count in counts.items()}
    total = HubLine(None, tr("All hubs"), **summed)
    return ByHub(tuple(lines), total, _sentence(len(lines), total))


def made_at(session: Session, kind: str, ids: Sequence[UUID]) -> dict[UUID, str]:
    """The name of the hub at which each of these records was made; empty where it is not known here."""
    table, hub = kind_named(kind).__table__, Hub.__table__.alias()
    names = select(table.c.id, hub.c.name).join(hub, hub.c.id == table.c.hub_id).where(table.c.id.in_(ids))
    known = {row[0]: row[1] for row in session.execute(names)}
    return {one: known.get(one, "") for one in ids}


def _each(session: Session, made: type[Any], counted: Any, *wanted: ColumnElement[bool]) -> dict[UUID | None, int]:
    query = select(made.hub_id, counted).where(*wanted).group_by(made.hub_id)
    return {row[0]: row[1] for row in session.execute(query)}


def _line(hub: UUID | None, name: str, counts: Mapping[str, dict[UUID | None, int]]) -> HubLine:
    return HubLine(hub, name, **{column: count.get(hub, 0) for column, count in counts.items()})


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
