"""A loan of equipment: every type of field there is, two links to people, a key of two fields, something in confidence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from hubdesk.base.errors import Problem
from hubdesk.base.words import Later
from hubdesk.fields.field import field, link
from hubdesk.fields.types import (
    Choice,
    Choices,
    Date,
    Email,
    Minutes,
    Moment,
    Money,
    Notes,
    Phone,
    Postcode,
    Text,
    Time,
    Whole,
    YesNo,
)
from hubdesk.records.record import Around, Kind, Record, in_order


class EquipmentLoan(Record):
    """A thing of the hub that somebody has at home."""

    __tablename__ = "equipment_loan"
    __table_args__ = (UniqueConstraint("tag", "lent"),)
    kind = Kind(Later("Loan of equipment"), Later("Loans of equipment"), icon="package")

    tag: Mapped[str] = field(Later("Asset tag"), Text(20), listed=True, found=True, synced=True)
    borrower: Mapped[UUID] = link(Later("Borrower"), to="person", listed=True, personal=True, synced=True)
    lender: Mapped[UUID | None] = link(Later("Lent by"), to="person", personal=True)
    room: Mapped[UUID | None] = link(Later("Kept in"), to="room", listed=True, synced=True)
    lent: Mapped[date] = field(Later("Lent on"), Date(), listed=True, synced=True)
    due: Mapped[date | None] = field(Later("Due back"), Date(), listed=True, synced=True)
    deposit: Mapped[Decimal | None] = field(Later("Deposit"), Money(), listed=True, synced=True)
    paid_by: Mapped[str | None] = field(Later("Deposit paid by"), Choice("funding_source"), synced=True)
    uses: Mapped[tuple[str, ...]] = field(
        Later("What it is for"), Choices("reason_for_learning"), default=(), synced=True
    )
    charger: Mapped[bool] = field(Later("With a charger"), YesNo(), default=True, synced=True)
    collected_at: Mapped[time | None] = field(Later("Collected at"), Time(), synced=True)
    checked: Mapped[datetime | None] = field(Later("Last checked"), Moment(), synced=True)
    phone: Mapped[str | None] = field(Later("Phone during the loan"), Phone(), found=True, personal=True)
    email: Mapped[str | None] = field(Later("E-mail during the loan"), Email(), found=True, personal=True)
    kept_at: Mapped[str | None] = field(Later("Postcode where it is"), Postcode(), found=True, personal=True)
    parts: Mapped[int] = field(Later("Parts"), Whole(1, 50), default=1, synced=True)
    instruction: Mapped[int | None] = field(Later("Time of instruction"), Minutes(), synced=True)
    why: Mapped[str | None] = field(Later("What it helps with"), Notes(), special=True, group=Later("In confidence"))
    remark: Mapped[str | None] = field(Later("Remark about the lender"), Notes(), others=True)

    @property
    def title(self) -> str:
        return self.tag

    def problems(self, around: Around) -> Iterator[Problem]:
        if not in_order(self.lent, self.due):
            yield Problem("It is due back before it is lent. Check both dates.", "due")
