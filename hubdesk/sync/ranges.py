"""The ranges of a package, each with its lines: one machine's changes from one number to another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, select

from hubdesk.base.errors import Refused
from hubdesk.base.words import tr
from hubdesk.store.tables import journal
from hubdesk.sync.epochs import Epoch, keep_seen
from hubdesk.sync.touched import Touched
from hubdesk.sync.unsettled import UNSETTLED, set_aside

_LATEST: Final = 2**62
"""No clock of this age of the world reads more, and no machine counts so far."""


AT_ONCE: Final = 500
"""Lines that are looked at together."""


@dataclass
class Range:
    """A range of a package, with this file's own number for its epoch."""

    said: int
    epoch: UUID
    number: int
    first: int
    last: int

    def __post_init__(self) -> None:
        if not 0 <= self.first <= self.last + 1 < _LATEST:
            raise ValueError


def whole_to(told: dict[str, Any]) -> int:
    """Up to which change a range of a header leaves nothing out that leaves; what comes after are single ones."""
    return int(told.get("whole", told["to"]))


def by_range(lines: Iterator[dict[str, Any]]) -> Iterator[tuple[int, Iterator[dict[str, Any]]]]:
    """The lines of each range, which must be read before the next range is asked for, or are passed over.

    Raises ValueError at an epoch that was there before: what is asked of the database for each would have no end.
    """
    ahead = next(lines, None)
    met: set[int] = set()

    def of_one() -> Iterator[dict[str, Any]]:
        nonlocal ahead
        for line in lines:
            if "range" in line:
                ahead = line
                return
            yield line

    while ahead is not None:
        said, ahead = int(ahead["range"]), None
        if said in met:
            raise ValueError
        met.add(said)
        within = of_one()
        yield said, within
        for _ in within:
            pass


def fresh(
    connection: Connection,
    one: Range,
    highest: int,
    lines: Iterator[dict[str, Any]],
    numbers: dict[int, int],
    touched: Touched,
    own: dict[int, int],
    rest: Callable[[], None],
) -> Iterator[dict[str, Any]]:
    """The lines that are not here yet; what the machine knew is kept on the way.

    rest: waits until the connection is free to be used. own: this file's own number for epochs of which nobody can know more than up to there. Raises Refused where somebody
    says that they did: what they changed would pass for made in knowledge of whatever is entered here from now on.
    """
    last, singly = 0, _came_singly(connection, one.number, highest)
    marks: list[dict[str, int]] = []
    for line in lines:
        if marks and ("seen" not in line or len(marks) >= AT_ONCE):
            rest()
            keep_seen(connection, marks)
            marks = []
        if "seen" in line:
            mark = mark_of(line, one, numbers)
            if mark["up_to"] > own.get(mark["other"], mark["up_to"]):
                raise Refused(
                    tr(
                        "This file says that its sender knew of changes which were never made here, so nothing was taken from it. Ask the sender."
                    )
                )
            marks.append(mark)
        elif "seq" in line:
            if not max(last, one.first - 1) < line["seq"] <= one.last:
                raise ValueError
            last = line["seq"]
            if last <= highest or last in singly:
                touched.unchanged += 1
            else:
                yield line
        else:
            if not 0 < int(line["clock"]) < _LATEST:
                raise ValueError
            yield line
    rest()
    keep_seen(connection, marks)


def most_known(header: dict[str, Any], numbers: dict[int, int], mine: Epoch) -> dict[int, int]:
    """By this file's own number for its own epoch, up to where anybody can have known it.

    Nothing where the whole package says that there is more: then this file was brought back, and goes on in a new epoch.
    """
    told = {numbers.get(int(said)): int(seq) for said, seq in (header.get("seen") or {}).items()}
    return {} if told.get(mine.number, 0) > mine.highest else {mine.number: mine.highest}


def mark_of(line: dict[str, Any], one: Range, numbers: dict[int, int]) -> dict[str, int]:
    """What a line says that the machine of a range knew, as the table of that name keeps it."""
    mark = {"epoch": one.number, "other": numbers[line["seen"]]}
    mark |= {"after_seq": int(line["after"]), "up_to": int(line["up_to"])}
    if not 0 <= mark["after_seq"] < _LATEST or not 0 < mark["up_to"] < _LATEST:
        raise ValueError
    return mark


def _came_singly(connection: Connection, number: int, highest: int) -> frozenset[int]:
    """The changes after ``highest`` that are here already; how their records stand follows from all of their journal."""
    after = (journal.c.epoch == number) & (journal.c.seq > highest)
    rows = connection.execute(select(journal.c.seq, journal.c.record, journal.c.kind).where(after)).all()
    set_aside(connection, {row.record: row.kind for row in rows}, UNSETTLED)
    return frozenset(row.seq for row in rows)
