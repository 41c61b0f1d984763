"""Words in several lines that begin on the right.

Qt moves each line but the last to the left by the space at which it breaks: lines begin at different places, and the
last letter of a full line is cut. So lines that are read from the right are placed here.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QTextLayout, QTextOption


def draw_from_the_right(painter: QPainter, where: QRect, text: str, align: Qt.AlignmentFlag) -> None:
    """Draw ``text`` wrapped into ``where``, in the painter's font and colour and in the direction of its first word.

    align: as a label has it in a window read from the right, where what trails stands on the left; from the top unless to
    the middle.
    """
    layout, height = _lines(text, painter, where.width())
    down = (where.height() - height) / 2 if align & Qt.AlignmentFlag.AlignVCenter else 0.0
    from_the_right = bool(align & Qt.AlignmentFlag.AlignRight) == bool(align & Qt.AlignmentFlag.AlignAbsolute)
    for at in range(layout.lineCount()):
        line = layout.lineAt(at)
        spare = where.width() - line.naturalTextWidth()
        across = spare / 2 if align & Qt.AlignmentFlag.AlignHCenter else spare if from_the_right else 0.0
        line.draw(painter, QPointF(where.x() + across, where.y() + down))


def _lines(text: str, painter: QPainter, width: int) -> tuple[QTextLayout, float]:
    """The text in lines of at most that width, as QPainter breaks them, and their height."""
    option = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    layout = QTextLayout(text.replace("\n", "\u2028"), painter.font(), painter.device())
    layout.setTextOption(option)
    leading = QFontMetricsF(painter.font(), painter.device()).leading()
    height = -leading
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        height += leading
        line.setPosition(QPointF(0, height))
        height += line.height()
    layout.endLayout()
    return layout, height
