"""Words as search compares them: without case, accents, apostrophes or spaces in numbers, in any script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from anyascii import anyascii

from hubdesk.store.romanising import in_latin

_APOSTROPHES: Final = re.compile("['\u2018\u2019\u02bc\u02bb`\u00b4.\u02b9]")
_BREAKS: Final = re.compile(r"[\W_]+")

_FOLDED: Final = {
    n: None if _APOSTROPHES.match(chr(n)) else " " if _BREAKS.match(chr(n)) else chr(n).casefold() for n in range(128)
}
"""What becomes of each ASCII sign."""

_FOLDED_LINES: Final = _FOLDED | {ord("\n"): "\n"}

KEPT: Final = 1 << 14
"""Words of which is kept how they are folded, for of very many people few have names that nobody else has."""

_ONE_LETTER: Final = str.maketrans(
    "\u06cc\u0649\u06a9\u0629\u06be\u06c1\u06c3", "\u064a\u064a\u0643\u0647\u0647\u0647\u0647"
)
"""Letters that keyboards for Persian, Urdu and Arabic each have their own of, or that are often written for each other."""


def fold(text: str) -> str:
    """The words of ``text``, folded, with one space between; in their own script and, when it differs, in Latin letters."""
    if text.isascii():
        return sort_key(text)
    own = " ".join(fold_query(text))
    latin = sort_key(text)
    return own if latin == own else f"{own} {latin}".strip()


def fold_plain(texts: Sequence[str]) -> list[str]:
    """Each of the texts folded, all of them ASCII: in one go, of very many."""
    whole = "\n".join(texts)
    if not texts or whole.count("\n") >= len(texts):
        return list(map(sort_key, texts))
    bare = whole.replace(" ", "").replace("\n", "").isalnum()
    folded = whole.lower() if bare else whole.translate(_FOLDED_LINES)
    lines = folded.split("\n")
    if any(gap in f"\n{folded}\n" for gap in ("  ", "\n ", " \n")):
        return [" ".join(line.split()) for line in lines]
    return lines


def fold_query(text: str) -> list[str]:
    """The parts that must all be found, each as search holds them."""
    return " ".join(map(_in_own_script, text.split())).split()


def fold_number(text: str) -> str:
    """A phone number or postcode as search holds it: no spaces, and +44 as 0."""
    bare = text.replace(" ", "").lower()
    if not (bare.isascii() and bare.lstrip("+").isalnum()):
        bare = re.sub(r"[^0-9a-z+]", "", text.casefold())
    if not bare.startswith(("+", "00", "44")):
        return bare.replace("+", "")
    if bare.startswith("+44") and bare[3:].isdigit() and bare[3] != "0":
        return f"0{bare[3:]}"
    home = re.sub(r"^(\+44|0044(?=\d{3})|44(?=0?\d{9,10}$))0?", "0", bare)
    return re.sub(r"^00(?=\d{5})", "", home).replace("+", "")


def fold_numbers(texts: Sequence[str]) -> list[str]:
    """Each of the phone numbers or postcodes as `fold_number` makes it: in one go, of very many."""
    whole = "\n".join(texts)
    bare = whole.replace(" ", "").lower()
    together = bare.replace("\n", "").replace("+", "")
    if whole.count("\n") >= len(texts) or not (together.isascii() and together.isalnum()):
        return list(map(fold_number, texts))
    return [fold_number(one) if "+" in one or one.startswith(("00", "44")) else one for one in bare.split("\n")]


def sort_key(text: str) -> str:
    """What lists compare: Latin letters without case and accents, whatever the script."""
    if text.isascii():
        # Most names are bare letters, and a merge folds very many.
        return " ".join((text.lower() if text.replace(" ", "").isalnum() else text.translate(_FOLDED)).split())
    return " ".join(" ".join(map(_in_latin_letters, text.split())).split())


@lru_cache(KEPT)
def _in_own_script(word: str) -> str:
    return words_in(_plain(word))


@lru_cache(KEPT)
def _in_latin_letters(word: str) -> str:
    # The soft sign of Ольга becomes an apostrophe, which must not part the name.
    return words_in(_APOSTROPHES.sub("", in_latin(_APOSTROPHES.sub("", word))).casefold())


def _plain(text: str) -> str:
    """Case, accents and the strokes of ł, ø, đ taken away; other scripts stay what they are."""
    apart = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text).casefold())
    kept = "".join(c for c in apart if not unicodedata.combining(c))
    kept = kept.translate(_ONE_LETTER)
    return "".join(anyascii(c).casefold() if c.isalpha() and _is_latin(c) else c for c in kept)


def _is_latin(letter: str) -> bool:
    return letter > "\u007f" and unicodedata.name(letter, "").startswith("LATIN")


def words_in(text: str) -> str:
    """The words of ``text`` with one space between, and nothing of what parts them."""
    if text.isascii():
        return _BREAKS.sub(" ", text).strip()
    # The vowel signs of Devanagari or Bengali are no letters, but they part no word either.
    apart = (sign if sign.isalnum() or unicodedata.category(sign)[0] == "M" else " " for sign in text)
    return " ".join("".join(apart).split())
