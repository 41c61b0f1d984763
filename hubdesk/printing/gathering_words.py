"""Words that several papers say in the same way, gathered from the hub's file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdesk.base.errors import Refused
from hubdesk.base.words import tr
from hubdesk.fields.check_digit import with_check
from hubdesk.fields.codelists import label_of
from hubdesk.fields.dates import show_date
from hubdesk.printing.letter import Sender
from hubdesk.records import kind_named
from hubdesk.records.network.hub import Hub
from hubdesk.reports.getting_here import GettingHere
from hubdesk.reports.sheet_found import signs_of
from hubdesk.reports.usual_times import usual_slots, weekdays_named

_STOPS: Final = tuple(".!?…۔؟।。！？")
"""What ends a sentence, in any script."""


def sheet_id(session: Session, record: UUID, lines: str = "") -> str:
    """The number on a sheet of paper by which its record is found again: hub letters, part of the id, check character.

    ``lines``: three signs that tell whose lines are on it, of a sheet that is keyed back by line.
    """
    return with_check(f"{hub_of(session).letters}-{signs_of(record)}{lines}")


def hub_of(session: Session) -> Hub:
    hub = session.scalars(select(kind_named("hub")).where(Hub.hub_id == Hub.id)).first()
    return hub or Hub(name="HubDesk", letters="HUB")


def still_there(session: Session, kind: type[Any], id: UUID) -> Any:
    record = session.get(kind, id)
    if record is None:
        raise Refused(tr("What this paper is about is no longer there. Go back and pick it again."))
    return record


def label_or_nothing(list_: str, code: str | None) -> str:
    return label_of(list_, code) if code else ""


def long_day(day: date) -> str:
    weekdays = (
        tr("Monday"), tr("Tuesday"), tr("Wednesday"), tr("Thursday"), tr("Friday"), tr("Saturday"), tr("Sunday"),
    )  # fmt: skip
    return tr("{weekday} {day}", weekday=weekdays[day.weekday()], day=show_date(day))


def clock(at: time) -> str:
    return f"{at:%H:%M}"


def times_said(classes: Iterable[tuple[date, time, time]]) -> str:
    """On which days of the week, and from when to when; nothing where no class is planned."""
    return "; ".join(
        tr("{days}, {starts} to {ends}", days=weekdays_named(weekday), starts=clock(starts), ends=clock(ends))
        for weekday, starts, ends in usual_slots(classes)
    )


def joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def as_sentence(said: str) -> str:
    """With the stop that ends a sentence in the language spoken, where it has none of its own."""
    return said if said.rstrip().endswith(_STOPS) else tr("{said}.", said=said)


def cost_in_words(price: Decimal | None) -> str:
    """Pounds and pence, or that it is free; nothing where no price is set."""
    return tr("Free") if price == 0 else "" if price is None else f"£{price:,.2f}"


def sender_of(session: Session, here: GettingHere) -> Sender:
    """Whose letters these are."""
    return Sender(hub_of(session).name, here.name, here.address, here.phone, here.email)


def hours_in_words(minutes: int) -> str:
    """Whole hours, or hours and a half or a quarter: "1 hour", "2.5 hours"."""
    hours = f"{minutes / 60:.2f}".rstrip("0").rstrip(".")
    return tr("{hours} hour", hours=hours) if minutes == 60 else tr("{hours} hours", hours=hours)
