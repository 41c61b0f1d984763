"""A scanned certificate on the command line: at the hub that gave it out, at its lead, and elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import pytest

from hubdesk.access.certificate_code import read_certificate_code
from hubdesk.base import ids
from hubdesk.cli import main
from hubdesk.operations.issue_certificates import issue_certificates
from hubdesk.printing import gathering_certificates
from hubdesk.records.learning.certificate import Certificate
from hubdesk.store import Store
from tests.conftest import PASSPHRASE, no_window
from tests.hub_life import a_person, a_run
from tests.sync.network import Desk, a_network


@pytest.fixture
def network(new_store: Callable[[str], Store], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Desk]:
    """A lead and two hubs, with a passphrase that the command line finds."""
    monkeypatch.setenv("HUBDESK_PASSPHRASE", PASSPHRASE)
    return a_network(new_store, tmp_path, "One", "Two")


def issued(store: Store) -> tuple[UUID, str]:
    """A certificate for Amina Yusuf, and the text in its code."""
    person, run = a_person(store), a_run(store)
    keys = store.post_keys
    with store.operation("Issue") as session:
        made = issue_certificates(session, store.around(session), run, [person], "completion", date(2026, 12, 18))
        session.flush()
        [award] = gathering_certificates.certificates(session, [made[0].id], keys).awards
        return made[0].id, award.code


def test_of_certificates_given_out_in_one_moment_no_code_tells_the_salt_of_another(
    network: list[Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    store = network[1].store
    run, people, keys = a_run(store), [a_person(store, "Amina Yusuf"), a_person(store, "Li Wei")], store.post_keys
    monkeypatch.setattr(ids, "time", SimpleNamespace(time_ns=lambda: 1_796_000_000_000_000_000))

    with store.operation("Issue") as session:
        made = issue_certificates(session, store.around(session), run, people, "completion", date(2026, 12, 18))
        session.flush()
        awards = gathering_certificates.certificates(session, [one.id for one in made], keys).awards
    codes = [read_certificate_code(one.code, [keys.public]) for one in awards]

    assert len({one.salt[:2] for one in codes if one is not None}) == 2


def test_a_scan_is_checked_where_its_keys_are_known(
    network: list[Desk], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # Given a certificate of the first hub, the lead who took a package of it, and all files closed
    _, text = issued(network[1].store)
    network[0].merge(network[1].send())
    for desk in network:
        desk.store.close()

    def said(file: str, *words: str) -> tuple[int, str]:
        code = main(["check-certificate", "--file", str(tmp_path / f"{file}.hubdesk"), *words], no_window)
        return code, capsys.readouterr().out

    # Then its hub and the lead know it, and whether the name fits; another hub does not know it
    for file in ("One", "lead"):
        code, out = said(file, text, "--name", "amina yusuf")
        assert code == 0
        assert text.split(":")[2] in out
        assert "18 Dec 2026" in out
        assert "The name fits." in out
        code, out = said(file, text, "--name", "Somebody Else")
        assert code == 1
        assert "another name" in out
    code, out = said("One", text)
    assert code == 0
    assert "of One," in out
    assert said("Two", text)[0] == 1
    code, out = said("One", text.replace("26", "25", 1))
    assert code == 1
    assert "do not rely on it" in out


def test_one_that_was_taken_back_is_said_to_be(
    network: list[Desk], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = network[1]
    certificate, text = issued(one.store)
    one.remove(Certificate, certificate)
    one.store.close()

    assert main(["check-certificate", "--file", str(tmp_path / "One.hubdesk"), text], no_window) == 1
    assert "no longer among the certificates" in capsys.readouterr().out


def test_a_file_signs_no_certificate_of_another_hub(network: list[Desk]) -> None:
    lead, one = network[0], network[1]
    certificate, _ = issued(one.store)
    lead.merge(one.send())

    with lead.store.reading() as session:
        [award] = gathering_certificates.certificates(session, [certificate], lead.store.post_keys).awards
    assert award.code == ""
