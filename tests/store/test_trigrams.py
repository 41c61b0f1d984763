"""The text index of SQLite has the trigrams of every text, however often that changed, and no others."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, text, update

from hubdesk.access.sealing import Seals
from hubdesk.access.signing_in import open_slots
from hubdesk.records.people.person import Person
from hubdesk.store import Store, migrate
from hubdesk.store.bulk import run
from hubdesk.store.file_engines import links_unchecked, writer
from hubdesk.store.search import find
from hubdesk.store.search_words import as_text, length_of, parts_in
from hubdesk.store.tables import search_entry
from hubdesk.store.trigrams import differing, reindexing
from tests.conftest import PASSPHRASE

_WORD = st.text(st.sampled_from("aabbcé陈"), min_size=1, max_size=6)
_WORDS = st.lists(_WORD, max_size=7)


def _text(words: list[str]) -> str:
    return f" {' '.join(words)} "


def _trigrams(said: str) -> list[str]:
    return [said[n : n + 3] for n in range(len(said) - 2)]


@given(_WORDS, _WORDS, _WORDS, _WORDS)
def test_what_is_taken_out_and_put_in_makes_the_new_text_of_the_old(
    before: list[str], old: list[str], new: list[str], after: list[str]
) -> None:
    was, now = _text([*before, *old, *after]), _text([*before, *new, *after])

    lost, gained = map(_trigrams, differing(was, now))

    assert set(_trigrams(was)) - set(lost) | set(gained) == set(_trigrams(now))
    assert len(gained) - len(lost) == len(_trigrams(now)) - len(_trigrams(was))


@given(st.lists(_WORDS, min_size=2, max_size=6), st.data())
def test_so_it_does_where_it_is_known_which_parts_changed(parts: list[list[str]], data: st.DataObject) -> None:
    old = [" ".join(words) for words in parts]
    places = sorted(data.draw(st.sets(st.integers(0, len(old) - 1), min_size=1)))
    new = [" ".join(data.draw(_WORDS)) if place in places else part for place, part in enumerate(old)]
    was, now = as_text(old), as_text(new)
    ends = length_of(old[: places[0]]), length_of(old[places[-1] + 1 :])

    lost, gained = map(_trigrams, differing(was, now, ends))

    assert parts_in(now) == new
    assert set(_trigrams(was)) - set(lost) | set(gained) == set(_trigrams(now))
    assert len(gained) - len(lost) == len(_trigrams(now)) - len(_trigrams(was))


def test_of_a_long_text_only_what_changed_is_told() -> None:
    lost, gained = differing(" amina okafor 07700900123 m225rx ", " amina okafor 07700900124 m225rx ")

    assert (lost, gained) == ("123 m", "124 m")


def test_names_changed_over_and_over_leave_the_index_whole(store: Store) -> None:
    with store.operation("Add") as session:
        people = [Person(full_name=f"Amina Okafor {n}", email=f"amina{n}@example.org") for n in range(30)]
        session.add_all(people)
    for name in ("Mina Okafor", "Okafor Amina", "Amina Amina", "Li"):
        with store.operation("Change") as session:
            for n, one in enumerate(people):
                session.get_one(Person, one.id).full_name = f"{name} {n}"

    assert store.findings() == []
    assert store.search("okafor") == []
    assert [hit.id for hit in store.search("li 7 amina7")] == [people[7].id]


def test_letters_that_stand_apart_are_not_the_word(store: Store) -> None:
    with store.operation("Add") as session:
        session.add(Person(full_name="Banana Ananas"))

    assert store.search("nanana") == []
    assert store.search("anana")
    assert store.search("banana" * 100) == []


def test_an_index_of_the_version_before_is_made_anew(empty_file: Path, tmp_path: Path) -> None:
    # Given a file of the schema before, in which somebody is found
    keys = open_slots(empty_file, PASSPHRASE)
    path = tmp_path / "hub.hubdesk"
    path.touch()
    engine = writer(path, keys.data, Seals(keys.special_public, keys.special))
    with links_unchecked(engine) as connection:
        migrate.upgrade(connection, to="0015")
        entry = {"record": uuid4(), "kind": "person", "title": "Nasrin", "detail": "", "sort": "nasrin"}
        connection.execute(insert(search_entry).values(text=" nasrin ahmadi ", **entry))

    # When it is brought up to date, and the name changes
    with links_unchecked(engine) as connection:
        migrate.upgrade(connection)
        connection.execute(update(search_entry).values(text=" nasrin ahmadzai "))
        run(connection, reindexing(connection.dialect, [(1, " nasrin ahmadi ", " nasrin ahmadzai ", None)]))

    # Then the index is whole, and only the new name is found
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO search_trigram (search_trigram, rank) VALUES ('integrity-check', 1)"))
        assert find(connection, "ahmadi", 5, None) == []
        assert [hit.title for hit in find(connection, "nasrin ahmadz", 5, None)] == ["Nasrin"]
    engine.dispose()
