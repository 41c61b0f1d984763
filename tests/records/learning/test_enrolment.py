"""The rules of an enrolment."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from hubdesk.base.errors import Problems
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.store import Store
from tests.hub_life import FIRST, LAST, a_person, a_run, keep


@pytest.mark.parametrize(("held", "asked"), [("enrolled", "enrolled"), ("enrolled", "waiting"), ("waiting", "waiting")])
def test_a_person_has_one_open_enrolment_per_run(store: Store, held: str, asked: str) -> None:
    person, run = a_person(store), a_run(store)
    keep(store, Enrolment(person=person, run=run, asked_on=FIRST, status=held))
    with pytest.raises(Problems, match="on this course run already"):
        keep(store, Enrolment(person=person, run=run, asked_on=FIRST, status=asked))


def test_who_left_may_come_again(store: Store) -> None:
    person, run = a_person(store), a_run(store)
    keep(store, Enrolment(person=person, run=run, asked_on=FIRST, status="withdrawn", withdrawal_reason="3"))
    keep(store, Enrolment(person=person, run=run, asked_on=FIRST))


def test_no_more_people_than_places(store: Store) -> None:
    run = a_run(store, capacity=1)
    keep(store, Enrolment(person=a_person(store), run=run, asked_on=FIRST))
    with pytest.raises(Problems, match="The only place is taken"):
        keep(store, Enrolment(person=a_person(store, "Ben Hall"), run=run, asked_on=FIRST))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"starts": LAST, "ends": FIRST}, "ends before it starts"),
        ({"status": "withdrawn"}, "Say why"),
        ({"withdrawal_reason": "3"}, "Only a person who left"),
        ({"outcome": "1"}, "no outcome while"),
        ({"asked_on": None}, "is needed"),
        ({"status": "gone"}, "one of the choices"),
    ],
)
def test_what_does_not_fit_together_is_refused(store: Store, values: dict[str, Any], said: str) -> None:
    with pytest.raises(Problems, match=said):
        keep(
            store, Enrolment(**{"person": a_person(store), "run": a_run(store), "asked_on": date(2026, 9, 1), **values})
        )


def test_nobody_joins_a_cancelled_run(store: Store) -> None:
    with pytest.raises(Problems, match="is cancelled"):
        keep(store, Enrolment(person=a_person(store), run=a_run(store, status="cancelled"), asked_on=FIRST))
