from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from hubdesk.access.key_file import slots_path
from hubdesk.desktop.app import Start
from hubdesk.desktop.preferences import Preferences
from hubdesk.desktop.screens.damaged import DamagedPage
from hubdesk.desktop.screens.unlock import UnlockPage
from hubdesk.operations.set_up_hub import set_up_hub
from hubdesk.store import Store
from tests.conftest import PASSPHRASE
from tests.desktop.test_opening import application

_of_another_person = application


def test_r04_a_damaged_file_opens_the_page_that_repairs_it(
    qtbot: QtBot, application: QApplication, empty_file: Path, tmp_path: Path
) -> None:
    # Given a hub's file with a page gone
    path = tmp_path / "hub.hubdesk"
    shutil.copy(empty_file, path)
    shutil.copy(slots_path(empty_file), slots_path(path))
    with closing(Store.open(path, PASSPHRASE)) as store:
        set_up_hub(store, "Westcroft", "WES")
    held = bytearray(path.read_bytes())
    held[30 * 4096 : 31 * 4096] = Random(1).randbytes(4096)
    path.write_bytes(held)

    # When it is opened
    start = Start(application, Preferences(tmp_path / "window.ini"), path)
    qtbot.addWidget(start.window)
    start.window.show()
    start.unlock(PASSPHRASE)
    qtbot.waitUntil(lambda: bool(start.window.findChildren(DamagedPage)), timeout=120_000)
    [page] = start.window.findChildren(DamagedPage)

    # Then what is wrong and what is safe is said, and nowhere that one should start again
    texts = [label.text() for label in page.findChildren(QLabel)]
    assert any("page" in text and "damaged" in text for text in texts)
    buttons = {one.text(): one for one in page.findChildren(QAbstractButton) if one.isVisible()}
    assert set(buttons) == {"Bring back a backup", "Repair it", "Open another file"}
    assert path.read_bytes() == bytes(held)

    # And repaired it opens
    buttons["Repair it"].click()

    def repaired() -> QAbstractButton | None:
        return next((one for one in page.findChildren(QAbstractButton) if one.text().startswith("Open the rep")), None)

    qtbot.waitUntil(lambda: repaired() is not None, timeout=120_000)
    again = repaired()
    assert again is not None
    again.click()
    [unlock] = start.window.findChildren(UnlockPage)
    assert unlock.findChildren(QLineEdit)
    start.window.close()
    assert len(list(tmp_path.glob("hub damaged *.hubdesk"))) == 1


@pytest.mark.parametrize("scheme", ["light"])
def test_nothing_is_offered_that_cannot_be_done(qtbot: QtBot, scheme: str) -> None:
    from hubdesk.desktop.background import Background
    from hubdesk.store.damage import Damage, Damaged

    background, asked = Background(), list[str]()
    found = Damaged(Path("hub.hubdesk"), Damage(0, locked=True), None)
    page = DamagedPage(found, background, lambda: None, lambda: None, lambda: asked.append("restore"))
    qtbot.addWidget(page)
    page.show()
    buttons = {one.text(): one for one in page.findChildren(QAbstractButton) if one.isVisible()}
    assert set(buttons) == {"Bring back a backup", "Open another file"}
    buttons["Bring back a backup"].click()
    assert asked == ["restore"]
    background.close()
