"""The lead's screens: figures by hub lead to the records behind them, and lists say where a record was made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from hubdesk.desktop.record_list import RecordList
from hubdesk.desktop.screens.network import NetworkPage
from hubdesk.desktop.screens.people import PeoplePage
from hubdesk.desktop.ways import Ways
from hubdesk.desktop.window import MainWindow
from hubdesk.desktop.workplace import Workplace
from hubdesk.fields.dates import show_date
from hubdesk.operations.set_up_hub import set_up_hub
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.records.network.hub import Hub
from hubdesk.records.network.sharing_agreement import TOTALS
from hubdesk.records.people.person import Person
from hubdesk.store import Store
from tests.hub_life import FIRST, a_run, keep
from tests.sync.network import a_lead, desk
from tests.sync.test_agreement import agree

NewStore = Callable[[str], Store]


def a_hub(store: Store, name: str) -> UUID:
    hub = uuid4()
    return keep(store, Hub(id=hub, hub_id=hub, name=name, letters=name[:3].upper()))


def a_learner(store: Store, hub: UUID, run: UUID, name: str, status: str = "enrolled") -> None:
    person = keep(store, Person(hub_id=hub, full_name=name))
    keep(store, Enrolment(hub_id=hub, person=person, run=run, asked_on=FIRST, starts=FIRST, status=status))


def test_totals_of_a_hub_say_that_they_are_and_of_which_day(
    qtbot: QtBot, store: Store, workplace: Workplace, window: MainWindow, tmp_path: Path, new_store: NewStore
) -> None:
    # Given a lead that one hub sends records, and one totals only
    named, told = desk(new_store("named"), "Aston", tmp_path), desk(new_store("told"), "Byker", tmp_path)
    lead = a_lead(store, tmp_path, named, told)
    agree(told, TOTALS)
    for hub in (named, told):
        for n in range(4):
            hub.person(f"Amina {n}")
    lead.merge(named.send(), told.send())

    # When the lead looks at its network
    workplace.show_page(NetworkPage(replace(workplace, leads=True)), "Network")

    # Then the totals are marked, lead to no list, and are in the sum
    def shown() -> list[str]:
        return [one.text() for one in window.findChildren(QLabel) if one.isVisible()]

    qtbot.waitUntil(lambda: f"Totals only, rounded, as of {show_date(date.today())}" in shown())
    assert "With the rounded totals of 1 hub" in shown()
    assert {"5", "9"} <= set(shown())
    names = [one.accessibleName() for one in window.findChildren(QPushButton)]
    assert "People of Aston: 4" in names
    assert not [one for one in names if "of Byker" in one]


def test_a_figure_of_a_hub_leads_to_the_records_it_counts(
    qtbot: QtBot, store: Store, workplace: Workplace, window: MainWindow
) -> None:
    # Given two hubs' learners in the lead's file, one of whom waits
    set_up_hub(store, "The lead", "LEA")
    run, westcroft, jnr8 = a_run(store), a_hub(store, "Westcroft"), a_hub(store, "JNR8")
    a_learner(store, westcroft, run, "Amina Yusuf")
    a_learner(store, westcroft, run, "Ben Hall", "waiting")
    a_learner(store, jnr8, run, "Chen Li")

    # When the lead opens the enrolments that Westcroft's line counts
    workplace.show_page(NetworkPage(replace(workplace, leads=True)), "Network")
    named = "Enrolments of Westcroft: 1"
    qtbot.waitUntil(lambda: any(one.accessibleName() == named for one in window.findChildren(QPushButton)))
    next(one for one in window.findChildren(QPushButton) if one.accessibleName() == named).click()

    # Then just these are listed, with the hub's name
    qtbot.waitUntil(lambda: any(one.model.total for one in window.findChildren(RecordList)))
    page = window.findChildren(RecordList)[-1]
    assert page.model.total == 1
    assert "Westcroft" in page.lead.text()
    shown = [page.model.index(0, column).data() for column in range(page.model.columnCount())]
    assert shown[0] == "Amina Yusuf"
    assert shown[-1] == "Westcroft"


def test_the_lead_s_list_of_people_says_the_hub_and_enrols_nobody(
    qtbot: QtBot, store: Store, workplace: Workplace
) -> None:
    keep(store, Person(hub_id=a_hub(store, "JNR8"), full_name="Chen Li"))
    page = PeoplePage(replace(workplace, leads=True), Ways(**{way.name: lambda *_: None for way in fields(Ways)}))
    with qtbot.waitSignal(page.model.shown):
        workplace.show_page(page, "People")
    shown = [page.model.index(0, column).data() for column in range(page.model.columnCount())]
    assert {"Chen Li", "JNR8"} <= set(shown)
    assert "Enrol someone" not in [button.text() for button in page.findChildren(QPushButton)]


def test_hubs_are_shown_also_without_a_figure_of_any_ward(qtbot: QtBot, workplace: Workplace) -> None:
    # given what a hub has sent, and no ward's figure
    aston = Hub(name="Aston", letters="AST")
    with workplace.store.operation("Given") as session:
        session.add_all([aston, Person(full_name="Amina Yusuf", hub_id=aston.id)])
    # when
    page = NetworkPage(workplace)
    qtbot.addWidget(page)
    # then
    qtbot.waitUntil(lambda: "Aston" in words_of(page))
    assert "There is no figure of any ward yet." in words_of(page)


def words_of(page: NetworkPage) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel)]
