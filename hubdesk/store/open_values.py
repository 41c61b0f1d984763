"""What is open about records: values entered in two places without knowing of each other, until somebody has chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Row, delete, select

from hubdesk.records import Record
from hubdesk.store.dots import AGAINST, Dot, HeldClock
from hubdesk.store.gate import gate
from hubdesk.store.tables_of_exchange import conflict

_AT_ONCE: Final = 2000


def open_about(connection: Connection, records: Sequence[UUID]) -> dict[UUID, list[Row[Any]]]:
    """The disagreements about these records, by record; those without any are absent."""
    found: dict[UUID, list[Row[Any]]] = {}
    for start in range(0, len(records), _AT_ONCE):
        about = select(conflict).where(conflict.c.record.in_(records[start : start + _AT_ONCE]))
        for row in connection.execute(about.order_by(conflict.c.id)):
            found.setdefault(row.record, []).append(row)
    return found


def against(rows: Iterable[Row[Any]]) -> dict[str, Dot]:
    """What stands in `over` beside what a change replaces that was made with these disagreements at hand."""
    return {f"{row.field}{AGAINST}{n}": (row.other_epoch, row.other_seq) for n, row in enumerate(rows)}


def decide_open(
    connection: Connection,
    entries: Sequence[tuple[Record, str, dict[str, Any], dict[str, Any]]],
    clocks: Mapping[UUID, HeldClock],
    marks: dict[tuple[UUID, str], dict[str, Dot]],
) -> None:
    """What is entered with a disagreement at hand decides it; ``marks`` say so of a change, so that undoing it opens it again.

    entries: of each record, what is done to it, and the JSON values of its fields before and after.
    """
    undecided = open_about(connection, [record.id for record, *_ in entries])
    ended: list[UUID] = []
    for record, action, _, after in entries if undecided else ():
        rows = undecided.get(record.id, ())
        for name in after if action == "change" else ():
            if said := [row for row in rows if row.field == name]:
                marks.setdefault((record.id, name), against(said))
        # A change to what was removed, and stood as others use it, brings it back as it stands.
        whole = action != "change" or bool(clocks[record.id].gone)
        ended += [row.id for row in rows if whole or row.field in after]
    with gate(connection):
        for start in range(0, len(ended), _AT_ONCE):
            connection.execute(delete(conflict).where(conflict.c.id.in_(ended[start : start + _AT_ONCE])))
