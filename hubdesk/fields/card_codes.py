"""The text in the code on a card or at a sheet's foot, and what a scanner makes of it when the keyboard is set to another country's layout.

A scanner is a keyboard that was told one country's layout; where the computer expects another's, other characters come.
Such a text has only A to Z, 0 to 9, hyphens and its mark, and ends in a check character: so each layout is tried in turn, and
only a reading whose check character is right counts.
"""

from __future__ import annotations

import re
from typing import Final

from hubdesk.fields.check_digit import is_valid

MARK: Final = "HD:"
"""What every card's code begins with; a certificate's begins otherwise."""

NUMBER: Final = re.compile(r"[A-Z]{2,4}-[0-9A-Z]{5,6}-[0-9A-Z]")
"""A hub's letters, five or six signs, a check character: with the mark no more than a version 1-Q QR code holds."""

SHEET: Final = re.compile(r"[A-Z]{2,4}-[0-9A-F]{8}(?:[0-9A-Z]{3})?-[0-9A-Z]")
"""A hub's letters, part of the id of what the sheet is about, a check character.

On a register three signs stand behind the id, which tell whose lines are printed on it.
"""

_COLONS: Final = ";ÖöÑñÇçÆæØøÜü"
_HYPHENS: Final = "'ß+_–"
_PLAIN: Final = str.maketrans(dict.fromkeys(_COLONS, ":") | dict.fromkeys(_HYPHENS, "-"))
_GERMAN: Final = _PLAIN | str.maketrans("YyZz", "ZzYy")
_FRENCH: Final = str.maketrans("qQaAwWzZ;,?M:à&é\"'(-è_ç)°", "aAqQzZwW:mM::0123456789--")
_LAYOUTS: Final = (_PLAIN, _GERMAN, _FRENCH)

BEGINNING: Final = re.compile(f"HD[:M{_COLONS}]", re.IGNORECASE)
"""The mark, as any layout writes it."""


def code_of(number: str) -> str:
    """The text of the code on the card with this number."""
    return MARK + number


def number_in(text: str) -> str | None:
    """The number in a card's code, its check character wrong or right; None where the text is no card's code."""
    return _read(text, NUMBER)


def sheet_in(text: str) -> str | None:
    """The same of the code at the foot of a sheet."""
    return _read(text, SHEET)


def _read(text: str, form: re.Pattern[str]) -> str | None:
    readings = [text.strip().translate(layout).upper() for layout in _LAYOUTS]
    numbers = [one.removeprefix(MARK) for one in readings if one.startswith(MARK)]
    fitting = [one for one in numbers if form.fullmatch(one)]
    return next((one for one in fitting if is_valid(one)), fitting[0] if fitting else None)


def typed_number(text: str) -> str | None:
    """The number that somebody typed from a card, with its mark or without; None where it cannot be one."""
    bare = text.strip().upper().removeprefix(MARK)
    return bare if NUMBER.fullmatch(bare) else None
