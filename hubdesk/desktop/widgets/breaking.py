"""Where long words may break: a file's path, an address."""

from __future__ import annotations

import re
from typing import Final

MAY_BREAK: Final = "\u200b"
_LONG = re.compile(r"\S{16,}")
_AFTER = re.compile(r"(?<=[/\\_.,:;@-])(?=\w)|(?<=\w{24})(?=\w)")


def breakable(text: str) -> str:
    """``text`` with places to break in what is too long for a narrow column."""
    return _LONG.sub(lambda found: _AFTER.sub(MAY_BREAK, found[0]), text)
