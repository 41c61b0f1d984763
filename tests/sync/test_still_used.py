"""Removed at one hub and used at another: what is kept, and that a merge comes to an end with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from pathlib import Path

from hubdesk.records.learning.class_session import ClassSession
from hubdesk.records.learning.course import Course
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.places.room import Room
from hubdesk.records.places.venue import Venue
from hubdesk.store import Store
from hubdesk.sync.machines import take_work, write_work
from tests.sync.network import a_lead, a_network, acquaint, desk
from tests.sync.state import state_hash

NewStore = Callable[[str], Store]


def test_guarantee_12_what_it_belongs_to_is_kept_with_it(new_store: NewStore, tmp_path: Path) -> None:
    # given a room that one hub removed with its venue, while another planned a class in it
    lead, one, two = a_network(new_store, tmp_path, "One", "Two")
    other = a_lead(new_store("other"), tmp_path, one, two)
    venue = one.add(Venue(name="Library"))
    room = one.add(Room(name="Upstairs", venue=venue))
    course = one.add(Course(name="Bread"))
    run = one.add(CourseRun(course=course, name="Bread", starts=date(2026, 9, 1), ends=date(2026, 12, 18)))
    two.merge(one.send())
    planned = two.add(ClassSession(run=run, day=date(2026, 10, 5), starts=time(10), ends=time(12), room=room))
    one.remove(Room, room)
    one.remove(Venue, venue)
    # when
    lead.merge(one.send())
    report = lead.merge(two.send())
    other.merge(two.send())
    other.merge(one.send())
    # then
    assert lead.get(ClassSession, planned).room == room
    assert lead.get(Room, room).venue == venue
    assert {(wait.kind, wait.reason) for wait in report.waiting} == {("room", "used"), ("venue", "used")}
    assert state_hash(lead.store) == state_hash(other.store)


def test_guarantee_12_it_stands_as_it_was_removed(new_store: NewStore, tmp_path: Path) -> None:
    # given a venue that was renamed before it was removed
    lead, one, two = a_network(new_store, tmp_path, "One", "Two")
    other = a_lead(new_store("other"), tmp_path, one, two)
    venue = one.add(Venue(name="Library"))
    first = one.send()
    two.merge(first)
    two.add(Room(name="Upstairs", venue=venue))
    one.change(Venue, venue, name="Old library")
    one.remove(Venue, venue)
    # when the renaming and the removal come before and after the room
    lead.merge(first, two.send())
    lead.merge(one.send())
    other.merge(one.send())
    other.merge(two.send())
    # then
    assert lead.get(Venue, venue).name == "Old library"
    assert state_hash(lead.store) == state_hash(other.store)


def test_a_change_that_stands_before_its_beginning_is_no_second_record(new_store: NewStore, tmp_path: Path) -> None:
    # given a laptop whose package holds its own changes first, then those of the hub's other machine
    lead, hub = a_network(new_store, tmp_path, "Aston")
    laptop = desk(new_store("laptop"), "Laptop", tmp_path, keys="Aston")
    assert hub.store.hub_id
    laptop.store.belongs_to(hub.store.hub_id)
    acquaint(lead, laptop)
    venue = hub.add(Venue(name="Library"))
    take_work(laptop.store, write_work(hub.store, hub.folder).path)
    laptop.change(Venue, venue, name="Old library")
    # when
    report = lead.merge(laptop.send())
    # then two hubs’ identities and agreements, and the venue
    assert (report.files[0].new, report.files[0].changed) == (5, 0)
