"""A published figure about a ward, such as its out-of-work claimants in one month."""

from __future__ import annotations

import re
from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from hubdesk.base.errors import Problem
from hubdesk.base.words import tr, tr_later
from hubdesk.fields.field import field, link
from hubdesk.fields.types import Choice, Text, Whole
from hubdesk.records.record import Around, Kind, Record


class WardFigure(Record):
    """One indicator's value for one ward and period."""

    __tablename__ = "ward_figure"
    __table_args__ = (UniqueConstraint("ward", "indicator", "period"),)
    kind = Kind(tr_later("Ward figure"), tr_later("Ward figures"), icon="map-pin", shared=True)

    ward: Mapped[UUID] = link(tr_later("Ward"), to="ward", listed=True, synced=True)
    indicator: Mapped[str] = field(tr_later("Indicator"), Choice("indicator"), listed=True, synced=True)
    period: Mapped[str] = field(
        tr_later("Period"),
        Text(7),
        listed=True,
        hint=tr_later("Year, or year and month, for example 2013-08."),
        synced=True,
    )
    value: Mapped[int] = field(tr_later("Value"), Whole(most=100_000_000), listed=True, synced=True)
    source: Mapped[str] = field(tr_later("Source"), Text(), listed=True, synced=True)

    @property
    def title(self) -> str:
        return f"{Choice('indicator').show(self.indicator)}, {self.period}"

    def problems(self, around: Around) -> Iterator[Problem]:
        if not re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2]))?", self.period):
            yield Problem(tr("Write the period as a year, or year and month, for example 2013-08."), "period")
