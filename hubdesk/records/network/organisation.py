"""An organisation that the hub or the network works with."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped

from hubdesk.base.words import tr_later
from hubdesk.fields.field import field
from hubdesk.fields.types import Choices, Date, Email, Notes, Phone, Postcode, Text
from hubdesk.records.record import Kind, Record


class Organisation(Record):
    """A body with a name: a hub's charity, a college, a funder, a network. It may belong to several sectors."""

    __tablename__ = "organisation"
    kind = Kind(tr_later("Organisation"), tr_later("Organisations"), icon="building-2", network=True)

    name: Mapped[str] = field(tr_later("Name"), Text(), listed=True, found=True, synced=True)
    sectors: Mapped[tuple[str, ...]] = field(
        tr_later("Sectors"), Choices("organisation_sector"), listed=True, default=(), synced=True
    )
    phone: Mapped[str | None] = field(tr_later("Phone"), Phone(), listed=True, found=True, synced=True)
    email: Mapped[str | None] = field(tr_later("E-mail"), Email(), listed=True, synced=True)
    website: Mapped[str | None] = field(tr_later("Website"), Text(), synced=True)
    address: Mapped[str | None] = field(tr_later("Address"), Text(), synced=True)
    postcode: Mapped[str | None] = field(tr_later("Postcode"), Postcode(), found=True, synced=True)
    matrix_until: Mapped[date | None] = field(
        tr_later("matrix Standard until"),
        Date(),
        hint=tr_later("When its accreditation for information, advice and guidance runs out. Empty where it has none."),
        synced=True,
    )
    notes: Mapped[str | None] = field(tr_later("Notes"), Notes(), synced=True)

    @property
    def title(self) -> str:
        return self.name
