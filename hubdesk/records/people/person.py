"""A person: learner, volunteer, tutor or contact, whatever they are doing here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from hubdesk.base.errors import Problem
from hubdesk.base.words import tr, tr_later
from hubdesk.fields.codelists import codes
from hubdesk.fields.field import field, link
from hubdesk.fields.types import Choice, Date, Email, Notes, Phone, Postcode, Text
from hubdesk.records.placing import find_ward
from hubdesk.records.record import Around, Kind, Record

_NAMES = tr_later("Names")
_CONTACT = tr_later("Contact")
_OLDEST = 115


class Person(Record):
    """One person, once. What they do at the hub (enrolments, applications) are records of their own."""

    __tablename__ = "person"
    __table_args__ = (Index("ix_person_date_of_birth", "date_of_birth"),)
    kind = Kind(tr_later("Person"), tr_later("People"), icon="user")

    full_name: Mapped[str] = field(
        tr_later("Full name"),
        Text(120),
        listed=True,
        found=True,
        personal=True,
        group=_NAMES,
        hint=tr_later("As the person gives it, in any script."),
        synced=True,
    )
    family_name: Mapped[str | None] = field(
        tr_later("Family name"),
        Text(80),
        found=True,
        personal=True,
        group=_NAMES,
        hint=tr_later("The part of the full name that lists are sorted by and funders ask for."),
        synced=True,
    )
    known_as: Mapped[str | None] = field(
        tr_later("Known as"),
        Text(80),
        listed=True,
        found=True,
        personal=True,
        group=_NAMES,
        hint=tr_later("What everybody here calls them."),
        synced=True,
    )
    certificate_name: Mapped[str | None] = field(
        tr_later("Name on certificates"),
        Text(120),
        found=True,
        personal=True,
        group=_NAMES,
        hint=tr_later("Only when it differs from the full name."),
        synced=True,
    )
    date_of_birth: Mapped[date | None] = field(
        tr_later("Date of birth"), Date(past=True), listed=True, personal=True, synced=True
    )
    age_band: Mapped[str | None] = field(
        tr_later("Age band"),
        Choice("age_band"),
        hint=tr_later("Only when the date of birth is not known."),
        synced=True,
    )
    phone: Mapped[str | None] = field(
        tr_later("Phone"), Phone(), listed=True, found=True, personal=True, group=_CONTACT, synced=True
    )
    other_phone: Mapped[str | None] = field(
        tr_later("Other phone"), Phone(), found=True, personal=True, group=_CONTACT, synced=True
    )
    email: Mapped[str | None] = field(
        tr_later("E-mail"), Email(), found=True, personal=True, group=_CONTACT, synced=True
    )
    contact_by: Mapped[str | None] = field(
        tr_later("Best way to reach them"), Choice("contact_preference"), group=_CONTACT, synced=True
    )
    address: Mapped[str | None] = field(tr_later("Address"), Text(200), personal=True, group=_CONTACT, synced=True)
    postcode: Mapped[str | None] = field(
        tr_later("Postcode"), Postcode(), listed=True, found=True, personal=True, group=_CONTACT, synced=True
    )
    ward: Mapped[UUID | None] = link(
        tr_later("Ward"),
        to="ward",
        listed=True,
        group=_CONTACT,
        hint=tr_later("Found from the postcode when there is one."),
        synced=True,
    )
    first_language: Mapped[str | None] = field(tr_later("First language"), Choice("language"), synced=True)
    notes: Mapped[str | None] = field(
        tr_later("Notes"),
        Notes(),
        personal=True,
        hint=tr_later("Nothing about health, belief or the law: it may be read at the desk."),
    )

    @property
    def title(self) -> str:
        return self.full_name

    @property
    def detail(self) -> str:
        return tr("born {year}", year=self.date_of_birth.year) if self.date_of_birth else ""

    @property
    def called(self) -> str:
        """How to address them: the name they are known as, else the full name."""
        return self.known_as or self.full_name

    @property
    def sort_name(self) -> str:
        """The text that lists of people are sorted by."""
        # A name that came with a merge may be empty.
        last = self.full_name.split()[-1:]
        return f"{self.family_name or ''.join(last)} {self.full_name}"

    @classmethod
    def left_of(cls, values: dict[str, Any], day: date) -> dict[str, Any]:
        if born := values.get("date_of_birth"):
            return {"age_band": _age_band(date.fromisoformat(born), day)}
        # A date that was taken back takes what was told of it with it.
        return {"age_band": None} if "date_of_birth" in values and "age_band" not in values else {}

    def fill_in(self, around: Around) -> None:
        find_ward(self, around)
        if self.other_phone and self.phone in (None, "", self.other_phone):
            # Lists, registers and letters look for the number there; a list with a column for mobiles brings it as the other.
            self.phone, self.other_phone = self.other_phone, None
        if self.family_name and not self.changed("family_name") and (was := self.value_before("full_name")):
            self.family_name = _family_name_in(self.full_name, was, self.family_name)

    def problems(self, around: Around) -> Iterator[Problem]:
        if self.date_of_birth and around.today.year - self.date_of_birth.year >= _OLDEST:
            yield Problem(tr("This makes the person older than {n}. Check the year.", n=_OLDEST), "date_of_birth")


def _family_name_in(full_name: str, was: str, family_name: str) -> str:
    """The family name of somebody who is called otherwise now: the words that stand where it stood, if it went."""
    now, before, family = full_name.split(), was.split(), family_name.split()
    kept = re.search(rf"(?<!\w){re.escape(family_name)}(?!\w)", full_name)
    if kept or len(now) <= len(family):
        return family_name
    if before[-len(family) :] == family:
        return " ".join(now[-len(family) :])
    return " ".join(now[: len(family)]) if before[: len(family)] == family else family_name


def _age_band(born: date, day: date) -> str | None:
    age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    bands = [
        code.code for code in codes("age_band") if isinstance(least := code.facts.get("least"), int) and least <= age
    ]
    return bands[-1] if bands else None
