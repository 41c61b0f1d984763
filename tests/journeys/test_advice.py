"""Advice at the desk, by keys: written by reception, read by a tutor, kept at a lock, and a course two keys away."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from hubdesk.access.key_file import slots_path
from hubdesk.access.roles import Role
from hubdesk.desktop.app import Start
from hubdesk.desktop.preferences import Preferences
from hubdesk.desktop.record_form import RecordForm
from hubdesk.desktop.screens.unlock import UnlockPage
from hubdesk.operations.set_up_hub import set_up_hub
from hubdesk.records.advice.iag_session import IagSession
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.reports.who_did_what import log_page
from hubdesk.store import Store
from tests.conftest import PASSPHRASE
from tests.hub_life import a_person, a_run
from tests.journeys.conftest import Hands
from tests.watching import Watch
from tests.wearing import put_back, what_is_worn

ISSUES = "CANARY: behind with the rent"
TODAY = date.today()
Key = Qt.Key


@pytest.fixture
def person(empty_file: Path, tmp_path: Path) -> UUID:
    """Ada Obi, of a hub where Bola works at reception and Theo teaches; the file lies in the test's folder."""
    path = tmp_path / "hub.hubdesk"
    shutil.copy(empty_file, path)
    shutil.copy(slots_path(empty_file), slots_path(path))
    store = Store.open(path, PASSPHRASE)
    set_up_hub(store, "Westcroft", "WES")
    ada = a_person(store, "Ada Obi")
    a_run(store, "Sewing", starts=TODAY, ends=TODAY + timedelta(days=60))
    codes = {name: store.accounts.add(name, role) for name, role in (("Bola", Role.RECEPTION), ("Theo", Role.TUTOR))}
    store.close()
    for name, code in codes.items():
        first = Store.open(path, code, name)
        first.choose_passphrase(PASSPHRASE)
        first.close()
    return ada


@pytest.fixture
def start(qapp: QApplication, person: UUID, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    worn = what_is_worn(qapp)
    made = Start(qapp, Preferences(tmp_path / "window.ini"), tmp_path / "hub.hubdesk")
    made.window.resize(1366, 768)
    made.window.show()
    yield made
    made.window.close()
    made._locking.rest()
    put_back(qapp, worn)


SignIn = Callable[[str], None]


@pytest.fixture
def sign_in(qtbot: QtBot, start: Start) -> SignIn:
    """Gives the passphrase to the page that asks for it, at the start or at a lock, and waits until there is work."""

    def come_in(name: str) -> None:
        def parts() -> tuple[QAbstractButton, QLineEdit] | None:
            for page in start.window.findChildren(UnlockPage):
                chips = [one for one in page.findChildren(QAbstractButton) if one.accessibleName() == name]
                field = page.findChild(QLineEdit)
                if page.isVisible() and chips and field is not None:
                    return chips[0], field
            return None

        qtbot.waitUntil(lambda: parts() is not None, timeout=15_000)
        found = parts()
        assert found is not None
        found[0].click()
        found[1].setText(PASSPHRASE)
        qtbot.keyClick(found[1], Key.Key_Return)
        qtbot.waitUntil(
            lambda: (
                start._lock.whose == name and start.window.pages.isVisible() and "new.iag_session" in start._commands
            ),
            timeout=30_000,
        )

    return come_in


@pytest.fixture
def at_desk(qtbot: QtBot, start: Start, watch: Watch) -> Hands:
    start.window.activateWindow()
    return Hands(qtbot, start.window, watch)


def open_person(start: Start, hands: Hands, person: UUID) -> None:
    start._desk.workplace.open_record("person", person)
    hands.wait_for("New IAG session")


def begin(hands: Hands) -> None:
    """From the person's page: Ctrl+K, a few letters, Enter; nobody has to be found again."""
    hands.press(Key.Key_K, ctrl=True)
    hands.type("new iag")
    hands.enter()
    hands.wait_for("What was given")


def store_of(start: Start) -> Store:
    store: Store = start._desk.workplace.store
    return store


def notes(start: Start) -> list[str]:
    return [box.toPlainText() for box in start.window.findChildren(QPlainTextEdit) if box.isVisible()]


def form_of(start: Start) -> RecordForm:
    [form] = [form for form in start.window.findChildren(RecordForm) if form.isVisible()]
    return form


def test_s09_reception_writes_a_note_a_lock_keeps_it_and_only_a_tutor_reads_it(
    qtbot: QtBot, start: Start, sign_in: SignIn, at_desk: Hands, person: UUID
) -> None:
    # Given a receptionist who begins to note what somebody tells an adviser
    sign_in("Bola")
    open_person(start, at_desk, person)
    begin(at_desk)
    form = form_of(start)
    assert form.form.written()["person"]
    assert form.form.written()["day"]
    at_desk.tab_to("Issues")
    at_desk.type(ISSUES[:12])

    # When it locks in the midst of a word, then it goes on where it was
    at_desk.press(Key.Key_L, ctrl=True)
    sign_in("Bola")
    qtbot.waitUntil(form.isVisible, timeout=15_000)
    assert ISSUES[:12] in notes(start)
    at_desk.type(ISSUES[12:])

    # And it is not saved before the person agreed
    at_desk.press(Key.Key_S, ctrl=True)
    at_desk.wait_for("Ask whether they agree")
    at_desk.tab_to("Yes")
    at_desk.press(Key.Key_Space)
    at_desk.press(Key.Key_S, ctrl=True)
    at_desk.wait_for("is in the records now")

    # Then on the person's page stands that there is one, and nothing of it; nor is its paper offered
    at_desk.wait_for("Not yours to see")
    assert not at_desk.sees("CANARY")
    assert not at_desk.sees("Action plan")
    with store_of(start).reading() as session:
        id = session.scalars(select(IagSession.id)).one()
    start._desk.workplace.open_record("iag_session", id)
    at_desk.wait_for("for tutors and managers only")
    assert not at_desk.sees("CANARY")

    # And a tutor reads it, which is written down
    at_desk.press(Key.Key_L, ctrl=True)
    sign_in("Theo")
    open_person(start, at_desk, person)
    start._desk.workplace.open_record("iag_session", id)
    at_desk.wait_for(ISSUES)
    qtbot.waitUntil(lambda: ("Theo", "Looked at restricted records") in log_of(store_of(start)), timeout=15_000)


def test_s09_what_a_tutor_has_not_saved_is_not_offered_to_reception(
    qtbot: QtBot, start: Start, sign_in: SignIn, at_desk: Hands, person: UUID
) -> None:
    # Given a tutor who is called away from a form
    sign_in("Theo")
    open_person(start, at_desk, person)
    begin(at_desk)
    at_desk.tab_to("Issues")
    at_desk.type(ISSUES)
    form_of(start)._later.click()
    qtbot.waitUntil(lambda: bool(store_of(start).drafts.all()), timeout=15_000)
    at_desk.press(Key.Key_L, ctrl=True)

    # When reception opens the same form, then it is empty
    sign_in("Bola")
    open_person(start, at_desk, person)
    begin(at_desk)
    assert not any("CANARY" in text for text in notes(start))
    assert not any("CANARY" in str(draft.answers) for draft in store_of(start).drafts.all())
    at_desk.press(Key.Key_L, ctrl=True)

    # And the tutor goes on with it
    sign_in("Theo")
    open_person(start, at_desk, person)
    begin(at_desk)
    qtbot.waitUntil(lambda: ISSUES in notes(start), timeout=15_000)


def test_from_a_session_a_course_is_two_keys_away(
    qtbot: QtBot, start: Start, sign_in: SignIn, at_desk: Hands, person: UUID
) -> None:
    # Given a session, open before a tutor
    sign_in("Theo")
    store = store_of(start)
    with store.operation("Add") as session:
        one = IagSession(person=person, day=TODAY, agreed=True, actions="Try the sewing class")
        session.add(one)
        id = one.id
    start._desk.workplace.open_record("iag_session", id)
    at_desk.wait_for("Try the sewing class")
    # When the course is chosen, and what it says is right
    at_desk.tab_to("Enrol Ada Obi on Sewing")
    at_desk.enter()
    at_desk.wait_for("Is this right for Ada?")
    at_desk.enter()
    # Then they are on it, and it is not offered again
    at_desk.wait_for("Ada is enrolled on Sewing.")
    with store.reading() as session:
        assert session.scalars(select(Enrolment.person)).one() == person


def log_of(store: Store) -> list[tuple[str, str]]:
    with store.reading() as session:
        return [(line.who, line.what) for line in log_page(session).lines]
