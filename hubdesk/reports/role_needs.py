"""Volunteer roles, and what each needs of the person who fills it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdesk.base.words import tr, tr_many
from hubdesk.fields.codelists import label_of
from hubdesk.records.volunteering.training_requirement import TrainingRequirement
from hubdesk.records.volunteering.volunteer_role import VolunteerRole


@dataclass(frozen=True)
class RoleNeeds:
    """One role. ``dbs_level`` is a code, empty when the role needs no check; ``needs`` says it all in words."""

    role_id: UUID
    name: str
    purpose: str
    hours: str
    dbs_level: str
    references: int
    trainings: tuple[str, ...]
    needs: tuple[str, ...]


def role_needs(session: Session) -> list[RoleNeeds]:
    """All roles, by name."""
    trainings: dict[UUID, list[str]] = {}
    for needed in session.scalars(select(TrainingRequirement).order_by(TrainingRequirement.training)):
        trainings.setdefault(needed.role, []).append(needed.training)
    roles = session.scalars(select(VolunteerRole))
    found = [_needs(role, tuple(trainings.get(role.id, ()))) for role in roles]
    return sorted(found, key=lambda role: role.name.casefold())


def _needs(role: VolunteerRole, trainings: tuple[str, ...]) -> RoleNeeds:
    needs = []
    if role.references_needed:
        needs.append(tr_many("{n} reference", "{n} references", role.references_needed))
    if role.dbs_level:
        needs.append(tr("DBS check: {level}", level=label_of("dbs_level", role.dbs_level)))
    needs += trainings
    return RoleNeeds(
        role.id,
        role.name,
        role.purpose or "",
        role.hours or "",
        role.dbs_level or "",
        role.references_needed,
        trainings,
        tuple(needs),
    )
