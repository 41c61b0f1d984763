"""Every word that a person reads goes through here, so that it can be translated."""

from __future__ import annotations

import gettext
from typing import Final

from hubdesk.base.catalogue import Catalogue, read
from hubdesk.base.places import resource

ENGLISH: Final = "en"
"""The language of the sentences themselves."""


class _Language:
    """The catalogue in use; English sentences are their own keys."""

    name: str = ENGLISH
    catalogue: gettext.NullTranslations = gettext.NullTranslations()


def languages() -> list[str]:
    """The languages that HubDesk can speak, such as "cy": English, and each that has a catalogue."""
    return [ENGLISH, *sorted(path.stem for path in resource("translations").glob("*.po"))]


def language() -> str:
    """The language that is spoken now."""
    return _Language.name


def catalogue_of(language: str) -> Catalogue:
    """The catalogue of one of the languages but English, read anew."""
    return read(resource("translations") / f"{language}.po")


def speak(language: str) -> None:
    """Use the catalogue of ``language`` (such as "cy"); English where there is none."""
    known = language in languages() and language != ENGLISH
    use(language if known else ENGLISH, catalogue_of(language) if known else gettext.NullTranslations())


def use(language: str, catalogue: gettext.NullTranslations) -> None:
    """Speak ``language`` out of this very catalogue."""
    _Language.name, _Language.catalogue = language, catalogue


def tr(sentence: str, **places: object) -> str:
    """The sentence in the person's language, its named places filled in."""
    said = _Language.catalogue.gettext(sentence)
    return said.format(**places) if places else said


def tr_many(one: str, many: str, n: int, **places: object) -> str:
    """The sentence for ``n`` things; ``{n}`` in it is the number, with thousands marked."""
    said = _Language.catalogue.ngettext(one, many, n)
    return said.format(n=f"{n:,}", **places)


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
