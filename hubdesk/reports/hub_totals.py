"""What hubs that share no records have told of themselves: counts, rounded, as of a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from hubdesk.store.tables_of_exchange import hub_total
from hubdesk.store.values import unpack

STEP: Final = 5
"""Counts of people are told to the nearest 5, as HESA does it: 0, 1 and 2 are 0."""


@dataclass(frozen=True)
class Totals:
    """counts: by the name of a figure in `HubLine`; reach: learners of the year before ``day`` by the code of their ward.

    Under the empty code are those whose ward is not known.
    """

    day: date
    counts: Mapping[str, int]
    reach: Mapping[str, int]


@dataclass(frozen=True)
class HubTotals:
    """The newest totals of one hub."""

    hub_id: UUID
    name: str
    totals: Totals


def rounded(n: int) -> int:
    """To the nearest 5."""
    return STEP * ((n + STEP // 2) // STEP)


def hub_totals(session: Session, day: date) -> list[HubTotals]:
    """Of the hubs that share totals only on that day, what each has told last; by name."""
    open_still = or_(hub_total.c.until.is_(None), hub_total.c.until >= day)
    rows = session.execute(newest_totals().where(open_still)).all()
    known = [HubTotals(row.hub_id, row.hub, _read(row.day, unpack(row.figures))) for row in rows]
    return sorted(known, key=lambda one: (one.name.casefold(), str(one.hub_id)))


def newest_totals() -> Select[Any]:
    """Of each hub whose newest package brought totals, the row."""
    last = (
        select(hub_total.c.hub_id, func.max(hub_total.c.clock).label("clock")).group_by(hub_total.c.hub_id).subquery()
    )
    newest = (last.c.hub_id == hub_total.c.hub_id) & (last.c.clock == hub_total.c.clock)
    return select(hub_total).join(last, newest).where(hub_total.c.figures != "")


def _read(day: date, figures: dict[str, Any]) -> Totals:
    return Totals(day, figures["counts"], figures["reach"])
