"""Many texts are folded and spelt together as each of them is alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubdesk.store.folding import fold, fold_number, fold_numbers, fold_plain
from hubdesk.store.spellings import other_spellings, spellings_of_many

_PLAIN = st.text(st.characters(max_codepoint=127), max_size=24)
PLAIN_NAMES = (
    *("Mary-Jane O'Brien", "Mac Donald van der Berg", "  two   gaps ", "Ali", "a/b_c", "line\nend", "tab\there", "-"),
    *("JOHN SMITH", "Jo", "+44 7700 900123"),
)
FOREIGN_NAMES = ("Zoë Müller-Łukasz", "கவிதா", "Ольга", "محمد", "王小明", "Ngũgĩ", "D’Arcy")


@given(st.lists(_PLAIN, max_size=8))
def test_plain_texts_fold_together_as_each_does(texts: list[str]) -> None:
    assert fold_plain(texts) == [fold(one) for one in texts]


@given(
    st.lists(st.one_of(_PLAIN, st.from_regex(r"\A(\+44|0044|44|0)?[ 0-9+]{0,12}\Z"), st.text(max_size=6)), max_size=8)
)
def test_numbers_fold_together_as_each_does(texts: list[str]) -> None:
    assert fold_numbers(texts) == [fold_number(one) for one in texts]


@pytest.mark.parametrize(
    ("said", "held"),
    [
        ("+44 7700 900123", "07700900123"),
        ("0044 7700 900123", "07700900123"),
        ("+44 (0)7700 900123", "07700900123"),
        ("44 7700 900123", "07700900123"),
        ("M22 5RX", "m225rx"),
        ("+1 555 0100", "15550100"),
    ],
)
def test_a_number_folds_to_what_people_dial(said: str, held: str) -> None:
    assert fold_number(said) == held


@given(st.lists(st.one_of(_PLAIN, st.sampled_from(("", *PLAIN_NAMES, *FOREIGN_NAMES))), max_size=8))
def test_other_spellings_of_many_are_those_of_each(texts: list[str]) -> None:
    folded = [fold(one) for one in texts]
    assert spellings_of_many(texts, folded) == [other_spellings(*one) for one in zip(texts, folded, strict=True)]
