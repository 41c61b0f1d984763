"""Erasing a person leaves nothing of theirs, whatever kind of record holds it: new kinds are covered by themselves."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text

from hubdesk.base.errors import Refused
from hubdesk.fields.types import Email, Link, Notes, Text
from hubdesk.operations.erase_person import erase_person
from hubdesk.records import KINDS, Record, fields_of, kind_named
from hubdesk.records.people.person import Person
from hubdesk.store import Store
from hubdesk.store.belonging import owned_kinds
from hubdesk.store.check import check
from hubdesk.store.tables import erased, journal
from hubdesk.store.what_stays import what_stays
from tests.every_kind.making import make
from tests.rights.pages import all_bytes

OWNED = [kind for kind in KINDS if kind.__tablename__ in owned_kinds()]
NAME = "Zephyrine Canarybird"
TODAY = date(2026, 11, 25)


def with_canaries(store: Store, kind: type[Record], person: UUID) -> list[str]:
    """A record of the kind that is this person's, each of its texts a canary, changed once and journalled."""
    said = []
    with store.operation(f"Add for {NAME}") as session:
        session.info["made"] = {("person", number): person for number in range(4)}
        made = session.get_one(Person, person) if kind is Person else make(store, session, kind)
        around = store.around(session)
        if kind.kind.only_added:
            # What is in the log already may not be touched.
            made = kind(**{one.name: getattr(made, one.name) for one in fields_of(kind)})
            session.add(made)
        for field in fields_of(kind):
            if not isinstance(field.type, Text | Notes | Email) or field.name in ("number", "full_name"):
                continue
            canary = f"kanari{kind.__tablename__}{field.name}".replace("_", "")[: getattr(field.type, "longest", 99)]
            canary = f"{canary}@example.org" if isinstance(field.type, Email) else canary
            before = getattr(made, field.name)
            setattr(made, field.name, canary)
            if [*made.field_problems(), *made.problems(around)]:
                setattr(made, field.name, before)
            else:
                said.append(canary)
        id = made.id
    if not kind.kind.only_added:
        with store.operation("Change") as session:
            record = session.get_one(kind, id)
            for field in fields_of(kind):
                value = getattr(record, field.name)
                if isinstance(value, str) and value in said:
                    setattr(record, field.name, "again@example.org" if isinstance(field.type, Email) else "again")
    return said


@pytest.mark.parametrize("kind", OWNED, ids=lambda kind: kind.__tablename__)
def test_s18_no_canary_of_any_kind_is_left_in_the_file(store: Store, tmp_path: Path, kind: type[Record]) -> None:
    # Given a person with a record whose every text is a canary, changed since, and a draft and a search about them
    with store.operation(f"Add {NAME}") as session:
        person = Person(full_name=NAME, phone="07700900321", date_of_birth=date(1985, 3, 27), postcode="M19 1AB")
        session.add(person)
    canaries = [NAME, "07700900321", "zephyrine", *with_canaries(store, kind, person.id)]
    store.drafts.save(uuid4(), "enrolment", NAME, "", {"person_id": str(person.id), "notes": "kanaridraft"})
    canaries.append("kanaridraft")
    path = tmp_path / "hub.hubdesk"
    assert any(one.encode() in all_bytes(path) for one in canaries)

    # When the person is erased
    erase_person(store, person.id, NAME, TODAY)

    # Then no page of the file and nothing beside it holds any of it
    held = all_bytes(path)
    assert [one for one in canaries if one.encode() in held] == []
    assert store.search(NAME) == []
    with store.reading_plainly() as connection:
        assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
    assert check(store) == []
    assert store.findings() == []


@pytest.mark.parametrize("kind", OWNED, ids=lambda kind: kind.__tablename__)
def test_a_removed_record_is_erased_with_its_person_and_undo_brings_nothing_back(
    store: Store, tmp_path: Path, kind: type[Record]
) -> None:
    if kind.kind.only_added or kind is Person:
        pytest.skip("never removed by itself")
    with store.operation("Add") as session:
        person = Person(full_name=NAME)
        session.add(person)
    canaries = with_canaries(store, kind, person.id)
    with store.operation("Remove it") as session:
        for record in session.scalars(select(kind)):
            session.delete(record)
    erase_person(store, person.id, NAME, TODAY)
    with pytest.raises(Refused):
        store.undo()
    with pytest.raises(Refused):
        store.redo()
    held = all_bytes(tmp_path / "hub.hubdesk")
    assert [one for one in [NAME, *canaries] if one.encode() in held] == []


def test_what_stays_is_nothing_that_names_anybody() -> None:
    for name, stays in what_stays().items():
        kind = kind_named(name)
        fields = {one.name: one for one in fields_of(kind)}
        assert stays.fields <= fields.keys()
        for field in fields.values():
            if field.name in stays.fields:
                named = field.special or isinstance(field.type, Notes | Email)
                assert not named, (name, field.name)
                assert not field.personal or isinstance(field.type, Link), (name, field.name)
            elif field.required:
                assert isinstance(field.type, Text), (name, field.name, "stands in a row that stays, so needs a text")


def test_the_tombstones_and_the_journal_hold_ids_only(store: Store) -> None:
    with store.operation("Add") as session:
        person = Person(full_name=NAME, date_of_birth=date(1985, 3, 27))
        session.add(person)
    erase_person(store, person.id, f" {NAME.upper()} ", TODAY)
    with store.reading() as session:
        left: Any = session.get_one(Person, person.id)
        assert (left.full_name, left.date_of_birth, left.age_band) == ("Erased person", None, "35_44")
        assert session.scalars(select(erased.c.record)).all() == [person.id]
        assert {row.before for row in session.execute(select(journal))} == {"{}"}
    with pytest.raises(Refused), store.operation("Write on it") as session:
        session.get_one(Person, person.id).full_name = NAME
