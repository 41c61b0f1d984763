"""People who said no to being shared by name: they are counted, and nothing that names them leaves the hub."""

from __future__ import annotations

from functools import cache
from uuid import UUID

from sqlalchemy import Connection, select

from hubdesk.fields.types import Link
from hubdesk.records import fields_of, kind_named
from hubdesk.records.people.consent_event import GIVEN, SHARE_BY_NAME, ConsentEvent
from hubdesk.records.stand_ins import WITHHELD
from hubdesk.store.belonging import batches, theirs
from hubdesk.store.tables import journal


class Withheld:
    """Of whom no names leave now, by the last thing each of them said; a person never asked has not said no."""

    def __init__(self, connection: Connection) -> None:
        said: dict[UUID, str] = {}
        log = ConsentEvent.__table__
        query = select(log.c.person, log.c.decision).where(log.c.purpose == SHARE_BY_NAME).order_by(log.c.at)
        for row in connection.execute(query):
            said[row.person] = row.decision
        self.people = [person for person, decision in said.items() if decision != GIVEN]
        self._records = frozenset(theirs(connection, self.people)) if self.people else frozenset()
        self._operations: set[UUID] = set()
        for some in batches(list(self._records)):
            self._operations.update(connection.scalars(select(journal.c.operation).where(journal.c.record.in_(some))))

    def names(self, operation: UUID) -> bool:
        """Whether the operation's title may name one of them."""
        return operation in self._operations

    def covers(self, record: UUID) -> bool:
        """Whether the record is one of theirs."""
        return record in self._records


@cache
def naming_fields(kind: str) -> dict[str, str | None]:
    """By the name of each field that tells who somebody is: what stands there instead."""
    return {
        one.name: WITHHELD if one.required else None
        for one in fields_of(kind_named(kind))
        if one.personal and not isinstance(one.type, Link)
    }
