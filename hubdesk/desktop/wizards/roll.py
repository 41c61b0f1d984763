"""A scroll area that is as high as what is in it, as long as there is room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from hubdesk.desktop.theme import scaled


class Roll(QScrollArea):
    """Takes widgets below each other; what stands under the roll follows the content, or stays in view below it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._whole = False
        self.setMinimumHeight(scaled(96))
        self._content = QWidget()
        self._content.installEventFilter(self)
        self.column = QVBoxLayout()
        self.column.setSpacing(scaled(24))
        whole = QVBoxLayout(self._content)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(self.column)
        whole.addStretch(1)
        self.setWidget(self._content)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # A scroll area keeps Alt+Left for itself, though there is nothing to scroll sideways.
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self._fit()
        return super().eventFilter(watched, event)

    def reveal(self, widget: QWidget) -> None:
        """Scroll so that ``widget`` is in view."""
        if self._content.isAncestorOf(widget):
            self.ensureWidgetVisible(widget, 0, scaled(48))

    def show_whole(self, *, whole: bool) -> None:
        """Be as high as what is in it, however little room there is: for a page that scrolls itself."""
        if whole != self._whole:
            self._whole = whole
            self._fit()

    def _fit(self) -> None:
        width = self.viewport().width()
        high = self.column.heightForWidth(width) if self.column.hasHeightForWidth() else -1
        high = high if high > 0 else self.column.sizeHint().height()
        # What wraps would otherwise be squeezed to its least height, for a scroll area does not ask for its width.
        self._content.setMinimumHeight(high)
        self.setMinimumHeight(high if self._whole else scaled(96))
        self.setMaximumHeight(max(high, self.minimumHeight()))
