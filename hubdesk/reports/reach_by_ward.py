"""Reach: how many learners each ward has, beside a published figure about it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Final
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from hubdesk.base.words import tr, tr_many
from hubdesk.fields.codelists import label_of
from hubdesk.fields.ward_ids import ward_id
from hubdesk.records.learning.enrolment import ON_COURSE, Enrolment
from hubdesk.records.people.person import Person
from hubdesk.records.places.ward import Ward
from hubdesk.records.places.ward_figure import WardFigure
from hubdesk.reports.hub_totals import HubTotals, hub_totals

YEAR: Final = timedelta(days=365)
"""So long before its day a hub's totals look back for learners, as the network's page does."""


@dataclass(frozen=True)
class WardReach:
    """``learners`` counts persons with an enrolment since the day asked for; ``per_1000`` of the figure, or None."""

    ward_id: UUID
    ward: str
    code: str
    council: str
    targeted: bool
    figure: int | None
    learners: int
    per_1000: float | None


@dataclass(frozen=True)
class Reach:
    """``total`` sums up all rows; ``targeted_total`` those targeted. ``elsewhere``: learners whose ward is not known."""

    indicator: str
    period: str
    source: str
    since: date
    rows: tuple[WardReach, ...]
    total: WardReach
    targeted_total: WardReach
    elsewhere: int
    sentence: str
    """What to ask next."""
    rounded: tuple[HubTotals, ...]
    """The hubs that share totals only, whose learners of the year before those are among the others."""


def reach_by_ward(session: Session, indicator: str, period: str, since: date, day: date) -> Reach:
    """Wards that have the figure or a learner: the targeted first, then by figure, the highest first.

    Hubs that share totals only on that day count with the learners of the year before those.
    """
    published = select(WardFigure.ward, WardFigure.value, WardFigure.source).where(
        WardFigure.indicator == indicator, WardFigure.period == period
    )
    found = session.execute(published).all()
    figures: dict[UUID, int] = {row.ward: row.value for row in found}
    told = hub_totals(session, day)
    learners = learners_by_ward(session, since, but=[one.hub_id for one in told])
    by_code = {code: ward for ward, code in ward_codes(session).items()}
    for one in told:
        for code, n in one.totals.reach.items():
            learners[by_code.get(code)] = learners.get(by_code.get(code), 0) + n
    wards = {ward.id: ward for ward in session.scalars(select(Ward)) if ward.id in figures or ward.id in learners}
    rows = sorted(
        (_row(ward, figures.get(ward.id), learners.get(ward.id, 0)) for ward in wards.values()),
        key=lambda row: (not row.targeted, -(row.figure or 0), row.ward),
    )
    return Reach(
        indicator=indicator,
        period=period,
        source=found[0].source if found else "",
        since=since,
        rows=tuple(rows),
        total=_sum(tr("All wards"), rows),
        targeted_total=_sum(tr("Targeted wards"), [row for row in rows if row.targeted]),
        elsewhere=learners.get(None, 0),
        sentence=_sentence(rows),
        rounded=tuple(told),
    )


def periods(session: Session) -> list[tuple[str, str, str]]:
    """What can be asked for: indicator code, its label, period; the latest period first."""
    query = select(WardFigure.indicator, WardFigure.period).distinct()
    found = sorted(session.execute(query).all(), key=lambda row: (row.period, row.indicator), reverse=True)
    return [(row.indicator, label_of("indicator", row.indicator), row.period) for row in found]


def learners_by_ward(
    session: Session, since: date, *, made_at: UUID | None = None, but: Collection[UUID] = ()
) -> dict[UUID | None, int]:
    """Persons by ward; each counts once, however many courses or hubs they learn at.

    made_at: only by enrolments made at this hub; but: by none made at these.
    """
    placed = select(Enrolment.person).where(
        Enrolment.status.in_(ON_COURSE), or_(Enrolment.starts >= since, Enrolment.asked_on >= since)
    )
    if made_at is not None:
        placed = placed.where(Enrolment.hub_id == made_at)
    if but:
        placed = placed.where(or_(Enrolment.hub_id.is_(None), Enrolment.hub_id.not_in(but)))
    query = select(Person.ward, func.count()).where(Person.id.in_(placed)).group_by(Person.ward)
    return {row[0]: row[1] for row in session.execute(query)}


def ward_codes(session: Session) -> dict[UUID, str]:
    """By ward, the code that is the same in every file."""
    return {row.id: row.code for row in session.execute(select(Ward.id, Ward.code))}


def _row(ward: Ward, figure: int | None, learners: int) -> WardReach:
    return WardReach(
        ward.id, ward.name, ward.code, ward.council, ward.targeted, figure, learners, _rate(learners, figure)
    )


def _sum(name: str, rows: Iterable[WardReach]) -> WardReach:
    """The figures and learners together; the rate counts only wards that have the figure."""
    rows = list(rows)
    known = [row for row in rows if row.figure is not None]
    figure = sum(row.figure or 0 for row in known) if known else None
    rate = _rate(sum(row.learners for row in known), figure)
    return WardReach(ward_id(""), name, "", "", False, figure, sum(row.learners for row in rows), rate)


def _rate(learners: int, figure: int | None) -> float | None:
    return round(1000 * learners / figure, 1) if figure else None


def _sentence(rows: list[WardReach]) -> str:
    rates = {row.ward: row.per_1000 for row in rows if row.per_1000 is not None}
    if not any(row.learners for row in rows):
        return tr("No learner's ward is known yet. Add postcodes to see whom you reach.")
    if not rates:
        return tr("There is no figure for this period. Pick another one.")
    middle = median(rates.values())
    low = [row for row in rows if row.targeted and rates.get(row.ward, middle) < middle]
    if not low:
        return tr("Every targeted ward is at or above the middle of the network. What works there?")
    least = min(low, key=lambda row: (rates[row.ward], row.ward))
    others = len(low) - 1
    if not others:
        return tr(
            "{ward} is targeted, yet below the middle of the network. Who could invite people there?", ward=least.ward
        )
    return tr_many(
        "{ward} and {n} other targeted ward are below the middle of the network. Who could invite people there?",
        "{ward} and {n} other targeted wards are below the middle of the network. Who could invite people there?",
        others,
        ward=least.ward,
    )
