"""CSV files of any encoding and separator as rows of text."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from typing import Final

from hubdesk.base.errors import Refused
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr
from hubdesk.spreadsheets.decoding import decoded
from hubdesk.spreadsheets.limits import check_rows, tidy_row
from hubdesk.spreadsheets.neutral import as_written

_SEPARATORS: Final = ",;\t|"
_LOOKED_AT: Final = 60
_TASTED: Final = 4_000
_UNTYPED: Final = 15
_STEP: Final = 2_000
_LAST: Final = "\ue000"
"""A line put behind the last one: inside a cell it is only read when a quotation mark is never closed."""
_TOLD: Final = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


def read_delimited(content: bytes, progress: Progress) -> list[list[str]]:
    """The rows of a CSV file. Raises Refused when it is no text, damaged or too large."""
    text = decoded(content)
    _refuse_no_text(text[:_TASTED])
    told = _TOLD.match(text)
    separator = told[1] if told else _separator(text)
    if told:
        text = text[told.end() :]
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(f"{text}\r\n{_LAST}", newline=""), delimiter=separator):
            rows.append(tidy_row([as_written(cell) for cell in row]))
            check_rows(len(rows) - 1)
            if len(rows) % _STEP == 0:
                progress.step(len(rows), max(len(rows), text.count("\n")))
    except csv.Error:
        raise _unclosed(len(rows) + 1) from None
    if rows.pop() != [_LAST]:
        raise _unclosed(len(rows) + 1)
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _unclosed(row: int) -> Refused:
    return Refused(
        tr(
            "This file is damaged: row {n} opens a quotation mark that is never closed. Save it again as XLSX or CSV.",
            n=row,
        )
    )


def _refuse_no_text(start: str) -> None:
    """Bytes that are no text decode to signs that nobody types."""
    untyped = sum(1 for sign in start if sign < " " and sign not in "\t\r\n\v\f")
    if untyped > _UNTYPED + len(start) // 100:
        raise Refused(tr("This is not a spreadsheet. Pick an XLSX or CSV file."))


def _separator(text: str) -> str:
    """The sign that splits the first lines most evenly; a comma when none does."""
    lines = _first_lines(text)
    best, most = ",", 0.0
    for sign in _SEPARATORS:
        counts = [len(_parted(line, sign)) - 1 for line in lines]
        used = Counter(count for count in counts if count)
        if not used:
            continue
        usual, times = max(used.items(), key=lambda item: (item[1] * item[0], item[0]))
        evenness = times * usual + 0.5 * sum(1 for count in counts if count)
        if evenness > most:
            best, most = sign, evenness
    return best


def _first_lines(text: str) -> list[str]:
    """The first lines, with quoted line ends inside them taken out."""
    start = text[:50_000]
    plain = re.sub(r'"(?:[^"]|"")*"', "q", start)
    return [line for line in re.split(r"\r\n|\r|\n", plain) if line.strip()][:_LOOKED_AT]


def _parted(line: str, sign: str) -> list[str]:
    # A comma between figures or before a space is part of a sum or a name more often than a separator.
    return re.split(r",(?! )", line) if sign == "," else line.split(sign)
