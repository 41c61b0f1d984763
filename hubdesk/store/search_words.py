"""The words that search finds a record by, made of its fields and its title."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from types import CodeType
from typing import Any, Final

from hubdesk.fields.types import Email, Phone, Postcode, Text
from hubdesk.records import Record, fields_of, kind_named
from hubdesk.store.bulk import Id
from hubdesk.store.folding import fold, fold_number, sort_key
from hubdesk.store.sounds import sounds_in
from hubdesk.store.spellings import other_spellings

WORDS: Final = "4"
"""Another whenever the same record gets other words: what was written before is then made anew, see entries_anew.py."""

_GAP: Final = "  "
"""Between the parts of a text. No part has two spaces together, or one at an end."""

_TITLES: Final = ("title", "detail", "sort_name")

Found = tuple[str, bool, bool, bool, Callable[[Any], str] | None]
"""A field that search finds records by: its name; whether as a number; by its words; also as others spell them.

At the end what shows its value, or None where it is kept as it is shown.
"""


def is_found(kind: type[Record]) -> bool:
    """Whether records of this kind have words that search finds them by."""
    return bool(found_by(kind))


def entry(record: Any, kind: type[Record]) -> dict[str, Any]:
    """The search entry of a record, or of what has its fields and titles."""
    title = record.title
    return {
        "record": record.id,
        "kind": kind.__tablename__,
        "title": title,
        "detail": record.detail or "",
        "text": _text(partial(getattr, record), title, kind),
        "sort": sort_key(record.sort_name),
    }


def entry_of(kind: str, record: Id, row: dict[str, Any]) -> dict[str, Any] | None:
    """The search entry of a row of values, or None for a kind without names."""
    made: type[Record] = kind_named(kind)
    return entry(stand_in_for(made, record, row), made) if is_found(made) else None


def as_text(parts: Iterable[str]) -> str:
    """The text of an entry: what each of the fields of `found_by` gives to it, and at last what the title does."""
    return f" {_GAP.join(parts)} "


def parts_in(text: str) -> list[str]:
    """The parts that a text was made of."""
    return text[1:-1].split(_GAP)


def length_of(parts: Sequence[str]) -> int:
    """How many letters of a text these are, at its beginning or its end, with what stands between them and the others."""
    return 1 + sum(map(len, parts)) + len(_GAP) * len(parts)


def part_of(found: Found, value: Any) -> str:
    """What a field's value gives to the text."""
    _, number, worded, spelt, show = found
    words: dict[str, None] = {}
    if value is not None and number:
        words[fold_number(value)] = None
    if value is not None and worded:
        shown = value if show is None else show(value)
        folded = fold(shown)
        words[folded] = None
        if spelt:
            words[other_spellings(shown, folded)] = None
            words.update(dict.fromkeys(sounds_in(shown)))
    return " ".join(filter(None, words))


@cache
def titled_by(kind: str) -> frozenset[str]:
    """The fields that titles, details and the order of the kind's records can follow from."""
    return _told_by(kind_named(kind), _TITLES)


@cache
def titles_of(kind: type[Record]) -> tuple[str, ...]:
    """Of the fields that search finds records of the kind by, those that may be the title themselves."""
    named = _told_by(kind, ("title",))
    return tuple(name for name, _, worded, *_ in found_by(kind) if worded and name in named)


def _told_by(kind: type[Record], properties: Iterable[str]) -> frozenset[str]:
    named: set[str] = set()
    left = list(properties)
    while left:
        name = left.pop()
        if name not in named:
            named.add(name)
            left += _names_in(_told(kind, name))
    return frozenset(field.name for field in fields_of(kind) if field.name in named)


@cache
def worded_by(kind: str) -> frozenset[str]:
    """The fields that the kind's search entries are made of."""
    made: type[Record] = kind_named(kind)
    return titled_by(kind) | {name for name, *_ in found_by(made)} if is_found(made) else frozenset()


def _text(value_of: Callable[[str], Any], title: str, kind: type[Record]) -> str:
    parts = [part_of(found, value_of(found[0])) for found in found_by(kind)]
    # Where a field says it already, the title says nothing: it is another one only where such a field is.
    return as_text([*parts, "" if any(value_of(name) == title for name in titles_of(kind)) else fold(title)])


@cache
def found_by(kind: type[Record]) -> tuple[Found, ...]:
    """The fields that search finds records of the kind by."""
    return tuple(
        (
            field.name,
            isinstance(field.type, Phone | Postcode),
            not isinstance(field.type, Phone),
            not isinstance(field.type, Phone | Email | Postcode),
            None if isinstance(field.type, Text) and type(field.type).show is Text.show else _shown(field.type.show),
        )
        for field in fields_of(kind)
        if field.found
    )


def _shown(show: Callable[[Any], str]) -> Callable[[Any], str]:
    return lambda value: str(value) if isinstance(value, int) else show(value)


def stand_in_for(kind: type[Record], record: Id, row: dict[str, Any]) -> Any:
    """What has the row's values and the titles of a record of its kind."""
    stand_in = _stand_in(kind)()
    stand_in.__dict__ = {**row, "id": record}
    return stand_in


@cache
def _stand_in(kind: type[Record]) -> type[Any]:
    """A class with the kind's titles and nothing of the database: a merge makes very many."""
    titles: dict[str, property | None] = {}
    for base in reversed(kind.__mro__):
        titles |= {name: told for name, told in vars(base).items() if type(told) is property}
    # A field may stand in place of a title: then its value is the title.
    titles |= {field.name: None for field in fields_of(kind)}
    return type(kind.__name__, (), {"kind": kind.kind, **titles})


def _told(kind: type[Record], name: str) -> CodeType | None:
    """The code of one of the kind's own properties."""
    for base in kind.__mro__:
        told = vars(base).get(name)
        if told is not None:
            return told.fget.__code__ if type(told) is property and told.fget is not None else None
    return None


def _names_in(code: CodeType | None) -> Iterator[str]:
    """Everything that the code names, which is more than it reads of the record."""
    if code is not None:
        yield from code.co_names
        for inner in code.co_consts:
            if isinstance(inner, CodeType):
                yield from _names_in(inner)
