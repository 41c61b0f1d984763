"""Opening a hub's file: what is refused, how its connections are set, and that nothing of it lies there in the clear."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text

from hubdesk.access.key_file import slots_path
from hubdesk.base.errors import FileTrouble, Refused
from hubdesk.records.people.person import Person
from hubdesk.store import Store, file
from tests.conftest import PASSPHRASE, QUICK

HOLDER = """
import sys
from pathlib import Path
from hubdesk.store import Store

store = Store.open(Path(sys.argv[1]), sys.argv[2])
print("open", flush=True)
sys.stdin.readline()
store.close()
"""

FAULT = """
import sys
from pathlib import Path
from hubdesk.records.people.person import Person
from hubdesk.store import Store

store = Store.open(Path(sys.argv[1]), sys.argv[2])
with store.operation("Add") as session:
    session.add(Person(full_name="Nasrin Ahmadi"))
raise RuntimeError
"""


@pytest.fixture
def hub(empty_file: Path, tmp_path: Path) -> Path:
    """A closed hub file with its keys, alone in its folder."""
    path = tmp_path / "hub" / "westcroft.hubdesk"
    path.parent.mkdir()
    shutil.copy(empty_file, path)
    shutil.copy(slots_path(empty_file), slots_path(path))
    return path


def bytes_of(folder: Path) -> dict[str, bytes]:
    """What lies in the folder, without the lock, which says nothing."""
    return {one.name: one.read_bytes() for one in folder.iterdir() if one.suffix != ".lock"}


def refusal(path: Path, passphrase: str = PASSPHRASE) -> str:
    with pytest.raises(Refused) as refused:
        Store.open(path, passphrase)
    return refused.value.sentence


def test_s06_a_file_that_is_not_encrypted_is_refused(hub: Path, capfd: pytest.CaptureFixture[str]) -> None:
    # Given a plain SQLite file in the hub's place
    hub.unlink()
    plain = sqlite3.connect(hub)
    plain.execute("CREATE TABLE person (name TEXT)")
    plain.commit()
    plain.close()
    before = bytes_of(hub.parent)

    # When it is opened, then it is said, and the file is left alone
    assert "not encrypted" in refusal(hub)
    assert bytes_of(hub.parent) == before
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("held", [b"", b"half a page"])
def test_an_empty_or_cut_file_is_refused(hub: Path, held: bytes) -> None:
    hub.write_bytes(held)
    assert "damaged" in refusal(hub)
    assert hub.read_bytes() == held


def test_a_damaged_file_is_refused_and_let_go(hub: Path, capfd: pytest.CaptureFixture[str]) -> None:
    # Given a file whose first page was overwritten
    whole = hub.read_bytes()
    hub.write_bytes(bytes(4096) + whole[4096:])

    # When it is opened, then it is said; and once it is brought back it opens
    assert "damaged" in refusal(hub)
    hub.write_bytes(whole)
    Store.open(hub, PASSPHRASE).close()
    assert capfd.readouterr() == ("", "")


def test_a_wrong_passphrase_is_refused_and_nothing_changes(hub: Path, capfd: pytest.CaptureFixture[str]) -> None:
    before = bytes_of(hub.parent)
    for wrong in ("", "correct horse battery stapler", PASSPHRASE.upper(), "ä" * 2000, "\x00", "\ud800"):
        assert "not the right passphrase" in refusal(hub, wrong)
        hub.with_name(hub.name + ".tries").unlink()
    assert bytes_of(hub.parent) == before
    assert capfd.readouterr() == ("", "")


def test_a_file_that_is_not_there_is_refused_and_not_made(tmp_path: Path) -> None:
    assert "no file" in refusal(tmp_path / "nowhere.hubdesk")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_or_damaged_key_file_is_named(hub: Path) -> None:
    keys = slots_path(hub)
    held = keys.read_text()
    slot = '{"salt": "AAAA", "nonce": "AAAA", "key": "AAAA", "memory": 8, "passes": 1, "lanes": 1}'
    senseless = (f'{{"version": 1, "slots": {slots}}}' for slots in ("7", "[7]", "[{}]", f"[{slot}]"))
    huge = held.replace('"memory": 1024', '"memory": 99999999999')
    newer = held.replace('"version": 2', '"version": 3')
    nobody = '{"version": 2, "special_public": "", "mac": "", "holders": %s}'
    strange = [nobody % holders for holders in ("7", "[7]", "[{}]")]
    for damaged in ("", "{}", "[]", "[" * 100_000, '{"version": 1}', held[:-40], *senseless, *strange, huge, newer):
        keys.write_text(damaged)
        assert keys.name in refusal(hub)
    keys.unlink()
    assert keys.name in refusal(hub)
    keys.write_text(held)
    Store.open(hub, PASSPHRASE).close()


def test_the_keys_of_another_hub_do_not_open_it(hub: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "other.hubdesk"
    Store.create(other, PASSPHRASE, QUICK).close()
    shutil.copy(slots_path(other), slots_path(hub))
    assert "other keys" in refusal(hub)
    assert capfd.readouterr() == ("", "")


def test_a_file_of_a_newer_hubdesk_is_left_alone(hub: Path) -> None:
    # Given a file that a newer version has worked on
    store = Store.open(hub, PASSPHRASE)
    with store.writing_plainly() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    store.close()
    before = hub.read_bytes()

    # When this version opens it, then it says so, changes nothing, and holds nothing
    assert "newer HubDesk" in refusal(hub)
    assert hub.read_bytes() == before
    assert "newer HubDesk" in refusal(hub)


def test_a_file_that_is_open_elsewhere_is_refused_until_it_is_closed(hub: Path) -> None:
    # Given another process that has the file open
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(hub), PASSPHRASE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdin
        assert other.stdout
        assert other.stdout.readline() == "open\n"

        # When it is opened here, then it is refused
        assert "open already" in refusal(hub)
        other.stdin.write("\n")
        other.stdin.flush()
        assert other.wait(timeout=20) == 0

    # And once the other has closed it, it opens
    Store.open(hub, PASSPHRASE).close()


def test_a_file_that_is_open_here_is_not_opened_twice(hub: Path) -> None:
    store = Store.open(hub, PASSPHRASE)
    assert "open already" in refusal(hub)
    store.close()
    Store.open(hub, PASSPHRASE).close()


def test_r01_a_program_that_ended_by_a_fault_leaves_a_whole_file(hub: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", FAULT, str(hub), PASSPHRASE], check=False, capture_output=True, text=True
    )
    assert "RuntimeError" in ran.stderr
    store = Store.open(hub, PASSPHRASE)
    assert [hit.title for hit in store.search("nasrin")] == ["Nasrin Ahmadi"]
    store.close()


def test_r25_an_sqlite_that_can_damage_files_is_refused() -> None:
    with pytest.raises(Refused, match=r"3\.51\.3.*3\.51\.2"):
        file.check_engine((3, 51, 2))
    file.check_engine((3, 51, 3))
    file.check_engine((3, 100, 0))
    file.check_engine()


def test_a_new_file_is_not_made_over_another_or_with_a_short_passphrase(hub: Path, tmp_path: Path) -> None:
    before = bytes_of(hub.parent)
    with pytest.raises(Refused, match="already"):
        Store.create(hub, PASSPHRASE, QUICK)
    assert bytes_of(hub.parent) == before
    new = tmp_path / "new" / "hub.hubdesk"
    for wrong in ("", "eleven char", "x" * 1025):
        with pytest.raises(Refused, match="characters"):
            Store.create(new, wrong, QUICK)
    assert not new.parent.exists()


def test_both_kinds_of_connection_are_set_for_safety(store: Store) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "temp_store": 2}
    with store.reading_plainly() as reading, store.writing_plainly() as writing:
        for connection, read_only in ((reading, 1), (writing, 0)):
            held = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted}
            assert held == wanted
            assert connection.exec_driver_sql("PRAGMA query_only").scalar() == read_only
            assert connection.exec_driver_sql("PRAGMA cipher_version").scalar()


def test_t01_nothing_that_is_written_lies_in_the_folder_in_the_clear(
    new_store: Callable[[str], Store], tmp_path: Path
) -> None:
    # Given words that nothing else contains
    name, title, answer, by = "Quillifer Zarnowska", "Enrol Quillifer now", "zarnish pudding", "Ottoline Desk"
    store = new_store("canary")
    store.by = by

    # When they are written as a record, an operation, a draft and a setting
    with store.operation(title) as session:
        session.add_all([Person(full_name=f"{name} {n}", notes=answer * 20) for n in range(50)])
    store.drafts.save(uuid4(), "enrol", name, "who", {"said": answer})
    store.set_setting("lead", answer)
    assert len(store.search("quillifer", limit=100)) == 50

    # Then no byte of the folder says them, neither while the file is open nor after
    assert (tmp_path / "canary.hubdesk-wal").stat().st_size > 0
    for closed in (False, True):
        if closed:
            store.close()
        held = {one.name: one.read_bytes() for one in tmp_path.iterdir()}
        assert held["canary.hubdesk"][:16] != b"SQLite format 3\x00"
        for words in (name, title, answer, by, "quillifer", "zarnish", "CREATE TABLE"):
            for coded in (words.encode(), words.encode("utf-16-le")):
                assert not [file_name for file_name, content in held.items() if coded in content]


def test_r09_nothing_is_saved_into_a_file_that_a_synchronised_folder_replaced_while_it_was_open(hub: Path) -> None:
    # Given an open file in whose place another program puts an older one, as it brings a folder up to date
    older = hub.read_bytes()
    store = Store.open(hub, PASSPHRASE)
    with store.operation("Add") as session:
        session.add(Person(full_name="Ada Obi"))
    (came := hub.with_name(".came")).write_bytes(older)
    came.replace(hub)

    # Then nobody is told that what they save was kept, which would go with the file that was taken away
    for _ in range(2):
        with pytest.raises(FileTrouble, match="put another file in the place of"), store.operation("Add") as session:
            session.add(Person(full_name="Ben Okafor"))
    store.close()

    # And the next opening tells that it is an older one, and goes on
    store = Store.open(hub, PASSPHRASE)
    assert store.alarm
    with store.operation("Add") as session:
        session.add(Person(full_name="Cora Silva"))
    store.close()


@pytest.mark.skipif(sys.platform == "win32", reason="names are letters there")
def test_r09_a_folder_whose_name_is_no_letters_is_as_good_as_any(hub: Path, tmp_path: Path) -> None:
    # Given a folder from a stick of another system, whose name is in another alphabet's bytes
    folder = tmp_path / os.fsdecode(b"caf\xe9")
    folder.mkdir()
    path = folder / hub.name
    for one in (lambda it: it, slots_path):
        shutil.copy(one(hub), one(path))
    store = Store.open(path, PASSPHRASE)
    assert store.back_up("test", always=True)
    store.close()
    Store.open(path, PASSPHRASE).close()


def test_a_closed_store_stays_closed_and_says_so(store: Store) -> None:
    # Given a store that somebody still holds after it was closed, when others may have the file
    store.close()
    asked: list[Callable[[], object]] = [
        lambda: store.search("Nasrin"),
        lambda: store.setting("hub"),
        store.undo_title,
        store.undo,
        lambda: store.note("printed"),
        store.findings,
        store.reading().__enter__,
        store.operation("Add").__enter__,
        lambda: store.drafts.all("person"),
    ]

    # Then it is told so, whatever it is asked, and no connection is made
    for one in asked:
        with pytest.raises(Refused, match="was closed meanwhile"):
            one()
    store.close()
