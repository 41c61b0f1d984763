"""Backing up, and bringing a backup back, by keys alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hubdesk.desktop.app import Start
from hubdesk.desktop.preferences import Preferences
from hubdesk.operations.set_up_hub import set_up_hub
from hubdesk.records.people.person import Person
from hubdesk.store import Store
from hubdesk.store.backup_list import backups_in
from tests.conftest import PASSPHRASE
from tests.hub_life import a_person
from tests.journeys.conftest import Hands
from tests.watching import Watch
from tests.wearing import put_back, what_is_worn


@pytest.fixture
def application(qapp: QApplication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[QApplication]:
    """The application of a person whose folders are empty; it wears afterwards what it wore before."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    worn = what_is_worn(qapp)
    yield qapp
    put_back(qapp, worn)


@pytest.fixture
def hub(store: Store) -> Path:
    """A hub's file with Nasrin in it, closed."""
    set_up_hub(store, "Westcroft", "WES")
    a_person(store, "Nasrin Ahmadi")
    assert store.held
    store.close()
    return store.held.path


def test_r13_a_backup_is_made_and_brought_back_by_keys(
    qtbot: QtBot, application: QApplication, hub: Path, tmp_path: Path, watch: Watch
) -> None:
    # Given HubDesk, open
    start = Start(application, Preferences(tmp_path / "window.ini"), hub)
    with qtbot.waitExposed(start.window):
        start.window.show()
    start.window.activateWindow()
    hands = Hands(qtbot, start.window, watch)
    hands.wait_for("Passphrase")
    hands.type(PASSPHRASE)
    hands.enter()
    hands.wait_for("Not backed up yet")

    # When somebody backs up, from the palette
    start._commands.run("backup.list")
    hands.wait_for("No backup yet.")
    hands.tab_to("Back up now")
    hands.enter()
    hands.wait_for("made because somebody asked")
    hands.wait_for("Last backup today")

    # And afterwards something is done that was wrong
    [made] = backups_in(hub.parent / "backups").whole
    store: Store = start._leave.__self__  # type: ignore[attr-defined]
    with store.operation("Add Chen Wei") as session:
        session.add(Person(full_name="Chen Wei"))

    # Then the page says what would be lost, and a wrong passphrase loses nothing
    hands.tab_to(next(name for name in hands.read() if name.startswith("Bring back the backup of")))
    hands.enter()
    hands.wait_for("1 thing was done since and would be gone:")
    assert hands.sees("Add Chen Wei")
    hands.type("not the passphrase")
    hands.enter()
    hands.wait_for("This is not the right passphrase. Nothing was changed; try again.")
    assert [hit.title for hit in store.search("chen")] == ["Chen Wei"]

    # And with the right one the file is as it was, and the one before is in a backup of its own
    hands.type(PASSPHRASE)
    hands.enter()
    hands.wait_for("Last backup today")
    store = start._leave.__self__  # type: ignore[attr-defined]
    assert [hit.title for hit in store.search("chen")] == []
    assert [hit.title for hit in store.search("nasrin")] == ["Nasrin Ahmadi"]
    there = backups_in(hub.parent / "backups").whole
    assert {one.manifest.why for one in there} == {"asked", "restore"}
    assert made in there
    assert not list(hub.parent.glob("hub before*"))

    # And somebody has to say that it is the right one
    start._commands.run("backup.list")
    hands.wait_for("Is this the right file?")
    hands.tab_to("Yes, go on with it")
    hands.enter()
    qtbot.waitUntil(lambda: not hands.sees("Is this the right file?"), timeout=8000)

    # And what is done now is backed up when the window closes
    with store.operation("Add Abdi") as session:
        session.add(Person(full_name="Abdi Hassan"))
    QApplication.processEvents()
    start.window.close()
    qtbot.waitUntil(lambda: not start.window.isVisible(), timeout=8000)
    assert backups_in(hub.parent / "backups").whole[0].manifest.why == "close"
