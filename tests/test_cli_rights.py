"""Who may do what is the same without a window, and stands in the log."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from hubdesk.access import key_file
from hubdesk.access.key_file import slots_path
from hubdesk.access.roles import Role
from hubdesk.access.stretching import FLOOR
from hubdesk.cli import main
from hubdesk.records.advice.iag_session import IagSession
from hubdesk.records.people.person import Person
from hubdesk.records.people.support_need import SupportNeed
from hubdesk.reports.who_did_what import log_page
from hubdesk.store import Store
from hubdesk.store.tables import operation
from tests.conftest import PASSPHRASE, QUICK, no_window
from tests.hub_life import a_person


def test_s15_the_log_is_shown_and_checked(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # Given a file in which something was done
    monkeypatch.setenv("HUBDESK_PASSPHRASE", PASSPHRASE)
    store.by = "Bea"
    a_person(store, "Nasrin Ahmadi")
    store.close()
    path = tmp_path / "hub.hubdesk"

    # When its log is asked for, then it is told, and that it is as it was written
    assert main(["log", "--file", str(path)], no_window) == 0
    said = capsys.readouterr().out
    assert "Bea\tChanged records\tGiven" in said
    assert "as they were written" in said

    # And after a change with the right key it is told what was done, by the exit code too
    altered = Store.open(path, PASSPHRASE)
    with altered.writing_plainly() as connection:
        connection.execute(operation.update().values(by="Sam"))
    altered.close()
    assert main(["log", "--file", str(path)], no_window) == 1
    told = capsys.readouterr()
    assert "An operation covered by line 4" in told.out
    assert "[HD-034]" in told.err


def test_s15_s08_without_the_window_too_a_look_at_special_answers_is_in_the_log_and_what_is_refused_only_as_that(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # Given a receptionist and a tutor
    monkeypatch.setenv("HUBDESK_PASSPHRASE", PASSPHRASE)
    codes = {name: store.accounts.add(name, role) for name, role in (("Bola", Role.RECEPTION), ("Theo", Role.TUTOR))}
    with store.operation("Given") as session:
        ada = Person(full_name="Ada Obi")
        session.add_all([ada, SupportNeed(person=ada.id, category="10", what_helps="a ramp", main=True)])
    store.close()
    path = tmp_path / "hub.hubdesk"
    for name, code in codes.items():
        first = Store.open(path, code, name)
        first.choose_passphrase(PASSPHRASE)
        first.close()

    # When both list what people need and try to take it out
    for name in codes:
        assert main(["list", "--file", str(path), "--as", name, "support_need"], no_window) == 0
        written = [
            "spreadsheet",
            "--file",
            str(path),
            "--as",
            name,
            "--special",
            "support_need",
            str(tmp_path / "x.csv"),
        ]
        assert main(written, no_window) == 1
    said = capsys.readouterr().out
    assert said.count("Moderate learning difficulty") == 1
    assert not (tmp_path / "x.csv").exists()

    # Then the log has who looked, and nothing that was not done
    again = Store.open(path, PASSPHRASE, "Manager")
    with again.reading() as session:
        looked, refused, took = "Looked at restricted records", "Was refused", "Saved a list"
        lines = [(one.who, one.what) for one in log_page(session).lines if one.what in (looked, refused, took)]
    again.close()
    assert lines == [("Theo", refused), ("Theo", looked), ("Bola", refused), ("Bola", looked)]


def test_s09_on_the_command_line_reception_reads_no_notes_of_advice(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # Given a session that reception wrote down
    monkeypatch.setenv("HUBDESK_PASSPHRASE", PASSPHRASE)
    codes = {name: store.accounts.add(name, role) for name, role in (("Bola", Role.RECEPTION), ("Theo", Role.TUTOR))}
    person = a_person(store, "Ada Obi")
    store.close()
    path = tmp_path / "hub.hubdesk"
    for name, code in codes.items():
        first = Store.open(path, code, name)
        first.choose_passphrase(PASSPHRASE)
        if name == "Bola":
            with first.operation("Add IAG session") as session:
                session.add(
                    IagSession(
                        person=person, day=date(2026, 9, 1), iag_type="guidance", agreed=True, issues="CANARY-rent"
                    )
                )
        first.close()

    # When both list the sessions and take them out
    said = {}
    for name in codes:
        assert main(["list", "--file", str(path), "--as", name, "iag_session"], no_window) == 0
        main(
            ["spreadsheet", "--file", str(path), "--as", name, "iag_session", str(tmp_path / f"{name}.csv")], no_window
        )
        said[name] = capsys.readouterr().out

    # Then reception is told of nobody's, the tutor that it was held, and neither the notes without being asked for them
    assert "Guidance" not in said["Bola"]
    assert "Guidance" in said["Theo"]
    assert not (tmp_path / "Bola.csv").exists()
    assert "Guidance" in (written := (tmp_path / "Theo.csv").read_text(encoding="utf-8-sig"))
    assert "CANARY" not in said["Bola"] + said["Theo"] + written


def test_s03_signing_in_without_a_window_makes_one_s_passphrase_cost_what_it_should(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given a file whose passphrase is cheaper to try than it may be
    path = tmp_path / "hub.hubdesk"
    Store.create(path, PASSPHRASE, QUICK, name="Manager").close()
    monkeypatch.setenv("HUBDESK_PASSPHRASE", PASSPHRASE)

    # When somebody works with it on the command line
    assert main(["people", "--file", str(path)], no_window) == 0

    # Then it costs what is good enough here, and is the same passphrase
    (person,) = key_file.read(slots_path(path)).people
    assert person.private is not None
    assert person.private.cost.memory >= FLOOR.memory
    assert main(["people", "--file", str(path)], no_window) == 0
