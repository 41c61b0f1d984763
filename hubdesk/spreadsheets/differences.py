"""What a row says otherwise than the record that it is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy.orm import Session

from hubdesk.base.words import tr
from hubdesk.fields.sealed import Sealed
from hubdesk.fields.types import Phone
from hubdesk.records import Record, fields_of
from hubdesk.reports.one_record import said

_QUOTED: Final = 60
"""Characters of a value that are shown."""


def differing(record: Record, values: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the values that say something else than the record.

    The same words all in small letters or all in capitals were only written with less care, and a telephone number that
    is known already is no other one under another heading.
    """
    phones = [one.name for one in fields_of(type(record)) if isinstance(one.type, Phone)]
    known = [getattr(record, name) for name in phones]
    return {
        name: value
        for name, value in values.items()
        if not _same(getattr(record, name), value) and not (name in phones and value in known)
    }


def differences(session: Session, record: Record, values: Mapping[str, Any]) -> tuple[str, ...]:
    """A sentence for each of them; of special category data only that it changes."""
    changed, told = differing(record, values), []
    for field in fields_of(type(record)):
        if field.name not in changed:
            continue
        held = getattr(record, field.name)
        if field.special or isinstance(held, Sealed):
            told.append(tr("{label} changes.", label=field.label))
            continue
        before, after = (_short(said(session, field.type, one)) for one in (held, changed[field.name]))
        if before:
            told.append(tr("{label}: “{before}” becomes “{after}”.", label=field.label, before=before, after=after))
        else:
            told.append(tr("{label}: “{after}” is added.", label=field.label, after=after))
    return tuple(told)


def _same(held: Any, value: Any) -> bool:
    if isinstance(held, str) and isinstance(value, str) and (value.islower() or value.isupper()):
        return held.casefold() == value.casefold()
    return bool(held == value)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _QUOTED else f"{line[: _QUOTED - 1]}…"
