"""The register that learners sign: one class session on paper, keyed in afterwards by its sheet number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hubdesk.base.progress import Progress
from hubdesk.base.words import tr
from hubdesk.printing.blocks import CLOSE, Setting, masthead, section, space, words
from hubdesk.printing.breaking import words as words_of
from hubdesk.printing.document import Flowing, Target, write
from hubdesk.printing.facts import Fact, facts
from hubdesk.printing.feet import numbered_foot
from hubdesk.printing.flow import Strip, together
from hubdesk.printing.lettering import STRONG
from hubdesk.printing.look import USUAL, Look
from hubdesk.printing.paper import QUIET, About
from hubdesk.printing.table import PADDING, Column, TableStyle, number_column, table
from hubdesk.printing.to_sign import blank_rows

_TO_SIGN, _LEAST_TO_SIGN = 0.34, 0.26
"""Of the width of the page."""


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
    spare_lines: int = 3
    """At least so many; they fill the page."""


def file_name(data: RegisterToSign) -> str:
    """A name for the file that says the day and no person."""
    return f"register-{data.day.isoformat()}.pdf"


def draw(target: Target, data: RegisterToSign, look: Look = USUAL, progress: Progress | None = None) -> str:
    """Write the register as a PDF file; gives `Paper.notice`."""
    return draw_all(target, [data], look, progress)


def draw_all(
    target: Target, several: Sequence[RegisterToSign], look: Look = USUAL, progress: Progress | None = None
) -> str:
    """Write several registers, such as all of a day, as one PDF file; gives `Paper.notice`."""
    data = several[0]
    about = About(tr("Register: {course}", course=data.course), data.hub, tr("Register to sign"))
    return write(target, about, [_flowing(one) for one in several], look, progress)


def _flowing(data: RegisterToSign) -> Flowing:
    # The last page may hold nothing but spare lines, and pages part.
    note = tr("{course}, {when}", course=data.course, when=data.when)
    return Flowing(lambda setting: _strips(setting, data), numbered_foot(data.sheet_id, note))


def _strips(setting: Setting, data: RegisterToSign) -> list[Strip]:
    strips = masthead(setting, data.hub, data.course, data.when)
    strips += facts(setting, [Fact(tr("Where"), data.where), Fact(tr("Tutor"), data.tutor)])
    strips += _key(setting, data)
    style = TableStyle(setting.body, least_height=setting.body * 2.3)
    most = int(setting.room // style.least_height)
    number = number_column(setting, len(data.learners) + most)
    name, notes, signature = _widths(setting, data, setting.width - number.width)
    columns = [
        number,
        Column(tr("Name"), name, weight=STRONG),
        Column(tr("Notes"), notes),
        Column(tr("Signature"), signature, edge=True),
    ]
    # Each on a line of its own: "support, no" must not stand over "photo".
    rows = [
        (str(place), learner.name, "\n".join(learner.notes), "") for place, learner in enumerate(data.learners, start=1)
    ]
    if rows:
        strips += table(setting, columns, rows, style)
    return [*strips, *_spare_lines(setting, data, number, style, strips)] if data.spare_lines else strips


def _widths(setting: Setting, data: RegisterToSign, width: float) -> tuple[float, float, float]:
    """Of the names, the notes and the signatures: long words of names may have some of what there is to sign in."""
    lettering = setting.lettering
    noted = [lettering.width(note, setting.body) for one in data.learners for note in one.notes]
    notes = max([*noted, lettering.width(tr("Notes"), setting.small, STRONG), setting.body * 5]) + 2 * PADDING
    longest = max(
        (lettering.width(word.rstrip(), setting.body, STRONG) for one in data.learners for word in words_of(one.name)),
        default=0,
    )
    signature = min(setting.width * _TO_SIGN, width - notes - longest - 2 * PADDING)
    signature = max(signature, setting.width * _LEAST_TO_SIGN)
    return width - notes - signature, notes, signature


def _key(setting: Setting, data: RegisterToSign) -> list[Strip]:
    """What the one mark means that does not say it all by itself."""
    if not any(tr("no contact") in learner.notes for learner in data.learners):
        return []
    said = tr("No contact: we know of nobody to call in an emergency. Please ask.")
    return [
        *words(setting, said, size=setting.small, colour=QUIET, leading=CLOSE, keep=True),
        space(setting.body * 0.4),
    ]


def _spare_lines(
    setting: Setting, data: RegisterToSign, number: Column, style: TableStyle, before: Sequence[Strip]
) -> list[Strip]:
    phone = setting.width * 0.25
    signature = setting.width * _TO_SIGN
    columns = [
        number,
        Column(tr("Name"), setting.width - number.width - phone - signature),
        Column(tr("Phone"), phone, edge=True),
        Column(tr("Signature"), signature, edge=True),
    ]
    title = tr("Not on the list?") if data.learners else tr("Who is here")
    head = section(setting, title, tr("Please write your name and a phone number, and sign."))
    titles, row = table(setting, columns, [("", "", "", "")], style)
    count = blank_rows(before, [*head, titles], row, setting.room, data.spare_lines)
    first = len(data.learners) + 1
    rows = [(str(first + place), "", "", "") for place in range(count)]
    return together([*head, *table(setting, columns, rows, style)])
