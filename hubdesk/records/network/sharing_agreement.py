"""What a hub has agreed to share with its lead organisation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from sqlalchemy.orm import Mapped

from hubdesk.base.errors import Problem
from hubdesk.base.words import tr, tr_later
from hubdesk.fields.dates import show_date
from hubdesk.fields.field import field
from hubdesk.fields.types import Choice, Choices, Date, Text
from hubdesk.records.record import Around, Kind, Record, in_order
from hubdesk.records.travelling import travelling_fields

TOTALS: Final = "totals"
PSEUDONYMOUS: Final = "pseudonymous"
NAMED: Final = "named"


class SharingAgreement(Record):
    """An agreement between one hub and a lead, for a time. While none is in force, no record leaves."""

    __tablename__ = "sharing_agreement"
    kind = Kind(tr_later("Sharing agreement"), tr_later("Sharing agreements"), icon="handshake", always_sent=True)

    lead: Mapped[str] = field(
        tr_later("With"),
        Text(120),
        listed=True,
        found=True,
        synced=True,
        hint=tr_later("The lead organisation or network."),
    )
    level: Mapped[str] = field(
        tr_later("What the lead organisation gets"), Choice("sharing_level"), listed=True, default=TOTALS, synced=True
    )
    started: Mapped[date] = field(tr_later("From"), Date(), listed=True, synced=True)
    ended: Mapped[date | None] = field(
        tr_later("Last day"),
        Date(),
        listed=True,
        synced=True,
        hint=tr_later("Empty while no end is agreed. After this day no record leaves."),
    )
    agreed_by: Mapped[str | None] = field(tr_later("Agreed at the hub by"), Text(120), listed=True, personal=True)
    also_sent: Mapped[tuple[str, ...]] = field(
        tr_later("Sent as well"),
        Choices(travelling_fields),
        default=(),
        synced=True,
        hint=tr_later("Only with records without names: what leaves all the same, because both have agreed on it."),
    )
    held_back: Mapped[tuple[str, ...]] = field(
        tr_later("Held back"),
        Choices(travelling_fields),
        default=(),
        synced=True,
        hint=tr_later("What stays at the hub, although the rest of the record leaves."),
    )

    @property
    def title(self) -> str:
        return self.lead

    @property
    def detail(self) -> str:
        return show_date(self.started)

    def in_force(self, day: date) -> bool:
        """Whether it holds on that day."""
        return in_order(self.started, day) and in_order(day, self.ended)

    def problems(self, around: Around) -> Iterator[Problem]:
        if not in_order(self.started, self.ended):
            yield Problem(tr("The agreement ends before it starts. Check both dates."), "ended")
        for other in around.all("sharing_agreement", hub_id=self.hub_id):
            if other.id != self.id and in_order(self.started, other.ended) and in_order(other.started, self.ended):
                told = f"{other.title}, {other.detail}"
                yield Problem(
                    tr("Another agreement is in force in that time: {other}. End that one first.", other=told),
                    "started",
                )
                break
        if both := set(self.also_sent) & set(self.held_back):
            said = Choices(travelling_fields).show(tuple(sorted(both)))
            yield Problem(
                tr("This cannot be sent and held back: {fields}. Take it out of one of the two.", fields=said),
                "held_back",
            )
