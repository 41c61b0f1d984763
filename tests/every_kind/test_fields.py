"""Every field of every kind: what we show we can read, what we store we get back, every label can be translated."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubdesk.base.errors import FieldError
from hubdesk.base.places import resource
from hubdesk.fields.codelists import codes
from hubdesk.fields.types import Choice, Choices, Link
from hubdesk.records import KINDS, Record, fields_of
from tests.every_kind.making import samples

FIELDS = [(kind, field) for kind in KINDS for field in fields_of(kind) if not isinstance(field.type, Link)]
each_field = pytest.mark.parametrize(
    ("kind", "field"), FIELDS, ids=[f"{kind.__tablename__}.{field.name}" for kind, field in FIELDS]
)
typed = st.one_of(
    st.text(max_size=60),
    st.dates().map(str),
    st.integers(-10, 10**9).map(str),
    st.from_regex(r"[0-9]{1,2}[/. -][0-9]{1,2}[/. -][0-9]{2,4}", fullmatch=True),
    st.sampled_from(["yes", "9am", "12.30", "£5", "07700 900 123", "m191ab", "2:30", "45 min", "a@b.org"]),
)


@each_field
@given(text=typed)
def test_what_we_show_we_can_read(kind: type[Record], field: Any, text: str) -> None:
    value = _read(field, text)
    if value is None:
        return
    assert field.type.parse(field.type.show(value)) == value
    assert field.type.unplain(json.loads(json.dumps(field.type.plain(value)))) == value


@each_field
def test_samples_and_every_code_can_be_read_back(kind: type[Record], field: Any) -> None:
    for value in samples(field.type, 3):
        assert field.type.parse(field.type.show(value)) == value
    if isinstance(field.type, Choice):
        for code in codes(field.type.list):
            assert field.type.parse(field.type.show(code.code)) == code.code
    if isinstance(field.type, Choices):
        for code in codes(field.type.list):
            assert field.type.parse(field.type.show((code.code,))) == (code.code,)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__tablename__)
def test_words_are_translatable_and_facts_are_sound(kind: type[Record]) -> None:
    words = [kind.kind.one, kind.kind.many, *(field.label for field in fields_of(kind))]
    words += [word for field in fields_of(kind) for word in (field.group, field.hint) if word is not None]
    assert all(str(word).strip() for word in words)
    labels = [str(field.label) for field in fields_of(kind)]
    assert len(labels) == len(set(labels)), "two fields of one label"
    assert any(field.listed for field in fields_of(kind)), "nothing to list"
    assert resource(f"icons/{kind.kind.icon}.svg").is_file(), "no such icon"
    assert all(not field.synced for field in fields_of(kind) if field.special)


def _read(field: Any, text: str) -> Any:
    try:
        return field.type.parse(text)
    except FieldError:
        return None
