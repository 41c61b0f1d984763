"""Courses that a person can enrol on, those nearest to where they live first."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import cos, hypot, radians
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdesk.base.places import resource
from hubdesk.base.words import tr, tr_many
from hubdesk.fields.ward_ids import ward_id
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.learning.enrolment import OPEN, Enrolment
from hubdesk.records.people.person import Person
from hubdesk.records.places.venue import Venue
from hubdesk.records.places.ward import Ward
from hubdesk.reports.course_page import RunLine, open_runs

_MILES_IN_A_DEGREE: Final = 69.0
_FAR: Final = 1e9
"""Where the ward of a venue, or the person's, is not known."""


@dataclass(frozen=True)
class NearRun:
    """An open run and how far it is, in words; "" where nobody knows."""

    run: RunLine
    distance: str


def runs_near(session: Session, person_id: UUID, today: date, limit: int = 6) -> list[NearRun]:
    """The nearest first, of the same distance the soonest; without those that the person is on or waits for.

    Distances are from the middle of the person's ward to the middle of the venue's, in whole miles.
    """
    person = session.get(Person, person_id)
    home = person.ward if person else None
    on = set(session.scalars(select(Enrolment.run).where(Enrolment.person == person_id, Enrolment.status.in_(OPEN))))
    wards = {
        run: (ward, name)
        for run, ward, name in session.execute(
            select(CourseRun.id, Ward.id, Ward.name)
            .join(Venue, Venue.id == CourseRun.venue)
            .join(Ward, Ward.id == Venue.ward)
        )
    }
    found = []
    for run in open_runs(session, today):
        if run.run_id not in on:
            there, name = wards.get(run.run_id, (None, ""))
            miles = _miles(home, there)
            found.append((miles, NearRun(run, _said(miles, name, same=home == there))))
    found.sort(key=lambda one: one[0])
    return [near for _, near in found[:limit]]


def _miles(home: UUID | None, there: UUID | None) -> float:
    points = _points()
    if home is None or there is None or not (home == there or (home in points and there in points)):
        return _FAR
    if home == there:
        return 0.0
    (north, east), (north_there, east_there) = points[home], points[there]
    across = (east - east_there) * cos(radians(north))
    return hypot(north - north_there, across) * _MILES_IN_A_DEGREE


def _said(miles: float, ward: str, *, same: bool) -> str:
    if miles == _FAR:
        return ""
    if same:
        return tr("in their own ward, {ward}", ward=ward)
    whole = max(1, round(miles))
    return tr_many("{ward}, about {n} mile away", "{ward}, about {n} miles away", whole, ward=ward)


@cache
def _points() -> dict[UUID, tuple[float, float]]:
    """Of each ward a point inside it: latitude and longitude in degrees."""
    with resource("geo/wards.csv").open(encoding="utf-8") as opened:
        return {ward_id(row["code"]): (float(row["lat"]), float(row["long"])) for row in csv.DictReader(opened)}
