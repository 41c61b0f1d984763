"""What a person asks for about their own data, and by when the law wants it answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Mapped

from hubdesk.base.errors import Problem
from hubdesk.base.words import tr, tr_later
from hubdesk.fields.codelists import code_list
from hubdesk.fields.field import field, link
from hubdesk.fields.types import Choice, Date, Notes, Text, Whole, YesNo
from hubdesk.fields.working_days import months_after, working_day_from
from hubdesk.records.record import Around, Kind, Record, in_order

_ANSWER: Final = tr_later("Time to answer")
_CLOCK: Final = tr_later("When the clock stands still")
_END: Final = tr_later("How it ended")


class SubjectRequest(Record):
    """A request under data protection law. It stays at the hub."""

    __tablename__ = "subject_request"
    kind = Kind(tr_later("Data request"), tr_later("Data requests"), icon="shield-check")

    person: Mapped[UUID] = link(tr_later("Person"), to="person", listed=True, personal=True)
    asked: Mapped[str] = field(tr_later("Asks for"), Choice("subject_request"), listed=True)
    received: Mapped[date] = field(tr_later("Came in on"), Date(past=True), listed=True)
    identity_asked: Mapped[date | None] = field(
        tr_later("Proof of identity asked for on"),
        Date(),
        group=_ANSWER,
        hint=tr_later("Only when you are not sure who is asking. The time then begins with the proof."),
    )
    identity_checked: Mapped[date | None] = field(tr_later("Identity checked on"), Date(), group=_ANSWER)
    extended: Mapped[bool] = field(
        tr_later("Two more months"),
        YesNo(),
        group=_ANSWER,
        default=False,
        hint=tr_later("Only for what is complex. Tell the person within the first month, and why."),
    )
    why_extended: Mapped[str | None] = field(tr_later("Why it takes longer"), Text(), group=_ANSWER)
    due: Mapped[date | None] = field(
        tr_later("To be answered by"),
        Date(),
        listed=True,
        group=_ANSWER,
        hint=tr_later(
            "HubDesk works this out: one calendar month, and for a complaint 30 days to say that it has come."
        ),
    )
    clock_stopped: Mapped[date | None] = field(
        tr_later("Asked what they mean on"),
        Date(),
        group=_CLOCK,
        hint=tr_later("The clock stands still until they answer."),
    )
    clock_started: Mapped[date | None] = field(tr_later("Answered on"), Date(), group=_CLOCK)
    days_stopped: Mapped[int] = field(
        tr_later("Days it stood still before"),
        Whole(0, 1000),
        group=_CLOCK,
        default=0,
        hint=tr_later("When you had to ask more than once."),
    )
    acknowledged: Mapped[date | None] = field(
        tr_later("Told them that it has come, on"), Date(), group=_END, hint=tr_later("Needed for a complaint.")
    )
    outcome: Mapped[str | None] = field(tr_later("Outcome"), Choice("request_outcome"), listed=True, group=_END)
    closed: Mapped[date | None] = field(tr_later("Answered in full on"), Date(), listed=True, group=_END)
    notes: Mapped[str | None] = field(tr_later("Notes"), Notes(), personal=True, group=_END)

    @property
    def title(self) -> str:
        return Choice("subject_request").show(self.asked)

    @property
    def waits_for_proof(self) -> bool:
        """Whether the time has not begun, because the person has yet to show who they are."""
        return self.identity_asked is not None and self.identity_checked is None

    @property
    def stands_still(self) -> bool:
        """Whether the clock is stopped now."""
        return self.clock_stopped is not None and self.clock_started is None

    def fill_in(self, around: Around) -> None:
        # A form that is not filled in yet has no limit; what is missing is told by the fields.
        unsaid = any(True for _ in self.field_problems())
        self.due = None if unsaid else self.time_limit()

    def time_limit(self) -> date | None:
        """The last day to answer, or to acknowledge a complaint; None while the clock has not begun or stands still.

        A month ends on the same day of the next one, or on its last; a limit that ends on a weekend or bank holiday
        runs to the next working day (ICO, right of access, "How long do we have to comply?", read November 2026).
        The 30 days for a complaint are counted from the day after it came.
        """
        days = code_list("subject_request").by_code[self.asked].facts.get("acknowledge_days")
        if isinstance(days, int):
            return working_day_from(self.received + timedelta(days=days))
        if self.waits_for_proof or self.stands_still:
            return None
        begun = max(self.received, self.identity_checked or self.received) if self.identity_asked else self.received
        stood = timedelta(days=self.days_stopped or 0)
        if self.clock_stopped and self.clock_started:
            stood += self.clock_started - self.clock_stopped
        return working_day_from(months_after(begun, 3 if self.extended else 1) + stood)

    def problems(self, around: Around) -> Iterator[Problem]:
        for earlier, name in (
            (self.received, "identity_asked"),
            (self.identity_asked or self.received, "identity_checked"),
            (self.received, "clock_stopped"),
            (self.clock_stopped or self.received, "clock_started"),
            (self.received, "acknowledged"),
            (self.received, "closed"),
        ):
            if not in_order(earlier, getattr(self, name)):
                yield Problem(tr("This is before what it follows. Check both dates."), name)
        if self.clock_started and not self.clock_stopped:
            yield Problem(tr("The clock was never stopped. Write the day you asked."), "clock_stopped")
        if self.extended and not self.why_extended:
            yield Problem(tr("Say why it takes longer: the person must be told."), "why_extended")
        if self.closed and not self.outcome:
            yield Problem(tr("Say how it ended."), "outcome")
        if self.outcome and not self.closed:
            yield Problem(tr("Write the day it was answered in full."), "closed")
