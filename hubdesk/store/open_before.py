"""What was open about a record when it was removed, and is open again when it comes back: nobody has chosen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hubdesk.records import Record
from hubdesk.store.by_journal import ByJournal
from hubdesk.store.decisions import AGAIN, Turned, open_again
from hubdesk.store.dots import ALL, Dot, clocks_of
from hubdesk.store.gate import gate
from hubdesk.store.open_values import open_about
from hubdesk.store.standing import Clash
from hubdesk.store.tables import journal
from hubdesk.store.writing import writing_of

_AT_ONCE: Final = 400


def mark_open_before(session: Session, coming: Sequence[Record]) -> list[Turned]:
    """Mark the next line about each of these removed records as what brings it back as it stood; what that opens again."""
    found: list[Turned] = []
    for start in range(0, len(coming), _AT_ONCE):
        some = {record.id: record for record in coming[start : start + _AT_ONCE]}
        several = _of_several(session, list(some))
        found += [turned for id in several for turned in _opened(session, some[id])]
    return found


def open_before(session: Session, found: Sequence[Turned]) -> None:
    """Open it again, once the records are back."""
    if found:
        session.flush()
        with gate(session.connection()):
            for turned in found:
                open_again(session.connection(), turned)


def _of_several(session: Session, records: list[UUID]) -> list[UUID]:
    """Those that more than one computer has changed and about which nothing is open now."""
    undecided = open_about(session.connection(), records)
    changed = select(journal.c.record).where(journal.c.record.in_(records)).group_by(journal.c.record)
    several = session.connection().scalars(changed.having(func.count(journal.c.epoch.distinct()) > 1))
    return [record for record in several if record not in undecided]


def _opened(session: Session, record: Record) -> Iterator[Turned]:
    connection, kind = session.connection(), record.__tablename__
    by_journal, held = ByJournal(connection), clocks_of(connection, [record.id])[record.id]
    removal: Dot = held.epoch, held.seq
    entries = [one for one in by_journal.entries([record.id])[record.id] if one.dot != removal]
    before = by_journal.standing(record.id, kind, entries)
    if before.gone:
        return
    clashes: dict[str, list[Clash]] = {}
    for clash in before.clashes:
        clashes.setdefault(clash.field, []).append(clash)
    marks: dict[str, Dot] = {}
    for name, some in clashes.items():
        # Of this field neither the removal nor what takes it back counts.
        marks |= {name: removal, f"{name}{AGAIN}": some[0].kept.dot}
        others = tuple((name, one.other.dot) for one in some)
        yield Turned(record.id, kind, name, False, some[0].kept.dot, others, decided=True)
    if marks:
        writing_of(session).marks[record.id, ALL] = marks
