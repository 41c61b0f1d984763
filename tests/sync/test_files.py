from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from hubdesk.base.errors import Refused
from hubdesk.records import KINDS, fields_of
from hubdesk.records.advice.iag_session import IagSession
from hubdesk.records.people.equality_answer import EqualityAnswer
from hubdesk.records.people.person import Person
from hubdesk.records.people.support_need import SupportNeed
from hubdesk.records.volunteering.dbs_check import DbsCheck
from hubdesk.store import Store
from hubdesk.sync import package
from hubdesk.sync.export import export_package
from hubdesk.sync.inspecting import inspect
from hubdesk.sync.merge import merge_packages
from hubdesk.sync.merged import merged_packages
from hubdesk.sync.sent import sent_fields
from hubdesk.sync.sent_files import sent_files
from hubdesk.sync.what_leaves import what_leaves
from tests.conftest import PASSPHRASE
from tests.sync.network import Desk, a_network
from tests.sync.packages import body, raw, sent_as
from tests.sync.state import state_hash

NewStore = Callable[[str], Store]


def refusal(lead: Desk, path: Path) -> str:
    """Why the file is refused, having checked that nothing of it was taken."""
    before = state_hash(lead.store)
    report = merge_packages(lead.store, [path])
    assert state_hash(lead.store) == before, report
    assert report.files[0].refused
    return report.files[0].refused


def test_the_name_says_whose_and_when(new_store: NewStore, tmp_path: Path) -> None:
    _, hub = a_network(new_store, tmp_path, "Westcroft")
    hub.person("Amina")

    sent = hub.send()

    assert sent.name == f"westcroft-{date.today().isoformat()}-0001.hubsync"
    assert [path.name for path in sent.parent.iterdir()] == [sent.name]


def test_nothing_is_written_over_and_nothing_left_behind(new_store: NewStore, tmp_path: Path) -> None:
    _, hub = a_network(new_store, tmp_path, "Westcroft")
    hub.person("Amina")
    first = hub.send()
    content = first.read_bytes()

    second = hub.send()

    assert first.read_bytes() == content
    assert second != first
    with pytest.raises(Refused):
        export_package(hub.store, tmp_path / "not there")


def test_guarantee_15_every_damage_is_refused(new_store: NewStore, tmp_path: Path) -> None:
    lead, hub = a_network(new_store, tmp_path, "Westcroft")
    for n in range(20):
        hub.person(f"Person {n}")
    whole = hub.send().read_bytes()
    bad = tmp_path / "bad.hubsync"

    for at in [*range(0, 120, 7), *range(120, len(whole), len(whole) // 25), len(whole) - 1]:
        bad.write_bytes(whole[:at] + bytes([whole[at] ^ 0x10]) + whole[at + 1 :])
        refusal(lead, bad)
    for length in (0, 5, len(package.MAGIC), 60, len(whole) // 2, len(whole) - 32, len(whole) - 1):
        bad.write_bytes(whole[:length])
        refusal(lead, bad)
    bad.write_bytes(whole + b"more")
    refusal(lead, bad)


def test_guarantee_15_other_files_are_refused_by_name_of_the_reason(new_store: NewStore, tmp_path: Path) -> None:
    lead, hub = a_network(new_store, tmp_path, "Westcroft")
    other = tmp_path / "letter.hubsync"
    other.write_bytes(b"%PDF-1.7 not ours")
    assert "not a file that HubDesk made" in refusal(lead, other)
    newer = {"format": 2, "holds": package.CHANGES, "protection": "sealed"}
    other.write_bytes(package.MAGIC + json.dumps(newer).encode() + b"\n" + b"x" * 40)
    assert "newer HubDesk" in refusal(lead, other)
    keys = lead.store.post_keys
    package.write(tmp_path / "r.hubreturn", package.RETURN, {}, iter(()), keys, [hub.store.post_keys.public])
    assert "something else" in refusal(lead, tmp_path / "r.hubreturn")
    assert "cannot be read" in refusal(lead, tmp_path / "missing.hubsync")


def test_guarantee_15_a_sound_file_with_senseless_content_is_refused(new_store: NewStore, tmp_path: Path) -> None:
    lead, hub = a_network(new_store, tmp_path, "Westcroft")
    hub.person("Amina")
    header, *lines, _ = body(hub.store, hub.send()).splitlines()
    entry = next(n for n, line in enumerate(lines) if '"kind":"person"' in line)
    for number, (old, new) in enumerate(
        (
            ('"action":"add"', '"action":"drop"'),
            ('"after":{', '"after":[{'),
            ('"record":"', '"record":"x'),
            ('"seq":5', '"seq":"5"'),
            ('"seq":5', '"seq":-5'),
            ('"kind":"person"', '"kind":7'),
            ('"over":{}', '"over":{"a":[99,1]}'),
            ('"over":{}', '"over":7'),
        )
    ):
        changed = list(lines)
        changed[entry] = changed[entry].replace(old, new)
        assert changed != lines, old
        refusal(lead, sent_as(hub.store, tmp_path / f"senseless-{number}.hubsync", json.loads(header), changed))


def test_a_senseless_file_does_not_stop_the_others(new_store: NewStore, tmp_path: Path) -> None:
    lead, one, two = a_network(new_store, tmp_path, "One", "Two")
    amina, _ = one.person("Amina"), two.person("Siobhan")
    header, *lines, _ = body(two.store, two.send()).splitlines()
    last = next(n for n, line in enumerate(lines) if '"kind":"person"' in line)
    lines[last] = lines[last].replace('"action":"add"', '"action":"drop"')
    bad = sent_as(two.store, tmp_path / "bad.hubsync", json.loads(header), lines)

    report = lead.merge(bad, one.send())

    assert [bool(file.refused) for file in report.files] == [True, False]
    assert lead.get(Person, amina)
    assert lead.store.search("siobhan") == []


def test_a_hub_name_that_no_database_holds_stops_nothing(new_store: NewStore, tmp_path: Path) -> None:
    # given a package that must wait for an earlier one, from a hub with half a letter in its name
    lead, hub = a_network(new_store, tmp_path, "Westcroft")
    header, *lines, _ = body(hub.store, hub.send()).splitlines()
    changed = json.loads(header)
    changed["ranges"][0]["from"] = 2
    said = json.dumps(changed | {"hub_name": "HALF Westcroft"}).replace("HALF", "\\ud800")
    content = [said, lines[0], json.dumps({"end": {"lines": 1}})]
    odd = raw(hub.store, tmp_path / "odd.hubsync", (f"{line}\n".encode() for line in content))
    # when
    report = lead.merge(odd)
    # then
    assert report.files[0].hub == "Westcroft"
    assert report.files[0].missing == ((1, 1),)


@pytest.mark.skipif(sys.platform != "linux", reason="Other systems give no file such a name.")
def test_a_file_whose_name_no_text_can_hold_stops_nothing(new_store: NewStore, tmp_path: Path) -> None:
    # Given a package and a damaged one, named by an old archive, in a folder named so too
    lead, hub = a_network(new_store, tmp_path, "Aston")
    hub.person("Ann Example")
    folder = tmp_path / os.fsdecode(b"caf\xe9")
    folder.mkdir()
    sent = export_package(hub.store, folder).path
    good, bad = (folder / os.fsdecode(name) for name in (b"l\xe9on.hubsync", b"l\xe9a.hubsync"))
    sent.rename(good)
    bad.write_bytes(b"nothing")
    # When
    report = merge_packages(lead.store, [bad, good])
    # Then it is told by what can be told of its name
    assert [(one.name, bool(one.refused)) for one in report.files] == [("l?a.hubsync", True), ("l?on.hubsync", False)]
    assert [one.file for one in merged_packages(lead.store)] == ["l?on.hubsync"]
    assert [one.name for one in sent_files(hub.store)] == [sent.name]
    assert inspect(lead.store, bad).name == "l?a.hubsync"


def test_letters_that_look_like_an_escape_travel(new_store: NewStore, tmp_path: Path) -> None:
    lead, hub = a_network(new_store, tmp_path, "Westcroft")
    amina = hub.person("Amina", address="Unit \\u0000")

    lead.merge(hub.send())

    assert lead.get(Person, amina).address == "Unit \\u0000"


def test_guarantee_15_a_bomb_is_refused(new_store: NewStore, tmp_path: Path) -> None:
    lead, hub = a_network(new_store, tmp_path, "Westcroft")
    bomb = tmp_path / "bomb.hubsync"
    header = body(hub.store, hub.send()).splitlines()[0].encode()

    for content in (
        [header + b"\n", *((b" " * 1000 + b"\n") for _ in range(100_000))],
        [header + b"\n", b'{"a":"', *(b"x" * 1000 for _ in range(100_000))],
        [b" " * 300_000_000],
    ):
        assert "damaged" in refusal(lead, raw(hub.store, bomb, content))


def test_guarantee_11_what_must_not_leave_does_not(new_store: NewStore, tmp_path: Path) -> None:
    _, hub = a_network(new_store, tmp_path, "Westcroft")
    person = hub.person("Amina")
    hub.store.by = "CANARY-receptionist"
    hub.add(SupportNeed(person=person, category="4", what_helps="CANARY-helps"))
    hub.add(EqualityAnswer(person=person, answered=date(2026, 9, 1), ethnicity="white_irish"))
    check = hub.add(DbsCheck(person=person, level="enhanced", certificate_number="001234567890", seen_by="CANARY-seen"))
    hub.change(DbsCheck, check, certificate_number="009876543210")
    hub.remove(DbsCheck, check)
    notes = dict.fromkeys(("issues", "options", "actions", "signposted_to"), "CANARY-notes")
    hub.add(IagSession(person=person, adviser=person, day=date(2026, 9, 1), minutes=45, agreed=True, **notes))

    said = body(hub.store, hub.send())

    assert "CANARY" not in said
    assert "001234567890" not in said
    assert "009876543210" not in said
    assert "certificate_number" not in said
    assert "support_need" not in said
    assert "equality_answer" not in said
    assert "dbs_check" in said
    # Of a session of advice that it was held, of what kind and how long
    assert '"minutes":45' in said
    assert '"iag_type":"advice"' in said
    assert not any(name in said for name in (*notes, "adviser", "review_on", "channel"))
    leaving = what_leaves(hub.store)
    assert any("support needs" in sentence for sentence in leaving.stays)
    assert any("Of DBS checks, these stay here: certificate number" in sentence for sentence in leaving.stays)
    assert any(going.sentence.startswith("People: 1") for going in leaving.leaves)


def test_guarantee_11_no_special_field_of_any_kind_is_sent() -> None:
    for kind in KINDS:
        names = sent_fields().get(kind.__tablename__, frozenset())
        assert not {field.name for field in fields_of(kind) if field.special or not field.synced} & names


_MERGE = """
import sys
from pathlib import Path
from hubdesk.base.progress import Progress
from hubdesk.store import Store
from hubdesk.sync.merge import merge_packages
store = Store.open(Path(sys.argv[1]), sys.argv[2])
import os, signal
def report(done, of):
    if done >= int(sys.argv[4]):
        os.kill(os.getpid(), signal.SIGKILL)
merge_packages(store, [Path(sys.argv[3])], Progress(report))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9.")
def test_guarantee_13_killed_in_the_middle_leaves_before_or_after(new_store: NewStore, tmp_path: Path) -> None:
    lead, hub = a_network(new_store, tmp_path, "Westcroft")
    with hub.store.operation("Many") as session:
        session.add_all(Person(full_name=f"Person {n}") for n in range(5000))
    sent = hub.send()
    before = state_hash(lead.store)
    path = tmp_path / "lead.hubdesk"
    lead.store.close()

    for at in (1, 4000):
        ended = subprocess.run(
            [sys.executable, "-c", _MERGE, str(path), PASSPHRASE, str(sent), str(at)],
            check=False,
            cwd=Path(__file__).parents[2],
            env=os.environ | {"PYTHONPATH": "."},
        )
        assert ended.returncode == -signal.SIGKILL
        again = Store.open(path, PASSPHRASE)
        assert state_hash(again) == before
        again.close()
    last = Store.open(path, PASSPHRASE)
    merge_packages(last, [sent])
    assert state_hash(last) != before
    last.close()
