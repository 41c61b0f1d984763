"""Every sentence that HubDesk can say, and a language that is made of them, to see which it says without asking."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from babel.messages.extract import extract_from_dir

from hubdesk.base.catalogue import Catalogue

ROOT: Final = Path(__file__).resolve().parents[2]
_KEYWORDS: Final = {"tr": None, "tr_later": None, "tr_many": (1, 2)}
_SOURCES: Final = (
    ("hubdesk", "**.py", "python"),
    ("resources/code_lists", "*.json", "installer.words:code_list"),
    ("resources/retention", "*.json", "installer.words:retention"),
)

OPENS, CLOSES = "⟦", "⟧"
_ACCENTED: Final = str.maketrans("aceghijklmnoprsuwyzACEGHIJKLNORSUWYZ", "äčëğĥïĵķľmñöþřšüŵýžÄČËĞĤÏĴĶĽÑÖŘŠÜŴÝŽ")
_PLACE: Final = re.compile(r"(\{[^{}]*\})")


@cache
def sentences() -> dict[str, tuple[tuple[str, ...], frozenset[str]]]:
    """Each English sentence: itself, with what is said of many where that is another, and the files it stands in."""
    found: dict[str, tuple[tuple[str, ...], frozenset[str]]] = {}
    for folder, names, method in _SOURCES:
        for file, _, message, _, _ in extract_from_dir(ROOT / folder, [(names, method)], keywords=_KEYWORDS):
            said = (message,) if isinstance(message, str) else tuple(message)
            files = found.get(said[0], (said, frozenset()))[1]
            found[said[0]] = (said, files | {f"{folder}/{file}"})
    return found


def pseudo(sentence: str) -> str:
    """The sentence as a language that is 40 % longer might say it: with accents, in brackets, its places kept."""
    accented = "".join(part if _PLACE.fullmatch(part) else part.translate(_ACCENTED) for part in _PLACE.split(sentence))
    return f"{OPENS}{accented}{'~' * round(len(sentence) * 0.4)}{CLOSES}"


def pseudo_language() -> Catalogue:
    """All of HubDesk's sentences in that language; what is not among them stays English."""
    return Catalogue({one: tuple(map(pseudo, said)) for one, (said, _) in sentences().items()}, lambda n: n != 1)


def said_without_asking(text: str) -> str:
    """What is left of a text once all that came out of the catalogue is taken out, and with it what stood in its places."""
    depth, left = 0, []
    for sign in text:
        depth += sign == OPENS
        if not depth:
            left.append(sign)
        depth -= sign == CLOSES
    return "".join(left)


def pieces(text: str) -> Iterator[str]:
    """The sentences out of the catalogue that stand in the text, one beside the other."""
    depth, begun = 0, 0
    for at, sign in enumerate(text):
        if sign == OPENS:
            begun = at if depth == 0 else begun
            depth += 1
        elif sign == CLOSES:
            depth -= 1
            if depth == 0:
                yield text[begun : at + 1]
