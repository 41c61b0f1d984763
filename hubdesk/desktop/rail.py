"""The rail: the hub's name, at most eight places, and the age of the last package and backup."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from hubdesk.base.words import Later, tr
from hubdesk.desktop import theme
from hubdesk.desktop.looks import Tone
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import Icon, Words, hairline, small
from hubdesk.desktop.widgets.keyboard import reveal
from hubdesk.desktop.widgets.painting import draw_icon, focus_ring, placed, rounded, where_reading_starts
from hubdesk.desktop.widgets.settled import once_settled

WIDTH, FOLDED = 212, 64


@dataclass(frozen=True)
class Place:
    """One place of the rail. ``make`` builds its page at the first visit; that is when its module is imported."""

    id: str
    title: str | Later
    icon: str
    make: Callable[[], QWidget]


@dataclass(frozen=True)
class FootLine:
    """A line at the rail's foot; ``emphasis`` is the part of ``sentence`` that counts, shown in 600."""

    sentence: str
    emphasis: str = ""
    tone: Tone = "quiet"


class Rail(QWidget):
    """Shows the places and says which was asked for: ``chosen(id)``. Folded, it shows their icons only."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._folded = self._marking = False
        self._name = Words("", "section")
        self._detail = small("")
        self._names = QWidget()
        self._buttons: dict[str, _PlaceButton] = {}
        self._group = QButtonGroup(self)
        self._places = QVBoxLayout()
        self._places.setSpacing(scaled(4))
        self._foot = QVBoxLayout()
        self._foot.setContentsMargins(scaled(12), scaled(12), 0, 0)
        self._foot.setSpacing(scaled(4))
        self._foot_line = hairline()
        self._lines: list[FootLine] = []
        names = QVBoxLayout(self._names)
        names.setContentsMargins(scaled(12), 0, scaled(12), scaled(20))
        names.setSpacing(scaled(2))
        names.addWidget(self._name)
        names.addWidget(self._detail)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(scaled(12), scaled(20), scaled(13), scaled(18))
        column.setSpacing(0)
        column.addWidget(self._names)
        column.addWidget(self._scrolling(), 1)
        column.addWidget(self._foot_line)
        column.addLayout(self._foot)
        self._foot_line.hide()

    def fold(self, *, folded: bool) -> None:
        """Give the page the room of the words, or take it back; what is due at the foot stays, as an icon."""
        if folded != self._folded:
            self._folded = folded
            self._names.setVisible(not folded)
            self._places.setSpacing(scaled(2 if folded else 4))
            if folded:
                self._column.setContentsMargins(scaled(6), scaled(12), scaled(7), scaled(8))
            else:
                self._column.setContentsMargins(scaled(12), scaled(20), scaled(13), scaled(18))
            for button in self._buttons.values():
                button.fold(folded=folded)
            self._foot.setContentsMargins(scaled(0 if folded else 12), scaled(12), 0, 0)
            self.show_foot(self._lines)
            self.updateGeometry()

    def show_hub(self, name: str, detail: str = "") -> None:
        self._name.setText(name)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))

    def show_places(self, places: Sequence[Place]) -> None:
        for button in self._buttons.values():
            self._group.removeButton(button)
            button.deleteLater()
        self._buttons = {place.id: _PlaceButton(place) for place in places}
        for id_, button in self._buttons.items():
            button.fold(folded=self._folded)
            self._group.addButton(button)
            self._places.addWidget(button)
            button.walked.connect(lambda by, id_=id_: self._walk(id_, by))
            button.clicked.connect(lambda _checked=False, id_=id_: self.chosen.emit(id_))
            button.toggled.connect(lambda on, id_=id_: self._toggled(id_, on=on))

    def mark(self, id: str) -> None:
        """Show ``id`` as the place where the window is."""
        if id in self._buttons:
            self._marking = True
            self._buttons[id].setChecked(True)
            self._marking = False
            self._reveal_mark()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._reveal_mark()

    def _reveal_mark(self) -> None:
        here = self._group.checkedButton()
        if here is not None:
            once_settled(here, partial(reveal, here))

    def _toggled(self, id: str, *, on: bool) -> None:
        """A screen reader sets the mark without a click: that means to go there, too."""
        if on and not self._marking:
            self.chosen.emit(id)

    def _walk(self, id: str, by: int) -> None:
        """To the place above or below, round at the ends; Tab comes to one place only, as the group has one chosen."""
        buttons = list(self._buttons.values())
        at = list(self._buttons).index(id) + by
        buttons[at % len(buttons)].setFocus(Qt.FocusReason.OtherFocusReason)

    def show_foot(self, lines: Sequence[FootLine]) -> None:
        while (item := self._foot.takeAt(0)) is not None:
            if (gone := item.widget()) is not None:
                gone.hide()
                gone.deleteLater()
        self._lines = list(lines)
        shown = [line for line in lines if not self._folded or line.tone != "quiet"]
        for line in shown:
            if self._folded:
                self._foot.addWidget(_FootIcon(line), 0, Qt.AlignmentFlag.AlignHCenter)
            else:
                self._foot.addWidget(_FootWords(line))
        self._foot_line.setVisible(bool(shown))

    def sizeHint(self) -> QSize:
        return QSize(scaled(FOLDED if self._folded else WIDTH), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(scaled(FOLDED if self._folded else WIDTH), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.colours().surface))
        edge = placed(self, QRect(self.width() - 1, 0, 1, self.height()))
        painter.fillRect(edge, QColor(theme.colours().line))
        painter.end()

    def _scrolling(self) -> QScrollArea:
        """The places, scrolling where the window is too low for large text."""
        held = QWidget()
        held.setAccessibleName(tr("Places"))
        within = QVBoxLayout(held)
        within.setContentsMargins(0, 0, 0, 0)
        within.addLayout(self._places)
        within.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(held)
        held.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        return area


class _PlaceButton(QPushButton):
    """One place: icon and word, tinted where the window is; folded, its word is the tooltip.

    ``walked(-1 or 1)``: Up or Down was pressed on it.
    """

    walked = Signal(int)

    def __init__(self, place: Place) -> None:
        super().__init__()
        self._icon = place.icon
        self._title = str(place.title)
        self._folded = False
        self.setAccessibleName(self._title)
        self.setCheckable(True)
        # One of them is where the window is: a screen reader says so, and not that they could be ticked.
        self.setAutoExclusive(True)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def fold(self, *, folded: bool) -> None:
        self._folded = folded
        self.setToolTip(self._title if folded else "")
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(scaled(FOLDED - 13), scaled(38)) if self._folded else QSize(scaled(WIDTH - 25), scaled(40))

    def minimumSizeHint(self) -> QSize:
        return QSize(scaled(34), scaled(38)) if self._folded else QSize(scaled(100), scaled(40))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Up and down walk along the rail; Enter goes there, as Space does.
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.walked.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        here = self.isChecked()
        named = theme.colours()
        if here or self.underMouse():
            rounded(painter, self.rect(), 8, named.primary_tint if here else named.canvas, None)
        if self.hasFocus():
            focus_ring(painter, self.rect(), 8)
        tone: Tone = "primary" if here else "quiet"
        glyph = scaled(18)
        start_at = (self.width() - glyph) // 2 if self._folded else scaled(12)
        draw_icon(painter, self, self._icon, tone, QRect(start_at, (self.height() - glyph) // 2, glyph, glyph))
        if not self._folded:
            self._draw_title(painter, tone)
        painter.end()

    def _draw_title(self, painter: QPainter, tone: Tone) -> None:
        font = theme.font(theme.TEXT, 600 if self.isChecked() else 500)
        painter.setFont(font)
        painter.setPen(theme.colour(tone))
        room = QRect(scaled(42), 0, self.width() - scaled(50), self.height())
        start = where_reading_starts(self).value
        said = QFontMetrics(font).elidedText(self._title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(placed(self, room), start | Qt.AlignmentFlag.AlignVCenter.value, said)


class _FootIcon(Icon):
    """What is due, where there is no room for words: they are its tooltip, and what a screen reader says."""

    def __init__(self, line: FootLine) -> None:
        super().__init__("triangle-alert", line.tone)
        self.setAccessibleName(line.sentence)
        self.setToolTip(line.sentence)


class _FootWords(Words):
    """A small line whose emphasis stands in 600; both parts are escaped, for a name may hold a less-than sign."""

    def __init__(self, line: FootLine) -> None:
        super().__init__(line.sentence, "tiny", None if line.tone == "quiet" else line.tone)
        self.setAccessibleName(line.sentence)
        self._line = line
        if line.emphasis and line.emphasis in line.sentence:
            self.setTextFormat(Qt.TextFormat.RichText)
            self._emphasise()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self.textFormat() == Qt.TextFormat.RichText:
            self._emphasise()

    def _emphasise(self) -> None:
        named, tone = theme.colours(), self._line.tone
        strong = named.ink if tone == "quiet" else named.tone(tone)
        before, _, after = self._line.sentence.partition(self._line.emphasis)
        parts = [part.replace("&", "&amp;").replace("<", "&lt;") for part in (before, self._line.emphasis, after)]
        self.setText(f'{parts[0]}<span style="font-weight:600;color:{strong}">{parts[1]}</span>{parts[2]}')

    def sizeHint(self) -> QSize:
        return QSize(scaled(WIDTH - 38), self.heightForWidth(scaled(WIDTH - 38)))

    def minimumSizeHint(self) -> QSize:
        return QSize(scaled(100), self.fontMetrics().height())
