"""Backups and restores that are killed, run out of disk, or lose their stick, at every step there is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from hubdesk.access.key_file import slots_path
from hubdesk.base import in_place
from hubdesk.base.carrying import carry
from hubdesk.base.errors import FileTrouble, Refused
from hubdesk.store import Store, backup, backup_file
from hubdesk.store.backup_list import backups_in
from hubdesk.store.in_use import OpenFile
from tests.conftest import PASSPHRASE
from tests.hub_life import a_person

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no fork and no limit for files there")

# One process forks a child for each step: the child does the work and dies, or meets a full disk, at that step.
# A step is a call that the system is asked for under that folder: open, rename, remove.
FAULTS = """
import os, resource, shutil, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from hubdesk.access.signing_in import open_slots
from hubdesk.base.carrying import carry
from hubdesk.base.errors import FileTrouble, Refused
from hubdesk.store import backup, restoring
from hubdesk.store.in_use import OpenFile

what, fault, folder, passphrase, every = sys.argv[1], sys.argv[2], Path(sys.argv[3]), sys.argv[4], int(sys.argv[5])
path, now = folder / "hub.hubdesk", datetime(2026, 11, 25, tzinfo=UTC)
keys = open_slots(path, passphrase)
there = sorted((folder / "backups").glob("*.hubbackup"))

def do():
    if what == "backup":
        backup.make(OpenFile(path, lambda: keys.data), "asked")
    elif what == "restore":
        restoring.restore(there[0], path, lambda part: keys, now=now)
    else:
        carry(there[0], folder / "stick")

def killed_at(step):
    left = step
    def hook(event, given):
        nonlocal left
        if event in ("open", "os.rename", "os.remove", "sqlite3.connect") and str(folder) in str(given[0]):
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(hook)
    do()

def full_at(step):
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (step * every, resource.RLIM_INFINITY))
    try:
        do()
    except FileTrouble as trouble:
        print("refused", trouble.sentence, flush=True)
        os._exit(3)
    except Refused as refusal:
        print("WRONG", refusal.sentence, flush=True)
        os._exit(4)

for line in sys.stdin:
    child = os.fork()
    if child == 0:
        try:
            (killed_at if fault == "killed" else full_at)(int(line))
            print("done", flush=True)
        except BaseException as error:
            print("WRONG", repr(error), flush=True)
        os._exit(0)
    os.waitpid(child, 0)
    print("next", flush=True)
"""


class Faults:
    """Does one piece of work again and again, each time with the fault at another step."""

    def __init__(self, what: str, fault: str, folder: Path, every: int = 4096) -> None:
        words = [sys.executable, "-c", FAULTS, what, fault, str(folder), PASSPHRASE, str(every)]
        self._process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def at(self, step: int) -> str:
        """What the work said, with the fault at this step: nothing when it was killed."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{step}\n")
        self._process.stdin.flush()
        said = ""
        while (line := self._process.stdout.readline().strip()) != "next":
            assert line, "The process that forks has ended."
            said += line
        assert "WRONG" not in said
        return said

    def end(self) -> None:
        self._process.communicate(timeout=20)


@pytest.fixture
def hub(store: Store, tmp_path: Path) -> OpenFile:
    """A closed hub with Nasrin in its only backup, and Chen since."""
    a_person(store, "Nasrin Ahmadi")
    held = store.held
    assert held
    backup.make(held, "asked")
    a_person(store, "Chen Wei")
    (tmp_path / "stick").mkdir()
    store.close()
    return held


@pytest.mark.slow
def test_r01_a_backup_killed_at_any_step_leaves_the_file_and_the_earlier_backups(hub: OpenFile) -> None:
    folder, faults, step = hub.path.parent / "backups", Faults("backup", "killed", hub.path.parent), 0
    (earlier,) = backups_in(folder).whole
    while not faults.at(step := step + 1):
        there = backups_in(folder)
        assert there.broken == ()
        assert earlier in there.whole
        for one in there.whole:
            assert backup.verify(one.path, hub.key_of()) == one.manifest
            if one != earlier:
                one.path.unlink()
    faults.end()
    assert step > 10
    assert _people(hub.path) == {"Nasrin Ahmadi", "Chen Wei"}
    # And what the killed ones left is cleared away by the next.
    backup.make(hub, "asked")
    assert not list(folder.glob("*.part*"))


@pytest.mark.slow
def test_r01_a_restore_killed_at_any_step_is_wholly_before_or_wholly_after(hub: OpenFile, tmp_path: Path) -> None:
    files = {one: one.read_bytes() for one in (hub.path, slots_path(hub.path))}
    faults, step, before, after, halfway = Faults("restore", "killed", tmp_path), 0, 0, 0, 0
    while not faults.at(step := step + 1):
        halfway += in_place.moving(hub.path)
        people = _people(hub.path)
        before += people == {"Nasrin Ahmadi", "Chen Wei"}
        after += people == {"Nasrin Ahmadi"}
        assert before + after == step
        aside = list(tmp_path.glob("hub before*.hubdesk"))
        if people == {"Nasrin Ahmadi"}:
            assert [_people(one) for one in aside] == [{"Nasrin Ahmadi", "Chen Wei"}]
        for one in tmp_path.glob("hub before*"):
            one.unlink()
        for path, content in files.items():
            path.write_bytes(content)
    faults.end()
    assert before > 5
    assert halfway > 2
    assert after > 2


@pytest.mark.slow
@pytest.mark.parametrize("what", ["backup", "restore", "carry"])
def test_r03_a_disk_full_at_every_write_cuts_nothing_that_is_there(what: str, hub: OpenFile, tmp_path: Path) -> None:
    before = _files(tmp_path)
    size = max(len(content) for content in before.values())
    faults = Faults(what, "full", tmp_path, size // 100)
    for step in range(98):
        said = faults.at(step)
        assert said.startswith("refused"), (step, said)
        assert _files(tmp_path) == before, step
    assert faults.at(200) == "done"
    faults.end()


@pytest.mark.slow
def test_r11_a_write_cut_at_every_4_kb_never_leaves_a_backup_on_the_stick(hub: OpenFile, tmp_path: Path) -> None:
    (made,) = (tmp_path / "backups").glob("*.hubbackup")
    stick, whole, faults = tmp_path / "stick", made.read_bytes(), Faults("carry", "full", tmp_path)
    steps = len(whole) // 4096
    for step in range(min(200, steps)):
        assert faults.at(step).startswith("refused")
        assert list(stick.iterdir()) == []
    faults.end()

    # And one that is cut all the same, as by a stick that lies, is never taken for whole
    cut = stick / made.name
    for step in range(min(200, steps)):
        cut.write_bytes(whole[: 4096 * step])
        with pytest.raises(Refused):
            backup_file.check(cut)
    # Then a copy takes its place
    assert carry(made, stick) == cut
    assert cut.read_bytes() == whole


def test_r11_a_stick_that_is_pulled_out_says_so_and_keeps_what_it_had(hub: OpenFile, tmp_path: Path) -> None:
    (made,) = (tmp_path / "backups").glob("*.hubbackup")
    stick = tmp_path / "stick"
    carry(made, stick)
    stick.rename(tmp_path / "pocket")
    with pytest.raises(FileTrouble, match="stick"):
        carry(made, stick)
    assert (tmp_path / "pocket" / made.name).read_bytes() == made.read_bytes()
    with pytest.raises(FileTrouble, match="folder"):
        (tmp_path / "backups").rename(tmp_path / "away")
        (tmp_path / "backups").write_text("a file where the folder was")
        backup.make(hub, "asked")


def _files(folder: Path) -> dict[Path, bytes]:
    """All but locks, and what SQLite keeps beside a file for as long as a process has it open."""
    endings = (".lock", "-wal", "-shm")
    return {one: one.read_bytes() for one in folder.rglob("*") if one.is_file() and not one.name.endswith(endings)}


def _people(path: Path) -> set[str]:
    store = Store.open(path, PASSPHRASE)
    try:
        return {hit.title for words in ("nasrin", "chen") for hit in store.search(words, kinds=["person"])}
    finally:
        store.close()
