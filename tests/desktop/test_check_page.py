"""Check my data, in the window."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from hubdesk.access.roles import Role
from hubdesk.desktop.screens.check import CheckPage
from hubdesk.desktop.workplace import Workplace
from hubdesk.operations.set_up_hub import set_up_hub
from hubdesk.store import Store
from tests.hub_life import a_person


def words(page: CheckPage) -> str:
    return "\n".join(one.text() for one in page.findChildren(QLabel))


def buttons(page: CheckPage) -> dict[str, QAbstractButton]:
    return {one.text(): one for one in page.findChildren(QAbstractButton) if one.isVisible() and one.text()}


def spoil(store: Store) -> None:
    with store.writing_plainly() as connection:
        connection.execute(text("UPDATE person SET first_language = 'klingon'"))
        connection.execute(text("DELETE FROM search_entry WHERE kind = 'person'"))


def test_r21_what_is_not_in_order_is_told_and_mended_by_keyboard(qtbot: QtBot, workplace: Workplace) -> None:
    # Given a hub in which an answer is impossible and search is out of step
    store = workplace.store
    set_up_hub(store, "Westcroft", "WES")
    a_person(store)
    spoil(store)

    # When the data is checked
    page = CheckPage(workplace)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: "2 things are not in order." in words(page), timeout=30_000)

    # Then both are told, and Enter on one button mends them
    assert "HubDesk can mend this" in words(page)
    mend = buttons(page)["Mend what can be mended"]
    mend.setFocus()
    qtbot.keyClick(mend, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "Everything is in order." in words(page), timeout=30_000)
    assert store.search("Amina")
    assert "Mend what can be mended" not in buttons(page)


def test_s08_reception_is_told_but_offered_nothing_to_mend(qtbot: QtBot, workplace: Workplace) -> None:
    store = workplace.store
    a_person(store)
    spoil(store)
    store.account = replace(store.account, role=Role.RECEPTION)
    page = CheckPage(workplace)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: "not in order" in words(page), timeout=30_000)
    assert set(buttons(page)) >= {"Check again"}
    assert "Mend what can be mended" not in buttons(page)
    assert "A manager can let HubDesk mend this" in words(page)
