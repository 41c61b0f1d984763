"""Accounts of an open file: rights by role, sealed answers, changing the data key, files of before."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from hubdesk.access import key_file
from hubdesk.access.key_file import slots_path
from hubdesk.access.rights import _OF_KINDS, ALL, HIDDEN, Deed, May, may, may_do
from hubdesk.access.roles import Role
from hubdesk.access.signing_in import open_slots
from hubdesk.access.stretching import Cost
from hubdesk.base.errors import FileTrouble, Refused
from hubdesk.operations.set_up_hub import set_up_hub
from hubdesk.records import KINDS, fields_of
from hubdesk.records.learning.course import Course
from hubdesk.records.people.person import Person
from hubdesk.records.people.support_need import SupportNeed
from hubdesk.reports.who_did_what import log_page
from hubdesk.store import Store, file
from hubdesk.store.damage import opens_with
from tests.conftest import PASSPHRASE, QUICK
from tests.store.conftest import BOLA, CANARIES


def log_of(store: Store) -> list[tuple[str, str, str]]:
    """Who, what, and what about, as people read the log; the latest last."""
    with store.reading() as session:
        return [(line.who, line.what, line.about) for line in reversed(log_page(session).lines)]


def test_s15_sign_ins_good_and_bad_refusals_and_changes_of_rights_are_in_the_log(
    hub: Path, sign_in: Callable[[str], Store]
) -> None:
    # Given two wrong tries, and a volunteer who tries what reception may not do
    for wrong in ("guess one", "guess two"):
        with pytest.raises(Refused, match="not the right passphrase"):
            Store.open(hub, wrong, "Bola")
    reception = sign_in("Bola")
    with pytest.raises(Refused, match="only a manager"):
        reception.require(Deed.MERGE)
    with pytest.raises(Refused, match="only a manager"), reception.operation("Try") as session:
        session.add(Course(name="Sewing"))
    with pytest.raises(Refused, match="only a manager"):
        reception.accounts.add("Somebody", Role.MANAGER)

    # When a manager changes who may do what
    manager = sign_in("Manager")
    bola, theo = (one.id for one in manager.accounts.all() if one.name in ("Bola", "Theo"))
    manager.accounts.change_role(theo, Role.RECEPTION)
    manager.accounts.give_new_code(bola)
    manager.accounts.new_recovery_key()
    manager.accounts.remove(theo)

    # Then each is a line, and the log is as it was written
    lines = [line for line in log_of(manager) if line[1] != "Made a backup"]
    assert lines[-9:] == [
        ("Bola", "Signed in", "after 2 wrong tries"),
        ("Bola", "Was refused", "Merge packages"),
        ("Bola", "Was refused", "Courses"),
        ("Bola", "Was refused", "Give and take accounts"),
        ("Manager", "Signed in", ""),
        ("Manager", "Changed who may do what", "Theo, reception"),
        ("Manager", "Changed a passphrase or key", "Bola"),
        ("Manager", "Changed a passphrase or key", "A new recovery key"),
        ("Manager", "Took an account", "Theo"),
    ]
    assert manager.findings() == []


def test_s15_wrong_tries_are_told_of_names_that_never_sign_in(hub: Path, sign_in: Callable[[str], Store]) -> None:
    # Given somebody who guesses at names, one of them nobody's
    for name in ("Theo", "Theo", "my other passphrase"):
        with pytest.raises(Refused):
            Store.open(hub, "a guess", name)

    # When somebody else signs in, then the log tells, but not what stood in the place of a name
    manager = sign_in("Manager")
    told = [(who, about) for who, what, about in log_of(manager) if what == "Somebody tried to sign in and could not"]
    assert told == [
        ("HubDesk", "Theo · 2 wrong tries"),
        ("HubDesk", "a name that nobody has here, or the recovery key · 1 wrong try"),
    ]
    manager.close()

    # And each try is told once, and still counts for the name
    with pytest.raises(Refused):
        Store.open(hub, "a guess", "Theo")
    manager = sign_in("Manager")
    assert [about for _, what, about in log_of(manager) if what.startswith("Somebody tried")][2:] == [
        "Theo · 1 wrong try"
    ]
    manager.close()
    theo = sign_in("Theo")
    assert ("Theo", "Signed in", "") in log_of(theo)[-1:]
    assert theo.findings() == []


def test_s08_reception_is_refused_what_only_a_manager_may(sign_in: Callable[[str], Store]) -> None:
    with sign_in("Manager").operation("Add Ben") as session:
        session.add(Person(full_name="Ben Hall"))
    bola = sign_in("Bola")
    with pytest.raises(Refused, match="only a manager"), bola.operation("Add a course") as session:
        session.add(Course(name="ESOL"))
    with pytest.raises(Refused, match="only a manager"), bola.operation("Remove Ada") as session:
        session.delete(session.scalars(select(Person).where(Person.full_name == "Ada Obi")).one())
    with pytest.raises(Refused, match="only a manager"), bola.operation("Change a need") as session:
        session.scalars(select(SupportNeed).limit(1)).one().what_helps = "nothing"
    with pytest.raises(Refused, match="only a manager"):
        bola.undo()
    for deed in (
        lambda: bola.accounts.add("Eve", Role.MANAGER),
        lambda: bola.accounts.change_role(bola.account.id, Role.MANAGER),
        lambda: bola.accounts.give_new_code(bola.account.id),
        bola.accounts.new_recovery_key,
        lambda: bola.require(Deed.TAKE_OUT),
    ):
        with pytest.raises(Refused, match="only a manager"):
            deed()
    with bola.reading() as session:
        assert session.scalars(select(Course)).all() == []


def test_s08_the_table_of_rights_has_no_gaps() -> None:
    assert {*_OF_KINDS, *HIDDEN} <= {kind.__tablename__ for kind in KINDS}
    for kind in KINDS:
        assert HIDDEN.get(kind.__tablename__, frozenset()) <= {field.name for field in fields_of(kind)}
        for what in May:
            assert may(Role.MANAGER, what, kind)
            assert not (may(Role.RECEPTION, what, kind) and what in May.REMOVE) or kind.__tablename__ == "attendance"
    assert all(may_do(Role.MANAGER, deed) and may_do(Role.LEAD, deed) for deed in Deed)
    assert [deed for deed in Deed if may_do(Role.RECEPTION, deed)] == [Deed.CONFIRM_KEPT]
    assert ALL == May.SEE | May.ADD | May.CHANGE | May.REMOVE


@pytest.mark.parametrize("weak", ["Westcroft Westcroft 26", "baguley northenden 2026", "sewing for beginners 1"])
def test_s02_what_the_hub_its_courses_and_its_wards_are_called_is_no_passphrase(store: Store, weak: str) -> None:
    set_up_hub(store, "Westcroft", "WES")
    with store.operation("Given") as session:
        session.add(Course(name="Sewing for beginners"))
    with pytest.raises(Refused, match="guessed soon"):
        store.choose_passphrase(weak)
    # And what has more to it is taken
    store.choose_passphrase("seven green umbrellas of Northenden")


def test_r01_a_disk_that_refuses_the_new_key_locks_nobody_out_and_it_is_changed_later(
    sign_in: Callable[[str], Store], hub: Path
) -> None:
    # Given a disk that does not take the file anew as somebody is removed
    theirs = open_slots(hub, BOLA, "Bola").data
    manager = sign_in("Manager")
    [bola] = [one.id for one in manager.accounts.all() if one.name == "Bola"]
    in_the_way = hub.with_name(f"{hub.name}.rekeyed")
    in_the_way.mkdir()
    with pytest.raises(FileTrouble):
        manager.accounts.remove(bola)
    # Then the others come in and work meanwhile, and Bola does not
    with sign_in("Theo").operation("Add") as session:
        session.add(Person(full_name="Kofi"))
    with pytest.raises(Refused):
        Store.open(hub, BOLA, "Bola")
    # And once the disk takes it, the next sign-in changes the key
    in_the_way.rmdir()
    store = sign_in("Theo")
    assert (store.alarm, store.findings()) == ("", [])
    store.close()
    assert not opens_with(hub, file.side_files(hub)[0], theirs)


def test_a_role_changes_and_with_it_the_second_key(sign_in: Callable[[str], Store]) -> None:
    manager = sign_in("Manager")
    bola = next(one for one in manager.accounts.all() if one.name == "Bola")
    manager.accounts.change_role(bola.id, Role.MANAGER)
    with sign_in("Bola").reading() as session:
        assert session.scalars(select(SupportNeed).limit(1)).one().what_helps in CANARIES
    manager = sign_in("Manager")
    manager.accounts.change_role(bola.id, Role.RECEPTION)
    with pytest.raises(Refused, match="Somebody must manage"):
        manager.accounts.change_role(manager.account.id, Role.TUTOR)
    with pytest.raises(Refused, match="cannot remove yourself"):
        manager.accounts.remove(manager.account.id)


def test_whoever_is_removed_opens_nothing_written_afterwards(
    sign_in: Callable[[str], Store], hub: Path, tmp_path: Path
) -> None:
    # Given the keys as Bola could have copied them
    manager = sign_in("Manager")
    bola = next(one for one in manager.accounts.all() if one.name == "Bola")
    shutil.copy(slots_path(hub), tmp_path / "copied")

    # When Bola is removed, then the manager goes on working in the same window
    manager.accounts.remove(bola.id)
    with manager.operation("Add Ben") as session:
        session.add(Person(full_name="Ben Nkosi"))
    assert [hit.title for hit in manager.search("nkosi")] == ["Ben Nkosi"]
    assert manager.undo() == "Add Ben"
    manager.close()

    # And Bola's copy opens nothing, while Theo still comes in
    assert {one.name for one in manager_again(hub)} == {"Manager", "Theo"}
    Store.open(hub, BOLA, "Theo").close()
    with pytest.raises(Refused):
        Store.open(hub, BOLA, "Bola")
    kept = slots_path(hub).read_bytes()
    shutil.copy(tmp_path / "copied", slots_path(hub))
    with pytest.raises(Refused):
        Store.open(hub, BOLA, "Bola")
    slots_path(hub).write_bytes(kept)
    assert sorted(path.name for path in hub.parent.iterdir() if path.name.startswith("hub.")) == [
        "hub.hubdesk",
        "hub.hubdesk.anchor",
        "hub.hubdesk.keys",
        "hub.hubdesk.lock",
    ]
    sign_in("Manager")


def manager_again(hub: Path) -> list[Any]:
    store = Store.open(hub, PASSPHRASE, "Manager")
    try:
        return store.accounts.all()
    finally:
        store.close()


def test_t14_the_recovery_key_gives_a_manager_a_new_passphrase(sign_in: Callable[[str], Store], hub: Path) -> None:
    manager = sign_in("Manager")
    code = manager.accounts.new_recovery_key()
    manager.close()
    with pytest.raises(Refused, match="Nobody of this name"):
        Store.recover(hub, code, "Nobody", "purple lorries at dawn")
    with pytest.raises(Refused, match="for managers"):
        Store.recover(hub, code, "Theo", "purple lorries at dawn")
    with pytest.raises(Refused, match="guessed soon"):
        Store.recover(hub, code, "Manager", "passwordpassword")
    sign_in("Theo")
    sign_in("Manager").close()
    store = Store.recover(hub, code, "manager", "purple lorries at dawn")
    assert store.account.role is Role.MANAGER
    store.close()
    with pytest.raises(Refused):
        Store.open(hub, PASSPHRASE, "Manager")
    Store.open(hub, "purple lorries at dawn", "Manager").close()
    held = Store.recover(hub, code, "Manager", PASSPHRASE)
    held.close()
    sign_in("Manager")


def test_whoever_came_in_with_a_first_code_chooses_before_anything_else(store: Store, tmp_path: Path) -> None:
    code = store.accounts.add("Eve", Role.MANAGER)
    store.close()
    eve = Store.open(tmp_path / "hub.hubdesk", code, "Eve")
    assert eve.must_choose
    with pytest.raises(Refused, match="of your own first"), eve.operation("Add") as session:
        session.add(Person(full_name="Ada Obi"))
    eve.close()


def test_the_id_of_an_account_is_that_of_its_keys(sign_in: Callable[[str], Store], hub: Path) -> None:
    manager = sign_in("Manager")
    ids: set[UUID | None] = {one.id for one in manager.accounts.all()}
    assert ids == {one.id for one in key_file.read(slots_path(hub)).people}


def test_s03_signing_in_on_a_faster_computer_makes_one_s_passphrase_cost_more(hub: Path) -> None:
    # Given a file from a computer that could bear little
    def costs() -> dict[str, Cost]:
        held = key_file.read(slots_path(hub)).people
        return {one.name: one.private.cost for one in held if one.private}

    assert set(costs().values()) == {QUICK}
    asked: list[tuple[Cost, float]] = []

    def dearer(cost: Cost, taken: float) -> Cost:
        asked.append((cost, taken))
        return Cost(2048, 2, 1)

    # When Bola signs in, then it is hers that costs more, and the log says that a key changed
    Store.open(hub, BOLA, "Bola", tune=dearer).close()
    assert asked[0][0] == QUICK
    assert costs() == {"Manager": QUICK, "Theo": QUICK, "Bola": Cost(2048, 2, 1)}
    store = Store.open(hub, PASSPHRASE, "Manager", tune=lambda cost, taken: cost)
    with store.reading() as session:
        assert log_page(session, who="Bola").lines[0].what == "Changed a passphrase or key"
    store.close()
    assert costs()["Manager"] == QUICK
    Store.open(hub, BOLA, "Bola").close()


def test_s03_a_first_code_is_not_stretched_anew(hub: Path) -> None:
    manager = Store.open(hub, PASSPHRASE, "Manager")
    code = manager.accounts.add("Chen", Role.RECEPTION)
    manager.close()
    Store.open(hub, code, "Chen", tune=lambda cost, taken: pytest.fail("It is used once.")).close()
