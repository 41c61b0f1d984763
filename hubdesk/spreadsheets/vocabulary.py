"""The words that people write above their columns, and the fields they mean: resources/spreadsheets/headings.json.

The file holds fields (other words for a field, beside its own label), parts (columns that are joined into one field:
their place in it and what stands before them; linked: only where the record is looked up by it; left_out: recognised
and not used), apart (groups of words that say a column is about somebody else than the row) and nothing (what
people write into a cell that they have nothing for).
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from hubdesk.base.places import resource
from hubdesk.records import KINDS, fields_of

_HINT: Final = re.compile(r"\b(?:dd? mm? yy(?:yy)?|ddmmyy(?:yy)?|y n|yes no|m f|tick|please tick|if known|optional)$")
"""What stands behind a heading to say how its cells are to be filled in."""

_ASKED: Final = re.compile(
    r"^(?:please )?(?:(?:what (?:is|are)|whats|enter|give(?: us)?|provide|write|confirm|tell us) )?(?:(?:your|the learners) )?"
)
"""What stands before it in a form on the internet, such as “What is your …”."""


@dataclass(frozen=True)
class Part:
    """One column of several that make up the field ``of``; ``joint`` stands before it when something does."""

    of: str
    place: int
    joint: str
    linked: bool
    left_out: bool


@dataclass(frozen=True)
class Vocabulary:
    """Other words by normalised heading."""

    fields: Mapping[str, frozenset[str]]
    parts: Mapping[str, tuple[Part, ...]]
    apart: tuple[tuple[str, ...], ...]
    nothing: frozenset[str]
    known: frozenset[str]


@cache
def vocabulary() -> Vocabulary:
    """The shipped words, with the labels of all fields."""
    stored: dict[str, Any] = json.loads(resource("spreadsheets/headings.json").read_text(encoding="utf-8"))
    fields = {name: frozenset(map(normal, words)) for name, words in stored["fields"].items()}
    parts: dict[str, tuple[Part, ...]] = {}
    for entry in stored["parts"]:
        linked, left_out = entry.get("linked", False), entry.get("left_out", False)
        part = Part(entry["of"], entry["place"], entry["joint"], linked, left_out)
        for word in entry["words"]:
            parts[normal(word)] = (*parts.get(normal(word), ()), part)
    labels = {normal(str(field.label)) for kind in KINDS for field in fields_of(kind)}
    known = labels.union(parts, *fields.values())
    apart, nothing = tuple(map(tuple, stored["apart"])), frozenset(stored["nothing"])
    return Vocabulary(MappingProxyType(fields), MappingProxyType(parts), apart, nothing, frozenset(known))


def normal(heading: str) -> str:
    """A heading's words: without case, accents, marks, and what stands in brackets."""
    plain = unicodedata.normalize("NFKD", heading.casefold())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    bare = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", plain)
    words = re.sub(r"[\W_]+", " ", re.sub(r"['\u2019]", "", bare)).strip()
    words = _HINT.sub("", words).strip() or words
    words = _ASKED.sub("", words) or words
    return re.sub(r"\be mail\b", "email", words) or re.sub(r"[\W_]+", " ", plain).strip()
