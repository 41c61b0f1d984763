"""Where long words may break: a file's path, an address."""

from __future__ import annotations

import re
from typing import Final

MAY_BREAK: Final = "\u200b"
_LONG = re.compile(r"\S{16,}")
_AFTER = re.compile(r"(?<=[/\\_.,:;@-])(?=\w)|(?<=\w{24})(?=\w)")


_OWN_LETTERS = re.compile(
    "[\n\x20-\xac\xae-\xb4\xb6-\u0107\u010a-\u0113\u0116-\u011b\u011e-\u0123\u0126\u0127\u012a\u012b\u012e-\u0133\u0136\u0137"
    "\u0139-\u013e\u0141-\u0148\u0150-\u0155\u0158-\u015b\u015e-\u0165\u016a\u016b\u016e-\u017e\u200b‘’“”–—…•]*"
)
"""What the typeface of all Latin words has, and the sign that no typeface needs."""


def without_another(shown: str) -> bool:
    """Whether the one typeface draws a text with places to break: the sign of such a place is not in every typeface, and
    another one for it would make the line higher.
    """
    return MAY_BREAK in shown and _OWN_LETTERS.fullmatch(shown) is not None


def breakable(text: str) -> str:
    """``text`` with places to break in what is too long for a narrow column."""
    return _LONG.sub(lambda found: _AFTER.sub(MAY_BREAK, found[0]), text)
