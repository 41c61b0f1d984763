"""The foot of every page: what the document is, which page this is, and a sheet's number where it has one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from hubdesk.base.words import tr
from hubdesk.printing.blocks import Setting
from hubdesk.printing.flow import Foot, Margins
from hubdesk.printing.look import MM
from hubdesk.printing.paper import INK, QUIET, RULE, Paper

FootOf = Callable[[Setting, Margins], Foot]
"""The foot of a document, once it is known how it is set."""

_CODE_SIDE = 50
_DEEP = 22 * MM
"""A foot so deep has room for a second line."""
_GAP = 10


def plain_foot(left: str) -> FootOf:
    """``left`` at the left and the page's number at the right."""
    return lambda setting, margins: partial(_plain, setting, margins, left)


def numbered_foot(sheet_id: str, note: str) -> FootOf:
    """The sheet's number in words and as a square code, a note under it, and the page's number; plain without a number."""
    if not sheet_id:
        return plain_foot(note)
    return lambda setting, margins: partial(_numbered, setting, margins, sheet_id, note)


def _plain(setting: Setting, margins: Margins, left: str, paper: Paper, number: int, of: int) -> None:
    y = margins.bottom - _GAP - setting.small * 1.3
    _rule(paper, margins)
    room = setting.width - _page_number(paper, setting, margins, y, number, of) - _GAP
    lines = setting.lettering.wrap_evenly(left, room, setting.small)
    if len(lines) == 2 and margins.bottom >= _DEEP:
        paper.line(lines[0], margins.left, y, setting.small, QUIET)
        paper.line(lines[1], margins.left, y - setting.small * 1.3, setting.small, QUIET)
        return
    said = setting.lettering.shortened(left, room, setting.small)
    paper.text(said, margins.left, y, setting.small, colour=QUIET)


def _numbered(setting: Setting, margins: Margins, sheet_id: str, note: str, paper: Paper, number: int, of: int) -> None:
    line = setting.small * 1.3
    # As far from the edge as there is room: printers leave the last few millimetres of a sheet white.
    code_foot = margins.bottom - _GAP - _CODE_SIDE
    y = code_foot + _CODE_SIDE / 2 - setting.small * 0.33
    _rule(paper, margins)
    paper.square_code(f"HD:{sheet_id}", margins.left - 6, code_foot, _CODE_SIDE)
    x = margins.left + _CODE_SIDE
    paper.text(tr("Sheet {number}", number=sheet_id), x, y + line / 2, setting.small, 600, INK)
    said = setting.lettering.shortened(note, paper.width - margins.right - x, setting.small)
    paper.text(said, x, y - line / 2, setting.small, colour=QUIET)
    _page_number(paper, setting, margins, y + line / 2, number, of)


def _rule(paper: Paper, margins: Margins) -> None:
    y = margins.bottom - _GAP
    paper.rule(margins.left, y, paper.width - margins.right, y, thick=0.5, colour=RULE)


def _page_number(paper: Paper, setting: Setting, margins: Margins, y: float, number: int, of: int) -> float:
    """Draw "Page 1 of 2" at the right; how wide that is."""
    said = tr("Page {number} of {count}", number=number, count=of)
    paper.text_before(said, paper.width - margins.right, y, setting.small, colour=QUIET)
    return setting.lettering.width(said, setting.small)
