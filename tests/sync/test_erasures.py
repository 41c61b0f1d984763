"""Guarantee 10: whoever was erased stays erased, whatever comes in, is undone or is put back."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, time
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from hubdesk.base.errors import Refused
from hubdesk.operations.erase_person import erase_person
from hubdesk.records.people.consent_event import ConsentEvent
from hubdesk.records.people.emergency_contact import EmergencyContact
from hubdesk.records.people.person import Person
from hubdesk.records.people.visit import Visit
from hubdesk.records.places.ward import Ward
from hubdesk.store import Store, restoring
from hubdesk.store.tables import device_epoch, operation
from hubdesk.store.tables_of_exchange import parked
from hubdesk.sync import applying, erasures, package
from hubdesk.sync.aside import quarantined
from hubdesk.sync.correspondents import post_of
from hubdesk.sync.epochs import last_seq
from hubdesk.sync.erasures import erasure_lines, lead_lacks_erasures
from hubdesk.sync.hubs import URGENT, hubs_at_a_glance
from hubdesk.sync.machines import copy_to, take_work, write_work
from hubdesk.sync.parked_pieces import kept
from hubdesk.sync.returning import write_returns
from hubdesk.sync.take_return import take_return
from hubdesk.sync.what_leaves import what_leaves
from tests.conftest import PASSPHRASE
from tests.rights.pages import all_bytes
from tests.sync.network import Desk, a_lead, a_stick, acquaint, desk, said
from tests.sync.packages import body, sent_as
from tests.sync.state import state_hash
from tests.sync.test_merge_desk import years_ahead

TODAY = date(2026, 11, 25)
NAME, FRIEND = "Zephyrine Canarybird", "Kanari Friend"


class Network:
    def __init__(self, new_store: Callable[[str], Store], tmp_path: Path) -> None:
        self._new, self._path = new_store, tmp_path
        self._hubs, self._leads = list[Desk](), list[Desk]()

    def hub(self, name: str) -> Desk:
        self._hubs.append(desk(self._new(name), name, self._path))
        for lead in self._leads:
            acquaint(lead, self._hubs[-1])
        return self._hubs[-1]

    def lead(self, name: str) -> Desk:
        self._leads.append(a_lead(self._new(name), self._path, *self._hubs))
        return self._leads[-1]


@pytest.fixture
def network(new_store: Callable[[str], Store], tmp_path: Path) -> Network:
    return Network(new_store, tmp_path)


def clean(path: Path) -> bool:
    held = all_bytes(path)
    return not any(one.encode() in held for one in (NAME, FRIEND, "Zephyrine"))


def a_known_person(hub: Desk) -> tuple[Path, Path, UUID]:
    with hub.store.operation(f"Enrol {NAME}") as session:
        person = Person(full_name=NAME, known_as="Zephyrine")
        session.add_all([person, EmergencyContact(person=person.id, name=FRIEND, phone="07700900123")])
    first = hub.send()
    hub.change(Person, person.id, email="zephyrine@example.org")
    return first, hub.send(), person.id


def test_guarantee_10_s18_older_packages_do_not_bring_an_erased_person_back(network: Network, tmp_path: Path) -> None:
    hub, lead = network.hub("Westcroft"), network.lead("Lead")
    first, second, person = a_known_person(hub)
    lead.merge(first)
    assert lead.get(Person, person).full_name == NAME
    erase_person(hub.store, person, NAME, TODAY)
    third = hub.send()
    lead.merge(third)
    before = state_hash(lead.store)
    packages = [first, second, third]
    for _ in range(20):
        random.shuffle(packages)
        lead.merge(*packages)
    assert state_hash(lead.store) == before
    assert lead.get(Person, person).full_name == "Erased person"
    assert clean(tmp_path / "Lead.hubdesk")
    assert clean(tmp_path / "Westcroft.hubdesk")
    assert lead.store.findings() == hub.store.findings() == []


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (2, 0, 1), (1, 2, 0)])
def test_guarantee_10_a_lead_that_hears_of_it_in_any_order_holds_the_same(
    network: Network, tmp_path: Path, order: tuple[int, ...]
) -> None:
    hub, lead, other = network.hub("Westcroft"), network.lead("Lead"), network.lead("Other")
    first, second, person = a_known_person(hub)
    erase_person(hub.store, person, NAME, TODAY)
    hub.person("Somebody else")
    packages = [first, second, hub.send()]
    for number in order:
        lead.merge(packages[number])
    other.merge(packages[2])
    assert lead.store.findings() == other.store.findings() == []
    assert state_hash(lead.store) == state_hash(other.store)
    assert clean(tmp_path / "Lead.hubdesk")
    assert clean(tmp_path / "Other.hubdesk")


def test_guarantee_10_what_a_deed_with_many_changes_was_called_does_not_name_who_was_erased(
    network: Network, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given a deed named after somebody whose record is not the first that it changed, and more than is taken in at once
    monkeypatch.setattr(applying, "CHUNK", 1)
    hub, lead, other = network.hub("Westcroft"), network.lead("Lead"), network.lead("Other")
    with hub.store.operation(f"Enrol {NAME} with others") as session:
        session.add(Person(full_name="Somebody else"))
        session.flush()
        person = Person(full_name=NAME)
        session.add(person)
        session.flush()
        session.add(Person(full_name="Nobody else"))
    first = hub.send()
    lead.merge(first)
    erase_person(hub.store, person.id, NAME, TODAY)
    with hub.store.writing_plainly() as connection:
        last = last_seq(connection, hub.store.epoch)
        connection.execute(device_epoch.update().where(device_epoch.c.mine).values(acknowledged_seq=last))
    hub.person("Afterwards")
    second = hub.send()
    # When leads hear of the erasure before that deed, and after it
    other.merge(second)
    other.merge(first)
    lead.merge(second)
    # Then neither keeps the name
    assert clean(tmp_path / "Other.hubdesk")
    assert clean(tmp_path / "Lead.hubdesk")
    assert lead.store.findings() == other.store.findings() == []


def test_what_never_leaves_takes_no_deed_s_name_because_the_deed_before_had_somebody_erased(
    network: Network, tmp_path: Path
) -> None:
    # Given a deed with somebody who is erased, and one that begins with what another HubDesk sends and this one never does
    hub, lead = network.hub("Westcroft"), network.lead("Lead")
    _, _, person = a_known_person(hub)
    with hub.store.operation("Count two visits") as session:
        session.add_all([Visit(day=TODAY, came=time(hour), what_for="drop_in") for hour in (9, 10)])
    header, lines = said(hub, hub.send())
    first = next(place for place, line in enumerate(lines) if '"kind":"visit"' in line)
    lines[first] = lines[first].replace('"kind":"visit"', '"kind":"holiday"')
    erase_person(hub.store, person, NAME, TODAY)
    with hub.store.reading_plainly() as connection:
        lines = [*erasure_lines(connection), *lines]
    # When a lead takes both in
    lead.merge(sent_as(hub.store, tmp_path / "another.hubsync", header, lines))
    # Then only the first has no name any more
    with lead.store.reading_plainly() as connection:
        assert "Count two visits" in set(connection.scalars(select(operation.c.title)))
    assert clean(tmp_path / "Lead.hubdesk")


def test_guarantee_10_a_birthday_that_was_taken_back_leaves_no_age(network: Network) -> None:
    # Given somebody whose date of birth a hub had told, and took back before they were erased
    hub, lead, other = network.hub("Westcroft"), network.lead("Lead"), network.lead("Other")
    person = hub.person("Amina", date_of_birth=date(1980, 5, 17))
    lead.merge(hub.send())
    hub.change(Person, person, date_of_birth=None)
    lead.merge(hub.send())
    # When the lead hears of the erasure last, and another lead hears of it first
    erase_person(hub.store, person, "Amina", TODAY)
    lead.merge(hub.send(whole=True))
    other.merge(hub.sent[-1], *hub.sent)
    # Then both hold the same, and no age
    assert lead.get(Person, person).age_band is other.get(Person, person).age_band is None
    assert state_hash(lead.store) == state_hash(other.store)


def test_guarantee_10_what_is_put_aside_is_without_them_too(network: Network, tmp_path: Path) -> None:
    hub, lead = network.hub("Westcroft"), network.lead("Lead")
    first, second, person = a_known_person(hub)
    lead.merge(first)
    write_returns(lead.store, tmp_path)
    take_return(hub.store, next(tmp_path.glob("*.hubreturn")))
    late = hub.send()
    fresh = network.lead("Fresh")
    fresh.merge(late)  # waits for what came before it
    with fresh.store.writing_plainly() as connection:
        assert connection.execute(parked.select()).all()
    erase_person(hub.store, person, NAME, TODAY)
    fresh.merge(hub.send(), late, second)
    with fresh.store.reading_plainly() as connection:
        for row in connection.execute(parked.select()):
            post = post_of(fresh.store, from_itself=True)
            held = package.check(kept(connection, row.pieces), package.CHANGES, post)
            assert NAME not in str(list(package.lines(held)))
    fresh.merge(first)
    assert fresh.get(Person, person).full_name == "Erased person"
    assert clean(tmp_path / "Fresh.hubdesk")


def test_guarantee_04_a_package_that_waits_is_not_dropped_unseen(network: Network) -> None:
    # Given a package that waits for somebody, for its clock ran ahead
    hub, late, lead = network.hub("Westcroft"), network.hub("Late"), network.lead("Lead")
    first, _, person = a_known_person(hub)
    years_ahead(late, 3)
    late.person("Bola")
    held = late.send()
    lead.merge(first, held)
    # When somebody of another hub is erased
    erase_person(lead.store, person, NAME, TODAY)
    # Then it waits no more, and the hub stands among those that need somebody until it has sent again
    assert quarantined(lead.store) == []
    (glance,) = (one for one in hubs_at_a_glance(lead.store, TODAY) if one.id == late.store.hub_id)
    assert (glance.status(TODAY), glance.refused) == (URGENT, held.name)


def test_guarantee_10_a_backup_put_back_over_the_file_brings_nobody_back(network: Network, tmp_path: Path) -> None:
    hub = network.hub("Westcroft")
    _, _, person = a_known_person(hub)
    path = tmp_path / "Westcroft.hubdesk"
    made = backup(hub.store)
    erase_person(hub.store, person, NAME, TODAY)
    hub.store.close()
    bring_back(made, path)
    again = Store.open(path, PASSPHRASE)
    try:
        with again.reading() as session:
            assert session.get_one(Person, person).full_name == "Erased person"
            assert session.query(EmergencyContact).all() == []
        with pytest.raises(Refused):
            again.undo()
            again.undo()
    finally:
        again.close()
    assert clean(path)


def test_guarantee_10_a_backup_on_another_computer_hears_of_it_from_the_lead(network: Network, tmp_path: Path) -> None:
    hub, lead = network.hub("Westcroft"), network.lead("Lead")
    _, second, person = a_known_person(hub)
    lead.merge(second)
    bring_back(backup(hub.store), tmp_path / "elsewhere.hubdesk")
    erase_person(hub.store, person, NAME, TODAY)
    lead.merge(hub.send())
    restored = Store.open(tmp_path / "elsewhere.hubdesk", PASSPHRASE)
    try:
        receipt = write_returns(lead.store, tmp_path)[0].path
        take_return(restored, receipt)
        with restored.reading() as session:
            assert session.get_one(Person, person).full_name == "Erased person"
    finally:
        restored.close()
    assert clean(tmp_path / "elsewhere.hubdesk")


def test_guarantee_10_a_record_made_elsewhere_for_them_is_erased_on_arrival(network: Network, tmp_path: Path) -> None:
    hub, laptop = network.hub("Westcroft"), network.lead("Laptop")
    first, _, person = a_known_person(hub)
    laptop.merge(first)
    laptop.store.belongs_to(hub.store.hub_id)  # type: ignore[arg-type]
    laptop.add(EmergencyContact(person=person, name=FRIEND, phone="07700900124"))
    late = laptop.send()
    erase_person(hub.store, person, NAME, TODAY)
    hub.merge(late)
    assert clean(tmp_path / "Westcroft.hubdesk")


def backup(store: Store) -> Path:
    made = store.back_up("asked", always=True)
    assert made is not None
    return made.path


def bring_back(made: Path, path: Path) -> None:
    restoring.restore(made, path, lambda part: restoring.keys_of(part, PASSPHRASE), now=datetime.now(UTC))


def consent(person: object, decision: str, hour: int) -> ConsentEvent:
    return ConsentEvent(
        person=person,
        purpose="share_by_name",
        decision=decision,
        wording="share_by_name-2026-1",
        channel="in_person",
        at=datetime(2026, 11, 25, hour, tzinfo=UTC),
        recorded_by="Reception",
    )


def test_guarantee_11_s20_nobody_who_said_no_leaves_by_name_and_taking_it_back_reaches_the_lead(
    network: Network, tmp_path: Path
) -> None:
    hub, lead = network.hub("Westcroft"), network.lead("Lead")
    with hub.store.operation(f"Add {NAME}") as session:
        made = Person(full_name=NAME, phone="07700900123", ward=a_ward(hub))
        session.add(made)
    person = made.id
    lead.merge(hub.send())
    assert lead.get(Person, person).full_name == NAME
    # When they take it back
    hub.add(consent(person, "withdrawn", 9))
    told = what_leaves(hub.store)
    assert any("1 person said no" in sentence for sentence in told.stays)
    sent = hub.send(whole=True)
    assert NAME not in body(hub.store, sent)
    lead.merge(hub.send())
    now = lead.get(Person, person)
    assert (now.full_name, now.phone, now.ward) == ("Name withheld", None, made.ward)
    # And when they agree again
    hub.add(consent(person, "given", 11))
    lead.merge(hub.send())
    assert lead.get(Person, person).full_name == NAME
    assert lead.get(Person, person).phone == "07700900123"


def test_guarantee_11_taking_back_what_was_undone_again_reaches_every_lead(network: Network) -> None:
    # Given that somebody's no was written down by mistake, sent, and undone
    hub, lead, other = network.hub("Westcroft"), network.lead("Lead"), network.lead("Other")
    person = hub.person(NAME)
    hub.add(consent(person, "withdrawn", 9))
    lead.merge(hub.send())
    assert lead.get(Person, person).full_name == "Name withheld"
    hub.store.undo()
    # When one lead hears of it after the no, and another for the first time
    lead.merge(hub.send())
    other.merge(hub.send())
    # Then both hold the same
    assert lead.get(Person, person).full_name == NAME
    assert state_hash(lead.store) == state_hash(other.store)
    hub.store.redo()
    lead.merge(hub.send())
    assert lead.get(Person, person).full_name == "Name withheld"


def test_guarantee_10_all_erasures_that_a_return_tells_count_as_told_however_many_are_done_at_once(
    network: Network, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasures, "_AT_ONCE", 1)
    hub, lead = network.hub("Westcroft"), network.lead("Lead")
    people = {name: hub.person(name) for name in ("Amina Example", "Bola Example", "Chika Example")}
    lead.merge(hub.send())
    for name, person in people.items():
        erase_person(hub.store, person, name, TODAY)
    lead.merge(hub.send())
    take_return(hub.store, write_returns(lead.store, tmp_path)[0].path)
    with hub.store.reading_plainly() as connection:
        assert not lead_lacks_erasures(connection)


def a_ward(hub: Desk) -> object:
    with hub.store.reading() as session:
        return session.scalars(select(Ward.id)).first()


def test_guarantee_10_neither_returns_nor_the_other_computer_bring_anybody_back(
    network: Network, tmp_path: Path
) -> None:
    # given a person that everybody knew, changed by the lead, and on the laptop
    hub, lead = network.hub("Westcroft"), network.lead("Lead")
    first, second, person = a_known_person(hub)
    lead.merge(first, second)
    lead.change(Person, person, known_as="Zephyrine C.")
    old_return = write_returns(lead.store, tmp_path)[0].path
    laptop = Store.open(copy_to(hub.store, a_stick(tmp_path)), PASSPHRASE)
    old_backup = backup(hub.store)
    try:
        with laptop.operation(f"Note about {NAME}") as session:
            session.get_one(Person, person).notes = "Zephyrine rings first"
        old_work = write_work(laptop, tmp_path).path
        erase_person(hub.store, person, NAME, TODAY)
        # when all of that comes late, in any order, and is undone
        for _ in range(3):
            for come in random.sample([0, 1, 2, 3], 4):
                if come == 0:
                    take_return(hub.store, old_return)
                elif come == 1:
                    take_work(hub.store, old_work)
                elif come == 2:
                    take_work(laptop, write_work(hub.store, tmp_path, whole=True).path)
                else:
                    with suppress(Refused):
                        lead.merge(hub.send(whole=True))
        take_return(hub.store, write_returns(lead.store, tmp_path, whole=True)[0].path)
        take_return(laptop, write_returns(lead.store, tmp_path, whole=True)[0].path)
        with suppress(Refused):
            hub.store.undo()
        bring_back(old_backup, tmp_path / "elsewhere.hubdesk")
        restored = Store.open(tmp_path / "elsewhere.hubdesk", PASSPHRASE)
        take_return(restored, write_returns(lead.store, tmp_path)[0].path)
        restored.close()
        assert hub.store.findings() == laptop.findings() == []
    finally:
        laptop.close()
    # then nobody has them any more
    for name in ("Westcroft.hubdesk", "Lead.hubdesk", "stick/Westcroft.hubdesk", "elsewhere.hubdesk"):
        assert clean(tmp_path / name), name
    assert hub.get(Person, person).full_name == "Erased person"
