"""A hub and its lead get to know each other from their own windows, by keys alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from hubdesk.base.errors import Refused
from hubdesk.desktop.paper import PaperPage
from hubdesk.desktop.papers import open_invitation
from hubdesk.desktop.screens.confirm_keys import ConfirmKeysPage, RenewKeysPage, RevokeKeysPage
from hubdesk.desktop.screens.keys import KeysPage
from hubdesk.desktop.widgets import ActionRow, ReadOut
from hubdesk.desktop.window import MainWindow
from hubdesk.desktop.workplace import Workplace
from hubdesk.operations.set_up_hub import set_up_hub
from hubdesk.store import Store
from hubdesk.sync.correspondents import HUB, LEAD, correspondents, post_of
from hubdesk.sync.invitation import introduce, own_words


@pytest.fixture
def lead(new_store: Callable[[str], Store]) -> Store:
    store = new_store("lead")
    set_up_hub(store, "South Manchester", "SML", network="South Manchester", lead=True)
    return store


@pytest.fixture
def hub(store: Store) -> Store:
    set_up_hub(store, "Westcroft", "WES", network="South Manchester")
    return store


def shown(page: KeysPage) -> str:
    rows = [f"{row.accessibleName()}: {row.accessibleDescription()}" for row in page.findChildren(ActionRow)]
    read_out = (one.toPlainText() for one in page.findChildren(ReadOut))
    return " ".join([*rows, *(label.text() for label in page.findChildren(QLabel)), *read_out])


def asked_for_words(window: MainWindow) -> QLineEdit:
    page = window.pages.currentWidget()
    typed = page.findChild(QLineEdit) if page else None
    assert typed is not None
    return typed


def test_a_hub_takes_the_invitation_in_by_its_six_words_and_writes_its_answer(
    qtbot: QtBot, hub: Store, lead: Store, workplace: Workplace, window: MainWindow, tmp_path: Path
) -> None:
    # Given the page of a hub that knows nobody yet
    page = KeysPage(workplace, lambda words: None)
    workplace.show_page(page, "Keys and invitations")
    qtbot.waitUntil(lambda: " ".join(own_words(hub)) in shown(page), timeout=15_000)
    assert "Nobody’s yet" in shown(page)

    # When the invitation is picked, and words are typed that are not its own
    page.take_in(introduce(lead, LEAD, tmp_path))
    qtbot.waitUntil(lambda: isinstance(window.pages.currentWidget(), ConfirmKeysPage), timeout=15_000)
    typed = asked_for_words(window)
    qtbot.keyClicks(typed, "abacus abdomen abide")
    qtbot.keyClick(typed, Qt.Key.Key_Return)

    # Then it says so beside them, and nobody is known
    qtbot.waitUntil(lambda: "not the six words" in typed.accessibleDescription(), timeout=15_000)
    assert correspondents(hub) == []

    # When the right ones are, in capitals and with hyphens
    typed.clear()
    qtbot.keyClicks(typed, "-".join(own_words(lead)).upper())
    qtbot.keyClick(typed, Qt.Key.Key_Return)

    # Then the lead is known, and the answer can be written
    qtbot.waitUntil(lambda: "South Manchester: Since" in shown(page), timeout=15_000)
    assert post_of(hub).leads() == [lead.post_keys.public]
    page.write_into(tmp_path)
    qtbot.waitUntil(lambda: bool(list(tmp_path.glob("*.hubanswer"))), timeout=15_000)


def test_keys_are_taken_back(
    qtbot: QtBot, hub: Store, lead: Store, workplace: Workplace, window: MainWindow, tmp_path: Path
) -> None:
    page = KeysPage(workplace, lambda words: None)
    workplace.show_page(page, "Keys and invitations")
    page.take_in(introduce(lead, LEAD, tmp_path))
    qtbot.waitUntil(lambda: isinstance(window.pages.currentWidget(), ConfirmKeysPage), timeout=15_000)
    typed = asked_for_words(window)
    qtbot.keyClicks(typed, " ".join(own_words(lead)))
    qtbot.keyClick(typed, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "South Manchester: Since" in shown(page), timeout=15_000)
    row = next(row for row in page.findChildren(ActionRow) if row.accessibleName() == "South Manchester")
    qtbot.keyClick(row, Qt.Key.Key_Space)
    assert isinstance(window.pages.currentWidget(), RevokeKeysPage)
    back = window.pages.currentWidget()
    assert back is not None
    # When Enter is pressed once more nothing happens but a word about what to do
    name = QApplication.focusWidget()
    assert isinstance(name, QLineEdit)
    qtbot.keyClick(name, Qt.Key.Key_Return)
    assert "Type “South Manchester” in this box first." in name.accessibleDescription()
    # And with the name typed, in any case, the keys are taken back
    qtbot.keyClicks(name, " south  manchester")
    assert len(correspondents(hub)) == 1
    qtbot.keyClick(name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: correspondents(hub) == [], timeout=15_000)
    with pytest.raises(Refused, match="not known here yet"):
        post_of(hub).leads()


def test_after_a_theft_new_keys_are_made_once_it_is_typed_that_they_shall(
    qtbot: QtBot, hub: Store, workplace: Workplace, window: MainWindow
) -> None:
    page = KeysPage(workplace, lambda words: None)
    workplace.show_page(page, "Keys and invitations")
    old = " ".join(own_words(hub))
    qtbot.waitUntil(lambda: old in shown(page), timeout=15_000)
    next(one for one in page.findChildren(QPushButton) if one.text() == "Make new keys").click()
    asked = window.pages.currentWidget()
    assert isinstance(asked, RenewKeysPage)
    qtbot.keyClick(asked.focusProxy(), Qt.Key.Key_Return)
    assert " ".join(own_words(hub)) == old
    qtbot.keyClicks(asked.focusProxy(), "new keys")
    qtbot.keyClick(asked.focusProxy(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: " ".join(own_words(hub)) != old, timeout=15_000)
    qtbot.waitUntil(lambda: " ".join(own_words(hub)) in shown(page), timeout=15_000)


def test_a_file_of_the_wrong_side_is_told(
    qtbot: QtBot, hub: Store, lead: Store, workplace: Workplace, tmp_path: Path
) -> None:
    page = KeysPage(workplace, lambda words: None)
    told: list[str] = []
    workplace.background.refused.connect(told.append)
    page.take_in(introduce(hub, HUB, tmp_path))
    qtbot.waitUntil(lambda: bool(told), timeout=15_000)
    assert "hub’s answer" in told[0]


def test_the_leads_words_are_printed_with_what_a_hub_does(qtbot: QtBot, workplace: Workplace, store: Store) -> None:
    set_up_hub(store, "South Manchester", "SML", network="South Manchester", lead=True)
    shown_pages: list[QWidget] = []
    lead = replace(workplace, leads=True, show_page=lambda page, title: shown_pages.append(page))
    page = KeysPage(lead, partial(open_invitation, lead))
    qtbot.addWidget(page)
    qtbot.waitUntil(lambda: " ".join(own_words(store)) in shown(page), timeout=15_000)
    next(one for one in page.findChildren(QPushButton) if "Print them" in one.text()).click()
    qtbot.waitUntil(lambda: bool(shown_pages), timeout=15_000)
    [paper] = shown_pages
    qtbot.addWidget(paper)
    assert isinstance(paper, PaperPage)
    text = PdfDocument(paper._pdf)[0].get_textpage().get_text_range()
    assert [word for word in own_words(store) if word not in text] == []
    assert ".hubinvite" in text
