"""Special category answers: who reads them, and that they stay sealed for everybody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sqlalchemy import select, text

from hubdesk.fields.sealed import Sealed
from hubdesk.records import KINDS
from hubdesk.records.people.equality_answer import EqualityAnswer
from hubdesk.records.people.person import Person
from hubdesk.records.people.support_need import SupportNeed
from hubdesk.records.volunteering.dbs_check import DbsCheck
from hubdesk.store import Store
from tests.store.conftest import CANARIES


def everything(store: Store) -> str:
    """Every column of every table, as whoever signed in can read it by whatever statement."""
    with store.writing_plainly() as writing, store.reading_plainly() as reading:
        tables = list(reading.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")))
        rows = [
            str(row)
            for connection in (writing, reading)
            for name in tables
            for row in connection.execute(text(f'SELECT * FROM "{name}"'))
        ]
    with store.reading() as session:
        rows += [str(vars(record)) for kind in KINDS for record in session.scalars(select(kind))]
        rows += [str(store.history(need.id)) for need in session.scalars(select(SupportNeed))]
    with store.operation("Look") as session:
        rows += [str(vars(record)) for kind in KINDS for record in session.scalars(select(kind))]
    return "\n".join(rows)


def test_s09_reception_writes_special_answers_and_reads_none(sign_in: Callable[[str], Store]) -> None:
    # Given 500 canaries in a support need, when reception looks everywhere
    bola = sign_in("Bola")
    seen = everything(bola)
    assert "Ada Obi" in seen
    assert [canary for canary in CANARIES if canary in seen] == []

    # Then it can add one of its own, and cannot read that either once it has signed in anew
    with bola.operation("Add an answer") as session:
        ada = session.scalars(select(Person)).one()
        session.add(EqualityAnswer(person=ada.id, answered=date(2026, 5, 1), sex="F"))
    with bola.reading() as session:
        assert isinstance(session.scalars(select(EqualityAnswer)).one().sex, Sealed)

    # And the manager reads all of them, in the records and in their history
    manager = sign_in("Manager")
    with manager.reading() as session:
        assert session.scalars(select(EqualityAnswer)).one().sex == "F"
        needs = {need.what_helps: need.id for need in session.scalars(select(SupportNeed))}
    assert set(needs) == set(CANARIES)
    assert any(change.after == "CANARY-007" for change in manager.history(needs["CANARY-007"]))


def test_a_tutor_reads_support_needs_but_no_checks_of_volunteers(sign_in: Callable[[str], Store]) -> None:
    theo = sign_in("Theo")
    with theo.reading() as session:
        assert len({need.what_helps for need in session.scalars(select(SupportNeed))}) == 500
        assert session.execute(select(DbsCheck.level, DbsCheck.certificate_number)).one() == (None, None)
    bola = sign_in("Bola")
    with bola.reading() as session:
        check = session.scalars(select(DbsCheck)).one()
        assert (check.level, check.certificate_number, check.seen_by) == ("enhanced", None, None)


def test_what_reception_undoes_stays_sealed_and_whole(sign_in: Callable[[str], Store]) -> None:
    bola = sign_in("Bola")
    with bola.operation("Add an answer") as session:
        ada = session.scalars(select(Person)).one()
        session.add(EqualityAnswer(person=ada.id, answered=date(2026, 5, 1), sex="F"))
    bola = sign_in("Bola")
    assert bola.undo() == "Add an answer"
    assert bola.redo() == "Add an answer"
    with sign_in("Manager").reading() as session:
        answer = session.scalars(select(EqualityAnswer)).one()
        assert (answer.sex, answer.answered) == ("F", date(2026, 5, 1))
