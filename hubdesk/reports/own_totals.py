"""What this hub tells where it shares totals only: every figure that the network's reports show of a hub."""

from __future__ import annotations

from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdesk.base.words import tr
from hubdesk.records.places.ward import Ward
from hubdesk.reports.by_hub import FIGURES, counts_by_hub
from hubdesk.reports.hub_totals import Totals, rounded
from hubdesk.reports.reach_by_ward import YEAR, learners_by_ward, ward_codes
from hubdesk.store.numbers import own_hub

_OF_THINGS: Final = ("courses", "runs")
"""Counts that tell nothing of people are not rounded."""


def own_totals(session: Session, day: date) -> Totals:
    """Counts of this hub's own records, each rounded by itself; no id, and nothing that names anybody."""
    hub = own_hub(session)
    counts = {name: by_hub.get(hub, 0) for name, by_hub in counts_by_hub(session).items()}
    codes = ward_codes(session)
    reach: dict[str, int] = {}
    for ward, learners in learners_by_ward(session, day - YEAR, made_at=hub).items():
        code = codes.get(ward, "") if ward else ""
        reach[code] = reach.get(code, 0) + learners
    told = {code: rounded(n) for code, n in sorted(reach.items())}
    return Totals(
        day,
        {name: n if name in _OF_THINGS else rounded(n) for name, n in counts.items()},
        {code: n for code, n in told.items() if n},
    )


def in_words(session: Session, totals: Totals) -> tuple[tuple[tuple[str, int], ...], tuple[tuple[str, int], ...]]:
    """The figures with what each counts, and the learners of the year with the name of their ward."""
    names = {row.code: row.name for row in session.execute(select(Ward.code, Ward.name))}
    figures = tuple((str(label), totals.counts[name]) for name, label in FIGURES.items())
    wards = tuple((names.get(code, tr("Ward not known")), n) for code, n in totals.reach.items())
    return figures, tuple(sorted(wards))
