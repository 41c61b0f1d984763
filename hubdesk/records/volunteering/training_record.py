"""Training that a person has done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped

from hubdesk.base.errors import Problem
from hubdesk.base.words import tr, tr_later
from hubdesk.fields.field import field, link
from hubdesk.fields.types import Date, Text
from hubdesk.fields.working_days import months_after
from hubdesk.records.record import Around, Kind, Record, in_order


class TrainingRecord(Record):
    """A completed training, and the day it runs out."""

    __tablename__ = "training_record"
    kind = Kind(tr_later("Training record"), tr_later("Training records"), icon="graduation-cap")

    person: Mapped[UUID] = link(tr_later("Person"), to="person", listed=True, personal=True, synced=True)
    training: Mapped[str] = field(tr_later("Training"), Text(), listed=True, found=True, synced=True)
    completed: Mapped[date] = field(tr_later("Completed"), Date(), listed=True, synced=True)
    expires: Mapped[date | None] = field(
        tr_later("Runs out"),
        Date(),
        listed=True,
        hint=tr_later("Left empty, it follows from the role's training requirement."),
        synced=True,
    )
    provider: Mapped[str | None] = field(tr_later("Given by"), Text(), listed=True, synced=True)
    evidence: Mapped[str | None] = field(tr_later("Certificate or evidence"), Text(), synced=True)

    @property
    def title(self) -> str:
        return self.training

    def fill_in(self, around: Around) -> None:
        if self.expires is not None or None in (self.completed, self.training):
            return
        months = [
            needed.valid_months
            for needed in around.all("training_requirement")
            if needed.valid_months and needed.training.casefold() == self.training.casefold()
        ]
        if months:
            self.expires = months_after(self.completed, min(months))

    def problems(self, around: Around) -> Iterator[Problem]:
        if self.completed > around.today:
            yield Problem(tr("This day is still to come. Enter the training when it is done."), "completed")
        if not in_order(self.completed, self.expires):
            yield Problem(tr("It runs out before it was completed. Check both dates."), "expires")
