"""What is known, as labels with what they say: side by side, in a list, or as a few large numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from hubdesk.printing.blocks import (
    CLOSE,
    GUTTER,
    LONG,
    Setting,
    baseline,
    draw_lines,
    first_height,
    lines_height,
    space,
    words,
)
from hubdesk.printing.flow import Strip
from hubdesk.printing.lettering import MEDIUM, STRONG, Line
from hubdesk.printing.paper import PRIMARY, QUIET, Paper
from hubdesk.printing.structure import Tag

_BESIDE = 2
"""Lines of a value that may stand beside another."""
_LABEL = 0.3
"""No label beside what it says is wider than this part of the column."""
_APART, _LISTED_APART = 0.6, 0.35
"""Under a fact, in body sizes."""


@dataclass(frozen=True)
class Fact:
    """A label and what it says; an empty value leaves room to write."""

    label: str
    value: str = ""
    wide: bool = False


def facts(setting: Setting, each: Sequence[Fact], columns: int = 2, *, ruled: bool = False) -> list[Strip]:
    """Labels with their values under them, side by side; ``ruled`` draws a line to write on under each value.

    A value that would need more than two lines beside another takes the whole width.
    """
    strips = []
    row: list[Fact] = []
    width = (setting.width - (columns - 1) * GUTTER) / columns
    for fact in each:
        wide = fact.wide or len(setting.lettering.wrap(fact.value, width, setting.body, MEDIUM)) > _BESIDE
        if row and (wide or len(row) == columns):
            strips.append(_facts_row(setting, row, columns, ruled=ruled))
            row = []
        row.append(fact)
        if wide:
            strips += _wide_fact(setting, fact, ruled=ruled)
            row = []
    if row:
        strips.append(_facts_row(setting, row, columns, ruled=ruled))
    return strips


def listed(setting: Setting, each: Sequence[Fact]) -> list[Strip]:
    """Labels in a column of their own, each beside what it says: little room for much that is known."""
    lettering = setting.lettering
    widest = max((lettering.width(fact.label, setting.small) for fact in each), default=0)
    label_width = min(widest, setting.width * _LABEL)
    return [strip for fact in each for strip in _listed_row(setting, fact, label_width)]


def _listed_row(setting: Setting, fact: Fact, label_width: float) -> list[Strip]:
    lettering, across = setting.lettering, label_width + GUTTER
    label = lettering.wrap(fact.label, label_width, setting.small)
    value = lettering.wrap_prose(fact.value, setting.width - across, setting.body, MEDIUM)
    if len(value) > LONG:
        return _listed_lines(setting, fact, label, across)
    first = max(first_height([label], setting.small), first_height([value], setting.body))

    def draw(paper: Paper, x: float, top: float) -> None:
        with paper.tagged(Tag("P")):
            draw_lines(paper, label, (x, top), setting.small, QUIET, first=first)
            draw_lines(paper, value, (x + across, top), setting.body, first=first)

    height = max(lines_height(label, setting.small, first), lines_height(value, setting.body, first))
    return [Strip(height + setting.body * _LISTED_APART, draw)]


def _listed_lines(setting: Setting, fact: Fact, label: Sequence[Line], across: float) -> list[Strip]:
    """So long a value that a page may end within it."""
    first, *others = words(setting, fact.value, weight=MEDIUM, leading=CLOSE, indent=across)

    def draw(paper: Paper, x: float, top: float) -> None:
        with paper.tagged(Tag("P")):
            draw_lines(paper, label, (x, top), setting.small, QUIET, first=first.height)
        first.draw(paper, x, top)

    return [replace(first, draw=draw), *others, space(setting.body * _LISTED_APART)]


def figures(setting: Setting, each: Sequence[tuple[str, str]]) -> list[Strip]:
    """A few large numbers side by side, each over what it counts."""
    if not each:
        return []
    width = (setting.width - (len(each) - 1) * GUTTER) / len(each)
    sizes = (
        setting.lettering.fitting_size(number, width * 0.85, setting.body * 2.2, setting.body, STRONG)
        for number, _ in each
    )
    large = min(sizes)
    numbers = [setting.lettering.line(number, STRONG) for number, _ in each]
    counted = [setting.lettering.wrap(what, width, setting.small) for _, what in each]
    over = large * CLOSE
    height = over + max(lines_height(lines, setting.small) for lines in counted) + setting.body * 0.4

    def draw(paper: Paper, x: float, top: float) -> None:
        for number, lines in zip(numbers, counted, strict=True):
            with paper.tagged(Tag("P")):
                paper.line(number, x, baseline(top, over, large), large, PRIMARY)
                draw_lines(paper, lines, (x, top - over), setting.small, QUIET)
            x += width + GUTTER

    return [Strip(height, draw)]


def _wide_fact(setting: Setting, fact: Fact, *, ruled: bool) -> list[Strip]:
    """A fact as wide as the column; a page may end within a long one."""
    if len(setting.lettering.wrap_prose(fact.value, setting.width, setting.body, MEDIUM)) <= LONG:
        return [_facts_row(setting, [fact], 1, ruled=ruled)]
    end = setting.body * _APART

    def draw(paper: Paper, x: float, top: float) -> None:
        if ruled:
            paper.rule(x, top - end / 2, x + setting.width, top - end / 2)

    return [
        *words(setting, fact.label, size=setting.small, colour=QUIET, leading=CLOSE, keep=True),
        *words(setting, fact.value, weight=MEDIUM, leading=CLOSE, keep=True),
        Strip(end, draw),
    ]


def _facts_row(setting: Setting, row: Sequence[Fact], columns: int, *, ruled: bool) -> Strip:
    width = (setting.width - (columns - 1) * GUTTER) / columns
    lettering = setting.lettering
    labels = [lettering.wrap_evenly(fact.label, width, setting.small) for fact in row]
    wrap = lettering.wrap_evenly if columns > 1 else lettering.wrap_prose
    values = [wrap(fact.value, width, setting.body, MEDIUM) for fact in row]
    first_label = first_height(labels, setting.small)
    first_value = first_height(values, setting.body)
    label_height = max(lines_height(lines, setting.small, first_label) for lines in labels)
    value_height = max(lines_height(lines, setting.body, first_value) for lines in values)
    if ruled:
        value_height = max(value_height + setting.body * 0.25, setting.body * 1.7)

    def draw(paper: Paper, x: float, top: float) -> None:
        for label, value in zip(labels, values, strict=True):
            with paper.tagged(Tag("P")):
                draw_lines(paper, label, (x, top), setting.small, QUIET, first=first_label)
                draw_lines(paper, value, (x, top - label_height), setting.body, first=first_value)
            if ruled:
                foot = top - label_height - value_height
                paper.rule(x, foot, x + width, foot)
            x += width + GUTTER

    return Strip(label_height + value_height + setting.body * _APART, draw)
