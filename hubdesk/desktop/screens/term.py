"""The term: whether people enrol and whether they keep coming, week by week."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel

from hubdesk.base.words import tr
from hubdesk.desktop.charts import ChartView
from hubdesk.desktop.record_list import RecordList
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import Card, Page, hairline, link_button, quiet_button, section, small, strong, words
from hubdesk.desktop.widgets.emptying import emptied
from hubdesk.desktop.widgets.labels import say_cell
from hubdesk.desktop.workplace import Workplace
from hubdesk.fields.dates import show_date, show_day
from hubdesk.printing.charts import Columns
from hubdesk.reports.list_conditions import Filter
from hubdesk.reports.term import Term, TermPage, WeekOfTerm, term_page

_KINDS: Final = frozenset(("enrolment", "attendance", "class_session"))


class TermScreen(Page):
    """Two charts over the same weeks, each under the sentence that it shows, and the figures as a table."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(tr("The term"))
        self._workplace = workplace
        self._term = Term.of(date.today())
        self._before = quiet_button(tr("Term before"), "chevron-left")
        self._before.clicked.connect(lambda: self._turn(self._term.before))
        self._after = quiet_button(tr("Term after"), "chevron-right")
        self._after.clicked.connect(lambda: self._turn(self._term.after))
        for button in (self._before, self._after):
            self.buttons.addWidget(button)
        background = workplace.background
        self._enrolled, self._came = ChartView(background), ChartView(background)
        self._enrolled_said, self._came_said = words(""), words("")
        for title, said, chart in (
            (tr("Do people enrol?"), self._enrolled_said, self._enrolled),
            (tr("Do people keep coming?"), self._came_said, self._came),
        ):
            card = Card(padded=True)
            card.inside.addWidget(said)
            card.inside.addWidget(chart)
            self.body.addWidget(section(title))
            self.body.addWidget(card)
        self.body.addWidget(section(tr("The same in figures")))
        self._figures = Card(padded=True)
        self.body.addWidget(self._figures)
        workplace.changes.happened.connect(self._changed)
        self._refresh()

    def _changed(self, kinds: frozenset[str]) -> None:
        if kinds & _KINDS:
            self._refresh()

    def _turn(self, term: Term) -> None:
        self._term = term
        self._refresh()

    def _refresh(self) -> None:
        store, term = self._workplace.store, self._term

        def look() -> TermPage:
            with store.reading() as session:
                return term_page(session, term, date.today())

        self._workplace.background.read(look, self._show, owner=self)

    def _show(self, page: TermPage) -> None:
        if page.term != self._term:
            return
        self.show_title(tr("The term"), tr("{term}, week by week.", term=page.term.said()))
        self._after.setEnabled(page.term < Term.of(date.today()))
        self._enrolled_said.setText(page.enrolled_said())
        self._came_said.setText(page.came_said())
        self._enrolled.show_chart(_chart(page, [_so_far(week) for week in page.weeks]), page.enrolled_said())
        self._came.show_chart(_chart(page, [week.share for week in page.weeks], most=100), page.came_said())
        self._show_figures(page)

    def _show_figures(self, page: TermPage) -> None:
        emptied(self._figures.inside)
        grid = QGridLayout()
        grid.setHorizontalSpacing(scaled(12))
        grid.setVerticalSpacing(scaled(8))
        headings = (tr("Week of"), tr("Enrolled"), tr("Marked"), tr("Came"), tr("Of 100"))
        for column, heading in enumerate(headings):
            grid.addWidget(_figure(small(heading, "quiet"), column), 0, column)
        for number, week in enumerate(page.weeks, 1):
            grid.addWidget(hairline(), 2 * number - 1, 0, 1, len(headings))
            grid.addWidget(strong(show_date(week.monday)), 2 * number, 0)
            for column, text in enumerate(_said(week), 1):
                figure = words(text)
                say_cell(figure, show_date(week.monday), headings[column])
                grid.addWidget(_figure(figure, column), 2 * number, column)
        grid.setColumnStretch(0, 1)
        self._figures.inside.addLayout(grid)
        everyone = link_button(tr("See these enrolments"))
        everyone.clicked.connect(partial(self._open_enrolments, page.term))
        self._figures.inside.addWidget(everyone, alignment=Qt.AlignmentFlag.AlignLeading)

    def _open_enrolments(self, term: Term, _: bool = False) -> None:
        asked = (Filter("asked_on", "from", term.first), Filter("asked_on", "to", term.last))
        note = tr("Asked for a place from {first} to {last}.", first=show_date(term.first), last=show_date(term.last))
        listed = RecordList(self._workplace, "enrolment", only=asked, note=note)
        self._workplace.show_page(listed, listed.heading.text())


def _so_far(week: WeekOfTerm) -> int | None:
    """How many enrolled; nothing is known of a week to come."""
    return week.enrolled if week.enrolled or week.monday <= date.today() else None


def _chart(page: TermPage, values: list[int | None], most: float | None = None) -> Columns:
    """A column a week; every other week is named where there are many."""
    apart = 1 + len(page.weeks) // 9
    this_week = [number for number, week in enumerate(page.weeks) if 0 <= (date.today() - week.monday).days < 7]
    return Columns(
        values=tuple(values),
        said=tuple("" if value is None else str(value) for value in values),
        labels=tuple(show_day(week.monday) if number % apart == 0 else "" for number, week in enumerate(page.weeks)),
        most=most,
        now=this_week[0] if this_week else None,
    )


def _said(week: WeekOfTerm) -> tuple[str, ...]:
    if not week.marked:
        return (str(week.enrolled), "", "", "")
    return (str(week.enrolled), str(week.marked), str(week.came), str(week.share))


def _figure(label: QLabel, column: int) -> QLabel:
    label.setProperty("figures", column > 0)
    if column:
        label.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
    return label
