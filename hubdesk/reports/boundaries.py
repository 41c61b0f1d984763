"""The outlines of wards, for drawing a map without tiles or a network."""

from __future__ import annotations

import json
from functools import cache

from hubdesk.base.places import resource

Point = tuple[float, float]
"""Longitude and latitude in degrees (WGS 84)."""
Ring = tuple[Point, ...]
"""A closed line: the last point is the first again."""
Polygon = tuple[Ring, ...]
"""The outer ring, then the rings of any holes."""


def boundaries(council_code: str) -> dict[str, list[Polygon]]:
    """The polygons of each ward of a council, by the ward's GSS code; empty for a council that is not shipped."""
    return {ward: list(polygons) for ward, (council, polygons) in _outlines().items() if council == council_code}


@cache
def _outlines() -> dict[str, tuple[str, tuple[Polygon, ...]]]:
    stored = json.loads(resource("geo/ward_boundaries.geojson").read_text(encoding="utf-8"))
    return {
        ward["properties"]["code"]: (ward["properties"]["council_code"], (_polygon(ward["geometry"]["coordinates"]),))
        for ward in stored["features"]
    }


def _polygon(rings: list[list[list[float]]]) -> Polygon:
    return tuple(tuple((longitude, latitude) for longitude, latitude in ring) for ring in rings)
