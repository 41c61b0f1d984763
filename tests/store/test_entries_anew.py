"""What an older HubDesk wrote for the search is made anew, once, when words are made in another way."""

from __future__ import annotations

import csv
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from hubdesk.base.errors import Cancelled
from hubdesk.base.places import resource
from hubdesk.base.progress import Progress
from hubdesk.cli import main
from hubdesk.records.people.person import Person
from hubdesk.store import Store
from hubdesk.store.check import check, mend
from hubdesk.store.entries_anew import entries_anew
from hubdesk.store.search import forget
from hubdesk.store.search_words import WORDS, entry_of
from hubdesk.store.small_facts import SEARCH_WORDS, drop_fact
from hubdesk.store.tables import search_entry
from tests.conftest import PASSPHRASE, no_window

AYESHA, KAVITHA, JOAN = "আয়েশা খাতুন", "கவிதா", "Joan Price"
DIGESTS = {"4": "b49d324a2c3c42e9"}
"""Of the entries of all names that HubDesk ships, by the way of making words."""


@pytest.fixture
def older(store: Store) -> Store:
    """A file whose entries were written by a HubDesk that knew names in other scripts by their own letters alone."""
    with store.operation("People") as session:
        session.add_all([Person(full_name=name) for name in (AYESHA, KAVITHA, JOAN)])
    with store.writing_plainly() as connection:
        kept = select(search_entry).where(search_entry.c.title.in_((AYESHA, KAVITHA)))
        for entry in connection.execute(kept).mappings().all():
            forget(connection, [entry["record"]])
            before = dict(entry) | {"text": f" {entry['title']} ", "sort": entry["title"]}
            connection.execute(insert(search_entry).values(before))
        drop_fact(connection, SEARCH_WORDS)
    return store


def found(store: Store, typed: str) -> list[str]:
    return [hit.title for hit in store.search(typed)]


def sorts(store: Store) -> dict[str, str]:
    with store.reading_plainly() as connection:
        kept = select(search_entry.c.title, search_entry.c.sort).where(search_entry.c.kind == "person")
        return {row.title: row.sort for row in connection.execute(kept)}


def test_names_of_an_older_file_are_found_and_sorted_as_in_a_new_one(older: Store) -> None:
    assert found(older, "kavitha") == []
    assert sorted(sorts(older), key=sorts(older).__getitem__) == [JOAN, AYESHA, KAVITHA]
    assert entries_anew(older) == 2
    assert (found(older, "kavitha"), found(older, "khatun"), found(older, "joan")) == ([KAVITHA], [AYESHA], [JOAN])
    assert sorted(sorts(older), key=sorts(older).__getitem__) == [KAVITHA, AYESHA, JOAN]


def test_they_are_looked_at_once(older: Store) -> None:
    entries_anew(older)
    with older.writing_plainly() as connection:
        connection.execute(update(search_entry).where(search_entry.c.title == JOAN).values(sort="altered since"))
    assert entries_anew(older) == 0
    assert sorts(older)[JOAN] == "altered since"


def test_the_terminal_s_check_takes_what_an_older_hubdesk_wrote_for_no_damage(
    older: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HUBDESK_PASSPHRASE", PASSPHRASE)
    older.close()
    assert main(["check", "--file", str(tmp_path / "hub.hubdesk")], no_window) == 0
    assert "Everything is in order." in capsys.readouterr().out


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE person SET date_of_birth = '1990-02-31' WHERE full_name = 'Joan Price'",
        "UPDATE person SET phone = x'0102' WHERE full_name = 'Joan Price'",
        "UPDATE search_entry SET record = 'none' WHERE title = 'Joan Price'",
    ],
)
def test_what_cannot_be_read_is_left_to_the_check_and_keeps_nobody_else_from_being_found(
    older: Store, damage: str
) -> None:
    with older.writing_plainly() as connection:
        connection.exec_driver_sql(damage)
    assert entries_anew(older) == 2
    assert found(older, "kavitha") == [KAVITHA]
    faults = check(older)
    assert faults
    mend(older, faults)
    assert [one.sentence for one in check(older)] == []


def test_who_is_stopped_begins_anew_the_next_time(older: Store) -> None:
    with pytest.raises(Cancelled):
        entries_anew(older, Progress(stopped=lambda: True))
    entries_anew(older)
    assert found(older, "kavitha") == [KAVITHA]


def test_other_words_are_another_way_of_making_them() -> None:
    said = sha256()
    for what in ("forenames", "surnames"):
        with resource(f"names/{what}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                entry = entry_of("person", "0" * 32, {"full_name": row["native"], "known_as": row["romanised"]})
                assert entry is not None
                said.update(f"{entry['text']}|{entry['sort']}\n".encode())
    # When this fails because words are made otherwise: give WORDS its next number, so that older files get them too.
    assert said.hexdigest()[:16] == DIGESTS[WORDS]
