"""How large a spreadsheet may be. A hub's whole history is far below; a file made to do harm is above."""

from __future__ import annotations

from typing import Final

from hubdesk.base.errors import Refused
from hubdesk.base.words import tr

MOST_BYTES: Final = 60_000_000
MOST_UNPACKED: Final = 250_000_000
MOST_PARTS: Final = 5_000
MOST_ROWS: Final = 200_000
MOST_COLUMNS: Final = 500
MOST_CELL: Final = 32_767
"""Characters in one cell: what Excel allows."""


def tidy_row(cells: list[str]) -> list[str]:
    """The row without empty cells at its end. Raises Refused when it is wider than any list is."""
    last = len(cells)
    while last and not cells[last - 1]:
        last -= 1
    if last > MOST_COLUMNS:
        raise Refused(tr("This sheet has more than {n} columns. Remove those that are not needed.", n=MOST_COLUMNS))
    if any(len(cell) > MOST_CELL for cell in cells[:last]):
        raise Refused(tr("A cell of this sheet holds far too much text. Check that the file is a list of records."))
    return cells[:last]


def check_rows(count: int) -> None:
    """Raises Refused when a sheet has more rows than can be brought in at once."""
    if count > MOST_ROWS:
        raise Refused(tr("This sheet has more than {n} rows. Split it into smaller files.", n=f"{MOST_ROWS:,}"))
