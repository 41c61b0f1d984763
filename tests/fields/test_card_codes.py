"""A card's code, however the keyboard's layout writes it."""

from __future__ import annotations

import pytest

from hubdesk.fields.card_codes import BEGINNING, code_of, number_in, typed_number
from hubdesk.fields.check_digit import with_check

NUMBER = with_check("BUR-ZY017")

US, GERMAN, FRENCH, SWEDISH, SPANISH = (
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-:",
    "ABCDEFGHIJKLMNOPQRSTUVWXZY0123456789ßÖ",
    "QBCDEFGHIJKL?NOPARSTUVZXYWà&é\"'(-è_ç)M",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+Ö",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'Ñ",
)
"""What a scanner that was told an American keyboard gives where the computer expects another."""


@pytest.mark.parametrize("layout", [US, GERMAN, FRENCH, SWEDISH, SPANISH])
def test_every_layout_is_read(layout: str) -> None:
    scanned = code_of(NUMBER).translate(str.maketrans(US, layout))
    assert BEGINNING.match(scanned)
    assert number_in(scanned) == NUMBER


def test_capitals_and_spaces_around_do_not_matter() -> None:
    assert number_in(f" {code_of(NUMBER).lower()}\r") == NUMBER
    assert number_in(code_of(NUMBER).replace(":", ";").lower()) == NUMBER


def test_a_wrong_check_character_is_still_a_card_and_other_codes_are_none() -> None:
    wrong = NUMBER[:-1] + ("A" if NUMBER[-1] != "A" else "B")
    assert number_in(code_of(wrong)) == wrong
    for text in ("", "HD", "HD:", "HD1:ABC", NUMBER, "HD:BUR-1-2", "http://example.org", "HD:" + "A" * 40):
        assert number_in(text) is None


def test_a_number_may_be_typed_with_its_mark_or_without() -> None:
    assert typed_number(NUMBER.lower()) == typed_number(f" {code_of(NUMBER)}") == NUMBER
    assert typed_number("Amina Yusuf") is None
