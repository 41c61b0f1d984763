"""The parts of the page that sends: the totals, one person as an example, and what was sent before."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from hubdesk.base.words import tr
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import Card, EmptyState, FoldingLayout, Icon, hairline, quiet_button, small, strong, words
from hubdesk.desktop.widgets.labels import say_cell
from hubdesk.fields.types import Moment
from hubdesk.sync.example import Example
from hubdesk.sync.sent_files import SentFile
from hubdesk.sync.what_leaves import Going, Leaving


def what_goes(leaving: Leaving) -> Card:
    """The totals, or a row for each kind of record; a word where there is nothing."""
    card = Card()
    if leaving.totals is not None:
        card.add_row(_figures(leaving.figures))
        if leaving.wards:
            card.add_row(_figures(leaving.wards, tr("Learners of the last year, by ward")))
    for going in leaving.leaves:
        card.add_row(_GoingRow(going))
    if leaving.totals is None and not leaving.leaves:
        card.add_row(EmptyState("circle-check", tr("Nothing."), tr("There is nothing new since the last receipt.")))
    return card


def example_card(example: Example) -> tuple[Card, QPushButton]:
    """A person as the file says it and as the package does; and the button for another one in it."""
    card = Card(padded=True)
    top = FoldingLayout()
    top.add(strong(example.title), takes_rest=True)
    button = quiet_button(tr("Another one"), "users")
    button.setAccessibleName(tr("Another one as the example"))
    top.add(button)
    card.inside.addLayout(top)
    card.inside.addSpacing(scaled(4))
    headings = tr("Field"), tr("In your file"), tr("In the package")
    card.inside.addLayout(_compared(*(small(heading, "quiet") for heading in headings)))
    for line in example.lines:
        here, leaves = words(line.here or tr("Empty")), strong(line.leaves) if line.leaves else _stays()
        for heading, cell in ((headings[1], here), (headings[2], leaves)):
            if isinstance(cell, QLabel):
                say_cell(cell, line.label, heading)
        card.inside.addWidget(hairline())
        card.inside.addLayout(_compared(small(line.label, "quiet"), here, leaves))
    return card, button


def _compared(field: QWidget, here: QWidget, leaves: QWidget) -> FoldingLayout:
    line = FoldingLayout(gap=18)
    line.add(field, width=130)
    line.add(here, takes_rest=True)
    line.add(leaves, takes_rest=True)
    return line


def sent_card(sent: Iterable[SentFile]) -> Card:
    """A row for each file: when, its name, how much was in it, and whether its receipt has come."""
    card = Card()
    for one in sent:
        card.add_row(_sent_row(one))
    if not card.inside.count():
        card.add_row(EmptyState("package", tr("Nothing was sent yet."), tr("What you send is listed here.")))
    return card


class _GoingRow(QWidget):
    """One kind of record: how many go, and which of their fields."""

    def __init__(self, going: Going) -> None:
        super().__init__()
        title = QHBoxLayout()
        title.addWidget(strong(going.kind), 1)
        title.addWidget(small(going.said, "ink"))
        texts = QVBoxLayout()
        texts.setSpacing(scaled(2))
        texts.addLayout(title)
        texts.addWidget(small(going.fields))
        line = _line(self)
        line.addWidget(Icon(going.icon, "quiet"), 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(texts, 1)


def _figures(figures: Iterable[tuple[str, int]], heading: str = "") -> QWidget:
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(scaled(16), scaled(12), scaled(18), scaled(12))
    grid.setHorizontalSpacing(scaled(24))
    grid.setVerticalSpacing(scaled(8))
    if heading:
        grid.addWidget(small(heading, "quiet"), 0, 0, 1, 2)
    for number, (what, n) in enumerate(figures, 1):
        figure = strong(f"{n:,}")
        figure.setProperty("figures", True)
        figure.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(words(what), number, 0)
        grid.addWidget(figure, number, 1)
    grid.setColumnStretch(0, 1)
    return made


def _stays() -> QWidget:
    made = QWidget()
    line = QHBoxLayout(made)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(scaled(8))
    line.addWidget(Icon("lock", "quiet", 16))
    line.addWidget(small(tr("stays here"), "quiet"), 1)
    return made


def _sent_row(one: SentFile) -> QWidget:
    row = QWidget()
    texts = QVBoxLayout()
    texts.setSpacing(scaled(2))
    texts.addWidget(strong(tr("{when}: {size}", when=Moment().show(one.at), size=one.size)))
    texts.addWidget(small(one.name))
    said = tr("The lead has it.") if one.arrived else tr("No receipt has come yet.")
    texts.addWidget(small(said, "done" if one.arrived else "due"))
    line = _line(row)
    line.addWidget(Icon("circle-check", "done") if one.arrived else Icon("clock", "due"), 0, Qt.AlignmentFlag.AlignTop)
    line.addLayout(texts, 1)
    return row


def _line(row: QWidget) -> QHBoxLayout:
    line = QHBoxLayout(row)
    line.setContentsMargins(scaled(16), scaled(12), scaled(18), scaled(12))
    line.setSpacing(scaled(12))
    return line
