"""The line that is always there: back, the search box, the menu, who is at the desk."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QSpacerItem, QWidget

from hubdesk.base.words import tr
from hubdesk.desktop import theme
from hubdesk.desktop.commands import Commands, fill_menu
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import bare_button, icon_button, quiet
from hubdesk.desktop.widgets.menu import open_below
from hubdesk.desktop.widgets.page import FOLDS_AT, MARGIN, NARROW_MARGIN
from hubdesk.desktop.widgets.painting import draw_icon, focus_ring, placed, rounded, where_reading_starts

_WIDEST_BOX = 520
"""px of the sketches."""


class TopBar(QWidget):
    """Says ``search`` and ``back``; ``lock`` where there is somebody to lock out."""

    search = Signal()
    back = Signal()
    lock = Signal()

    def __init__(self, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._back = icon_button("arrow-left", tr("Back"))
        self._back.setToolTip(tr("Back (Alt+Left)"))
        self._back.clicked.connect(self.back)
        self.box = SearchBox()
        self.box.clicked.connect(self.search)
        self._lock = bare_button(tr("Lock"), "lock")
        self._lock.clicked.connect(self.lock)
        self._lock_icon = icon_button("lock", tr("Lock"))
        self._lock_icon.clicked.connect(self.lock)
        self._person, self._narrow = "", False
        self._initials = _Initials()
        self._name = quiet("")
        self._name.setWordWrap(False)
        menu = QMenu(self)
        menu.aboutToShow.connect(lambda: fill_menu(menu, commands))
        everything = icon_button("ellipsis", tr("Everything you can do"))
        everything.clicked.connect(lambda: open_below(everything, menu))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        line = self._line = QHBoxLayout(self)
        line.setContentsMargins(scaled(32), scaled(12), scaled(32), scaled(8))
        line.setSpacing(scaled(8))
        # Back stands in the margin, so that the search box is at the same place on every page.
        self._search = QHBoxLayout()
        self._search.setSpacing(0)
        self._search.addWidget(self._back)
        # What has a greatest width would stand in the middle of more room than that.
        self._search.addWidget(self.box, 1, Qt.AlignmentFlag.AlignLeading)
        line.addLayout(self._search, 4)
        self._free = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding)
        line.addItem(self._free)
        line.addWidget(self._lock)
        line.addWidget(self._lock_icon)
        line.addWidget(self._initials)
        line.addWidget(self._name)
        line.addWidget(everything)
        self.show_back(can=False)
        self.show_person("")

    def show_back(self, *, can: bool) -> None:
        self._back.setVisible(can)
        self._stand()

    def show_person(self, name: str) -> None:
        """Who is at the desk; with nobody, Lock goes too."""
        self._person = name
        self._name.setText(name)
        self._initials.show_name(name)
        self._show_parts()

    def fold(self, *, narrow: bool) -> None:
        """Without the words beside icons, and closer to the edges."""
        self._narrow = narrow
        self._stand()
        self._free.changeSize(0, 0, QSizePolicy.Policy.Minimum if narrow else QSizePolicy.Policy.Expanding)
        self._line.invalidate()
        self._show_parts()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._stand()

    def _stand(self) -> None:
        # The margins of the page below, which folds by its own width.
        close = self._narrow or self.width() < scaled(FOLDS_AT)
        side = scaled(NARROW_MARGIN if close else MARGIN)
        in_the_margin = not close and not self._back.isHidden()
        before, after = (0 if in_the_margin else side), side
        if self.isRightToLeft():
            before, after = after, before
        self._back.setFixedWidth(scaled(32))
        self.box.setMaximumWidth(scaled(_WIDEST_BOX))
        self._line.setSpacing(scaled(8))
        self._search.setSpacing(0 if in_the_margin else scaled(8))
        self._line.setContentsMargins(before, scaled(12), after, scaled(8))

    def _show_parts(self) -> None:
        there, narrow = bool(self._person), self._narrow
        for part, shown in (
            (self._lock, not narrow),
            (self._lock_icon, narrow),
            (self._initials, True),
            (self._name, not narrow),
        ):
            part.setVisible(there and shown)


class SearchBox(QPushButton):
    """Looks like a field, opens the palette."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said, self._said_short = tr("Find anyone or anything"), tr("Find")
        self._key = tr("Ctrl K")
        self.setAccessibleName(self._said)
        self.setAccessibleDescription(tr("Opens the search. Ctrl+K does the same from anywhere."))
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(scaled(_WIDEST_BOX), scaled(40))

    def minimumSizeHint(self) -> QSize:
        return QSize(scaled(96), scaled(40))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        named = theme.colours()
        rounded(painter, self.rect(), 9, named.surface, named.quiet if self.underMouse() else named.edge)
        if self.hasFocus():
            focus_ring(painter, self.rect(), 9)
        glyph = scaled(18)
        draw_icon(painter, self, "search", "quiet", QRect(scaled(15), (self.height() - glyph) // 2, glyph, glyph))
        small = theme.font(12, 600)
        key = QFontMetrics(small).horizontalAdvance(self._key) + scaled(12)
        cap = QRect(self.width() - key - scaled(15), (self.height() - scaled(20)) // 2, key, scaled(20))
        start = where_reading_starts(self).value
        painter.setFont(theme.font())
        painter.setPen(theme.colour("quiet"))
        words = QFontMetrics(theme.font()).horizontalAdvance(self._said)
        shows_key = words <= cap.x() - scaled(51)
        room = QRect(scaled(43), 0, (cap.x() if shows_key else self.width()) - scaled(51), self.height())
        said = self._said if words <= room.width() else self._said_short
        painter.drawText(placed(self, room), start | Qt.AlignmentFlag.AlignVCenter.value, said)
        if shows_key:
            rounded(painter, placed(self, cap), 5, named.canvas, named.line)
            painter.setFont(small)
            painter.setPen(theme.colour("quiet"))
            painter.drawText(placed(self, cap), Qt.AlignmentFlag.AlignCenter.value, self._key)
        painter.end()


class _Initials(QWidget):
    """A round mark with the first letters of a name; the name stands beside it."""

    def __init__(self) -> None:
        super().__init__()
        self._letters = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_name(self, name: str) -> None:
        parts = name.split()
        self._letters = "".join(part[0] for part in (parts[0], *parts[-1:]) if part)[: len(parts)] if parts else ""
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(scaled(32), scaled(32))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rounded(painter, self.rect(), self.width() / 2, theme.colours().primary_tint, None)
        painter.setFont(theme.font(theme.SMALL, 600))
        painter.setPen(theme.colour("primary"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter.value, self._letters.upper())
        painter.end()
