"""A person who is called otherwise from now on, or has one telephone number."""

from __future__ import annotations

import pytest

from hubdesk.records.people.person import Person
from hubdesk.reports.list_page import list_page
from hubdesk.store import Store
from tests.hub_life import a_person


@pytest.mark.parametrize(
    ("was", "family", "now", "then"),
    [
        ("Renée Côté", "Côté", "Renée Duval", "Duval"),
        ("Ana García López", "García López", "Ana García Ruiz", "García Ruiz"),
        ("Nguyễn Thị Khai", "Nguyễn", "Trần Thị Khai", "Trần"),
        ("Sara Ali", "Ali", "Sara Alison", "Alison"),
        # What still stands in the name, and what never did, stays
        ("Renée Côté", "Côté", "Renée Côté-Duval", "Côté"),
        ("محمد علي", "Ali", "محمد حسن", "Ali"),
        ("Renée Côté", "Côté", "Renée", "Côté"),
    ],
)
def test_the_family_name_goes_with_the_name_it_stood_in(
    store: Store, was: str, family: str, now: str, then: str
) -> None:
    person = a_person(store, was, family_name=family)
    with store.operation("A new name") as session:
        session.get_one(Person, person).full_name = now
    with store.reading() as session:
        assert session.get_one(Person, person).family_name == then
    store.undo()
    with store.reading() as session:
        kept = session.get_one(Person, person)
        assert (kept.full_name, kept.family_name) == (was, family)


def test_a_family_name_that_is_given_with_the_name_is_kept(store: Store) -> None:
    person = a_person(store, "Renée Côté", family_name="Côté")
    with store.operation("A new name") as session:
        found = session.get_one(Person, person)
        found.full_name, found.family_name = "Renée Marie Duval", "Marie Duval"
    with store.reading() as session:
        assert session.get_one(Person, person).family_name == "Marie Duval"


def test_the_only_number_of_somebody_stands_where_it_is_looked_for(store: Store) -> None:
    person = a_person(store, other_phone="07700900123")
    with store.reading() as session:
        kept = session.get_one(Person, person)
        assert (kept.phone, kept.other_phone) == ("07700900123", None)
        # And in the list of people
        [(_, texts)] = list_page(session, "person").rows
        assert "07700 900123" in texts
    # One that is added later is another one
    with store.operation("A second number") as session:
        session.get_one(Person, person).other_phone = "01614960000"
    with store.reading() as session:
        kept = session.get_one(Person, person)
        assert (kept.phone, kept.other_phone) == ("07700900123", "01614960000")
