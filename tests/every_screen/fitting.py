"""What does not fit on a screen, in words: texts that are cut, parts that lie over each other or out of reach."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QScrollArea,
    QScrollBar,
    QTableView,
    QWidget,
)

from hubdesk.desktop.palette import Palette
from tests.every_screen.looking import seen, told
from tests.every_screen.painted import ill_painted

_BY_QT = (QAbstractItemView, QComboBox, QLineEdit, QHeaderView)
"""Qt itself places what is in these."""


def cut(window: QWidget) -> Iterator[str]:
    """U12: texts that do not fit, parts that lie over each other or outside of what holds them."""
    everything = seen(window)
    for one in everything:
        yield from _too_small(one)
        yield from _outside(one)
    yield from _over_each_other(everything)
    yield from ill_painted(window)


def _too_small(one: QWidget) -> Iterator[str]:
    if isinstance(one, QScrollBar) or (one.metaObject().className().startswith("Q") and one.parentWidget() is None):
        return
    if isinstance(one, QLabel) and one.text() and not one.pixmap().isNull():
        return
    if isinstance(one, QLabel) and one.text():
        yield from _words_cut(one)
    elif isinstance(one, QAbstractButton) and not isinstance(one.parentWidget(), QLineEdit):
        least = one.heightForWidth(one.width()) if one.hasHeightForWidth() else one.minimumSizeHint().height()
        if one.height() < least:
            yield f"is {least - one.height()} px too low: {told(one)}"
        if one.text() and one.width() < one.minimumSizeHint().width():
            yield f"is {one.minimumSizeHint().width() - one.width()} px too narrow: {told(one)}"
    elif isinstance(one, QLineEdit | QComboBox) and not isinstance(one.parentWidget(), QComboBox):
        if one.height() < one.minimumSizeHint().height():
            yield f"is {one.minimumSizeHint().height() - one.height()} px too low: {told(one)}"
        shown = one.placeholderText() if isinstance(one, QLineEdit) and not one.text() else ""
        if isinstance(one, QComboBox) and not one.isEditable():
            shown = one.currentText()
        if one.fontMetrics().horizontalAdvance(shown) > one.width() - (
            8 if isinstance(one, QLineEdit) else one.height()
        ):
            yield f"cuts what stands in it, “{shown}”: {told(one)}"
    elif isinstance(one, QHeaderView):
        yield from _headings_cut(one)
    if isinstance(one, QTableView):
        yield from _lines_too_low(one)


def _words_cut(one: QLabel) -> Iterator[str]:
    # As Qt has it, with the places in it where a long word may break.
    text = QLabel.text(one).replace("\u200b", " ")
    plain = re.sub("<[^>]*>", "", text) if one.textFormat() == Qt.TextFormat.RichText else text
    widest = max((one.fontMetrics().horizontalAdvance(word) for word in plain.split()), default=0)
    room = one.contentsRect().width()
    if one.wordWrap():
        if one.height() < one.heightForWidth(one.width()):
            yield f"is {one.heightForWidth(one.width()) - one.height()} px too low for its words: {told(one)}"
        if widest > room:
            yield f"is {widest - room} px too narrow for a word: {told(one)}"
    elif one.sizeHint().width() > one.width() + 1 or one.fontMetrics().height() > one.height():
        yield f"cuts its words: {told(one)}"


def _headings_cut(header: QHeaderView) -> Iterator[str]:
    model = header.model()
    for section in range(header.count() if header.orientation() == Qt.Orientation.Horizontal else 0):
        if header.isSectionHidden(section):
            continue
        said = str(model.headerData(section, Qt.Orientation.Horizontal) or "")
        if header.sectionSize(section) < QFontMetrics(header.font()).horizontalAdvance(said):
            yield f"cuts the heading “{said}”: {told(header)}"


def _lines_too_low(table: QTableView) -> Iterator[str]:
    some = table.model() is not None and table.model().rowCount()
    if some and table.rowHeight(0) < table.fontMetrics().height():
        yield f"has lines too low for their words: {told(table)}"


def _outside(one: QWidget) -> Iterator[str]:
    parent = one.parentWidget()
    if parent is None or one.isWindow():
        return
    if isinstance(one, QScrollArea):
        held = one.widget()
        # A board lies beside itself by its nature.
        if held is not None and held.width() > one.viewport().width() + 1 and one.property("role") != "board":
            wide = "; ".join(told(each) for each in _too_wide(held, one.viewport().width()))
            yield f"holds what is {held.width() - one.viewport().width()} px wider than itself: {told(one)}: {wide}"
        if one.viewport().height() < 2 * one.fontMetrics().height():
            yield f"leaves only {one.viewport().height()} px to scroll in: {told(one)}"
    if isinstance(parent.parentWidget(), QAbstractScrollArea) or isinstance(one, QScrollBar | Palette):
        return
    if not parent.rect().adjusted(-1, -1, 1, 1).contains(one.geometry()) and one.height() and one.width():
        yield f"reaches out of {told(parent)}: {told(one)}, {one.geometry().getRect()} in {parent.rect().getRect()}"


def _too_wide(held: QWidget, room: int) -> list[QWidget]:
    """What reaches out of the room and cannot be narrower."""
    out = [
        each
        for each in held.findChildren(QWidget)
        if each.isVisible() and each.mapTo(held, QPoint(0, 0)).x() + _least(each) > room
    ]
    return [each for each in out if not any(other is not each and each.isAncestorOf(other) for other in out)][:3]


def _least(widget: QWidget) -> int:
    return max(widget.minimumWidth(), widget.minimumSizeHint().width())


def _over_each_other(everything: list[QWidget]) -> Iterator[str]:
    by_parent: dict[QWidget, list[QWidget]] = {}
    for one in everything:
        parent = one.parentWidget()
        passed_over = isinstance(one, QScrollBar | Palette) or isinstance(parent, _BY_QT) or one.size().isEmpty()
        if parent is not None and not passed_over:
            by_parent.setdefault(parent, []).append(one)
    for siblings in by_parent.values():
        for at, one in enumerate(siblings):
            for other in siblings[at + 1 :]:
                both = one.geometry().intersected(other.geometry())
                if both.width() > 1 and both.height() > 1:
                    yield f"lies over another: {told(one)} and {told(other)}"
