"""What a restored file has back from the lead, without what never leaves the hub, comes whole from its other computer."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from hubdesk.base.errors import Refused
from hubdesk.operations.erase_person import erase_person
from hubdesk.records.network.sharing_agreement import NAMED, PSEUDONYMOUS
from hubdesk.records.people.consent_event import GIVEN, ConsentEvent
from hubdesk.records.people.equality_answer import EqualityAnswer
from hubdesk.records.people.person import Person
from hubdesk.records.stand_ins import WITHHELD
from hubdesk.store import Store, restoring
from hubdesk.store.checks.altered import check_altered
from hubdesk.store.tables import audit, journal, operation
from hubdesk.sync.machines import await_no_more, copy_to, is_awaited, take_work, write_work
from hubdesk.sync.take_return import take_return
from tests.conftest import PASSPHRASE
from tests.sync.network import BORN, Desk, a_network, a_stick
from tests.sync.test_agreement import agree
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


def two_computers(new_store: NewStore, tmp_path: Path, level: str) -> tuple[Desk, Desk, Desk, Path]:
    """A lead, a hub's two computers, and a backup of the first of them."""
    lead, desk = a_network(new_store, tmp_path, "Aston")
    agree(desk, level)
    laptop = Desk(Store.open(copy_to(desk.store, a_stick(tmp_path)), PASSPHRASE), tmp_path / "stick")
    made = desk.store.back_up("asked", always=True)
    assert made
    return lead, desk, laptop, made.path


def known_in_part(new_store: NewStore, tmp_path: Path) -> tuple[Desk, Desk, UUID]:
    """A hub's two computers, the first of which has somebody back from its lead without the notes, and told the other so."""
    lead, desk, laptop, backup = two_computers(new_store, tmp_path, NAMED)
    ann = desk.person("Ann Example", notes="Rings first")
    take_work(laptop.store, write_work(desk.store, desk.folder).path)
    lead.merge(desk.send())
    desk = brought_back(lead, desk, backup, tmp_path)
    take_work(laptop.store, write_work(desk.store, desk.folder).path)
    return desk, laptop, ann


def by_name(person: UUID, decision: str, day: int) -> ConsentEvent:
    """What somebody said to being shared by name."""
    said = {"purpose": "share_by_name", "decision": decision, "wording": "share_by_name-2026-1", "channel": "in_person"}
    return ConsentEvent(person=person, **said, at=datetime(2026, 11, day, tzinfo=UTC), recorded_by="Rosa")


def brought_back(lead: Desk, desk: Desk, backup: Path, folder: Path) -> Desk:
    """The first computer from its backup, once it has from the lead what that holds."""
    desk = restored(desk, backup)
    take_return(desk.store, the_return(lead, desk, folder))
    lead.merge(desk.send())
    take_return(desk.store, the_return(lead, desk, folder))
    return desk


def carry(one: Desk, other: Desk) -> tuple[int, int]:
    """Each takes in the other's work; how many changes went either way."""
    out = write_work(one.store, one.folder)
    take_work(other.store, out.path)
    back = write_work(other.store, other.folder)
    take_work(one.store, back.path)
    return out.entries, back.entries


def test_guarantee_05_what_is_only_known_in_part_is_not_said_again_as_if_it_were_all(
    new_store: NewStore, tmp_path: Path
) -> None:
    # Given a computer that got somebody back from the lead without the name
    lead, desk, laptop, backup = two_computers(new_store, tmp_path, PSEUDONYMOUS)
    ann = desk.person("Ann Example", phone="07700900001", notes="Rings first")
    take_work(laptop.store, write_work(desk.store, desk.folder).path)
    lead.merge(desk.send())
    desk = brought_back(lead, desk, backup, tmp_path)

    # When names are agreed on before it hears from the other one, which still has it
    agree(desk, NAMED)
    lead.merge(desk.send())
    carry(desk, laptop)

    # Then both have it, and so does the lead from the next package on
    lead.merge(desk.send())
    for one in (desk, laptop, lead):
        there = one.get(Person, ann)
        assert (there.full_name, there.phone) == ("Ann Example", "07700900001")
    assert desk.get(Person, ann).notes == laptop.get(Person, ann).notes == "Rings first"
    for one in (desk, laptop):
        one.store.close()


@pytest.mark.parametrize("then", [None, GIVEN])
def test_guarantee_05_whose_name_was_refused_has_everything_again_from_the_other_computer(
    new_store: NewStore, tmp_path: Path, then: str | None
) -> None:
    # Given somebody who said no to being shared by name, and whose telephone number was changed later
    lead, desk, laptop, backup = two_computers(new_store, tmp_path, NAMED)
    ann = desk.person("Ann Example", phone="07700900001")
    desk.add(by_name(ann, "withdrawn", 1))
    desk.change(Person, ann, phone="07700900002", address="1 High Street")
    take_work(laptop.store, write_work(desk.store, desk.folder).path)
    lead.merge(desk.send())
    desk = brought_back(lead, desk, backup, tmp_path)
    assert desk.get(Person, ann).full_name == WITHHELD

    # When they say yes before the other computer is heard, or do not
    if then:
        desk.add(by_name(ann, then, 2))
    carry(desk, laptop)

    # Then both computers know all that the one knew
    for one in (desk, laptop):
        there = one.get(Person, ann)
        assert (there.full_name, there.phone, there.address) == ("Ann Example", "07700900002", "1 High Street")
        assert one.store.findings() == []
        one.store.close()


def test_guarantee_10_who_was_erased_does_not_come_back_in_the_title_of_what_comes_whole(
    new_store: NewStore, tmp_path: Path
) -> None:
    # Given two people entered together, of whom the notes came back from nobody yet
    lead, desk, laptop, backup = two_computers(new_store, tmp_path, NAMED)
    bob, ann = Person(full_name="Bob Example", notes="First"), Person(full_name="Ann Canary", notes="Second")
    with desk.store.operation("Add Bob Example and Ann Canary") as session:
        session.add(bob)
        session.flush()
        session.add(ann)
    take_work(laptop.store, write_work(desk.store, desk.folder).path)
    lead.merge(desk.send())
    desk = brought_back(lead, desk, backup, tmp_path)

    # When one of them is erased before the other computer's work arrives
    take_work(laptop.store, write_work(desk.store, desk.folder).path)
    work = write_work(laptop.store, laptop.folder).path
    erase_person(desk.store, ann.id, "Ann Canary", date(2026, 11, 30))
    take_work(desk.store, work)

    # Then only the other comes whole
    assert desk.get(Person, bob.id).notes == "First"
    with desk.store.reading_plainly() as connection:
        assert [one for one in connection.scalars(select(operation.c.title)) if "Canary" in one] == []
        assert [one for one in check_altered(connection) if one] == []
    assert desk.store.findings() == []
    for one in (desk, laptop):
        one.store.close()


def test_guarantee_05_a_change_of_which_nothing_leaves_comes_from_the_other_computer_too(
    new_store: NewStore, tmp_path: Path
) -> None:
    # Given changes since the backup that the other computer was told of, and the lead only of the last
    lead, desk = a_network(new_store, tmp_path, "Aston")
    agree(desk, PSEUDONYMOUS)
    ann = desk.person("Ann Example", phone="07700900001")
    laptop = Desk(Store.open(copy_to(desk.store, a_stick(tmp_path)), PASSPHRASE), tmp_path / "stick")
    made = desk.store.back_up("asked", always=True)
    assert made
    desk.change(Person, ann, phone="07700900002")
    desk.change(Person, ann, notes="Rings first")
    desk.change(Person, ann, first_language="so")
    take_work(laptop.store, write_work(desk.store, desk.folder).path)
    lead.merge(desk.send())

    # When the restored computer has the last of them back from the lead, and then hears of the other's work
    desk = brought_back(lead, desk, made.path, tmp_path)
    carry(desk, laptop)

    # Then it has them all
    now = desk.get(Person, ann)
    assert (now.phone, now.notes, now.first_language) == ("07700900002", "Rings first", "so")
    assert (desk.conflicts, desk.store.findings()) == (0, [])
    assert carry(desk, laptop) == (0, 0)
    for one in (desk, laptop):
        one.store.close()


def test_guarantee_05_nothing_waits_for_ever_for_a_computer_that_was_stolen(
    new_store: NewStore, tmp_path: Path
) -> None:
    # Given somebody of whom a part came back from the lead, and whose telephone number, which is here, waits for the other
    # computer since names are agreed on
    lead, desk = a_network(new_store, tmp_path, "Aston")
    agree(desk, PSEUDONYMOUS)
    ann = desk.person("Ann Example", phone="07700900001")
    copy_to(desk.store, a_stick(tmp_path))
    made = desk.store.back_up("asked", always=True)
    assert made
    desk.change(Person, ann, first_language="so")
    lead.merge(desk.send())
    desk = brought_back(lead, desk, made.path, tmp_path)
    agree(desk, NAMED)
    lead.merge(desk.send())
    assert lead.get(Person, ann).phone is None
    assert is_awaited(desk.store)

    # When a manager says that it will not come back
    await_no_more(desk.store)

    # Then the next file has it
    assert not is_awaited(desk.store)
    lead.merge(desk.send())
    there = lead.get(Person, ann)
    assert (there.full_name, there.phone, there.first_language) == ("Ann Example", "07700900001", "so")
    with desk.store.reading_plainly() as connection:
        assert "waits_no_more" in set(connection.scalars(select(audit.c.what)))
    assert desk.store.findings() == []
    desk.store.close()


@pytest.mark.parametrize("level", [NAMED, PSEUDONYMOUS])
def test_guarantee_05_a_restored_hub_keeps_the_name_that_it_has_of_whom_the_lead_knows_none(
    new_store: NewStore, tmp_path: Path, level: str
) -> None:
    # Given somebody whom a hub removed and brought back since its backup, and whose name its lead does not know
    lead, hub = a_network(new_store, tmp_path, "Aston")
    agree(hub, level)
    ann = hub.person("Ann Example", phone="07700900001", notes="Rings first", known_as="Annie")
    hub.change(Person, ann, known_as=None)
    lead.merge(hub.send())
    made = hub.store.back_up("asked", always=True)
    assert made
    hub.change(Person, ann, first_language="pl")
    hub.remove(Person, ann)
    hub.store.undo()
    hub.change(Person, ann, first_language="so")
    lead.merge(hub.send())

    # When it is brought back from before, and has from the lead what that holds
    hub = brought_back(lead, hub, made.path, tmp_path)

    # Then it has what it knew itself, and what it did since
    there = hub.get(Person, ann)
    assert (there.full_name, there.phone, there.first_language) == ("Ann Example", "07700900001", "so")
    assert (there.known_as, hub.conflicts) == (None, 0)
    assert hub.store.findings() == []
    hub.store.close()


def test_what_the_other_computer_has_not_either_is_all_that_goes_on_being_sent(
    new_store: NewStore, tmp_path: Path
) -> None:
    lead, desk, laptop, backup = two_computers(new_store, tmp_path, NAMED)
    for n in range(5):
        desk.person(f"Told {n}", notes="All of it")
    take_work(laptop.store, write_work(desk.store, desk.folder).path)
    desk.person("Not told", notes="Nobody has this any more")
    lead.merge(desk.send())
    desk = brought_back(lead, desk, backup, tmp_path)
    for _ in range(2):
        carry(desk, laptop)
    assert carry(desk, laptop) == (1, 1)
    for one in (desk, laptop):
        one.store.close()


def test_guarantee_05_another_change_under_the_number_of_one_known_in_part_is_proof_of_a_copied_file(
    new_store: NewStore, tmp_path: Path
) -> None:
    # Given another computer whose file went on as a copy: what it has under the same number is another change
    desk, laptop, ann = known_in_part(new_store, tmp_path)
    with laptop.store.writing_plainly() as connection:
        (made,) = connection.scalars(select(journal.c.operation).where(journal.c.record == ann))
        another = uuid4()
        connection.execute(update(operation).where(operation.c.id == made).values(id=another, root=another))
        connection.execute(update(journal).where(journal.c.operation == made).values(operation=another))

    # Then it takes no place, but is told of
    with pytest.raises(Refused, match="copied"):
        take_work(desk.store, write_work(laptop.store, laptop.folder).path)
    assert desk.get(Person, ann).notes is None
    for one in (desk, laptop):
        one.store.close()


def test_what_is_refused_because_the_log_was_altered_says_so(new_store: NewStore, tmp_path: Path) -> None:
    # Given a computer whose log somebody altered after it got something back in part
    desk, laptop, ann = known_in_part(new_store, tmp_path)
    with desk.store.writing_plainly() as connection:
        connection.execute(update(audit).where(audit.c.what == "received").values(content="0" * 64))

    # Then what the other computer sends is refused for what is so
    with pytest.raises(Refused, match=r"altered this file.*nothing was taken in\. Check the log"):
        take_work(desk.store, write_work(laptop.store, laptop.folder).path)
    assert desk.get(Person, ann).notes is None
    for one in (desk, laptop):
        one.store.close()


@pytest.mark.parametrize("level", ["named", PSEUDONYMOUS])
def test_guarantee_05_what_never_leaves_comes_from_the_other_computer_after_a_restore(
    new_store: NewStore, tmp_path: Path, level: str
) -> None:
    # Given two computers of a hub, and work at one since its backup that the other and the lead were told of
    lead, desk, laptop, backup = two_computers(new_store, tmp_path, level)
    ann = desk.person("Ann Example", phone="07700900001", notes="Rings first", date_of_birth=BORN)
    desk.change(Person, ann, known_as="Annie")
    answer = desk.add(EqualityAnswer(person=ann, answered=date(2026, 11, 2), ethnicity="white_british"))
    take_work(laptop.store, write_work(desk.store, desk.folder).path)
    laptop.change(Person, ann, phone="07700900002")
    lead.merge(desk.send())

    # When it is brought back, hears from the lead what that holds, and only then from the other computer
    desk = brought_back(lead, desk, backup, tmp_path)
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
