"""That the log tells who looked at restricted records, whichever way they looked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from hubdesk import cli
from hubdesk.access.roles import Role
from hubdesk.base.errors import Refused
from hubdesk.records.people.person import Person
from hubdesk.records.people.support_need import SupportNeed
from hubdesk.reports.subject_pack import subject_pack
from hubdesk.store import Store
from hubdesk.store.restricted_reads import reading_noted
from hubdesk.store.tables import audit
from hubdesk.store.values import unpack
from tests.conftest import PASSPHRASE, no_window
from tests.store.conftest import FIRST, Life

RECEPTION = "a kettle beside the window"


def reads(store: Store) -> list[dict[str, Any]]:
    with store.reading_plainly() as connection:
        lines = connection.scalars(select(audit.c.about).where(audit.c.what == "read_restricted").order_by(audit.c.seq))
        return [unpack(about) for about in lines]


def test_s15_what_a_pack_reads_of_restricted_kinds_is_in_the_log(life: Life) -> None:
    # Given a person with a support need, when everything that is held about them is read
    amina = life.ids["amina"]
    with reading_noted(life.store, amina) as session:
        subject_pack(session, amina, FIRST)

    # Then the log tells of each restricted kind, and about whom
    assert {"kind": "support_need", "of": str(amina)} in reads(life.store)


def test_s15_what_was_read_before_it_broke_off_is_in_the_log(life: Life) -> None:
    with pytest.raises(Refused), reading_noted(life.store) as session:
        session.get(SupportNeed, life.ids["need"])
        raise Refused("The disk is full.")
    assert reads(life.store) == [{"kind": "support_need"}]


def test_s15_what_is_not_restricted_writes_no_line(life: Life) -> None:
    with reading_noted(life.store) as session:
        assert session.get(Person, life.ids["amina"])
    assert reads(life.store) == []


def test_s15_what_reception_cannot_open_it_has_not_looked_at(life: Life) -> None:
    code = life.store.accounts.add("Rosa", Role.RECEPTION)
    life.store.close()
    theirs = Store.open(life.path, code, "Rosa")
    theirs.choose_passphrase(RECEPTION)
    with reading_noted(theirs) as session:
        session.get(SupportNeed, life.ids["need"])
    assert reads(theirs) == []
    theirs.close()
    life.store = Store.open(life.path, PASSPHRASE, "Manager")


@pytest.mark.parametrize(
    "words",
    [("list", "support_need"), ("print", "support_need"), ("print", "enrolment-form", "Amina Yusuf")],
    ids=["list", "printed list", "printed form"],
)
def test_s15_the_command_line_writes_it_down_too(
    life: Life, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    life.store.close()
    monkeypatch.setenv("HUBDESK_PASSPHRASE", PASSPHRASE)
    target = ("--target", str(tmp_path)) if words[0] == "print" else ()
    assert cli.main([*words, "--file", str(life.path), "--as", "Manager", *target], no_window) == 0
    life.store = Store.open(life.path, PASSPHRASE, "Manager")
    assert "support_need" in {one["kind"] for one in reads(life.store)}
