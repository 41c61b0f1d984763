"""A certificate is checked on the page Certificates, by keys alone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from hubdesk.desktop.screens.check_certificate import CheckCertificate
from hubdesk.desktop.workplace import Workplace
from hubdesk.operations.set_up_hub import set_up_hub
from hubdesk.store import Store
from tests.test_cli_certificates import issued


def test_what_was_found_is_said_beside_the_fields(qtbot: QtBot, store: Store, workplace: Workplace) -> None:
    # Given a certificate of this hub
    set_up_hub(store, "Westcroft", "WES")
    _, text = issued(store)
    card = CheckCertificate(workplace)
    workplace.show_page(card, "Certificates")
    code, name = card.findChildren(QLineEdit)

    def said() -> str:
        return " ".join(label.text() for label in card.findChildren(QLabel) if label.isVisible())

    # When its text and the name are typed
    qtbot.keyClicks(code, text)
    qtbot.keyClicks(name, "Amina Yusuf")
    qtbot.keyClick(name, Qt.Key.Key_Return)
    # Then it is found good
    qtbot.waitUntil(lambda: "The name fits." in said(), timeout=15_000)
    assert "of Westcroft" in said()

    # When one sign is gone
    code.setFocus()
    qtbot.keyClick(code, Qt.Key.Key_Backspace)
    qtbot.keyClick(code, Qt.Key.Key_Return)
    # Then only that is said, where the text stands
    qtbot.waitUntil(lambda: "do not rely on it" in code.accessibleDescription(), timeout=15_000)
    assert "The name fits." not in said()
