"""What a repair leaves behind: a log that says so and still holds everything else, roles nobody gained, epochs that end."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import func, select, text

from hubdesk.access.key_file import slots_path
from hubdesk.access.roles import Role
from hubdesk.base import words
from hubdesk.base.errors import Refused
from hubdesk.base.progress import Progress
from hubdesk.operations.set_up_hub import set_up_hub
from hubdesk.records.people.emergency_contact import EmergencyContact
from hubdesk.records.people.person import Person
from hubdesk.records.people.support_need import SupportNeed
from hubdesk.store import Store
from hubdesk.store.anchor import anchor_path
from hubdesk.store.chain import Head, head
from hubdesk.store.check import check, mend
from hubdesk.store.damage import Damaged
from hubdesk.store.pages import PAGE
from hubdesk.store.proof import Anchor
from hubdesk.store.repair import Repaired
from hubdesk.store.tables import audit, device_epoch
from tests.conftest import PASSPHRASE

PEOPLE = 60
RECEPTION = "a kettle beside the window"


@pytest.fixture(scope="module")
def lived_in(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed file of a hub where a manager and somebody of reception have worked."""
    path = tmp_path_factory.mktemp("lived in") / "hub.hubdesk"
    shutil.copy(empty_file, path)
    shutil.copy(slots_path(empty_file), slots_path(path))
    store = Store.open(path, PASSPHRASE)
    set_up_hub(store, "Westcroft", "WES")
    for turn in range(PEOPLE // 2):
        with store.operation(f"Add {turn}") as session:
            people = [Person(full_name=f"Ayşe Yılmaz {turn} {n}", notes="tea " * 60) for n in range(2)]
            session.add_all(people)
            session.add_all([EmergencyContact(person=one.id, name="Rosa", phone="07700900123") for one in people])
            session.add(SupportNeed(person=people[0].id, category="4", what_helps="A chair by the door"))
    code = store.accounts.add("Rosa", Role.RECEPTION)
    store.close()
    theirs = Store.open(path, code, "Rosa")
    theirs.choose_passphrase(RECEPTION)
    theirs.close()
    return path


@pytest.fixture
def hub(lived_in: Path, tmp_path: Path) -> Path:
    path = tmp_path / "hub.hubdesk"
    for belonging in (lambda one: one, slots_path, anchor_path):
        shutil.copy(belonging(lived_in), belonging(path))
    return path


def opened(path: Path) -> Store:
    return Store.open(path, PASSPHRASE, "Manager")


def damaged(path: Path, passphrase: str = PASSPHRASE, name: str = "Manager") -> Damaged:
    with pytest.raises(Damaged) as found:
        Store.open(path, passphrase, name)
    return found.value


def repaired(path: Path) -> Repaired:
    found = damaged(path)
    assert found.repair is not None
    done = found.repair(Progress())
    assert isinstance(done, Repaired)
    return done


def root_of(path: Path, table: str) -> int:
    store = opened(path)
    with store.reading_plainly() as connection:
        page = connection.scalar(text("SELECT rootpage FROM sqlite_master WHERE name = :name"), {"name": table})
    store.close()
    return int(page or 0)


def spoil(path: Path, *pages: int) -> None:
    held = bytearray(path.read_bytes())
    for number in pages:
        held[(number - 1) * PAGE : number * PAGE] = Random(number).randbytes(PAGE)
    path.write_bytes(held)


def everything(path: Path) -> dict[str, bytes]:
    """All files beside it but its lock, which says nothing."""
    return {one.name: one.read_bytes() for one in path.parent.iterdir() if one.is_file() and one.suffix != ".lock"}


def pages_of(path: Path) -> int:
    return path.stat().st_size // PAGE


def test_what_is_kept_of_a_damaged_file_has_a_plain_name_in_a_language_from_the_right_too(hub: Path) -> None:
    # Given a damaged file, and somebody who reads Urdu
    spoil(hub, pages_of(hub) // 2)
    words.speak("ur")
    try:
        # When it is repaired
        kept = repaired(hub).kept
    finally:
        words.speak("en")
    # Then no sign that cannot be seen stands in the name of the file that is kept
    assert kept.is_file()
    assert kept.name.startswith("hub ")
    assert kept.name == words.without_marks(kept.name)


@pytest.mark.parametrize("seed", range(3))
def test_r04_a_repaired_file_does_not_alarm_and_its_log_tells_what_is_missing(hub: Path, seed: int) -> None:
    # Given a hub, the end of whose log a package knows, of which some pages go bad
    store = opened(hub)
    known = Anchor("a package", _head(store), "2026-01-01T00:00:00")
    store.close()
    spoil(hub, *Random(seed).sample(range(2, pages_of(hub) + 1), 8))

    # When it is repaired and opened
    repaired(hub)
    store = opened(hub)

    # Then nothing alarms; the log tells that it was repaired, and of nothing else
    assert store.alarm == ""
    found = store.findings([known])
    assert all("was repaired" in one for one in found), found
    with store.reading_plainly() as connection:
        last = connection.execute(select(audit.c.what, audit.c.by).order_by(audit.c.seq.desc()).limit(2)).all()
    assert [tuple(line) for line in last] == [("signed_in", "Manager"), ("repaired", "Manager")]

    # And whoever takes something out of it after that is found out
    with store.writing_plainly() as connection:
        connection.execute(text("DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal WHERE line > 3)"))
    assert any("removed" in one for one in store.findings())
    store.close()


def test_r04_after_much_damage_what_is_left_can_be_checked_and_mended(hub: Path) -> None:
    # Given a hub of which so much is gone that people are lost, and with them what belonged to them
    spoil(hub, *Random(103).sample(range(1, pages_of(hub) + 1), 60))
    done = repaired(hub)
    assert done.lost["person"]

    # When it is checked and mended, then nothing is made again that could not stand, and only what nobody can make again is left
    store = opened(hub)
    mend(store, check(store))
    left = [one.sentence for one in check(store)]
    known = ("of the journal", "record of this hub", "could not be proven")
    assert all(any(words in one for words in known) for one in left), left
    with store.reading_plainly() as connection:
        assert connection.execute(text("PRAGMA foreign_key_check")).first() is None
    store.close()


def test_r04_lines_lost_at_the_end_keep_their_numbers(hub: Path) -> None:
    # Given a hub that was killed, whose log of what was saved last is gone
    store = opened(hub)
    with store.operation("Add one more") as session:
        session.add(Person(full_name="Last One"))
    for _ in range(3):
        store.note("printed", pages=1)
    known = _head(store)
    left = {one.name: one.read_bytes() for one in (hub, anchor_path(hub))}
    store.close()
    for name, held in left.items():
        (hub.parent / name).write_bytes(held)

    # When it is repaired
    done = repaired(hub)

    # Then the log goes on behind the lines that are lost, and a package that knows them is no alarm
    assert done.records > PEOPLE
    store = opened(hub)
    assert store.alarm == ""
    assert _head(store).seq > known.seq
    [said] = store.findings([Anchor("a package", known, "2026-11-25T10:00:00")])
    assert "was repaired" in said

    # And so it stays when it was opened and closed again
    store.close()
    store = opened(hub)
    assert store.alarm == ""
    assert len(store.findings()) == 1
    store.close()


def test_s15_a_log_that_was_rewritten_before_the_damage_is_not_washed_clean_by_a_repair(hub: Path) -> None:
    # Given somebody with the right key who edits the log's last line, and then spoils a page
    store = opened(hub)
    with store.writing_plainly() as connection:
        connection.execute(text("UPDATE audit SET \"by\" = 'Nobody', hash = :h WHERE seq = 5"), {"h": "0" * 64})
    store.close()
    spoil(hub, root_of(hub, "draft"))

    # When it is repaired, then it is still said
    repaired(hub)
    store = opened(hub)
    assert "Line 5 of the log was edited." in store.findings()
    store.close()


def test_r04_after_a_repair_changes_are_counted_in_an_epoch_of_their_own(hub: Path) -> None:
    store = opened(hub)
    before = store.epoch
    store.close()
    spoil(hub, root_of(hub, "draft"))
    repaired(hub)
    store = opened(hub)
    assert store.epoch != before
    with store.reading_plainly() as connection:
        assert connection.scalar(select(func.count()).select_from(device_epoch).where(device_epoch.c.mine)) == 1
    store.close()


@pytest.mark.parametrize("table", ["draft", "account"])
def test_s08_reception_cannot_repair_even_where_the_accounts_are_lost(hub: Path, table: str) -> None:
    spoil(hub, root_of(hub, table))
    before = everything(hub)
    found = damaged(hub, RECEPTION, "Rosa")
    assert found.repair is not None
    with pytest.raises(Refused, match="only a manager"):
        found.repair(Progress())
    assert everything(hub) == before


def test_r04_accounts_that_are_lost_come_from_the_keys_and_nobody_gains_by_it(hub: Path) -> None:
    spoil(hub, root_of(hub, "account"))
    done = repaired(hub)
    assert done.accounts == 2
    assert any("you manage now" in one for one in done.sentences())
    store = opened(hub)
    assert {one.name: one.role for one in store.accounts.all()} == {"Manager": Role.MANAGER, "Rosa": Role.RECEPTION}
    store.close()
    theirs = Store.open(hub, RECEPTION, "Rosa")
    assert theirs.role is Role.RECEPTION
    theirs.close()


def spoilt_where_rosa_manages(hub: Path, *outside: str) -> None:
    """The file as somebody with its key left it, who ran these statements, so that a repair finds lines of the log gone."""
    bad = root_of(hub, "draft")
    store = opened(hub)
    left = {one: one.read_bytes() for one in (slots_path(hub), anchor_path(hub))}
    with store.writing_plainly() as connection:
        for statement in outside:
            connection.execute(text(statement))
    store.close()
    for path, held in left.items():
        path.write_bytes(held)
    spoil(hub, bad)


HERS = "DELETE FROM audit WHERE what = 'rights_changed' AND about NOT LIKE '%everybody%'"


@pytest.mark.parametrize(
    "log",
    [HERS, "DELETE FROM audit WHERE what = 'rights_changed'", "DELETE FROM audit WHERE seq > 1"],
    ids=["her line", "every line about rights", "all but the first"],
)
def test_s08_nobody_gains_a_role_by_lines_that_a_repair_loses(hub: Path, log: str) -> None:
    # Given a receptionist who wrote herself up to manager, and took out what the log says of it
    spoilt_where_rosa_manages(hub, "UPDATE account SET role = 'manager' WHERE name = 'Rosa'", log)

    # When the file is damaged, then she does not repair it herself
    found = damaged(hub, RECEPTION, "Rosa")
    assert found.repair is not None
    with pytest.raises(Refused, match="only a manager"):
        found.repair(Progress())

    # And when the manager repairs it, then she is at reception as before, and the manager is told whose part is not proven
    done = repaired(hub)
    assert done.unproven
    assert any("could not be proven" in one for one in done.sentences())
    theirs = Store.open(hub, RECEPTION, "Rosa")
    assert theirs.role is Role.RECEPTION
    theirs.close()
    store = opened(hub)
    assert store.role is Role.MANAGER
    assert any("What Rosa may do could not be proven" in one.sentence for one in check(store))

    # Until she is given her part again
    [rosa] = [one.id for one in store.accounts.all() if one.name == "Rosa"]
    store.accounts.change_role(rosa, Role.TUTOR)
    assert not any("What Rosa may do" in one.sentence for one in check(store))
    store.close()


def test_s08_an_account_that_nobody_gave_is_nobodys(hub: Path) -> None:
    # Given a row of an account that no line of the log tells of
    store = opened(hub)
    with store.writing_plainly() as connection:
        connection.execute(
            text(
                "INSERT INTO account SELECT '0000000000000000000000000000000b', 'Nobody', 'manager', since, NULL FROM account LIMIT 1"
            )
        )

    # Then it does not count among those who manage, and the check tells of it
    assert [one.name for one in store.accounts.all()] == ["Manager", "Rosa"]
    assert any("Nobody" in one.sentence for one in check(store))
    with pytest.raises(Refused, match="Somebody must manage"):
        store.accounts.change_role(store.account.id, Role.TUTOR)
    store.close()


def test_s08_without_the_line_that_tells_of_everybody_a_row_gives_nothing_either(hub: Path) -> None:
    # Given somebody with the key who writes herself up, and takes every line about rights out of a sound file
    store = opened(hub)
    with store.writing_plainly() as connection:
        connection.execute(text("UPDATE account SET role = 'manager' WHERE name = 'Rosa'"))
        connection.execute(text("DELETE FROM audit WHERE what = 'rights_changed'"))
    store.close()

    # When she signs in, then she works at reception, and the log tells that lines are gone
    theirs = Store.open(hub, RECEPTION, "Rosa")
    assert theirs.role is Role.RECEPTION
    assert any("were removed" in one for one in theirs.findings())
    theirs.close()


@pytest.mark.parametrize("table", ["setting", "device_epoch", "audit", "row_clock", "operation", "hub", "support_need"])
def test_r04_each_small_table_of_the_store_can_be_lost(hub: Path, table: str) -> None:
    store = opened(hub)
    hub_id, signed_with = store.hub_id, store.post_keys.public
    store.close()
    spoil(hub, root_of(hub, table))
    done = repaired(hub)
    store = opened(hub)
    assert store.alarm == ""
    assert store.hub_id == hub_id
    with store.operation("Go on") as session:
        session.add(Person(full_name="After All"))
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Person)) == PEOPLE + 1
        assert {one.what_helps for one in session.scalars(select(SupportNeed))} == {"A chair by the door"}
    assert not done.lost.total()
    # What signs packages lies with the small facts of the file; nobody finds out by chance that it is another
    assert done.post_keys == (table != "setting")
    assert any("six words" in one for one in done.sentences()) == (table == "setting")
    assert (store.post_keys.public == signed_with) == (table != "setting")
    assert all("was repaired" in one for one in store.findings())
    store.undo()
    store.close()


def test_r04_a_repair_that_is_stopped_leaves_everything_as_it_was(hub: Path) -> None:
    spoil(hub, 9)
    before = everything(hub)
    calls = 0

    def stopped() -> bool:
        nonlocal calls
        calls += 1
        return calls > 40

    found = damaged(hub)
    assert found.repair is not None
    with pytest.raises(Exception, match=r"^$"):
        found.repair(Progress(stopped=stopped))
    assert everything(hub) == before


def _head(store: Store) -> Head:
    with store.reading_plainly() as connection:
        return head(connection)
