"""One number for all that a merge may leave in a file: records, removals, disagreements, what waits."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from sqlalchemy import Connection, select

from hubdesk.records import fields_of, kind_named
from hubdesk.reports.hub_totals import newest_totals
from hubdesk.store import Store
from hubdesk.store.tables import row_clock
from hubdesk.store.tables_of_exchange import conflict, waiting
from hubdesk.store.values import pack
from hubdesk.sync.epochs import epochs
from hubdesk.sync.sent import sent_fields


def state_hash(store: Store) -> str:
    """The same in hex for two files that hold the same, whatever order it came in and whichever database holds it."""
    total = 0
    with store.reading_plainly() as connection:
        for part in _parts(connection):
            total += int.from_bytes(hashlib.sha256(part.encode()).digest())
    return f"{total % 2**256:064x}"


def _parts(connection: Connection) -> Iterator[str]:
    for name, sent in sorted(sent_fields().items()):
        kind = kind_named(name)
        fields = [field for field in fields_of(kind) if field.name in sent]
        for row in connection.execute(select(kind.__table__)).mappings():
            values = {f.name: f.type.plain(row[f.name]) for f in fields if row[f.name] is not None}
            yield pack([name, str(row["id"]), str(row["hub_id"]), dict(sorted(values.items()))])
    for gone in connection.execute(select(row_clock.c.kind, row_clock.c.record).where(row_clock.c.gone)):
        if gone[0] in sent_fields():
            yield pack(["gone", str(gone[1])])
    names = {number: str(one.epoch) for number, one in epochs(connection).items()}
    for one in connection.execute(select(conflict)):
        kept, other = (
            (names[one.kept_epoch], one.kept_seq, one.kept),
            (names[one.other_epoch], one.other_seq, one.other),
        )
        yield pack(["conflict", str(one.record), one.field, kept, other])
    for told in connection.execute(newest_totals()):
        yield pack(["totals", str(told.hub_id), told.clock, told.figures])
    for held in connection.execute(select(waiting)):
        yield pack(["waiting", str(held.record), held.reason])
