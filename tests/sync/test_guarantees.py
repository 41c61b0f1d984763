from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from itertools import permutations
from pathlib import Path

import pytest
from sqlalchemy import func, select

from hubdesk.base.errors import Cancelled, Refused
from hubdesk.base.progress import Progress
from hubdesk.fields.ward_ids import ward_id
from hubdesk.records.learning.attendance import Attendance
from hubdesk.records.learning.class_session import ClassSession
from hubdesk.records.learning.course import Course
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.people.person import Person
from hubdesk.records.places.room import Room
from hubdesk.records.places.venue import Venue
from hubdesk.records.places.ward import Ward
from hubdesk.store import Store
from hubdesk.store.tables import conflict, journal, parked, row_clock
from hubdesk.sync.merge import merge_packages
from hubdesk.sync.receipt import take_receipt, write_receipts
from hubdesk.sync.state import state_hash
from tests.sync.network import BORN, Desk, a_network, desk

NewStore = Callable[[str], Store]


def conflicts(store: Store) -> int:
    with store.reading_plainly() as connection:
        return connection.scalar(select(func.count()).select_from(conflict)) or 0


def test_a_package_brings_everything_to_the_lead(new_store: NewStore, tmp_path: Path) -> None:
    lead, hub = a_network(new_store, tmp_path, "Westcroft")
    sian = hub.person("Siân Ó Brien", date_of_birth=BORN, phone="07700900123")

    report = lead.merge(hub.send())

    assert lead.get(Person, sian).phone == "07700900123"
    assert lead.get(Person, sian).hub_id == hub.store.hub_id
    assert [hit.id for hit in lead.store.search("sian brien")] == [sian]
    assert report.files[0].hub == "Westcroft"
    assert report.files[0].new == 2
    assert report.sentences()
    assert [change.title for change in lead.store.history(sian)] == ["Add"] * 3


def test_the_same_package_again_changes_nothing(new_store: NewStore, tmp_path: Path) -> None:
    lead, hub = a_network(new_store, tmp_path, "Westcroft")
    hub.person("Amina")
    sent = hub.send()
    lead.merge(sent)
    before = state_hash(lead.store)

    again = lead.merge(sent, hub.send(), hub.send(whole=True))

    assert state_hash(lead.store) == before
    assert {(one.new, one.changed, one.conflicts) for one in again.files} == {(0, 0, 0)}


def test_any_order_gives_the_same(new_store: NewStore, tmp_path: Path) -> None:
    first, one, two, three = a_network(new_store, tmp_path, "One", "Two", "Three")
    amina = one.person("Amina", phone="07700900001")
    sent = [one.send()]
    for hub in (two, three):
        hub.merge(sent[0])
    two.change(Person, amina, phone="07700900002")
    three.change(Person, amina, phone="07700900003", email="amina@example.org")
    one.change(Person, amina, known_as="Mina")
    sent += [hub.send() for hub in (one, two, three)]

    hashes = set()
    for number, order in enumerate(permutations(sent)):
        if number % 5 == 0:
            lead = desk(new_store(f"lead{number}"), "Lead", tmp_path, letters="LEA", lead=True)
            for path in order:
                lead.merge(path)
            hashes.add(without_own(lead))
            assert conflicts(lead.store) == 1
    lead.merge(*sent, *sent)
    first.merge(*sent)
    hashes |= {without_own(lead), without_own(first)}

    assert len(hashes) == 1
    found = first.get(Person, amina)
    assert (found.phone, found.email, found.known_as) == ("07700900003", "amina@example.org", "Mina")


def without_own(lead: Desk) -> str:
    """Every lead here is the same hub that began at another time, so its own records are the same too."""
    return state_hash(lead.store)


def test_lost_packages_heal_with_the_next(new_store: NewStore, tmp_path: Path) -> None:
    lead, hub = a_network(new_store, tmp_path, "Westcroft")
    people = [hub.person(f"Person {n}") for n in range(3)]
    hub.send().unlink()
    people.append(hub.person("Another"))
    hub.send().unlink()
    hub.change(Person, people[0], known_as="First")

    lead.merge(hub.send())

    assert lead.get(Person, people[0]).known_as == "First"
    assert all(lead.get(Person, person) for person in people)


def test_a_gap_is_parked_shown_and_filled(new_store: NewStore, tmp_path: Path) -> None:
    lead, hub = a_network(new_store, tmp_path, "Westcroft")
    other = desk(new_store("other"), "Lead", tmp_path, letters="LEA", lead=True)
    early = hub.person("Early")
    first = hub.send()
    other.merge(first)
    receipts = write_receipts(other.store, tmp_path)
    take_receipt(hub.store, receipts[0])
    late = hub.person("Late")
    second = hub.send()

    early_report = lead.merge(second)

    assert early_report.files[0].missing == ((1, 4),)
    assert "1 to 4" in " ".join(early_report.sentences())
    assert lead.get(Person, late) is None
    lead.merge(first)
    assert lead.get(Person, early)
    assert lead.get(Person, late)
    with lead.store.reading_plainly() as connection:
        assert connection.scalar(select(func.count()).select_from(parked)) == 0


def test_a_receipt_moves_forward_only(new_store: NewStore, tmp_path: Path) -> None:
    lead, hub = a_network(new_store, tmp_path, "Westcroft")
    hub.person("One")
    lead.merge(hub.send())
    old = write_receipts(lead.store, tmp_path)[0]
    hub.person("Two")
    lead.merge(hub.send())
    new = write_receipts(lead.store, tmp_path)[0]

    take_receipt(hub.store, new)
    take_receipt(hub.store, old)

    with pytest.raises(Refused):
        hub.send()
    assert hub.send(whole=True).exists()


def test_a_receipt_of_another_hub_is_refused(new_store: NewStore, tmp_path: Path) -> None:
    lead, one, two = a_network(new_store, tmp_path, "One", "Two")
    one.person("Amina")
    lead.merge(one.send())
    receipt = write_receipts(lead.store, tmp_path)[0]

    with pytest.raises(Refused):
        take_receipt(two.store, receipt)


def test_a_change_made_after_seeing_a_value_is_no_conflict(new_store: NewStore, tmp_path: Path) -> None:
    lead, one, two = a_network(new_store, tmp_path, "One", "Two")
    amina = one.person("Amina", phone="07700900001")
    two.merge(one.send())
    two.change(Person, amina, phone="07700900002")
    one.merge(two.send())
    one.change(Person, amina, phone="07700900003")

    lead.merge(one.send())
    lead.merge(two.send())

    assert conflicts(lead.store) == 0
    assert lead.get(Person, amina).phone == "07700900003"


def test_the_same_field_keeps_both_values(new_store: NewStore, tmp_path: Path) -> None:
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


def test_equal_values_are_no_conflict(new_store: NewStore, tmp_path: Path) -> None:
    lead, one, two = a_network(new_store, tmp_path, "One", "Two")
    amina = one.person("Amina")
    two.merge(one.send())
    one.change(Person, amina, phone="07700900001")
    two.change(Person, amina, phone="07700900001")

    lead.merge(one.send(), two.send())

    assert conflicts(lead.store) == 0


def test_wards_that_every_hub_begins_with_are_one(new_store: NewStore, tmp_path: Path) -> None:
    lead, one, two = a_network(new_store, tmp_path, "One", "Two")
    two.change(Ward, ward_id("E05011366"), targeted=True)

    lead.merge(two.send(), one.send())

    with lead.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Ward)) == 2
    assert conflicts(lead.store) == 0
    assert lead.get(Ward, ward_id("E05011366")).targeted


def test_what_was_removed_stays_removed(new_store: NewStore, tmp_path: Path) -> None:
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


def test_undoing_travels(new_store: NewStore, tmp_path: Path) -> None:
    lead, hub = a_network(new_store, tmp_path, "Westcroft")
    amina = hub.person("Amina")
    lead.merge(hub.send())
    hub.store.undo()
    lead.merge(hub.send())
    assert lead.get(Person, amina) is None

    hub.store.redo()
    lead.merge(hub.send())

    assert lead.get(Person, amina).full_name == "Amina"


def test_a_removal_against_a_change_goes_to_a_person(new_store: NewStore, tmp_path: Path) -> None:
    lead, one, two = a_network(new_store, tmp_path, "One", "Two")
    amina = one.person("Amina")
    two.merge(one.send())
    two.change(Person, amina, phone="07700900002")
    one.remove(Person, amina)
    other = desk(new_store("other"), "Lead", tmp_path, letters="LEA", lead=True)

    lead.merge(one.send(), two.send())
    other.merge(two.send())
    other.merge(one.send())

    assert conflicts(lead.store) == 1
    assert state_hash(lead.store) == state_hash(other.store)


def test_a_child_without_its_parent_waits(new_store: NewStore, tmp_path: Path) -> None:
    lead, one, two = a_network(new_store, tmp_path, "One", "Two")
    venue = one.add(Venue(name="Library"))
    two.merge(one.send())
    room = two.add(Room(name="Upstairs", venue=venue))
    other = desk(new_store("other"), "Lead", tmp_path, letters="LEA", lead=True)

    report = lead.merge(two.send())
    assert lead.get(Room, room) is None
    assert [(wait.kind, wait.reason) for wait in report.waiting] == [("room", "parent")]
    assert lead.merge(one.send()).waiting == ()
    other.merge(one.send(), two.send())

    assert lead.get(Room, room).venue == venue
    assert state_hash(lead.store) == state_hash(other.store)


def test_a_parent_in_use_elsewhere_is_kept(new_store: NewStore, tmp_path: Path) -> None:
    lead, one, two = a_network(new_store, tmp_path, "One", "Two")
    other = desk(new_store("other"), "Lead", tmp_path, letters="LEA", lead=True)
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


def test_two_records_of_one_thing_do_not_stop_a_merge(new_store: NewStore, tmp_path: Path) -> None:
    lead, one, two = a_network(new_store, tmp_path, "One", "Two")
    other = desk(new_store("other"), "Lead", tmp_path, letters="LEA", lead=True)
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


def test_a_broken_rule_is_kept_and_listed(new_store: NewStore, tmp_path: Path) -> None:
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
        "Another class has this room at that time. Pick another room or time."
    ] * 2


def test_stopping_leaves_all_as_it_was(new_store: NewStore, tmp_path: Path) -> None:
    lead, hub = a_network(new_store, tmp_path, "Westcroft")
    hub.person("Amina")
    before = state_hash(lead.store)

    with pytest.raises(Cancelled):
        merge_packages(lead.store, [hub.send()], Progress(stopped=lambda: True))

    assert state_hash(lead.store) == before


def test_a_file_brought_back_from_a_backup_numbers_anew(new_store: NewStore, tmp_path: Path) -> None:
    """Given a hub whose later work reached another machine, when its file is an old one again, then nothing is lost."""
    _, old, laptop = a_network(new_store, tmp_path, "Westcroft", "Laptop")
    amina = old.person("Amina")
    laptop.merge(old.send())
    before = old.store.epoch
    with old.store.writing_plainly() as connection:
        connection.execute(journal.delete().where(journal.c.record == amina))

    laptop_sends = _as_the_same_hub(laptop, old)
    old.merge(laptop_sends)

    assert old.store.epoch != before


def _as_the_same_hub(laptop: Desk, hub: Desk) -> Path:
    assert hub.store.hub_id
    laptop.store.belongs_to(hub.store.hub_id)
    return laptop.send()
