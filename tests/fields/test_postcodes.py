"""Postcodes in the spellings of forms and spreadsheets, and the wards they lie in."""

from __future__ import annotations

import csv
import gzip
from collections import Counter

import pytest

from hubdesk.base.errors import FieldError
from hubdesk.base.places import resource
from hubdesk.fields.postcodes import clean, ward_code

SPELLINGS = [
    ("M19 1AB", "M19 1AB"),
    ("m19 1ab", "M19 1AB"),
    ("M191AB", "M19 1AB"),
    ("m191ab", "M19 1AB"),
    ("  M19 1AB  ", "M19 1AB"),
    ("M19  1AB", "M19 1AB"),
    ("M 19 1 AB", "M19 1AB"),
    ("M19-1AB", "M19 1AB"),
    ("M19.1AB", "M19 1AB"),
    ("M19,1AB", "M19 1AB"),
    ("M19 1AB.", "M19 1AB"),
    ("M19\u00a01AB", "M19 1AB"),
    ("M19\t1AB\n", "M19 1AB"),
    ("M19\u20131AB", "M19 1AB"),
    ("(M19 1AB)", "M19 1AB"),
    ("Ｍ１９ １ＡＢ", "M19 1AB"),
    ("MI9 1AB", "M19 1AB"),
    ("mi9iab", "M19 1AB"),
    ("M19 IAB", "M19 1AB"),
    ("M19 lAB", "M19 1AB"),
    ("m l9 lab", "ML9 1AB"),
    ("SKl 1AA", "SK1 1AA"),
    ("L1 1AA", "L1 1AA"),
    ("Ll 1AA", "L1 1AA"),
    ("LL11 1AA", "LL11 1AA"),
    ("ll1l 1aa", "LL11 1AA"),
    ("M2O 2AA", "M20 2AA"),
    ("M20 OAA", "M20 0AA"),
    ("M2OOAA", "M20 0AA"),
    ("SKI 1AA", "SK1 1AA"),
    ("SK1O 1AA", "SK10 1AA"),
    ("LI 1AA", "L1 1AA"),
    ("L1O 1AA", "L10 1AA"),
    ("0L1 1AA", "OL1 1AA"),
    ("0L1O OAA", "OL10 0AA"),
    ("S014 0AA", "SO14 0AA"),
    ("1P1 1AA", "IP1 1AA"),
    ("PO1 1AA", "PO1 1AA"),
    ("P01 1AA", "PO1 1AA"),
    ("CR0 1AA", "CR0 1AA"),
    ("CRO 1AA", "CR0 1AA"),
    ("W1A 1AA", "W1A 1AA"),
    ("EC1A 1BB", "EC1A 1BB"),
    ("BFPO 57", "BFPO 57"),
    ("bfp0 57", "BFPO 57"),
    ("M۱۹ ۱AB", "M19 1AB"),
    ("ec1a1bb", "EC1A 1BB"),
    ("SW1A 2AA", "SW1A 2AA"),
    ("DN55 1PT", "DN55 1PT"),
    ("B33 8TH", "B33 8TH"),
    ("E1 6AN", "E1 6AN"),
    ("N1C 4AG", "N1C 4AG"),
    ("IM1 1AG", "IM1 1AG"),
    ("GY1 1AA", "GY1 1AA"),
    ("BF1 0AA", "BF1 0AA"),
    ("gir 0aa", "GIR 0AA"),
    ("ZZ99 3WZ", "ZZ99 3WZ"),
    ("L69 3BX", "L69 3BX"),
]

NOT_POSTCODES = [
    "",
    " ",
    "M",
    "M19",
    "1AB",
    "M19 1A",
    "M19 1ABC",
    "M19 11AB",
    "M19 1A1",
    "M19 1CV",
    "M199 1AB",
    "MMM9 1AB",
    "999 1AA",
    "90210",
    "12345",
    "SW1A 2AA, London",
    "Manchester",
    "n/a",
    "М19 1АВ",  # Cyrillic letters
    "٣١٩ ١",
    "none",
]

SAMPLES = [
    ("L1 0AA", "E05015289"),
    ("L13 5SG", "E05015315"),
    ("L18 3LA", "E05015278"),
    ("L25 2RL", "E05015281"),
    ("L4 6UE", "E05015292"),
    ("L69 7DN", "E05015283"),
    ("L9 7EA", "E05015331"),
    ("M11 3AD", "E05011350"),
    ("M14 5JQ", "E05011377"),
    ("M19 1DH", "E05011354"),
    ("M20 4SR", "E05011380"),
    ("M22 0ED", "E05011381"),
    ("M23 8FW", "E05011352"),
    ("M40 5HE", "E05011373"),
    ("M7 4XT", "E05011356"),
    ("M9 5RG", "E05011366"),
    ("SK2 7PP", "E05015032"),
    ("SK5 7NR", "E05015034"),
    ("SK7 3JA", "E05015014"),
    ("WA15 8YX", "E05011381"),
]


@pytest.mark.parametrize(("written", "meant"), SPELLINGS)
def test_every_spelling_becomes_one(written: str, meant: str) -> None:
    assert clean(written) == meant
    assert clean(meant) == meant


@pytest.mark.parametrize("written", NOT_POSTCODES)
def test_what_is_no_postcode_is_refused_in_one_sentence(written: str) -> None:
    with pytest.raises(FieldError, match="does not look like a UK postcode"):
        clean(written)


@pytest.mark.parametrize(("postcode", "ward"), SAMPLES)
def test_a_postcode_knows_its_ward(postcode: str, ward: str) -> None:
    assert ward_code(postcode) == ward
    assert ward_code(postcode.replace(" ", "").lower()) == ward


@pytest.mark.parametrize("postcode", ["SW1A 2AA", "AB10 1AA", "ZE3 9JZ", "ZZ99 3WZ", "L1 0ZZ", "", "é"])
def test_a_postcode_elsewhere_has_no_ward(postcode: str) -> None:
    assert ward_code(postcode) is None


def test_every_shipped_postcode_is_in_order_and_lies_in_a_shipped_ward() -> None:
    # Given the shipped files
    wards, _, rest = gzip.decompress(resource("geo/postcodes.gz").read_bytes()).partition(b"\n")
    keys = [rest[at : at + 7].decode() for at in range(0, 7 * 55_516, 7)]
    with resource("geo/wards.csv").open(encoding="utf-8", newline="") as file:
        known = {row["code"]: row["council"] for row in csv.DictReader(file)}

    # Then nothing is missing, each postcode is already in its clean spelling, and each ward is one of the 117
    assert len(rest) == 8 * len(keys)
    assert keys == sorted(set(keys))
    assert set(wards.decode().split()) == set(known)
    assert Counter(known.values()) == {"Manchester": 32, "Stockport": 21, "Liverpool": 64}
    for key in keys:
        postcode = f"{key[:4].strip()} {key[4:]}"
        assert clean(postcode) == postcode
        assert ward_code(postcode) in known
