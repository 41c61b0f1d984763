"""Beside a course run's page: how many places are taken, and who came to each class."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from hubdesk.base.words import tr, tr_many
from hubdesk.desktop.background import Background
from hubdesk.desktop.charts import ChartView
from hubdesk.desktop.screens.course_words import is_over
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import Card, Pill, words
from hubdesk.fields.dates import show_day
from hubdesk.printing.charts import Columns
from hubdesk.reports.classes_of_run import ClassOfRun
from hubdesk.reports.course_page import CoursePage as Run


def places(run: Run) -> QWidget:
    """How many are taken, and whether there is room; of a run that is over, how many were on it."""
    made = QWidget()
    line = QHBoxLayout(made)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(scaled(10))
    if is_over(run):
        were = len(run.people) + sum(one.status == "withdrawn" for one in run.left)
        line.addWidget(words(tr_many("One learner was on it.", "{n} learners were on it.", were)), 1)
        return made
    line.addWidget(words(tr("{n} of {capacity} taken", n=run.enrolled, capacity=run.capacity)), 1)
    if run.free:
        line.addWidget(Pill(tr("{n} free", n=run.free), "done"))
    elif run.waiting:
        line.addWidget(Pill(tr("full, {n} waiting", n=len(run.waiting)), "due"))
    else:
        line.addWidget(Pill(tr("full"), "due"))
    return made


def who_came(background: Background, marked: list[ClassOfRun]) -> Card:
    """A column for each class: whether people stay shows at once."""
    said = tr("{last} came to the last class, {first} to the first.", last=marked[-1].here, first=marked[0].here)
    days = [show_day(one.day) for one in marked]
    apart = 1 + len(days) // 4
    chart = Columns(
        values=tuple(one.here for one in marked),
        said=tuple(str(one.here) for one in marked),
        labels=tuple(day if number % apart == 0 else "" for number, day in enumerate(days)),
    )
    drawn = ChartView(background, 120)
    drawn.show_chart(chart, said)
    card = Card(padded=True)
    card.inside.addWidget(words(said))
    card.inside.addWidget(drawn)
    return card
