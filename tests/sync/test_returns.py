"""What goes back to the hubs: the lead's decisions about their records, the network's own records, and never others' people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from hubdesk.base.errors import Refused
from hubdesk.base.progress import Progress
from hubdesk.fields.ward_ids import ward_id
from hubdesk.records.learning.class_session import ClassSession
from hubdesk.records.learning.course import Course
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.network.membership import Membership
from hubdesk.records.network.organisation import Organisation
from hubdesk.records.people.equality_answer import EqualityAnswer
from hubdesk.records.people.person import Person
from hubdesk.records.places.room import Room
from hubdesk.records.places.venue import Venue
from hubdesk.records.places.ward import Ward
from hubdesk.store import Store
from hubdesk.store.checks.altered import check_altered
from hubdesk.store.clock import moment_of
from hubdesk.store.removals import removed
from hubdesk.store.saying_all_again import say_all_again
from hubdesk.store.tables import device_epoch
from hubdesk.store.tables_of_exchange import parked
from hubdesk.sync.aside import quarantined
from hubdesk.sync.came_back import take_back
from hubdesk.sync.merge import merge_packages
from hubdesk.sync.resolving import decide, disagreements
from hubdesk.sync.returning import write_returns
from hubdesk.sync.take_return import ReturnReport, last_return, take_return
from tests.sync.network import Desk, a_network
from tests.sync.packages import body
from tests.sync.test_merge_desk import years_ahead

NewStore = Callable[[str], Store]


def returns(lead: Desk, folder: Path, *, whole: bool = False) -> dict[UUID, Path]:
    return {one.hub: one.path for one in write_returns(lead.store, folder, whole=whole)}


def back(lead: Desk, hub: Desk, folder: Path) -> ReturnReport:
    """What the lead sends back, taken in at the hub."""
    assert hub.store.hub_id
    report = take_return(hub.store, returns(lead, folder)[hub.store.hub_id])
    hub.check_whole()
    return report


def test_guarantee_01_what_the_lead_decided_reaches_the_hub(new_store: NewStore, tmp_path: Path) -> None:
    # given a person whom the lead has corrected
    lead, hub = a_network(new_store, tmp_path, "Aston")
    ann = hub.person("Ann Example", phone="07700900001")
    lead.merge(hub.send())
    lead.change(Person, ann, phone="07700900002")
    # when
    report = back(lead, hub, tmp_path)
    # then
    assert hub.get(Person, ann).phone == "07700900002"
    (change,) = report.changes
    assert (change.before, change.after, change.open) == ("07700 900001", "07700 900002", True)
    assert last_return(hub.store) == [change]
    assert any("became" in said for said in report.sentences())
    assert hub.store.findings() == []


def test_the_hub_takes_back_what_is_its_own_and_the_lead_hears_of_it(new_store: NewStore, tmp_path: Path) -> None:
    # given
    lead, hub = a_network(new_store, tmp_path, "Aston")
    ann = hub.person("Ann Example", phone="07700900001")
    gone = hub.person("Bea Example")
    lead.merge(hub.send())
    lead.change(Person, ann, phone="07700900002")
    lead.remove(Person, gone)
    report = back(lead, hub, tmp_path)
    assert "Person Bea Example: removed by the lead organisation." in report.sentences()
    # when
    for change in report.changes:
        if change.open:
            take_back(hub.store, [change])
    lead.merge(hub.send())
    # then
    for desk in (lead, hub):
        assert desk.get(Person, ann).phone == "07700900001"
        assert desk.get(Person, gone).full_name == "Bea Example"
        assert desk.conflicts == 0
    assert not any(change.open for change in last_return(hub.store) if change.field)


def test_what_the_lead_tried_out_and_what_never_stood_at_the_hub_is_not_told_as_having_come(
    new_store: NewStore, tmp_path: Path
) -> None:
    # Given a lead that changed one thing twice, and decided for the hub's own value in another
    lead, hub = a_network(new_store, tmp_path, "Aston")
    ann, bea = hub.person("Ann"), hub.person("Bea")
    lead.merge(hub.send())
    for phone in ("07700900001", "07700900002"):
        lead.change(Person, ann, phone=phone)
    lead.change(Person, bea, known_as="Bee")
    hub.change(Person, bea, known_as="Bea-Lou")
    lead.merge(hub.send())
    (one,), _ = disagreements(lead.store)
    decide(lead.store, one.id, take_other=one.other.value == "Bea-Lou")
    # When it comes back
    report = back(lead, hub, tmp_path)
    # Then only what stands now is told
    assert hub.get(Person, bea).known_as == "Bea-Lou"
    assert [(change.title, change.after, change.open) for change in report.changes] == [("Ann", "07700 900002", True)]
    hub.change(Person, ann, phone="07700900003")
    assert [(change.title, change.open) for change in last_return(hub.store)] == [("Ann", False)] * 2


def test_what_the_lead_links_to_something_of_another_hub_stays_at_its_own(new_store: NewStore, tmp_path: Path) -> None:
    # Given a class, which the lead gives a tutor of another hub
    lead, hub, other = a_network(new_store, tmp_path, "Aston", "Byker")
    run = CourseRun(
        course=hub.add(Course(name="Bread")), name="Bread", starts=date(2026, 9, 1), ends=date(2026, 12, 18)
    )
    meeting = hub.add(ClassSession(run=hub.add(run), day=date(2026, 10, 5), starts=time(10), ends=time(12)))
    tutor = other.person("Bea")
    lead.merge(hub.send(), other.send())
    lead.change(ClassSession, meeting, tutor=tutor)
    # When that comes back
    report = back(lead, hub, tmp_path)
    # Then the class is still there, without somebody of whom this hub does not know
    assert hub.get(ClassSession, meeting).tutor is None
    assert "Class sessions: 1 without something that it names, which is not here." in report.sentences()
    # And what is done with it goes on, also where all of it is said once more
    hub.change(ClassSession, meeting, starts=time(11))
    with hub.store.reading_plainly() as connection:
        numbers = connection.scalars(select(device_epoch.c.number)).all()
    say_all_again(hub.store, {"class_session": frozenset({"day", "starts", "tutor"})}, numbers, Progress(), line=0)
    lead.merge(hub.send())
    assert (lead.get(ClassSession, meeting).tutor, lead.get(ClassSession, meeting).starts) == (tutor, time(11))
    # And also where it is removed meanwhile and comes back, by undoing that or out of the bin
    hub.remove(ClassSession, meeting)
    hub.store.undo()
    hub.remove(ClassSession, meeting)
    with hub.store.reading() as session:
        [gone] = removed(session)
    hub.store.put_back("Put back", gone.operation)
    lead.merge(hub.send())
    assert (lead.get(ClassSession, meeting).tutor, lead.conflicts) == (tutor, 0)
    own = hub.person("Ann")
    hub.change(ClassSession, meeting, tutor=own)
    lead.merge(hub.send())
    assert (lead.get(ClassSession, meeting).tutor, lead.conflicts) == (own, 0)
    assert back(lead, hub, tmp_path).waiting == ()
    assert hub.get(ClassSession, meeting).tutor == own
    assert hub.store.findings() == []
    with hub.store.reading_plainly() as connection:
        assert [one for one in check_altered(connection) if one] == []


def test_what_the_lead_removed_and_is_still_used_is_told_as_kept(new_store: NewStore, tmp_path: Path) -> None:
    # Given a venue that the lead removes while the hub adds a room to it
    lead, hub = a_network(new_store, tmp_path, "Aston")
    hall = hub.add(Venue(name="Hall"))
    lead.merge(hub.send())
    lead.remove(Venue, hall)
    room = hub.add(Room(name="Upstairs", venue=hall))
    # When that comes back
    report = back(lead, hub, tmp_path)
    # Then it is here, and nobody is told that it went
    kept = "Venue Hall: removed by the lead organisation, and kept here, because it is still used."
    assert kept in report.sentences()
    assert "Venues: 1 removed elsewhere and kept here, because it is still used." in report.sentences()
    assert hub.get(Venue, hall).name == "Hall"
    # Once nothing belongs to it any more, it goes with what comes next
    hub.remove(Room, room)
    lead.merge(hub.send())
    back(lead, hub, tmp_path)
    assert hub.get(Venue, hall) is None
    assert lead.get(Venue, hall) is None


def test_guarantee_08_what_the_hub_changed_since_stays_until_somebody_decides(
    new_store: NewStore, tmp_path: Path
) -> None:
    lead, hub = a_network(new_store, tmp_path, "Aston")
    ann = hub.person("Ann Example")
    lead.merge(hub.send())
    lead.change(Person, ann, phone="07700900002")
    hub.change(Person, ann, phone="07700900003")
    # when
    report = back(lead, hub, tmp_path)
    # then
    assert report.conflicts == 1
    ((one,), _) = disagreements(hub.store)
    assert {one.kept.where, one.other.where} == {"Aston", "The lead organisation"}
    decide(hub.store, one.id, take_other=True)
    chosen = hub.get(Person, ann).phone
    lead.merge(hub.send())
    assert (lead.conflicts, hub.conflicts) == (0, 0)
    assert lead.get(Person, ann).phone == chosen


def test_guarantee_11_other_hubs_people_go_to_nobody(new_store: NewStore, tmp_path: Path) -> None:
    # given
    lead, one, two = a_network(new_store, tmp_path, "One", "Two")
    one.person("Canary of One")
    two.person("Canary of Two")
    lead.merge(one.send(), two.send())
    with lead.store.operation("Change Canary of Two and others") as session:
        for person in session.scalars(select(Person)):
            person.known_as = f"Known {person.full_name}"
    # when
    found = returns(lead, tmp_path, whole=True)
    # then
    assert one.store.hub_id
    said = body(one.store, found[one.store.hub_id])
    assert "Canary of Two" not in said
    assert "Known Canary of One" in said


def test_the_networks_own_records_reach_every_hub(new_store: NewStore, tmp_path: Path) -> None:
    # given
    lead, one, two = a_network(new_store, tmp_path, "One", "Two")
    college = one.add(Organisation(name="College"))
    kept = one.add(Organisation(name="Our cleaner"))
    bread = one.add(Course(name="Bread"))
    lead.merge(one.send(), two.send())
    network = lead.add(Organisation(name="Network of hubs"))
    member = lead.add(Membership(organisation=college, network=network, started=date(2026, 1, 1)))
    lead.change(Ward, ward_id("E05011366"), targeted=True)
    back(lead, two, tmp_path)
    assert two.get(Course, bread) is None
    # when the course is opened only now
    one.change(Course, bread, open_to_others=True)
    lead.merge(one.send())
    report = back(lead, two, tmp_path)
    # then
    assert two.get(Course, bread).name == "Bread"
    assert two.get(Organisation, network).name == "Network of hubs"
    assert two.get(Membership, member).organisation == college
    assert two.get(Organisation, college).name == "College"
    assert two.get(Organisation, kept) is None
    assert two.get(Ward, ward_id("E05011366")).targeted
    assert two.conflicts == 0
    assert report.new == 1
    # and goes on
    one.change(Course, bread, name="Bread and rolls", open_to_others=False)
    lead.merge(one.send())
    back(lead, two, tmp_path)
    assert (two.get(Course, bread).name, two.get(Course, bread).open_to_others) == ("Bread and rolls", False)


def test_guarantee_06_a_lead_brought_back_from_a_backup_gets_all_again(new_store: NewStore, tmp_path: Path) -> None:
    """Also what it had decided itself since: the hubs still have it."""
    # given a lead whose file is an old one again
    lead, one, two = a_network(new_store, tmp_path, "One", "Two")
    ann, bea = one.person("Ann"), two.person("Bea")
    lead.merge(one.send(), two.send())
    for hub in (one, two):
        back(lead, hub, tmp_path)
    old = tmp_path / "old.hubdesk"
    lead.store.close()
    for ending in ("", ".keys", ".anchor"):
        old.with_name(old.name + ending).write_bytes((tmp_path / f"lead.hubdesk{ending}").read_bytes())
    lead.store = Store.open(tmp_path / "lead.hubdesk", "correct horse battery staple")
    later = one.person("Later")
    lead.merge(one.send())
    lead.change(Person, ann, phone="07700900001")
    lead.change(Person, bea, phone="07700900002")
    for hub in (one, two):
        back(lead, hub, tmp_path)
    with pytest.raises(Refused):
        one.send()
    lead.store.close()
    lead.store = Store.open(old, "correct horse battery staple")
    assert lead.get(Person, later) is None
    # when
    asked = [back(lead, hub, tmp_path).asked for hub in (one, two)]
    lead.merge(one.send(), two.send())
    # then
    assert asked[0] == 1
    assert lead.get(Person, later).full_name == "Later"
    assert (lead.get(Person, ann).phone, lead.get(Person, bea).phone) == ("07700900001", "07700900002")
    for hub in (one, two):
        back(lead, hub, tmp_path)
        with pytest.raises(Refused):
            hub.send()
    lead.store.close()


def test_guarantee_05_a_hub_brought_back_from_a_backup_gets_its_own_again(new_store: NewStore, tmp_path: Path) -> None:
    # given a hub whose file is an old one again, that lacks what the lead holds
    lead, hub = a_network(new_store, tmp_path, "Aston")
    ann = hub.person("Ann", phone="07700900001")
    hub.add(EqualityAnswer(person=ann, answered=date(2026, 11, 2), ethnicity="white_british"))
    lead.merge(hub.send())
    back(lead, hub, tmp_path)
    hub.store.close()
    for ending in ("", ".keys", ".anchor"):
        (tmp_path / f"old.hubdesk{ending}").write_bytes((tmp_path / f"Aston.hubdesk{ending}").read_bytes())
    hub.store = Store.open(tmp_path / "Aston.hubdesk", "correct horse battery staple")
    hub.change(Person, ann, known_as="Annie")
    lead.merge(hub.send())
    hub.store.close()
    hub.store = Store.open(tmp_path / "old.hubdesk", "correct horse battery staple")
    hub.person("Made after")
    # when
    report = back(lead, hub, tmp_path)
    assert report.missing
    lead.merge(hub.send())
    report = back(lead, hub, tmp_path)
    # then
    assert report.restored == 1
    assert hub.get(Person, ann).known_as == "Annie"
    with hub.store.reading() as session:
        assert len(session.scalars(select(EqualityAnswer)).all()) == 1
        assert len(session.scalars(select(Person)).all()) == 2
    with lead.store.reading() as session:
        assert len(session.scalars(select(Person)).all()) == 2
    assert hub.store.findings() == []
    hub.store.close()


def test_guarantee_04_what_waits_for_an_earlier_package_is_asked_for(new_store: NewStore, tmp_path: Path) -> None:
    # given a lead that has never seen what another lead has confirmed
    lead, hub = a_network(new_store, tmp_path, "Aston")
    hub.person("Early")
    hub.send()
    with hub.store.writing_plainly() as connection:
        connection.execute(device_epoch.update().where(device_epoch.c.mine).values(acknowledged_seq=2))
    hub.person("Late")
    lead.merge(hub.send())
    with lead.store.reading_plainly() as connection:
        assert connection.execute(select(parked.c.epoch)).all()
    # when
    report = back(lead, hub, tmp_path)
    lead.merge(hub.send())
    # then
    assert report.asked == 2
    with lead.store.reading() as session:
        assert len(session.scalars(select(Person)).all()) == 2


def test_one_hubs_wrong_clock_that_was_let_in_keeps_no_return_from_the_others(
    new_store: NewStore, tmp_path: Path
) -> None:
    # Given something that all hubs share, changed by one whose clock is years ahead, and let in by the lead
    lead, one, two = a_network(new_store, tmp_path, "One", "Two")
    lead.merge(two.send())
    years_ahead(one, 5)
    one.change(Ward, ward_id("E05011366"), targeted=True)
    lead.merge(one.send())
    merge_packages(lead.store, [], approved=[held.seal for held in quarantined(lead.store)])
    # When it goes back
    for hub in (one, two):
        back(lead, hub, tmp_path)
    # Then all have it, and nobody's own clock was pulled along
    assert two.get(Ward, ward_id("E05011366")).targeted
    assert moment_of(two.store.clock.tick()) < datetime.now(UTC) + timedelta(days=2)


def test_a_lead_whose_clock_was_years_ahead_once_is_heard_as_soon_as_it_is_right(
    new_store: NewStore, tmp_path: Path
) -> None:
    lead, hub = a_network(new_store, tmp_path, "Aston")
    amina = hub.person("Amina")
    lead.merge(hub.send())
    years_ahead(lead, 5)
    lead.change(Person, amina, known_as="Mina")
    back(lead, hub, tmp_path)
    assert hub.get(Person, amina).known_as == "Mina"
    # What the hub changes after that is no disagreement
    hub.change(Person, amina, known_as="Minna")
    lead.merge(hub.send())
    assert (lead.get(Person, amina).known_as, lead.conflicts) == ("Minna", 0)
