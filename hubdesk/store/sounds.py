"""How names in other scripts sound, so that they are found in whichever Latin letters somebody types what they heard.

Of a word only what is spelt alike by everybody is kept: its consonants, those that one ear takes for another in one class,
and that it begins with a vowel. So "kavitha" and கவிதா are both KPT, "goldstein" and גולדשטיין KLTSTN. Only
names that are written in another script have sounds in the search; what is found by letters always comes first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final

from hubdesk.store.folding import KEPT, words_in
from hubdesk.store.romanising import in_latin

SOUND: Final = "~"
"""Begins a sound in the texts of the search. No word has it, as words are letters and figures."""

_SHORTEST: Final = 3
"""Fewer letters say too little to go by their sound."""

_CLASSES: Final = (
    (re.compile("^x"), "s"),
    (re.compile("x"), "ks"),
    (re.compile("ng(?![aeiou])"), "n"),
    (re.compile("ck|[kg]h|[kgq]|c(?![hei])"), "K"),
    (re.compile("t?ch|[sz]h|ts|tz|dz|dj|[cjsz]"), "S"),
    (re.compile("[dt]h?"), "T"),
    (re.compile("ph|[bfpv]|w(?=[aeiouy])"), "P"),
)
_THEMSELVES: Final = str.maketrans("lmnr", "LMNR")
_DOUBLED: Final = re.compile(r"([A-Z])\1+")
_LEFT_OUT: Final = re.compile("[^A-Z]")
_LATIN: Final = re.compile("[a-z]+")

_WITHOUT_VOWELS: Final = re.compile("[\u0590-\u06ff\u0750-\u077f\ufb1d-\ufdff\ufe70-\ufefc]")
"""Hebrew and Arabic script, in which two consonants in a row have a vowel between them that is not written."""
_VOWELS: Final = frozenset("اأإآعىئאע")
_TOLD: Final = str.maketrans({"و": "v", "ظ": "z", "ذ": "z", "ث": "s", "ا": "", "ع": "", "א": "", "ע": ""})
_HEARD_OTHERWISE: Final = (
    str.maketrans({"و": "", "ו": "", "ض": "z"}),
    str.maketrans("חכך", "ששש"),
)
"""What is now a vowel, now a consonant; d in Arabic that is z in Persian and Urdu; ch as in Rachel, whose class is that of s."""
_ARTICLE: Final = "ال"
_SERVANT: Final = "عبد"
_IN_ONE_WORD: Final = ("HANGUL", "CJK")
_SYLLABLES: Final = re.compile("[A-Z][a-z]*")


def sound_of(typed: str) -> str:
    """How a folded word sounds, marked as in the texts; empty where it has no sound to go by."""
    if len(typed) < _SHORTEST or not _LATIN.fullmatch(typed):
        return ""
    sound = _sound(typed)
    # One consonant alone would find too much, unless it is the whole word.
    return f"{SOUND}{sound}" if len(sound) > 1 else f"{SOUND}{sound} " if sound else ""


def sounds_in(text: str) -> list[str]:
    """The sounds of all words of a text, each marked; none where it is all in Latin letters."""
    if text.isascii() or all(map(_is_latin, filter(str.isalpha, text))):
        return []
    words = [word for part in text.split() for word in _words_of(part)]
    sounds = [sound for word in words for sound in _sounds_of(word)]
    sounds += [sound for first, second in pairwise(words) if first == _SERVANT for sound in _servants(second)]
    return [f"{SOUND}{sound}" for sound in dict.fromkeys(sounds) if sound]


@lru_cache(KEPT)
def _words_of(part: str) -> tuple[str, ...]:
    return tuple(words_in("".join(_without_marks(part))).split())


def _without_marks(text: str) -> Iterator[str]:
    """The text without apostrophes, and without the vowels of Hebrew and Arabic, which hardly anybody writes."""
    for sign in unicodedata.normalize("NFC", text):
        unwritten = _WITHOUT_VOWELS.match(sign) and unicodedata.category(sign)[0] == "M"
        if not unwritten and sign not in "'’ʼ\u200c\u200d":
            yield sign


@lru_cache(KEPT)
def _sounds_of(word: str) -> tuple[str, ...]:
    return tuple(_said(word))


def _said(word: str) -> Iterator[str]:
    if _WITHOUT_VOWELS.match(word):
        yield from _heard(word)
        if word.startswith(_ARTICLE) and len(word) > len(_ARTICLE) + 1:
            yield from _heard(word.removeprefix(_ARTICLE))
        return
    latin = in_latin(word)
    ways = [latin.lower(), latin.lower().replace("kh", "h")]
    if unicodedata.name(word[0], "").startswith(_IN_ONE_WORD):
        # The family name, mostly of one syllable, stands before the given name without a space.
        family, *given = _SYLLABLES.findall(latin) or [latin]
        ways += [family.lower(), "".join(given).lower()]
    yield from map(_sound, ways)


def _servants(second: str) -> Iterator[str]:
    """Abd al-Rahman in one word, as it mostly is in Latin letters: Abdulrahman, Abdurrahman."""
    for article in ("L", ""):
        yield from (f"APT{article}{rest}" for rest in _heard(second.removeprefix(_ARTICLE)))


def _heard(word: str) -> Iterator[str]:
    """The ways in which a word whose vowels are not written may be said."""
    begins = "a" if word[0] in _VOWELS else ""
    for first in dict.fromkeys((word[0], *(word[0].translate(way) or word[0] for way in _HEARD_OTHERWISE))):
        for rest in dict.fromkeys((word[1:], *(word[1:].translate(way) for way in _HEARD_OTHERWISE))):
            letters = map(in_latin, f"{first}{rest}".translate(_TOLD))
            # Two letters of which each is said by itself are never one sound, nor one letter doubled.
            yield _sound(begins + "'".join(letters))


def _sound(word: str) -> str:
    """The classes of the consonants of a word in small Latin letters, A first where it begins with a vowel."""
    word = word.lstrip("'`")
    begins = "A" if word[:1] in tuple("aeiouy") else "H" if word[:1] == "h" else ""
    for pattern, said in _CLASSES:
        word = pattern.sub(said, word)
    return begins + _LEFT_OUT.sub("", _DOUBLED.sub(r"\1", word.translate(_THEMSELVES)))


def _is_latin(letter: str) -> bool:
    return letter < "\u0250" or unicodedata.name(letter, "").startswith("LATIN")
