"""The sheet at the door: who came in on a day, what for, when they came and when they went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hubdesk.base.progress import Progress
from hubdesk.base.words import tr
from hubdesk.printing.blocks import Setting, masthead
from hubdesk.printing.document import Flowing, Target, write
from hubdesk.printing.feet import plain_foot
from hubdesk.printing.flow import Strip
from hubdesk.printing.look import USUAL, Look
from hubdesk.printing.paper import About
from hubdesk.printing.table import Column, TableStyle, table

_BLANK = ("",) * 5


@dataclass(frozen=True)
class SignInSheet:
    """A sheet for one day, which is said in words."""

    hub: str
    day: date
    when: str


def file_name(data: SignInSheet) -> str:
    """A name for the file that says the day."""
    return f"sign-in-sheet-{data.day.isoformat()}.pdf"


def draw(target: Target, data: SignInSheet, look: Look = USUAL, progress: Progress | None = None) -> str:
    """Write the sheet as a PDF file; gives `Paper.notice`."""
    title = tr("Sign-in sheet")
    foot = plain_foot(tr("Keep it under lock when it is full. Destroy it once it is keyed in."))
    flowing = Flowing(lambda setting: _strips(setting, data), foot)
    return write(target, About(title, data.hub, title), [flowing], look, progress)


def _strips(setting: Setting, data: SignInSheet) -> list[Strip]:
    """Lines to write on for both sides of a sheet."""
    narrow, wide = setting.width * 0.115, setting.width * 0.22
    columns = [
        Column(tr("Your name"), setting.width - 2 * narrow - 2 * wide),
        Column(tr("Here for"), wide, edge=True),
        Column(tr("In"), narrow, edge=True),
        Column(tr("Out"), narrow, edge=True),
        Column(tr("Help to get out in a fire?"), wide, edge=True),
    ]
    style = TableStyle(setting.body, least_height=setting.body * 2.3)
    head = masthead(setting, data.hub, tr("Welcome. Please sign in"), data.when)
    title, line, *_ = table(setting, columns, [_BLANK], style)
    first = int((setting.room - sum(strip.height for strip in (*head, title))) // line.height)
    second = int((setting.room - title.height) // line.height)
    return [*head, *table(setting, columns, [_BLANK] * (first + second), style)]
