"""Certificates: a number is given out once, also when issuing is undone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from hubdesk.base.errors import Cancelled, Refused
from hubdesk.base.progress import Progress
from hubdesk.fields.check_digit import is_valid
from hubdesk.operations.issue_certificates import issue_certificates
from hubdesk.operations.set_up_hub import set_up_hub
from hubdesk.records.learning.certificate import Certificate
from hubdesk.records.people.person import Person
from hubdesk.store import Store
from tests.hub_life import a_person, a_run

DAY = date(2026, 12, 18)


def issue(store: Store, run: UUID, *people: UUID) -> list[tuple[str, str]]:
    with store.operation("Issue") as session:
        made = issue_certificates(session, store.around(session), run, people, "completion", DAY)
        return [(one.number, one.name_printed) for one in made]


def test_each_has_a_number_of_the_hub_and_the_name_as_the_person_likes_it(store: Store) -> None:
    set_up_hub(store, "Westcroft", "WES")
    run = a_run(store)
    people = a_person(store, "Amina Yusuf"), a_person(store, "Fatima Ali", certificate_name="فاطمة علي")
    issued = issue(store, run, *people)
    assert all(re.fullmatch(r"WES-26-[0-9A-Z]{3}-\d{4}-[0-9A-Z]", number) for number, _ in issued)
    assert [number[11:15] for number, _ in issued] == ["0001", "0002"]
    assert all(is_valid(number) for number, _ in issued)
    assert [name for _, name in issued] == ["Amina Yusuf", "فاطمة علي"]


def test_who_stops_it_has_issued_none(store: Store) -> None:
    # Given a large class, and somebody who stops when some of it is done
    set_up_hub(store, "Westcroft", "WES")
    run = a_run(store)
    with store.operation("Given") as session:
        people = [Person(full_name=f"Amina Yusuf {n}") for n in range(250)]
        session.add_all(people)
    told: list[int] = []
    progress = Progress(lambda done, of: told.append(done), lambda: len(told) == 2)

    # When the certificates are issued
    with pytest.raises(Cancelled), store.operation("Issue") as session:
        issue_certificates(session, store.around(session), run, [one.id for one in people], "completion", DAY, progress)

    # Then it was heard between the batches, and there is none
    assert told == [0, 100]
    with store.reading() as session:
        assert session.scalars(select(Certificate)).all() == []
    assert store.undo_title() == "Given"


def test_who_has_one_keeps_it(store: Store) -> None:
    set_up_hub(store, "Westcroft", "WES")
    run, person, other = a_run(store), a_person(store), a_person(store, "Ben Hall")
    first = issue(store, run, person)
    assert issue(store, run, person, other)[0] == first[0]


def test_a_number_that_was_printed_and_undone_does_not_come_again(store: Store) -> None:
    set_up_hub(store, "Westcroft", "WES")
    run, person = a_run(store), a_person(store)
    ((printed, _),) = issue(store, run, person)
    store.undo()
    ((again, _),) = issue(store, run, a_person(store, "Ben Hall"))
    assert printed != again


def test_two_machines_of_a_hub_never_give_out_one_number(new_store: Callable[[str], Store]) -> None:
    # Given one hub on two machines, each with its own run of changes
    issued = []
    for name in ("reception", "office"):
        store = new_store(name)
        set_up_hub(store, "Westcroft", "WES")
        issued += issue(store, a_run(store), *(a_person(store, f"Learner {n}") for n in range(3)))

    # Then no number comes twice, nor after a backup is brought back under a new epoch
    store.begin_epoch()
    issued += issue(store, a_run(store), a_person(store))
    numbers = [number for number, _ in issued]
    assert len(set(numbers)) == 7
    assert all(is_valid(number) for number in numbers)


def test_a_file_without_a_hub_issues_nothing(store: Store) -> None:
    run, person = a_run(store), a_person(store)
    with pytest.raises(Refused, match="Set up the hub first"):
        issue(store, run, person)
