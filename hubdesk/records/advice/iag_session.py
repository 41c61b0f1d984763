"""A session of information, advice and guidance with one person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from hubdesk.base.errors import Problem
from hubdesk.base.words import tr, tr_later
from hubdesk.fields.codelists import code_list
from hubdesk.fields.dates import on_the_wall
from hubdesk.fields.field import field, fields_of, link
from hubdesk.fields.types import Choice, Date, Minutes, Notes, YesNo
from hubdesk.records.record import Around, Kind, Record, in_order

CONSENT: Final = "advice_notes"
"""The purpose for which a person lets the hub keep what they talked about."""
WORDING: Final = "advice_notes-2026-1"
"""The words that are read to them, which stand beside the question."""
GIVEN: Final = "given"

_TALK: Final = tr_later("What was talked about")
_NEXT: Final = tr_later("What comes next")


class IagSession(Record):
    """That somebody was advised, and what was said: people tell an adviser of health, debts and papers, so it is sealed."""

    __tablename__ = "iag_session"
    __table_args__ = (Index("ix_iag_session_review_on", "review_on"),)
    kind = Kind(tr_later("IAG session"), tr_later("IAG sessions"), icon="signpost")

    person: Mapped[UUID] = link(tr_later("Person"), to="person", listed=True, personal=True, synced=True)
    iag_type: Mapped[str] = field(
        tr_later("What was given"), Choice("iag_type"), listed=True, default="advice", synced=True
    )
    day: Mapped[date] = field(tr_later("Day"), Date(past=True), listed=True, synced=True)
    minutes: Mapped[int | None] = field(tr_later("Length"), Minutes(), listed=True, synced=True)
    channel: Mapped[str | None] = field(tr_later("How"), Choice("iag_channel"), listed=True, default="face_to_face")
    adviser: Mapped[UUID | None] = link(tr_later("Adviser"), to="person", listed=True)
    agreed: Mapped[bool | None] = field(
        tr_later("They agree to this"),
        YesNo(),
        group=_TALK,
        hint=code_list("consent_wording").by_code[WORDING].words,
    )
    issues: Mapped[str | None] = field(
        tr_later("Issues"),
        Notes(),
        special=True,
        group=_TALK,
        hint=tr_later(
            "What they came with. What stands here and below is for tutors and managers to read. If they said no, leave it empty."
        ),
    )
    options: Mapped[str | None] = field(tr_later("Options discussed"), Notes(), special=True, group=_TALK)
    impartial: Mapped[bool | None] = field(
        tr_later("Options were shown without favour"),
        YesNo(),
        group=_TALK,
        hint=tr_later("Those of other organisations too. The matrix Standard asks for it."),
    )
    actions: Mapped[str | None] = field(
        tr_later("Agreed actions"),
        Notes(),
        special=True,
        group=_NEXT,
        hint=tr_later("One on each line: who does what, by when. They stand on the action plan."),
    )
    signposted_to: Mapped[str | None] = field(
        tr_later("Signposted to"),
        Notes(),
        special=True,
        group=_NEXT,
        hint=tr_later("One on each line, with a phone number or an address."),
    )
    review_on: Mapped[date | None] = field(
        tr_later("Review"),
        Date(),
        listed=True,
        group=_NEXT,
        hint=tr_later("Stands under Today when it is due, until there is a later session."),
    )

    def fill_in(self, around: Around) -> None:
        said = self._said_last(around)
        if self.agreed is None and said is not None and said.decision == GIVEN:
            self.agreed = True

    def problems(self, around: Around) -> Iterator[Problem]:
        if not in_order(self.day, self.review_on):
            yield Problem(tr("The review is before the session. Check both dates."), "review_on")
        if not any(getattr(self, field.name) for field in fields_of(type(self)) if field.special):
            return
        said = self._said_last(around)
        if not self.agreed:
            yield Problem(
                tr("Ask whether they agree that we keep notes. If they do not, empty the boxes for notes."), "agreed"
            )
        elif said is not None and said.decision != GIVEN and on_the_wall(said.at).date() <= self.day:
            yield Problem(
                tr("They took back that we keep notes. Ask again, and write it under “What they agreed to” first."),
                "agreed",
            )

    def _said_last(self, around: Around) -> Any | None:
        """The latest consent event about notes; None when they were not asked, or only in a session."""
        return max(around.all("consent_event", person=self.person, purpose=CONSENT), key=_at, default=None)


def _at(event: Any) -> datetime:
    return cast(datetime, event.at)
