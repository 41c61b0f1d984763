"""A file that went bad in any place is known before any row of it is shown; and repair loses only what lay there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import func, select

from hubdesk.access.key_file import slots_path
from hubdesk.base.progress import Progress
from hubdesk.records.people.emergency_contact import EmergencyContact
from hubdesk.records.people.person import Person
from hubdesk.store import Store, file
from hubdesk.store.anchor import anchor_path
from hubdesk.store.damage import Damaged
from hubdesk.store.pages import PAGE
from hubdesk.store.repair import Repaired
from hubdesk.store.tables import search_entry
from tests.conftest import PASSPHRASE

LONG = bool(os.environ.get("HUBDESK_LONG"))
"""HUBDESK_LONG=1 runs as many as a release asks for."""

FLIPS, CUTS, ZEROED, LOGS, COPIES = (500, 200, 50, 50, 100) if LONG else (40, 20, 12, 8, 10)
PEOPLE = 300
SEED = int(os.environ.get("HUBDESK_SEED", "0"))
"""Another gives other places and moments."""

WRITER = """
import sys
import time
from pathlib import Path
from hubdesk.records.people.person import Person
from hubdesk.store import Store

store, n = Store.open(Path(sys.argv[1]), sys.argv[2]), int(sys.argv[3])
for turn in range(n):
    with store.operation(f"Add {turn}") as session:
        session.add_all([Person(full_name=f"Nasrin Ahmadi {turn}", notes="x" * 2000) for _ in range(3)])
    print(turn, flush=True)
    time.sleep(0.03)
sys.stdin.readline()
"""


@pytest.fixture(scope="module")
def closed(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed file with people in it."""
    path = tmp_path_factory.mktemp("closed") / "hub.hubdesk"
    shutil.copy(empty_file, path)
    shutil.copy(slots_path(empty_file), slots_path(path))
    store = Store.open(path, PASSPHRASE)
    for turn in range(PEOPLE // 10):
        with store.operation(f"Add {turn}") as session:
            people = [Person(full_name=f"Ayşe Yılmaz {turn} {n}", notes="tea " * 90) for n in range(10)]
            session.add_all(people)
            session.add_all([EmergencyContact(person=one.id, name="Rosa", phone="07700900123") for one in people])
    store.close()
    return path


@pytest.fixture(scope="module")
def killed(closed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same file after a kill: what was saved last lies in its log."""
    path = tmp_path_factory.mktemp("killed") / "hub.hubdesk"
    copied(closed, path)
    with writer(path, 5) as running:
        assert running.stdout
        while running.stdout.readline() != "4\n":
            pass
        running.kill()
    assert file.side_files(path)[0].stat().st_size > 0
    return path


def writer(path: Path, turns: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), PASSPHRASE, str(turns)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def copied(path: Path, to: Path) -> Path:
    to.parent.mkdir(parents=True, exist_ok=True)
    for one, other in zip(_all_of(path), _all_of(to), strict=True):
        other.unlink(missing_ok=True)
        if one.exists():
            shutil.copy(one, other)
    return to


def _all_of(path: Path) -> tuple[Path, ...]:
    return path, slots_path(path), anchor_path(path), *file.side_files(path)


def damaged(path: Path) -> Damaged:
    with pytest.raises(Damaged) as found:
        Store.open(path, PASSPHRASE)
    return found.value


def repair_of(found: Damaged) -> Repaired:
    assert found.repair is not None
    repaired = found.repair(Progress())
    assert isinstance(repaired, Repaired)
    return repaired


def people_in(path: Path) -> int:
    store = Store.open(path, PASSPHRASE)
    with store.reading() as session:
        count = session.scalar(select(func.count()).select_from(Person)) or 0
        assert session.connection().exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        assert session.connection().exec_driver_sql("PRAGMA foreign_key_check").first() is None
        assert session.scalar(select(func.count()).select_from(search_entry)) == count
    assert store.search("yılmaz 0 3")
    store.close()
    return count


def flips(held: bytes, rng: Random) -> Iterator[bytes]:
    for _ in range(FLIPS):
        turned = bytearray(held)
        turned[rng.randrange(len(held))] ^= 1 << rng.randrange(8)
        yield bytes(turned)


def cuts(held: bytes, rng: Random) -> Iterator[bytes]:
    for _ in range(CUTS):
        yield held[: rng.randrange(len(held))]


def zeroed(held: bytes, rng: Random) -> Iterator[bytes]:
    for _ in range(ZEROED):
        at = rng.randrange(len(held) // PAGE) * PAGE
        yield held[:at] + bytes(PAGE) + held[at + PAGE :]


@pytest.mark.slow
@pytest.mark.parametrize("spoil", [flips, cuts, zeroed])
def test_r04_every_damage_is_known_before_a_row_is_shown(
    closed: Path, tmp_path: Path, spoil: Callable[[bytes, Random], Iterator[bytes]], capfd: pytest.CaptureFixture[str]
) -> None:
    path = copied(closed, tmp_path / "hub.hubdesk")
    for spoilt in spoil(closed.read_bytes(), Random(SEED + 11)):
        path.write_bytes(spoilt)
        try:
            Store.open(path, PASSPHRASE)
        except Exception as refusal:  # noqa: BLE001 - a file cut to nothing is refused as an empty one
            assert "backup" in str(refusal)  # noqa: PT017
        else:
            pytest.fail("It opened.")
        assert path.read_bytes() == spoilt
    assert capfd.readouterr() == ("", "")
    path.write_bytes(closed.read_bytes())
    assert people_in(path) == PEOPLE


@pytest.mark.slow
def test_r04_a_log_that_is_missing_or_of_another_moment_is_known(closed: Path, killed: Path, tmp_path: Path) -> None:
    # Given a file that was killed, and logs of the same file from other moments and of another file
    others = []
    moment, rng = copied(killed, tmp_path / "other" / "hub.hubdesk"), Random(SEED + 3)
    for turn in range(LOGS):
        with writer(moment, rng.randint(1, 4)) as running:
            assert running.stdout
            running.stdout.readline()
            others.append(file.side_files(moment)[0].read_bytes())
            running.kill()
        if turn % 3 == 2:
            Store.open(moment, PASSPHRASE).close()
    path = tmp_path / "hub.hubdesk"

    # When one of those lies beside it instead of its own, or none does, then it is said and nothing is changed
    for held in (*others, None, b"nonsense" * 1000):
        log = file.side_files(copied(killed, path))[0]
        log.unlink()
        if held is not None:
            log.write_bytes(held)
        before = path.read_bytes()
        assert "-wal" in damaged(path).sentence
        assert path.read_bytes() == before

    # And a closed file does not take up an old log, and with its own log the killed one opens whole
    copied(closed, path)
    file.side_files(path)[0].write_bytes(others[0])
    assert "-wal" in damaged(path).sentence
    assert people_in(copied(killed, path)) == PEOPLE + 15
    assert people_in(path) == PEOPLE + 15


@pytest.mark.slow
def test_r04_a_log_that_went_bad_is_known(killed: Path, tmp_path: Path) -> None:
    path, rng = tmp_path / "hub.hubdesk", Random(SEED + 5)
    log = file.side_files(copied(killed, path))[0]
    held = log.read_bytes()
    for _ in range(LOGS):
        copied(killed, path)
        turned = bytearray(held)
        # In what was saved before the last operation: behind that a log may end in half a frame, as after a power cut.
        turned[rng.randrange(len(held) * 3 // 5)] ^= 1 << rng.randrange(8)
        log.write_bytes(turned)
        assert "-wal" in damaged(path).sentence


@pytest.mark.slow
def test_a_log_that_ends_in_the_middle_of_what_was_being_saved_is_no_damage(killed: Path, tmp_path: Path) -> None:
    path = copied(killed, tmp_path / "hub.hubdesk")
    log = file.side_files(path)[0]
    log.write_bytes(log.read_bytes()[:-5000])
    assert people_in(path) == PEOPLE + 12


@pytest.mark.slow
def test_r04_repair_brings_everything_back_that_lies_in_a_whole_place(closed: Path, tmp_path: Path) -> None:
    held, rng = closed.read_bytes(), Random(SEED + 17)
    for turn in range(ZEROED // 4):
        # Given a file with a few pages gone, or with bits turned
        path = copied(closed, tmp_path / f"{turn}" / "hub.hubdesk")
        spoilt = bytearray(held)
        for at in rng.sample(range(1, len(held) // PAGE), 1 + turn % 3):
            spoilt[at * PAGE : (at + 1) * PAGE] = rng.randbytes(PAGE)
        path.write_bytes(spoilt)

        # When it is repaired
        found = damaged(path)
        repaired = repair_of(found)

        # Then what lay in one place is there again from the other, the rest is told, and the damaged file is kept
        lost = repaired.lost["person"]
        assert people_in(path) == PEOPLE - lost
        assert lost < PEOPLE // 4, repaired
        assert repaired.kept.read_bytes() == bytes(spoilt)
        assert any("safe" in one for one in repaired.sentences())


def test_r04_a_bit_that_turned_is_turned_back(closed: Path, tmp_path: Path) -> None:
    held = closed.read_bytes()
    for at in (3, 2000, 7 * PAGE + 77):
        path = copied(closed, tmp_path / f"{at}" / "hub.hubdesk")
        spoilt = bytearray(held)
        spoilt[at] ^= 4
        path.write_bytes(spoilt)
        found = damaged(path)
        assert repair_of(found).lost.total() == 0
        assert people_in(path) == PEOPLE


@pytest.mark.slow
def test_r04_repair_without_the_log_goes_back_to_before_it(killed: Path, tmp_path: Path) -> None:
    path = copied(killed, tmp_path / "hub.hubdesk")
    file.side_files(path)[0].unlink()
    found = damaged(path)
    repair_of(found)
    assert people_in(path) == PEOPLE


@pytest.mark.slow
def test_r12_a_copy_of_the_folder_made_while_it_is_written_to_opens_clean_or_is_refused(
    closed: Path, tmp_path: Path
) -> None:
    # Given somebody who works without a pause
    path, rng = copied(closed, tmp_path / "live" / "hub.hubdesk"), Random(SEED + 23)
    clean = 0
    with writer(path, 100_000) as running:
        assert running.stdout
        running.stdout.readline()
        for turn in range(COPIES):
            # When the folder is copied, file by file, in any order
            to = tmp_path / f"copy {turn}"
            to.mkdir()
            files = [one for one in path.parent.iterdir() if not one.name.endswith((".lock", "-shm"))]
            rng.shuffle(files)
            for one in files:
                with suppress(FileNotFoundError):  # what was only there until it took another's place
                    shutil.copy(one, to / one.name)

            # Then the copy is sound, or it is not opened
            try:
                assert (people_in(to / path.name) - PEOPLE) % 3 == 0
                clean += 1
            except Damaged:
                pass
            shutil.rmtree(to)
        running.kill()
    assert clean > 0
