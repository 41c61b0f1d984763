"""The keys of a database on a server: in a table of it, under the same names and passphrases as beside a file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, insert, select, update

from hubdesk.access import key_file
from hubdesk.access.key_file import DAMAGED, KeyFile
from hubdesk.access.key_slots import Keys, begin_new_data_key, finish_new_data_key
from hubdesk.access.tries import Tries
from hubdesk.base.errors import Refused
from hubdesk.base.words import tr
from hubdesk.store.gate import gate
from hubdesk.store.tables import kept_key

_SLOTS: Final = "slots"
_TRIES: Final = "tries"


class InDatabase:
    """A place of keys that reads and writes within the transaction of this connection."""

    in_database = True

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        # Two who try at the same time both count.
        self.wrong_tries = Tries(_Kept(connection, _TRIES, held=True))

    def begin(self) -> None:
        """Make room for wrong tries, in a database that is being set up."""
        _Kept(self._connection, _TRIES).keep("")

    def read(self) -> KeyFile:
        content = _Kept(self._connection, _SLOTS).read()
        if not content:
            raise not_set_up()
        with self.readable():
            return key_file.understood(content.encode(), _SLOTS)

    def write(self, held: KeyFile, data: bytes) -> None:
        _Kept(self._connection, _SLOTS).keep(key_file.content_of(held, data))

    def check(self, held: KeyFile, data: bytes) -> None:
        try:
            held.check_mac(data)
        except Refused:
            raise Refused(
                tr(
                    "The keys in the database were changed at another desk, or by another program. Close HubDesk and sign in again; if that is refused too, bring back the server’s last backup."
                )
            ) from None

    @contextmanager
    def readable(self) -> Iterator[None]:
        try:
            yield
        except DAMAGED:
            raise Refused(tr("The keys in the database are damaged. Bring back the server’s last backup.")) from None


def change_data_key(place: InDatabase, keys: Keys, without: UUID) -> bytes:
    """A new data key for all holders but the one who goes."""
    new = begin_new_data_key(place, keys, without)
    finish_new_data_key(place, new)
    return new


def not_set_up() -> Refused:
    """Nobody has an account in this database."""
    return Refused(
        tr(
            "This database is not set up for HubDesk yet. The lead organisation does that once, with “hubdesk set-up --into” and its address."
        )
    )


class _Kept:
    """One text of the table; where it is ``held``, its row stays locked until the transaction ends."""

    def __init__(self, connection: Connection, name: str, *, held: bool = False) -> None:
        self._connection, self._name, self._held = connection, name, held

    def read(self) -> str:
        row = select(kept_key.c.content).where(kept_key.c.name == self._name)
        return str(self._connection.scalar(row.with_for_update() if self._held else row) or "")

    def keep(self, said: str) -> None:
        own = kept_key.c.name == self._name
        with gate(self._connection):
            if not self._connection.execute(update(kept_key).where(own).values(content=said)).rowcount:
                self._connection.execute(insert(kept_key).values(name=self._name, content=said))
