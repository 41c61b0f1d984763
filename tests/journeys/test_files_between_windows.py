"""Files carried between windows: from the hub to its lead and back, and between the hub's two computers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from hubdesk.desktop.screens.came_back import CameBackPage
from hubdesk.desktop.screens.merge import MergePage
from hubdesk.desktop.screens.send import SendPage
from hubdesk.desktop.screens.two_computers import TwoComputersPage
from hubdesk.desktop.widgets import ActionRow, Page
from hubdesk.desktop.window import MainWindow
from hubdesk.desktop.workplace import Workplace
from hubdesk.records.people.person import Person
from hubdesk.store import Store
from hubdesk.sync.in_part import note_in_part
from hubdesk.sync.machines import copy_to, is_awaited
from tests.conftest import PASSPHRASE
from tests.journeys.conftest import Hands
from tests.sync.network import Desk, a_stick
from tests.watching import Watch


@pytest.fixture
def laptop(hub: Desk, tmp_path: Path) -> Iterator[Callable[[Path], Desk]]:
    opened: list[Store] = []

    def on(path: Path) -> Desk:
        opened.append(Store.open(path, PASSPHRASE))
        return Desk(opened[-1], path.parent)

    yield on
    for one in opened:
        one.close()


def reads(page: Page, words: str) -> bool:
    return any(words in label.text() for label in page.findChildren(QLabel))


def file(qtbot: QtBot, folder: Path, ending: str) -> Path:
    qtbot.waitUntil(lambda: any(folder.glob(f"*{ending}")), timeout=20_000)
    return next(folder.glob(f"*{ending}"))


def test_the_hub_sees_what_the_lead_changed_and_takes_it_back(
    qtbot: QtBot, workplace: Workplace, window: MainWindow, hub: Desk, lead: Desk, tmp_path: Path, watch: Watch
) -> None:
    # given a hub that sends, and a lead that merges and then corrects a name
    ann = hub.person("Ann Example", known_as="Annie")
    send = SendPage(workplace)
    workplace.show_page(send, "Send")
    send.send_into(tmp_path)
    merge = MergePage(replace(workplace, store=lead.store))
    workplace.show_page(merge, "Merge")
    merge.merge([file(qtbot, tmp_path, ".hubsync")])
    qtbot.waitUntil(lambda: reads(merge, "from Aston"), timeout=20_000)
    lead.change(Person, ann, known_as="Ann")
    merge.return_into(tmp_path)
    back = file(qtbot, tmp_path, ".hubreturn")
    # when the hub takes it in
    workplace.show_page(send, "Send")
    send.take_in(back)
    qtbot.waitUntil(lambda: bool(window.findChildren(CameBackPage)), timeout=20_000)
    page = window.findChildren(CameBackPage)[-1]
    qtbot.waitUntil(lambda: reads(page, "Annie became Ann."), timeout=20_000)
    # then it may undo it by keyboard
    assert hub.get(Person, ann).known_as == "Ann"
    hands = Hands(qtbot, window, watch)
    undo = next(one for one in page.findChildren(QPushButton) if one.accessibleName().startswith("Undo"))
    undo.setFocus()
    hands.enter()
    qtbot.waitUntil(lambda: hub.get(Person, ann).known_as == "Annie", timeout=20_000)
    qtbot.waitUntil(lambda: reads(page, "It was changed again since."), timeout=20_000)
    lead.merge(hub.send())
    assert lead.get(Person, ann).known_as == "Annie"
    assert lead.conflicts == 0


def test_a_laptop_and_the_computer_at_reception_come_to_the_same(
    qtbot: QtBot, workplace: Workplace, hub: Desk, laptop: Callable[[Path], Desk], tmp_path: Path
) -> None:
    # given a copy on a stick
    page = TwoComputersPage(workplace)
    workplace.show_page(page, "Two computers")
    assert [row.accessibleName() for row in page.findChildren(ActionRow)] == [
        "Take a copy to another computer",
        "Write work for the other computer",
        "Take in work of the other computer",
    ]
    ann = hub.person("Ann Example")
    page.copy_into(a_stick(tmp_path))
    other = laptop(file(qtbot, tmp_path / "stick", ".hubdesk"))
    # when both work on the same thing
    other.change(Person, ann, notes="From the laptop")
    hub.change(Person, ann, notes="From reception")
    there = TwoComputersPage(replace(workplace, store=other.store))
    workplace.show_page(there, "Two computers")
    there.write_into(tmp_path)
    work = file(qtbot, tmp_path, ".hubwork")
    workplace.show_page(page, "Two computers")
    page.take_in(work)
    # then a person chooses
    qtbot.waitUntil(lambda: reads(page, "entered differently on the two computers"), timeout=20_000)
    wanted = "Take this one: "
    qtbot.waitUntil(
        lambda: any(one.accessibleName().startswith(wanted) for one in page.findChildren(QPushButton)), timeout=20_000
    )
    next(one for one in page.findChildren(QPushButton) if one.accessibleName().startswith(wanted)).click()
    qtbot.waitUntil(lambda: hub.conflicts == 0, timeout=20_000)


def test_a_manager_says_that_the_stolen_laptop_will_not_come_back(
    qtbot: QtBot, workplace: Workplace, window: MainWindow, hub: Desk, tmp_path: Path, watch: Watch
) -> None:
    # given a file that has something back from its lead that only the other computer may still have whole
    copy_to(hub.store, a_stick(tmp_path))
    with hub.store.writing_plainly() as connection:
        note_in_part(connection, {uuid4(): (1, 3)})
    page = TwoComputersPage(workplace)
    workplace.show_page(page, "Two computers")
    said = "Stop waiting for the other computer"
    qtbot.waitUntil(lambda: said in [row.accessibleName() for row in page.findChildren(ActionRow)], timeout=20_000)
    # when a manager says so, by keyboard
    next(row for row in page.findChildren(ActionRow) if row.accessibleName() == said).setFocus()
    Hands(qtbot, window, watch).enter()
    # then nothing waits for it any more, and nothing asks again
    qtbot.waitUntil(lambda: not is_awaited(hub.store), timeout=20_000)
    qtbot.waitUntil(lambda: said not in [row.accessibleName() for row in page.findChildren(ActionRow)], timeout=20_000)
