"""Volunteers at every stage, with the checks and training that each has by then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Final
from uuid import UUID

from hubdesk.demo.people import new_id
from hubdesk.records.record import Record
from hubdesk.records.volunteering.application import Application
from hubdesk.records.volunteering.dbs_check import DbsCheck
from hubdesk.records.volunteering.reference import Reference
from hubdesk.records.volunteering.training_record import TrainingRecord
from hubdesk.records.volunteering.training_requirement import TrainingRequirement
from hubdesk.records.volunteering.volunteer_hours import VolunteerHours
from hubdesk.records.volunteering.volunteer_role import VolunteerRole

_ROLES: Final = (
    ("Reception volunteer", "Two mornings a week", None),
    ("Classroom helper", "Two hours a week", "enhanced"),
    ("Café volunteer", "Thursdays", "basic"),
)
_TRAINING: Final = (("Safeguarding awareness", 36), ("Data protection", 24), ("Fire safety", 12))
_STAGES: Final = (
    ("active", 7), ("induction", 1), ("checks", 2), ("references", 2), ("chat", 1), ("applied", 2), ("enquiry", 1),
    ("paused", 1), ("left", 1),
)  # fmt: skip
_CHECKED: Final = ("active", "induction", "paused", "left")


def volunteering(rng: Random, people: list[UUID], today: date) -> Iterator[Record]:
    """Roles, and an application of each person at a stage; the first people volunteer already."""
    roles = [
        VolunteerRole(id=new_id(rng), name=name, hours=hours, dbs_level=level, references_needed=2)
        for name, hours, level in _ROLES
    ]
    yield from roles
    for role in roles:
        for training, months in _TRAINING:
            yield TrainingRequirement(id=new_id(rng), role=role.id, training=training, valid_months=months)
    stages = [stage for stage, count in _STAGES for _ in range(count)]
    for person, stage in zip(people, stages, strict=False):
        yield from _volunteer(rng, person, rng.choice(roles), stage, today)


def _volunteer(rng: Random, person: UUID, role: VolunteerRole, stage: str, today: date) -> Iterator[Record]:
    began = today - timedelta(days=rng.randint(60, 300) if stage in _CHECKED else rng.randint(10, 40))
    application = Application(
        id=new_id(rng),
        person=person,
        role=role.id,
        stage=stage,
        applied_on=began,
        stage_since=began + timedelta(days=rng.randint(1, 9)),
        agreed_on=began + timedelta(days=9) if stage in _CHECKED else None,
    )
    for name in ("Joan Field", "Peter Marsh"):
        answered = stage in _CHECKED or stage == "checks"
        yield Reference(
            id=new_id(rng),
            application=application.id,
            name=name,
            relation="employer",
            status="accepted" if answered else "asked" if stage == "references" else "to_ask",
            asked_on=began + timedelta(days=3) if answered or stage == "references" else None,
            received_on=began + timedelta(days=8) if answered else None,
        )
    if role.dbs_level and (stage in _CHECKED or stage == "checks"):
        cleared = stage in _CHECKED
        issued = today - timedelta(days=3 * 365 - rng.choice((12, 25, 200, 400)))
        yield DbsCheck(
            id=new_id(rng),
            person=person,
            level="enhanced",
            workforce="child_adult",
            issued=issued if cleared else None,
            outcome="clear" if cleared else None,
            seen_on=issued + timedelta(days=6) if cleared else None,
            next_check=issued + timedelta(days=3 * 365) if cleared else None,
        )
    if stage in _CHECKED:
        yield from _trained(rng, person, role, stage, today)
    yield application


def _trained(rng: Random, person: UUID, role: VolunteerRole, stage: str, today: date) -> Iterator[Record]:
    for training, months in _TRAINING:
        if stage == "induction" and training == "Fire safety":
            continue
        done = today - timedelta(days=rng.randint(30, months * 30 - 20))
        yield TrainingRecord(id=new_id(rng), person=person, training=training, completed=done, provider="In the hub")
    if stage == "active":
        for week in range(1, 9):
            day = today - timedelta(days=7 * week + rng.randint(0, 4))
            yield VolunteerHours(
                id=new_id(rng), person=person, role=role.id, day=day, given=rng.choice((120, 150, 180))
            )
