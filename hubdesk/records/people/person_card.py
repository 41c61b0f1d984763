"""A card by which a person checks in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped

from hubdesk.base.errors import Problem
from hubdesk.base.words import tr, tr_later
from hubdesk.fields.card_codes import NUMBER
from hubdesk.fields.check_digit import is_valid
from hubdesk.fields.field import field, link
from hubdesk.fields.types import Choice, Date, Text
from hubdesk.records.record import Around, Kind, Record, in_order


class PersonCard(Record):
    """The number on one card, for good: a card that is lost is ended, and the person has another with a number of its own."""

    __tablename__ = "person_card"
    kind = Kind(tr_later("Card"), tr_later("Cards"), icon="id-card")

    person: Mapped[UUID] = link(tr_later("Person"), to="person", listed=True, personal=True)
    number: Mapped[str] = field(tr_later("Number"), Text(16), listed=True, found=True, personal=True, unique=True)
    issued: Mapped[date] = field(tr_later("Issued"), Date(), listed=True)
    ended: Mapped[date | None] = field(tr_later("Ended"), Date(), listed=True)
    why_ended: Mapped[str | None] = field(tr_later("Why it ended"), Choice("card_end"), listed=True)

    @property
    def title(self) -> str:
        return self.number

    def problems(self, around: Around) -> Iterator[Problem]:
        if not NUMBER.fullmatch(self.number):
            yield Problem(tr("A card’s number looks like WES-00123-Y. Write it as on the card."), "number")
        elif not is_valid(self.number):
            yield Problem(tr("The last character does not fit the number. Check it against the card."), "number")
        if not in_order(self.issued, self.ended):
            yield Problem(tr("The card ends before it was issued. Check both dates."), "ended")
        if self.ended and not self.why_ended:
            yield Problem(tr("Say why the card no longer counts."), "why_ended")
        if self.why_ended and not self.ended:
            yield Problem(tr("Write the day since which the card no longer counts."), "ended")
