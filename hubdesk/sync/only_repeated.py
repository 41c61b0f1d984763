"""What a hub only said again, as it stood, gives way to what was entered in place of the same value.

Nobody entered it anew: somebody's consent or the agreement had changed what may leave. So there is nothing to choose.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Row, select

from hubdesk.base.words import tr
from hubdesk.fields.sealed import is_sealed
from hubdesk.records import kind_named
from hubdesk.records.stand_ins import stands_in
from hubdesk.store import Store
from hubdesk.store.by_journal import Knowledge
from hubdesk.store.dots import AGAINST, ALL, Dot
from hubdesk.store.tables import journal
from hubdesk.store.tables_of_exchange import conflict
from hubdesk.store.values import unpack
from hubdesk.store.writing import writing_of
from hubdesk.sync.resolving import choose
from hubdesk.sync.to_send import of_the_hub

_AT_ONCE: Final = 200
_REDONE: Final = 2
"""The turn of what repeats: it is not in the undo menu, and no rule judges what stood already."""


def give_way(store: Store) -> int:
    """End the disagreements of which this hub only said one side again, in favour of the other; how many."""
    with store.reading_plainly() as connection:
        found = list(_GivingWay(connection, store.hub_id).found())
    if not found:
        return 0
    with store.operation(tr("Send what was held back before"), "said_again") as session:
        writing_of(session).turn = _REDONE
        for done, (row, value) in enumerate(found, 1):
            record = session.get(kind_named(row.kind), row.record)
            if record is not None:
                choose(session, record, row.field, value)
            if done % _AT_ONCE == 0:
                store.settle(session)
                session.expunge_all()
    return len(found)


class _GivingWay:
    """Looks for them in what is open."""

    def __init__(self, connection: Connection, hub: UUID | None) -> None:
        self._connection, self._knowledge = connection, Knowledge(connection)
        self._own = {one.number for one in of_the_hub(connection, hub)}

    def found(self) -> Iterator[tuple[Row[Any], str | None]]:
        """Each with the value that is to stand, as JSON; None where it does already."""
        rows = self._connection.execute(select(conflict).order_by(conflict.c.kind, conflict.c.record)).all()
        sides = Counter((row.record, row.field) for row in rows)
        for row in rows:
            # Of more than two values somebody has to choose one.
            if sides[row.record, row.field] > 1:
                continue
            kept, other = self._entry((row.kept_epoch, row.kept_seq)), self._entry((row.other_epoch, row.other_seq))
            if kept is None or other is None or kept.action != "change" or other.action != "change":
                continue
            if self._gives_way(row.field, kept, other):
                yield row, row.other
            elif self._gives_way(row.field, other, kept):
                yield row, None

    def _gives_way(self, name: str, one: Row[Any], entered: Row[Any]) -> bool:
        """Whether one change says a field again that the other was made in knowledge of.

        That a field is empty may be all that came of what stays at the hub, so it takes no value's place.
        """
        value = unpack(entered.after).get(name)
        if one.epoch not in self._own or value is None or stands_in(value):
            return False
        said: Row[Any] | None = one
        while said is not None and (dot := self._says_again(name, said)):
            if self._knew(name, entered, dot):
                return True
            said = self._entry(dot)
        return False

    def _says_again(self, name: str, one: Row[Any]) -> Dot | None:
        """The change of a field that this one only repeats, where it does."""
        over, value = unpack(one.over), unpack(one.after).get(name)
        if one.action != "change" or is_sealed(value) or any(key.startswith(f"{name}{AGAINST}") for key in over):
            return None
        dot = _replaced(over, name)
        said = self._entry(dot) if dot else None
        return dot if said is not None and unpack(said.after).get(name) == value else None

    def _knew(self, name: str, later: Row[Any], dot: Dot) -> bool:
        return dot == _replaced(unpack(later.over), name) or self._knowledge.had(later.epoch, later.seq, *dot)

    def _entry(self, dot: Dot) -> Row[Any] | None:
        where = (journal.c.epoch == dot[0]) & (journal.c.seq == dot[1])
        return self._connection.execute(select(journal).where(where)).one_or_none()


def _replaced(over: dict[str, Sequence[int]], name: str) -> Dot | None:
    dot = over.get(name) or over.get(ALL)
    return (dot[0], dot[1]) if dot else None
