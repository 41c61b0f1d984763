"""What travels and what stays: derived from the fields' own declarations, whatever kinds there are."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache
from typing import Any, Final

from hubdesk.fields.field import Field
from hubdesk.fields.types import Email, Link, Notes, Phone, Postcode, Text
from hubdesk.records import KINDS, fields_of, kind_named
from hubdesk.records.network.sharing_agreement import NAMED, PSEUDONYMOUS
from hubdesk.records.travelling import Fields, field_code, is_key, narrowed, travelling
from hubdesk.store.belonging import owned_kinds

HUB: Final = "hub_id"
"""Beside its fields, every record tells at which hub it was made."""

Names = dict[str, frozenset[str]]
"""By the name of a kind, the names of some of its fields."""


@cache
def sent_fields() -> Names:
    """By kind, the names of the fields that may travel. A kind is absent when it cannot stand without what stays."""
    return _names(travelling(KINDS))


@cache
def always_sent() -> Names:
    """By kind, the fields that leave at any level, and while nothing is agreed."""
    return {name: sent for name, sent in sent_fields().items() if kind_named(name).kind.always_sent}


def is_whole(kind: str, names: Collection[str]) -> bool:
    """Whether these are all the fields of the kind."""
    return len(names) == len(fields_of(kind_named(kind))) + 1


def agreed_fields(level: str, also: Iterable[str], held_back: Iterable[str]) -> Names:
    """By kind, the names of the fields that leave at a level of sharing, with what was agreed on beside it."""
    return _agreed(level, frozenset(also), frozenset(held_back))


@cache
def _agreed(level: str, also: frozenset[str], held_back: frozenset[str]) -> Names:
    if level not in (NAMED, PSEUDONYMOUS):
        return always_sent()

    def kept(kind: type[Any], field: Field) -> bool:
        if kind.kind.always_sent:
            return True
        code = field_code(kind.__tablename__, field.name)
        return code not in held_back and (level == NAMED or code in also or names_nobody(kind, field))

    return _names(narrowed(travelling(KINDS), kept))


def names_nobody(kind: type[Any], field: Field) -> bool:
    """Whether a field neither says nor could say who somebody is: ids, days, figures, answers picked from a list.

    Of words only those stay in that name a thing, such as a course; what is written freely might name somebody.
    """
    if isinstance(field.type, Link) or is_key(kind, field):
        return True
    if field.personal or field.others or isinstance(field.type, Notes | Email | Phone | Postcode):
        return False
    return not isinstance(field.type, Text) or (field.required and kind.__tablename__ not in owned_kinds())


def _names(fields: Fields) -> Names:
    return {kind.__tablename__: frozenset(one.name for one in some) | {HUB} for kind, some in fields.items()}
