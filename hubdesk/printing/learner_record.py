"""What a learner did at the hub: courses, attendance, certificates and hours, theirs to keep and to show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from hubdesk.base.progress import Progress
from hubdesk.base.words import tr
from hubdesk.printing.blocks import Setting, masthead, section, space, words
from hubdesk.printing.document import Flowing, Target, write
from hubdesk.printing.facts import figures
from hubdesk.printing.feet import plain_foot
from hubdesk.printing.flow import Strip
from hubdesk.printing.lettering import REGULAR, STRONG
from hubdesk.printing.look import USUAL, Look
from hubdesk.printing.paper import QUIET, About
from hubdesk.printing.table import Column, TableStyle, table


@dataclass(frozen=True)
class Learned:
    """A course that they were on, all in words: when, how often they came, for how many hours, and how it ended."""

    course: str
    when: str
    came: str
    hours: str
    ended: str


@dataclass(frozen=True)
class Earned:
    """A certificate: for what, its number, and its day in words."""

    course: str
    number: str
    day: str


@dataclass(frozen=True)
class Gave:
    """Hours that they gave in a role, in words."""

    role: str
    hours: str


@dataclass(frozen=True)
class LearnerRecord:
    """One person's record. ``figures`` are a few numbers with what they count, such as ("24", "hours of learning")."""

    hub: str
    day: date
    printed: str
    name: str
    figures: tuple[tuple[str, str], ...] = ()
    courses: tuple[Learned, ...] = ()
    certificates: tuple[Earned, ...] = ()
    volunteering: tuple[Gave, ...] = ()


def file_name(data: LearnerRecord) -> str:
    """A name for the file that says the day and no person."""
    return f"learning-record-{data.day.isoformat()}.pdf"


def draw(target: Target, data: LearnerRecord, look: Look = USUAL, progress: Progress | None = None) -> str:
    """Write the record as a PDF file; gives `Paper.notice`."""
    title = tr("What I did here")
    flowing = Flowing(lambda setting: _strips(setting, data), plain_foot(tr("As known on {day}", day=data.printed)))
    return write(target, About(title, data.hub, title), [flowing], look, progress)


def _strips(setting: Setting, data: LearnerRecord) -> list[Strip]:
    strips = masthead(setting, data.hub, data.name, tr("What I did here"))
    strips += figures(setting, data.figures)
    if not data.figures:
        strips += words(setting, tr("Your first course, and the first hours that you give, will stand here."))
    strips += _table(
        setting,
        tr("Courses"),
        ((tr("Course"), 0.28), (tr("When"), 0.24), (tr("Came"), 0.28), (tr("How it ended"), 0.2)),
        [(one.course, one.when, _came(one), one.ended) for one in data.courses],
    )
    strips += _table(
        setting,
        tr("Certificates"),
        ((tr("Certificate"), 0.36), (tr("Number"), 0.38), (tr("Day"), 0.26)),
        [(one.course, one.number, one.day) for one in data.certificates],
    )
    strips += _table(
        setting,
        tr("Volunteering"),
        ((tr("Role"), 0.7), (tr("Hours given"), 0.3)),
        [(one.role, one.hours) for one in data.volunteering],
    )
    note = tr("This is yours to keep. Show it to whoever you like. If something is wrong, tell us and we put it right.")
    # No page holds the note alone.
    held = [replace(strip, keep=True) for strip in (strips[-1], space(setting.body * 1.2))]
    return [*strips[:-1], *held, *words(setting, note, size=setting.small, colour=QUIET)]


def _came(one: Learned) -> str:
    return f"{one.came}\n{one.hours}" if one.hours else one.came


def _table(
    setting: Setting, title: str, told: Sequence[tuple[str, float]], rows: Sequence[Sequence[str]]
) -> list[Strip]:
    """A section with a table of columns, each with its part of the width; nothing without rows."""
    if not rows:
        return []
    columns = [
        Column(name, setting.width * part, weight=REGULAR if place else STRONG)
        for place, (name, part) in enumerate(told)
    ]
    return [*section(setting, title), *table(setting, columns, rows, TableStyle(setting.body))]
