"""What the log holds of a change: a hash that tells whether it was altered, and nothing of what it says."""

from __future__ import annotations

import hashlib
import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any, Final

import msgspec
from sqlalchemy import Table

from hubdesk.store.tables import journal, operation
from hubdesk.store.values import pack

NO_NONCE: Final = ""
"""In place of the nonce of a row whose content was erased: without it nobody can try out what stood there."""

_NONCE: Final = 16
"""Bytes; twice as many letters."""

NOTHING: Final = ""
"""What a line covers that stands for no changes."""


def sealed(table: Table, row: dict[str, Any], line: int) -> dict[str, Any]:
    """The row with the number of the line that covers it, a fresh nonce, and its digest."""
    whole = dict(row)
    seal_all(table, [whole], line)
    return whole


def seal_all(table: Table, rows: Sequence[dict[str, Any]], line: int) -> None:
    """Give each of the rows the number of the line that covers them, a fresh nonce, and its digest."""
    nonces = secrets.token_hex(_NONCE * len(rows))
    for n, row in enumerate(rows):
        row["line"] = line
        row["nonce"] = nonces[2 * _NONCE * n : 2 * _NONCE * (n + 1)]
        row["digest"] = digest_of(table, row)


def digest_of(table: Table, row: Mapping[str, Any]) -> str:
    """The hash over every column but the digest itself."""
    values = _VALUES[table.name](row)
    try:
        return hashlib.sha256(_ENCODED(values)).hexdigest()
    except UnicodeError:  # half of a pair of surrogates
        return hash_of([_plain(value) for value in values])


def hash_of(values: list[Any]) -> str:
    """SHA-256 over the values as compact JSON, in hex."""
    return hashlib.sha256(pack(values).encode("utf-8", "surrogatepass")).hexdigest()


class Covered:
    """Gathers the digests of rows, each epoch's in the order of their numbers, into one hash."""

    def __init__(self) -> None:
        self._epochs: dict[int, tuple[Any, int]] = {}
        self._operations: list[str] = []
        self.kinds: dict[str, int] = {}

    @property
    def changes(self) -> int:
        """How many rows of the journal there were."""
        return sum(count for _, count in self._epochs.values())

    @property
    def operations(self) -> int:
        """How many operations' own rows there were."""
        return len(self._operations)

    def counts(self) -> dict[str, Any]:
        """What a line of the log says of it."""
        return {"changes": self.changes, "operations": self.operations, "kinds": self.kinds}

    def changes_of(self, epoch: int, rows: Sequence[Mapping[str, Any]]) -> None:
        """Rows of the journal that follow on each other in one epoch."""
        made, count = self._epochs.get(epoch, (None, 0))
        made = made or hashlib.sha256()
        made.update("".join([row["digest"] for row in rows]).encode())
        self._epochs[epoch] = made, count + len(rows)
        for kind, n in Counter([row["kind"] for row in rows]).items():
            self.kinds[kind] = self.kinds.get(kind, 0) + n

    def change(self, row: Mapping[str, Any]) -> None:
        """One row of the journal; within an epoch they come in the order of their numbers."""
        made, count = self._epochs.get(row["epoch"], (None, 0))
        made = made or hashlib.sha256()
        made.update(row["digest"].encode())
        self._epochs[row["epoch"]] = made, count + 1
        self.kinds[row["kind"]] = self.kinds.get(row["kind"], 0) + 1

    def operation(self, row: Mapping[str, Any]) -> None:
        self._operations.append(row["digest"])

    def hash(self) -> str:
        if not self._epochs and not self._operations:
            return NOTHING
        changes = [[epoch, count, made.hexdigest()] for epoch, (made, count) in sorted(self._epochs.items())]
        return hash_of([changes, sorted(self._operations)])


_VALUES: Final = {
    table.name: itemgetter(*sorted(column.name for column in table.columns if column.name != "digest"))
    for table in (journal, operation)
}
_ENCODED: Final = msgspec.json.Encoder().encode
"""Writes an id as its 36 letters, as `_plain` does."""


def _plain(value: Any) -> Any:
    return value if isinstance(value, int | str) else str(value)
