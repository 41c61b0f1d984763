"""How records stand when several hubs worked on them: what was known, disagreements, removals, what belongs together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from pathlib import Path

from sqlalchemy import select

from hubdesk.records.learning.attendance import Attendance
from hubdesk.records.learning.class_session import ClassSession
from hubdesk.records.learning.course import Course
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.people.person import Person
from hubdesk.records.places.room import Room
from hubdesk.records.places.venue import Venue
from hubdesk.store import Store
from hubdesk.store.tables import row_clock
from hubdesk.store.tables_of_exchange import conflict
from tests.sync.network import a_lead, a_network
from tests.sync.state import state_hash

NewStore = Callable[[str], Store]


def test_guarantee_07_a_change_made_after_seeing_a_value_is_no_conflict(new_store: NewStore, tmp_path: Path) -> None:
    lead, one, two = a_network(new_store, tmp_path, "One", "Two")
    amina = one.person("Amina", phone="07700900001")
    two.merge(one.send())
    two.change(Person, amina, phone="07700900002")
    one.merge(two.send())
    one.change(Person, amina, phone="07700900003")

    lead.merge(one.send())
    lead.merge(two.send())

    assert lead.conflicts == 0
    assert lead.get(Person, amina).phone == "07700900003"


def test_guarantee_08_the_same_field_keeps_both_values(new_store: NewStore, tmp_path: Path) -> None:
    lead, one, two = a_network(new_store, tmp_path, "One", "Two")
    amina = one.person("Amina")
    two.merge(one.send())
    one.change(Person, amina, phone="07700900001")
    two.change(Person, amina, phone="07700900002")

    report = lead.merge(one.send(), two.send())

    with lead.store.reading_plainly() as connection:
        row = connection.execute(select(conflict)).one()
    assert (row.field, row.kept, row.other) == ("phone", '"07700900002"', '"07700900001"')
    assert sum(one.conflicts for one in report.files) == 1


def test_guarantee_08_equal_values_are_no_conflict(new_store: NewStore, tmp_path: Path) -> None:
    lead, one, two = a_network(new_store, tmp_path, "One", "Two")
    amina = one.person("Amina")
    two.merge(one.send())
    one.change(Person, amina, phone="07700900001")
    two.change(Person, amina, phone="07700900001")

    lead.merge(one.send(), two.send())

    assert lead.conflicts == 0


def test_guarantee_09_what_was_removed_stays_removed(new_store: NewStore, tmp_path: Path) -> None:
    lead, hub = a_network(new_store, tmp_path, "Westcroft")
    amina = hub.person("Amina")
    old = hub.send()
    lead.merge(old)
    hub.remove(Person, amina)

    lead.merge(hub.send())
    lead.merge(old)

    assert lead.get(Person, amina) is None
    assert lead.store.search("amina") == []
    with lead.store.reading_plainly() as connection:
        assert connection.scalar(select(row_clock.c.gone).where(row_clock.c.record == amina))


def test_guarantee_09_undoing_travels(new_store: NewStore, tmp_path: Path) -> None:
    lead, hub = a_network(new_store, tmp_path, "Westcroft")
    amina = hub.person("Amina")
    lead.merge(hub.send())
    hub.store.undo()
    lead.merge(hub.send())
    assert lead.get(Person, amina) is None

    hub.store.redo()
    lead.merge(hub.send())

    assert lead.get(Person, amina).full_name == "Amina"


def test_guarantee_09_a_removal_against_a_change_goes_to_a_person(new_store: NewStore, tmp_path: Path) -> None:
    lead, one, two = a_network(new_store, tmp_path, "One", "Two")
    amina = one.person("Amina")
    two.merge(one.send())
    two.change(Person, amina, phone="07700900002")
    one.remove(Person, amina)
    other = a_lead(new_store("other"), tmp_path, one, two)

    lead.merge(one.send(), two.send())
    other.merge(two.send())
    other.merge(one.send())

    assert lead.conflicts == 1
    assert state_hash(lead.store) == state_hash(other.store)


def test_guarantee_12_a_child_without_its_parent_waits(new_store: NewStore, tmp_path: Path) -> None:
    lead, one, two = a_network(new_store, tmp_path, "One", "Two")
    venue = one.add(Venue(name="Library"))
    two.merge(one.send())
    room = two.add(Room(name="Upstairs", venue=venue))
    other = a_lead(new_store("other"), tmp_path, one, two)

    report = lead.merge(two.send())
    assert lead.get(Room, room) is None
    assert [(wait.kind, wait.reason) for wait in report.waiting] == [("room", "parent")]
    assert lead.merge(one.send()).waiting == ()
    other.merge(one.send(), two.send())

    assert lead.get(Room, room).venue == venue
    assert state_hash(lead.store) == state_hash(other.store)


def test_guarantee_12_a_parent_in_use_elsewhere_is_kept(new_store: NewStore, tmp_path: Path) -> None:
    lead, one, two = a_network(new_store, tmp_path, "One", "Two")
    other = a_lead(new_store("other"), tmp_path, one, two)
    venue = one.add(Venue(name="Library"))
    two.merge(one.send())
    one.remove(Venue, venue)
    room = two.add(Room(name="Upstairs", venue=venue))

    lead.merge(one.send())
    lead.merge(two.send())
    other.merge(two.send())
    other.merge(one.send())

    assert lead.get(Room, room).venue == venue
    assert state_hash(lead.store) == state_hash(other.store)


def test_guarantee_12_two_records_of_one_thing_do_not_stop_a_merge(new_store: NewStore, tmp_path: Path) -> None:
    lead, one, two = a_network(new_store, tmp_path, "One", "Two")
    other = a_lead(new_store("other"), tmp_path, one, two)
    course = one.add(Course(name="Bread"))
    run = one.add(CourseRun(course=course, name="Bread", starts=date(2026, 9, 1), ends=date(2026, 12, 18)))
    session = one.add(ClassSession(run=run, day=date(2026, 10, 5), starts=time(10), ends=time(12)))
    amina = one.person("Amina")
    two.merge(one.send())
    for hub, mark in ((one, "present"), (two, "late")):
        hub.add(Attendance(class_session=session, person=amina, mark=mark))

    report = lead.merge(one.send(), two.send())
    other.merge(two.send())
    other.merge(one.send())

    assert [wait.reason for wait in report.waiting] == ["twin"]
    assert state_hash(lead.store) == state_hash(other.store)


def test_guarantee_12_a_broken_rule_is_kept_and_listed(new_store: NewStore, tmp_path: Path) -> None:
    lead, one, two = a_network(new_store, tmp_path, "One", "Two")
    course = one.add(Course(name="Bread"))
    run = one.add(CourseRun(course=course, name="Bread", starts=date(2026, 9, 1), ends=date(2026, 12, 18)))
    venue = one.add(Venue(name="Library"))
    room = one.add(Room(name="Upstairs", venue=venue))
    two.merge(one.send())
    for hub in (one, two):
        hub.add(ClassSession(run=run, day=date(2026, 10, 5), starts=time(10), ends=time(12), room=room))

    report = lead.merge(one.send(), two.send())

    assert [problem.sentence for problem in report.problems] == [
        "Bread has this room on 5 Oct 2026 from 10:00 to 12:00. Pick another room or time."
    ] * 2
