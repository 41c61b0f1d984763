"""That a person gave or withdrew a consent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Mapped

from hubdesk.base.errors import Problem
from hubdesk.base.words import tr, tr_later
from hubdesk.fields.codelists import codes
from hubdesk.fields.field import field, link
from hubdesk.fields.types import Choice, Moment, Text
from hubdesk.records.record import Around, Kind, Record

SHARE_BY_NAME: Final = "share_by_name"
"""The purpose without which no name goes to the lead, once somebody has said no."""
GIVEN: Final = "given"


class ConsentEvent(Record):
    """One line of the consent log; only ever added, so that the latest line per purpose holds."""

    __tablename__ = "consent_event"
    kind = Kind(tr_later("Consent"), tr_later("Consents"), icon="clipboard-check", only_added=True)

    person: Mapped[UUID] = link(tr_later("Person"), to="person", listed=True, personal=True, synced=True)
    purpose: Mapped[str] = field(tr_later("Purpose"), Choice("consent_purpose"), listed=True, synced=True)
    decision: Mapped[str] = field(tr_later("Decision"), Choice("consent_decision"), listed=True, synced=True)
    wording: Mapped[str] = field(tr_later("Wording shown"), Choice("consent_wording"), synced=True)
    channel: Mapped[str] = field(tr_later("How"), Choice("consent_channel"), listed=True, synced=True)
    at: Mapped[datetime] = field(tr_later("When"), Moment(), listed=True, synced=True)
    recorded_by: Mapped[str] = field(tr_later("Recorded by"), Text(120), listed=True, others=True, synced=True)

    @property
    def title(self) -> str:
        return Choice("consent_purpose").show(self.purpose)

    def said_again(self, around: Around) -> Iterable[Record]:
        if self.purpose != SHARE_BY_NAME:
            return ()
        before = [
            one for one in around.all("consent_event", person=self.person, purpose=self.purpose) if one is not self
        ]
        held = max(before, key=lambda one: one.at).decision if before else GIVEN
        person = around.get("person", self.person)
        return () if person is None or held == self.decision else (person,)

    def problems(self, around: Around) -> Iterator[Problem]:
        about = {code.code: code.facts.get("purpose") for code in codes("consent_wording")}
        if about.get(self.wording) != self.purpose:
            yield Problem(tr("This wording is for another purpose. Pick the one that the person saw."), "wording")
