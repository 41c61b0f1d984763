"""Many rows with one statement, which is several times as fast as one for each; another thread may work meanwhile.

They go to the database as one JSON text. Where SQLite has to add or change them, some hundreds at a time go as they are,
which spares it the reading of the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import chain
from typing import Any, Final, TypeVar
from uuid import UUID

import msgspec
from sqlalchemy import BigInteger, Column, Connection, Dialect, Integer, Select, Table, Uuid, func, select

_ENCODED: Final = msgspec.json.Encoder().encode
_DECODED: Final = msgspec.json.Decoder(list[list[Any]]).decode
_WIDEST: Final = 2**63
_PLAINLY: Final = 500
_PLACES: Final = 6000
"""Rows in one statement that holds a place for each of their values, and such places at the most: both are kept compiled."""

_SIZES: Final = 128
"""Statements of that sort that are kept, since each number of rows has its own."""

Id = UUID | str
"""An id, or its 36 letters, which are made sooner where there are very many."""
AnyId = TypeVar("AnyId", UUID, str)
Statement = tuple[str, tuple[Any, ...]]
"""What the driver is told, with the values for its places."""

_Rows = list[tuple[Any, ...]]


def insert_all(
    connection: Connection,
    table: Table,
    rows: Sequence[dict[str, Any]],
    replaced_by: str = "",
    *,
    at_once: bool = False,
) -> None:
    """Insert the rows, whose values are those of the table's columns; all must name the same columns.

    replaced_by: the column by which a row that is there already is replaced; within one call no two rows may share it.
    at_once: in a single statement, for a table whose triggers end with a statement what they have begun.
    """
    run(connection, insertions(connection.dialect, table, rows, replaced_by, at_once=at_once))


def update_all(
    connection: Connection, table: Table, rows: Sequence[dict[str, Any]], by: str, only: Sequence[str] = ()
) -> None:
    """Give rows that are there the values in ``rows``, which all name the same columns; ``by``: the one they are known by.

    only: these columns alone.
    """
    run(connection, updates(connection.dialect, table, rows, by, only))


def run(connection: Connection, statements: Iterable[Statement]) -> None:
    """Have the database do what was made ready before."""
    for statement, values in statements:
        connection.exec_driver_sql(statement, values)


def insertions(
    dialect: Dialect, table: Table, rows: Sequence[dict[str, Any]], replaced_by: str = "", *, at_once: bool = False
) -> list[Statement]:
    """The statements of `insert_all`, made ready without a database."""
    if not rows:
        return []
    names = tuple(rows[0])
    made = _made(dialect, table, names, rows)
    if dialect.name == "sqlite" and not at_once:
        return [(_plain_insertion(table, names, replaced_by, len(some)), _flat(some)) for some in _some(made)]
    return [(_insertion(table, names, replaced_by, dialect), (_ENCODED(made).decode(),))]


def updates(
    dialect: Dialect, table: Table, rows: Sequence[dict[str, Any]], by: str, only: Sequence[str] = ()
) -> list[Statement]:
    """The statements of `update_all`, made ready without a database."""
    if not rows:
        return []
    names = (by, *(only or [name for name in rows[0] if name != by]))
    made = _made(dialect, table, names, rows)
    if dialect.name == "sqlite":
        return [(_plain_update(table, names, len(some)), _flat(some)) for some in _some(made)]
    return [(_update(table, names, dialect), (_ENCODED(made).decode(),))]


def _made(dialect: Dialect, table: Table, names: Sequence[str], rows: Sequence[dict[str, Any]]) -> _Rows:
    return list(zip(*(_column(table.c[name], rows, dialect) for name in names), strict=True))


def _some(made: _Rows) -> Iterator[_Rows]:
    size = min(_PLAINLY, _PLACES // len(made[0]))
    for start in range(0, len(made), size):
        yield made[start : start + size]


def _flat(rows: _Rows) -> tuple[Any, ...]:
    return tuple(chain.from_iterable(rows))


def among(connection: Connection, ids: Iterable[Id]) -> str:
    """The ids as one text, to be asked for more than once."""
    return _ENCODED(_stored_ids(connection, ids)).decode()


def select_among(
    connection: Connection,
    columns: Sequence[Column[Any]],
    by: Column[Any],
    ids: Iterable[Id] | str,
    also: Sequence[tuple[str, Column[Any], int]] = (),
) -> Any:
    """The columns of all rows whose column ``by`` has one of the ids, as they lie in the database: an id as `stored_id`.

    also: comparisons with numbers, such as ("<>", column, 7), of which one at least must hold where there are any.
    """
    wanted = ids if isinstance(ids, str) else among(connection, ids)
    either = tuple((how, column.name) for how, column, _ in also)
    # All at once: to ask for one after another takes longer than to find them.
    found = connection.exec_driver_sql(
        _selection(tuple(columns), by, connection.dialect.name, either), (wanted, *(number for *_, number in also))
    )
    # SQLite's driver would take Python and give it back with every row.
    return _DECODED(found.scalar_one()) if connection.dialect.name == "sqlite" else found.all()


def asker(dialect: Dialect, query: Select[Any]) -> Callable[[Connection, dict[str, Any]], list[Any]]:
    """What answers with all rows of a query, given the values of its places; in its order, as they lie in the database."""
    if dialect.name != "sqlite":
        return lambda connection, values: list(connection.execute(query, values))
    named = query.subquery()
    # As one text, while which is made another thread may work: the driver makes each row by itself, and takes Python for it.
    whole = select(func.json_group_array(func.json_array(*named.c)))
    return lambda connection, values: _DECODED(connection.execute(whole, values).scalar_one())


def delete_among(connection: Connection, by: Column[Any], ids: Iterable[Id]) -> None:
    """Delete all rows whose column ``by`` has one of the ids."""
    condition = _among(by, connection.dialect.name)
    connection.exec_driver_sql(f"DELETE FROM {_quoted(by.table.name)} WHERE {condition}", (among(connection, ids),))


def delete_numbers(connection: Connection, by: Column[Any], numbers: Iterable[int]) -> None:
    """Delete all rows whose primary key ``by`` is one of the numbers, the lowest first."""
    condition = _among(by, connection.dialect.name)
    connection.exec_driver_sql(
        f"DELETE FROM {_quoted(by.table.name)} WHERE {condition}", (_ENCODED(sorted(numbers)).decode(),)
    )


def stored_id(connection: Connection, id: Id) -> Any:
    """The id as it lies in this database."""
    if connection.dialect.name == "sqlite":
        return id.replace("-", "") if isinstance(id, str) else id.hex
    return UUID(id) if isinstance(id, str) else id


def by_stored_id(connection: Connection, ids: Iterable[AnyId]) -> dict[Any, AnyId]:
    """The ids as they were given, each by itself as it lies in this database."""
    given = list(ids)
    return dict(zip(_stored_ids(connection, given), given, strict=True))


def _stored_ids(connection: Connection, ids: Iterable[Id]) -> list[Any]:
    if connection.dialect.name == "sqlite":
        return _all_digits(list(ids))
    return [UUID(one) if isinstance(one, str) else one for one in ids]


def reader_of(column: Column[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """What turns the stored value of a column into Python's, or None where they are the same."""
    return column.type.dialect_impl(dialect).result_processor(dialect, None)


def _column(column: Column[Any], rows: Sequence[dict[str, Any]], dialect: Dialect) -> list[Any]:
    """The rows' values of one column as the driver takes them; refuses what the driver would refuse."""
    name, convert = column.name, _converter(column, dialect)
    values = [row[name] for row in rows]
    if convert is _digits:
        return _all_digits(values)
    if convert is not None:
        return list(map(convert, values))
    if isinstance(column.type, Integer | BigInteger):
        said = [value for value in values if value is not None]
        if said and (min(said) < -_WIDEST or max(said) >= _WIDEST):
            raise OverflowError
    return values


@cache
def _selection(
    columns: tuple[Column[Any], ...], by: Column[Any], dialect: str, either: tuple[tuple[str, str], ...]
) -> str:
    names = ", ".join(_quoted(column.name) for column in columns)
    place = "?" if dialect == "sqlite" else "%s"
    compared = " OR ".join(f"{_quoted(name)} {how} {place}" for how, name in either)
    asked = f"json_group_array(json_array({names}))" if dialect == "sqlite" else names
    found = f"SELECT {asked} FROM {_quoted(by.table.name)} WHERE {_among(by, dialect)}"
    return f"{found} AND ({compared})" if compared else found


def _among(by: Column[Any], dialect: str) -> str:
    name = _quoted(by.name)
    if dialect == "sqlite":
        return f"{name} IN (SELECT value FROM json_each(?))"
    kind = "uuid" if isinstance(by.type, Uuid) else "bigint"
    return f"{name} IN (SELECT value::{kind} FROM json_array_elements_text(%s::json))"


@lru_cache(_SIZES)
def _plain_insertion(table: Table, names: tuple[str, ...], replaced_by: str, rows: int) -> str:
    places = f"({', '.join('?' * len(names))})"
    return f"{_into(table, names)} VALUES {', '.join([places] * rows)}{_replacing(names, replaced_by)}"


def _insertion(table: Table, names: tuple[str, ...], replaced_by: str, dialect: Dialect) -> str:
    rows = "json_each(?)" if dialect.name == "sqlite" else "json_array_elements(%s::json)"
    values = ", ".join(_values(table, names, dialect))
    return f"{_into(table, names)} SELECT {values} FROM {rows} AS given WHERE true{_replacing(names, replaced_by)}"


@lru_cache(_SIZES)
def _plain_update(table: Table, names: tuple[str, ...], rows: int) -> str:
    places = f"({', '.join('?' * len(names))})"
    columns = [f"given.column{n}" for n in range(1, len(names) + 1)]
    return _updating(table, names, columns, f"(VALUES {', '.join([places] * rows)})")


def _update(table: Table, names: tuple[str, ...], dialect: Dialect) -> str:
    return _updating(table, names, _values(table, names, dialect), "json_array_elements(%s::json)")


def _updating(table: Table, names: tuple[str, ...], columns: Sequence[str], rows: str) -> str:
    by, *values = columns
    set_to = ", ".join(f"{_quoted(name)} = {value}" for name, value in zip(names[1:], values, strict=True))
    known = f"{_quoted(table.name)}.{_quoted(names[0])}"
    return f"UPDATE {_quoted(table.name)} SET {set_to} FROM {rows} AS given WHERE {known} = {by}"


def _into(table: Table, names: tuple[str, ...]) -> str:
    return f"INSERT INTO {_quoted(table.name)} ({', '.join(map(_quoted, names))})"


def _replacing(names: tuple[str, ...], replaced_by: str) -> str:
    if not replaced_by:
        return ""
    set_to = ", ".join(f"{_quoted(name)} = excluded.{_quoted(name)}" for name in names if name != replaced_by)
    return f" ON CONFLICT ({_quoted(replaced_by)}) DO UPDATE SET {set_to}"


def _values(table: Table, names: tuple[str, ...], dialect: Dialect) -> list[str]:
    """Each value of a row that is given as JSON."""
    if dialect.name == "sqlite":
        return [f"given.value->>{n}" for n in range(len(names))]
    kinds = [table.c[name].type.dialect_impl(dialect).compile(dialect) for name in names]
    return [f"(given.value->>{n})::{_bare(kind)}" for n, kind in enumerate(kinds)]


def _converter(column: Column[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """What the driver would do with a value of the column."""
    made = column.type.dialect_impl(dialect).bind_processor(dialect)
    return _digits if made is not None and isinstance(column.type, Uuid) else made


def _all_digits(ids: list[Any]) -> list[Any]:
    """The ids, each as its 32 digits."""
    try:
        # One word of them all: there may be very many.
        return "\n".join(ids).replace("-", "").split("\n") if ids else []
    except TypeError:
        return [_digits(one) for one in ids]


def _digits(value: Id | None) -> str | None:
    """An id as its 32 digits."""
    if value is None:
        return None
    return value.replace("-", "") if isinstance(value, str) else value.hex


def _bare(kind: str) -> str:
    """A cast to VARCHAR(60) would cut what is too long, and an insertion refuses it."""
    return "text" if kind.startswith("VARCHAR") else kind


def _quoted(name: str) -> str:
    return f'"{name}"'
