"""What a form begins with: the values of a new record, and which draft is its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from hubdesk.desktop.workplace import Workplace
from hubdesk.fields.types import Date, Moment
from hubdesk.records import fields_of, kind_named


def first_values(kind: str, prefilled: Mapping[str, Any]) -> dict[str, Any]:
    """What a new record's form begins with: its defaults, what is known already, and now where a moment is asked.

    A day that must be said and cannot be still to come is most often today.
    """
    made = kind_named(kind)
    new = made(**prefilled)
    values = {field.name: getattr(new, field.name) for field in fields_of(made)}
    now: dict[str, Any] = {field.name: datetime.now(UTC) for field in fields_of(made) if isinstance(field.type, Moment)}
    for field in fields_of(made):
        if isinstance(field.type, Date) and field.type.past and field.required:
            now[field.name] = date.today()
    return now | {name: value for name, value in values.items() if value is not None or name not in now}


def purpose(workplace: Workplace, kind: str, id: UUID | None, prefilled: Mapping[str, Any]) -> str:
    """What the draft of this form is for: this record, or a new one of whoever it is prefilled with, or so called.

    Where the record will be sealed, everybody has a draft of their own: what one may not read cannot be gone on with.
    """
    known = (uuid5(NAMESPACE_OID, value) if isinstance(value, str) else value for value in prefilled.values())
    whose = "+".join(str(value) for value in known if isinstance(value, UUID))
    mine = f":{workplace.store.account.id}" if _special(kind) else ""
    return f"form:{kind}:{id or whose or 'new'}{mine}"


def sealed(workplace: Workplace, kind: str) -> frozenset[str]:
    """The fields whose draft is sealed. Who cannot open it goes on with what they typed, so theirs lies as a wizard's."""
    return _special(kind) if workplace.store.role.opens_special else frozenset()


def _special(kind: str) -> frozenset[str]:
    return frozenset(field.name for field in fields_of(kind_named(kind)) if field.special)
