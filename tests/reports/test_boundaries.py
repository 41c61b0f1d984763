"""The outlines of the wards are whole, closed and in the right place."""

from __future__ import annotations

import csv
from itertools import pairwise

import pytest

from hubdesk.base.places import resource
from hubdesk.reports.boundaries import Polygon, boundaries


def shipped_wards() -> dict[str, dict[str, str]]:
    with resource("geo/wards.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


def holds(polygon: Polygon, longitude: float, latitude: float) -> bool:
    """Whether the point lies inside the outer ring (a ray to the east crosses it an odd number of times)."""
    inside = False
    ring = polygon[0]
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > latitude) != (y2 > latitude) and longitude < (x2 - x1) * (latitude - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


@pytest.mark.parametrize(("council", "count"), [("E08000003", 32), ("E08000007", 21), ("E08000012", 64)])
def test_every_ward_of_a_council_has_its_outline(council: str, count: int) -> None:
    # Given the wards of one council
    wards = {code: ward for code, ward in shipped_wards().items() if ward["council_code"] == council}

    # When their outlines are read
    outlines = boundaries(council)

    # Then each has one, closed, around the ward's own middle
    assert set(outlines) == set(wards)
    assert len(outlines) == count
    for code, polygons in outlines.items():
        for polygon in polygons:
            assert all(ring[0] == ring[-1] and len(ring) >= 4 for ring in polygon)
        longitude, latitude = float(wards[code]["long"]), float(wards[code]["lat"])
        assert any(holds(polygon, longitude, latitude) for polygon in polygons), wards[code]["name"]


def test_a_council_far_away_has_no_outlines() -> None:
    assert boundaries("E09000001") == {}


def test_what_is_changed_by_one_reader_is_not_seen_by_the_next() -> None:
    boundaries("E08000003").clear()
    assert len(boundaries("E08000003")) == 32
