"""Advice: whose review is due, the next one of a person, and which courses are near them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest

from hubdesk.base.errors import Refused
from hubdesk.fields.ward_ids import ward_id
from hubdesk.operations.set_up_hub import set_up_hub
from hubdesk.records.advice.iag_session import IagSession
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.records.people.person import Person
from hubdesk.records.places.venue import Venue
from hubdesk.reports.advice import advice_page, latest_session
from hubdesk.reports.courses_near import runs_near
from hubdesk.reports.needs import Need, Target
from hubdesk.reports.person_due import person_due
from hubdesk.reports.subject_pack import subject_pack
from hubdesk.reports.today import today_page
from hubdesk.store import Store
from tests.hub_life import a_person, a_run, keep

TODAY = date.today()
DAY = timedelta(days=1)
BURNAGE, LEVENSHULME, ARDWICK = "E05011354", "E05011369", "E05011351"


def advised(store: Store, person: UUID, ago: int, review: int | None = None, **values: Any) -> UUID:
    review_on = None if review is None else TODAY + review * DAY
    return keep(store, IagSession(person=person, day=TODAY - ago * DAY, review_on=review_on, **values))


def due_today(store: Store) -> list[Need]:
    with store.reading() as session:
        found = today_page(session, TODAY, datetime.combine(TODAY, time(9))).needs
    return [need for need in found if need.kind == "iag_session"]


def due_for(store: Store, person: UUID) -> list[str]:
    with store.reading() as session:
        found = person_due(session, session.get_one(Person, person), TODAY)
    return [need.sentence for need in found if need.kind == "iag_session"]


def test_reviews_stand_under_today_until_there_is_a_later_session(store: Store) -> None:
    amina, ben, chen = (a_person(store, name) for name in ("Amina Yusuf", "Ben Hall", "Chen Li"))
    late = advised(store, amina, 30, -2)
    soon = advised(store, ben, 10, 3)
    advised(store, chen, 10, 30)

    assert [(need.detail, need.tone, need.target) for need in due_today(store)] == [
        ("Amina Yusuf", "overdue", Target("record", "iag_session", late)),
        ("Ben Hall", "due", Target("record", "iag_session", soon)),
    ]
    # One that is far ahead stands on the person's page alone
    assert len(due_for(store, chen)) == 1
    # And the next session is the review
    advised(store, amina, 0)
    assert [need.detail for need in due_today(store)] == ["Ben Hall"]
    assert due_for(store, amina) == []


def test_many_reviews_are_one_line_that_leads_to_all_of_them(store: Store) -> None:
    made = {advised(store, a_person(store, f"Learner {number}"), 30, 0) for number in range(5)}
    [need] = due_today(store)
    assert (need.sentence, need.tone) == ("5 IAG reviews are due", "due")
    assert set(need.target.ids) == made


def test_a_session_is_told_in_words_each_action_by_itself(store: Store) -> None:
    person, adviser = a_person(store, "Amina Yusuf"), a_person(store, "Hodan Warsame")
    actions = "- Ring the council\n\n•  Bring the letter\n"
    id = advised(store, person, 3, -1, adviser=adviser, minutes=45, agreed=True, actions=actions)
    with store.reading() as session:
        page = advice_page(session, id, TODAY)
        assert latest_session(session, person) == id
        assert latest_session(session, adviser) is None
    assert (page.person, page.adviser, page.length, page.channel) == (
        "Amina Yusuf", "Hodan Warsame", "0:45", "Face to face",
    )  # fmt: skip
    assert page.actions == ("Ring the council", "Bring the letter")
    assert page.review_is_due
    with store.reading() as session, pytest.raises(Refused, match="no longer there"):
        advice_page(session, person, TODAY)


def test_the_nearest_course_stands_first_and_those_they_are_on_not_at_all(store: Store) -> None:
    # Given courses in three wards and in none
    set_up_hub(store, "Westcroft", "WES")
    person = a_person(store, ward=ward_id(BURNAGE))
    term = {"starts": TODAY, "ends": TODAY + 60 * DAY}
    for name, ward in (("Far", ARDWICK), ("Near", LEVENSHULME), ("Here", BURNAGE)):
        a_run(store, name, venue=keep(store, Venue(name=f"Hall of {name}", ward=ward_id(ward))), **term)
    a_run(store, "Anywhere", **term)
    on_it = a_run(store, "Has a place", **term)
    keep(store, Enrolment(person=person, run=on_it, asked_on=TODAY))

    # When they are listed for a person of one of these wards
    with store.reading() as session:
        found = runs_near(session, person, TODAY)
        nowhere = runs_near(session, a_person(store, "Ben Hall"), TODAY)

    # Then by how far it is, and said so
    assert [one.run.title for one in found] == ["Here", "Near", "Far", "Anywhere"]
    assert found[0].distance == "in their own ward, Burnage"
    assert found[1].distance == "Levenshulme, about 1 mile away"
    assert found[2].distance == "Ardwick, about 2 miles away"
    assert found[3].distance == ""
    # And of somebody whose ward nobody knows, nothing is said of distances
    assert {one.distance for one in nowhere} == {""}
    assert len(nowhere) == 5


def test_what_was_noted_is_in_the_pack_that_is_handed_over_and_looked_at_first(store: Store) -> None:
    set_up_hub(store, "Westcroft", "WES")
    person, adviser = a_person(store, "Amina Yusuf"), a_person(store, "Hodan Warsame")
    advised(store, person, 3, adviser=adviser, agreed=True, issues="Behind with the rent", actions="Ring the landlord")
    with store.reading() as session:
        pack = subject_pack(session, person, TODAY)
        others = subject_pack(session, adviser, TODAY)
    [held] = [one for one in pack.held if one.kind == "iag_session"]
    said = dict(held.records[0].fields)
    assert (said["Issues"], said["Agreed actions"], said["Adviser"]) == (
        "Behind with the rent", "Ring the landlord", "Hodan Warsame",
    )  # fmt: skip
    # The adviser, and texts that may name somebody, are decided on one by one
    assert {"Hodan Warsame", "Behind with the rent", "Ring the landlord"} <= {one.value for one in pack.mentions}
    # And in the adviser's own pack stands only that they are named
    assert "iag_session" not in {one.kind for one in others.held}
    assert others.also == ("IAG session, Adviser: a record of somebody else",)
    assert "rent" not in str(others)
    assert "Amina" not in str(others)
