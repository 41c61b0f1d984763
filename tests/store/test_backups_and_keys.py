"""Backups know of accounts, of keys that change, and of the log."""

from __future__ import annotations

import json
import threading
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from hubdesk.access.key_slots import Keys
from hubdesk.access.roles import Role
from hubdesk.base.errors import Refused
from hubdesk.operations.erase_person import erase_person
from hubdesk.records.people.equality_answer import EqualityAnswer
from hubdesk.store import Store, backup, backup_file, restoring, tombstone_file
from hubdesk.store.anchor import AnchorFile, anchor_path
from hubdesk.store.backup_list import Backup, backups_in
from hubdesk.store.chain import head
from hubdesk.store.in_use import OpenFile, looking, same_key
from hubdesk.store.tables import audit
from tests.conftest import PASSPHRASE
from tests.hub_life import a_person

THEIRS = "seven green umbrellas"
NOW = datetime(2026, 11, 25, 10, 30, tzinfo=UTC)


def by(passphrase: str, name: str) -> Callable[[Path], Keys]:
    return lambda part: restoring.keys_of(part, passphrase, name)


@pytest.fixture
def staffed(store: Store) -> Iterator[Store]:
    """The manager's open file, where Bola works at reception, Theo teaches, and Mo manages too."""
    roles = (("Bola", Role.RECEPTION), ("Theo", Role.TUTOR), ("Mo", Role.MANAGER))
    codes = {name: store.accounts.add(name, role) for name, role in roles}
    store.close()
    for name, code in codes.items():
        first = Store.open(_path(store), code, name)
        first.choose_passphrase(THEIRS)
        first.close()
    opened = Store.open(_path(store), PASSPHRASE, "Manager")
    yield opened
    opened.close()


def test_r13_removing_a_person_is_preceded_by_a_backup(staffed: Store, tmp_path: Path) -> None:
    # Given Bola, when the account is taken away
    a_person(staffed, "Nasrin Ahmadi")
    folder, bola = tmp_path / "backups", next(one for one in staffed.accounts.all() if one.name == "Bola")
    staffed.accounts.remove(bola.id)

    # Then there is a backup of just before, which Bola's passphrase still opens, and the file it does not
    [made] = backups_in(folder).whole
    assert made.manifest.why == "keys"
    assert backup_file.people_in(made.path) == ["Bola", "Manager", "Mo", "Theo"]
    # And the next backup, under the new key, is one that Bola has no part in
    later = staffed.back_up("asked", always=True)
    assert later
    assert backup_file.people_in(later.path) == ["Manager", "Mo", "Theo"]
    assert staffed.held
    assert backup.verify(later.path, staffed.held.key_of()) == later.manifest
    with pytest.raises(Refused):
        backup.verify(made.path, staffed.held.key_of())


def test_r13_where_no_backup_can_be_made_the_account_stays(staffed: Store, tmp_path: Path) -> None:
    a_person(staffed)
    (tmp_path / "backups").write_text("a file where the folder was")
    bola = next(one for one in staffed.accounts.all() if one.name == "Bola")
    with pytest.raises(Refused, match="No backup"):
        staffed.accounts.remove(bola.id)
    assert bola in staffed.accounts.all()
    staffed.close()
    Store.open(_path(staffed), THEIRS, "Bola").close()


@pytest.mark.slow
def test_r13_backups_and_looks_go_on_while_the_key_is_changed(staffed: Store, tmp_path: Path) -> None:
    # Given backups and looks, one after another
    held, done, faults = staffed.held, threading.Event(), []
    assert held

    def again_and_again(work: Callable[[], object]) -> None:
        while not done.is_set():
            try:
                work()
            except Exception as fault:  # noqa: BLE001 - whatever it is, it is told below
                faults.append(fault)

    made: list[Backup] = []
    others = [
        threading.Thread(target=again_and_again, args=(work,))
        for work in (lambda: made.append(backup.make(held, "asked")), lambda: backup.standing_of(held))
    ]
    for other in others:
        other.start()

    # When people come and go all the while
    keys = set()
    try:
        for n in range(4):
            a_person(staffed, f"Chen {n}", notes="x" * 3000)
            staffed.accounts.add(f"Guest {n}", Role.RECEPTION)
            guest = next(one for one in staffed.accounts.all() if one.name == f"Guest {n}")
            keys.add(held.key_of())
            staffed.accounts.remove(guest.id)
    finally:
        done.set()
        for other in others:
            other.join()

    # Then nothing failed, backups of different keys open with the passphrase, and so does the file
    assert faults == []
    assert len(keys) == 4
    assert made
    for n, one in enumerate((made[0], made[len(made) // 2], made[-1])):
        target = tmp_path / f"back {n}" / "hub.hubdesk"
        restoring.restore(one.path, target, by(PASSPHRASE, "Manager"), now=NOW)
        _sound(target)
    staffed.close()
    _sound(_path(staffed))


def test_r13_the_key_is_not_changed_while_another_process_copies(staffed: Store) -> None:
    a_person(staffed)
    assert staffed.held
    before = staffed.held.key_of()
    with same_key(_path(staffed)), pytest.raises(Refused, match="being copied"), same_key(_path(staffed), 0.1):
        pass
    # And a look waits for a key that is changed under it
    waiting = OpenFile(_path(staffed), iter([bytes(32), before]).__next__)
    with looking(waiting) as connection:
        assert connection.execute("SELECT count(*) FROM person").fetchone() == (1,)


def test_s15_a_backup_holds_the_end_of_the_log(store: Store, tmp_path: Path) -> None:
    # Given a backup, and work since
    a_person(store, "Nasrin Ahmadi")
    with store.reading_plainly() as connection:
        then = head(connection)
    made = store.back_up("asked")
    assert made
    assert made.manifest.journal["chain"] == {"seq": then.seq, "hash": then.hash}
    with store.reading_plainly() as connection:
        last = connection.execute(select(audit.c.what, audit.c.about).order_by(audit.c.seq.desc())).first()
    assert last
    assert last.what == "backed_up"
    assert json.loads(last.about) == {"line": then.seq, "why": "asked"}

    # When it is unpacked by hand, or brought back, then log and anchor fit
    with zipfile.ZipFile(made.path) as inside:
        inside.extractall(tmp_path / "by hand")
    restoring.restore(made.path, tmp_path / "back" / "hub.hubdesk", by(PASSPHRASE, "Manager"), now=NOW)
    whats = {}
    for name in ("by hand", "back"):
        opened = Store.open(tmp_path / name / "hub.hubdesk", PASSPHRASE)
        assert opened.alarm == ""
        assert opened.findings() == []
        with opened.reading_plainly() as connection:
            whats[name] = connection.scalars(select(audit.c.what).order_by(audit.c.seq)).all()[then.seq :]
        opened.close()
    assert "restored" not in whats["by hand"]
    assert "restored" in whats["back"]


def test_s15_a_log_cut_within_a_backup_is_found_when_it_is_brought_back(store: Store, tmp_path: Path) -> None:
    # Given somebody with the data key who writes a backup anew without the last lines of its log
    a_person(store, "Nasrin Ahmadi")
    made = store.back_up("asked")
    assert made
    assert store.held
    key = store.held.key_of()
    store.close()
    anchored = AnchorFile(_path(store), key).read()
    assert anchored
    with zipfile.ZipFile(made.path) as inside:
        inside.extractall(tmp_path / "x")
    forged = Store.open(tmp_path / "x" / "hub.hubdesk", PASSPHRASE)
    good = anchor_path(tmp_path / "x" / "hub.hubdesk").read_bytes()
    with forged.writing_plainly() as connection:
        connection.execute(audit.delete().where(audit.c.seq >= 2))
    forged.close()
    anchor_path(tmp_path / "x" / "hub.hubdesk").write_bytes(good)

    # Then whoever opens what is in it is told
    opened = Store.open(tmp_path / "x" / "hub.hubdesk", PASSPHRASE)
    assert opened.alarm == "cut"
    opened.close()


@pytest.mark.parametrize("name", ["Bola", "Theo"])
def test_r13_only_managers_bring_a_backup_back(name: str, staffed: Store, tmp_path: Path) -> None:
    a_person(staffed, "Nasrin Ahmadi")
    made = staffed.back_up("asked")
    assert made
    staffed.close()
    with pytest.raises(Refused, match="only a manager"):
        restoring.restore(made.path, tmp_path / "new" / "hub.hubdesk", by(THEIRS, name), now=NOW)
    assert list((tmp_path / "new").iterdir()) == []
    with pytest.raises(Refused, match="only a manager"):
        restoring.confirm(Store.open(_path(staffed), THEIRS, name))


def test_r13_special_answers_come_back_for_those_who_may_open_them(staffed: Store, tmp_path: Path) -> None:
    person = a_person(staffed)
    with staffed.operation("Answer") as session:
        session.add(EqualityAnswer(person=person, answered=date(2026, 5, 1), sex="F"))
    made = staffed.back_up("asked")
    assert made
    staffed.close()
    target = tmp_path / "new" / "hub.hubdesk"
    restoring.restore(made.path, target, by(THEIRS, "Mo"), now=NOW)
    mo = Store.open(target, THEIRS, "Mo")
    with mo.reading() as session:
        assert session.scalars(select(EqualityAnswer.sex)).one() == "F"
    mo.close()


def test_r22_a_recovery_key_of_that_day_brings_a_backup_back(staffed: Store, tmp_path: Path) -> None:
    code = staffed.accounts.new_recovery_key()
    a_person(staffed, "Nasrin Ahmadi")
    made = staffed.back_up("asked")
    assert made
    staffed.close()
    target = tmp_path / "new" / "hub.hubdesk"
    with pytest.raises(Refused, match="Say who you are"):
        restoring.restore(made.path, target, lambda part: restoring.keys_of(part, code), now=NOW)
    with pytest.raises(Refused, match="only a manager"):
        restoring.restore(made.path, target, by(code, "Bola"), now=NOW)
    restoring.restore(made.path, target, by(code.lower(), "Mo"), now=NOW)
    _sound(target)


def test_r13_accounts_and_passphrases_alone_are_worth_a_backup(staffed: Store, tmp_path: Path) -> None:
    a_person(staffed)
    assert staffed.back_up("half_hour")
    assert staffed.back_up("half_hour") is None
    bola = next(one for one in staffed.accounts.all() if one.name == "Bola")
    staffed.accounts.change_role(bola.id, Role.TUTOR)
    assert staffed.back_up("half_hour")
    staffed.accounts.choose_passphrase("nine purple elephants")
    assert staffed.back_up("half_hour")
    assert staffed.back_up("half_hour") is None


def test_s21_the_list_of_what_was_erased_stays_when_a_backup_comes_back(store: Store) -> None:
    person = a_person(store, "Nasrin Ahmadi")
    made, path = store.back_up("asked"), _path(store)
    assert made
    erase_person(store, person, "Nasrin Ahmadi", NOW.date())
    store.close()
    beside = tombstone_file.beside(path)
    erased = beside.read_bytes()
    restored = restoring.restore(made.path, path, by(PASSPHRASE, "Manager"), now=NOW)
    assert beside.read_bytes() == erased
    assert restored.aside
    restoring.drop_aside(restored)
    assert beside.read_bytes() == erased


def test_t05_wrong_passphrases_for_a_backup_are_counted(store: Store, tmp_path: Path) -> None:
    a_person(store)
    made = store.back_up("asked")
    assert made
    target = tmp_path / "new" / "hub.hubdesk"
    for _ in range(4):
        with pytest.raises(Refused, match="not the right passphrase"):
            restoring.restore(made.path, target, by("not the passphrase", "Manager"), now=NOW)
    with pytest.raises(Refused, match="Wait"):
        restoring.restore(made.path, target, by(PASSPHRASE, "Manager"), now=NOW)


def _sound(path: Path) -> None:
    opened = Store.open(path, PASSPHRASE, "Manager")
    assert opened.alarm == ""
    with opened.reading_plainly() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    opened.close()


def _path(store: Store) -> Path:
    assert store.held
    return store.held.path
