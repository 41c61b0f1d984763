"""What a new volunteer is shown and told, to tick off together, date and sign."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from hubdesk.base.progress import Progress
from hubdesk.base.words import tr
from hubdesk.printing.blocks import Setting, masthead, section, space, words
from hubdesk.printing.document import Flowing, Target, write
from hubdesk.printing.facts import Fact, facts
from hubdesk.printing.feet import numbered_foot
from hubdesk.printing.flow import Strip
from hubdesk.printing.lettering import STRONG
from hubdesk.printing.look import USUAL, Look
from hubdesk.printing.paper import About
from hubdesk.printing.table import PADDING, Column, TableStyle, table
from hubdesk.printing.to_sign import signatures


@dataclass(frozen=True)
class InductionSheet:
    """The induction of one volunteer. ``training`` is what the role asks for besides."""

    hub: str
    day: date
    volunteer: str
    role: str
    training: tuple[str, ...] = ()
    sheet_id: str = ""


def file_name(data: InductionSheet) -> str:
    """A name for the file that says the day and no person."""
    return f"induction-{data.day.isoformat()}.pdf"


def draw(target: Target, data: InductionSheet, look: Look = USUAL, progress: Progress | None = None) -> str:
    """Write the sheet as a PDF file; gives `Paper.notice`."""
    title = tr("Volunteer induction")
    flowing = Flowing(
        lambda setting: _strips(setting, data), numbered_foot(data.sheet_id, tr("Keep this with the agreement."))
    )
    return write(target, About(title, data.hub, title), [flowing], look, progress)


def _strips(setting: Setting, data: InductionSheet) -> list[Strip]:
    why = tr("Go through each line together. Write the day and both your initials once it is done.")
    return [
        *masthead(setting, data.hub, tr("Volunteer induction")),
        *facts(setting, [Fact(tr("Volunteer"), data.volunteer), Fact(tr("Role"), data.role)]),
        *words(setting, why),
        space(setting.body * 0.6),
        *_items(setting, tr("Shown and explained"), _everywhere()),
        *(_trainings(setting, data.training) if data.training else []),
        *section(setting, tr("Signatures")),
        *signatures(setting, [tr("Volunteer: {name}", name=data.volunteer), tr("For {hub}", hub=data.hub)]),
    ]


def _items(setting: Setting, title: str, rows: list[str]) -> list[Strip]:
    titles = (tr("Day"), tr("Initials"))
    longest = max(setting.lettering.width(word, setting.small, STRONG) for said in titles for word in said.split())
    narrow = max(setting.width * 0.12, longest + 2 * PADDING)
    columns = [
        Column(title, setting.width - len(titles) * narrow),
        *(Column(said, narrow, edge=True) for said in titles),
    ]
    return list(table(setting, columns, [(row, "", "") for row in rows], TableStyle(setting.body, air=6)))


def _trainings(setting: Setting, trainings: tuple[str, ...]) -> list[Strip]:
    items = [*section(setting, tr("Training for this role")), *_items(setting, tr("Training"), list(trainings))]
    # Nobody should be asked to sign a page that says nothing.
    return [replace(strip, keep=True) for strip in items]


def _everywhere() -> list[str]:
    return [
        tr("Tour: rooms, toilets, kitchen, first-aid box, where to sign in and out"),
        tr("Fire: ways out, alarm, meeting place, who calls the roll"),
        tr("Health and safety: accidents, lifting, working alone"),
        tr("Safeguarding: who the lead is, and how to pass on a worry"),
        tr("Confidentiality: what learners tell us stays here"),
        tr("Data: locking the screen, papers under lock, what may leave"),
        tr("Values: everyone is welcome, and treated fairly and with respect"),
        tr("The role: tasks, times, whom to turn to, what to do when you cannot come"),
        tr("Expenses: what we pay back, and how"),
    ]
