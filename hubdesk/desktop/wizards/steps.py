"""Where the person is in a wizard: the steps at the side, or one line where the window is narrow."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from hubdesk.base.words import tr
from hubdesk.desktop import theme
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import small
from hubdesk.desktop.widgets.painting import draw_icon, placed, rounded, where_reading_starts
from hubdesk.desktop.wizards.plan import Step

WIDTH = 184


class Steps(QWidget):
    """The steps under each other: done, current, to come. ``chosen(key)``: a step done before was asked for again."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(scaled(WIDTH))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, scaled(46), 0, 0)
        self._column.setSpacing(scaled(4))
        self._column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._shown: tuple[tuple[str, ...], int] = ((), -1)

    def show_steps(self, steps: Sequence[Step], current: int) -> None:
        wanted = (tuple(step.key for step in steps), current)
        if wanted == self._shown:
            return
        self._shown = wanted
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, step in enumerate(steps):
            button = _StepButton(str(step.title), place - current)
            button.setEnabled(place < current)
            button.clicked.connect(lambda _=False, key=step.key: self.chosen.emit(key))
            self._column.addWidget(button)


class _StepButton(QAbstractButton):
    """One step; ``behind`` is below 0 when it is done, 0 now, above 0 to come. Alt+Left does the same by key."""

    def __init__(self, title: str, behind: int) -> None:
        super().__init__()
        self.setText(title)
        self._behind = behind
        said = tr("{step}, done", step=title) if behind < 0 else tr("{step}, now", step=title) if behind == 0 else title
        self.setAccessibleName(said)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if behind < 0:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        return QSize(scaled(WIDTH), scaled(32))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        named = theme.colours()
        if self._behind < 0 and self.underMouse():
            rounded(painter, self.rect(), 8, named.surface, None)
        size = scaled(12)
        top = (self.height() - size) // 2
        if self._behind < 0:
            glyph = scaled(18)
            draw_icon(painter, self, "check", "primary", QRect(0, (self.height() - glyph) // 2, glyph, glyph))
        else:
            now = self._behind == 0
            where = placed(self, QRect(0, top, size, size))
            rounded(painter, where, size / 2, named.primary if now else None, None if now else named.edge, 1.25)
        font = theme.font(14, 600 if self._behind == 0 else 400)
        painter.setFont(font)
        painter.setPen(QColor(named.primary if self._behind == 0 else named.quiet))
        room = QRect(scaled(28), 0, self.width() - scaled(28), self.height())
        said = QFontMetrics(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        start = Qt.AlignmentFlag.AlignVCenter.value | where_reading_starts(self).value
        painter.drawText(placed(self, room), start, said)
        painter.end()


class StepsLine(QWidget):
    """In words, as "Step 6 of 9: Work and benefits", over a bar of as many parts."""

    def __init__(self) -> None:
        super().__init__()
        self._said = small("")
        self._bar = _Bar()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, scaled(4))
        column.setSpacing(scaled(6))
        column.addWidget(self._said)
        column.addWidget(self._bar)

    def text(self) -> str:
        return self._said.text()

    def show_steps(self, steps: Sequence[Step], current: int) -> None:
        now = str(steps[current].title)
        self._said.setText(tr("Step {n} of {of}: {step}", n=current + 1, of=len(steps), step=now))
        self._bar.show_part(current, len(steps))


class _Bar(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._current, self._of = 0, 1
        self.setFixedHeight(scaled(4))

    def show_part(self, current: int, of: int) -> None:
        self._current, self._of = current, of
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        named = theme.colours()
        gap = scaled(4)
        width = (self.width() - gap * (self._of - 1)) // self._of
        for place in range(self._of):
            where = placed(self, QRect(place * (width + gap), 0, width, self.height()))
            rounded(painter, where, 2, named.primary if place <= self._current else named.line, None)
        painter.end()
