"""How a kind of record is spoken of on buttons and in sentences."""

from __future__ import annotations

from typing import Any

from hubdesk.base.words import tr, within
from hubdesk.fields.field import Field
from hubdesk.fields.types import Minutes, Money, Whole
from hubdesk.records import Kind, fields_of


def new_words(kind: Kind) -> str:
    """What the button that adds one says."""
    return tr("New {kind}", kind=within(kind.one))


def list_words(kind: Kind) -> str:
    """What the command that opens its list says."""
    return tr("List of {kind}", kind=within(kind.many))


def listed_fields(made: type[Any]) -> tuple[Field, ...]:
    """The fields that the kind's list shows as columns, in the order of their declaration."""
    return tuple(field for field in fields_of(made) if field.listed)


def holds_figures(field: Field) -> bool:
    """Whether the field's values are figures, which stand at the far side of their column."""
    return isinstance(field.type, Whole | Money | Minutes)
