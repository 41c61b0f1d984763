"""What a wizard was told, as plain frozen dataclasses that a draft can keep."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from types import UnionType
from typing import Any, Self, Union, get_args, get_origin, get_type_hints
from uuid import UUID


@dataclass(frozen=True)
class Answers:
    """The base: to plain JSON values and back. Every answer has a default, so that a draft may hold only some."""

    def to_plain(self) -> dict[str, Any]:
        """The answers as JSON values; those at their default are left out."""
        given = ((field, getattr(self, field.name)) for field in fields(self))
        return {field.name: _plain(value) for field, value in given if value != field.default}

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Self:
        """The answers back; names that this version does not know are left out."""
        hints = get_type_hints(cls)
        return cls(**{name: _unplain(hints[name], value) for name, value in plain.items() if name in hints})


@dataclass(frozen=True)
class SupportAnswer(Answers):
    """A support need, by the fields of the record; ``category`` is a code of support_category."""

    category: str = ""
    main: bool = False
    what_helps: str | None = None
    on_register: bool = False


@dataclass(frozen=True)
class ConsentAnswer(Answers):
    """Whether the person agrees; ``purpose`` is a code of consent_purpose."""

    purpose: str = ""
    given: bool = False


@dataclass(frozen=True)
class PersonAnswers(Answers):
    """Who somebody is. With ``person_id`` it is a person whom the hub knows; what is None there stays as it was."""

    person_id: UUID | None = None
    full_name: str | None = None
    family_name: str | None = None
    known_as: str | None = None
    certificate_name: str | None = None
    date_of_birth: date | None = None
    phone: str | None = None
    other_phone: str | None = None
    email: str | None = None
    contact_by: str | None = None
    address: str | None = None
    postcode: str | None = None
    first_language: str | None = None
    emergency_name: str | None = None
    emergency_relationship: str | None = None
    emergency_phone: str | None = None
    consents: tuple[ConsentAnswer, ...] = ()
    consent_channel: str = "in_person"
    recorded_by: str = ""


def _plain(value: Any) -> Any:
    if isinstance(value, Answers):
        return value.to_plain()
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _unplain(wanted: Any, value: Any) -> Any:
    if get_origin(wanted) in (Union, UnionType):
        wanted = next(one for one in get_args(wanted) if one is not type(None))
    if value is None:
        return None
    if get_origin(wanted) is tuple:
        return tuple(_unplain(get_args(wanted)[0], one) for one in value)
    if issubclass(wanted, Answers):
        return wanted.from_plain(value)
    if wanted is date:
        return date.fromisoformat(value)
    return UUID(value) if wanted is UUID else value
