"""Whom the first letters of a name mean."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest

from hubdesk.operations.enrol import enrol
from hubdesk.records.people.visit import Visit
from hubdesk.reports.who_comes import Comer, expected_next, who_is_in_now, who_is_meant, who_may_come
from hubdesk.store import Store
from tests.hub_life import a_class, a_person, a_room, a_run, keep

DAY = date(2026, 11, 23)
NOW = datetime.combine(DAY, time(9))


@pytest.fixture
def comers(store: Store) -> Callable[[datetime], tuple[Comer, ...]]:
    """Amina is expected at ten, Amal came lately, Aman never."""
    amina = a_person(store, "Amina Yusuf", date_of_birth=date(1985, 3, 27))
    lately = a_person(store, "Amal Farah")
    a_person(store, "Aman Gill", phone="07700900123")
    a_person(store, "Bilal Bilal")
    run = a_run(store)
    a_class(store, run, DAY, room=a_room(store, "Room 2"))
    with store.operation("Enrol") as session:
        enrol(session, store.around(session), amina, run, asked_on=date(2026, 9, 1))
    keep(store, Visit(person=lately, day=DAY - timedelta(days=3), came=time(9), went=time(10)))

    def look(now: datetime) -> tuple[Comer, ...]:
        with store.reading() as session:
            return who_may_come(session, now)

    return look


def names(found: list[Comer]) -> list[str]:
    return [one.name for one in found]


def test_those_who_are_expected_come_first_then_those_who_came_lately(
    store: Store, comers: Callable[[datetime], tuple[Comer, ...]]
) -> None:
    known = comers(NOW)
    assert names(who_is_meant(store, known, "am")) == ["Amina Yusuf", "Amal Farah", "Aman Gill"]
    assert [(one.name, one.expected, one.born) for one in expected_next(known)] == [
        ("Amina Yusuf", "Sewing at 10:00 in Room 2", "born 1985")
    ]
    # After the class nobody is expected
    assert names(who_is_meant(store, comers(NOW.replace(hour=12)), "am"))[0] == "Amal Farah"


def test_parts_of_both_names_in_a_row_are_enough(store: Store, comers: Callable[[datetime], tuple[Comer, ...]]) -> None:
    known = comers(NOW)
    for text, name in (
        ("amyu", "Amina Yusuf"),
        ("ay", "Amina Yusuf"),
        ("yu am", "Amina Yusuf"),
        ("bibi", "Bilal Bilal"),
    ):
        assert names(who_is_meant(store, known, text)) == [name]
    assert names(who_is_meant(store, known, "0123")) == ["Aman Gill"]
    assert who_is_meant(store, known, "zz") == []
    assert names(who_is_meant(store, (), "aman")) == ["Aman Gill"]


def test_who_came_in_is_known_without_reading_everybody_again(
    store: Store, comers: Callable[[datetime], tuple[Comer, ...]]
) -> None:
    known = comers(NOW)
    keep(store, Visit(person=expected_next(known)[0].person_id, day=DAY, came=time(9)))
    with store.reading() as session:
        after = who_is_in_now(session, NOW, known)
    assert expected_next(after) == []
    assert [one.since for one in after if one.name == "Amina Yusuf"] == [time(9)]
    assert {one.name: one.since for one in after} == {one.name: one.since for one in comers(NOW)}
