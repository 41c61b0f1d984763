"""The roll-call at a fire: who is in the building, to be ticked off at the meeting place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hubdesk.base.progress import Progress
from hubdesk.base.words import tr, tr_many
from hubdesk.printing.blocks import Setting, masthead, section, space, words
from hubdesk.printing.breaking import words as words_of
from hubdesk.printing.document import Flowing, Target, write
from hubdesk.printing.facts import figures
from hubdesk.printing.feet import plain_foot
from hubdesk.printing.flow import Strip, together
from hubdesk.printing.lettering import STRONG
from hubdesk.printing.look import USUAL, Look
from hubdesk.printing.paper import About
from hubdesk.printing.table import PADDING, Column, TableStyle, table
from hubdesk.printing.to_sign import blank_rows

_WHERE, _LEAST_WHERE = 0.24, 0.16
"""Of the width of the page."""


@dataclass(frozen=True)
class Present:
    """One person: where they should be, since when, and a short word such as "support"; all in words."""

    name: str
    where: str
    since: str
    note: str = ""


@dataclass(frozen=True)
class RollCall:
    """Everybody who is in at a moment, said in words. ``nameless`` came in without a name.

    ``expected`` are on the register of a class that is held now, and not marked yet.
    """

    hub: str
    day: date
    when: str
    present: tuple[Present, ...]
    expected: tuple[Present, ...] = ()
    nameless: int = 0
    spare_lines: int = 4
    """At least so many; they fill the page."""


def file_name(data: RollCall) -> str:
    """A name for the file that says the day and no person."""
    return f"roll-call-{data.day.isoformat()}.pdf"


def draw(target: Target, data: RollCall, look: Look = USUAL, progress: Progress | None = None) -> str:
    """Write the roll-call as a PDF file; gives `Paper.notice`."""
    title = tr("Fire roll-call")
    flowing = Flowing(lambda setting: _strips(setting, data), plain_foot(tr("Fire roll-call, {when}", when=data.when)))
    return write(target, About(title, data.hub, title), [flowing], look, progress)


def _strips(setting: Setting, data: RollCall) -> list[Strip]:
    counted = [(str(len(data.present)), tr("in the building, by name"))]
    if data.nameless:
        counted.append((str(data.nameless), tr("counted without a name")))
    if data.expected:
        counted.append((str(len(data.expected)), tr("expected in a class now, not marked yet")))
    strips = masthead(setting, data.hub, tr("Fire roll-call"), data.when)
    strips += figures(setting, counted)
    why = tr("Take this to the meeting place. Tick who is there. Tell the fire service who is not.")
    strips += [space(setting.body * 0.6), *words(setting, why), space(setting.body * 0.4)]
    columns = _columns(setting, data)
    if data.present:
        strips += _people(setting, columns, data.present)
    if data.expected:
        expected = section(setting, tr("Expected in a class now, not marked yet"))
        strips += [*expected, *_people(setting, columns, data.expected)]
    others = tr_many("{n} person came in without a name.", "{n} people came in without a name.", data.nameless)
    why_blank = others if data.nameless else tr("Write down whoever else is at the meeting place.")
    return [*strips, *_others(setting, columns, why_blank, strips, data.spare_lines)]


def _others(setting: Setting, columns: Sequence[Column], why: str, before: list[Strip], least: int) -> list[Strip]:
    nobody = Present("", "", "")
    head = section(setting, tr("Not on the list"), why)
    titles, row = _people(setting, columns, [nobody])
    count = blank_rows(before, [*head, titles], row, setting.room, least)
    return together([*head, *_people(setting, columns, [nobody] * count)])


def _columns(setting: Setting, data: RollCall) -> list[Column]:
    """The same in every table; a long word of a name may have some of the room of where everybody is."""
    there, since, note = setting.width * 0.11, setting.width * 0.14, setting.width * 0.16
    where = setting.width * _WHERE
    name = setting.width - there - since - note - where
    each = (word.rstrip() for one in (*data.present, *data.expected) for word in words_of(one.name))
    longest = max((setting.lettering.width(word, setting.body, STRONG) for word in each), default=0) + 2 * PADDING
    more = max(0.0, min(longest - name, setting.width * (_WHERE - _LEAST_WHERE)))
    return [
        Column(tr("There"), there),
        Column(tr("Name"), name + more, weight=STRONG, edge=True),
        Column(tr("Where"), where - more, edge=True),
        Column(tr("Since"), since, edge=True),
        Column(tr("Note"), note, edge=True),
    ]


def _people(setting: Setting, columns: Sequence[Column], people: Sequence[Present]) -> list[Strip]:
    rows = [("", one.name, one.where, one.since, one.note) for one in people]
    return list(table(setting, columns, rows, TableStyle(setting.body, least_height=setting.body * 2.1)))
