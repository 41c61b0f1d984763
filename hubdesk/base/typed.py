"""What is typed once more before something that cannot be undone."""

from __future__ import annotations

import unicodedata
from typing import Final

_ON_KEYBOARDS: Final = str.maketrans("‘’ʼ“”‐\u2011–—", "'''\"\"----")
"""What word processors write in the place of what a keyboard has."""


def typed_as(typed: str, shown: str) -> bool:
    """Whether somebody typed what is shown, in any case and spacing, and with the letters and signs of any keyboard."""
    return _plain(typed) == _plain(shown)


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold()).translate(_ON_KEYBOARDS)
    return " ".join("".join(letter for letter in apart if not unicodedata.combining(letter)).split())
