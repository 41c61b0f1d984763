"""Only what the store itself calls for is written: every other statement that would change something is refused."""

from __future__ import annotations

import re
from typing import Any, Final

from sqlalchemy import Connection
from sqlalchemy.orm import ORMExecuteState

GATE: Final = "hubdesk_may_write"
"""In a connection's info: that the statement now running was called for by the store."""

_QUOTED: Final = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\n]*|/\*.*?\*/", re.DOTALL)
_WRITES: Final = frozenset(("INTO", "UPDATE", "DELETE"))
"""Behind a WITH, every statement that writes has one of these words."""


class gate:  # noqa: N801 - read as a word: with gate(connection)
    """Lets the store's own statements through the check for changes outside an operation."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def __enter__(self) -> None:
        # Held here: a connection whose server went away does not give it any more.
        self._info = self._connection.info
        self._before = self._info.get(GATE, False)
        self._info[GATE] = True

    def __exit__(self, *_: object) -> None:
        self._info[GATE] = self._before


def refuse_bulk(state: ORMExecuteState) -> None:
    """A bulk statement would pass the journal by, so it is a fault in the program."""
    if state.is_insert or state.is_update or state.is_delete:
        raise RuntimeError("Bulk writes are not journalled: change records in an operation.")


def refuse_ungated(connection: Connection, cursor: Any, statement: str, *_: object) -> None:
    """Of what the store did not call for itself only reading passes, however a statement is written."""
    if connection.info.get(GATE) or statement.startswith(("SELECT ", "BEGIN", "SAVEPOINT ", "RELEASE ", "ROLLBACK")):
        return
    said = [word.upper() for word in re.findall(r"\w+", _QUOTED.sub(" ", statement))]
    if said[:1] == ["SELECT"] or (said[:1] == ["WITH"] and not _WRITES.intersection(said)):
        return
    raise RuntimeError("A write outside the journal: change records in an operation.")
