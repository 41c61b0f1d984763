"""The bin: what was removed is put back with what went with it, for 30 days, and then forgotten."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from hubdesk.base.errors import Refused
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.records.people.person import Person
from hubdesk.store import Store
from hubdesk.store.clock import Clock, reading_at
from hubdesk.store.removals import Removed, removed
from hubdesk.store.tables import journal, operation
from tests.hub_life import FIRST, a_person, a_run, keep
from tests.sync.network import a_network


class _Then(Clock):
    """A clock that stood some days ago."""

    def __init__(self, days: float) -> None:
        super().__init__()
        self._now = reading_at(datetime.now(UTC) - timedelta(days=days))

    def tick(self) -> int:
        self._now += 1
        return self._now


def remove(store: Store, title: str, *records: tuple[type, UUID]) -> None:
    with store.operation(title) as session:
        for kind, id in records:
            session.delete(session.get_one(kind, id))


def in_bin(store: Store) -> list[Removed]:
    with store.reading() as session:
        return removed(session)


def journalled(store: Store) -> str:
    with store.reading_plainly() as connection:
        said = connection.execute(select(journal.c.after, journal.c.before)).all()
        return repr([said, connection.scalars(select(operation.c.title)).all()])


def test_r18_what_was_removed_is_put_back_whole(store: Store) -> None:
    # Given a learner and her place, removed together, and much else done since
    person, run = a_person(store, phone="07700 900123"), a_run(store)
    place = keep(store, Enrolment(person=person, run=run, asked_on=FIRST))
    remove(store, "Remove Amina Yusuf", (Enrolment, place), (Person, person))
    for n in range(60):
        a_person(store, f"Person {n}")

    # Then both stand in the bin as one thing
    (gone,) = in_bin(store)
    assert gone.records[0] == ("person", "Amina Yusuf")
    assert {kind for kind, _ in gone.records} == {"person", "enrolment"}

    # When they are put back, then all is as it was, in an operation that can be undone itself
    assert store.put_back("Put Amina Yusuf back", gone.operation) == 2
    with store.reading() as session:
        assert session.get_one(Person, person).phone == "07700 900123"
        assert session.get_one(Enrolment, place).person == person
    assert in_bin(store) == []
    with pytest.raises(Refused, match="not in the bin"):
        store.put_back("Again", gone.operation)
    assert store.undo() == "Put Amina Yusuf back"
    assert len(in_bin(store)) == 1
    assert store.findings() == []


def test_r18_what_it_belongs_to_comes_back_with_it(store: Store) -> None:
    person, run = a_person(store), a_run(store)
    place = keep(store, Enrolment(person=person, run=run, asked_on=FIRST))
    remove(store, "Take the place away", (Enrolment, place))
    remove(store, "Remove Amina Yusuf", (Person, person))
    latest, first = in_bin(store)
    assert store.put_back("Put the place back", first.operation) == 2
    with store.reading() as session:
        assert session.get(Person, person)
    assert in_bin(store) == []
    assert latest.records == (("person", "Amina Yusuf"),)


def test_r18_after_30_days_the_journal_forgets_and_the_log_still_fits(store: Store) -> None:
    # Given somebody removed 31 days ago, somebody 29 days ago, and an operation that touched both
    now = store.clock
    store.clock = _Then(40)
    with store.operation("Add Canary Oldest and Canary Newer") as session:
        old, new = Person(full_name="Canary Oldest", notes="Canary notes"), Person(full_name="Canary Newer")
        session.add_all([old, new])
    with store.operation("Change Canary Oldest") as session:
        session.get_one(Person, old.id).known_as = "Canary known"
    store.clock = _Then(31)
    remove(store, "Remove Canary Oldest", (Person, old.id))
    store.clock = _Then(29)
    remove(store, "Remove Canary Newer", (Person, new.id))
    store.clock = now
    assert [one.records[0][1] for one in in_bin(store)] == ["Canary Newer"]

    # When the bin is emptied, then nothing is left of the first but that there was something
    assert store.empty_bin() == 3
    said = journalled(store)
    for canary in ("Canary notes", "Canary known", "Change Canary", "Remove Canary Oldest"):
        assert canary not in said
    assert "Canary Newer" in said
    assert store.empty_bin() == 0
    assert store.findings() == []

    # And the other comes back, while what was forgotten cannot
    (gone,) = in_bin(store)
    store.put_back("Put back", gone.operation)
    store.undo()
    store.undo()
    with pytest.raises(Refused, match="nothing to undo"):
        store.undo()


def test_what_another_hub_removed_stands_in_the_leads_bin(new_store: Callable[[str], Store], tmp_path: Path) -> None:
    lead, south = a_network(new_store, tmp_path, "South")
    person = south.person("Amina Yusuf")
    lead.merge(south.send())
    south.remove(Person, person)
    lead.merge(south.send())
    (gone,) = in_bin(lead.store)
    assert gone.records == (("person", "Amina Yusuf"),)
    lead.store.put_back("Put back", gone.operation)
    assert lead.get(Person, person).full_name == "Amina Yusuf"
    assert lead.store.findings() == []


def test_an_emptied_bin_travels_without_harm(new_store: Callable[[str], Store], tmp_path: Path) -> None:
    lead, south = a_network(new_store, tmp_path, "South")
    now, south.store.clock = south.store.clock, _Then(40)
    person = south.person("Amina Yusuf")
    south.remove(Person, person)
    south.store.clock = now
    south.store.empty_bin()
    south.person("Bo Chen")
    report = lead.merge(south.send())
    assert not report.waiting
    assert lead.get(Person, person) is None
    assert [one.full_name for one in _everybody(lead.store)] == ["Bo Chen"]
    assert lead.store.findings() == []


def _everybody(store: Store) -> list[Person]:
    with store.reading() as session:
        return list(session.scalars(select(Person)))
