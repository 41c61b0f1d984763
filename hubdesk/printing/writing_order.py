"""The order in which mixed text is written: runs of one direction and one script."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from typing import Any

import uharfbuzz as hb
from bidi import algorithm, get_base_level
from bidi.mirror import MIRRORED

_EMBEDDING_MARKS = dict.fromkeys(range(0x202A, 0x202F))
_ISOLATES = {"\u2066": 0, "\u2067": 1, "\u2068": None}
"""What begins a text of its own direction: from the left, from the right, or as its first letter has it."""
_ISOLATED = "\u2069"
_ISOLATING_MARKS = dict.fromkeys(range(0x2066, 0x206A))
_STANDS_FOR_ONE = "\ufffc"
_DEEPEST = 120
"""Levels; Unicode gives no more than 125."""
_BREAKS = frozenset({"Cc", "Cs", "Zl", "Zp"})
_TURNS = frozenset({"R", "AL", "AN"})
_SHARED = frozenset({"Zyyy", "Zinh", "Zzzz"})


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of text of one script (ISO 15924) and one level; odd levels run from right to left."""

    text: str
    script: str
    level: int


def without_marks(text: str) -> str:
    """The text as one line: of marks only those around isolates, every control character and half of a pair a space."""
    if text.isascii() and text.isprintable():
        return text
    plain = unicodedata.normalize("NFC", text.translate(_EMBEDDING_MARKS))
    return "".join(" " if unicodedata.category(letter) in _BREAKS else letter for letter in plain)


@lru_cache(maxsize=4096)
def script_of(letter: str) -> str:
    """The script of one character; marks and punctuation that all scripts share give one of Zyyy, Zinh, Zzzz."""
    buffer = hb.Buffer()
    buffer.add_str(letter)
    buffer.guess_segment_properties()
    return buffer.script or "Zyyy"


def is_shared(script: str) -> bool:
    """Whether characters of this script take on the script beside them."""
    return script in _SHARED


def in_logical_order(text: str, base: int | None = None) -> Iterator[Stretch]:
    """Split a line into stretches, in the order in which it is read, with the marks around isolates.

    ``base`` is the level of the paragraph that the line is part of; None for that of its own first letter.
    """
    levels = _levels(text, base=base) if base == 1 or _turns(text) else [0] * len(text)
    scripts = _scripts(text)
    for (level, script), letters in groupby(zip(text, levels, scripts, strict=True), key=lambda each: each[1:]):
        yield Stretch("".join(letter for letter, _, _ in letters), script, level)


def base_level(text: str) -> int:
    """The level of a paragraph: 1 where it is read from the right, by its first letter outside of isolates."""
    return get_base_level(_around_isolates(text)) if _turns(text) else 0


def in_visual_order(stretches: list[Stretch]) -> list[Stretch]:
    """The same from left to right, without marks: Unicode's rule L2, each reversal from the highest level down."""
    ordered = list(stretches)
    for level in range(max((each.level for each in ordered), default=0), 0, -1):
        turned: list[Stretch] = []
        for reverse, group in groupby(ordered, key=lambda each: each.level >= level):
            run = list(group)
            turned += run[::-1] if reverse else run
        ordered = turned
    plain = (replace(each, text=each.text.translate(_ISOLATING_MARKS)) for each in ordered)
    return [each for each in plain if each.text]


def _turns(text: str) -> bool:
    return not text.isascii() and any(unicodedata.bidirectional(letter) in _TURNS for letter in text)


def _around_isolates(text: str) -> str:
    around, at = "", 0
    while at < len(text):
        end = _end_of_isolate(text, at) if text[at] in _ISOLATES else at + 1
        around += text[at:end] if text[at] not in _ISOLATES else _STANDS_FOR_ONE
        at = end
    return around


def _levels(text: str, above: int = -1, base: int | None = None) -> list[int]:
    """The level of each letter, all higher than ``above``: bidi knows no isolates, so each is laid out by itself.

    ``base`` is the direction of the text, 0 from the left and 1 from the right; None for that of its first letter.
    """
    levels = [0] * len(text)
    around, isolates, at = [], [], 0
    while at < len(text):
        around.append(at)
        if text[at] in _ISOLATES and above < _DEEPEST:
            end = _end_of_isolate(text, at)
            isolates.append((at + 1, end, _ISOLATES[text[at]]))
            at = end
        else:
            at += 1
    outer = "".join(_STANDS_FOR_ONE if ord(text[place]) in _ISOLATING_MARKS else text[place] for place in around)
    own = get_base_level(outer) if base is None else base
    lowest = above + 1 + (above + 1 + own) % 2
    for place, level in zip(around, _plain_levels(outer, own), strict=True):
        levels[place] = level + lowest - own
    for begin, end, turn in isolates:
        levels[begin:end] = _levels(text[begin:end], lowest, turn)
    return levels


def _end_of_isolate(text: str, begin: int) -> int:
    """Where the mark stands that ends it; the end of the text where there is none."""
    deep = 0
    for place in range(begin, len(text)):
        deep += (text[place] in _ISOLATES) - (text[place] == _ISOLATED)
        if deep == 0:
            return place
    return len(text)


def _plain_levels(text: str, base: int) -> list[int]:
    storage = algorithm.get_empty_storage()
    storage["base_level"], storage["base_dir"] = base, ("L", "R")[base]
    algorithm.get_embedding_levels(text, storage)
    for place, each in enumerate(storage["chars"]):
        each["place"] = place
        each["type"] = each["type"] or "L"
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    _turn_brackets_in_pairs(storage["chars"], storage["base_dir"])
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    known = {each["place"]: each["level"] for each in storage["chars"]}
    levels: list[int] = []
    for place in range(len(text)):
        levels.append(known.get(place, levels[-1] if levels else base))
    for place in range(len(text) - 1, len(text.rstrip()) - 1, -1):
        levels[place] = base
    return levels


def _turn_brackets_in_pairs(letters: list[dict[str, Any]], line: str) -> None:
    """Unicode's rule N0, which bidi does not know: both brackets of a pair take one direction.

    ``letters`` have their weak types resolved and lie in one level; ``line`` is its direction, L or R.
    """
    for first, last in _bracket_pairs(letters):
        within = {_side(each) for each in letters[first + 1 : last]} - {None}
        if not within:
            continue
        before = next((side for each in reversed(letters[:first]) if (side := _side(each))), line)
        turn = line if line in within or before == line else before
        letters[first]["type"] = letters[last]["type"] = turn


def _bracket_pairs(letters: Sequence[dict[str, Any]]) -> list[tuple[int, int]]:
    """The places of brackets that belong together, in the order in which they open."""
    opened: list[tuple[str, int]] = []
    pairs = []
    for place, each in enumerate(letters):
        letter = each["ch"]
        category = unicodedata.category(letter)
        if category == "Ps" and letter in MIRRORED:
            opened.append((MIRRORED[letter], place))
        elif category == "Pe" and any(closing == letter for closing, _ in opened):
            while (last := opened.pop())[0] != letter:
                pass
            pairs.append((last[1], place))
    return sorted(pairs)


def _side(letter: dict[str, Any]) -> str | None:
    """The direction of a letter or number, L or R, or None where it has none; numbers count as R here."""
    return {"L": "L", "R": "R", "EN": "R", "AN": "R"}.get(letter["type"])


def _scripts(text: str) -> list[str]:
    if text.isascii():
        return ["Latn"] * len(text)
    own = [script_of(letter) for letter in text]
    current = next((script for script in own if script not in _SHARED), "Latn")
    scripts = []
    for script in own:
        current = current if script in _SHARED else script
        scripts.append(current)
    return scripts
