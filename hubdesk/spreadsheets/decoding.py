"""The letters of a CSV file, whatever program wrote them down."""

from __future__ import annotations

import re
from typing import Final

_POLISH: Final = "cp1250"
_OLD: Final = ("cp1252", "mac_roman", "cp850", _POLISH)
"""Windows, Excel on a Mac, Excel's “CSV (MS-DOS)”, and Windows in Poland: the likeliest first."""
_USUAL: Final = frozenset(
    "àáâãäåæçèéêëìíîïñòóôõöøùúûüýÿœšžÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝŸŒŠŽßðþÐÞąćęłńśźżĄĆĘŁŃŚŹŻ£€‘’“”–—…•°½¼¾×©®™ªº´\u00a0"
)
_WRONG_CASE: Final = re.compile(r"(?<=[a-zß-öø-ÿ])[À-ÖØ-ÞŒŠŽŸĄĆĘŁŃŚŹŻ]")
_IN_PLACE: Final = re.compile(r"¿(?=[A-ZÁÉÍÓÚÑ])|(?<=\dm)³|(?<=\d m)³")
"""Signs that are rare in names and stand where they belong: a question in Spanish, cubic metres."""
_LOOKED_AT: Final = 200_000


def decoded(content: bytes) -> str:
    """Text of UTF-8, UTF-16, Windows, Macintosh or DOS bytes, without the mark at its start."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _without_mark(content.decode("utf-16", errors="replace"))
    start = content[:2000]
    if len(start) > 3 and start[1::2].count(0) > len(start) // 4:
        return _without_mark(content.decode("utf-16-le", errors="replace"))
    if len(start) > 3 and start[0::2].count(0) > len(start) // 4:
        return _without_mark(content.decode("utf-16-be", errors="replace"))
    try:
        return _without_mark(content.decode("utf-8"))
    except UnicodeDecodeError:
        # Windows leaves five bytes without a meaning; they are shown as the mark for a lost letter.
        return content.decode(min(_OLD, key=lambda name: _oddness(content, name)), errors="replace")


def _oddness(content: bytes, encoding: str) -> int:
    """How many signs the bytes would mean that are rare in names, or a capital inside a word."""
    text = content[:_LOOKED_AT].decode(encoding, errors="replace")
    rare = sum(1 for sign in text if sign > "\x7f" and sign not in _USUAL)
    # A single ł or ą may be a footnote's number.
    return rare - len(_IN_PLACE.findall(text)) + len(_WRONG_CASE.findall(text)) + (encoding == _POLISH)


def _without_mark(text: str) -> str:
    return text.removeprefix("\ufeff")
