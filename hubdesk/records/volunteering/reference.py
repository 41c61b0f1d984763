"""A reference for a volunteer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped

from hubdesk.base.errors import Problem
from hubdesk.base.words import tr, tr_later
from hubdesk.fields.field import field, link
from hubdesk.fields.types import Choice, Date, Email, Phone, Text
from hubdesk.records.record import Around, Kind, Record, in_order


class Reference(Record):
    """Somebody who was asked about a volunteer, and whether they answered well; never what they wrote."""

    __tablename__ = "reference"
    kind = Kind(tr_later("Reference"), tr_later("References"), icon="mail", restricted=True)

    application: Mapped[UUID] = link(tr_later("Application"), to="application", personal=True, synced=True)
    name: Mapped[str] = field(tr_later("Who is asked"), Text(120), listed=True, personal=True, others=True, synced=True)
    relation: Mapped[str | None] = field(
        tr_later("Knows them as"), Choice("reference_relation"), listed=True, synced=True
    )
    email: Mapped[str | None] = field(tr_later("E-mail"), Email(), listed=True, special=True, others=True)
    phone: Mapped[str | None] = field(tr_later("Phone"), Phone(), listed=True, special=True, others=True)
    status: Mapped[str] = field(
        tr_later("Status"), Choice("reference_status"), listed=True, default="to_ask", synced=True
    )
    asked_on: Mapped[date | None] = field(tr_later("Asked"), Date(), listed=True, synced=True)
    received_on: Mapped[date | None] = field(tr_later("Received"), Date(), listed=True, synced=True)

    @property
    def title(self) -> str:
        return self.name

    def problems(self, around: Around) -> Iterator[Problem]:
        if not in_order(self.asked_on, self.received_on):
            yield Problem(tr("It was received before it was asked for. Check both dates."), "received_on")
