"""Dated code lists: the fixed answers a field may take, read from resources/code_lists/<name>.json.

A file holds name, source, sometimes valid_from, and codes in the order in which they are offered. A code has code,
label, from and to (days, or null), and may have: hint (a line under the label), group (a heading above it), ilr (its
code in the learner record), rank (a higher number is further on), also (other words found in spreadsheets), declined
(the person would rather not say), and what a single list needs. A list may also be made from what the program declares,
such as its fields; then its place is taken by the function that gives its codes.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from hubdesk.base.places import resource
from hubdesk.base.words import Later, without_marks

FOLDER: Final = "code_lists"
_SPOKEN: Final = frozenset({"hint", "group"})
_OWN: Final = frozenset({"code", "label", "from", "to", "also"})


@dataclass(frozen=True)
class Code:
    """One answer. ``valid_from`` and ``valid_to`` are the first and last day on which it can be chosen.

    ``facts`` are the file's optional entries; hint and group among them are words, to be said with ``str()``.
    """

    code: str
    words: Later
    valid_from: date | None
    valid_to: date | None
    facts: Mapping[str, object] = field(default_factory=dict, hash=False, compare=False)
    also: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """What a person reads, in their language."""
        return str(self.words)

    @property
    def hint(self) -> str:
        """The line that explains the label; empty where none is needed."""
        return str(self.facts.get("hint", ""))

    @property
    def group(self) -> str:
        """The heading under which the code is offered; empty where the list has none."""
        return str(self.facts.get("group", ""))

    def valid(self, on: date | None) -> bool:
        """Whether the code could be chosen on that day; always, when no day is given."""
        if on is None:
            return True
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True)
class CodeList:
    """One file of codes, in its order."""

    name: str
    words: Later
    source: str
    codes: tuple[Code, ...]
    by_code: Mapping[str, Code] = field(hash=False, compare=False)
    by_text: Mapping[str, str] = field(hash=False, compare=False)

    @property
    def label(self) -> str:
        """What the list is called, in the person's language."""
        return str(self.words)


ListName = str | Callable[[], Iterable[Code]]
"""The name of a list's file, or the function that gives its codes."""


@cache
def code_list(name: ListName) -> CodeList:
    """The list of that name; KeyError when there is none."""
    if not isinstance(name, str):
        return _listed("", Later(""), "", tuple(name()))
    path = resource(FOLDER) / f"{name}.json"
    if not name.isidentifier() or not path.is_file():
        raise KeyError(name)
    stored = json.loads(path.read_text(encoding="utf-8"))
    answers = tuple(_code(entry) for entry in stored["codes"])
    return _listed(name, Later(stored["name"]), stored["source"], answers)


def _listed(name: str, words: Later, source: str, answers: tuple[Code, ...]) -> CodeList:
    return CodeList(
        name=name,
        words=words,
        source=source,
        codes=answers,
        by_code=MappingProxyType({answer.code: answer for answer in answers}),
        by_text=MappingProxyType(_by_text(answers)),
    )


def codes(name: ListName, on: date | None = None) -> tuple[Code, ...]:
    """The codes that can be chosen on that day, in the list's order; all of them when no day is given."""
    return tuple(answer for answer in code_list(name).codes if answer.valid(on))


def label_of(name: ListName, code: str) -> str:
    """What a person reads for the code; the code itself when the list does not know it."""
    answer = code_list(name).by_code.get(code)
    return code if answer is None else answer.label


def code_for(name: ListName, text: str) -> str | None:
    """The code meant by a code, a label or another word for it, whatever its case and spaces; None when unknown."""
    known, key = code_list(name), _folded(text)
    for answer in known.codes:
        label = answer.label
        if label != answer.words.sentence and _folded(label) == key:
            return answer.code
    return known.by_text.get(key)


def _code(entry: Mapping[str, Any]) -> Code:
    facts = {fact: Later(value) if fact in _SPOKEN else value for fact, value in entry.items() if fact not in _OWN}
    return Code(
        code=entry["code"],
        words=Later(entry["label"]),
        valid_from=_day(entry["from"]),
        valid_to=_day(entry["to"]),
        facts=MappingProxyType(facts),
        also=tuple(entry.get("also", ())),
    )


def _day(written: str | None) -> date | None:
    return None if written is None else date.fromisoformat(written)


def _by_text(answers: tuple[Code, ...]) -> dict[str, str]:
    # A code or an English label is stronger than another code's loose synonym, so synonyms are entered first.
    loose = {_folded(word): answer.code for answer in answers for word in answer.also}
    labels = {_folded(answer.words.sentence): answer.code for answer in answers}
    exact = {_folded(answer.code): answer.code for answer in answers}
    return loose | labels | exact


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKC", without_marks(text)).replace("\u2019", "'").casefold()
    return "".join(plain.split())
