"""Every word that a person reads goes through here, so that it can be translated."""

from __future__ import annotations

import gettext
import logging
import re
import unicodedata
from typing import Final

from hubdesk.base.catalogue import Catalogue, read
from hubdesk.base.places import resource

ENGLISH: Final = "en"
"""The language of the sentences themselves."""


_FROM_THE_RIGHT: Final = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
_LEFT, _RIGHT, _APART, _AGAIN = "\u200e", "\u200f", "\u2068", "\u2069"
"""Unicode's marks: what follows is read from the left, or the right; what stands between the last two has a direction of
its own.
"""

_PLACE: Final = re.compile(r"\{[^{}]*\}")


class _Language:
    """The catalogue in use; English sentences are their own keys."""

    name: str = ENGLISH
    catalogue: gettext.NullTranslations = gettext.NullTranslations()
    turns: bool = False


def languages() -> list[str]:
    """The languages that HubDesk can speak, such as "cy": English, and each that has a catalogue."""
    return [ENGLISH, *sorted(path.stem for path in resource("translations").glob("*.po"))]


def language() -> str:
    """The language that is spoken now."""
    return _Language.name


def catalogue_of(language: str) -> Catalogue | None:
    """The catalogue of one of the languages but English, read anew; None, and a line in the log, where it is broken."""
    try:
        return read(resource("translations") / f"{language}.po")
    except (OSError, ValueError) as error:
        logging.getLogger(__name__).warning("The catalogue %s.po cannot be read: %s", language, error)
        return None


def speak(language: str) -> None:
    """Use the catalogue of ``language`` (such as "cy"); English where there is none that can be read."""
    known = catalogue_of(language) if language in languages() and language != ENGLISH else None
    use(ENGLISH if known is None else language, gettext.NullTranslations() if known is None else known)


def use(language: str, catalogue: gettext.NullTranslations) -> None:
    """Speak ``language`` out of this very catalogue."""
    _Language.name, _Language.catalogue, _Language.turns = language, catalogue, reads_from_the_right(language)


def reads_from_the_right(language: str) -> bool:
    """Whether lines of the language begin on the right."""
    return language in _FROM_THE_RIGHT


def tr(sentence: str, **places: object) -> str:
    """The sentence in the person's language, its named places filled in."""
    said = _Language.catalogue.gettext(sentence)
    if not places:
        return _turned(said, sentence, {})[0] if _Language.turns else said
    if _Language.turns:
        said, places = _turned(said, sentence, places)
        return said.format(**places)
    return _from_the_left(said.format(**places), said)


def tr_many(one: str, many: str, n: int, **places: object) -> str:
    """The sentence for ``n`` things; ``{n}`` in it is the number, with thousands marked."""
    said = _Language.catalogue.ngettext(one, many, n)
    if _Language.turns:
        said, places = _turned(said, one if n == 1 else many, places)
        return said.format(n=f"{n:,}", **places)
    return _from_the_left(said.format(n=f"{n:,}", **places), said)


def without_marks(text: str) -> str:
    """The text without the marks of direction that a sentence carries, as for comparing it."""
    return text.translate(dict.fromkeys(map(ord, (_LEFT, _RIGHT, _APART, _AGAIN))))


def apart(text: str) -> str:
    """The text with a direction of its own, as a telephone number has among words that are read from the right."""
    return f"{_APART}{text}{_AGAIN}" if _Language.turns and text else text


def begun(text: str) -> str:
    """A text in the language that is spoken, begun on its side also where the first word is in Latin letters."""
    starts = not _Language.turns or not text or unicodedata.bidirectional(text[0]) in ("R", "AL")
    return text if starts else _RIGHT + text


def _turned(said: str, english: str, places: dict[str, object]) -> tuple[str, dict[str, object]]:
    """A sentence that begins on the right, also where its first word is a name in Latin letters; English stays as it is.

    A name in the middle of it keeps its own direction and takes no number beside it along.
    """
    own = said != english or not _has_words(said)
    return begun(said) if own else said, {
        place: apart(str(value)) if isinstance(value, str | Later) else value for place, value in places.items()
    }


def _from_the_left(said: str, sentence: str) -> str:
    """A sentence that begins on the left, also where its first word is a name in Arabic letters."""
    if said.isascii() or not sentence.startswith("{") or not _has_words(sentence):
        return said
    strong = (direction for sign in said if (direction := unicodedata.bidirectional(sign)) in ("L", "R", "AL"))
    return said if next(strong, "L") == "L" else _LEFT + said


def _has_words(sentence: str) -> bool:
    return any(map(str.isalpha, _PLACE.sub("", sentence)))


class Later:
    """A sentence written down where no language is chosen yet; ``str()`` says it."""

    __slots__ = ("sentence",)

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence

    def __str__(self) -> str:
        return tr(self.sentence)

    def __repr__(self) -> str:
        return f"tr_later({self.sentence!r})"


def tr_later(sentence: str) -> Later:
    """A label for a declaration: translated each time it is shown."""
    return Later(sentence)


def within(name: Later) -> str:
    """The name as it stands inside a sentence: "course run", but "DBS check"."""
    said = str(name)
    return said if said[1:2].isupper() else said[:1].lower() + said[1:]
