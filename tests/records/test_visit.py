"""Visits and cards: what of them is no sense, and is said so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest

from hubdesk.base.errors import Problems
from hubdesk.fields.check_digit import with_check
from hubdesk.records.people.person_card import PersonCard
from hubdesk.records.people.visit import Visit
from hubdesk.store import Store
from tests.hub_life import a_person, keep

TODAY = date.today()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"day": date(TODAY.year + 1, 1, 1)}, "still to come"),
        ({"came": time(10), "went": time(9, 59)}, "before they come"),
        ({"went": time(10)}, "before they come"),
        ({"visitor": "Gas engineer", "age_band": "25_34"}, "without a name"),
    ],
)
def test_a_visit_that_makes_no_sense_is_refused(store: Store, values: dict[str, Any], said: str) -> None:
    with pytest.raises(Problems, match=said):
        keep(store, Visit(**{"day": TODAY, **values}))


def test_a_visit_is_of_a_person_or_of_a_visitor_by_name(store: Store) -> None:
    person = a_person(store)
    keep(store, Visit(day=TODAY, came=time(9), person=person))
    keep(store, Visit(day=TODAY, visitor="Gas engineer"))
    keep(store, Visit(day=TODAY, age_band="25_34", entered="tally"))
    with pytest.raises(Problems, match="one visit is of one of them"):
        keep(store, Visit(day=TODAY, person=person, visitor="Gas engineer"))


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda: {"number": "WES-00123-8"}, "last character"),
        (lambda: {"number": with_check("WES-26-00123")}, "looks like"),
        (lambda: {"number": with_check("WES-0012")}, "looks like"),
        (lambda: {"ended": TODAY}, "Say why"),
        (lambda: {"why_ended": "lost"}, "Write the day"),
        (lambda: {"ended": date(2020, 1, 1), "why_ended": "lost"}, "ends before"),
    ],
)
def test_a_card_that_makes_no_sense_is_refused(store: Store, made: Callable[[], dict[str, Any]], said: str) -> None:
    person = a_person(store)
    sound = {"person": person, "number": with_check("WES-00123"), "issued": TODAY}
    with pytest.raises(Problems, match=said):
        keep(store, PersonCard(**{**sound, **made()}))


def test_a_card_number_is_given_to_one_person_only(store: Store) -> None:
    number = with_check("WES-00123")
    keep(store, PersonCard(person=a_person(store), number=number, issued=TODAY))
    with pytest.raises(Problems):
        keep(store, PersonCard(person=a_person(store, "Nasrin Ahmadi"), number=number, issued=TODAY))
