"""What a restored file has back from the lead, without what never leaves the hub, comes whole from its other computer."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from hubdesk.records.network.sharing_agreement import PSEUDONYMOUS, SharingAgreement
from hubdesk.records.people.equality_answer import EqualityAnswer
from hubdesk.records.people.person import Person
from hubdesk.store import Store, restoring
from hubdesk.store.checks.altered import check_altered
from hubdesk.sync.machines import copy_to, take_work, write_work
from hubdesk.sync.take_return import take_return
from tests.conftest import PASSPHRASE
from tests.sync.network import BORN, Desk, a_network
from tests.sync.test_returns import NewStore, returns


def restored(desk: Desk, backup: Path) -> Desk:
    assert desk.store.held
    path = desk.store.held.path
    desk.store.close()
    restoring.restore(backup, path, lambda part: restoring.keys_of(part, PASSPHRASE), now=datetime.now(UTC))
    store = Store.open(path, PASSPHRASE)
    restoring.confirm(store)
    return Desk(store, desk.folder)


def the_return(lead: Desk, hub: Desk, folder: Path) -> Path:
    assert hub.store.hub_id
    return returns(lead, folder)[hub.store.hub_id]


@pytest.mark.parametrize("level", ["named", PSEUDONYMOUS])
def test_guarantee_05_what_never_leaves_comes_from_the_other_computer_after_a_restore(
    new_store: NewStore, tmp_path: Path, level: str
) -> None:
    # Given two computers of a hub, and work at one since its backup that the other and the lead were told of
    lead, desk = a_network(new_store, tmp_path, "Aston")
    with desk.store.reading() as session:
        agreement = session.scalars(select(SharingAgreement.id)).one()
    desk.change(SharingAgreement, agreement, level=level)
    laptop = Desk(Store.open(copy_to(desk.store, tmp_path / "stick"), PASSPHRASE), tmp_path / "stick")
    made = desk.store.back_up("asked", always=True)
    assert made
    ann = desk.person("Ann Example", phone="07700900001", notes="Rings first", date_of_birth=BORN)
    desk.change(Person, ann, known_as="Annie")
    answer = desk.add(EqualityAnswer(person=ann, answered=date(2026, 11, 2), ethnicity="white_british"))
    take_work(laptop.store, write_work(desk.store, desk.folder).path)
    laptop.change(Person, ann, phone="07700900002")
    lead.merge(desk.send())

    # When it is brought back, hears from the lead what that holds, and only then from the other computer
    desk = restored(desk, made.path)
    take_return(desk.store, the_return(lead, desk, tmp_path))
    lead.merge(desk.send())
    take_return(desk.store, the_return(lead, desk, tmp_path))
    assert desk.get(Person, ann).notes is None
    take_work(laptop.store, write_work(desk.store, desk.folder).path)
    report = take_work(desk.store, write_work(laptop.store, laptop.folder).path)

    # Then it holds all that the other one does, and nothing of it is for anybody to decide
    now = desk.get(Person, ann)
    assert (now.full_name, now.known_as, now.phone, now.notes) == ("Ann Example", "Annie", "07700900002", "Rings first")
    assert (now.date_of_birth, now.age_band) == (BORN, None)
    assert desk.get(EqualityAnswer, answer).ethnicity == "white_british"
    assert (report.conflicts, desk.conflicts, report.missing) == (0, 0, False)
    assert desk.store.findings() == []
    with desk.store.reading_plainly() as connection:
        assert [one for one in check_altered(connection) if one] == []

    # And the same again brings nothing
    again = take_work(desk.store, write_work(laptop.store, laptop.folder, whole=True).path)
    assert (again.new, again.changed) == (0, 0)
    desk.check_whole()
    for one in (desk, laptop):
        one.store.close()
