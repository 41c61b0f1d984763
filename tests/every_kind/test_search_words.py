"""Every record kind's search entry: which fields it is made of, as far as a merge leaves it alone."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest

from hubdesk.base.words import ENGLISH, languages, speak
from hubdesk.fields.field import Field
from hubdesk.fields.types import Link, Notes, Text
from hubdesk.records import KINDS, Record, fields_of
from hubdesk.store.search_words import entry_of, found_by, is_found, parts_in, titled_by, worded_by
from hubdesk.store.search_words_of_many import entries_of, parts_of
from tests.every_kind.making import samples
from tests.store.test_folded_together import FOREIGN_NAMES, PLAIN_NAMES

_RECORD = str(uuid4())
_LINKED: list[UUID] = [uuid4(), uuid4()]


def _values(field: Field) -> list[Any]:
    """A few values that the field can have, and none where it need not have one."""
    if isinstance(field.type, Link):
        made: list[Any] = list(_LINKED)
    else:
        made = [value for number in (0, 5) for value in samples(field.type, number)][:8]
    return made if field.required else [*made, None]


def _rows(kind: type[Record]) -> Iterator[dict[str, Any]]:
    """Rows of the kind, full and as empty as they can be."""
    values = {field.name: _values(field) for field in fields_of(kind)}
    yield {"hub_id": None, **{name: some[0] for name, some in values.items()}}
    yield {"hub_id": None, **{name: some[-1] for name, some in values.items()}}


@pytest.mark.parametrize("kind", [kind for kind in KINDS if is_found(kind)], ids=lambda kind: kind.__tablename__)
def test_no_other_field_changes_what_a_record_is_found_by(kind: type[Record]) -> None:
    name = kind.__tablename__
    for row in _rows(kind):
        was = entry_of(name, _RECORD, row)
        assert was is not None
        for field in fields_of(kind):
            for value in _values(field):
                changed = row | {field.name: value}
                now = entry_of(name, _RECORD, changed)
                assert now is not None
                if field.name not in worded_by(name):
                    assert now == was
                if field.name not in titled_by(name):
                    assert now == was | {"text": now["text"]}


@pytest.mark.parametrize("kind", [kind for kind in KINDS if is_found(kind)], ids=lambda kind: kind.__tablename__)
@pytest.mark.parametrize("names", [PLAIN_NAMES, PLAIN_NAMES + FOREIGN_NAMES], ids=["plain", "any"])
def test_many_rows_are_found_as_each_of_them_is(kind: type[Record], names: tuple[str, ...]) -> None:
    name, chance = kind.__tablename__, random.Random(kind.__tablename__)
    rows = [_mixed(kind, names, chance) for _ in range(60)]

    assert entries_of(name, rows) == [entry_of(name, row["id"], row) for row in rows]
    assert entries_of(name, []) == []


@pytest.mark.parametrize("kind", [kind for kind in KINDS if is_found(kind)], ids=lambda kind: kind.__tablename__)
@pytest.mark.parametrize("names", [PLAIN_NAMES, PLAIN_NAMES + FOREIGN_NAMES], ids=["plain", "any"])
def test_each_field_gives_a_part_of_its_own(kind: type[Record], names: tuple[str, ...]) -> None:
    name, chance = kind.__tablename__, random.Random(kind.__tablename__)
    rows = [_mixed(kind, names, chance) for _ in range(60)]
    changed = [field.name for field in fields_of(kind) if chance.random() < 0.5]

    places, parts = parts_of(name, rows, changed)

    texts = [parts_in(made["text"]) for row in rows if (made := entry_of(name, row["id"], row))]
    assert {len(text) for text in texts} == {len(found_by(kind)) + 1}
    assert [found_by(kind)[place][0] for place in places] == [one for one, *_ in found_by(kind) if one in changed]
    if places:
        assert parts == [tuple(text[place] for place in places) for text in texts]


def _mixed(kind: type[Record], names: tuple[str, ...], chance: random.Random) -> dict[str, Any]:
    """A row with some of its fields, its words chosen among these names."""
    row: dict[str, Any] = {"id": uuid4(), "hub_id": None}
    for field in fields_of(kind):
        worded = isinstance(field.type, Text | Notes) and chance.random() < 0.9
        row[field.name] = chance.choice(names if worded else _values(field))
    return row


@pytest.mark.parametrize("kind", [kind for kind in KINDS if is_found(kind)], ids=lambda kind: kind.__tablename__)
def test_a_record_is_found_by_the_same_words_whatever_language_is_spoken(
    kind: type[Record], request: pytest.FixtureRequest
) -> None:
    # Computers of one hub speak several, and share its entries; only the detail below a name may follow the language.
    request.addfinalizer(lambda: speak(ENGLISH))
    for row in _rows(kind):
        spoken = []
        for language in languages():
            speak(language)
            made = entry_of(kind.__tablename__, _RECORD, row)
            assert made is not None
            spoken.append(made | {"detail": ""})
        assert spoken == [spoken[0]] * len(languages())
