"""That a person is on a course run, or waits for a place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Index, SQLColumnExpression, and_, or_
from sqlalchemy.orm import Mapped

from hubdesk.base.errors import Problem
from hubdesk.base.words import tr, tr_later, tr_many
from hubdesk.fields.field import field, link
from hubdesk.fields.types import Choice, Choices, Date
from hubdesk.records.record import Around, Kind, Record, in_order

OPEN: Final = ("enrolled", "waiting")
"""The statuses of which a person has at most one per course run."""

ON_COURSE: Final = ("enrolled", "completed", "withdrawn")
"""What an enrolment is once there was a place."""


class Enrolment(Record):
    """From asking for a place to the outcome."""

    __tablename__ = "enrolment"
    __table_args__ = (Index("ix_enrolment_status_run", "status", "run"),)
    kind = Kind(tr_later("Enrolment"), tr_later("Enrolments"), icon="user-plus")

    person: Mapped[UUID] = link(tr_later("Learner"), to="person", listed=True, personal=True, synced=True)
    run: Mapped[UUID] = link(tr_later("Course run"), to="course_run", listed=True, synced=True)
    status: Mapped[str] = field(
        tr_later("Status"), Choice("enrolment_status"), listed=True, default="enrolled", synced=True
    )
    asked_on: Mapped[date] = field(
        tr_later("Asked for a place on"), Date(), hint=tr_later("The waiting list goes by this day."), synced=True
    )
    starts: Mapped[date | None] = field(tr_later("Started"), Date(), listed=True, synced=True)
    ends: Mapped[date | None] = field(tr_later("Ended"), Date(), listed=True, synced=True)
    reasons: Mapped[tuple[str, ...]] = field(
        tr_later("Reasons for learning"), Choices("reason_for_learning"), default=(), synced=True
    )
    purpose: Mapped[str | None] = field(tr_later("Main purpose"), Choice("learning_purpose"), synced=True)
    outcome: Mapped[str | None] = field(tr_later("Outcome"), Choice("outcome"), listed=True, synced=True)
    withdrawal_reason: Mapped[str | None] = field(tr_later("Why they left"), Choice("withdrawal_reason"), synced=True)

    def problems(self, around: Around) -> Iterator[Problem]:
        if not in_order(self.starts, self.ends):
            yield Problem(tr("The enrolment ends before it starts. Check both dates."), "ends")
        yield from self._ending()
        if self.status in OPEN and any(
            other.id != self.id and other.status in OPEN
            for other in around.all("enrolment", person=self.person, run=self.run)
        ):
            yield Problem(tr("This person is on this course run already, or waits for it. Open that enrolment."), "run")
        run = around.get("course_run", self.run)
        if run and self.status == "enrolled":
            taken = around.count("enrolment", run=self.run, status="enrolled")
            if taken > run.capacity:
                yield Problem(
                    tr_many(
                        "The only place is taken. Put the person on the waiting list.",
                        "All {n} places are taken. Put the person on the waiting list.",
                        run.capacity,
                    ),
                    "status",
                )
        if run and run.status == "cancelled" and self.status in OPEN:
            yield Problem(tr("This course run is cancelled. Pick another run."), "run")

    @classmethod
    def on_register(cls, day: date | SQLColumnExpression[date]) -> ColumnElement[bool]:
        """Whether an enrolment stands on the register of a class on that day, as a condition of a query."""
        stayed = and_(cls.status == "completed", or_(cls.ends.is_(None), cls.ends >= day))
        left_later = and_(cls.status == "withdrawn", cls.ends >= day)
        begun = or_(cls.starts.is_(None), cls.starts <= day)
        return and_(begun, or_(cls.status == "enrolled", stayed, left_later))

    def _ending(self) -> Iterator[Problem]:
        if self.status == "withdrawn" and not self.withdrawal_reason:
            yield Problem(tr("Say why the person left."), "withdrawal_reason")
        if self.withdrawal_reason and self.status != "withdrawn":
            yield Problem(tr("Only a person who left has a reason for leaving. Leave this empty."), "withdrawal_reason")
        if self.status in OPEN and self.outcome:
            yield Problem(
                tr("There is no outcome while the person is still on the course. Leave this empty."), "outcome"
            )
