"""Six words by which people make sure, by telephone or on paper, that keys are the ones they were given.

They stand for 77 bits of the keys, stretched with Argon2id, so that nobody finds other keys with the same words.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from argon2.low_level import Type, hash_secret_raw

from hubdesk.access.post_keys import PublicKeys
from hubdesk.base.places import resource

MANY: Final = 6
_SALT: Final = b"hubdesk six words"
_MEMORY, _PASSES = 64 * 1024, 3
"""KiB and passes: a quarter of a second for a person, centuries for a search."""


@cache
def six_words(keys: PublicKeys) -> tuple[str, ...]:
    """The six words of these keys, the same at every desk."""
    words = _words()
    stretched = hash_secret_raw(
        keys.verifies + keys.seals,
        _SALT,
        time_cost=_PASSES,
        memory_cost=_MEMORY,
        parallelism=1,
        hash_len=16,
        type=Type.ID,
    )
    left, found = int.from_bytes(stretched, "big"), []
    for _ in range(MANY):
        left, place = divmod(left, len(words))
        found.append(words[place])
    return tuple(found)


def are_the_words(typed: str, keys: PublicKeys) -> bool:
    """Whether somebody typed the six words of these keys, with whatever case, spaces and hyphens."""
    return _letters(typed) == _letters("".join(six_words(keys)))


@cache
def _words() -> tuple[str, ...]:
    return tuple(resource("words/eff_large.txt").read_text(encoding="ascii").split())


def _letters(said: str) -> str:
    return re.sub(r"[^a-z]", "", said.lower())
