"""What the application wears, kept and put back for the tests after one that starts HubDesk whole."""

from __future__ import annotations

import gc

from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QApplication

Worn = tuple[QFont, QPalette, str]


def what_is_worn(application: QApplication) -> Worn:
    return application.font(), application.palette(), application.styleSheet()


def put_back(application: QApplication, worn: Worn) -> None:
    # Qt dresses one widget after another: one of a closed window that Python collected meanwhile would end the program.
    gc.collect()
    application.setStyleSheet(worn[2])
    application.setPalette(worn[1])
    application.setFont(worn[0])
