"""Letting people in and out, and the recovery key, as a manager does it in the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO
from threading import Event

import pytest
from pypdfium2 import PdfDocument
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from hubdesk.access import key_file
from hubdesk.access.key_file import slots_path
from hubdesk.access.key_slots import FRESH
from hubdesk.access.recovery import new_code, read_code
from hubdesk.access.roles import Role
from hubdesk.access.signing_in import open_slots, open_with_recovery
from hubdesk.base.errors import Refused
from hubdesk.desktop.paper import PaperPage
from hubdesk.desktop.papers import open_recovery_paper
from hubdesk.desktop.screens.accounts import AccountPage, AccountsPage
from hubdesk.desktop.screens.recovery_key import RecoveryKeyPage
from hubdesk.desktop.widgets import ReadOut, Sure
from hubdesk.desktop.window import MainWindow
from hubdesk.desktop.workplace import Workplace
from hubdesk.operations.set_up_hub import set_up_hub
from hubdesk.printing.recovery_paper import RecoveryPaper, draw
from tests.conftest import PASSPHRASE


def button(page: QWidget, name: str) -> QAbstractButton:
    return next(one for one in page.findChildren(QAbstractButton) if name in (one.accessibleName(), one.text()))


def said(page: QWidget) -> list[str]:
    return [
        *(label.text() for label in page.findChildren(QLabel)),
        *(shown.toPlainText() for shown in page.findChildren(ReadOut)),
    ]


def shown(qtbot: QtBot, make: Callable[[], QWidget]) -> QWidget:
    page = make()
    qtbot.addWidget(page)
    page.show()
    return page


def code_in(qtbot: QtBot, page: QWidget, groups: int) -> list[str]:
    """The groups of five signs that the page shows, once it does."""

    def found() -> list[str]:
        return [part for text in said(page) for part in text.split() if len(part) == 5 and part == part.upper()]

    qtbot.waitUntil(lambda: len(found()) == groups)
    return found()


def test_a_manager_lets_somebody_in_changes_their_role_and_takes_the_account_away(
    qtbot: QtBot, workplace: Workplace
) -> None:
    # Given the page of those who work here
    store = workplace.store
    page = shown(qtbot, lambda: AccountsPage(workplace))
    add, name = button(page, "Let them in"), page.findChildren(QLineEdit)[0]
    add.click()
    assert "Write their name." in said(page)

    # When a tutor is let in, then the code is shown once and opens nothing but a choice of passphrase
    name.setText(" Theo  Brandt ")
    button(page, "Tutor").click()
    add.click()
    code = " ".join(code_in(qtbot, page, 4))
    [theo] = [one for one in store.accounts.all() if one.name == "Theo Brandt"]
    assert theo.role is Role.TUTOR

    # When the same name is let in again, then it is said at the name
    button(page, "It is written down").click()
    name.setText("theo brandt")
    add.click()
    qtbot.waitUntil(lambda: any("works here already" in text for text in said(page)))

    # When the role changes and a new code is given, then both hold
    one = shown(qtbot, lambda: AccountPage(workplace, theo, lambda: None))
    button(one, "Manager").click()
    button(one, "Change the role").click()
    qtbot.waitUntil(lambda: Role.MANAGER in [held.role for held in store.accounts.all() if held.name == theo.name])
    button(one, "Give a new code").click()
    assert " ".join(code_in(qtbot, one, 4)) != code

    # When the account is taken away, then only their name, typed once more, does it
    button(one, "Take the account away").click()
    assert theo.name in [held.name for held in store.accounts.all()]
    button(one, "Take the account of Theo Brandt away").click()
    [typed] = [sure.edit for sure in one.findChildren(Sure)]
    assert "Nothing is done yet" in typed.accessibleDescription()
    qtbot.keyClicks(typed, "Theo Brandt")
    qtbot.keyClick(typed, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: theo.name not in [held.name for held in store.accounts.all()])


def test_whoever_goes_on_while_an_account_is_taken_away_stays_where_they_are(
    qtbot: QtBot, workplace: Workplace, window: MainWindow
) -> None:
    # Given two pages, and an account that is being taken away, which takes a while
    store = workplace.store
    store.accounts.add("Theo Brandt", Role.TUTOR)
    [theo] = [one for one in store.accounts.all() if one.name == "Theo Brandt"]
    first, second = QWidget(), QWidget()
    workplace.show_page(first, "First")
    workplace.show_page(second, "Second")
    page = AccountPage(workplace, theo, lambda: None)
    workplace.show_page(page, "Theo Brandt")
    free = Event()
    workplace.background.change("Wait", lambda progress: free.wait(30))
    button(page, "Take the account away").click()
    [sure] = page.findChildren(Sure)
    qtbot.keyClicks(sure.edit, "Theo Brandt")
    qtbot.keyClick(sure.edit, Qt.Key.Key_Return)
    # When somebody leaves the page before that is done
    workplace.go_back()
    free.set()
    # Then they are told, and no other page is left
    qtbot.waitUntil(lambda: "is gone" in window.banner.text(), timeout=15_000)
    assert window.pages.currentWidget() is second


def test_a_first_code_stays_until_it_is_written_down_and_two_enters_let_in_once(
    qtbot: QtBot, workplace: Workplace, window: MainWindow
) -> None:
    # Given a name, and Enter pressed twice in a low window
    window.resize(900, 480)
    workplace.show_page(QWidget(), "Today")
    page = AccountsPage(workplace)
    workplace.show_page(page, "People who work here")
    name = page.findChildren(QLineEdit)[0]
    qtbot.keyClicks(name, "Zofia Bak")
    for _ in range(2):
        qtbot.keyClick(name, Qt.Key.Key_Return)
    # Then the code has the keyboard, in view, and nobody is told that the name is taken
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), ReadOut), timeout=15_000)
    [code] = page.findChildren(ReadOut)
    qtbot.waitUntil(lambda: code.visibleRegion().boundingRect().height() == code.height())
    assert not any("already" in text for text in said(page))
    # When Enter and Esc are pressed on it, then it stays, and one is asked
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Escape):
        qtbot.keyClick(code, key)
    assert window.pages.currentWidget() is page
    assert "Press Esc or Back once more" in window.banner.text()
    # When another name is typed and sent, then nothing takes the code away that is not written down
    qtbot.keyClicks(name, "Anna Berg")
    qtbot.keyClick(name, Qt.Key.Key_Return)
    assert "code of Zofia Bak below first" in name.accessibleDescription()
    assert page.findChildren(ReadOut) == [code]
    name.clear()
    # When it is written down, then the next name can be typed, and Esc leaves
    typed = " ".join(code_in(qtbot, page, 4))
    button(page, "It is written down").click()
    assert QApplication.focusWidget() is name
    qtbot.keyClick(name, Qt.Key.Key_Escape)
    assert window.pages.currentWidget() is not page
    # And the code opens however it was written
    assert (held := workplace.store.held)
    assert open_slots(held.path, f" {typed.lower().replace(' ', '-')}", "Zofia Bak").must_choose


def test_the_recovery_key_is_shown_once_and_typed_back(qtbot: QtBot, workplace: Workplace) -> None:
    printed: list[Sequence[str]] = []
    assert workplace.store.held is not None
    path = workplace.store.held.path
    workplace.store.accounts.confirm_recovery_key(earlier := workplace.store.accounts.new_recovery_key())
    page = shown(qtbot, lambda: RecoveryKeyPage(workplace, printed.append))
    button(page, "Make a recovery key").click()
    groups = code_in(qtbot, page, 8)
    button(page, "Print it").click()
    assert printed == [groups]
    assert read_code(" ".join(groups)) == " ".join(groups)
    [back] = page.findChildren(QLineEdit)
    back.setText(groups[0] + groups[1])
    button(page, "It is on paper").click()
    assert any("third and the seventh" in text and "Compare" in text for text in said(page))
    # Until it is on paper, the one before opens the hub too
    assert {open_with_recovery(path, code).data for code in (earlier, " ".join(groups))} == {
        open_slots(path, PASSPHRASE).data
    }
    back.setText(f"{groups[2].lower()} {groups[6]}")
    button(page, "It is on paper").click()
    qtbot.waitUntil(lambda: all(one.kind != FRESH for one in key_file.read(slots_path(path)).holders), timeout=30_000)
    assert open_with_recovery(path, " ".join(groups)).data == open_slots(path, PASSPHRASE).data
    with pytest.raises(Refused, match="not the recovery key"):
        open_with_recovery(path, earlier)


def test_two_enters_keep_the_recovery_key_once_and_tell_no_trouble(
    qtbot: QtBot, workplace: Workplace, window: MainWindow
) -> None:
    # Given a new key, and what the paper says of it typed back
    workplace.show_page(before := QWidget(), "Today")
    page = RecoveryKeyPage(workplace, lambda groups: None)
    workplace.show_page(page, "Recovery key")
    button(page, "Make a recovery key").click()
    groups = code_in(qtbot, page, 8)
    [back] = page.findChildren(QLineEdit)
    back.setText(groups[2] + groups[6])

    # When Enter is pressed twice
    for _ in range(2):
        qtbot.keyClick(back, Qt.Key.Key_Return)
    landed: list[None] = []
    workplace.background.change("Look", lambda progress: None, landed.append)

    # Then it is kept, and nobody is told that it opens nothing
    qtbot.waitUntil(lambda: bool(landed), timeout=15_000)
    assert window.pages.currentWidget() is before
    assert "is on paper" in window.banner.text()


def test_the_recovery_paper_holds_the_key_and_is_never_saved_as_a_file(qtbot: QtBot, workplace: Workplace) -> None:
    set_up_hub(workplace.store, "Westcroft", "WES")
    groups = new_code().split()
    shown_pages: list[QWidget] = []
    open_recovery_paper(replace(workplace, show_page=lambda page, title: shown_pages.append(page)), groups)
    qtbot.waitUntil(lambda: bool(shown_pages), timeout=15_000)
    [page] = shown_pages
    qtbot.addWidget(page)
    assert isinstance(page, PaperPage)
    text = PdfDocument(page._pdf)[0].get_textpage().get_text_range()
    assert [group for group in groups if group not in text] == []
    assert "Westcroft" in text
    assert [one.isHidden() for one in page.findChildren(QPushButton) if one.text() == "Save as PDF"] == [True]


def test_the_recovery_paper_of_a_server_says_where_the_database_is() -> None:
    target = BytesIO()
    groups = tuple(new_code().split())
    draw(target, RecoveryPaper("South", "", date(2026, 11, 30), "Lena", groups, "postgresql://lena@host/network"))
    text = "".join(PdfDocument(target.getvalue())[0].get_textpage().get_text_range().split())
    assert "postgresql://lena@host/network" in text
    assert "thenetwork’sdatabase" in text
    assert "hub’sfile" not in text
