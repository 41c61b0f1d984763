"""Network: reach by ward as a table and a map that say the same, and what each hub has sent."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hubdesk.base.words import tr, tr_many
from hubdesk.desktop.record_list import RecordList
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.ward_map import MappedWard, Swatch, WardMap, letter
from hubdesk.desktop.widgets import (
    ActionRow,
    Card,
    Column,
    ColumnsLayout,
    EmptyState,
    FlowLayout,
    FoldingTable,
    Page,
    Words,
    link_button,
    primary_button,
    section,
    small,
    strong,
    words,
)
from hubdesk.desktop.widgets.emptying import emptied
from hubdesk.desktop.widgets.folding_table import Cell
from hubdesk.desktop.workplace import Workplace
from hubdesk.fields.dates import show_date
from hubdesk.records.learning.enrolment import ON_COURSE
from hubdesk.reports.boundaries import boundaries
from hubdesk.reports.by_hub import ByHub, HubLine, by_hub
from hubdesk.reports.list_conditions import Filter
from hubdesk.reports.reach_by_ward import YEAR, Reach, WardReach, periods, reach_by_ward

_MANCHESTER: Final = "E08000003"
_STEPS: Final = 5
_LISTED: Final[dict[int, tuple[str, tuple[Filter, ...]]]] = {
    1: ("person", ()),
    3: ("course_run", ()),
    4: ("enrolment", (Filter("status", "any", ON_COURSE),)),
    6: ("certificate", ()),
}
"""Columns of the hubs' table that count records of one kind, and which of them."""


class NetworkPage(Page):
    """The lead's first page."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(tr("Reach by ward"))
        self._workplace = workplace
        merge = primary_button(tr("Merge packages"), "package-check")
        merge.clicked.connect(lambda: workplace.open_place("merge"))
        self.buttons.addWidget(merge)
        workplace.changes.happened.connect(self._changed)
        self._refresh()

    def _changed(self, kinds: frozenset[str]) -> None:
        self._refresh()

    def _refresh(self) -> None:
        store = self._workplace.store

        def look() -> tuple[Reach | None, ByHub]:
            with store.reading() as session:
                known = periods(session)
                day = date.today()
                reach = reach_by_ward(session, known[0][0], known[0][2], day - YEAR, day) if known else None
                return reach, by_hub(session, day)

        self._workplace.background.read(look, self._show)

    def _show(self, found: tuple[Reach | None, ByHub]) -> None:
        reach, hubs = found
        emptied(self.body)
        if reach is None:
            self.show_title(tr("Reach by ward"), hubs.sentence)
            card = Card()
            hint = tr("Bring in the figures of your wards from a spreadsheet.")
            card.inside.addWidget(EmptyState("map", tr("There is no figure of any ward yet."), hint))
            self.body.addWidget(card)
        else:
            self._show_reach(reach, hubs)
        self.body.addWidget(section(tr("By hub")))
        self.body.addWidget(self._hubs(hubs))

    def _show_reach(self, reach: Reach, hubs: ByHub) -> None:
        said = tr("Learners for each 1,000 residents out of work, this year. {hubs}", hubs=hubs.sentence)
        self.show_title(tr("Reach by ward"), said)
        both = QWidget()
        side_by_side = ColumnsLayout(both, least=420, gap=24)
        side_by_side.addWidget(_table(reach))
        side_by_side.addWidget(_map(reach))
        self.body.addWidget(both)
        ask = ActionRow("circle-question-mark", reach.sentence, tone="primary")
        ask.clicked.connect(lambda: self._open_list("course_run"))
        next_step = Card()
        next_step.add_row(ask)
        self.body.addWidget(next_step)
        self.body.addWidget(small(tr("{source}.", source=reach.source), "quiet"))
        for one in reach.rounded:
            self.body.addWidget(small(_as_of(one.name, one.totals.day), "quiet"))
        if reach.elsewhere:
            said = tr_many("{n} learner’s ward is not known.", "{n} learners’ wards are not known.", reach.elsewhere)
            self.body.addWidget(small(said, "quiet"))

    def _open_list(self, kind: str, only: tuple[Filter, ...] = (), hub: HubLine | None = None, _: bool = False) -> None:
        made_there = (Filter("hub_id", "any", (hub.hub_id,)),) if hub else ()
        note = tr("Made at {hub}.", hub=hub.name) if hub else ""
        page = RecordList(self._workplace, kind, only=(*only, *made_there), note=note)
        self._workplace.show_page(page, page.heading.text())

    def _hubs(self, hubs: ByHub) -> Card:
        """A line for each hub; its figures lead to the records that they count."""
        headings = (
            tr("Hub"), tr("People"), tr("Learners"), tr("Course runs"), tr("Enrolments"), tr("Volunteers"), tr("Certificates"),
        )  # fmt: skip
        rounded = sum(bool(one.as_of) for one in hubs.hubs)
        lines: list[list[Cell | None]] = []
        for line in (*hubs.hubs, hubs.total):
            counts = (line.people, line.learners, line.runs, line.enrolments, line.volunteers, line.certificates)
            made = strong if line is hubs.total else words
            cells: list[Cell | None] = [partial(_named, line, rounded=rounded)]
            for column, count in enumerate(counts, 1):
                listed = _LISTED.get(column)
                if listed is None or line.hub_id is None or line.as_of or not count:
                    cells.append(partial(made, f"{count:,}"))
                else:
                    cells.append(partial(self._leading, headings[column], count, line, listed))
            lines.append(cells)
        card = Card(padded=True)
        columns = [Column(heading, figures=bool(at)) for at, heading in enumerate(headings)]
        card.inside.addWidget(FoldingTable(columns, lines))
        return card

    def _leading(self, heading: str, count: int, line: HubLine, listed: tuple[str, tuple[Filter, ...]]) -> QWidget:
        link = link_button(f"{count:,}")
        link.setAccessibleName(tr("{what} of {hub}: {n}", what=heading, hub=line.name, n=f"{count:,}"))
        link.clicked.connect(partial(self._open_list, *listed, line))
        return link


def _named(line: HubLine, *, rounded: int) -> QWidget:
    """The name, and beneath it that figures are totals; at the sum, of how many hubs they are."""
    named = QWidget()
    texts = QVBoxLayout(named)
    texts.setContentsMargins(0, 0, 0, 0)
    texts.setSpacing(0)
    texts.addWidget(strong(line.name))
    if rounded and line.hub_id is None:
        said = tr_many("With the rounded totals of {n} hub", "With the rounded totals of {n} hubs", rounded)
        texts.addWidget(small(said, "quiet"))
    if line.as_of:
        texts.addWidget(small(tr("Totals only, rounded, as of {day}", day=show_date(line.as_of)), "quiet"))
    return named


def _as_of(hub: str, day: date) -> str:
    return tr(
        "The learners of {hub} are totals only, rounded to the nearest 5, as of {day}.", hub=hub, day=show_date(day)
    )


def _table(reach: Reach) -> Card:
    columns = [
        Column(tr("Ward"), figures=False),
        Column(tr("Out of work")),
        Column(tr("Learners")),
        Column(tr("per 1,000")),
        Column(tr("Targeted"), figures=False),
    ]
    lines = [
        [
            partial(strong if row.targeted or row is reach.total else words, text) if text else None
            for text in _said(row)
        ]
        for row in (*reach.rows, reach.total)
    ]
    card = Card(padded=True)
    card.inside.addWidget(FoldingTable(columns, lines, gap=18))
    card.inside.addStretch(1)
    return card


def _said(row: WardReach) -> tuple[str, ...]:
    figure = f"{row.figure:,}" if row.figure is not None else tr("not known")
    rate = f"{row.per_1000:.0f}" if row.per_1000 is not None else ""
    return (row.ward, figure, f"{row.learners:,}", rate, tr("● yes") if row.targeted else "")


def _map(reach: Reach) -> Card:
    rates = [row.per_1000 for row in reach.rows if row.per_1000 is not None]
    edges = _edges(rates)
    wards = {
        row.code: MappedWard(row.ward, f"{row.per_1000:.0f}", sum(row.per_1000 >= edge for edge in edges))
        for row in reach.rows
        if row.per_1000 is not None
    }
    drawn = WardMap(boundaries(_MANCHESTER), tr("Map of reach by ward"))
    key = small("", "ink")
    key.hide()
    drawn.lettered.connect(partial(_show_key, key))
    drawn.show_wards(wards)
    card = Card(padded=True)
    card.inside.addWidget(drawn, 1)
    card.inside.addWidget(key)
    legend = FlowLayout(gap=12)
    for step in range(_STEPS):
        legend.addWidget(_step(step, edges))
    card.inside.addLayout(legend)
    return card


def _show_key(key: Words, wards: list[MappedWard]) -> None:
    """Which wards the letters on a small map stand for, and their figures."""
    lines = [
        tr("{letter}: {ward}, {figure}", letter=letter(at), ward=one.name, figure=one.said)
        for at, one in enumerate(wards, 1)
    ]
    key.setText("\n".join(lines))
    key.setVisible(bool(lines))


def _step(step: int, edges: list[int]) -> QWidget:
    """A colour of the map and which figures it stands for."""
    made = QWidget()
    line = QHBoxLayout(made)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(scaled(8))
    line.addWidget(Swatch(step))
    line.addWidget(small(_step_words(step, edges), "quiet"))
    return made


def _edges(rates: list[float]) -> list[int]:
    """Four round numbers that part the wards into five steps."""
    most = max(rates, default=0)
    width = max(1, round(most / _STEPS))
    return [width * step for step in range(1, _STEPS)]


def _step_words(step: int, edges: list[int]) -> str:
    if step == 0:
        return tr("under {n}", n=edges[0])
    if step == len(edges):
        return tr("{n} and over", n=edges[-1])
    return f"{edges[step - 1]}–{edges[step] - 1}" if edges[step] - 1 > edges[step - 1] else f"{edges[step - 1]}"
