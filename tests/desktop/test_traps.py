"""What other releases of Qt and its bindings got wrong; see README, "Decisions"."""

from __future__ import annotations

import gc
import sys

from PySide6.QtCore import QDate, QLocale, QTimer
from PySide6.QtGui import QFont, QPainter, QPixmap, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from hubdesk.desktop.theme import colour


def test_calls_that_return_nothing_do_not_use_nothing_up(qtbot: QtBot) -> None:
    # PySide6 6.12.0 on Python 3.11 lost one reference to None in each of these and crashed after about 5,000.
    label, model, font, picture = QLabel(), QStandardItemModel(), QFont(), QPixmap(10, 10)
    qtbot.addWidget(label)
    picture.fill(colour("ink"))
    painter = QPainter(picture)
    # What other tests left behind is let go of first; the fault loses one at each of the 80,000 calls.
    gc.collect()
    before = sys.getrefcount(None)
    for n in range(20_000):
        label.setText(str(n % 7))
        label.setFont(font)
        painter.drawRect(0, 0, 5, 5)
        model.setItem(0, 0, QStandardItem("1"))
    for _ in range(1_000):
        QTimer.singleShot(0, label.hide)
    painter.end()
    assert sys.getrefcount(None) > before - 20_000


def test_dates_are_written_as_the_british_do() -> None:
    assert QLocale().name() == "en_GB"
    assert QLocale().toString(QDate(2026, 11, 9), QLocale.FormatType.ShortFormat) == "09/11/2026"
