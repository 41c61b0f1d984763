from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hubdesk.desktop.background import Background
from hubdesk.desktop.commands import Commands
from hubdesk.desktop.desk import Desk
from hubdesk.desktop.preferences import Preferences
from hubdesk.desktop.theme import Theme
from hubdesk.desktop.window import MainWindow
from hubdesk.operations.set_up_hub import set_up_hub
from hubdesk.store import Store


@pytest.mark.parametrize("lead", [False, True])
def test_every_command_that_is_offered_leads_somewhere(
    qtbot: QtBot,
    store: Store,
    window: MainWindow,
    background: Background,
    commands: Commands,
    theme: Theme,
    tmp_path: Path,
    lead: bool,
) -> None:
    # Given a file of a hub, or of the lead
    set_up_hub(store, "Westcroft", "WES", lead=lead)
    Desk(store, window, background, commands, theme, Preferences(tmp_path / "window.ini")).move_in()
    qtbot.waitUntil(lambda: "enrol.new" in commands, timeout=15_000)

    # When each of its commands is run, then none breaks (qtbot listens)
    for command in list(commands):
        commands.run(command.id)
        QApplication.processEvents()
    background.close()
    QApplication.processEvents()
