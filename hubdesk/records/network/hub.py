"""The hub itself, as it is known in the network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from uuid import UUID

from sqlalchemy.orm import Mapped

from hubdesk.base.errors import Problem
from hubdesk.base.words import tr, tr_later
from hubdesk.fields.field import field, link
from hubdesk.fields.types import Text, YesNo
from hubdesk.records.record import Around, Kind, Record


class Hub(Record):
    """The identity of one hub, or of the lead organisation; its id marks every record made there."""

    __tablename__ = "hub"
    kind = Kind(tr_later("Hub"), tr_later("Hubs"), icon="network")

    name: Mapped[str] = field(tr_later("Name"), Text(), listed=True, found=True, synced=True)
    letters: Mapped[str] = field(
        tr_later("Letters"),
        Text(4),
        listed=True,
        hint=tr_later("Two to four capitals that begin its certificate numbers."),
        synced=True,
    )
    network: Mapped[str | None] = field(tr_later("Network"), Text(), listed=True, synced=True)
    lead: Mapped[bool] = field(tr_later("Leads the network"), YesNo(), listed=True, default=False, synced=True)
    venue: Mapped[UUID | None] = link(tr_later("Venue"), to="venue", listed=True, synced=True)
    organisation: Mapped[UUID | None] = link(tr_later("Organisation"), to="organisation", synced=True)

    @property
    def title(self) -> str:
        return self.name

    def problems(self, around: Around) -> Iterator[Problem]:
        if not re.fullmatch(r"[A-Z]{2,4}", self.letters):
            yield Problem(tr("Write two to four capital letters, for example WES."), "letters")
