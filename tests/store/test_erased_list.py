"""The list of who was erased, beside the file: an older file brings nobody back, and only the file's own keys sign it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from hubdesk.base.errors import Refused
from hubdesk.operations.erase_person import erase_person, plan_erasure
from hubdesk.records.people.person import Person
from hubdesk.store import Store, restoring, tombstone_file
from hubdesk.store.anchor import anchor_path
from hubdesk.store.chain import head
from hubdesk.store.opening import connected
from hubdesk.store.tables import audit, erased
from tests.conftest import PASSPHRASE
from tests.hub_life import a_person

TODAY, NOW = date(2026, 11, 25), datetime(2026, 11, 25, 10, 30, tzinfo=UTC)
NAME = "Zephyrine Canarybird"

Spoil = Callable[[list[str]], list[str]]


def a_line() -> str:
    return json.dumps([str(uuid4()), "person", True, "2026-11-25", str(uuid4())])


SPOILT: dict[str, Spoil] = {
    "a line is gone": lambda lines: [*lines[1:]],
    "a line was put in": lambda lines: [a_line(), *lines],
    "a line was put at the end": lambda lines: [*lines, a_line()],
    "a day is another": lambda lines: [lines[0].replace("2026-11-25", "2026-11-24"), *lines[1:]],
    "the signature is gone": lambda lines: lines[:-1],
    "all is gone": lambda lines: [],
    "no list at all": lambda lines: ["[" * 9000, "\x00"],
    "another's signature": lambda lines: [*lines[:-1], json.dumps(json.loads(lines[-1]) | {"keys": "AAAA"})],
}


def the_file(store: Store) -> Path:
    assert store.held
    return store.held.path


def spoil(path: Path, how: Spoil) -> None:
    beside = tombstone_file.beside(path)
    beside.write_text("\n".join(how(beside.read_text().splitlines())) + "\n", encoding="utf-8")


def named(store: Store, person: UUID) -> str:
    with store.reading() as session:
        return session.get_one(Person, person).full_name


def restored(backup: Path, path: Path) -> None:
    restoring.restore(backup, path, lambda part: restoring.keys_of(part, PASSPHRASE), now=NOW)


def test_s18_a_backup_of_before_is_brought_back_without_who_was_erased_since(store: Store) -> None:
    # Given a backup that holds two people, one of whom was erased after it
    person, other = a_person(store, NAME), a_person(store, "Somebody Else")
    made, path = store.back_up("asked"), the_file(store)
    erase_person(store, person, NAME, TODAY)
    store.close()
    assert made

    # When it is brought back, then they are gone from it before anybody signs in
    proven = restoring.prove(made.path, path, lambda part: restoring.keys_of(part, PASSPHRASE))
    with_keys = connected(proven.part, restoring.keys_of(proven.part, PASSPHRASE), lambda: None)
    with with_keys.reader.connect() as connection:
        assert list(connection.scalars(select(Person.full_name).order_by(Person.full_name))) == [
            "Erased person", "Somebody Else",
        ]  # fmt: skip
    with_keys.close()
    restoring.put_in_place(proven, now=NOW)
    again = Store.open(path, PASSPHRASE)
    assert [named(again, one) for one in (person, other)] == ["Erased person", "Somebody Else"]
    assert again.search("Zephyrine") == []
    again.close()


@pytest.mark.parametrize("how", SPOILT)
def test_s18_an_older_file_is_not_opened_with_a_list_that_was_altered(store: Store, how: str) -> None:
    # Given a backup of before, and a list that somebody without the keys has changed
    person = a_person(store, NAME)
    made, path = store.back_up("asked"), the_file(store)
    erase_person(store, person, NAME, TODAY)
    store.close()
    assert made
    spoil(path, SPOILT[how])
    before = path.read_bytes()

    # When the backup is brought back, then that is refused and the file of today stays
    with pytest.raises(Refused, match="changed by another program"):
        restored(made.path, path)
    assert path.read_bytes() == before
    assert not list(path.parent.glob(".*.restoring*"))

    # But the file of today knows them all: it takes nothing from the list, writes it anew, and the log tells it
    again = Store.open(path, PASSPHRASE)
    assert named(again, person) == "Erased person"
    with again.reading_plainly() as connection:
        assert connection.scalars(select(erased.c.record)).all() == [person]
        assert "list_altered" in connection.scalars(select(audit.c.what)).all()
    assert again.findings() == []
    again.close()
    restored(made.path, path)
    again = Store.open(path, PASSPHRASE)
    assert named(again, person) == "Erased person"
    again.close()


def test_s18_an_older_file_put_there_by_hand_is_not_opened_with_an_altered_list_either(store: Store) -> None:
    person, path = a_person(store, NAME), the_file(store)
    store.close()
    older = path.read_bytes()
    store = Store.open(path, PASSPHRASE)
    erase_person(store, person, NAME, TODAY)
    with store.reading_plainly() as connection:
        assert head(connection).seq
    store.close()
    path.write_bytes(older)
    spoil(path, lambda lines: lines[1:])
    assert anchor_path(path).exists()
    with pytest.raises(Refused, match="changed by another program"):
        Store.open(path, PASSPHRASE)


def test_s18_a_list_signed_with_later_keys_holds_for_a_backup_of_before(store: Store) -> None:
    # Given a backup, and keys that were renewed twice after it, with somebody erased before and after
    person, other = a_person(store, NAME), a_person(store, "Somebody Else")
    made, path = store.back_up("asked"), the_file(store)
    erase_person(store, person, NAME, TODAY)
    store.renew_post_keys()
    store.renew_post_keys()
    erase_person(store, other, "Somebody Else", TODAY)
    store.close()
    assert made

    # Then it knows the signature for its own, and nobody comes back
    restored(made.path, path)
    again = Store.open(path, PASSPHRASE)
    assert [named(again, one) for one in (person, other)] == ["Erased person"] * 2
    again.close()


def test_s18_the_day_is_said_by_which_no_backup_holds_them(store: Store) -> None:
    person = a_person(store, NAME)
    assert plan_erasure(store, person, TODAY).backups_until is None
    assert store.back_up("asked")
    until = plan_erasure(store, person, TODAY).backups_until
    assert until
    assert 14 < (until - datetime.now().astimezone().date()).days < 370
