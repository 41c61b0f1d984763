"""In every language: what a field shows it can read, and no two fields of a record, or answers of a list, are called alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from hubdesk.base import words
from hubdesk.fields.codelists import codes
from hubdesk.fields.types import Choice, Choices, Link
from hubdesk.records import KINDS, fields_of
from tests.every_kind.making import samples


@pytest.fixture(params=[name for name in words.languages() if name != "en"], autouse=True)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    name: str = request.param
    words.speak(name)
    yield name
    words.speak("en")


def test_what_is_shown_is_read_back() -> None:
    for kind in KINDS:
        for field in fields_of(kind):
            if not isinstance(field.type, Link):
                for value in samples(field.type, 3):
                    assert field.type.parse(field.type.show(value)) == value, (kind, field.name, value)


def test_every_answer_of_every_list_is_read_back_and_called_as_no_other() -> None:
    lists = {field.type.list for kind in KINDS for field in fields_of(kind) if isinstance(field.type, Choice | Choices)}
    for name in lists:
        labels = Counter(words.without_marks(code.label) for code in codes(name))
        assert max(labels.values(), default=1) == 1, (name, labels.most_common(2))
        for code in codes(name):
            assert Choice(name).parse(code.label) == code.code
            assert Choice(name).parse(words.without_marks(code.label)) == code.code


def test_no_two_fields_of_a_record_are_called_alike() -> None:
    for kind in KINDS:
        labels = Counter(words.without_marks(str(field.label)) for field in fields_of(kind))
        assert max(labels.values()) == 1, (kind.__tablename__, labels.most_common(2))


def test_no_two_kinds_are_called_alike() -> None:
    labels = Counter(words.without_marks(str(kind.kind.one)) for kind in KINDS)
    assert max(labels.values()) == 1, labels.most_common(3)
