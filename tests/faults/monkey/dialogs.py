"""What stands before the window and waits: a file is chosen now and then, all else is closed."""

from __future__ import annotations

from pathlib import Path
from random import Random

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog

from tests.faults.monkey.events import Events


class Dialogs(QTimer):
    """Answers them, also those that wait in a loop of their own."""

    def __init__(self, random: Random, events: Events, folder: Path) -> None:
        super().__init__()
        self._random, self._events, self._folder = random, events, folder
        self.setInterval(15)
        self.timeout.connect(self._answer)
        self.start()

    def _answer(self) -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QDialog) or not dialog.isVisible():
            return
        self._events.note("dialog", f"{type(dialog).__name__} {dialog.windowTitle()}")
        if isinstance(dialog, QFileDialog) and self._random.random() < 0.6:
            self._choose(dialog)
        else:
            dialog.reject()

    def _choose(self, dialog: QFileDialog) -> None:
        files = self._folder / "home" / "Documents"
        if dialog.fileMode() == QFileDialog.FileMode.Directory:
            dialog.setDirectory(str(files))
        elif dialog.acceptMode() == QFileDialog.AcceptMode.AcceptSave:
            dialog.selectFile(str(files / f"saved {self._random.randint(1, 9)}"))
        else:
            there = [one for one in (*files.iterdir(), *self._folder.glob("backups/*")) if one.is_file()]
            dialog.selectFile(str(self._random.choice(there)))
        # Qt asks before it writes over a file; nobody is there to be asked.
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.accept()
