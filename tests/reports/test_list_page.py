"""Lists: sorted as people expect, filtered, counted, with links in words."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.records.network.organisation import Organisation
from hubdesk.records.people.person import Person
from hubdesk.records.volunteering.training_record import TrainingRecord
from hubdesk.reports.list_conditions import Filter
from hubdesk.reports.list_page import list_page, titles
from hubdesk.store import Store
from tests.hub_life import FIRST, a_person, a_run, keep


def names(store: Store, kind: str = "person", column: int = 0, **how: Any) -> list[str]:
    with store.reading() as session:
        page = list_page(session, kind, **how)
        assert page.total == len(page.rows)
        return [texts[column] for _, texts in page.rows]


@pytest.fixture
def people(store: Store) -> Store:
    keep(
        store,
        Person(full_name="Zoe Adams", date_of_birth=date(1990, 5, 1)),
        Person(full_name="Łukasz Nowak", phone="07700900123"),
        Person(full_name="Siân Evans", date_of_birth=date(1960, 1, 2)),
        Person(full_name="李 小龍", family_name="李", known_as="Bruce"),
        Person(full_name="Amina binti Yusuf", family_name="Amina"),
        Person(full_name="Émile Évrard"),
    )
    return store


def test_people_stand_by_family_name_whatever_case_and_accents(people: Store) -> None:
    order = ["Zoe Adams", "Amina binti Yusuf", "Siân Evans", "Émile Évrard", "李 小龍", "Łukasz Nowak"]
    assert names(people) == order
    assert names(people, sort="full_name") == order
    assert names(people, sort="full_name", descending=True) == order[::-1]


def test_other_fields_sort_with_empty_ones_last(people: Store) -> None:
    assert names(people, sort="date_of_birth")[:2] == ["Siân Evans", "Zoe Adams"]
    assert names(people, sort="date_of_birth", descending=True)[:2] == ["Zoe Adams", "Siân Evans"]


def test_pages_follow_each_other_and_the_total_counts_all(people: Store) -> None:
    with people.reading() as session:
        first = list_page(session, "person", limit=4)
        second = list_page(session, "person", limit=4, offset=4)
        beyond = list_page(session, "person", limit=4, offset=8)
        every = list_page(session, "person")
    assert (first.total, second.total, beyond.total) == (6, 6, 6)
    assert [one for one, _ in (*first.rows, *second.rows)] == [one for one, _ in every.rows]
    assert beyond.rows == ()


@pytest.mark.parametrize(
    ("words", "found"),
    [("lukasz", ["Łukasz Nowak"]), ("sian ev", ["Siân Evans"]), ("0123", ["Łukasz Nowak"]), ("nobody", [])],
)
def test_words_find_people_as_search_does(people: Store, words: str, found: list[str]) -> None:
    assert names(people, words=words) == found


@pytest.mark.parametrize(
    ("one", "found"),
    [
        (Filter("date_of_birth", "from", date(1980, 1, 1)), ["Zoe Adams"]),
        (Filter("date_of_birth", "to", date(1960, 1, 2)), ["Siân Evans"]),
        (Filter("date_of_birth", "is", date(1960, 1, 2)), ["Siân Evans"]),
        (Filter("date_of_birth", "has", "2.1.1960"), ["Siân Evans"]),
        (Filter("date_of_birth", "has", "not a day"), []),
        (Filter("phone", "filled"), ["Łukasz Nowak"]),
        (Filter("known_as", "has", "BRU"), ["李 小龍"]),
        (Filter("known_as", "is", "Bruce"), ["李 小龍"]),
        (Filter("full_name", "has", "100%"), []),
    ],
)
def test_a_filter_keeps_what_fits(people: Store, one: Filter, found: list[str]) -> None:
    assert names(people, filters=[one]) == found


def test_not_keeps_also_those_without_a_value(people: Store) -> None:
    assert len(names(people, filters=[Filter("known_as", "not", "Bruce")])) == 5
    assert len(names(people, filters=[Filter("known_as", "empty")])) == 5


def test_enrolments_are_sorted_filtered_and_found_by_what_they_link_to(store: Store) -> None:
    sewing, english = a_run(store, "Sewing"), a_run(store, "English")
    for name, run, status in (("Zoe Adams", sewing, "enrolled"), ("Siân Evans", english, "waiting")):
        keep(store, Enrolment(person=a_person(store, name), run=run, asked_on=FIRST, status=status))
    both = ["Zoe Adams", "Siân Evans"]
    assert names(store, "enrolment", sort="person") == both
    assert names(store, "enrolment", sort="run") == both[::-1]
    assert sorted(names(store, "enrolment", sort="status")) == sorted(both)
    assert names(store, "enrolment", words="sewing") == ["Zoe Adams"]
    assert names(store, "enrolment", words="sian waiting") == ["Siân Evans"]
    assert names(store, "enrolment", filters=[Filter("run", "is", english)]) == ["Siân Evans"]
    assert names(store, "enrolment", filters=[Filter("person", "has", "adams")]) == ["Zoe Adams"]
    assert names(store, "enrolment", filters=[Filter("status", "any", ("waiting", "enrolled"))], sort="person") == both
    assert names(store, "enrolment", filters=[Filter("status", "any", ())]) == []
    assert names(store, "enrolment", column=1, sort="person") == ["Sewing", "English"]


def test_what_has_a_name_is_found_by_what_it_belongs_to_too(store: Store) -> None:
    for name, training in (("Siân Evans", "Fire safety"), ("Zoe Adams", "First aid"), ("Zoe Evans", "Fire safety")):
        keep(store, TrainingRecord(person=a_person(store, name), training=training, completed=FIRST - timedelta(365)))

    def found(words: str) -> list[str]:
        return sorted(names(store, "training_record", words=words))

    assert found("sian") == ["Siân Evans"]
    assert found("fire") == ["Siân Evans", "Zoe Evans"]
    assert found("zoe fire saf") == ["Zoe Evans"]
    assert found("zoe hygiene") == []


def test_one_code_of_several_is_found_whole(store: Store) -> None:
    keep(store, Organisation(name="A", sectors=("faith", "arts")), Organisation(name="B", sectors=("health",)))
    assert names(store, "organisation", filters=[Filter("sectors", "is", "arts")]) == ["A"]
    assert names(store, "organisation", filters=[Filter("sectors", "is", "art")]) == []
    assert names(store, "organisation", filters=[Filter("sectors", "has", "health serv")]) == ["B"]


def test_records_without_a_name_are_called_after_what_they_link_to(store: Store) -> None:
    enrolment = keep(store, Enrolment(person=a_person(store), run=a_run(store), asked_on=FIRST))
    with store.reading() as session:
        assert titles(session, "enrolment", [enrolment]) == {enrolment: "Amina Yusuf · Sewing"}
