"""Values that only some may read: they lie in the database under a second key, and everybody may write them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Dialect, Text, TypeDecorator

from hubdesk.base.words import tr
from hubdesk.fields.text_types import FieldType

SEALED_AS = "sealed"
"""In JSON, as the journal holds it, a sealed value is an object with this one name."""


@dataclass(frozen=True)
class Sealed:
    """A value that whoever works here may not read; ``text`` is what lies in the database."""

    text: str

    def __str__(self) -> str:
        return tr("For tutors and managers only")


class Sealer(Protocol):
    """Seals for everybody, opens for those who hold the key."""

    def seal(self, text: str) -> str:
        """The text, sealed."""

    def open(self, sealed: str) -> str | None:
        """The text back, or None without the key."""


def sealer_of(dialect: Dialect) -> Sealer | None:
    """The sealer that a store has given the engine of its file."""
    return getattr(dialect, "sealer", None)


def give_sealer(dialect: Dialect, sealer: Sealer) -> None:
    """Let the values that pass this dialect be sealed and opened."""
    dialect.sealer = sealer  # type: ignore[attr-defined]


class SealedColumn(TypeDecorator[Any]):
    """A field's value in Python, its sealed JSON in the database.

    Without a sealer, as in the lead's own database, which special category data never reaches, the JSON lies open.
    """

    impl = Text
    cache_ok = True

    def __init__(self, type: FieldType[Any]) -> None:
        super().__init__()
        self.type = type

    def process_bind_param(self, value: Any | None, dialect: Dialect) -> str | None:
        if value is None or isinstance(value, Sealed):
            return value.text if value is not None else None
        sealer, text = sealer_of(dialect), json.dumps(self.type.plain(value), ensure_ascii=False)
        return sealer.seal(text) if sealer else text

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Any | None:
        if value is None:
            return None
        sealer = sealer_of(dialect)
        text = sealer.open(value) if sealer else value
        return Sealed(value) if text is None else self.type.unplain(json.loads(text))


def sealed_plain(stored: Any, sealer: Sealer | None) -> Any:
    """A plain value as the journal keeps it of a special field."""
    if stored is None or sealer is None or is_sealed(stored):
        return stored
    return {SEALED_AS: sealer.seal(json.dumps(stored, ensure_ascii=False))}


def opened_plain(stored: Any, sealer: Sealer | None) -> Any:
    """A plain value from the journal; it stays as it is where the key is missing."""
    text = sealer.open(stored[SEALED_AS]) if sealer and is_sealed(stored) else None
    return stored if text is None else json.loads(text)


def is_sealed(stored: Any) -> bool:
    """Whether a plain value is a sealed one."""
    return isinstance(stored, dict) and stored.keys() == {SEALED_AS}
