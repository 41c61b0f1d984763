"""What may stay of a record when the person it tells of is erased, from resources/retention/what_stays.json.

Only what is listed there stays; records of any other kind go whole, so that a new kind is erased until somebody has
thought about it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final
from uuid import UUID

from hubdesk.base.places import resource
from hubdesk.base.words import Later
from hubdesk.fields.working_days import months_after
from hubdesk.records import Record, fields_of, kind_named

NAMELESS: Final = "Erased person"
"""Stands where a record cannot be without a text. It is the same at every hub, so that merging brings no difference."""


@dataclass(frozen=True)
class Stays:
    """Of one kind: which fields stay and why, and for how many months after which day; None for ever."""

    fields: frozenset[str]
    why: Later
    after: str
    months: int | None


@dataclass(frozen=True)
class Tombstone:
    """That a record was erased on a day, and whose it was; it holds nothing about the person.

    gone: nothing of it stays; else what ``what_stays`` lists for its kind.
    """

    record: UUID
    kind: str
    gone: bool
    day: date
    person: UUID


@cache
def what_stays() -> Mapping[str, Stays]:
    """By kind; a kind that is not in it goes whole."""
    stored = json.loads(resource("retention/what_stays.json").read_text(encoding="utf-8"))
    return {
        one["kind"]: Stays(frozenset(one["fields"]), Later(one["why"]), one.get("after", ""), one.get("months"))
        for one in stored["kinds"]
    }


def tombstone_for(record: UUID, kind: str, values: Mapping[str, Any], day: date, person: UUID) -> Tombstone:
    """The tombstone of a record with these JSON values that is erased on ``day``."""
    stays = what_stays().get(kind)
    gone = stays is None
    if stays is not None and stays.months is not None:
        since = values.get(stays.after)
        gone = since is None or months_after(date.fromisoformat(since), stays.months) < day
    return Tombstone(record, kind, gone, day, person)


def stripped(stone: Tombstone, values: Mapping[str, Any]) -> dict[str, Any]:
    """What of these JSON values of the record may be kept."""
    stays = what_stays().get(stone.kind)
    if stone.gone or stays is None:
        return {}
    made: type[Record] = kind_named(stone.kind)
    kept = {name: value for name, value in values.items() if name in stays.fields or name == "hub_id"}
    told = made.left_of(dict(values), stone.day)
    kept |= {name: value for name, value in told.items() if name in stays.fields}
    needed = [one.name for one in fields_of(made) if one.required and one.name not in stays.fields]
    return kept | {name: NAMELESS for name in needed if name in values}
