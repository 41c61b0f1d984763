"""The text in a certificate's code: all good ones pass, no altered one does."""

from __future__ import annotations

import random
from datetime import date

import pytest

from hubdesk.access.certificate_code import certificate_code, read_certificate_code
from hubdesk.access.post_keys import PostKeys

KEYS, OTHER = PostKeys.new(), PostKeys.new()
DAY = date(2026, 12, 18)
SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ:-./+$%*"


def text_for(n: int, keys: PostKeys = KEYS) -> str:
    return certificate_code(keys, f"WES-26-7K2-{n:04}-K", DAY, f"Amina Yusuf {n}", n.to_bytes(5, "big"))


def test_a_thousand_good_ones_pass() -> None:
    for n in range(1000):
        code = read_certificate_code(text_for(n), [OTHER.public, KEYS.public])
        assert code is not None
        assert (code.number, code.day, code.signer) == (f"WES-26-7K2-{n:04}-K", DAY, KEYS.public)
        assert code.fits(f"Amina Yusuf {n}")
        assert not code.fits(f"Amina Yusuf {n + 1}")


def test_ten_thousand_altered_ones_fail() -> None:
    # Given a text for each, in which one sign is another, is gone, is doubled, or stands before its neighbour
    chance = random.Random(1)
    texts = [text_for(n) for n in range(50)]
    for n in range(10_000):
        text = texts[n % 50]
        at = chance.choice([at for at in range(len(text) - 1) if text[at] != text[at + 1]])
        sign = chance.choice(SIGNS.replace(text[at], ""))
        altered = chance.choice(
            (
                text[:at] + sign + text[at + 1 :],
                text[:at] + text[at + 1 :],
                text[:at] + sign + text[at:],
                text[:at] + text[at + 1] + text[at] + text[at + 2 :],
            )
        )
        assert altered != text
        assert read_certificate_code(altered, [OTHER.public, KEYS.public]) is None, (text, altered)


def test_every_other_last_sign_fails() -> None:
    text = text_for(1)
    assert [s for s in SIGNS if read_certificate_code(text[:-1] + s, [KEYS.public])] == [text[-1]]


@pytest.mark.parametrize("text", ["", ":::::", "HD1", "HD1::::é:", "https://example.org/", "HD1:A:B:C:D:E" * 99, "ſ"])
def test_what_is_no_code_is_told_apart(text: str) -> None:
    assert read_certificate_code(text, [KEYS.public]) is None


def test_the_keys_of_another_hub_prove_nothing() -> None:
    assert read_certificate_code(text_for(1, OTHER), [KEYS.public]) is None


def test_a_way_through_messages_changes_nothing() -> None:
    text = text_for(1)
    assert read_certificate_code(f" {text[:70].lower()}\r\n{text[70:]} ", [KEYS.public])


@pytest.mark.parametrize("typed", ["siân  o'neill", "SIÂN O’NEILL ", "Sia\u0302n O’Neill"])
def test_a_name_fits_however_it_is_typed(typed: str) -> None:
    code = read_certificate_code(certificate_code(KEYS, "WES-1", DAY, "Siân O’Neill", b"salty"), [KEYS.public])
    assert code is not None
    assert code.fits(typed)
    assert not code.fits("Sean O’Neill")


def test_the_longest_number_still_fits_the_code_and_a_strange_one_gets_none() -> None:
    text = certificate_code(KEYS, "W" * 20, DAY, "Amina " * 20, b"salty")
    assert len(text) <= 178, "version 7-M"
    assert certificate_code(KEYS, "WES 1", DAY, "Amina", b"salty") == ""
