"""Text that no spreadsheet program takes for a formula, and back (ASVS 5.0.0, V1.2.10)."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_MARK: Final = "'"
_STARTS: Final = frozenset("=+-@|%")
_FIRST: Final = frozenset("\t\r\n\0\v\f")
_PASSED_OVER: Final = frozenset('"`´‘’‚‛“”„‟«»;,')
"""What programs may take away or split at before they look for a formula."""


def neutral(text: str) -> str:
    """The text for a cell of a CSV file: with an apostrophe before it where a program could run it."""
    return f"{_MARK}{text}" if _could_run(text.lstrip(_MARK)) else text


def as_written(cell: str) -> str:
    """The text of a cell of a CSV file, without the apostrophe that `neutral` put there."""
    if cell.startswith(_MARK) and _could_run(cell.lstrip(_MARK)):
        return cell[1:]
    return cell


def _could_run(text: str) -> bool:
    if not text:
        return False
    if text[0] in _FIRST:
        return True
    for sign in text:
        if _passed_over(sign):
            continue
        return _plain(sign) in _STARTS
    return False


def _passed_over(sign: str) -> bool:
    return sign.isspace() or sign in _PASSED_OVER or sign == _MARK or unicodedata.category(sign) in ("Cc", "Cf", "Zs")


def _plain(sign: str) -> str:
    folded = unicodedata.normalize("NFKC", sign)
    return "-" if re.fullmatch("[\u2010-\u2015\u2212]", folded) else folded[:1]
