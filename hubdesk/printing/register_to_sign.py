"""The register that learners sign: one class session on paper, keyed in afterwards by its sheet number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO

from hubdesk.base.progress import Progress
from hubdesk.base.words import tr
from hubdesk.printing.blocks import Fact, Setting, facts, masthead, section, set_on
from hubdesk.printing.feet import numbered_foot
from hubdesk.printing.flow import Margins, Strip, print_pages, together
from hubdesk.printing.lettering import STRONG
from hubdesk.printing.paper import MM, About, Paper
from hubdesk.printing.table import Column, TableStyle, number_column, table

_MARGINS = Margins(bottom=25 * MM)


@dataclass(frozen=True)
class Expected:
    """One learner on the list; ``notes`` are short words such as "support" and "no photo"."""

    name: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class RegisterToSign:
    """A class session on paper. ``when`` and ``where`` are said in words; learners come in the order of the list."""

    hub: str
    course: str
    day: date
    when: str
    where: str
    tutor: str
    sheet_id: str
    learners: tuple[Expected, ...]
    spare_lines: int = 4


def file_name(data: RegisterToSign) -> str:
    """A name for the file that says the day and no person."""
    return f"register-{data.day.isoformat()}.pdf"


def draw(
    target: Path | BinaryIO, data: RegisterToSign, *, large_print: bool = False, progress: Progress | None = None
) -> str:
    """Write the register as a PDF file; gives `Paper.notice`."""
    about = About(tr("Register: {course}", course=data.course), data.hub, tr("Register to sign"))
    paper = Paper(about)
    setting = set_on(paper, _MARGINS, large_print=large_print)
    # The last page may hold nothing but spare lines, and pages part.
    note = tr("{course}, {when}", course=data.course, when=data.when)
    foot = numbered_foot(setting, _MARGINS, data.sheet_id, note)
    print_pages(paper, _strips(setting, data), _MARGINS, foot, progress or Progress())
    paper.save(target)
    return paper.notice


def _strips(setting: Setting, data: RegisterToSign) -> list[Strip]:
    strips = masthead(setting, data.hub, data.course, data.when)
    strips += facts(setting, [Fact(tr("Where"), data.where), Fact(tr("Tutor"), data.tutor)])
    style = TableStyle(setting.body, least_height=setting.body * 2.3)
    number = number_column(setting, len(data.learners))
    notes = setting.body * 6.2
    signature = setting.width * 0.34
    columns = [
        number,
        Column(tr("Name"), setting.width - number.width - notes - signature, weight=STRONG),
        Column(tr("Notes"), notes),
        Column(tr("Signature"), signature, edge=True),
    ]
    rows = [
        (str(place), learner.name, ", ".join(learner.notes), "") for place, learner in enumerate(data.learners, start=1)
    ]
    if rows:
        strips += table(setting, columns, rows, style)
    if data.spare_lines:
        strips += _spare_lines(setting, data, style)
    return strips


def _spare_lines(setting: Setting, data: RegisterToSign, style: TableStyle) -> list[Strip]:
    number = number_column(setting, len(data.learners) + data.spare_lines)
    phone = setting.width * 0.25
    signature = setting.width * 0.34
    columns = [
        number,
        Column(tr("Name"), setting.width - number.width - phone - signature),
        Column(tr("Phone"), phone, edge=True),
        Column(tr("Signature"), signature, edge=True),
    ]
    first = len(data.learners) + 1
    rows = [(str(first + place), "", "", "") for place in range(data.spare_lines)]
    title = tr("Not on the list?") if data.learners else tr("Who is here")
    strips = [
        *section(setting, title, tr("Please write your name and a phone number, and sign.")),
        *table(setting, columns, rows, style),
    ]
    return together(strips)
