"""Before what cannot be undone: the name, typed, and once."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from hubdesk.desktop.widgets import Sure


def test_a_second_enter_does_it_no_second_time_and_the_name_typed_anew_does(qtbot: QtBot) -> None:
    done: list[str] = []
    sure = Sure("St Mary’s Hub", "Take the keys back", "shield-alert", "Nothing is taken from them then.")
    sure.meant.connect(lambda: done.append("taken back"))
    qtbot.addWidget(sure)
    sure.show()
    # When nothing is typed, then nothing is done
    qtbot.keyClick(sure.edit, Qt.Key.Key_Return)
    assert "Nothing is done yet" in sure.edit.accessibleDescription()
    # When the name is typed and Enter pressed twice, then it is done once, and nobody is told that it is not
    qtbot.keyClicks(sure.edit, "st mary's hub")
    qtbot.keyClick(sure.edit, Qt.Key.Key_Return)
    qtbot.keyClick(sure.edit, Qt.Key.Key_Return)
    sure.button.click()
    assert done == ["taken back"]
    assert sure.edit.accessibleDescription() == "Nothing is taken from them then."
    # And where it was refused meanwhile, the name does it again
    qtbot.keyClicks(sure.edit, "st mary's hub")
    qtbot.keyClick(sure.edit, Qt.Key.Key_Return)
    assert done == ["taken back"] * 2
