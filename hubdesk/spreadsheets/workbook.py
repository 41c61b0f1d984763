"""XLSX files as rows of text."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from hubdesk.base.errors import Cancelled, Refused
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr
from hubdesk.spreadsheets.limits import MOST_COLUMNS, MOST_PARTS, MOST_UNPACKED, check_rows, tidy_row
from hubdesk.spreadsheets.text_workbook import unescaped

_ERRORS: Final = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA"}
)
_HIDDEN: Final = re.compile(rb'<(?:\w+:)?row\b(?=[^>]*\shidden="(?:1|true)")[^>]*?\sr="([0-9]{1,7})"')
_NO_RESULT: Final = re.compile(
    rb"<(?:\w+:)?c\b(?![^>]*\st=\"str\")[^>]*>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)"
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
"""A formula without its last result; one whose result is empty text says so."""
_MERGED: Final = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')
_CHUNK: Final = 1 << 20
_LONGEST_CELL: Final = 12_000
_MOST_MERGES: Final = 20_000
_MOST_FILLED: Final = 20_000
"""A merged area larger than this many cells is decoration, not a value for each of them."""
_LAST_ROW: Final = 1_048_576
_GAP: Final = 5_000
"""So many empty rows on end are the end of the sheet."""
_STEP: Final = 2_000


def read_workbook(content: bytes, progress: Progress) -> list[tuple[str, list[list[str]], frozenset[int]]]:
    """Name, rows and numbers of hidden rows of each sheet that is not hidden.

    Raises Refused for other, damaged or too large files, and for formulas without results.
    """
    _check(content)
    import openpyxl

    try:
        with warnings.catch_warnings():
            # It warns of drawings and styles that it passes over, which is no matter here.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
            try:
                shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or book.worksheets
                return [(str(sheet.title), *_rows(sheet, progress)) for sheet in shown]
            finally:
                book.close()
    except (Refused, Cancelled):
        raise
    except Exception:  # noqa: BLE001 - a damaged file can break its reader in any way; the person can only save it anew
        raise Refused(_damaged()) from None


def _check(content: bytes) -> None:
    """Refuse other zipped files, and those that unpack to more than can be meant."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, RuntimeError, IndexError):
        raise Refused(_damaged()) from None
    names = {part.filename for part in parts}
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Refused(tr("This file is too large to be a list of records. Save only the sheet you need, as CSV."))
    if "xl/workbook.bin" in names:
        raise Refused(tr("This is a binary Excel file. Open it in Excel and save it as XLSX or CSV."))
    if any(name.endswith(".iwa") or name == "Index.zip" for name in names):
        raise Refused(tr("This is a Numbers file. In Numbers, choose File, Export To, and then Excel or CSV."))
    if "content.xml" in names and "mimetype" in names:
        raise Refused(
            tr("This is an OpenDocument file. Open it in your spreadsheet program and save it as XLSX or CSV.")
        )
    if "word/document.xml" in names:
        raise Refused(tr("This is a Word document. Copy its table into a spreadsheet and save that as XLSX or CSV."))
    if "[Content_Types].xml" not in names:
        raise Refused(tr("This is not a spreadsheet. Pick an XLSX or CSV file."))


def _rows(sheet: Any, progress: Progress) -> tuple[list[list[str]], frozenset[int]]:
    """The rows of a sheet, and which of them are hidden."""
    # What the file says about its own size is often wrong, and then rows would be missing.
    sheet.reset_dimensions()
    rows: list[list[str]] = []
    empty = 0
    for values in sheet.iter_rows(max_row=_LAST_ROW, values_only=True):
        row = tidy_row([cell_text(value) for value in values])
        empty = 0 if row else empty + 1
        if empty > _GAP:
            break
        rows.append(row)
        check_rows(len(rows) - empty)
        if len(rows) % _STEP == 0:
            progress.step(len(rows), len(rows))
    while rows and not rows[-1]:
        rows.pop()
    merges, hidden = _marks(sheet)
    _fill_merged(rows, merges)
    return rows, hidden


def cell_text(value: Any) -> str:
    """A cell's value as a person would have typed it; an error of a formula is an empty cell."""
    match value:
        case None:
            return ""
        case bool():
            return tr("Yes") if value else tr("No")
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        case datetime():
            return value.date().isoformat() if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
        case time():
            return f"{value:%H:%M}"
        case timedelta():
            minutes = round(value.total_seconds() / 60)
            return f"{minutes // 60}:{minutes % 60:02}"
        case _:
            text = str(value)
            return "" if text in _ERRORS else unescaped(text)


def _marks(sheet: Any) -> tuple[list[tuple[int, int, int, int]], frozenset[int]]:
    """Each merged area as first row, first column, last row and last column from 0, and the hidden rows from 1.

    Raises Refused when a formula has no result: its cell would seem to be empty.
    """
    # Reading row by row keeps memory small but passes these over, so they are looked for in the sheet itself.
    found: set[tuple[bytes, ...]] = set()
    hidden: set[int] = set()
    kept = b""
    with sheet._get_source() as source:  # noqa: SLF001 - nothing public gives the sheet's own part of the file
        while chunk := source.read(_CHUNK):
            kept = kept[-_LONGEST_CELL:] + chunk
            if _NO_RESULT.search(kept):
                raise Refused(
                    tr(
                        "Some cells of this file are formulas without a result. Open it in your spreadsheet program, "
                        "save it there, and bring it in again."
                    )
                )
            hidden.update(int(match[1]) for match in _HIDDEN.finditer(kept))
            if len(found) < _MOST_MERGES:
                found.update(match.groups() for match in _MERGED.finditer(kept))
    merges = [(int(top) - 1, _column(left), int(end) - 1, _column(right)) for left, top, right, end in sorted(found)]
    return merges, frozenset(hidden)


def _fill_merged(rows: list[list[str]], merges: Iterable[tuple[int, int, int, int]]) -> None:
    """Give every cell of a merged area its text, as a person reads it."""
    for top, left, bottom, furthest in merges:
        size = (bottom - top + 1) * (furthest - left + 1)
        if top < 0 or top >= len(rows) or left >= len(rows[top]) or not 1 < size <= _MOST_FILLED:
            continue
        text, right = rows[top][left], min(furthest, MOST_COLUMNS - 1)
        for row in rows[top : bottom + 1]:
            row.extend([""] * (right + 1 - len(row)))
            row[left : right + 1] = [text] * (right + 1 - left)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _damaged() -> str:
    return tr("This file is damaged or not a spreadsheet. Open it in your spreadsheet program and save it again.")
