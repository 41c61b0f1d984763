"""That an organisation belongs to a network, and since when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped

from hubdesk.base.errors import Problem
from hubdesk.base.words import tr, tr_later
from hubdesk.fields.field import field, link
from hubdesk.fields.types import Choice, Date
from hubdesk.records.record import Around, Kind, Record, in_order


class Membership(Record):
    """A membership of a network, partnership or alliance, itself an organisation."""

    __tablename__ = "membership"
    kind = Kind(tr_later("Membership"), tr_later("Memberships"), icon="handshake", network=True)

    organisation: Mapped[UUID] = link(tr_later("Organisation"), to="organisation", listed=True, synced=True)
    network: Mapped[UUID] = link(tr_later("Network"), to="organisation", listed=True, synced=True)
    involvement: Mapped[str | None] = field(tr_later("Involvement"), Choice("involvement"), listed=True, synced=True)
    started: Mapped[date] = field(tr_later("Since"), Date(), listed=True, synced=True)
    ended: Mapped[date | None] = field(tr_later("Until"), Date(), listed=True, synced=True)

    def problems(self, around: Around) -> Iterator[Problem]:
        if not in_order(self.started, self.ended):
            yield Problem(tr("The membership ends before it starts. Check both dates."), "ended")
        if self.organisation == self.network:
            yield Problem(tr("An organisation cannot be a member of itself. Pick the network."), "network")
