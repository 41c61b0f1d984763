"""What a record names that is not in this file: its row reads empty there, and its journal knows better."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from hubdesk.fields.types import Link
from hubdesk.records import Record, fields_of
from hubdesk.store.by_journal import ByJournal
from hubdesk.store.tables_of_exchange import waiting
from hubdesk.store.writing import Writing


def note_links_not_here(writing: Writing, kind: type[Record], record: UUID) -> None:
    """Before a removed record comes back: let the journal say what it named, whose reading empty is no word of this hub's."""
    connection = writing.session.connection()
    if connection.scalar(select(waiting.c.record).where(waiting.c.record == record)) is None:
        return
    journal = ByJournal(connection)
    entries = journal.entries([record]).get(record)
    if entries:
        values = journal.standing(record, kind.__tablename__, entries).values
        links = [one.name for one in fields_of(kind) if isinstance(one.type, Link)]
        writing.not_here[record] = {name: values[name] for name in links if values.get(name)}
