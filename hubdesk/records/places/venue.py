"""A building, or another place, where hubs work."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Mapped

from hubdesk.base.words import tr_later
from hubdesk.fields.field import field, link
from hubdesk.fields.types import Choice, Notes, Phone, Postcode, Text, YesNo
from hubdesk.records.placing import find_ward
from hubdesk.records.record import Around, Kind, Record

_ACCESS = tr_later("Getting here and inside")


class Venue(Record):
    """A venue; two organisations may share one: who owns the building, and who runs it."""

    __tablename__ = "venue"
    kind = Kind(tr_later("Venue"), tr_later("Venues"), icon="building")

    name: Mapped[str] = field(tr_later("Name"), Text(), listed=True, found=True, synced=True)
    venue_kind: Mapped[str | None] = field(tr_later("Kind of place"), Choice("venue_kind"), listed=True, synced=True)
    address: Mapped[str | None] = field(tr_later("Address"), Text(), synced=True)
    postcode: Mapped[str | None] = field(tr_later("Postcode"), Postcode(), listed=True, found=True, synced=True)
    ward: Mapped[UUID | None] = link(
        tr_later("Ward"),
        to="ward",
        listed=True,
        hint=tr_later("Found from the postcode when there is one."),
        synced=True,
    )
    phone: Mapped[str | None] = field(tr_later("Phone"), Phone(), found=True, synced=True)
    owner: Mapped[UUID | None] = link(tr_later("Building belongs to"), to="organisation", synced=True)
    run_by: Mapped[UUID | None] = link(tr_later("Run by"), to="organisation", synced=True)
    step_free: Mapped[bool | None] = field(
        tr_later("Step-free from the street"),
        YesNo(),
        group=_ACCESS,
        hint=tr_later("What is said here stands on joining letters, posters and the leaflet."),
        synced=True,
    )
    accessible_toilet: Mapped[bool | None] = field(tr_later("Accessible toilet"), YesNo(), group=_ACCESS, synced=True)
    hearing_loop: Mapped[bool | None] = field(tr_later("Hearing loop"), YesNo(), group=_ACCESS, synced=True)
    bus: Mapped[str | None] = field(
        tr_later("Bus, tram and train"),
        Text(),
        group=_ACCESS,
        hint=tr_later("For example: Bus 197 stops outside."),
        synced=True,
    )
    parking: Mapped[str | None] = field(tr_later("Parking"), Text(), group=_ACCESS, synced=True)
    access: Mapped[str | None] = field(
        tr_later("Getting in and around"),
        Notes(),
        group=_ACCESS,
        hint=tr_later("Anything else, such as a lift, a quiet room, or which bell to ring."),
        synced=True,
    )

    @property
    def title(self) -> str:
        return self.name

    @property
    def detail(self) -> str:
        return self.postcode or ""

    def fill_in(self, around: Around) -> None:
        find_ward(self, around)
