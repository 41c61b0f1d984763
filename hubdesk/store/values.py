"""Records as plain JSON values, the form in which the journal and packages hold them."""

from __future__ import annotations

import json
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlalchemy import inspect

from hubdesk.fields.sealed import Sealer, opened_plain, sealed_plain
from hubdesk.records import Record, fields_of

_ENCODED: Final = msgspec.json.Encoder().encode
_DECODED: Final = msgspec.json.Decoder().decode


def plain_fields(record: Record) -> dict[str, Any]:
    """All fields of the record that have a value, and the hub it was made at, as JSON values."""
    values = {name: value for name, value in _plain_all(record).items() if value is not None}
    return {"hub_id": str(record.hub_id), **values} if record.hub_id else values


def plain_changes(record: Record) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields not yet saved: their values before and after, as JSON values."""
    before, after = {}, {}
    state = inspect(record)
    for field in fields_of(type(record)):
        history = state.attrs[field.name].history
        if not history.has_changes():
            continue
        old = history.deleted[0] if history.deleted else None
        new = history.added[0] if history.added else None
        if old != new:
            before[field.name] = field.plain(old)
            after[field.name] = field.plain(new)
    return before, after


def set_plain(record: Record, values: dict[str, Any]) -> None:
    """Give the record the JSON values; fields that this version does not know are left out."""
    for field in fields_of(type(record)):
        if field.name in values:
            setattr(record, field.name, field.unplain(values[field.name]))


def sealed_values(kind: type[Record], values: dict[str, Any], sealer: Sealer | None) -> dict[str, Any]:
    """The JSON values as the journal keeps them: those of special fields sealed."""
    special = {field.name for field in fields_of(kind) if field.special}
    return {name: sealed_plain(value, sealer) if name in special else value for name, value in values.items()}


def opened_values(values: dict[str, Any], sealer: Sealer | None) -> dict[str, Any]:
    """The JSON values of the journal, those of special fields opened where the key is held."""
    return {name: opened_plain(value, sealer) for name, value in values.items()}


def row_values(kind: type[Record], values: dict[str, Any]) -> dict[str, Any]:
    """The JSON values as values of the kind's columns."""
    row: dict[str, Any] = {}
    for field in fields_of(kind):
        if field.name in values:
            row[field.name] = field.unplain(values[field.name])
    if "hub_id" in values:
        row["hub_id"] = None if values["hub_id"] is None else UUID(values["hub_id"])
    return row


def pack(values: Any) -> str:
    """Compact JSON."""
    try:
        return _ENCODED(values).decode()
    except (UnicodeError, TypeError):  # half of a pair of surrogates, which no database takes
        return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def unpack(text: str | bytes) -> Any:
    """JSON back. Raises ValueError or RecursionError when it is none."""
    try:
        return _DECODED(text)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return json.loads(text)


def _plain_all(record: Record) -> dict[str, Any]:
    return {field.name: field.plain(getattr(record, field.name)) for field in fields_of(type(record))}
