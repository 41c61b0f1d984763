"""Words of any script in Latin letters, near to how they are said.

anyascii turns letter by letter. What it cannot know is what a letter is among others: the vowel that a consonant of
an Indic script has by itself, letters of Thai that nobody says, the small kana.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from anyascii import anyascii

_BLOCK: Final = 0x80
_FIRST, _LAST = 0x0900, 0x0D7F
"""Devanagari, Bengali, Gurmukhi, Gujarati, Odia, Tamil, Telugu, Kannada, Malayalam: each has its letters at the same places."""
_CONSONANTS: Final = frozenset((*range(0x15, 0x3A), *range(0x58, 0x60)))
_VOWEL_SIGNS: Final = frozenset((*range(0x3E, 0x4E), 0x55, 0x56, 0x57, 0x62, 0x63))
_VIRAMA: Final = 0x4D
_NUKTA: Final = 0x3C
_NASALS: Final = frozenset((0x01, 0x02, 0x70))
_LIPS: Final = frozenset(range(0x2A, 0x2F))
"""Before these a nasal is said as m."""
_TAMIL: Final = 0x0B80
_TO_THE_END: Final = frozenset((0x0B00, _TAMIL, 0x0C00, 0x0C80, 0x0D00))
"""Scripts in which a word's last consonant keeps its vowel unless a sign takes it away; in the others it has none."""
_SAID: Final = {0x1A: "ch", 0x1B: "chh", 0x36: "sh", 0x37: "sh"}
_JNA: Final = re.compile("[जজਜજଜజಜജ](?=[्্੍્୍్್്][ञঞਞઞଞఞಞഞ])")
_FROM_JA_TO_GA: Final = 5
"""Jna is said gna or gya, as in Jignesh."""
_SA_OF_TAMIL: Final = _TAMIL + 0x1A

_SINHALA: Final = frozenset(range(0x0D9A, 0x0DC7))
_SINHALA_SIGNS: Final = frozenset((0x0DCA, *range(0x0DCF, 0x0DE0), 0x0DF2, 0x0DF3))

_SILENT_IN_THAI: Final = re.compile("[\u0e01-\u0e2e][\u0e34-\u0e39]?\u0e4c")
_THAI: Final = (("\u0e23\u0e23\u0e13", "\u0e31\u0e19"), ("\u0e23\u0e23", "\u0e31"), ("\u0e0d\u0e0d", "\u0e19\u0e22"))
"""Ro han, which is a vowel, and yo ying, which ends a syllable as n."""

_SMALL_KANA: Final = {"ゃ": "ya", "ゅ": "yu", "ょ": "yo", "ャ": "ya", "ュ": "yu", "ョ": "yo", "ェ": "e"}
_GREEK: Final = (
    (re.compile("(?<!\\w)μπ"), "b"),
    (re.compile("(?<!\\w)ντ"), "d"),
    (re.compile("ο[υύ]"), "ou"),
    (re.compile("([αε])[υύ]"), r"\1v"),
    (re.compile("γ(?=[γκχ])"), "n"),
)
_OTHERWISE: Final = re.compile("[\u0370-\u03ff\u0900-\u0dff\u0e00-\u0e7f\u3041-\u30ff]")
"""What anyascii alone does not say well."""


def in_latin(text: str) -> str:
    """``text`` in Latin letters, capital or small; signs that part words stay."""
    if not _OTHERWISE.search(text):
        return anyascii(text)
    text = _SILENT_IN_THAI.sub("", text.lower())
    text = _JNA.sub(lambda ja: chr(ord(ja.group()) - _FROM_JA_TO_GA), text)
    for written, said in _THAI:
        text = text.replace(written, said)
    for pattern, said in _GREEK:
        text = pattern.sub(said, text)
    return "".join(_letters(text))


def _letters(text: str) -> Iterator[str]:
    for letter, after, before in zip(text, f"{text[1:]} ", f" {text[:-1]}", strict=True):
        if _FIRST <= ord(letter) <= _LAST:
            yield _indic(letter, after, before)
        elif ord(letter) in _SINHALA:
            yield anyascii(letter) + ("" if ord(after) in _SINHALA_SIGNS else "a")
        elif after in _SMALL_KANA and not letter.isspace():
            yield _before_small_kana(anyascii(letter), _SMALL_KANA[after])
        elif letter not in _SMALL_KANA or before.isspace():
            yield anyascii(letter)


def _indic(letter: str, after: str, before: str) -> str:
    """A letter or sign of an Indic script, with the vowel that it has by itself."""
    block, place = divmod(ord(letter), _BLOCK)
    following, preceding = (ord(one) % _BLOCK if ord(one) // _BLOCK == block else None for one in (after, before))
    if place in _NASALS:
        return "m" if following in _LIPS else "n"
    if place == _NUKTA:
        # The consonant before it was written without a vowel.
        return "" if following in _VOWEL_SIGNS or following is None else "a"
    if place not in _CONSONANTS:
        return anyascii(letter)
    said = "s" if ord(letter) == _SA_OF_TAMIL else _SAID.get(place, anyascii(letter))
    if following in _VOWEL_SIGNS or following == _NUKTA:
        return said
    ended = following is None and block * _BLOCK not in _TO_THE_END and preceding != _VIRAMA
    return said if ended else f"{said}a"


def _before_small_kana(letter: str, small: str) -> str:
    """The two kana as one syllable: kiyo is kyo, shiyo is sho."""
    stem = letter.removesuffix("i")
    return stem + (small.removeprefix("y") if stem in ("sh", "ch", "j") else small)
