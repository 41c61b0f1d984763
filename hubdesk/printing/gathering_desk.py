"""What the papers of the desk, the door and the notice board say, gathered from the hub's file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdesk.base.words import tr
from hubdesk.fields.dates import show_date
from hubdesk.printing.gathering_words import (
    as_sentence,
    clock,
    cost_in_words,
    hub_of,
    joined,
    long_day,
    still_there,
    times_said,
)
from hubdesk.printing.leaflet import Leaflet, OnOffer
from hubdesk.printing.poster import Poster
from hubdesk.printing.roll_call import Present, RollCall
from hubdesk.printing.sign_in_sheet import SignInSheet
from hubdesk.records.learning.course import Course
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.reports.course_page import RunLine, course_page, open_runs
from hubdesk.reports.getting_here import GettingHere, getting_here
from hubdesk.reports.in_the_building import Here, in_the_building
from hubdesk.reports.paper_choices import classes_of_day
from hubdesk.reports.register_sheet import people_with_support, register_sheet


def sign_in_sheet(session: Session, today: date) -> SignInSheet:
    """The sheet for one day."""
    return SignInSheet(hub_of(session).name, today, long_day(today))


def roll_call(session: Session, now: datetime) -> RollCall:
    """Who is in the building at ``now``, the clock on the wall; ``expected`` are on the register of a class held now.

    Who needs support is said only to a role that may know it.
    """
    inside = in_the_building(session, now)
    known = {one.person_id for one in inside.people if one.person_id}
    support = people_with_support(session, known, now.date())
    return RollCall(
        hub=hub_of(session).name,
        day=now.date(),
        when=tr("{day}, {time}", day=long_day(now.date()), time=clock(now.time())),
        present=tuple(_present(one, one.person_id in support) for one in inside.people),
        expected=tuple(_expected(session, now, known)),
        nameless=inside.nameless,
    )


def poster(session: Session, run_id: UUID, today: date) -> Poster:
    """The poster of one course run. Raises Refused when it is no longer there."""
    run = still_there(session, CourseRun, run_id)
    course = still_there(session, Course, run.course)
    page = course_page(session, run_id, today)
    here = getting_here(session, run.venue, run.room)
    held = [one for one in page.classes if not one.cancelled]
    coming = next((one for one in held if one.day >= today), None)
    told = (
        (tr("When"), times_said((one.day, one.starts, one.ends) for one in held)),
        (tr("Next class"), long_day(coming.day))
        if coming and run.starts < today
        else (tr("Starts"), long_day(run.starts)),
        (tr("Where"), joined(page.room, here.name, here.address)),
        (tr("Level"), page.level),
        (tr("Cost"), cost_in_words(run.price)),
    )
    return Poster(
        hub=hub_of(session).name,
        day=today,
        course=run.name,
        said=course.aims or "",
        facts=tuple((label, said) for label, said in told if said),
        ask=_ask(here),
        access=_access(here),
    )


def leaflet(session: Session, today: date) -> Leaflet:
    """What can be joined now, soonest first."""
    here = getting_here(session, None)
    runs = open_runs(session, today)
    prices = {row[0]: row[1] for row in session.execute(select(CourseRun.id, CourseRun.price))}
    last = max((one.ends for one in runs), default=today)
    return Leaflet(
        hub=hub_of(session).name,
        day=today,
        season=tr("{first} to {last}", first=show_date(today), last=show_date(last)),
        courses=tuple(OnOffer(one.title, _lines(one, prices.get(one.run_id))) for one in runs),
        place=joined(here.name, here.address),
        reach=_ask(here),
        access=here.facts,
    )


def _lines(run: RunLine, price: Decimal | None) -> tuple[str, ...]:
    dates = tr("{first} to {last}", first=show_date(run.starts), last=show_date(run.ends))
    return tuple(line for line in (run.detail, joined(dates, cost_in_words(price))) if line)


def _ask(here: GettingHere) -> str:
    """Where to ask; to come in is always one way."""
    if here.phone:
        return tr("Come in and ask, or call {phone}.", phone=here.phone)
    return tr("Come in and ask, or write to {email}.", email=here.email) if here.email else tr("Come in and ask.")


def _access(here: GettingHere) -> str:
    return " ".join(as_sentence(said) for _, said in here.facts[:4])


def _present(one: Here, support: bool) -> Present:
    """Where to look for them; what they came for, such as advice, is nobody's business who stands outside."""
    since = clock(one.came) if one.came else ""
    return Present(one.name, one.room or one.course, since, tr("support") if support else "")


def _expected(session: Session, now: datetime, known: set[UUID]) -> Iterator[Present]:
    for id in classes_of_day(session, now.date()):
        sheet = register_sheet(session, id, earlier=0)
        if sheet.starts <= now.time() < sheet.ends:
            for row in sheet.rows:
                if row.mark is None and row.person_id not in known:
                    yield Present(
                        row.name, sheet.room or sheet.title, clock(sheet.starts), tr("support") if row.support else ""
                    )
