"""The board of volunteer applications, a column for each stage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hubdesk.fields.codelists import Code, codes
from hubdesk.records.people.person import Person
from hubdesk.records.volunteering.application import Application
from hubdesk.records.volunteering.volunteer_role import VolunteerRole
from hubdesk.reports.needs import Tone
from hubdesk.store.around import Surroundings


@dataclass(frozen=True)
class ApplicationCard:
    """One application. ``missing`` says what stands between the person and the role, a sentence each."""

    application_id: UUID
    person_id: UUID
    name: str
    role: str
    since: date
    days: int
    target_days: int | None
    late: bool
    missing: tuple[str, ...]
    tone: Tone


@dataclass(frozen=True)
class StageColumn:
    """A stage and its applications, the longest waiting first; ``total`` counts also those not shown."""

    stage: str
    label: str
    target_days: int | None
    total: int
    cards: tuple[ApplicationCard, ...]


def applications_board(session: Session, today: date, most: int = 100) -> tuple[StageColumn, ...]:
    """The stages that stand on the board, in order, with at most ``most`` cards each."""
    stages = [code for code in codes("application_stage", today) if code.facts.get("board")]
    return tuple(_column(session, stage, today, most) for stage in stages)


def _column(session: Session, stage: Code, today: date, most: int) -> StageColumn:
    here = Application.stage == stage.code
    query = (
        select(Application, Person.full_name, VolunteerRole.name)
        .join(Person, Person.id == Application.person)
        .join(VolunteerRole, VolunteerRole.id == Application.role)
        .where(here)
        .order_by(Application.stage_since, Person.full_name)
        .limit(most)
    )
    around = Surroundings(session)
    cards = tuple(
        _card(one, name, role, tuple(one.missing(around)), today) for one, name, role in session.execute(query)
    )
    total = session.scalar(select(func.count()).select_from(Application).where(here)) or 0
    target = stage.facts.get("target_days")
    return StageColumn(stage.code, stage.label, target if isinstance(target, int) else None, total, cards)


def _card(one: Application, name: str, role: str, missing: tuple[str, ...], today: date) -> ApplicationCard:
    days, target = (today - one.stage_since).days, one.target_days()
    late = target is not None and days > target
    tone: Tone = "quiet"
    if late:
        tone = "overdue"
    elif target is not None and days > target - 3:
        tone = "due"
    elif one.stage == "active":
        tone = "overdue" if missing else "done"
    return ApplicationCard(one.id, one.person, name, role, one.stage_since, days, target, late, missing, tone)
