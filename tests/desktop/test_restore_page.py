"""The page that brings a backup back without an open file: who, their passphrase, and then the file is there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QRadioButton
from pytestqt.qtbot import QtBot

from hubdesk.access.roles import Role
from hubdesk.desktop.background import Background
from hubdesk.desktop.screens.restore import RestorePage
from hubdesk.store import Store
from hubdesk.store.backup_list import backups_in
from hubdesk.store.restoring import keys_of
from tests.conftest import PASSPHRASE
from tests.hub_life import a_person

THEIRS = "seven green umbrellas"


@pytest.fixture
def lost(store: Store) -> tuple[Path, str]:
    """A hub where Bola works at reception, whose file is gone and whose backup is there; and its recovery key."""
    assert store.held
    path, code, recovery = (
        store.held.path,
        store.accounts.add("Bola", Role.RECEPTION),
        store.accounts.new_recovery_key(),
    )
    store.close()
    bola = Store.open(path, code, "Bola")
    bola.choose_passphrase(THEIRS)
    a_person(bola, "Nasrin Ahmadi")
    assert bola.back_up("asked")
    bola.close()
    path.unlink()
    return path, recovery


@pytest.mark.parametrize("by", ["passphrase", "recovery key"])
def test_r13_whoever_manages_picks_their_name_and_brings_it_back(
    by: str, qtbot: QtBot, background: Background, lost: tuple[Path, str]
) -> None:
    # Given the page, which knows who worked there on that day
    path, recovery = lost
    done: list[tuple[str, str | None]] = []
    page = RestorePage(
        path.parent / "backups",
        path,
        lambda passphrase, name: done.append((passphrase, name)),
        background=background,
        keys_of=keys_of,
        leave=lambda: None,
    )
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: {"Bola", "Manager"} <= set(_buttons(page)))

    # When nobody is picked, or somebody who may not, then it says so and nothing is there
    page._passphrase.edit.setText(THEIRS)
    _buttons(page)["Bring it back"].click()
    assert _says(page, "Pick your name")
    _buttons(page)["Bola"].click()
    _buttons(page)["Bring it back"].click()
    qtbot.waitUntil(lambda: _says(page, "only a manager"), timeout=15_000)
    assert not path.exists()

    # And when a manager is, the file is there
    typed = PASSPHRASE if by == "passphrase" else recovery
    _buttons(page)["Manager"].click()
    page._passphrase.edit.setText(typed)
    _buttons(page)["Bring it back"].click()
    qtbot.waitUntil(lambda: done == [(typed, "Manager")], timeout=15_000)
    opened = Store.open(path, PASSPHRASE, "Manager")
    assert [hit.title for hit in opened.search("nasrin")] == ["Nasrin Ahmadi"]
    assert opened.alarm == ""
    opened.close()


def _buttons(page: RestorePage) -> dict[str, QAbstractButton]:
    return {one.text() or one.accessibleName(): one for one in page.findChildren(QAbstractButton)}


def _says(page: RestorePage, words: str) -> bool:
    return any(words in one.text() for one in page.findChildren(QLabel))


def test_backups_of_other_files_in_the_same_folder_are_not_offered_for_this_one(
    qtbot: QtBot, background: Background, lost: tuple[Path, str]
) -> None:
    # Given the backup of another hub's file in the same folder, which is the newer one
    path, _ = lost
    folder = path.parent / "backups"
    [own] = backups_in(folder).whole
    shutil.copy(own.path, folder / "Northside 2026-11-20 0900.hubbackup")

    def offered(file: Path) -> list[str]:
        page = RestorePage(folder, file, lambda *_: None, background=background, keys_of=keys_of, leave=lambda: None)
        qtbot.addWidget(page)
        return [one.accessibleDescription() for one in page.findChildren(QRadioButton)]

    # Then there is one for each of them, and where a file has none, all are offered by the names of theirs
    assert len(offered(path)) == len(offered(path.with_name("Northside.hubdesk"))) == 1
    assert not any("Of the file" in name for name in offered(path))
    others = offered(path.with_name("new.hubdesk"))
    assert len(others) == 2
    assert any("Of the file Northside" in name for name in others)
