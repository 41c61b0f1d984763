"""What a new passphrase must be: long enough, and none that others would try first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from hubdesk.base.errors import Refused
from hubdesk.base.words import tr

SHORTEST: Final = 12
_LONGEST: Final = 1024
_LOOKED_AT: Final = 72
"""Characters that are weighed; a longer passphrase is no weaker for what follows."""

_TOO_FEW: Final = 9
"""Tries, as a power of ten, within which a passphrase must not be found: common words, dates and rows of keys are."""

_OWN_LETTERS: Final = 6
"""Letters that must be left when the words that anybody would try here are taken out."""


def check_passphrase(passphrase: str, known: Iterable[str] = ()) -> None:
    """Raises Refused with what is wrong with a new passphrase.

    ``known``: words that anybody would try here, such as the names of the hub, its courses and whoever chooses.
    """
    if len(passphrase) < SHORTEST:
        raise Refused(tr("Use at least {n} characters. Four words that you will remember are good.", n=SHORTEST))
    if len(passphrase) > _LONGEST:
        raise Refused(tr("Use at most {n} characters.", n=_LONGEST))
    if _is_soon_guessed(passphrase[:_LOOKED_AT], _parts(known)):
        raise Refused(
            tr("This passphrase would be guessed soon. Four words that have nothing to do with each other are good.")
        )


def _is_soon_guessed(passphrase: str, known: list[str]) -> bool:
    # Its word lists take longer to read than the window to start; few starts need them.
    from zxcvbn import zxcvbn

    left = passphrase.casefold()
    for word in known:
        left = left.replace(word, " ")
    only_known = left != passphrase.casefold() and sum(map(str.isalpha, left)) < _OWN_LETTERS
    return only_known or zxcvbn(passphrase, user_inputs=known)["guesses_log10"] < _TOO_FEW


def _parts(known: Iterable[str]) -> list[str]:
    """Each name and each word of it, the longest first."""
    parts = {part.casefold() for word in known for part in (word, *word.split()) if len(part) > 2}
    return sorted(parts, key=len, reverse=True)
