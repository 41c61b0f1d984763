from __future__ import annotations

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from hubdesk.desktop.screens.network import NetworkPage
from hubdesk.desktop.workplace import Workplace
from hubdesk.records.network.hub import Hub
from hubdesk.records.people.person import Person


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
