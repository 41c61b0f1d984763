"""The merge desk: packages tried, taken in, and what two hubs entered differently decided by the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from hubdesk.desktop.screens.merge import MergePage
from hubdesk.desktop.window import MainWindow
from hubdesk.desktop.workplace import Workplace
from hubdesk.fields.ward_ids import ward_id
from hubdesk.records.places.ward import Ward
from hubdesk.store import Store
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


def said(page: MergePage) -> str:
    return " ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def button(page: MergePage, name: str) -> QPushButton:
    return next(one for one in page.findChildren(QPushButton) if name in (one.accessibleName() or one.text()))


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
    page = MergePage(workplace)
    workplace.show_page(page, "Merge")
    held = QMimeData()
    held.setUrls([QUrl.fromLocalFile(str(path)) for path in (*packages, Path("letter.pdf").absolute())])
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
