"""Cards on a person's page and for a whole list."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from hubdesk.desktop.papers import open_cards
from hubdesk.desktop.person_cards import PersonCards
from hubdesk.desktop.window import MainWindow
from hubdesk.desktop.workplace import Workplace
from hubdesk.operations.set_up_hub import set_up_hub
from hubdesk.records.people.person_card import PersonCard
from hubdesk.reports.whose_card import cards_of
from hubdesk.store import Store
from tests.hub_life import a_person

NAME = "Amina Yusuf"


@pytest.fixture
def printed(workplace: Workplace) -> list[list[UUID]]:
    set_up_hub(workplace.store, "Burnage Hub", "BUR", network="South")
    return []


def shown(card: PersonCards) -> list[str]:
    return [one.accessibleName() for one in card.findChildren(QAbstractButton) if not one.isHidden()]


def refresh(workplace: Workplace, card: PersonCards, person: UUID) -> None:
    with workplace.store.reading() as session:
        card.show_cards(NAME, cards_of(session, person))


def test_a_card_is_given_printed_and_replaced_when_it_is_lost(
    qtbot: QtBot, workplace: Workplace, printed: list[list[UUID]]
) -> None:
    store, person = workplace.store, a_person(workplace.store, NAME)
    card = PersonCards(workplace, person, lambda people: printed.append(list(people)))
    qtbot.addWidget(card)
    refresh(workplace, card, person)
    assert shown(card) == ["No card now"]
    card.findChildren(QAbstractButton)[0].click()
    assert printed == [[person]]
    with store.operation("A card") as session:
        session.add(PersonCard(person=person, number="BUR-00123-B", issued=date(2026, 1, 5)))
    refresh(workplace, card, person)
    assert shown(card) == ["Print card BUR-00123-B", "Lost", "Damaged"]
    next(one for one in card.findChildren(QAbstractButton) if one.accessibleName() == "Damaged").click()
    qtbot.waitUntil(lambda: len(printed) == 2)
    refresh(workplace, card, person)
    assert shown(card)[3:] == ["BUR-00123-B"]
    assert held(store) == [True, False]
    with store.reading() as session:
        assert session.scalars(select(PersonCard.why_ended).where(PersonCard.ended.is_not(None))).all() == ["damaged"]


def held(store: Store) -> list[bool]:
    with store.reading() as session:
        return sorted((one.ended is None for one in session.scalars(select(PersonCard))), reverse=True)


def test_cards_for_several_people_are_one_paper_and_one_operation(
    qtbot: QtBot, workplace: Workplace, window: MainWindow, printed: list[list[UUID]]
) -> None:
    window.show_places([])
    people = [a_person(workplace.store, name) for name in (NAME, "Nasrin Ahmadi")]
    open_cards(workplace, people)
    qtbot.waitUntil(lambda: held(workplace.store) == [True, True], timeout=15_000)
    assert workplace.store.undo() == "Give 2 people cards"
    assert held(workplace.store) == []
