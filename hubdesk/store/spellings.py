"""Other ways in which a name may be typed by somebody who heard it: joined, with German vowels, or as in another country."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from hubdesk.base.places import resource
from hubdesk.store.folding import fold, fold_query

_HYPHENS: Final = re.compile("[-\u2010-\u2015_/\u200c]")
_PARTED: Final = re.compile("[-_/]|[^\x00-\x7f]")
_SHORT: Final = 3
"""Words such as Mc, van and der, and initials, are often written in one with what follows."""
_TWO_LETTERS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})


def other_spellings(text: str, folded: str) -> str:
    """More words for the search to find ``text`` by, each folded, with one space between; ``folded`` is its own fold."""
    own = folded.split()
    if text.isascii() and "-" not in text and "/" not in text and "_" not in text:
        # As most are, and a merge asks for very many.
        plain = _families().keys().isdisjoint(own)
        if plain and (len(own) < 2 or min(map(len, own)) > _SHORT):
            return ""
        joined = _joined_short_words(own)
        return _without(own, joined if plain else [*joined, *_relatives(own)])
    words = own if text.isascii() else fold_query(text)
    return _without(
        own, [*_joined_at_hyphens(text), *_joined_short_words(words), *_two_letters(text), *_relatives(own)]
    )


def spellings_of_many(texts: Sequence[str], folded: Sequence[str]) -> list[str]:
    """`other_spellings` of each; most names are written in one way alone."""
    known, parted = _families().keys(), _PARTED.search("\n".join(texts)) is not None
    made = []
    for text, own in zip(texts, folded, strict=True):
        words = own.split()
        alone = known.isdisjoint(words) and (len(words) < 2 or min(map(len, words)) > _SHORT)
        made.append("" if alone and not (parted and _PARTED.search(text)) else other_spellings(text, own))
    return made


def _without(own: list[str], more: list[str]) -> str:
    return " ".join(dict.fromkeys([word for word in more if word and word not in own]))


def _joined_at_hyphens(text: str) -> Iterator[str]:
    if _HYPHENS.search(text):
        for word in text.split():
            yield from fold(_HYPHENS.sub("", word)).split()


def _joined_short_words(words: list[str]) -> list[str]:
    made, joined = [], ""
    for word in words:
        if len(word) <= _SHORT:
            joined += word
        elif joined:
            made.append(joined + word)
            joined = ""
    made.append(joined)
    return made


def _two_letters(text: str) -> list[str]:
    if text.isascii():
        return []
    lower = unicodedata.normalize("NFC", text).lower()
    spread = lower.translate(_TWO_LETTERS)
    return fold_query(spread) if spread != lower else []


def _relatives(words: list[str]) -> Iterator[str]:
    for word in words:
        yield from _families().get(word, ())


@cache
def _families() -> dict[str, tuple[str, ...]]:
    """Each known spelling with the others: its whole family, and common names of other scripts in Latin letters and back."""
    families: dict[str, dict[str, None]] = {}
    for line in resource("names/spellings.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            family = dict.fromkeys(fold_query(line))
            for word in family:
                families.setdefault(word, {}).update(family)
    for native, latin in _pairs():
        families.setdefault(native, {}).update({native: None, latin: None})
        families.setdefault(latin, {}).update({latin: None, native: None})
    return {word: tuple(family) for word, family in families.items()}


def _pairs() -> Iterator[tuple[str, str]]:
    """Common names that are one word in another script and in Latin letters, both folded."""
    for name in ("forenames", "surnames"):
        with resource(f"names/{name}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                native, latin = fold_query(row["native"]), fold_query(row["romanised"])
                if len(native) == 1 and len(latin) == 1 and native != latin:
                    yield native[0], latin[0]
