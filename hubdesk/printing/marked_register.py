"""The marked register of a course run: a column for each class session, with totals of learners and sessions."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from hubdesk.base.progress import Progress
from hubdesk.base.words import tr
from hubdesk.printing.blocks import CLOSE, Setting, masthead, space, words
from hubdesk.printing.breaking import words as words_of
from hubdesk.printing.document import Flowing, Target, write
from hubdesk.printing.feet import plain_foot
from hubdesk.printing.flow import Margins, Strip, together
from hubdesk.printing.lettering import STRONG
from hubdesk.printing.look import MM, USUAL, Look
from hubdesk.printing.paper import About
from hubdesk.printing.table import NARROW, PADDING, Column, TableStyle, number_column, table

_MARGINS = Margins(left=16 * MM, right=16 * MM, bottom=18 * MM)
_LEAST_NAME, _WHOLE_NAME = 0.2, 0.27
"""The part of the page that names have at least, however many sessions there are; so much where it keeps a word whole."""


@dataclass(frozen=True)
class Mark:
    """A mark as it stands in the register, what it means, and whether the learner was there."""

    letter: str
    meaning: str
    present: bool


@dataclass(frozen=True)
class MarkedLearner:
    """A learner and the letters of the marks, one a session; "" where nothing is marked."""

    name: str
    letters: tuple[str, ...]


@dataclass(frozen=True)
class MarkedRegister:
    """A course run's register. ``sessions`` are short dates such as "24 Nov", in the order of the learners' marks."""

    hub: str
    course: str
    detail: str
    day: date
    sessions: tuple[str, ...]
    learners: tuple[MarkedLearner, ...]
    marks: tuple[Mark, ...]


def file_name(data: MarkedRegister) -> str:
    """A name for the file that says the day it was printed and no person."""
    return f"marked-register-{data.day.isoformat()}.pdf"


def draw(target: Target, data: MarkedRegister, look: Look = USUAL, progress: Progress | None = None) -> str:
    """Write the register as a PDF file, across; sessions that do not fit side by side follow as a second table.

    Gives `Paper.notice`.
    """
    about = About(tr("Marked register: {course}", course=data.course), data.hub, tr("Marked register"))
    flowing = Flowing(lambda setting: _strips(setting, data), plain_foot(data.course))
    return write(target, about, [flowing], look, progress, _MARGINS, across=True)


def _strips(setting: Setting, data: MarkedRegister) -> Iterator[Strip]:
    yield from masthead(setting, data.hub, data.course, data.detail)
    meanings = "; ".join(f"{mark.letter} {mark.meaning}" for mark in data.marks)
    yield from words(setting, tr("Key: {meanings}", meanings=meanings), size=setting.small, leading=CLOSE, keep=True)
    yield space(setting.body * 0.4)
    session_width = _session_width(setting, data)
    total_width = _total_width(setting, data)
    number = number_column(setting, len(data.learners))
    room = setting.width - _least_name(setting, data) - number.width - total_width
    tables = math.ceil(len(data.sessions) / max(1, int(room // session_width)))
    beside = math.ceil(len(data.sessions) / max(1, tables))
    for first in range(0, max(1, len(data.sessions)), max(1, beside)):
        if first:
            yield space(setting.body * 2)
        shown = range(first, min(first + beside, len(data.sessions)))
        name_width = setting.width - number.width - total_width - len(shown) * session_width
        columns = [
            number,
            Column(tr("Name"), name_width, weight=STRONG),
            *(Column(data.sessions[place], session_width, lean=0.5, edge=True) for place in shown),
            Column(tr("Present"), total_width, lean=1, edge=True),
        ]
        *rows, present = table(setting, columns, _rows(data, shown), TableStyle(setting.body, air=4))
        # The sums stand under names, not by themselves on a page.
        yield from (*rows[:-2], *together([*rows[-2:], present]))


def _least_name(setting: Setting, data: MarkedRegister) -> float:
    """The width of the longest word of a name, within bounds."""
    each = (word.rstrip() for learner in data.learners for word in words_of(learner.name))
    longest = max((setting.lettering.width(word, setting.body, STRONG) for word in each), default=0) + 2 * PADDING
    return max(setting.width * _LEAST_NAME, min(longest, setting.width * _WHOLE_NAME))


def _session_width(setting: Setting, data: MarkedRegister) -> float:
    """The width of the longest word of a date, for the day stands above the month, or of how many were there."""
    parts = [setting.lettering.width(word, setting.small, STRONG) for each in data.sessions for word in each.split()]
    most = setting.lettering.width(str(len(data.learners)), setting.body)
    return max(max(parts, default=0) + 2 * PADDING, most + 2 * NARROW)


def _total_width(setting: Setting, data: MarkedRegister) -> float:
    most = len(data.sessions)
    widths = (
        setting.lettering.width(tr("Present"), setting.small, STRONG),
        setting.lettering.width(_of(most, most), setting.body),
    )
    return max(widths) + 2 * PADDING


def _of(present: int, marked: int) -> str:
    return tr("{present} of {marked}", present=present, marked=marked)


def _rows(data: MarkedRegister, shown: Sequence[int]) -> Iterator[tuple[str, ...]]:
    present = {mark.letter for mark in data.marks if mark.present}
    for number, learner in enumerate(data.learners, start=1):
        letters = tuple(learner.letters[place] for place in shown)
        marked = sum(letter != "" for letter in learner.letters)
        here = sum(letter in present for letter in learner.letters)
        yield str(number), learner.name, *letters, _of(here, marked)
    counts = tuple(_count(data, place, present) for place in shown)
    whole = sum(letter in present for learner in data.learners for letter in learner.letters)
    yield "", tr("Present"), *counts, str(whole)


def _count(data: MarkedRegister, place: int, present: set[str]) -> str:
    """How many were there; nothing for a session that is not marked yet."""
    letters = [learner.letters[place] for learner in data.learners]
    return str(sum(letter in present for letter in letters)) if any(letters) else ""
