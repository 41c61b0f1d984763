"""Spreadsheet files as sheets of text, whatever program made them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hubdesk.base.errors import Refused
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr
from hubdesk.spreadsheets.delimited import read_delimited
from hubdesk.spreadsheets.limits import MOST_BYTES
from hubdesk.spreadsheets.workbook import read_workbook

_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_ZIP: Final = b"PK"
_PAGE: Final = re.compile(rb"<(?:.*<)?(?:html|head|body|meta|style|table|tr)\b", re.DOTALL)


@dataclass(frozen=True)
class Sheet:
    """One sheet: rows of cells as text. A row holds as many cells as it needs; an empty cell is ""."""

    name: str
    rows: list[list[str]]
    hidden: frozenset[int] = frozenset()
    """Rows, from 1, that the spreadsheet program does not show, as a filter leaves them."""


def read_sheets(path: Path, progress: Progress | None = None) -> list[Sheet]:
    """The sheets of a CSV or XLSX file that are not hidden and not empty.

    Dates become 2026-11-24, times 09:30, ticks Yes and No; formulas are their last results. Merged cells all hold
    their text. Raises Refused with what to do for any other file, a damaged, empty or too large one, and one whose
    formulas have no results.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Refused(tr("This file is too large to be a list of records. Save only the sheet you need, as CSV."))
        content = path.read_bytes()
    except OSError:
        raise Refused(
            tr("This file cannot be read. Close it in other programs, or copy it to this computer.")
        ) from None
    if not content.strip(b"\0\t\r\n \xef\xbb\xbf\xfe\xff"):
        raise Refused(tr("This file is empty. Check that it is the right one."))
    if content.startswith(_ZIP):
        found = [Sheet(*one) for one in read_workbook(content, progress or Progress())]
    else:
        _refuse_other_files(content)
        found = [Sheet(path.stem, read_delimited(content, progress or Progress()))]
    sheets = [sheet for sheet in found if any(any(row) for row in sheet.rows)]
    if not sheets:
        raise Refused(tr("There is nothing in this file. Check that it is the right one."))
    return sheets


def _refuse_other_files(content: bytes) -> None:
    start = content[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if content.startswith(_OLD_OFFICE):
        if _ENCRYPTED in content:
            raise Refused(
                tr("This file has a password. Open it in your spreadsheet program, save a copy without, and try that.")
            )
        raise Refused(
            tr("This is an old kind of spreadsheet. Open it in your spreadsheet program and save it as XLSX or CSV.")
        )
    if start.startswith(b"%pdf"):
        raise Refused(tr("This is a PDF, not a spreadsheet. Ask for the list as XLSX or CSV."))
    if start.startswith((b"<!doctype", b"<?xml", b"{\\rtf", b"mime-version:")) or _PAGE.match(start):
        raise Refused(
            tr("This is a page, not a spreadsheet. Open it in your spreadsheet program and save it as XLSX or CSV.")
        )
    if start.startswith((b"\x89png", b"\xff\xd8\xff", b"gif8", b"\x1f\x8b", b"7z\xbc\xaf", b"rar!", b"sqlite format")):
        raise Refused(tr("This is not a spreadsheet. Pick an XLSX or CSV file."))
