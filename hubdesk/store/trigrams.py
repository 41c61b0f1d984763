"""SQLite's index of the texts that search looks through: which three letters in a row, its trigrams, each of them has.

It does not say where in a text they stand, which would take half as much again to write. So of what is longer than
three letters the texts that have all its trigrams are looked through.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from operator import itemgetter
from typing import Final, Literal

import msgspec
from sqlalchemy import ColumnElement, Dialect, TextClause, bindparam, func, text

from hubdesk.store.bulk import Statement
from hubdesk.store.tables import search_entry

_LENGTH: Final = 3

_MOST_ASKED_FOR: Final = 200
"""Few texts have that many trigrams of what somebody typed, or pasted by mistake, and not all of it."""

_NOWHERE: Final = "\x01"
"""Stands in no text."""

_REINDEX: Final = (
    "INSERT INTO search_trigram (search_trigram, rowid, text)"
    " SELECT value->>1, value->>0, value->>2 FROM json_each(?) WHERE true"
)
"""Trigrams are taken out and put in; the triggers of `search_entry` do so only for whole rows."""

_ENCODED: Final = msgspec.json.Encoder().encode

Ends = tuple[int, int]
"""With how many letters, at the least, two texts begin alike, and with how many they end so without those."""

Changed = tuple[int, str, str, Ends | None]
"""The number of an entry, and its text before and now; what is known of how they are alike."""


def reindexing(dialect: Dialect, changed: Iterable[Changed]) -> list[Statement]:
    """What tells the index of entries that have other texts now; PostgreSQL looks through the texts themselves."""
    if dialect.name != "sqlite":
        return []
    said: list[tuple[int, str | None, str]] = []
    # The index writes itself out whenever it meets a number that lies before the last one.
    for number, old, new, alike in sorted(changed, key=itemgetter(0)):
        lost, gained = differing(old, new, alike)
        said += ((number, "delete", lost), (number, None, gained))
    return [(_REINDEX, (_ENCODED(said).decode(),))] if said else []


def containing(parts: Sequence[str]) -> Iterator[ColumnElement[bool] | TextClause]:
    """What holds, in SQLite, of the entries in whose texts all of the parts occur."""
    all_of_them = (part[n : n + _LENGTH] for part in parts for n in range(len(part) - _LENGTH + 1))
    trigrams = dict.fromkeys(islice(all_of_them, _MOST_ASKED_FOR))
    if trigrams:
        match = " AND ".join('"' + one.replace('"', '""') + '"' for one in trigrams)
        matching = "search_entry.number IN (SELECT rowid FROM search_trigram WHERE search_trigram MATCH :match)"
        yield text(matching).bindparams(bindparam("match", match, unique=True))
    for part in parts:
        if len(part) != _LENGTH or len(trigrams) == _MOST_ASKED_FOR:
            yield func.instr(search_entry.c.text, part) > 0


def differing(old: str, new: str, alike: Ends | None = None) -> tuple[str, str]:
    """A text with the trigrams to take out and one with those to put in, where ``new`` replaces ``old``.

    They are short where most of a text stays. What is put in comes after what is taken out, and may be there already. The
    one has as many trigrams more than the other as the whole texts have, since the index counts them. Both texts begin and
    end with a space.
    """
    begun, ended = alike or _ends(old, new)
    start, rest = max(begun - _LENGTH + 1, 0), max(ended - _LENGTH + 1, 0)
    was, gained = old[start : len(old) - rest], new[start : len(new) - rest]
    lost = _NOWHERE.join(_only_in(was, new)).ljust(len(was), _NOWHERE)
    more = len(lost) - len(was)
    if more:
        if len(gained) + more > len(new):
            return old, new
        start = max(start - more, 0)
        gained = new[start : start + len(gained) + more]
    return lost, gained


def _ends(old: str, new: str) -> Ends:
    least = min(len(old), len(new))
    begun = _alike(old[:least], new[:least], "big")
    rest = least - begun
    return begun, _alike(old[len(old) - rest :], new[len(new) - rest :], "little")


def _alike(one: str, other: str, order: Literal["big", "little"]) -> int:
    """How many letters two texts of one length begin with alike, or end with where the last count most, as in "little"."""
    code, size = ("ascii", 1) if one.isascii() and other.isascii() else (f"utf-32-{order[0]}e", 4)
    # Read as two numbers, which differ from the first place on where the texts do.
    differs = int.from_bytes(one.encode(code), order) ^ int.from_bytes(other.encode(code), order)
    return len(one) - -(-differs.bit_length() // (8 * size))


def _only_in(one: str, other: str) -> Iterator[str]:
    """The pieces of a text of whose trigrams the other text has none."""
    begun = None
    for n in range(len(one) - _LENGTH + 1):
        if one[n : n + _LENGTH] not in other:
            begun = n if begun is None else begun
        elif begun is not None:
            yield one[begun : n + _LENGTH - 1]
            begun = None
    if begun is not None:
        yield one[begun:]
