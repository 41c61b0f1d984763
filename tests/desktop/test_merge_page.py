"""The merge desk: packages tried, taken in, and what two hubs entered differently decided by the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel, QPushButton, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from hubdesk.desktop.screens.always import AlwaysPage
from hubdesk.desktop.screens.hubs import HubsPage
from hubdesk.desktop.screens.merge import MergePage
from hubdesk.desktop.screens.merged import UndoPackagePage
from hubdesk.desktop.widgets import ActionRow
from hubdesk.desktop.window import MainWindow
from hubdesk.desktop.workplace import Workplace
from hubdesk.fields.ward_ids import ward_id
from hubdesk.records.network.hub import Hub
from hubdesk.records.places.ward import Ward
from hubdesk.store import Store
from hubdesk.sync.correspondents import HUB, correspondents, revoke
from tests.sync.network import WARDS, Desk, acquaint, desk

WARD = ward_id(next(iter(WARDS)))


@pytest.fixture
def lead(store: Store, tmp_path: Path) -> Desk:
    return desk(store, "Lead", tmp_path, letters="LEA", lead=True)


@pytest.fixture
def packages(lead: Desk, new_store: Callable[[str], Store], tmp_path: Path) -> list[Path]:
    """Of two hubs that call one ward differently."""
    one, two = (desk(new_store(name), name, tmp_path) for name in ("One", "Two"))
    acquaint(lead, one, two)
    one.change(Ward, WARD, name="Baguley North")
    two.change(Ward, WARD, name="Baguley South")
    return [one.send(), two.send()]


def said(page: QWidget) -> str:
    return " ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def button(page: QWidget, name: str) -> QPushButton:
    return next(one for one in page.findChildren(QPushButton) if name in (one.accessibleName() or one.text()))


def test_a_hub_for_which_nothing_can_be_sealed_is_named(
    qtbot: QtBot, lead: Desk, packages: list[Path], workplace: Workplace, window: MainWindow, tmp_path: Path
) -> None:
    lead.merge(*packages)
    gone, stays = (held for held in correspondents(lead.store) if held.what == HUB)
    revoke(lead.store, gone.id)
    name, other = (lead.get(Hub, held.hub_id).name for held in (gone, stays))
    page = MergePage(workplace)
    workplace.show_page(page, "Merge")
    page.return_into(tmp_path)
    qtbot.waitUntil(lambda: f"1 file is written. None for {name}" in said(window), timeout=15_000)
    (written,) = tmp_path.glob("*.hubreturn")
    assert written.name.startswith(f"return-{other.lower()}")


def test_a_merge_is_tried_first_and_what_differs_is_decided_by_keys(
    qtbot: QtBot, lead: Desk, packages: list[Path], workplace: Workplace, window: MainWindow
) -> None:
    # Given the page, onto which two packages are dropped to be tried
    page = MergePage(workplace)
    workplace.show_page(page, "Merge")
    page.merge(packages, dry_run=True)
    qtbot.waitUntil(lambda: "nothing is taken in yet" in said(page), timeout=15_000)
    assert lead.get(Ward, WARD).name == WARDS[next(iter(WARDS))]

    # When they are merged, then both values stand side by side
    qtbot.mouseClick(button(page, "Merge these now"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "In force now" in said(page), timeout=15_000)
    in_force = lead.get(Ward, WARD).name
    other = "Baguley South" if in_force == "Baguley North" else "Baguley North"
    assert all(word in said(page) for word in ("Baguley North", "Baguley South", "One", "Two"))

    # When the other is taken by the keyboard, then it stands, and nothing is left to decide
    take = button(page, f"Take this one: {other}")
    take.setFocus()
    qtbot.keyClick(take, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "In force now" not in said(page), timeout=15_000)
    assert lead.get(Ward, WARD).name == other
    qtbot.waitUntil(lambda: window.banner.text().startswith("It is decided"))


def test_packages_are_dropped_on_the_page(
    qtbot: QtBot, lead: Desk, packages: list[Path], workplace: Workplace, window: MainWindow
) -> None:
    # Given a folder with one of two packages and a letter, beside the other package
    page = MergePage(workplace)
    workplace.show_page(page, "Merge")
    folder = packages[0].parent / "stick"
    folder.mkdir()
    packages = [packages[0].rename(folder / packages[0].name), *packages[1:]]
    (folder / "letter.pdf").write_bytes(b"")
    held = QMimeData()
    held.setUrls([QUrl.fromLocalFile(str(path)) for path in (folder, *packages[1:], Path("letter.pdf").absolute())])
    page.dropEvent(
        QDropEvent(
            QPointF(10, 10),
            Qt.DropAction.CopyAction,
            held,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    qtbot.waitUntil(lambda: "What came in" in said(page), timeout=15_000)
    assert "from One" in said(page)
    assert "letter" not in said(page)

    # And they are listed as merged, with what each brought
    qtbot.waitUntil(lambda: "Merged last" in said(page), timeout=15_000)
    assert all(f"{path.name}, from" in said(page) for path in packages)


def test_a_package_is_undone_once_the_page_has_said_what_goes(
    qtbot: QtBot, lead: Desk, packages: list[Path], workplace: Workplace, window: MainWindow
) -> None:
    # Given two hubs' packages that were merged, which call one ward differently
    page = MergePage(workplace)
    workplace.show_page(page, "Merge")
    page.merge(packages)
    qtbot.waitUntil(lambda: "Merged last" in said(page), timeout=15_000)

    # When one is to be undone, then its page says what would go, and nothing is undone yet
    qtbot.mouseClick(button(page, f"Undo {packages[1].name}"), Qt.MouseButton.LeftButton)
    undo = next(iter(window.findChildren(UndoPackagePage)))
    qtbot.waitUntil(lambda: "What would happen" in said(undo), timeout=15_000)
    assert "1 disagreement goes with it" in said(undo)
    assert lead.conflicts == 1

    # When it is undone, then the other's word stands, and the list has one package
    qtbot.mouseClick(button(undo, "Undo this package"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: f"Undone: {packages[1].name}" in window.banner.text(), timeout=15_000)
    assert (lead.conflicts, lead.get(Ward, WARD).name) == (0, "Baguley North")
    qtbot.waitUntil(lambda: packages[1].name not in said(page), timeout=15_000)
    qtbot.waitUntil(lambda: packages[0].name in said(page), timeout=15_000)


def test_the_hubs_stand_at_a_glance_the_ones_who_need_somebody_first(
    qtbot: QtBot, lead: Desk, packages: list[Path], workplace: Workplace, window: MainWindow
) -> None:
    # Given two hubs' packages that were merged
    page = MergePage(workplace)
    workplace.show_page(page, "Merge")
    page.merge(packages)
    qtbot.waitUntil(lambda: bool(page.findChildren(ActionRow)), timeout=15_000)

    # When their page is opened, then each stands with its word, its age and what is to be decided
    qtbot.mouseClick(button(page, "2 hubs. 2 are to be looked at."), Qt.MouseButton.LeftButton)
    hubs = next(iter(window.findChildren(HubsPage)))
    qtbot.waitUntil(lambda: len(hubs.findChildren(ActionRow)) == 2)
    [one, two] = hubs.findChildren(ActionRow)
    assert [one.accessibleName(), two.accessibleName()] == ["One: to look at", "Two: to look at"]
    assert one.accessibleDescription().startswith("1 disagreement to decide. Last package today.")


def test_what_is_always_decided_in_one_way_is_said_once(
    qtbot: QtBot, lead: Desk, packages: list[Path], workplace: Workplace, window: MainWindow
) -> None:
    # Given two hubs that call one ward differently
    page = MergePage(workplace)
    workplace.show_page(page, "Merge")
    page.merge(packages)
    qtbot.waitUntil(lambda: "In force now" in said(page), timeout=15_000)

    # When it is to be decided in one way, then the page says how many each rule decides, and nothing is decided yet
    qtbot.mouseClick(button(page, "Always decide Name in one way"), Qt.MouseButton.LeftButton)
    always = next(iter(window.findChildren(AlwaysPage)))
    qtbot.waitUntil(lambda: bool(always.findChildren(QRadioButton)))
    options = {one.accessibleName(): one for one in always.findChildren(QRadioButton)}
    assert [name.split(".")[0] for name in options] == [
        "Take the newest",
        "Take the one from the hub whose record it is",
        "Take the one from One",
        "Take the one from Two",
        "Take the longer text",
    ]
    go = button(always, "Decide and remember")
    assert not go.isEnabled()
    assert lead.conflicts == 1

    # When a hub's word is taken always, then nothing is left to decide, and the rule stands on the page
    options["Take the one from One"].setFocus()
    qtbot.keyClick(options["Take the one from One"], Qt.Key.Key_Space)
    qtbot.mouseClick(go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Ward, name: the one from One" in said(page), timeout=15_000)
    assert (lead.conflicts, lead.get(Ward, WARD).name) == (0, "Baguley North")

    # And it is forgotten again
    qtbot.mouseClick(button(page, "Forget this rule"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Ward, name: the one from One" not in said(page), timeout=15_000)


def test_the_keyboard_stays_at_the_desk_when_what_was_pressed_is_gone(
    qtbot: QtBot, lead: Desk, packages: list[Path], workplace: Workplace, window: MainWindow
) -> None:
    # Given packages that were tried first
    page = MergePage(workplace)
    workplace.show_page(page, "Merge")
    page.merge(packages, dry_run=True)
    qtbot.waitUntil(lambda: "nothing is taken in yet" in said(page), timeout=15_000)
    # When they are merged by the button of that report, which goes with it
    go_on = button(page, "Merge these now")
    go_on.setFocus()
    qtbot.keyClick(go_on, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "What came in" in said(page), timeout=15_000)
    # Then the keyboard is where the page begins
    qtbot.waitUntil(lambda: window.focusWidget() is button(page, "Merge packages"), timeout=15_000)


def test_the_keyboard_goes_on_to_the_first_choice_of_the_next_disagreement(
    qtbot: QtBot,
    lead: Desk,
    new_store: Callable[[str], Store],
    tmp_path: Path,
    workplace: Workplace,
    window: MainWindow,
) -> None:
    # Given two wards that two hubs call differently
    one, two = (desk(new_store(name), name, tmp_path) for name in ("One", "Two"))
    acquaint(lead, one, two)
    for hub in (one, two):
        for code, called in WARDS.items():
            hub.change(Ward, ward_id(code), name=f"{called} {hub.folder.name}")
    page = MergePage(workplace)
    workplace.show_page(page, "Merge")
    page.merge([one.send(), two.send()])
    qtbot.waitUntil(lambda: said(page).count("In force now") == 2, timeout=15_000)
    # When one is decided by the keyboard
    take = button(page, "Take this one")
    take.setFocus()
    qtbot.keyClick(take, Qt.Key.Key_Space)
    # Then the keyboard is at the first choice of the other, and not at a rule for all that follow
    qtbot.waitUntil(lambda: said(page).count("In force now") == 1, timeout=15_000)
    qtbot.waitUntil(lambda: window.focusWidget() is button(page, "Keep this"), timeout=15_000)
