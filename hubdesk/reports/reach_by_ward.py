"""Reach: how many learners each ward has, beside a published figure about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median
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


def reach_by_ward(session: Session, indicator: str, period: str, since: date) -> Reach:
    """Wards that have the figure or a learner: the targeted first, then by figure, the highest first."""
    published = select(WardFigure.ward, WardFigure.value, WardFigure.source).where(
        WardFigure.indicator == indicator, WardFigure.period == period
    )
    found = session.execute(published).all()
    figures: dict[UUID, int] = {row.ward: row.value for row in found}
    learners = _learners(session, since)
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
    )


def periods(session: Session) -> list[tuple[str, str, str]]:
    """What can be asked for: indicator code, its label, period; the latest period first."""
    query = select(WardFigure.indicator, WardFigure.period).distinct()
    found = sorted(session.execute(query).all(), key=lambda row: (row.period, row.indicator), reverse=True)
    return [(row.indicator, label_of("indicator", row.indicator), row.period) for row in found]


def _learners(session: Session, since: date) -> dict[UUID | None, int]:
    """Persons by ward; each counts once, however many courses or hubs they learn at."""
    placed = select(Enrolment.person).where(
        Enrolment.status.in_(ON_COURSE), or_(Enrolment.starts >= since, Enrolment.asked_on >= since)
    )
    query = select(Person.ward, func.count()).where(Person.id.in_(placed)).group_by(Person.ward)
    return {row[0]: row[1] for row in session.execute(query)}


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
