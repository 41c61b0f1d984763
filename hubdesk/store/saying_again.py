"""Sending anew: a record that changes what of others may leave the hub has those journalled once more, whole."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from hubdesk.fields.types import Link
from hubdesk.records import Around, Record, fields_of, kind_named
from hubdesk.records.stand_ins import stands_in
from hubdesk.store.belonging import theirs
from hubdesk.store.open_values import open_about
from hubdesk.store.values import plain_fields

Entry = tuple[Record, str, dict[str, Any], dict[str, Any]]


def say_again(session: Session, around: Around, gathered: list[Entry]) -> None:
    """Add to the changes of a flush what its records that come or go ask to be sent anew: people with all that names them.

    A record goes when its operation is undone, which changes again what may leave.
    """
    at = {record.id: place for place, (record, *_) in enumerate(gathered)}
    for told in [record for record, action, *_ in gathered if action != "change"]:
        for person in told.said_again(around):
            records = _naming(session, person)
            undecided = open_about(session.connection(), [record.id for record in records])
            for record in records:
                kept = {"hub_id", *(row.field for row in undecided.get(record.id, ()))}
                # A word that stands for a name here would take the name's place where it is known.
                values = {
                    name: value
                    for name, value in plain_fields(record).items()
                    if name not in kept and not stands_in(value)
                }
                if record.id not in at:
                    at[record.id] = len(gathered)
                    gathered.append((record, "change", values, values))
                elif gathered[at[record.id]][1] == "change":
                    _, _, before, after = gathered[at[record.id]]
                    gathered[at[record.id]] = (record, "change", values | before, values | after)


def _naming(session: Session, person: Record) -> list[Record]:
    """The person's records that have a personal field which travels."""
    if person in session.new:
        return []
    with session.no_autoflush:
        records = theirs(session.connection(), [person.id], removed=False)
        found = [session.get(kind_named(kind), id) for id, (kind, _) in records.items() if _names(kind_named(kind))]
    return [record for record in found if record is not None and record not in session.deleted]


def _names(kind: type[Record]) -> bool:
    return any(one.personal and one.synced and not isinstance(one.type, Link) for one in fields_of(kind))
