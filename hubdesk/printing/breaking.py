"""Where text may be broken: its words, and its letters with the marks that sit on them."""

from __future__ import annotations

import re
import unicodedata

from hubdesk.printing.writing_order import script_of

_JOINER = "\u200d"
UNSEEN = frozenset(
    "\u00ad\u034f\u061c\u200b\u200c\u200d\u200e\u200f\u2060\ufeff" + "".join(map(chr, range(0xFE00, 0xFE10)))
)
"""Characters that are not drawn themselves."""


_LONGEST_CHINESE_NAME = 4
_ADDRESS = re.compile(r"[^\s,;<>()]+@[^\s,;<>()]+")
_SHORT_NUMBER = re.compile(r"\d{1,2}[.,:;)]?")


def words(text: str) -> list[str]:
    """Words with the spaces that follow them; a hyphen or a slash ends a word too, and so does each Chinese character.

    An address of mail is one word, whatever stands in it.
    """
    found: list[str] = []
    begin = 0
    whole = {place for one in _ADDRESS.finditer(text) for place in range(*one.span())} if "@" in text else set()
    for place, letter in enumerate(text):
        following = text[place + 1 : place + 2]
        if (
            following
            and following != " "
            and place not in whole
            and (letter in " -/\u200b" or (_stands_alone(letter) and _stands_alone(following)))
        ):
            found.append(text[begin : place + 1])
            begin = place + 1
    return [*found, text[begin:]]


def before_and_after_at(word: str) -> list[str]:
    """The two parts of an address of mail, which part only where the whole is longer than a line."""
    return re.split("(?<=@)", word, maxsplit=1)


def phrases(text: str) -> list[str]:
    """Words, with what belongs together in one: the groups of a telephone number, a short number with what it counts
    ("Room 1", "3 November"), and a Chinese name of a few signs.
    """
    found: list[str] = []
    each = words(text)
    for word, after in zip(each, [*each[1:], ""], strict=True):
        if found and _belongs(found[-1], word, after):
            found[-1] += word
        else:
            found.append(word)
    return found


def _belongs(before: str, word: str, after: str) -> bool:
    if _stands_alone(before[-1:]) and _stands_alone(word[:1]):
        return len((before + word).strip()) <= _LONGEST_CHINESE_NAME
    last, first = before.split()[-1:], word.split()[:1]
    if not last or not first or not before.endswith(" "):
        return False
    grouped = before[-2].isdigit() and word[:1].isdigit()
    dated = _SHORT_NUMBER.fullmatch(last[0]) and last[0].isdigit() and word[:1].isupper()
    dates = first[0].isdigit() and after[:1].isupper()
    counted = _SHORT_NUMBER.fullmatch(first[0]) and before[-2].isalpha() and not dates
    return bool(grouped or counted or dated)


def _stands_alone(letter: str) -> bool:
    return (
        letter != ""
        and not letter.isascii()
        and unicodedata.category(letter) == "Lo"
        and script_of(letter) in {"Hani", "Hira", "Kana"}
    )


def clusters(text: str) -> list[str]:
    """Characters with the marks that sit on them."""
    if text.isascii():
        return list(text)
    found: list[str] = []
    for letter in text:
        joined = found and (
            letter in UNSEEN or found[-1].endswith(_JOINER) or unicodedata.category(letter).startswith("M")
        )
        if joined:
            found[-1] += letter
        else:
            found.append(letter)
    return found
