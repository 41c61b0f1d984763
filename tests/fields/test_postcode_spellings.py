"""U15: postcodes in two hundred spellings, made by rule from those that are shipped, and the ward of each."""

from __future__ import annotations

import gzip
import random
import re
from collections.abc import Callable
from contextlib import suppress

import pytest

from hubdesk.base.errors import FieldError
from hubdesk.base.places import resource
from hubdesk.fields.postcodes import clean, ward_code

_FULLWIDTH = {ord(sign): ord(sign) + 0xFEE0 for sign in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"}

RULES: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "small": str.lower,
    "mixed": lambda code: "".join(sign.lower() if at % 2 else sign for at, sign in enumerate(code)),
    "without a space": lambda code: code.replace(" ", ""),
    "small without a space": lambda code: code.replace(" ", "").lower(),
    "spaces around": lambda code: f"  {code}\t",
    "two spaces": lambda code: code.replace(" ", "  "),
    "spread": lambda code: " ".join(code.replace(" ", "")),
    "a space too early": lambda code: re.sub(r"(.)(.*) (...)", r"\1 \2\3", code),
    "a hyphen": lambda code: code.replace(" ", "-"),
    "a long dash": lambda code: code.replace(" ", "–"),
    "a dot": lambda code: code.replace(" ", "."),
    "dots": lambda code: ".".join(code.replace(" ", "")),
    "a comma": lambda code: code.replace(" ", ","),
    "a slash": lambda code: code.replace(" ", "/"),
    "an underscore": lambda code: code.replace(" ", "_"),
    "a full stop at the end": lambda code: f"{code}.",
    "in brackets": lambda code: f"({code})",
    "quoted": lambda code: f'"{code}"',
    "a space that does not break": lambda code: code.replace(" ", "\u00a0"),
    "a line after it": lambda code: f"{code}\r\n",
    "wide": lambda code: code.translate(_FULLWIDTH),
    "O for 0 in the second half": lambda code: code[:-3] + code[-3:].replace("0", "O"),
    "o for 0 in the second half": lambda code: (code[:-3] + code[-3:].replace("0", "o")).lower(),
    "I for 1 in the second half": lambda code: code[:-3] + code[-3:].replace("1", "I"),
    "O for 0": lambda code: code.replace("0", "O"),
    "I for 1": lambda code: code.replace("1", "I"),
    "l for 1 in the second half": lambda code: code[:-3] + code[-3:].replace("1", "l"),
}


def shipped() -> list[str]:
    _, _, rest = gzip.decompress(resource("geo/postcodes.gz").read_bytes()).partition(b"\n")
    keys = [rest[at : at + 7].decode() for at in range(0, len(rest) // 8 * 7, 7)]
    return [f"{key[:4].strip()} {key[4:]}" for key in keys]


SAMPLE = random.Random(15).sample(shipped(), 300)


@pytest.mark.parametrize("rule", RULES)
def test_each_way_of_writing_is_understood(rule: str) -> None:
    assert [clean(RULES[rule](code)) for code in SAMPLE] == SAMPLE


def test_a_small_l_in_the_first_half_is_mended_or_refused_but_never_made_anything_else() -> None:
    """It may be a letter: Ll2 is LL2 as well as L12, and nobody can know."""
    for code in SAMPLE:
        with suppress(FieldError):
            assert _shapes(clean(code[:-3].replace("1", "l") + code[-3:])) == _shapes(code)


def _shapes(code: str) -> str:
    return code.translate(str.maketrans("OIL", "011"))


def test_they_are_more_than_two_hundred_spellings() -> None:
    of_twenty = {rule(code) for code in SAMPLE[:20] for rule in RULES.values()}
    assert len(of_twenty) > 200


def test_u15_999_of_1000_shipped_postcodes_find_their_ward_offline() -> None:
    codes = shipped()
    found = sum(ward_code(clean(code.replace(" ", "").lower())) is not None for code in codes)
    assert len(codes) == 55_516
    assert found / len(codes) >= 0.999
