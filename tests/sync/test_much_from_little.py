"""Guarantee 15: little files that would come to much, in memory, in time or on a page."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import pytest
from sqlalchemy import func, select

from hubdesk.base.errors import Cancelled, Refused
from hubdesk.base.progress import Progress
from hubdesk.store import Store
from hubdesk.store.tables_of_exchange import parked, seen
from hubdesk.store.tombstone_file import plain
from hubdesk.store.what_stays import Tombstone
from hubdesk.sync import erasures
from hubdesk.sync.correspondents import LEAD
from hubdesk.sync.epochs import keep_seen
from hubdesk.sync.erasures import take_erasures
from hubdesk.sync.inspecting import inspect
from hubdesk.sync.invitation import read_introduction, signed_by
from hubdesk.sync.merge import merge_packages
from hubdesk.sync.returning import write_returns
from hubdesk.sync.take_return import take_return
from hubdesk.sync.weight import HEAVIEST, weight
from tests.conftest import PASSPHRASE
from tests.sync.network import Desk, a_network, said
from tests.sync.packages import raw, sent_as
from tests.sync.test_merge_desk import dump
from tests.sync.test_sealed import refusal

NewStore = Callable[[str], Store]
DAY = date(2026, 12, 1)
END = '{"end":{"lines":1}}'
_FAR: Final = 2_000_000
_LISTS: Final = "[" + "[]," * 300_000 + "[]]"
_TEXT: Final = f'"{"x" * 900_000}"'

_PEAK = """
import gc
import sys
from pathlib import Path
from hubdesk.store import Store
from hubdesk.sync.merge import merge_packages

gc.set_threshold(50_000)
store = Store.open(Path(sys.argv[1]), sys.argv[2])
merge_packages(store, [Path(path) for path in sys.argv[3:]])
store.close()
(peak,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(int(peak.split()[1]) // 1024)
"""


@pytest.fixture
def one(new_store: NewStore, tmp_path: Path) -> tuple[Desk, Desk, dict[str, Any], list[str]]:
    """A lead, a hub, and the header and the lines of a package of the hub's."""
    lead, hub = a_network(new_store, tmp_path, "One")
    hub.person("Amina")
    header, lines = said(hub, hub.send())
    return lead, hub, header, lines


def _ranged(header: dict[str, Any], **more: Any) -> dict[str, Any]:
    return header | {"ranges": [header["ranges"][0] | {"from": 1, "to": _FAR} | more]}


def _chance(number: int) -> str:
    """Letters that cannot be told in fewer than half of them: a body that grows too much is refused for that alone."""
    return hashlib.shake_256(str(number).encode()).hexdigest(8000)


def _wide(lines: list[str], n: int, filler: str = _LISTS) -> Iterator[str]:
    """So many changes, each with a million bytes in it."""
    change = json.loads(next(line for line in lines if '"person"' in line and '"seq"' in line))
    yield from (line for line in lines if line.startswith('{"range"'))
    yield next(line for line in lines if '"operation"' in line)
    for seq in range(1, n + 1):
        after = {"full_name": "B", "unknown": "@@", "chance": _chance(seq)}
        line = change | {"seq": seq, "record": str(UUID(int=seq)), "after": after, "over": {}}
        yield json.dumps(line, separators=(",", ":")).replace('"@@"', filler)


@pytest.mark.skipif(sys.platform == "win32", reason="The peak is read as Linux tells it.")
def test_r05_guarantee_15_what_grows_when_it_is_read_is_looked_at_a_little_at_a_time(
    one: tuple[Desk, Desk, dict[str, Any], list[str]], tmp_path: Path
) -> None:
    # Given changes of much in few bytes, as a hub's and as those that come singly, and headers of the same sort
    lead, hub, header, lines = one
    sent = [
        sent_as(hub.store, tmp_path / "wide.hubsync", _ranged(header), _wide(lines, 12)),
        sent_as(hub.store, tmp_path / "singly.hubsync", _ranged(header, whole=0), _wide(lines, 12)),
    ]
    more = (f"{json.dumps(header)[:-1]},".replace(" ", "") + '"more":[' + "{}," * 1_000_000 + "{}]}").encode()
    for number in range(8):
        content = iter([more + b"\n", END.encode() + b"\n"])
        sent.append(raw(hub.store, tmp_path / f"header-{number}.hubsync", content))
    assert max(path.stat().st_size for path in sent) < 4 << 20
    assert lead.store.held
    path = lead.store.held.path
    lead.store.close()
    # When all are merged, then it takes no more memory than any package may
    told = subprocess.run(
        [sys.executable, "-c", _PEAK, str(path), PASSPHRASE, *map(str, sent)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(told.stdout) < 300


def test_what_a_line_weighs_grows_with_what_is_made_of_it() -> None:
    assert weight("[" + "{}," * 300_000 + "{}]") > HEAVIEST
    assert weight('{"full_name":"Amina"}') < 100


def test_guarantee_15_an_epoch_that_is_told_twice_is_refused(
    one: tuple[Desk, Desk, dict[str, Any], list[str]], tmp_path: Path
) -> None:
    # Given a file that begins the same range over and over, and one whose header does and whose clock runs ahead
    lead, hub, header, lines = one
    ranged = next(line for line in lines if line.startswith('{"range"'))
    lines_twice = sent_as(hub.store, tmp_path / "lines.hubsync", header, [*lines, ranged])
    many = header | {"ranges": [header["ranges"][0] | {"to": n} for n in range(1, 1000)]}
    ahead = [line.replace('"clock":1', '"clock":19') if '"operation"' in line else line for line in lines]
    header_twice = sent_as(hub.store, tmp_path / "header.hubsync", many, ahead)
    before = dump(lead.store)
    # Then neither costs a statement for each, nor is anything put aside
    for path in (lines_twice, header_twice):
        assert "damaged" in refusal(lead, path)
    after = dump(lead.store)
    assert after[parked.name] == before[parked.name]
    assert {name for name in after if after[name] != before[name]} <= {"audit", "refusal"}


def test_marks_of_what_was_known_are_kept_together_and_only_ever_raised(new_store: NewStore) -> None:
    store = new_store("hub")
    with store.writing_plainly() as connection:
        rows = [{"epoch": 7, "other": 8, "after_seq": 3, "up_to": up_to} for up_to in (4, 9, 2)]
        keep_seen(connection, rows)
        keep_seen(connection, [rows[2], {"epoch": 7, "other": 8, "after_seq": 5, "up_to": 1}])
        kept = select(seen.c.after_seq, seen.c.up_to).where(seen.c.epoch == 7).order_by(seen.c.after_seq)
        assert [tuple(row) for row in connection.execute(kept)] == [(3, 9), (5, 1)]


def test_guarantee_10_very_many_erasures_are_done_some_at_a_time_and_all_of_a_person_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Given more than are held at once
    monkeypatch.setattr(erasures, "_AT_ONCE", 3)
    monkeypatch.setattr(erasures, "_MOST", 6)

    def stones(people: list[int]) -> list[Tombstone]:
        return [Tombstone(UUID(int=n), "enrolment", True, DAY, UUID(int=who)) for n, who in enumerate(people, 100)]

    def taken(people: list[int]) -> list[list[int]]:
        done: list[list[int]] = []

        def erase(some: list[Tombstone]) -> frozenset[str]:
            done.append([one.person.int for one in some])
            return frozenset({"enrolment"})

        kinds, rest = take_erasures(iter([{"erased": [plain(one)]} for one in stones(people)]), erase)
        assert (kinds, list(rest)) == (frozenset({"enrolment"}), [])
        return done

    # The same over and over is one
    again = iter([{"erased": [plain(one) for one in stones([1, 1])] * 9}])
    assert take_erasures(again, lambda some: frozenset(str(len(some))))[0] == {"2"}
    assert taken([1, 1, 2, 2, 3, 4]) == [[1, 1, 2, 2], [3, 4]]
    # An older version tells them in another order
    assert taken([3, 1, 2, 1, 3, 2]) == [[3, 1, 2, 1, 3, 2]]
    with pytest.raises(ValueError):
        taken([3, 1, 2, 1, 3, 2, 1])


@pytest.mark.parametrize("far", [{"ranges": [{"epoch": 1, "from": 1, "to": "@@"}]}, {"made_at": "@@"}])
def test_guarantee_15_a_number_without_end_is_refused_wherever_it_stands(
    one: tuple[Desk, Desk, dict[str, Any], list[str]], tmp_path: Path, far: dict[str, Any]
) -> None:
    lead, hub, header, lines = one
    told = json.dumps(header | far).replace('"@@"', "1e999")
    path = raw(hub.store, tmp_path / "far.hubsync", iter([f"{line}\n".encode() for line in (told, *lines, END)]))
    looked = inspect(lead.store, path)
    assert looked.refused or looked.made_at == "inf"
    assert bool(refusal(lead, path)) == bool(looked.refused)


def test_an_invitation_of_a_version_without_end_is_refused_in_words(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "endless.hubinvite"
    header = {"hubdesk": LEAD, "format": float("inf"), "hub": str(UUID(int=1)), "name": "South"}
    made = signed_by(store.post_keys, header | {"keys": store.post_keys.public.as_text()})
    path.write_text(json.dumps(made), encoding="utf-8")
    with pytest.raises(Refused, match="no invitation or answer"):
        read_introduction(path, LEAD)


def test_what_a_package_calls_its_hub_is_told_as_a_name(
    one: tuple[Desk, Desk, dict[str, Any], list[str]], tmp_path: Path
) -> None:
    lead, hub, header, lines = one
    named = header | {"hub_name": "One\n\x1b[2J" + "x" * 5000, "hubdesk": "9" * 5000}
    [sentence, *_] = inspect(lead.store, sent_as(hub.store, tmp_path / "n.hubsync", named, lines)).sentences()
    assert len(sentence) < 500
    assert sentence.isprintable()


@pytest.mark.parametrize("more", [{"by": "x" * 121}, {"root": str(UUID(int=1)), "turn": 1 << 31}])
def test_guarantee_17_what_a_server_could_not_hold_is_refused_by_a_file_too(
    one: tuple[Desk, Desk, dict[str, Any], list[str]], tmp_path: Path, more: dict[str, Any]
) -> None:
    lead, hub, header, lines = one
    told = [json.dumps(json.loads(line) | more) if '"operation"' in line else line for line in lines]
    assert "damaged" in refusal(lead, sent_as(hub.store, tmp_path / "long.hubsync", header, told))


def test_r08_reading_a_file_through_can_be_stopped(
    one: tuple[Desk, Desk, dict[str, Any], list[str]], tmp_path: Path
) -> None:
    # Given somebody who stops it while the file is only read, before any of its changes is counted
    lead, hub, _, _ = one
    stopped = Progress(lambda done, of: pytest.fail("It counted."), lambda: True)
    before = dump(lead.store)
    with pytest.raises(Cancelled):
        merge_packages(lead.store, [hub.sent[-1]], stopped)
    assert dump(lead.store) == before
    lead.merge(hub.sent[-1])
    [back] = write_returns(lead.store, tmp_path)
    held = dump(hub.store)
    with pytest.raises(Cancelled):
        take_return(hub.store, back.path, stopped)
    assert dump(hub.store) == held


def test_guarantee_18_long_changes_that_come_again_are_compared_some_at_a_time(
    one: tuple[Desk, Desk, dict[str, Any], list[str]], tmp_path: Path
) -> None:
    # Given changes of more text than is held at once
    lead, hub, header, lines = one
    sent = sent_as(hub.store, tmp_path / "long.hubsync", _ranged(header, to=20), _wide(lines, 20, _TEXT))
    assert refusal(lead, sent) == ""
    # When they come again, and once more with another value in the last
    assert refusal(lead, sent) == ""
    other = [*_wide(lines, 20, _TEXT)]
    other[-1] = other[-1].replace('"B"', '"C"').replace('"unknown"', '"another"').replace('"chance":"', '"chance":"1')
    changed = sent_as(hub.store, tmp_path / "other.hubsync", _ranged(header, to=20), other)
    # Then all of them are compared
    assert "copied" in refusal(lead, changed)
    with lead.store.reading_plainly() as connection:
        assert connection.scalar(select(func.count()).select_from(parked)) == 0
