"""Where text may be broken: its words, and its letters with the marks that sit on them."""

from __future__ import annotations

import unicodedata

from hubdesk.printing.writing_order import script_of

_JOINER = "\u200d"
UNSEEN = frozenset(
    "\u00ad\u034f\u061c\u200b\u200c\u200d\u200e\u200f\u2060\ufeff" + "".join(map(chr, range(0xFE00, 0xFE10)))
)
"""Characters that are not drawn themselves."""


def words(text: str) -> list[str]:
    """Words with the spaces that follow them; a hyphen or slash ends a word too, and so does each Chinese character."""
    found: list[str] = []
    begin = 0
    for place, letter in enumerate(text):
        following = text[place + 1 : place + 2]
        if (
            following
            and following != " "
            and (letter in " -/\u200b" or (_stands_alone(letter) and _stands_alone(following)))
        ):
            found.append(text[begin : place + 1])
            begin = place + 1
    return [*found, text[begin:]]


def _stands_alone(letter: str) -> bool:
    return (
        not letter.isascii() and unicodedata.category(letter) == "Lo" and script_of(letter) in {"Hani", "Hira", "Kana"}
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
