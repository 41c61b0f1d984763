"""Invented residents: names of real popularity in many scripts, real postcodes, phone numbers that reach nobody."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Final
from uuid import UUID

from hubdesk.base.places import resource
from hubdesk.fields.postcodes import postcodes_in
from hubdesk.records.people.emergency_contact import EmergencyContact
from hubdesk.records.people.employment_status import EmploymentStatus
from hubdesk.records.people.equality_answer import EqualityAnswer
from hubdesk.records.people.person import Person
from hubdesk.records.people.prior_attainment import PriorAttainment
from hubdesk.records.people.support_need import SupportNeed
from hubdesk.records.record import Record

_COMMUNITIES: Final = {
    "GB": (30, "white_british", "en"),
    "IE": (4, "white_irish", "en"),
    "PK": (11, "asian_pakistani", "ur"),
    "IN": (6, "asian_indian", "pa"),
    "BD": (5, "asian_bangladeshi", "bn"),
    "PL": (7, "white_other", "pl"),
    "RO": (4, "white_other", "ro"),
    "IR": (6, "other_any", "fa"),
    "AE": (8, "other_arab", "ar"),
    "CN": (5, "asian_chinese", "cmn"),
    "UA": (4, "white_other", "uk"),
    "PT": (4, "white_other", "pt"),
    "TR": (2, "white_other", "tr"),
    "GR": (1, "white_other", "el"),
    "BG": (1, "white_other", "bg"),
    "KR": (1, "asian_other", "ko"),
    "GE": (1, "white_other", "ka"),
}
"""Country of the name lists: how many in a hundred, ethnic group and first language that are likely."""

_WRITTEN: Final = (
    ("Abdi Hassan", "Hassan", "", "black_african", "so", "M"),
    ("Hodan Warsame", "Warsame", "", "black_african", "so", "F"),
    ("Ghebremedhin Tesfay", "Tesfay", "ገብረመድህን ተስፋይ", "black_african", "ti", "M"),
    ("Senait Kidane", "Kidane", "ሰናይት ኪዳነ", "black_african", "ti", "F"),
    ("Jean-Pierre Mukendi", "Mukendi", "", "black_african", "fr", "M"),
    ("Siân Griffiths", "Griffiths", "", "white_british", "cy", "F"),
    ("Nasrin Ahmadi", "Ahmadi", "نسرین احمدی", "other_any", "fa", "F"),
    ("Nuala O'Neill", "O'Neill", "", "white_irish", "en", "F"),
    ("Amrit Kaur", "Kaur", "ਅੰਮ੍ਰਿਤ ਕੌਰ", "asian_indian", "pa", "F"),
    ("Farzana Begum", "Begum", "ফারজানা বেগম", "asian_bangladeshi", "bn", "F"),
    ("Grace Mbeki", "Mbeki", "", "black_african", "en", "F"),
    ("Łukasz Wójcik", "Wójcik", "", "white_other", "pl", "M"),
    ("Tom Oyelaran", "Oyelaran", "", "black_african", "en", "M"),
)
"""People whose communities the name lists lack: full name, family name, own script, ethnic group, language, sex."""

_STREETS: Final = ("Ash Grove", "Birch Road", "Canal Walk", "Dial Street", "Elm Terrace", "Fern Close", "Garden Row")
_TRIES: Final = 4
_FAMILY_FIRST: Final = ("CN", "KR")


@dataclass(frozen=True)
class Invented:
    """One person and the dated facts about them; ``key`` tells them apart for the rest of the demo."""

    person: Person
    facts: tuple[Record, ...]


def invent(rng: Random, count: int, wards: dict[str, int], today: date) -> Iterator[Invented]:
    """So many people, living in the wards given by GSS code and weight."""
    homes = {ward: postcodes_in(ward) for ward in wards}
    known: set[str] = set()
    for number in range(count):
        ward = rng.choices(list(wards), list(wards.values()))[0]
        if number < len(_WRITTEN):
            full, family, own, ethnicity, language, sex = _WRITTEN[number]
        else:
            full, family, own, ethnicity, language, sex = _named(rng, known)
        known.add(full)
        born = today - timedelta(days=rng.randint(19 * 365, 74 * 365))
        person = Person(
            id=new_id(rng),
            full_name=full,
            family_name=family or None,
            certificate_name=own or None,
            known_as=full.split()[0] if rng.random() < 0.15 else None,
            date_of_birth=born,
            phone=f"07700900{rng.randint(0, 999):03}",
            email=f"learner{number:03}@example.org" if rng.random() < 0.5 else None,
            contact_by=rng.choice(("phone", "text", "text", "email")),
            address=f"{rng.randint(1, 180)} {rng.choice(_STREETS)}",
            postcode=rng.choice(homes[ward]),
            first_language=language,
        )
        yield Invented(person, tuple(_facts(rng, person, ethnicity, sex, today)))


def new_id(rng: Random) -> UUID:
    """A random id that is the same each time the demo is built."""
    return UUID(int=rng.getrandbits(128), version=4)


def _named(rng: Random, known: set[str]) -> tuple[str, str, str, str, str, str]:
    """A name that nobody has yet, if a few tries find one."""
    drawn = _drawn(rng)
    for _ in range(_TRIES):
        if drawn[0] not in known:
            break
        drawn = _drawn(rng)
    return drawn


def _drawn(rng: Random) -> tuple[str, str, str, str, str, str]:
    country = rng.choices(list(_COMMUNITIES), [share for share, *_ in _COMMUNITIES.values()])[0]
    _, ethnicity, language = _COMMUNITIES[country]
    given, given_own, sex = rng.choice(_forenames()[country])
    family, family_own = rng.choice(_surnames()[country])
    pair, own_pair = (given, family), (given_own, family_own)
    if country in _FAMILY_FIRST:
        pair, own_pair = (family, given), (family_own, given_own)
    full, own = " ".join(pair), ("" if country in _FAMILY_FIRST else " ").join(own_pair)
    return full, family, own if own != full and not own.isascii() else "", ethnicity, language, sex


def _facts(rng: Random, person: Person, ethnicity: str, sex: str, today: date) -> Iterator[Record]:
    since = today - timedelta(days=rng.randint(80, 400))
    status = rng.choices(("10", "11", "12"), (20, 55, 25))[0]
    yield EmploymentStatus(
        id=new_id(rng),
        person=person.id,
        since=since,
        status=status,
        unemployed_for=rng.choice("12345") if status == "11" else None,
        benefit="4" if status == "11" and rng.random() < 0.7 else None,
    )
    yield PriorAttainment(
        id=new_id(rng), person=person.id, since=since, level=rng.choice(("99", "1", "1", "2", "3", "5"))
    )
    yield EqualityAnswer(id=new_id(rng), person=person.id, answered=since, sex=sex, ethnicity=ethnicity)
    if rng.random() < 0.18:
        category = rng.choice(("12", "9", "5", "6", "95"))
        yield SupportNeed(id=new_id(rng), person=person.id, category=category, main=True, on_register=True, since=since)
    if rng.random() < 0.6:
        name = f"{rng.choice(('Sam', 'Maria', 'Ali', 'Joan', 'Piotr'))} {person.family_name or ''}".strip()
        number = f"07700900{rng.randint(0, 999):03}"
        yield EmergencyContact(id=new_id(rng), person=person.id, name=name, phone=number)


@cache
def _forenames() -> dict[str, list[tuple[str, str, str]]]:
    found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    with resource("names/forenames.csv").open(encoding="utf-8") as opened:
        for row in csv.DictReader(opened):
            found[row["country"]].append((row["romanised"], row["native"], row["gender"]))
    return found


@cache
def _surnames() -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    with resource("names/surnames.csv").open(encoding="utf-8") as opened:
        for row in csv.DictReader(opened):
            found[row["country"]].append((row["romanised"], row["native"]))
    return found
