"""Packages on the command line: what it prints for a person and for a program, and how it ends."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hubdesk.cli import main
from hubdesk.fields.ward_ids import ward_id
from hubdesk.operations.erase_person import erase_person
from hubdesk.operations.set_up_hub import set_up_hub
from hubdesk.records.network.sharing_agreement import TOTALS
from hubdesk.records.people.person import Person
from hubdesk.records.places.ward import Ward
from hubdesk.store import Store
from hubdesk.sync.machines import copy_to, write_work
from hubdesk.sync.returning import write_returns
from tests.conftest import PASSPHRASE, no_window
from tests.sync.network import WARDS, Desk, a_network, a_stick
from tests.sync.test_agreement import agree
from tests.sync.test_merge_desk import years_ahead


@pytest.fixture
def network(new_store: Callable[[str], Store], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Desk]:
    """A lead and two hubs, with a passphrase that the command line finds."""
    monkeypatch.setenv("HUBDESK_PASSPHRASE", PASSPHRASE)
    return a_network(new_store, tmp_path, "One", "Two")


def _told(capsys: pytest.CaptureFixture[str], code: int, *words: str) -> Any:
    """What a command says as JSON, once it has ended with this code."""
    capsys.readouterr()
    assert main([*words, "--json"], no_window) == code
    return json.loads(capsys.readouterr().out)


def test_a_round_trip_told_to_a_program(
    network: list[Desk], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # Given a hub with one person, and all files closed
    one = network[1]
    one.person("Nasrin Ahmadi")
    for desk in network:
        desk.store.close()
    hub, into, out = str(tmp_path / "One.hubdesk"), str(tmp_path / "lead.hubdesk"), str(tmp_path / "out")

    # When it says what would leave, then nothing is written
    dry = _told(capsys, 0, "export", "--file", hub, out, "--dry-run")
    assert {kind["kind"]: kind["count"] for kind in dry["leaves"]}["People"] == 1
    assert not Path(out).exists()

    # When it is written, looked into, merged and answered
    sent = _told(capsys, 0, "export", "--file", hub, out)["sent"]
    [seen] = _told(capsys, 0, "inspect", "--file", into, sent["path"])
    merged = _told(capsys, 0, "merge", sent["path"], "--into", into, "--returns", out)

    # Then each tells the same of it
    assert seen["hub"] == "One"
    assert dict(seen["changes"])["person"] == 1
    assert sum(dict(seen["changes"]).values()) == sent["entries"]
    assert merged["files"][0]["hub"] == "One"
    assert merged["files"][0]["refused"] == ""

    # And the hub takes in what came back, and has nothing more to send
    assert _told(capsys, 0, "merge", sent["path"], "--into", into, "--dry-run")["files"][0]["new"] == 0
    [back] = [path for path in merged["returns"] if "one" in Path(path).name]
    assert _told(capsys, 0, "receive", "--file", hub, back)["said"]
    assert main(["export", "--file", hub, out], no_window) == 1
    assert "nothing to send" in capsys.readouterr().err


def test_what_would_go_back_is_told_and_of_several_files_those_of_others_are_left_out(
    network: list[Desk], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # Given a lead that changed something of a hub
    lead, one, two = network
    amina = one.person("Amina")
    lead.merge(one.send(), two.send())
    lead.change(Person, amina, known_as="Mina")
    for desk in network:
        desk.store.close()
    into, hub, out = str(tmp_path / "lead.hubdesk"), str(tmp_path / "One.hubdesk"), tmp_path / "out"
    # When it is told what would go back, then nothing is written
    dry = _told(capsys, 0, "return", "--file", into, str(out), "--dry-run")
    assert not out.exists()
    assert main(["return", "--file", into, str(out), "--dry-run"], no_window) == 0
    assert "would go back" in capsys.readouterr().out
    # When it is written, then it is the same
    assert _told(capsys, 0, "return", "--file", into, str(out)) == dry
    # When the hub is given all files at once, then it takes its own in, and says why not the other
    backs = sorted(map(str, out.glob("*.hubreturn")), reverse=True)
    told = _told(capsys, 1, "receive", "--file", hub, *backs)
    assert [one["changed"] for one in told["returns"]] == [1]
    assert [name for name in told["refused"] if "two" in name]
    assert main(["receive", "--file", hub, *backs], no_window) == 1
    assert "not taken in" in capsys.readouterr().out


def test_a_folder_stands_for_the_files_in_it_whatever_case_their_endings_have(
    network: list[Desk], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # Given a stick with two hubs' packages, one of them named in capitals, what a Mac left, a letter, and an empty folder
    _, one, two = network
    one.person("Amina")
    stick = tmp_path / "stick"
    stick.mkdir()
    one.send().rename(stick / "ONE.HUBSYNC")
    two.send().rename(stick / "two.hubsync")
    (stick / "letter.pdf").write_bytes(b"")
    (stick / "._two.hubsync").write_bytes(b"\0\5\x16\7")
    (stick / "empty").mkdir()
    for desk in network:
        desk.store.close()
    into, out = str(tmp_path / "lead.hubdesk"), tmp_path / "out"

    # Then both are looked into, merged and answered, and an empty folder is told of by its name
    assert [found["hub"] for found in _told(capsys, 0, "inspect", "--file", into, str(stick))] == ["One", "Two"]
    merged = _told(capsys, 0, "merge", "--into", into, str(stick))
    assert [file["name"] for file in merged["files"]] == ["ONE.HUBSYNC", "two.hubsync"]
    [empty] = _told(capsys, 1, "merge", "--into", into, str(stick / "empty"))["files"]
    assert (empty["name"], bool(empty["refused"])) == ("empty", True)
    assert main(["return", "--file", into, str(out)], no_window) == 0
    told = _told(capsys, 1, "receive", "--file", str(tmp_path / "One.hubdesk"), str(out))
    assert len(told["returns"]) == len(told["refused"]) == 1


class _Terminal(io.StringIO):
    """Somebody watches, and presses Ctrl+C when the progress shows for the time of this number."""

    stopped = False

    def __init__(self, times: int = 1) -> None:
        super().__init__()
        self._left = times

    def isatty(self) -> bool:
        return True

    def write(self, said: str) -> int:
        written = super().write(said)
        if " / " in said and not self.stopped:
            self._left -= 1
            self.stopped = self._left == 0
            if self.stopped:
                raise KeyboardInterrupt
        return written


def test_whoever_presses_ctrl_c_hears_in_words_that_nothing_was_done_by_half(
    network: list[Desk], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given a package, and a lead's file and folder as they are
    one = network[1]
    amina = one.person("Amina")
    package, into, out = one.send(), str(tmp_path / "lead.hubdesk"), tmp_path / "out"
    for desk in network:
        desk.store.close()

    # When a merge and an export are stopped
    for words in (
        ["merge", "--into", into, str(package)],
        ["export", "--file", str(tmp_path / "One.hubdesk"), str(out)],
    ):
        terminal = _Terminal()
        monkeypatch.setattr(sys, "stderr", terminal)
        assert main(words, no_window) == 130
        assert terminal.getvalue().endswith("Stopped. What was not finished by then is as it was before.\n")

    # Then nobody came in and no file was left behind
    assert list(out.iterdir()) == []
    reopened = Store.open(Path(into), PASSPHRASE)
    with reopened.reading() as session:
        assert session.get(Person, amina) is None
    reopened.close()


def test_whoever_presses_ctrl_c_at_the_second_file_is_told_of_the_first(
    network: list[Desk], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # Given two files that came back from a lead, one after the other
    lead, one, _ = network
    amina, bola = one.person("Amina"), one.person("Bola")
    lead.merge(one.send())
    backs = []
    for person in (amina, bola):
        lead.change(Person, person, known_as="Mina")
        (made,) = write_returns(lead.store, tmp_path)
        backs.append(str(made.path))
    for desk in network:
        desk.store.close()

    # When the hub is given both, and somebody stops while the second is taken in
    terminal = _Terminal(times=2)
    monkeypatch.setattr(sys, "stderr", terminal)
    hub = str(tmp_path / "One.hubdesk")
    assert main(["receive", "--file", hub, *backs], no_window) == 130

    # Then what the first changed is told, and that it stopped
    said = capsys.readouterr().out
    assert "Mina" in said
    assert "Bola" not in said
    assert terminal.getvalue().endswith("Stopped. What was not finished by then is as it was before.\n")


def test_who_has_nothing_to_send_or_give_back_is_told_so(
    new_store: Callable[[str], Store],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HUBDESK_PASSPHRASE", PASSPHRASE)
    for name in ("lead", "hub"):
        store = new_store(name)
        set_up_hub(store, name, name.upper(), network="South", lead=name == "lead")
        store.close()
    into, hub, out = str(tmp_path / "lead.hubdesk"), str(tmp_path / "hub.hubdesk"), str(tmp_path / "out")
    capsys.readouterr()
    assert main(["return", "--file", hub, out], no_window) == 0
    assert "nothing goes back" in capsys.readouterr().out
    assert main(["export", "--file", into, out], no_window) == 1
    assert "lead organisation’s own" in capsys.readouterr().err


def test_a_package_of_totals_and_erasures_is_looked_into(
    network: list[Desk], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # Given a hub that shares totals only, and somebody erased
    _, one, _ = network
    amina = one.person("Amina")
    erase_person(one.store, amina, "Amina", date.today())
    agree(one, TOTALS)
    sent = str(one.send())
    for desk in network:
        desk.store.close()
    # Then both are told
    [seen] = _told(capsys, 0, "inspect", "--file", str(tmp_path / "lead.hubdesk"), sent)
    assert (seen["totals"], seen["erased"]) == (date.today().isoformat(), 1)
    assert main(["inspect", "--file", str(tmp_path / "lead.hubdesk"), sent], no_window) == 0
    said = capsys.readouterr().out
    assert "Totals only, rounded" in said
    assert "It says that 1 record is erased." in said


def test_the_exit_code_says_that_a_person_is_needed(
    network: list[Desk], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # Given two hubs that know one ward by different names, and a file that is no package
    _, one, two = network
    ward = ward_id(next(iter(WARDS)))
    one.change(Ward, ward, name="Baguley North")
    two.change(Ward, ward, name="Baguley South")
    packages = [str(hub.send()) for hub in (one, two)]
    rubbish = tmp_path / "rubbish.hubsync"
    rubbish.write_bytes(b"no package")
    for desk in network:
        desk.store.close()
    into = str(tmp_path / "lead.hubdesk")

    # Then the disagreement ends with 3, a refused file with 1, told in the report
    assert sum(file["conflicts"] for file in _told(capsys, 3, "merge", *packages, "--into", into)["files"]) == 1
    assert _told(capsys, 1, "inspect", "--file", into, str(rubbish))[0]["refused"]
    assert _told(capsys, 1, "merge", str(rubbish), "--into", into)["files"][0]["refused"]


def test_what_comes_back_with_something_to_decide_ends_with_three(
    network: list[Desk], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # Given somebody whom the hub and its lead call by different names, and the hub's laptop by a third
    lead, one, _ = network
    amina = one.person("Amina")
    lead.merge(one.send())
    laptop = Desk(Store.open(copy_to(one.store, a_stick(tmp_path)), PASSPHRASE), tmp_path / "stick")
    for desk, name in ((lead, "Mina"), (one, "Ami"), (laptop, "Nina")):
        desk.change(Person, amina, known_as=name)
    back = next(r.path for r in write_returns(lead.store, tmp_path) if r.hub == one.store.hub_id)
    work = write_work(laptop.store, tmp_path).path
    for desk in (*network, laptop):
        desk.store.close()
    hub = str(tmp_path / "One.hubdesk")
    # Then both say that a person is to decide, and once it is all here nothing more
    assert _told(capsys, 3, "receive", "--file", hub, str(back))["returns"][0]["conflicts"] == 1
    assert _told(capsys, 3, "work-in", "--file", hub, str(work))["files"][0]["conflicts"]
    assert _told(capsys, 0, "receive", "--file", hub, str(back))["returns"][0]["conflicts"] == 0
    assert _told(capsys, 0, "work-in", "--file", hub, str(work))["files"][0]["conflicts"] == 0


def test_nothing_is_merged_where_what_goes_back_cannot_be_written(
    network: list[Desk], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # Given a package, and a file where the folder for what goes back should be
    one, into = network[1], str(tmp_path / "lead.hubdesk")
    one.person("Amina")
    sent, no_folder = str(one.send()), tmp_path / "no folder"
    no_folder.write_text("a file")
    for desk in network:
        desk.store.close()
    # When
    assert main(["merge", sent, "--into", into, "--returns", str(no_folder)], no_window) == 1
    # Then
    assert "no folder cannot be used" in capsys.readouterr().err
    assert _told(capsys, 0, "merge", sent, "--into", into)["files"][0]["new"]
    # And a copy for another computer names what is no folder, and not the hub's file
    assert main(["copy", str(no_folder), "--file", into], no_window) == 1
    assert "no folder cannot be used" in capsys.readouterr().err


def test_a_package_is_undone_with_what_follows_on_it(
    network: list[Desk], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # Given two packages of one hub that were merged
    one, into = network[1], str(tmp_path / "lead.hubdesk")
    one.person("Nasrin Ahmadi")
    first = one.send()
    one.person("Bo Chen")
    second = one.send()
    for desk in network:
        desk.store.close()
    assert main(["merge", str(first), str(second), "--into", into], no_window) == 0
    listed = [row["file"] for row in _told(capsys, 0, "packages", "--file", into)]
    assert sorted(listed) == sorted((first.name, second.name))

    # When the first is to be undone, then the second is named, and nothing is done
    assert main(["unmerge", "--file", into, first.name], no_window) == 1
    assert second.name in capsys.readouterr().err
    tried = _told(capsys, 0, "unmerge", "--file", into, first.name, "--dry-run")
    assert len(_told(capsys, 0, "packages", "--file", into)) == 2

    # When both may go, then it tells the same, and nothing of them is left
    assert _told(capsys, 0, "unmerge", "--file", into, first.name, "--with-later") == tried
    assert _told(capsys, 0, "packages", "--file", into) == []
    assert main(["unmerge", "--file", into, first.name], no_window) == 1
    assert "was not merged here" in capsys.readouterr().err
    assert main(["check", "--file", into], no_window) == 0
    assert main(["log", "--file", into], no_window) == 0
    assert "Undid merged packages" in capsys.readouterr().out


def test_the_hubs_are_told_of_and_the_code_says_that_one_needs_somebody(
    network: list[Desk], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # Given two hubs whose packages were merged, then one with a wrong clock
    lead, one, two = network
    one.person("Nasrin Ahmadi")
    lead.merge(one.send(), two.send())
    years_ahead(two, 3)
    two.person("Bo Chen")
    late = two.send()
    for desk in network:
        desk.store.close()
    into = str(tmp_path / "lead.hubdesk")
    told = _told(capsys, 0, "hubs", "--file", into)
    assert [(row["name"], row["status"], row["days"], row["needs"]) for row in told] == [
        ("One", "fine", 0, []),
        ("Two", "fine", 0, []),
    ]

    # When that waits in quarantine, then its hub comes first, and the code says that somebody is needed
    assert main(["merge", str(late), "--into", into], no_window) == 3
    capsys.readouterr()
    assert main(["hubs", "--file", into], no_window) == 3
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("Two: needs somebody. 1 package waits")
    assert second.startswith("One: in order. Last package today.")
