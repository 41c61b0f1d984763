"""Backing up and bringing back from the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from hubdesk.cli import main
from hubdesk.operations.set_up_hub import set_up_hub
from hubdesk.store import Store
from hubdesk.store.tables import audit
from hubdesk.store.values import unpack
from tests.conftest import PASSPHRASE, no_window
from tests.hub_life import a_person
from tests.sync.network import acquaint_stores


@pytest.fixture(autouse=True)
def _passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUBDESK_PASSPHRASE", PASSPHRASE)


def test_r13_a_hub_is_backed_up_while_it_is_open_and_brought_back(
    new_store: Callable[[str], Store], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # Given a hub, open in a window
    store = new_store("hub")
    set_up_hub(store, "Westcroft", "WES")
    acquaint_stores(store, store)
    a_person(store, "Nasrin Ahmadi")
    path = tmp_path / "hub.hubdesk"

    # When it is backed up, closed, and brought back
    assert main(["backup", str(path), str(tmp_path / "stick")], no_window) == 0
    store.close()
    [made] = (tmp_path / "stick").glob("*.hubbackup")
    assert main(["restore", str(made), str(path)], no_window) == 0
    said = capsys.readouterr().out
    assert str(made) in said
    assert "hub before" in said

    # Then it sends nothing until somebody says that it is the right one
    sending = ["export", "--file", str(path), str(tmp_path / "out")]
    assert main(sending, no_window) == 1
    assert "right one" in capsys.readouterr().err
    # Nor does a dry run that says so change that
    assert main([*sending, "--right-file", "--dry-run"], no_window) == 0
    assert main(sending, no_window) == 1
    assert main([*sending, "--right-file"], no_window) == 0
    assert len(list((tmp_path / "out").glob("*.hubsync"))) == 1


def test_s15_a_backup_from_the_command_line_has_its_line_in_the_log(
    new_store: Callable[[str], Store], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # Given a hub that is open: only the window that has it may write, and the command says so
    store = new_store("hub")
    set_up_hub(store, "Westcroft", "WES")
    path = tmp_path / "hub.hubdesk"
    assert main(["backup", str(path), str(tmp_path / "one")], no_window) == 0
    assert "does not tell" in capsys.readouterr().out
    store.close()

    # When it is backed up once it is closed
    assert main(["backup", str(path), str(tmp_path / "two")], no_window) == 0
    assert "does not tell" not in capsys.readouterr().out

    # Then the log tells who did it, as it does of the window's, and is still whole
    store = Store.open(path, PASSPHRASE)
    with store.reading() as session:
        told = session.execute(select(audit.c.by, audit.c.about).where(audit.c.what == "backed_up")).all()
    assert [(by, unpack(about)["why"]) for by, about in told] == [("Manager", "asked")]
    assert store.findings() == []
    store.close()


def test_r13_a_spreadsheet_and_a_merge_are_preceded_by_a_backup(
    new_store: Callable[[str], Store], tmp_path: Path
) -> None:
    store = new_store("hub")
    set_up_hub(store, "Westcroft", "WES", network="South")
    (tmp_path / "lead").mkdir()
    lead = new_store("lead/network")
    set_up_hub(lead, "South", "SOU", network="South", lead=True)
    acquaint_stores(lead, store)
    for one in (store, lead):
        one.close()
    (tmp_path / "people.csv").write_text("Full name\nNasrin Ahmadi\nChen Wei\n")
    path = str(tmp_path / "hub.hubdesk")
    assert main(["import", "--file", path, "person", str(tmp_path / "people.csv")], no_window) == 0
    assert len(list((tmp_path / "backups").glob("*.hubbackup"))) == 1
    assert main(["export", "--file", path, str(tmp_path / "out")], no_window) == 0
    [package] = (tmp_path / "out").glob("*.hubsync")
    network = str(tmp_path / "lead" / "network.hubdesk")
    for _ in range(2):
        assert main(["merge", str(package), "--into", network], no_window) == 0
    assert len(list((tmp_path / "lead" / "backups").glob("*.hubbackup"))) == 2


def test_what_is_no_backup_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.hubbackup").write_bytes(b"PK nothing")
    for words in (
        ["restore", "x.hubbackup", "hub.hubdesk"],
        ["restore", "no.hubbackup", "h"],
        ["backup", "no.hubdesk"],
    ):
        given = [words[0], *(str(tmp_path / word) for word in words[1:])]
        assert main(given, no_window) == 1
        assert len(capsys.readouterr().err.splitlines()) == 1
    assert [one.name for one in tmp_path.iterdir()] == ["x.hubbackup"]
