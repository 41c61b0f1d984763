"""Totals on their way: a line of the package beside its changes, and of each hub at the lead what its newest package says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, delete, func, insert, select, update

from hubdesk.base.errors import Refused
from hubdesk.reports.hub_totals import Totals
from hubdesk.reports.own_totals import own_totals
from hubdesk.store import Store
from hubdesk.store.clock import reading_at
from hubdesk.store.tables_of_exchange import hub_total
from hubdesk.store.values import pack
from hubdesk.sync.agreement import Agreed
from hubdesk.sync.package import Checked
from hubdesk.sync.whose import hub_name_of
from hubdesk.sync.wrong_clock import clock_told

NAME: Final = "totals"
"""What their line says that it holds."""

_MOST: Final = 2**31
_LONGEST: Final = 60
_MOST_WARDS: Final = 20_000
_KEPT: Final = 20
"""So many of a hub's packages are kept, so that undoing the latest brings back what was told before."""


@dataclass(frozen=True)
class Telling:
    """What a package says of its hub besides changes. figures: JSON of counts, empty where there are none."""

    hub_id: UUID
    clock: int
    seal: str
    hub: str
    level: str
    day: date | None
    until: date | None
    figures: str


def totals_of(store: Store, agreed: Agreed, day: date) -> Totals | None:
    """What leaves in place of records; None where these do, or nothing is agreed."""
    if agreed.id is None or agreed.sends_records:
        return None
    with store.reading() as session:
        return own_totals(session, day)


def lines_of(totals: Totals | None, agreed: Agreed) -> Iterator[str]:
    """The line of the package."""
    if totals is not None:
        until = agreed.ended.isoformat() if agreed.ended else None
        told = {"day": totals.day.isoformat(), "until": until, "counts": totals.counts, "reach": totals.reach}
        yield pack({"beside": NAME, **told})


def telling(checked: Checked, line: dict[str, Any] | None) -> Telling:
    """What a package says, given its line of totals. Raises ValueError where that makes no sense."""
    header = checked.header
    hub, name = UUID(header["hub"]), hub_name_of(checked)
    clock, level = int(header.get("clock") or 0), str(header.get("level") or "")[:_LONGEST]
    if not 0 <= clock < 2**62:
        raise ValueError
    if line is None:
        return Telling(hub, clock, checked.seal, name, level, None, None, "")
    until = date.fromisoformat(line["until"]) if line["until"] else None
    figures = pack({"counts": _counts(line["counts"]), "reach": _counts(line["reach"])})
    return Telling(hub, clock, checked.seal, name, level, date.fromisoformat(line["day"]), until, figures)


def take_in(
    connection: Connection,
    checked: Checked,
    line: dict[str, Any] | None,
    own: UUID | None,
    day: date,
    *,
    let_in: bool,
) -> date | None:
    """Keep what a package of another hub than ``own`` says; the day of its totals, where they are the newest.

    Raises Refused for totals of a clock that runs too far ahead, unless a person has let the package in: for all that time
    no later ones would be the newest.
    """
    told = telling(checked, line)
    if told.hub_id == own:
        return None
    try:
        told = replace(told, clock=clock_told(checked.header))
    except Refused:
        if not let_in:
            if told.figures:
                raise
            return None
        told = replace(told, clock=reading_at(datetime.now(UTC)))
    return told.day if keep_telling(connection, told, day) else None


def keep_telling(connection: Connection, told: Telling, day: date) -> bool:
    """Keep it beside what the hub told before; whether it brought totals, and newer ones by the hub's clock.

    Totals of an agreement that has ended by the day are not kept.
    """
    if told.until is not None and told.until < day:
        told = replace(told, figures="")
    theirs = hub_total.c.hub_id == told.hub_id
    newest = connection.scalar(select(func.max(hub_total.c.clock)).where(theirs)) or 0
    same = theirs & (hub_total.c.clock == told.clock)
    held = connection.execute(select(hub_total).where(same)).first()
    if held is not None and (held.level, held.figures) >= (told.level, told.figures):
        return False
    connection.execute(delete(hub_total).where(same))
    connection.execute(insert(hub_total).values(**vars(told)))
    clocks = select(hub_total.c.clock).where(theirs).order_by(hub_total.c.clock.desc())
    kept = connection.scalars(clocks.limit(_KEPT)).all()
    connection.execute(delete(hub_total).where(theirs, hub_total.c.clock < kept[-1]))
    return bool(told.figures) and told.clock >= newest


def forget_told(connection: Connection, seals: Sequence[str]) -> None:
    """Forget what these packages told: what was told before stands again."""
    connection.execute(delete(hub_total).where(hub_total.c.seal.in_(seals)))


def drop_ended(connection: Connection, day: date) -> None:
    """Drop the totals of agreements that have ended by that day."""
    ended = update(hub_total).where(hub_total.c.until < day)
    connection.execute(ended.values(figures=""))


def _counts(told: Any) -> dict[str, int]:
    """Counts from a package, which may be anything."""
    if not isinstance(told, dict) or len(told) > _MOST_WARDS:
        raise ValueError
    for name, n in told.items():
        if len(name) > _LONGEST or type(n) is not int or not 0 <= n < _MOST:
            raise ValueError
    return dict(sorted(told.items()))
