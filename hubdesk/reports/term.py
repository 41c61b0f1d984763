"""A term week by week: how many enrolled, and how many of those expected came."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hubdesk.base.words import tr, tr_many
from hubdesk.fields.dates import show_date, show_month
from hubdesk.records.learning.attendance import CAME, Attendance
from hubdesk.records.learning.class_session import ClassSession
from hubdesk.records.learning.enrolment import Enrolment

_WEEK: Final = timedelta(weeks=1)
_MONTHS: Final = 4
"""Three terms make a year: from September, January and May."""


@dataclass(frozen=True, order=True)
class Term:
    """Four months of teaching, both days included."""

    first: date
    last: date

    @classmethod
    def of(cls, day: date) -> Term:
        """The term that the day lies in."""
        first = date(day.year, (day.month - 1) // _MONTHS * _MONTHS + 1, 1)
        after = date(first.year + first.month // 9, (first.month + _MONTHS - 1) % 12 + 1, 1)
        return cls(first, after - timedelta(days=1))

    @property
    def before(self) -> Term:
        return Term.of(self.first - timedelta(days=1))

    @property
    def after(self) -> Term:
        return Term.of(self.last + timedelta(days=1))

    def said(self) -> str:
        """Such as "Sep 2026 to Dec 2026"."""
        return tr("{first} to {last}", first=show_month(self.first), last=show_month(self.last))


@dataclass(frozen=True)
class WeekOfTerm:
    """``monday`` begins it. Of ``marked`` in registers ``came`` were there."""

    monday: date
    enrolled: int
    came: int
    marked: int

    @property
    def share(self) -> int | None:
        """How many of a hundred came; None where no register was marked."""
        return round(100 * self.came / self.marked) if self.marked else None


@dataclass(frozen=True)
class TermPage:
    """``earlier`` is how many had enrolled by the same day of the term before."""

    term: Term
    weeks: tuple[WeekOfTerm, ...]
    earlier: int

    @property
    def enrolled(self) -> int:
        return sum(week.enrolled for week in self.weeks)

    @property
    def marked(self) -> int:
        return sum(week.marked for week in self.weeks)

    @property
    def share(self) -> int | None:
        """How many of a hundred came over the whole term; None where no register was marked."""
        return round(100 * sum(week.came for week in self.weeks) / self.marked) if self.marked else None

    def enrolled_said(self) -> str:
        """Whether more people come than last time, in a sentence or two."""
        busiest = max(self.weeks, key=lambda week: week.enrolled)
        if not busiest.enrolled:
            return tr("Nobody has enrolled in this term.")
        counted = tr_many("One enrolment.", "{n} enrolments.", self.enrolled)
        compared = tr_many(
            "By the same day of the term before there was one.",
            "By the same day of the term before there were {n}.",
            self.earlier,
        )
        most = tr("Most came in the week of {day}.", day=show_date(busiest.monday))
        return tr("{counted} {compared} {most}", counted=counted, compared=compared, most=most)

    def came_said(self) -> str:
        """Whether people keep coming, in a sentence or two."""
        known = [week for week in self.weeks if week.share is not None]
        if self.share is None:
            return tr("No register of this term is marked yet.")
        lowest = min(known, key=lambda week: (week.share or 0, week.monday))
        whole = tr("Of every 100 expected, {n} came.", n=self.share)
        if len(known) == 1:
            return whole
        low = tr("Fewest came in the week of {day}: {n}.", day=show_date(lowest.monday), n=lowest.share)
        return tr("{whole} {low}", whole=whole, low=low)


def term_page(session: Session, term: Term, today: date) -> TermPage:
    """The term's weeks up to now, Monday by Monday; a week that a term only touches counts its days in the term."""
    last = min(term.last, today)
    mondays = _mondays(term.first, max(last, term.first))
    asked = _enrolled(session, term.first, last)
    came, marked = _marks(session, term.first, last)
    weeks = tuple(WeekOfTerm(monday, asked[monday], came[monday], marked[monday]) for monday in mondays)
    passed = last - term.first
    earlier = _enrolled(session, term.before.first, min(term.before.first + passed, term.before.last))
    return TermPage(term, weeks, earlier.total())


def _enrolled(session: Session, first: date, last: date) -> Counter[date]:
    """By the Monday of its week, how many asked for a place."""
    query = (
        select(Enrolment.asked_on, func.count())
        .where(Enrolment.asked_on.between(first, last))
        .group_by(Enrolment.asked_on)
    )
    found: Counter[date] = Counter()
    for day, count in session.execute(query):
        found[_monday(day)] += count
    return found


def _marks(session: Session, first: date, last: date) -> tuple[Counter[date], Counter[date]]:
    """By the Monday of its week, how many came and how many were marked."""
    query = (
        select(ClassSession.day, func.count().filter(Attendance.mark.in_(CAME)), func.count())
        .join(Attendance, Attendance.class_session == ClassSession.id)
        .where(ClassSession.day.between(first, last))
        .group_by(ClassSession.day)
    )
    came: Counter[date] = Counter()
    marked: Counter[date] = Counter()
    for day, here, all_of_them in session.execute(query):
        came[_monday(day)] += here
        marked[_monday(day)] += all_of_them
    return came, marked


def _mondays(first: date, last: date) -> list[date]:
    begins, ends = _monday(first), _monday(last)
    return [begins + number * _WEEK for number in range((ends - begins) // _WEEK + 1)]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
