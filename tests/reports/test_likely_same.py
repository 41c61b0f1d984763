"""Likely duplicates are shown while a name is typed, with the reason."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from hubdesk.records.people.person import Person
from hubdesk.reports.likely_same import likely_same
from hubdesk.store import Store
from tests.hub_life import keep

BORN = date(1985, 3, 7)


@pytest.fixture
def people(store: Store) -> Store:
    keep(
        store,
        Person(full_name="Mohammed Ali", date_of_birth=BORN, phone="07700900123", postcode="M19 1AB"),
        Person(full_name="Siân O'Neill", known_as="Shan"),
        Person(full_name="Łukasz Nowak", date_of_birth=date(1990, 1, 1)),
        Person(full_name="Mary Brown", date_of_birth=BORN),
    )
    return store


def found(store: Store, name: str, **clues: Any) -> list[tuple[str, str]]:
    with store.reading() as session:
        return [(one.name, one.why) for one in likely_same(session, name, **clues)]


@pytest.mark.parametrize("typed", ["Mohammed Ali", "mohamed ali", "Ali Mohammed", "moha", "MOHAMMED  ALI"])
def test_a_name_in_other_spelling_or_order_or_half_typed(people: Store, typed: str) -> None:
    assert [name for name, _ in found(people, typed)][:1] == ["Mohammed Ali"]


@pytest.mark.parametrize(
    ("typed", "name"), [("sian oneill", "Siân O'Neill"), ("Shan", "Siân O'Neill"), ("lukasz nowak", "Łukasz Nowak")]
)
def test_accents_apostrophes_and_other_names(people: Store, typed: str, name: str) -> None:
    assert [one for one, _ in found(people, typed)] == [name]


def test_the_reasons_are_said(people: Store) -> None:
    clues: dict[str, Any] = {"born": BORN, "phone": "07700 900 123", "postcode": "m19 1ab"}
    said = "same name, same date of birth, same phone, same postcode"
    assert found(people, "Mohammed Ali", **clues)[0] == ("Mohammed Ali", said)
    assert found(people, "Mohamed Ali", born=BORN)[0] == ("Mohammed Ali", "similar name, same date of birth")


def test_day_and_month_exchanged_still_count(people: Store) -> None:
    assert "exchanged" in found(people, "Mohammed Ali", born=date(1985, 7, 3))[0][1]


@pytest.mark.parametrize("typed", ["", "x", "Somebody Else"])
def test_nobody_is_like_nothing(people: Store, typed: str) -> None:
    assert found(people, typed) == []


def test_only_a_birthday_is_not_a_likeness(people: Store) -> None:
    assert found(people, "Zofia Kowalska", born=BORN) == []
