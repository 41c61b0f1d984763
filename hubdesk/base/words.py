"""Every word that a person reads goes through here, so that it can be translated."""

from __future__ import annotations

import gettext
from typing import Final

from hubdesk.base.places import resource

_DOMAIN: Final = "hubdesk"


class _Language:
    """The catalogue in use; English sentences are their own keys."""

    catalogue: gettext.NullTranslations = gettext.NullTranslations()


def speak(language: str) -> None:
    """Use the catalogue of ``language`` (such as "cy"); English where there is none."""
    _Language.catalogue = gettext.translation(_DOMAIN, resource("translations"), languages=[language], fallback=True)


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
