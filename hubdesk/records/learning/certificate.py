"""A certificate that was issued."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Mapped

from hubdesk.base.errors import Problem
from hubdesk.base.words import tr, tr_later
from hubdesk.fields.check_digit import is_valid
from hubdesk.fields.field import field, link
from hubdesk.fields.types import Choice, Date, Text
from hubdesk.records.record import Around, Kind, Record

HOURS: Final = "hours"
"""The kind of certificate that a volunteer gets for the time given."""


class Certificate(Record):
    """What was printed on a certificate: the name as it stood, the number, the day."""

    __tablename__ = "certificate"
    kind = Kind(tr_later("Certificate"), tr_later("Certificates"), icon="award")

    person: Mapped[UUID] = link(tr_later("Person"), to="person", listed=True, personal=True, synced=True)
    run: Mapped[UUID | None] = link(
        tr_later("Course run"),
        to="course_run",
        listed=True,
        hint=tr_later("Empty when it is for a volunteer’s hours."),
        synced=True,
    )
    certificate_kind: Mapped[str] = field(
        tr_later("For"), Choice("certificate_kind"), listed=True, default="completion", synced=True
    )
    number: Mapped[str] = field(tr_later("Number"), Text(20), listed=True, found=True, unique=True, synced=True)
    issued: Mapped[date] = field(tr_later("Issued"), Date(), listed=True, synced=True)
    name_printed: Mapped[str] = field(tr_later("Name printed"), Text(120), listed=True, personal=True, synced=True)

    @property
    def title(self) -> str:
        return self.number

    def problems(self, around: Around) -> Iterator[Problem]:
        if self.run is None and self.certificate_kind != HOURS:
            yield Problem(tr("Say for which course run it is."), "run")
        if not is_valid(self.number):
            yield Problem(tr("The last character does not fit the number. Check it against the paper."), "number")
