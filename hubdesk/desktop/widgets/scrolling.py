"""A page's scroll area: what it holds is as wide as the window, and as high as its words then need."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractSlider, QFrame, QScrollArea, QWidget

_Move = QAbstractSlider.SliderAction


def take_height(widget: QWidget) -> None:
    """Make ``widget`` as high as its layout needs at its width, which may be less than what holds it has.

    Qt asks for a height at the full width, also of what has a greatest width.
    """
    laid_out = widget.layout()
    if laid_out is not None and laid_out.hasHeightForWidth():
        widget.setMinimumHeight(laid_out.totalMinimumHeightForWidth(widget.width()))


class Scrolling(QScrollArea):
    """Holds ``content``, whose layout it asks for a height at its width. Qt asks for a least height at any width.

    Without that, what wraps in a narrow window would be squeezed, and its last line lie under what comes next.
    """

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self._content = content
        self._across = 0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop)
        self.setWidget(content)
        content.installEventFilter(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Home:
            self.verticalScrollBar().triggerAction(_Move.SliderToMinimum)
        elif event.key() == Qt.Key.Key_End:
            self.verticalScrollBar().triggerAction(_Move.SliderToMaximum)
        else:
            super().keyPressEvent(event)

    def minimumSizeHint(self) -> QSize:
        # What stands around it, such as news, has its height first.
        return QSize(super().minimumSizeHint().width(), 2 * self.fontMetrics().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Qt tells the size of what it shows within the frame and the bars.
        self._across = event.size().width()
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        laid_out = self._content.layout()
        if self._across and laid_out is not None and laid_out.hasHeightForWidth():
            width = min(self._across, self._content.maximumWidth())
            self._content.setMinimumHeight(laid_out.minimumHeightForWidth(width))
