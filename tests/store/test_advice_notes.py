"""Notes of advice: reception writes them and reads none, a tutor reads them, and none lies or leaves in plain text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select, text

from hubdesk.access.roles import Role
from hubdesk.base.errors import Refused
from hubdesk.fields.sealed import Sealed
from hubdesk.operations.set_up_hub import set_up_hub
from hubdesk.records.advice.iag_session import IagSession
from hubdesk.records.people.person import Person
from hubdesk.reports.today import today_page
from hubdesk.spreadsheets.writing import export_kind
from hubdesk.store import Store
from tests.conftest import PASSPHRASE

NOTES = {
    "issues": "CANARY-issues",
    "options": "CANARY-options",
    "actions": "CANARY-actions",
    "signposted_to": "CANARY-signposted",
}
TODAY = date.today()
SignIn = Callable[[str], Store]


@pytest.fixture
def sign_in(store: Store, tmp_path: Path) -> Iterator[SignIn]:
    """Opens the file, in which Ada Obi stands, as the manager, as Bola of reception or as Theo, who teaches."""
    set_up_hub(store, "Westcroft", "WES")
    codes = {name: store.accounts.add(name, role) for name, role in (("Bola", Role.RECEPTION), ("Theo", Role.TUTOR))}
    with store.operation("Add Ada") as session:
        session.add(Person(full_name="Ada Obi"))
    store.close()
    path = tmp_path / "hub.hubdesk"
    for name, code in codes.items():
        first = Store.open(path, code, name)
        first.choose_passphrase(PASSPHRASE)
        first.close()
    opened: list[Store] = []

    def come_in(name: str) -> Store:
        for earlier in opened:
            earlier.close()
        opened.append(Store.open(path, PASSPHRASE, name))
        return opened[-1]

    yield come_in
    opened[-1].close()


def write_down(store: Store) -> None:
    with store.operation("Add IAG session") as session:
        ada = session.scalars(select(Person)).one()
        session.add(
            IagSession(person=ada.id, day=TODAY - timedelta(days=30), review_on=TODAY, minutes=45, agreed=True, **NOTES)
        )


def all_rows(store: Store) -> str:
    """Every column of every table, as it lies in the file."""
    with store.reading_plainly() as connection:
        tables = list(connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")))
        return "\n".join(str(row) for name in tables for row in connection.execute(text(f'SELECT * FROM "{name}"')))


def test_s09_reception_writes_notes_of_advice_and_reads_none(sign_in: SignIn) -> None:
    # When reception writes a session down
    write_down(sign_in("Bola"))

    # Then, signed in anew, it reads nothing of it: not the notes, and not when or what kind it was
    bola = sign_in("Bola")
    with bola.reading() as session:
        one = session.scalars(select(IagSession)).one()
        assert [getattr(one, name) for name in NOTES] == [Sealed(getattr(one, name).text) for name in NOTES]
        told = ("day", "iag_type", "minutes", "review_on", "agreed")
        assert {getattr(one, name) for name in told} == {None}
        needs = today_page(session, TODAY, datetime.now(UTC).replace(tzinfo=None)).needs
        assert [need for need in needs if need.kind == "iag_session"] == []
    assert "CANARY" not in all_rows(bola)
    assert bola.search("CANARY") == []
    # And it changes and removes none
    with pytest.raises(Refused, match="only a manager"), bola.operation("Change") as session:
        session.scalars(select(IagSession)).one().issues = "nothing"
    with pytest.raises(Refused, match="only a manager"), bola.operation("Remove") as session:
        session.delete(session.scalars(select(IagSession)).one())

    # And a tutor reads all of it
    with sign_in("Theo").reading() as session:
        one = session.scalars(select(IagSession)).one()
        assert {name: getattr(one, name) for name in NOTES} == NOTES
        assert (one.minutes, one.review_on) == (45, TODAY)


def test_s09_notes_lie_sealed_also_for_those_who_read_them(sign_in: SignIn) -> None:
    theo = sign_in("Theo")
    write_down(theo)
    with theo.operation("Change") as session:
        session.scalars(select(IagSession)).one().issues = "CANARY-changed"
    # Neither in the rows nor in the journal, its titles, the log or the search
    assert "CANARY" not in all_rows(theo)
    assert theo.search("CANARY") == []
    # And a spreadsheet brings them only where special category answers may be taken out
    with pytest.raises(Refused, match="only a manager"):
        export_kind(theo, IagSession, theo.held.path.with_name("a.csv"), special=True)  # type: ignore[union-attr]
    manager = sign_in("Manager")
    folder = manager.held.path.parent  # type: ignore[union-attr]
    export_kind(manager, IagSession, folder / "plain.csv")
    export_kind(manager, IagSession, folder / "all.csv", special=True)
    plain, whole = ((folder / name).read_text(encoding="utf-8-sig") for name in ("plain.csv", "all.csv"))
    assert "0:45" in plain
    assert "CANARY" not in plain
    assert "CANARY-changed" in whole


def test_s09_a_tutor_s_unsaved_notes_are_read_by_nobody_at_reception(sign_in: SignIn) -> None:
    # Given a form that a tutor has not saved
    theo, draft = sign_in("Theo"), uuid4()
    theo.drafts.save(draft, "form:iag_session:new", "New IAG session", "", {"minutes": "0:45", **NOTES}, NOTES)
    assert theo.drafts.get(draft).answers == {"minutes": "0:45", **NOTES}  # type: ignore[union-attr]
    # When reception looks for it
    bola = sign_in("Bola")
    kept = bola.drafts.get(draft)
    # Then what is sealed is not in it
    assert kept is not None
    assert kept.answers == {"minutes": "0:45"}
    assert "CANARY" not in all_rows(bola)
    # And the tutor goes on where they were
    assert sign_in("Theo").drafts.get(draft).answers["issues"] == "CANARY-issues"  # type: ignore[union-attr]
