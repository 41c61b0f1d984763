"""What people and spreadsheet programs do to numbers, dates and names, taken back where it is certain what was meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from hubdesk.base.errors import FieldError
from hubdesk.base.words import tr
from hubdesk.fields.dates import NUMERIC_DATE
from hubdesk.fields.postcodes import clean
from hubdesk.fields.types import YesNo
from hubdesk.spreadsheets.vocabulary import vocabulary

_SHORTENED: Final = re.compile(r"(\d)(?:[.,](\d+))?E\+?(\d{1,2})", re.IGNORECASE)
_SURNAME_FIRST: Final = re.compile(r"([^\d,]+),\s*([^\d,]+)")
_ISO_DATE: Final = re.compile(r"\d{4}-\d{2}-(\d{2})")
_MOSTLY: Final = 0.6
_POSTCODE_LAST: Final = re.compile(
    r"(?<![A-Z0-9])[A-Z]{1,2}[0-9][A-Z0-9]?[\s-]{0,3}[0-9][A-Z]{2}(?=[\s.,;]*$)", re.IGNORECASE
)
_MONTHS, _DAYS = 12, 31
_CROSSES: Final = frozenset({"x", "×"})


def says_nothing(text: str) -> bool:
    """Whether the words only say that there is nothing to say, such as "n/a"."""
    return text.strip().casefold() in vocabulary().nothing


def date_order(cells: Sequence[str]) -> str:
    """What the numbers of a column of dates say: "day" first, "month" first, "mixed", or "" when they do not tell.

    Numbers that are a date either way, or no date at all, such as 31/31/1980, tell nothing.
    """
    pairs = [(int(found[1]), int(found[2])) for cell in cells if (found := NUMERIC_DATE.match(cell.strip()))]
    day_first = any(_MONTHS < first <= _DAYS and 1 <= second <= _MONTHS for first, second in pairs)
    month_first = any(_MONTHS < second <= _DAYS and 1 <= first <= _MONTHS for first, second in pairs)
    if day_first and month_first:
        return "mixed"
    return "month" if month_first else "day" if day_first else ""


def month_first_date(text: str, *, told: bool) -> str:
    """A date of a column in which some have the month first, the day put first where a person has ``told`` so.

    Raises FieldError for a date of which nobody can know: one as numbers that nobody has told of, and a true date of
    the spreadsheet, which a British program may have made of the 4th of May when the 5th of April was meant.
    """
    said = text.strip()
    turned = _ISO_DATE.match(said)
    if (turned and int(turned[1]) <= 12) or (not told and NUMERIC_DATE.match(said)):
        raise FieldError(
            tr("Other dates in this column have the month first, so this one is not certain. Check the column.")
        )
    return NUMERIC_DATE.sub(r"\2/\1/\3", said, count=1) if NUMERIC_DATE.match(said) else text


def full_number(text: str) -> str:
    """A number that a program has shortened to 7.7009E+09, in full. Raises FieldError where figures are lost."""
    found = _SHORTENED.fullmatch(text)
    if not found:
        return text
    digits, places = found[1] + (found[2] or ""), int(found[3])
    if len(digits) <= places:
        raise FieldError(
            tr("A program has shortened this number and lost its end. Look it up where the list came from.")
        )
    return digits if len(digits) == places + 1 else text


def cross_means(cells: Sequence[str]) -> bool | None:
    """What a cross says in a column of ticks: yes where nothing else does, no beside other yeses; None where both stand."""
    said = {answer for cell in cells if not is_cross(cell) and (answer := _answer(cell)) is not None}
    return None if len(said) == 2 else True not in said


def is_cross(cell: str) -> bool:
    """Whether the cell is marked with a cross."""
    return cell.strip().casefold() in _CROSSES


def is_surname_first(cells: Sequence[str]) -> bool:
    """Whether a column of names is written surname, comma, first name."""
    turned = sum(1 for cell in cells if _SURNAME_FIRST.fullmatch(cell))
    return bool(cells) and turned >= _MOSTLY * len(cells)


def name_and_surname(text: str, *, mostly: bool) -> tuple[str, str | None]:
    """A name with the first name first, and the surname where a comma tells which it is.

    ``mostly``: most names of the column are written surname, comma, first name. Alone it is certain where nothing but
    one word, or nothing but capitals, stands before the comma: "John Smith, MBE" stays.
    """
    found = _SURNAME_FIRST.fullmatch(text.strip())
    if not found:
        return " ".join(calm(word) for word in text.split()), None
    surname, rest = found[1].strip(), found[2].strip()
    capitals = surname == surname.upper() != surname.lower() and rest != rest.upper()
    if not (mostly or capitals or len(surname.split()) == 1):
        return text, None
    return f"{rest} {calm(surname)}", calm(surname)


def turned(text: str) -> str:
    """First name before surname, where they stand the other way round with a comma."""
    return name_and_surname(text, mostly=True)[0] if _SURNAME_FIRST.fullmatch(text.strip()) else text


def without_postcode(address: str) -> tuple[str, str | None]:
    """An address without the postcode at its end, and that postcode as the Post Office writes it, if there is one."""
    found = _POSTCODE_LAST.search(address)
    if not found:
        return address, None
    try:
        return address[: found.start()].rstrip(" ,;.\n"), clean(found[0])
    except FieldError:
        return address, None


def calm(surname: str) -> str:
    """A surname in capitals as it is usually written; any other as it is."""
    name = surname.strip()
    if len(name) < 3 or re.sub(r"\bMc(?=[A-Z]{2})", "MC", name) != name.upper():
        return name
    made = re.sub(r"[^\W\d_]+", lambda word: word[0].capitalize(), name)
    made = re.sub(r"(['’])S\b", r"\1s", made)
    return re.sub(r"\bMc([a-z])", lambda found: f"Mc{found[1].upper()}", made)


def _answer(cell: str) -> bool | None:
    try:
        return YesNo().parse(cell)
    except FieldError:
        return None
