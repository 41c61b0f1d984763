"""Which record is the ward of a GSS code, and which its figures: the only ids that are not random."""

from __future__ import annotations

from typing import Final
from uuid import UUID, uuid5

_WARDS: Final = UUID("5f3f6c52-6f0d-4b8e-9d2e-0a8a3d1c7b10")


def ward_id(code: str) -> UUID:
    """The id of the ward with this GSS code: the same at every hub, so that a merge meets one ward, not eight."""
    return uuid5(_WARDS, code)


def figure_id(ward: UUID, indicator: str, period: str) -> UUID:
    """The id of a ward's published figure: the same at every hub, as the ward's own."""
    return uuid5(ward, f"{indicator} {period}")
