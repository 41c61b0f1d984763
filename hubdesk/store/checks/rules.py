"""The rules that stand with the records, asked of all of them: the same that a form meets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from types import FunctionType
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from hubdesk.base.words import tr
from hubdesk.records import KINDS, Record, kind_named
from hubdesk.store.checks.fault import Fault
from hubdesk.store.checks.reading import as_text, rows_that_read
from hubdesk.store.mending import table_of
from hubdesk.store.own_epochs import stored_hub
from hubdesk.store.tables import erased


def check_rules(connection: Connection) -> Iterator[Fault]:
    """Records whose answers cannot be read are left to the check of answers; what is left of the erased breaks no rule.

    Of other hubs' records not all that their rules look at comes here: their own hub is told, and whoever merges them.
    """
    around, own = _Held(connection), stored_hub(connection)
    here = (None, own.hex if own else None)
    nameless = set(connection.scalars(select(as_text(erased.c.record))))
    for kind in KINDS:
        if kind.problems is Record.problems:
            continue
        for record in around.each(kind.__tablename__):
            if record.id in nameless or (own and record.hub_id not in here):
                continue
            try:
                for problem in record.problems(around):
                    said = tr("{kind}: {what}", kind=kind.kind.one, what=problem.sentence)
                    yield Fault(said, kind.__tablename__, UUID(record.id))
            except (TypeError, AttributeError, ValueError):
                continue


class _Held:
    """What rules may look at, read once and held as plain objects: thousands of records ask for the same few.

    Ids are texts here: rules only compare them.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._by_id: dict[str, dict[str, Any]] = {}
        self._by_values: dict[tuple[str, ...], dict[tuple[object, ...], list[Any]]] = {}

    @property
    def today(self) -> date:
        return date.today()

    def each(self, kind: str) -> list[Any]:
        return list(self._all(kind).values())

    def get(self, kind: str, id: str | None) -> Any | None:
        return self._all(kind).get(id) if id is not None else None

    def all(self, kind: str, **equal: object) -> list[Any]:
        names = tuple(sorted(equal))
        key = (kind, *names)
        if key not in self._by_values:
            sorted_in: dict[tuple[object, ...], list[Any]] = {}
            for record in self._all(kind).values():
                sorted_in.setdefault(tuple(getattr(record, name) for name in names), []).append(record)
            self._by_values[key] = sorted_in
        return self._by_values[key].get(tuple(equal[name] for name in names), [])

    def count(self, kind: str, **equal: object) -> int:
        return len(self.all(kind, **equal))

    def _all(self, kind: str) -> dict[str, Any]:
        if kind not in self._by_id:
            wanted: type[Record] = kind_named(kind)
            made = plain_class(wanted)
            held: dict[str, Any] = {}
            table = table_of(wanted)
            names = table.c.keys()
            for row in rows_that_read(self._connection, select(*map(as_text, table.columns))):
                one = made()
                one.__dict__.update(zip(names, row, strict=True))
                held[one.id] = one
            self._by_id[kind] = held
        return self._by_id[kind]


@cache
def plain_class(kind: type[Record]) -> type[Any]:
    """A class with the kind's rules and titles and nothing of the database."""
    told: dict[str, Any] = {"kind": kind.kind}
    for base in reversed(kind.__mro__):
        if issubclass(base, Record):
            own = (property, FunctionType, classmethod, staticmethod)
            told |= {
                name: one for name, one in vars(base).items() if isinstance(one, own) and not name.startswith("__")
            }
    # A field may stand in place of a title: then its value is the title.
    told = {name: one for name, one in told.items() if name not in table_of(kind).c}
    return type(kind.__name__, (), told)
