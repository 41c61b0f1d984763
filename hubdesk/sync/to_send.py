"""Which changes a hub's next package carries: of every epoch what the lead lacks, as far as the agreement goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, func, select

from hubdesk.store.tables import journal
from hubdesk.sync.agreement import Agreed
from hubdesk.sync.epochs import Epoch, epochs, last_seq
from hubdesk.sync.sent import always_sent
from hubdesk.sync.told import lead_lost


@dataclass(frozen=True)
class Range:
    """Of one epoch, the first and the last change to send."""

    epoch: Epoch
    first: int
    last: int
    back: bool = False
    """Whether these are changes of the lead's own, which it has lost."""
    part: bool = False
    """Whether only those leave that do so at any level: the rest is not sent, nor passed over."""


def leaving_ranges(connection: Connection, hub: UUID | None, agreed: Agreed, *, whole: bool) -> list[Range]:
    """What the lead lacks; where no record leaves, of each epoch from the first to the last change that leaves all the same."""
    ranges = _lacking(connection, hub, whole=whole)
    return ranges if agreed.sends_records else list(_parts(connection, ranges))


def of_the_hub(connection: Connection, hub: UUID | None) -> list[Epoch]:
    """The epochs that this hub's machines have had."""
    return [one for one in epochs(connection).values() if one.mine or one.hub in (None, hub)]


def _parts(connection: Connection, ranges: list[Range]) -> Iterator[Range]:
    ends = select(func.min(journal.c.seq), func.max(journal.c.seq))
    for one in ranges:
        first, last = connection.execute(ends.where(_always_sent_of(one))).one()
        if first is not None and not one.back:
            yield replace(one, first=first, last=last, part=True)


def always_sent_in(connection: Connection, ranges: list[Range]) -> list[UUID]:
    """Of what leaves in these ranges though no record does, the records."""
    found = [connection.scalars(select(journal.c.record).where(_always_sent_of(one)).distinct()) for one in ranges]
    return list(dict.fromkeys(chain.from_iterable(found)))


def _always_sent_of(one: Range) -> ColumnElement[bool]:
    ranged = (journal.c.epoch == one.epoch.number) & journal.c.seq.between(one.first, one.last)
    return ranged & journal.c.kind.in_(always_sent())


def _lacking(connection: Connection, hub: UUID | None, *, whole: bool) -> list[Range]:
    """Of every epoch that this hub's machines have had, what the lead has not said that it holds."""
    ours = of_the_hub(connection, hub)
    ranges = [Range(one, 1 if whole else one.acknowledged + 1, one.highest) for one in ours]
    lost = lead_lost(connection)
    ranges += [
        Range(one, lost[one.epoch], last_seq(connection, one.number), back=True)
        for one in epochs(connection).values()
        if one.epoch in lost and one not in ours
    ]
    return [one for one in ranges if one.first <= one.last]
