"""Finding the table in a sheet: its heading row, its rows, and what is neither."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from hubdesk.base.errors import Refused
from hubdesk.base.words import tr
from hubdesk.records import KINDS, fields_of
from hubdesk.spreadsheets.reading import Sheet
from hubdesk.spreadsheets.vocabulary import normal, vocabulary

_LOOKED_AT: Final = 40
_LONGEST: Final = 60
_DATA: Final = re.compile(
    r"[\d\s£$€.,:/+()%-]*\d[\d\s£$€.,:/+()%-]*|\S+@\S+\.\S+|[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}|yes|no|y|n|x|true|false",
    re.IGNORECASE,
)
_WAITING: Final = re.compile(r"(?:\d{1,4}[.)]?|no|false)?", re.IGNORECASE)
"""A running number, or a box that is not ticked."""
_TOTAL: Final = re.compile(r"(grand |sub[- ]?)?totals?\b|sum\b|average\b|mean\b|count\b|number of\b", re.IGNORECASE)
_ONLY_TOTAL: Final = frozenset({"total", "totals", "grand total", "subtotal", "sub-total", "sub total"})
_SUM: Final = re.compile(r"[£$€\s]*-?(?:0|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,6})(?:\.\d+)?\s*%?")
"""A figure that can be a total: no telephone number and no date."""
_NOTE: Final = re.compile(
    r"notes?\b|\*|key\b|printed\b|updated\b|last updated\b|source\b|end of\b|page \d|prepared\b|please\b|©",
    re.IGNORECASE,
)
_SIGNATURE: Final = re.compile(r"(?:signed|signature|sign|checked by|date)(?: by)?\s*(?::.*|[._…\s]+)", re.IGNORECASE)
"""Where somebody signs below a list on paper."""


@dataclass(frozen=True)
class TableRow:
    """A row of the table; ``number`` is the one that the spreadsheet program shows, from 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Skipped:
    """A row that is not brought in, and why in a few words."""

    number: int
    text: str
    why: str

    @property
    def sentence(self) -> str:
        """Which row it is, what stands in it, and why it is passed over."""
        return tr("Row {n}, “{said}”: {why}", n=self.number, said=self.text, why=self.why)


@dataclass(frozen=True)
class Table:
    """Columns with their headings (empty where there is none), rows as wide as the headings, and what was passed over."""

    headings: tuple[str, ...]
    rows: tuple[TableRow, ...]
    skipped: tuple[Skipped, ...] = ()
    own: bool = False
    """Whether HubDesk wrote it, so that nothing in it needs to be guessed."""
    hidden: int = 0
    """How many of the rows the spreadsheet program does not show."""

    def column(self, index: int) -> list[str]:
        """The cells of a column that are not empty."""
        return [row.cells[index] for row in self.rows if row.cells[index]]


def find_table(sheet: Sheet, heading_row: int | None = None) -> Table:
    """The table of a sheet. ``heading_row`` (from 1) is where a person says the headings are.

    A sheet that begins with a record has no headings. Raises Refused when the sheet has no rows under its headings.
    """
    rows = [TableRow(number, tuple(cell.strip() for cell in cells)) for number, cells in enumerate(sheet.rows, 1)]
    filled = [row for row in rows if any(row.cells)]
    if not filled:
        raise Refused(tr("There is nothing in this sheet. Pick another one."))
    at = _heading_at(filled) if heading_row is None else _given(filled, heading_row)
    headings: tuple[str, ...] = ()
    if heading_row is None and _is_record(filled[at]):
        first, below = at, filled[at:]
    else:
        first, last, headings = _headings(filled, at)
        below = filled[last + 1 :]
    skipped = [_skip(row, tr("Above the headings")) for row in filled[:first]]
    own = at == 0 and _is_our_own(headings)
    # What HubDesk wrote has no notes or totals, and a record may be called anything.
    body, left_out = (below, []) if own else _body(below, headings)
    if not body:
        raise Refused(tr("There are no rows under the headings of this sheet. Pick another sheet or heading row."))
    hidden = sum(1 for row in body if row.number in sheet.hidden)
    return replace(_narrowed(headings, body), skipped=(*skipped, *left_out), own=own, hidden=hidden)


def _is_record(row: TableRow) -> bool:
    """Whether it has figures, addresses or answers and no word that is known as a heading."""
    cells = [cell for cell in row.cells if cell]
    return len(cells) > 1 and not _known(cells) and any(_DATA.fullmatch(cell) for cell in cells)


def _heading_at(rows: Sequence[TableRow]) -> int:
    """The index of the row that looks most like headings."""
    looked = rows[:_LOOKED_AT]
    widest = max(len(_distinct(row)) for row in looked)
    scores = [_score(row, widest) for row in looked]
    return max(range(len(looked)), key=lambda index: (scores[index], -index))


def _score(row: TableRow, widest: int) -> float:
    cells = [cell for cell in row.cells if cell]
    distinct = _distinct(row)
    known = sum(1 for cell in distinct if normal(cell) in vocabulary().known)
    labels = sum(1 for cell in distinct if _is_label(cell))
    if widest > 1 and len(distinct) == 1:
        return -1.0
    return 3.0 * known + labels - 2.5 * (len(cells) - sum(1 for cell in cells if _is_label(cell)))


def _given(rows: Sequence[TableRow], number: int) -> int:
    for index, row in enumerate(rows):
        if row.number == number:
            return index
    raise Refused(tr("That row is empty. Pick the row with the headings."))


def _headings(rows: Sequence[TableRow], at: int) -> tuple[int, int, tuple[str, ...]]:
    """First and last index of the heading rows, and the headings, two lines joined."""
    own = rows[at].cells
    if at + 1 < len(rows) and rows[at + 1].number == rows[at].number + 1:
        below = rows[at + 1].cells
        joined = _side_by_side(own, below, " ")
        if all(_is_label(cell) for cell in below if cell) and _known(joined) > _known(own):
            return at, at + 1, joined
    if at and rows[at - 1].number == rows[at].number - 1:
        above = rows[at - 1].cells
        labels = all(_is_label(cell) for cell in above if cell)
        if labels and _known(joined := _side_by_side(above, own, " ")) > _known(own):
            return at - 1, at, joined
        if labels and len(_distinct(rows[at - 1])) > 1:
            return at - 1, at, _side_by_side(above, own, " / ")
    return at, at, own


def _side_by_side(above: tuple[str, ...], below: tuple[str, ...], joint: str) -> tuple[str, ...]:
    width = max(len(above), len(below))
    pairs = zip(_padded(above, width), _padded(below, width), strict=True)
    return tuple(joint.join(dict.fromkeys(part for part in pair if part)) for pair in pairs)


def _is_our_own(headings: tuple[str, ...]) -> bool:
    """Whether they are those that HubDesk writes for a kind, with or without special category answers."""
    return any(
        list(headings) == [str(field.label) for field in fields_of(kind) if special or not field.special]
        for kind in KINDS
        for special in (True, False)
    )


def _body(rows: Sequence[TableRow], headings: tuple[str, ...]) -> tuple[list[TableRow], list[Skipped]]:
    """The rows of data, and the rows among and below them that are none."""
    kept, skipped = list(rows), []
    while kept and _is_footer(kept, len(headings)):
        skipped.append(_skip(kept.pop(), tr("A note or total below the table")))
    body = []
    for row in kept:
        if _distinct(row) and set(_distinct(row)) <= set(headings) and len(_distinct(row)) > 1:
            skipped.append(_skip(row, tr("The headings again")))
        elif _is_total(row):
            skipped.append(_skip(row, tr("A total")))
        elif len(headings) > 1 and all(_WAITING.fullmatch(cell) for cell in row.cells):
            skipped.append(_skip(row, tr("A line that nobody has filled in yet")))
        else:
            body.append(row)
    return body, sorted(skipped, key=lambda one: one.number)


def _is_footer(rows: Sequence[TableRow], width: int) -> bool:
    last = rows[-1]
    cells = [cell for cell in last.cells if cell]
    if _is_total(last):
        return True
    if _SIGNATURE.fullmatch(cells[0]):
        return True
    if width < 3 or len(set(cells)) > 1:
        return False
    after_gap = len(rows) > 1 and last.number > rows[-2].number + 1
    text = cells[0]
    return bool(after_gap or len(text.split()) > 6 or text.endswith((".", ":")) or _NOTE.match(text))


def _is_total(row: TableRow) -> bool:
    """Whether it sums others up; somebody may be called Sum, and has a telephone or nothing beside the name."""
    said, *others = [cell for cell in row.cells if cell]
    if not _TOTAL.match(said):
        return False
    if said.casefold().rstrip(": ") in _ONLY_TOTAL:
        return True
    return all(_SUM.fullmatch(cell) for cell in others) if others else any(sign.isdigit() for sign in said)


def _narrowed(headings: tuple[str, ...], body: list[TableRow]) -> Table:
    """The table without columns that have neither heading nor data."""
    width = max(len(headings), *(len(row.cells) for row in body))
    wide = _padded(headings, width)
    padded = [_padded(row.cells, width) for row in body]
    kept = [i for i in range(width) if wide[i] or any(cells[i] for cells in padded)]
    rows = [TableRow(row.number, tuple(cells[i] for i in kept)) for row, cells in zip(body, padded, strict=True)]
    return Table(tuple(wide[i] for i in kept), tuple(rows))


def _padded(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    return cells + ("",) * (width - len(cells))


def _distinct(row: TableRow) -> list[str]:
    return list(dict.fromkeys(cell for cell in row.cells if cell))


def _is_label(cell: str) -> bool:
    return len(cell) <= _LONGEST and not _DATA.fullmatch(cell)


def _known(headings: Sequence[str]) -> int:
    return sum(1 for heading in headings if heading and normal(heading) in vocabulary().known)


def _skip(row: TableRow, why: str) -> Skipped:
    return Skipped(row.number, " · ".join(_distinct(row))[:200], why)
