"""What of the records may travel to a lead organisation, read from the fields' own declarations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from hubdesk.base.words import Later, tr
from hubdesk.fields.codelists import Code
from hubdesk.fields.field import Field, fields_of
from hubdesk.fields.types import Link, Notes, Text
from hubdesk.records.record import Record, unique_keys

Fields = dict[type[Any], tuple[Field, ...]]


def travelling(kinds: Iterable[type[Any]]) -> Fields:
    """By kind, the fields that may leave. A kind is absent when nothing of it may, or it cannot stand without what stays."""
    declared = {kind: tuple(field for field in fields_of(kind) if field.synced) for kind in kinds}
    staying = {
        kind
        for kind, fields in declared.items()
        if not fields or any(field.required and not field.synced for field in fields_of(kind))
    }
    return _without(declared, staying)


def narrowed(fields: Fields, kept: Callable[[type[Any], Field], bool]) -> Fields:
    """Of these, what is kept; without kinds that need what is not, where no word can stand in its place."""
    left = {kind: tuple(field for field in some if kept(kind, field)) for kind, some in fields.items()}
    staying = {
        kind
        for kind, some in fields.items()
        if any(not kept(kind, field) and not may_be_left_out(kind, field) for field in some)
    }
    return _without(left, staying)


def may_be_left_out(kind: type[Any], field: Field) -> bool:
    """Whether a record of the kind can stand elsewhere without this field, or with a word in its place."""
    return (
        not kind.kind.always_sent
        and not is_key(kind, field)
        and (not field.required or isinstance(field.type, Text | Notes))
    )


def is_key(kind: type[Any], field: Field) -> bool:
    """Whether records of the kind are told apart by this field."""
    return any(field.name in key for key in unique_keys(kind))


def travelling_fields() -> Iterator[Code]:
    """Every field that may leave and need not, as a code to choose: by kind in the order of their names."""
    found = travelling(Record.__subclasses__())
    for kind in sorted(found, key=lambda kind: str(kind.kind.one.sentence)):
        for field in found[kind]:
            if may_be_left_out(kind, field):
                said = _FieldWords(kind.kind.one, field.label)
                yield Code(field_code(kind.__tablename__, field.name), said, None, None, {"group": kind.kind.one})


def field_code(kind: str, name: str) -> str:
    """How an agreement calls a field of a kind."""
    return f"{kind}.{name}"


class _FieldWords(Later):
    """A field's label with that of its kind."""

    __slots__ = ("_kind", "_label")

    def __init__(self, kind: Later, label: Later) -> None:
        super().__init__(f"{kind.sentence}: {label.sentence}")
        self._kind, self._label = kind, label

    def __str__(self) -> str:
        return tr("{kind}: {field}", kind=self._kind, field=self._label)


def _without(fields: Fields, staying: set[type[Any]]) -> Fields:
    """Without the kinds that stay, those that cannot be without them, and the links to them."""
    while True:
        names = {kind.__tablename__ for kind in staying}
        more = {kind for kind in fields if any(field.required and _leads_to(field, names) for field in fields_of(kind))}
        if more <= staying:
            break
        staying |= more
    return {
        kind: tuple(field for field in some if not _leads_to(field, names))
        for kind, some in fields.items()
        if kind not in staying
    }


def _leads_to(field: Field, kinds: set[str]) -> bool:
    return isinstance(field.type, Link) and field.type.to in kinds
