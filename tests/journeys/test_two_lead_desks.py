"""Two desks of the lead organisation, each with a window of its own, on one database on a server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QTableView
from pytestqt.qtbot import QtBot

from hubdesk.access.roles import Role
from hubdesk.base.errors import Refused
from hubdesk.base.places import is_server
from hubdesk.desktop.app import Start
from hubdesk.desktop.preferences import Preferences
from hubdesk.desktop.screens.choose_passphrase import RecoverPage
from hubdesk.desktop.screens.merge import MergePage
from hubdesk.desktop.screens.recovery_key import RecoveryKeyPage
from hubdesk.desktop.screens.unlock import UnlockPage
from hubdesk.desktop.widgets import ChoiceChips
from hubdesk.records.people.person import Person
from hubdesk.store import Store
from hubdesk.store.server import check_at, names_at
from tests.postgres import LEAD, LEAD_PASSPHRASE, opened_on
from tests.sync.network import Desk, a_lead, desk

pytestmark = pytest.mark.slow

MINA, OWN = "Mina", "seven green umbrellas"


@pytest.fixture
def hub(new_store: Callable[[str], Store], tmp_path: Path) -> Desk:
    return desk(new_store("Aston"), "Aston", tmp_path)


@pytest.fixture
def address(postgres_url: str, hub: Desk, tmp_path: Path) -> str:
    """A network's database with two people who lead, and a hub that it knows."""
    lead = a_lead(opened_on(postgres_url), tmp_path, hub)
    code = lead.store.accounts.add(MINA, Role.LEAD)
    lead.store.close()
    first = Store.connect(postgres_url, code, MINA)
    first.choose_passphrase(OWN)
    first.close()
    return postgres_url


@pytest.fixture
def windows(qtbot: QtBot, qapp: QApplication, address: str, tmp_path: Path) -> Iterator[Callable[[str, str], Any]]:
    """Opens a window at the database, in which somebody signs in by the keyboard."""
    opened: list[Any] = []

    def sign_in(name: str, passphrase: str) -> Any:
        start = Start(qapp, Preferences(tmp_path / f"{name}.ini"), None, address=address)
        opened.append(start)
        start.window.show()
        comes_in(qtbot, start, name, passphrase)
        qtbot.waitUntil(lambda: start._desk is not None and start.window.pages.isVisible(), timeout=30_000)
        return start

    yield sign_in
    for start in opened:
        start.window.close()


def comes_in(qtbot: QtBot, start: Any, name: str, passphrase: str) -> None:
    """Pick a name and type the passphrase on the page that asks for it."""

    def asked() -> list[UnlockPage]:
        return [one for one in start.window.findChildren(UnlockPage) if one.isVisible()]

    qtbot.waitUntil(lambda: bool(asked()) and bool(asked()[-1].findChildren(ChoiceChips)), timeout=20_000)
    page = asked()[-1]
    chips = page.findChild(ChoiceChips)
    assert chips is not None
    chips.choose(name)
    typed = next(one for one in page.findChildren(QLineEdit) if one.accessibleName() == "Passphrase")
    typed.clear()
    qtbot.keyClicks(typed, passphrase)
    qtbot.keyClick(typed, Qt.Key.Key_Return)


def said(start: Any) -> str:
    return " ".join(label.text() for label in start.window.findChildren(QLabel) if label.isVisible())


def listed(start: Any) -> int:
    """How many rows the list that is looked at has."""
    tables = [one for one in start.window.findChildren(QTableView) if one.isVisible()]
    return sum(one.model().rowCount() for one in tables if one.model() is not None)


def test_what_one_desk_merges_is_seen_at_the_other(
    qtbot: QtBot, windows: Callable[[str, str], Any], hub: Desk, address: str
) -> None:
    # Given two windows, each with its own person
    lena, mina = windows(LEAD, LEAD_PASSPHRASE), windows(MINA, OWN)
    hub.person("Nasrin Ahmadi")
    mina.window.show_place("people")
    # When one merges a package
    lena.window.show_place("merge")
    qtbot.waitUntil(lambda: bool(lena.window.findChildren(MergePage)), timeout=20_000)
    lena.window.findChildren(MergePage)[-1].merge([hub.send()])
    # Then the other has it in the list that it looks at, without being asked
    store = mina._desk.workplace.store
    qtbot.waitUntil(lambda: bool(store.search("nasrin")), timeout=30_000)
    qtbot.waitUntil(lambda: listed(mina) == 1, timeout=30_000)
    # And what both change one after the other is one history, by name
    amina = store.search("nasrin")[0].id
    for start, value in ((lena, "Naz"), (mina, "Nas")):
        with start._desk.workplace.store.operation("Rename") as session:
            session.get_one(Person, amina).known_as = value
    assert [one.by for one in store.history(amina)][:2] == [MINA, LEAD]
    assert store.findings() == []


def test_a_lock_and_a_wrong_passphrase_are_the_same_as_at_a_file(
    qtbot: QtBot, windows: Callable[[str, str], Any], address: str
) -> None:
    lena = windows(LEAD, LEAD_PASSPHRASE)
    lena._lock.lock()
    comes_in(qtbot, lena, LEAD, "not the passphrase at all")
    qtbot.waitUntil(lambda: "not the right passphrase" in said(lena), timeout=20_000)
    assert not lena.window.pages.isVisible()
    comes_in(qtbot, lena, LEAD, LEAD_PASSPHRASE)
    qtbot.waitUntil(lena.window.pages.isVisible, timeout=20_000)


def test_the_server_is_offered_again_without_its_password(
    qtbot: QtBot, qapp: QApplication, windows: Callable[[str, str], Any], address: str, tmp_path: Path
) -> None:
    # Given a computer at which the database was open last, by an address with a password in it
    lena = windows(LEAD, LEAD_PASSPHRASE)
    preferences = Preferences(tmp_path / f"{LEAD}.ini")
    assert (preferences.server, preferences.on_server) == (address, True)
    preferences.server = address.replace("postgres@", "postgres:s3cret@")
    lena.window.close()
    # When a window opens there without any file
    start = Start(qapp, preferences, tmp_path / "none.hubdesk")
    start.window.show()
    offered = next(one for one in start.window.findChildren(QPushButton) if "on the server" in one.text())
    offered.click()
    # Then one click leads to the people of the database
    qtbot.waitUntil(lambda: bool(start.window.findChildren(ChoiceChips)), timeout=20_000)
    assert "on your organisation’s server" in said(start)
    assert "s3cret" not in (tmp_path / f"{LEAD}.ini").read_text(encoding="utf-8")
    start.window.close()


def test_who_works_there_is_asked_of_the_server(address: str) -> None:
    assert names_at(address) == [LEAD, MINA]
    assert check_at(address, OWN, MINA) == 0
    with pytest.raises(Refused):
        check_at(address, "not the passphrase at all", MINA)
    assert check_at(address, OWN, MINA) == 1
    assert is_server(address)
    assert not is_server("C:\\hubs\\westcroft.hubdesk")
    with pytest.raises(Refused, match="cannot be reached"):
        names_at("postgresql://nobody@localhost:1/none")


def test_t14_the_recovery_key_opens_the_database_in_the_window_and_the_next_one_is_made(
    qtbot: QtBot, qapp: QApplication, address: str, tmp_path: Path
) -> None:
    # Given a network's recovery key, and a lead whose passphrase is lost
    lead = Store.connect(address, LEAD_PASSPHRASE, LEAD)
    code = lead.accounts.new_recovery_key()
    lead.close()
    start = Start(qapp, Preferences(tmp_path / "recover.ini"), None, address=address)
    start.window.show()
    qtbot.waitUntil(lambda: bool(start.window.findChildren(ChoiceChips)), timeout=20_000)

    # When she takes the way of the key on the page that asks for her passphrase, and picks her name
    next(one for one in start.window.findChildren(QPushButton) if one.text() == "Recovery key").click()
    qtbot.waitUntil(lambda: bool(start.window.findChildren(RecoverPage)), timeout=20_000)
    page = start.window.findChild(RecoverPage)
    assert page is not None
    for name, typed in (
        ("Recovery key", code.lower()),
        ("Choose a passphrase", OWN),
        ("The same passphrase again", OWN),
    ):
        row = next(one for one in page.findChildren(QLineEdit) if one.accessibleName() == name)
        qtbot.keyClicks(row, typed)
    chips = page.findChild(ChoiceChips)
    assert chips is not None
    chips.choose(LEAD)
    next(one for one in page.findChildren(QPushButton) if one.text() == "Open the hub").click()

    # Then she is in, before the page that makes the next key, and signs in with the new passphrase from then on
    qtbot.waitUntil(lambda: bool(start.window.findChildren(RecoveryKeyPage)), timeout=30_000)
    assert start._desk is not None
    assert start._desk.workplace.store.role is Role.LEAD
    Store.connect(address, OWN, LEAD).close()
    with pytest.raises(Refused, match="right passphrase"):
        Store.connect(address, LEAD_PASSPHRASE, LEAD)
    start.window.close()
