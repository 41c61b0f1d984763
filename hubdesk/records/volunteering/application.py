"""A person's way into a volunteer role, stage by stage."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from hubdesk.base.errors import Problem
from hubdesk.base.words import tr, tr_later
from hubdesk.fields.codelists import codes
from hubdesk.fields.field import field, link
from hubdesk.fields.types import Choice, Date, Notes
from hubdesk.records.record import Around, Kind, Record, in_order

ENDED: Final = ("left", "unsuccessful")
CLEAR: Final = "clear"


class Application(Record):
    """An application for a role; active only while the role's checks and training are in date."""

    __tablename__ = "application"
    __table_args__ = (Index("ix_application_stage", "stage"),)
    kind = Kind(tr_later("Volunteer application"), tr_later("Volunteer applications"), icon="hand-heart")

    person: Mapped[UUID] = link(tr_later("Volunteer"), to="person", listed=True, personal=True, synced=True)
    role: Mapped[UUID] = link(tr_later("Role"), to="volunteer_role", listed=True, synced=True)
    stage: Mapped[str] = field(
        tr_later("Stage"), Choice("application_stage"), listed=True, default="applied", synced=True
    )
    applied_on: Mapped[date] = field(tr_later("Applied"), Date(), listed=True, synced=True)
    stage_since: Mapped[date] = field(tr_later("At this stage since"), Date(), listed=True, synced=True)
    offers: Mapped[str | None] = field(tr_later("What they would like to do"), Notes(), synced=True)
    agreed_on: Mapped[date | None] = field(tr_later("Agreement signed"), Date(), synced=True)

    def fill_in(self, around: Around) -> None:
        if self.changed("stage") and not self.changed("stage_since"):
            self.stage_since = around.today

    def problems(self, around: Around) -> Iterator[Problem]:
        if not in_order(self.applied_on, self.stage_since):
            yield Problem(tr("This is before the day they applied. Check both dates."), "stage_since")
        if self.stage not in ENDED and any(
            other.id != self.id and other.stage not in ENDED
            for other in around.all("application", person=self.person, role=self.role)
        ):
            yield Problem(tr("This person has an open application for this role. Open that one."), "role")
        if self.stage == "active":
            for missing in self.missing(around):
                yield Problem(missing, "stage")

    def missing(self, around: Around) -> Iterator[str]:
        """What stands between this person and the role today, one sentence each; nothing when they are cleared."""
        yield from (sentence for _, sentence in self.still_to_do(around))

    def still_to_do(self, around: Around) -> Iterator[tuple[str, str]]:
        """The same, each with the stage in which it is usually done."""
        role = around.get("volunteer_role", self.role)
        if role is None:
            return
        good = sum(1 for r in around.all("reference", application=self.id) if r.status == "accepted")
        if good < role.references_needed:
            yield "references", tr("{n} of {needed} references are in.", n=good, needed=role.references_needed)
        if role.dbs_level and not any(
            _covers(check, role.dbs_level, around.today) for check in around.all("dbs_check", person=self.person)
        ):
            yield "checks", tr("The DBS check that the role needs is not there, or not in date.")
        done = around.all("training_record", person=self.person)
        for needed in around.all("training_requirement", role=self.role):
            if not any(
                record.training.casefold() == needed.training.casefold()
                and record.completed <= around.today
                and in_order(around.today, record.expires)
                for record in done
            ):
                sentence = tr("The training “{training}” is not done, or has run out.", training=needed.training)
                yield "induction", sentence

    def target_days(self) -> int | None:
        """How many days this stage should take at most; None where there is no target."""
        return target_days(self.stage)


def target_days(stage: str) -> int | None:
    """How many days a stage should take at most, from the dated list of stages; None where there is no target."""
    for code in codes("application_stage"):
        days = code.facts.get("target_days")
        if code.code == stage and isinstance(days, int):
            return days
    return None


def _covers(check: object, level: str, today: date) -> bool:
    order = [code.code for code in codes("dbs_level")]
    # Of a level that only a newer HubDesk knows nobody here can say what is above it.
    enough = order[order.index(level) :] if level in order else [level]
    return (
        getattr(check, "level", None) in enough
        and getattr(check, "outcome", None) == CLEAR
        and in_order(today, getattr(check, "next_check", None))
    )
