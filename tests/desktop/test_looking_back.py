"""The log and the bin in the window."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from hubdesk.desktop.leading import ways_of
from hubdesk.desktop.record_pages import open_record
from hubdesk.desktop.screens.bin import BinPage
from hubdesk.desktop.screens.log import LogPage
from hubdesk.desktop.widgets import Button
from hubdesk.desktop.window import MainWindow
from hubdesk.desktop.workplace import Workplace
from hubdesk.records.learning.class_session import ClassSession
from hubdesk.records.people.person import Person
from hubdesk.records.people.support_need import SupportNeed
from hubdesk.store import Store
from hubdesk.store.tables import audit, journal
from tests.hub_life import FIRST, a_class, a_person, a_room, a_run, keep


def whats(store: Store) -> list[str]:
    with store.reading_plainly() as connection:
        return list(connection.scalars(select(audit.c.what).order_by(audit.c.seq)))


def shown(page: LogPage) -> list[tuple[str, ...]]:
    model = page.model
    return [tuple(str(model.index(row, column).data()) for column in range(4)) for row in range(model.rowCount())]


def test_who_did_what_is_read_and_narrowed(qtbot: QtBot, workplace: Workplace) -> None:
    # Given work of two people
    store = workplace.store
    store.by = "Bea"
    person = a_person(store)
    store.by = "Sam"
    store.note("printed", paper="register-2026-11-25")
    store.note("exported", kind="person")
    store.note("read_restricted", kind="support_need", of=str(person))

    # When the page is opened, then it tells who did what
    page = LogPage(workplace)
    workplace.show_page(page, "Who did what")
    qtbot.waitUntil(lambda: page.model.rowCount() == 7)
    lines = shown(page)
    assert [line[1] for line in lines] == ["Sam", "Sam", "Sam", "Bea", "Manager", "Manager", "HubDesk"]
    assert lines[4][2] == "Signed in"
    assert [line[3] for line in lines][:3] == ["Support needs of Amina Yusuf", "List of people", "register-2026-11-25"]
    assert lines[3][2:] == ("Changed records", "Given")

    # And of one person, and of one sort
    qtbot.waitUntil(lambda: page.who.findData("Bea") > 0)
    page.who.setCurrentIndex(page.who.findData("Bea"))
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    page.who.setCurrentIndex(0)
    page.what.setCurrentIndex(page.what.findData("printed"))
    qtbot.waitUntil(lambda: [line[1] for line in shown(page)] == ["Sam"])


def test_s15_the_page_tells_whether_the_log_is_as_it_was_written(qtbot: QtBot, workplace: Workplace) -> None:
    a_person(workplace.store)
    page = LogPage(workplace)
    workplace.show_page(page, "Who did what")
    page.check.click()
    qtbot.waitUntil(lambda: "as they were written" in page.verdict.text())
    with workplace.store.writing_plainly() as connection:
        connection.execute(journal.update().values(after='{"full_name":"Somebody else"}'))
    page.check.click()
    qtbot.waitUntil(lambda: "A change of a Person" in page.verdict.text())
    assert "Somebody" not in page.verdict.text()


def test_s15_looking_at_a_restricted_record_is_written_down(qtbot: QtBot, workplace: Workplace) -> None:
    person = a_person(workplace.store)
    need = keep(workplace.store, SupportNeed(person=person, category="12"))
    before = whats(workplace.store)
    for kind, id in (("support_need", need), ("venue", UUID(int=0))):
        open_record(workplace, ways_of(workplace), kind, id)
    qtbot.waitUntil(lambda: whats(workplace.store) == [*before, "read_restricted"])


def test_r18_the_bin_puts_back_and_two_enters_do_it_once(
    qtbot: QtBot, workplace: Workplace, window: MainWindow
) -> None:
    store = workplace.store
    person = a_person(store)
    with store.operation("Remove Amina Yusuf") as session:
        session.delete(session.get_one(Person, person))
    page = BinPage(workplace)
    workplace.show_page(page, "Bin")

    def back() -> list[Button]:
        return [one for one in page.findChildren(Button) if one.accessibleName() == "Put Amina Yusuf back"]

    qtbot.waitUntil(lambda: len(back()) == 1)
    button = back()[0]
    for _ in range(2):
        qtbot.keyClick(button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not back())
    with store.reading() as session:
        assert session.get(Person, person)
    landed: list[None] = []
    workplace.background.change("Look", lambda progress: None, landed.append)
    qtbot.waitUntil(lambda: bool(landed), timeout=15_000)
    assert window.banner.text() == "Amina Yusuf is back."


def test_what_is_back_while_its_place_went_to_somebody_else_says_so(
    qtbot: QtBot, workplace: Workplace, window: MainWindow
) -> None:
    # Given a room that was free again once a class in it was removed, and another class that has it now
    store, room = workplace.store, a_room(workplace.store)
    held = a_class(store, a_run(store), FIRST, 10, room=room)
    with store.operation("Remove it") as session:
        session.delete(session.get_one(ClassSession, held))
    a_class(store, a_run(store, "English"), FIRST, 11, room=room)
    page = BinPage(workplace)
    workplace.show_page(page, "Bin")
    qtbot.waitUntil(lambda: any(one.text() == "Put back" for one in page.findChildren(Button)))

    # When it is put back, then it is there, and what stands against it is told
    next(one for one in page.findChildren(Button) if one.text() == "Put back").click()
    qtbot.waitUntil(lambda: "look at it once more. English has this room on 7 Sep 2026" in window.banner.text())
    with store.reading() as session:
        assert session.get(ClassSession, held)
