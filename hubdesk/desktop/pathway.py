"""A person's pathway as a line through time: a strip of all of it, and its steps under each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from hubdesk.base.words import tr, tr_many
from hubdesk.desktop import theme
from hubdesk.desktop.looks import Tone
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import link_button
from hubdesk.desktop.widgets.emptying import emptied
from hubdesk.desktop.widgets.painting import TwoLines, draw_icon, focus_ring, placed, rounded
from hubdesk.fields.dates import show_date

_SHOWN = 6
"""Steps shown at first, the latest ones."""


@dataclass(frozen=True)
class Step:
    """One dated event: what happened, a quieter line, and where it leads."""

    day: date
    sentence: str
    detail: str
    icon: str
    tone: Tone
    go: Callable[[], object]


class Pathway(QWidget):
    """The steps, latest first, as ``show_steps`` gives them."""

    def __init__(self) -> None:
        super().__init__()
        self._strip = PathwayStrip()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._more = link_button("")
        self._more.clicked.connect(self._show_all)
        self._steps: Sequence[Step] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(4))
        column.addWidget(self._strip)
        column.addLayout(self._rows)
        column.addWidget(self._more)

    def show_steps(self, steps: Sequence[Step], today: date) -> None:
        """Show these steps, given latest first."""
        self._steps = steps
        self._strip.show_steps(steps, today)
        self._fill(steps[:_SHOWN])
        older = len(steps) - _SHOWN
        self._more.setText(tr_many("Show one earlier step", "Show {n} earlier steps", max(older, 0)))
        self._more.updateGeometry()
        self._more.setVisible(older > 0)

    def _show_all(self) -> None:
        self._fill(self._steps)
        self._more.hide()

    def _fill(self, steps: Sequence[Step]) -> None:
        emptied(self._rows)
        for number, step in enumerate(steps):
            self._rows.addWidget(StepRow(step, first=number == 0, last=number == len(steps) - 1))


class PathwayStrip(QWidget):
    """The whole way from its first step to today, each step a dot where its day lies."""

    def __init__(self) -> None:
        super().__init__()
        self._steps: Sequence[Step] = ()
        self._today = date.today()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_steps(self, steps: Sequence[Step], today: date) -> None:
        self._steps, self._today = steps, today
        self.setVisible(len(steps) > 1)
        if steps:
            since, until = show_date(min(step.day for step in steps)), show_date(today)
            self.setAccessibleName(tr("The pathway from {since} to {until}", since=since, until=until))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(scaled(320), scaled(58))

    def minimumSizeHint(self) -> QSize:
        return QSize(scaled(120), scaled(58))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._steps:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        named = theme.colours()
        middle, size = scaled(18), scaled(12)
        painter.setPen(QPen(QColor(named.line), scaled(2)))
        painter.drawLine(self._x(self._first()), middle, self._x(self._last()), middle)
        self._years(painter, middle)
        for step in reversed(self._steps):
            dot = QRectF(self._x(step.day) - size / 2, middle - size / 2, size, size)
            painter.setPen(QPen(QColor(named.surface), scaled(2)))
            painter.setBrush(theme.colour(step.tone))
            painter.drawEllipse(dot)
        painter.end()

    def _years(self, painter: QPainter, middle: int) -> None:
        """The first of each year, or of each month where all lies within one, as a tick with its name."""
        font = theme.font(12)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        ticks = self._ticks()
        free = [(0, 0)]
        today = (self._last(), tr("today"))
        for day, name in [today, *ticks]:
            x, wide = self._x(day), metrics.horizontalAdvance(name)
            start = min(max(x - wide // 2, 0), self.width() - wide)
            if any(start < end + scaled(8) and begin - scaled(8) < start + wide for begin, end in free[1:]):
                continue
            free.append((start, start + wide))
            painter.setPen(QPen(QColor(theme.colours().line), 1))
            painter.drawLine(x, middle + scaled(8), x, middle + scaled(14))
            painter.setPen(theme.colour("quiet"))
            painter.drawText(QRect(start, middle + scaled(16), wide + 1, metrics.height()), 0, name)

    def _ticks(self) -> list[tuple[date, str]]:
        first, last = self._first(), self._last()
        if (last - first).days > 500:
            return [(date(year, 1, 1), str(year)) for year in range(first.year + 1, last.year + 1)]
        months = range(first.year * 12 + first.month, last.year * 12 + last.month)
        firsts = [date(month // 12, month % 12 + 1, 1) for month in months]
        return [(day, show_date(day).split(" ", 1)[1]) for day in firsts]

    def _first(self) -> date:
        return min(step.day for step in self._steps)

    def _last(self) -> date:
        return max(self._today, *(step.day for step in self._steps), self._first())

    def _x(self, day: date) -> int:
        side = scaled(10)
        whole = max((self._last() - self._first()).days, 1)
        x = side + round((self.width() - 2 * side) * (day - self._first()).days / whole)
        return x if self.layoutDirection() == Qt.LayoutDirection.LeftToRight else self.width() - x


class StepRow(QPushButton):
    """One step: its day, a dot on the line with its icon, what happened."""

    def __init__(self, step: Step, *, first: bool, last: bool) -> None:
        super().__init__()
        self._step, self._ends = step, (first, last)
        self._lines = TwoLines(step.sentence, step.detail)
        self.setAccessibleName(f"{show_date(step.day)}: {step.sentence}")
        self.setAccessibleDescription(step.detail)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.clicked.connect(partial(_go, step))

    def changeEvent(self, event: QEvent) -> None:
        self._lines.changed(event)
        super().changeEvent(event)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max(self._lines.height(width - _words_from() - scaled(8)) + scaled(20), scaled(48))

    def sizeHint(self) -> QSize:
        width = self._lines.one_line() + _words_from() + scaled(8)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(scaled(220), scaled(48))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        named = theme.colours()
        if self.underMouse() or self.isDown():
            rounded(painter, self.rect().adjusted(2, 1, -2, -1), 8, named.canvas, None)
        if self.hasFocus():
            focus_ring(painter, self.rect().adjusted(2, 1, -2, -1), 8)
        top, size = scaled(8), scaled(28)
        dot = QRect(scaled(96), top, size, size)
        line = QRect(dot.center().x(), 0, scaled(2), self.height())
        line.setTop(dot.top() if self._ends[0] else 0)
        line.setBottom(dot.bottom() if self._ends[1] else self.height())
        painter.fillRect(placed(self, line), QColor(named.line))
        ground = named.tint(self._step.tone)
        rounded(painter, placed(self, dot), size / 2, ground, named.line)
        inset = scaled(6)
        glyph = dot.adjusted(inset, inset, -inset, -inset)
        draw_icon(painter, self, self._step.icon, self._step.tone, glyph)
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(theme.colour("quiet"))
        day = placed(self, QRect(scaled(4), top, scaled(86), size))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        painter.drawText(day, flags.value, show_date(self._step.day))
        room = QRect(_words_from(), scaled(11), self.width() - _words_from() - scaled(8), self.height())
        self._lines.draw(painter, self, room)
        painter.end()


def _words_from() -> int:
    return scaled(138)


def _go(step: Step, _: bool = False) -> None:
    step.go()
