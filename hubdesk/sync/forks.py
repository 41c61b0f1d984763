"""Two contents under one number: proof that a file was copied and both copies went on in the same epoch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Row, func, select

from hubdesk.records import fields_of, kind_named
from hubdesk.records.stand_ins import stands_in
from hubdesk.store.digests import NO_NONCE
from hubdesk.store.tables import journal
from hubdesk.store.values import pack, unpack
from hubdesk.sync.rows import known_kinds
from hubdesk.sync.weight import HEAVIEST

_AT_ONCE: Final = 2000
_COMPARED: Final = tuple(journal.c[name] for name in ("seq", "operation", "kind", "record", "action", "after", "nonce"))


class ForkedError(Exception):
    """What came under this number is not what is held under it."""

    def __init__(self, epoch: UUID, seq: int) -> None:
        super().__init__()
        self.epoch, self.seq = epoch, seq


def compared(
    connection: Connection,
    epoch: UUID,
    number: int,
    highest: int,
    lines: Iterator[dict[str, Any]],
    rest: Callable[[], None],
) -> Iterator[dict[str, Any]]:
    """The same lines; those up to ``highest`` are held already and compared. Raises ForkedError at the first that differs.

    rest: waits until the connection is free to be used.
    """
    held: dict[int, Row[Any]] = {}
    named: dict[str, Any] = {}
    loaded = 0
    for line in lines:
        if "operation" in line:
            named = line
        elif "seq" in line and line["seq"] <= highest:
            seq = int(line["seq"])
            if seq > loaded:
                rest()
                held, loaded = _held(connection, number, seq, min(highest, seq + _AT_ONCE))
            row = held.get(seq)
            if row is not None and differs(row, named, line):
                raise ForkedError(epoch, seq)
        yield line


def held_under(connection: Connection, number: int, seqs: Sequence[int]) -> dict[int, Row[Any]]:
    """Of an epoch what is here under these numbers, to be compared."""
    which = journal.c.seq.in_(seqs)
    return {row.seq: row for row in connection.execute(select(*_COMPARED).where(journal.c.epoch == number, which))}


def _held(connection: Connection, number: int, first: int, last: int) -> tuple[dict[int, Row[Any]], int]:
    """What is here from ``first`` on, and up to where that is all: fewer than asked for where they are long."""
    theirs, weighs = journal.c.epoch == number, 0
    sizes = select(journal.c.seq, func.octet_length(journal.c.after)).where(theirs, journal.c.seq.between(first, last))
    for seq, size in connection.execute(sizes.order_by(journal.c.seq)).all():
        weighs += size
        if weighs >= HEAVIEST:
            last = int(seq)
            break
    rows: list[Row[Any]] = list(
        connection.execute(select(*_COMPARED).where(theirs, journal.c.seq.between(first, last)))
    )
    return {row.seq: row for row in rows}, last


def differs(row: Row[Any], named: dict[str, Any], line: dict[str, Any]) -> bool:
    """Whether a line that came after its operation's tells of another change than the one that is held under its number."""
    if row.action != line["action"] or _other(row.operation, named["operation"]) or _other(row.record, line["record"]):
        return True
    if row.nonce == NO_NONCE or row.after == pack(line["after"]):
        return False
    # What names somebody may be withheld by now, a sharing agreement may have changed which fields are sent, and whoever was
    # erased twice had another age on each of the two days.
    unlike = _personal(line["kind"]) | told_less_exactly(line["kind"])
    now = unpack(row.after)
    both = [(now[name], value) for name, value in line["after"].items() if name in now and name not in unlike]
    return any(here != there and not stands_in(here) and not stands_in(there) for here, there in both)


def _other(id: UUID, said: str) -> bool:
    """Whether it says another id; it may be spelt in another way than HubDesk does."""
    return str(id) != said and id != UUID(said)


@cache
def told_less_exactly(kind: str) -> frozenset[str]:
    """The fields of a kind that may stand in the place of another one, as an age does for a date of birth."""
    if kind not in known_kinds():
        return frozenset()
    made = kind_named(kind)
    return frozenset(name for one in fields_of(made) for name in made.left_of({one.name: None}, date.today()))


@cache
def _personal(kind: str) -> frozenset[str]:
    if kind not in known_kinds():
        return frozenset()
    return frozenset(one.name for one in fields_of(kind_named(kind)) if one.personal)
