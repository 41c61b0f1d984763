"""That a person gave or withdrew a consent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped

from hubdesk.base.errors import Problem
from hubdesk.base.words import tr, tr_later
from hubdesk.fields.codelists import codes
from hubdesk.fields.field import field, link
from hubdesk.fields.types import Choice, Moment, Text
from hubdesk.records.record import Around, Kind, Record


class ConsentEvent(Record):
    """One line of the consent log; only ever added, so that the latest line per purpose holds."""

    __tablename__ = "consent_event"
    kind = Kind(tr_later("Consent"), tr_later("Consents"), icon="clipboard-check", only_added=True)

    person: Mapped[UUID] = link(tr_later("Person"), to="person", listed=True, personal=True)
    purpose: Mapped[str] = field(tr_later("Purpose"), Choice("consent_purpose"), listed=True)
    decision: Mapped[str] = field(tr_later("Decision"), Choice("consent_decision"), listed=True)
    wording: Mapped[str] = field(tr_later("Wording shown"), Choice("consent_wording"))
    channel: Mapped[str] = field(tr_later("How"), Choice("consent_channel"), listed=True)
    at: Mapped[datetime] = field(tr_later("When"), Moment(), listed=True)
    recorded_by: Mapped[str] = field(tr_later("Recorded by"), Text(120), listed=True)

    @property
    def title(self) -> str:
        return Choice("consent_purpose").show(self.purpose)

    def problems(self, around: Around) -> Iterator[Problem]:
        about = {code.code: code.facts.get("purpose") for code in codes("consent_wording")}
        if about.get(self.wording) != self.purpose:
            yield Problem(tr("This wording is for another purpose. Pick the one that the person saw."), "wording")
