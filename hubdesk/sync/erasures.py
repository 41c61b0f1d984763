"""Erasures travel in every package, are never taken back, and hold for whatever comes later."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import chain
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, func, insert, select

from hubdesk.store.belonging import owner_in
from hubdesk.store.erasing import tombstones
from hubdesk.store.small_facts import fact, keep_fact
from hubdesk.store.tables import erased
from hubdesk.store.tombstone_file import plain, unplain
from hubdesk.store.values import pack
from hubdesk.store.what_stays import Tombstone, stripped, tombstone_for
from hubdesk.sync.told import ERASURES_TOLD

_A_LINE: Final = 500
"""Tombstones in one line of a package."""

_AT_ONCE: Final = 20_000
_MOST: Final = 100_000
"""Tombstones that are held at once; what an older HubDesk wrote tells them in no order, and has never had so many."""

ERASED: Final = "erased"
"""What a line of erasures holds them under."""


def erasure_lines(connection: Connection) -> Iterator[str]:
    """All erasures there have been, as lines that stand before everything else, one person's after another's."""
    stones = sorted(tombstones(connection).values(), key=lambda one: (one.person, one.record))
    for start in range(0, len(stones), _A_LINE):
        yield pack({ERASED: [plain(one) for one in stones[start : start + _A_LINE]]})


def lead_lacks_erasures(connection: Connection) -> bool:
    """Whether somebody was erased here of whom no return has said yet that they are erased at the lead."""
    here = connection.scalar(select(func.count()).select_from(erased)) or 0
    return here > int(fact(connection, ERASURES_TOLD) or 0)


def keep_told_erasures(connection: Connection, n: int) -> None:
    """Remember how many erasures the lead's latest return told of."""
    keep_fact(connection, ERASURES_TOLD, str(n))


def take_erasures(
    lines: Iterator[dict[str, Any]], erase: Callable[[list[Tombstone]], frozenset[str]]
) -> tuple[frozenset[str], Iterator[dict[str, Any]]]:
    """Let ``erase`` do what the first lines ask for; the kinds that changed, and the other lines.

    Of very many some at a time, and all of a person at once, since their names are sought wherever their records are.
    Raises ValueError where there are too many for that.
    """
    stones: dict[UUID, Tombstone] = {}
    changed: frozenset[str] = frozenset()
    last, in_turn = UUID(int=0), True
    for line in lines:
        if ERASED not in line:
            return changed | erase(list(stones.values())), chain((line,), lines)
        for one in map(unplain, line[ERASED]):
            in_turn = in_turn and one.person >= last
            if len(stones) >= _AT_ONCE and in_turn and one.person != last:
                changed |= erase(list(stones.values()))
                stones = {}
            elif len(stones) >= _MOST:
                raise ValueError
            stones[one.record], last = one, one.person
    return changed | erase(list(stones.values())), iter(())


class Sieve:
    """Lets through of each change what may be kept, given who was erased; notes records of theirs that come late.

    rest: waits until the connection is free to be used.
    """

    def __init__(self, connection: Connection, rest: Callable[[], None] = lambda: None) -> None:
        self._connection, self._rest = connection, rest
        self._stones = tombstones(connection)
        self._people = set(self._stones)
        self.held_back = False
        """Whether the change asked about last is one of somebody who was erased."""

    @property
    def lets_all_through(self) -> bool:
        """Whether nobody was ever erased."""
        return not self._stones

    def left_of(self, kind: str, record: UUID, after: dict[str, Any]) -> dict[str, Any] | None:
        """What may be kept of a change; None when nothing of the record may be."""
        self.held_back = False
        if not self._stones:
            return after
        stone = self._stones.get(record) or self._late(kind, record, after)
        if stone is None:
            return after
        self.held_back = True
        return None if stone.gone else stripped(stone, after)

    def lines(self, lines: Iterable[dict[str, Any]]) -> Iterator[str]:
        """The lines of a package that is put aside, without what is erased."""
        for line in lines:
            if "seq" not in line:
                yield pack(line | {"title": ""} if "operation" in line and self._stones else line)
                continue
            left = self.left_of(line["kind"], UUID(line["record"]), line["after"])
            if left is not None:
                yield pack(line | {"after": left})

    def _late(self, kind: str, record: UUID, after: dict[str, Any]) -> Tombstone | None:
        """A record made elsewhere for somebody who is erased here: it is erased with them."""
        owner = owner_in(kind, after, self._people)
        if owner is None:
            return None
        of = self._stones[owner]
        day: date = of.day
        stone = tombstone_for(record, kind, after, day, of.person)
        self._stones[record] = stone
        self._people.add(record)
        self._rest()
        self._connection.execute(insert(erased), [dict(vars(stone))])
        return stone
