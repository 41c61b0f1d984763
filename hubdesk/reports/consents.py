"""What a person agreed to: how each purpose stands now, and everything that was said about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdesk.base.words import tr
from hubdesk.fields.codelists import codes, label_of
from hubdesk.fields.types import Moment
from hubdesk.records.people.consent_event import GIVEN, ConsentEvent


@dataclass(frozen=True)
class Said:
    """One thing said: when, in which words, how, and who wrote it down."""

    at: datetime
    given: bool
    wording: str
    how: str
    by: str

    @property
    def sentence(self) -> str:
        when, how = Moment().show(self.at), self.how.lower()
        if self.given:
            return tr("Agreed on {when}, {how}", when=when, how=how)
        return tr("Not agreed, or taken back on {when}, {how}", when=when, how=how)


@dataclass(frozen=True)
class Standing:
    """One purpose, and what was said about it, the latest first; nothing when it was never asked."""

    purpose: str
    title: str
    said: tuple[Said, ...]

    @property
    def given(self) -> bool | None:
        """Whether they agree now; None when nobody has asked."""
        return self.said[0].given if self.said else None

    @property
    def sentence(self) -> str:
        return self.said[0].sentence if self.said else tr("Not asked yet")


def consents_of(session: Session, person: UUID) -> tuple[Standing, ...]:
    """Every purpose in the list's order, those never asked too."""
    query = select(ConsentEvent).where(ConsentEvent.person == person).order_by(ConsentEvent.at.desc())
    events = session.scalars(query).all()
    return tuple(
        Standing(
            purpose.code,
            purpose.label,
            tuple(_said(one) for one in events if one.purpose == purpose.code),
        )
        for purpose in codes("consent_purpose")
    )


def _said(one: ConsentEvent) -> Said:
    how = label_of("consent_channel", one.channel)
    return Said(one.at, one.decision == GIVEN, label_of("consent_wording", one.wording), how, one.recorded_by)
