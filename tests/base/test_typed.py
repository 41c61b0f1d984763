"""A name typed once more, on a keyboard that has not all its letters."""

from __future__ import annotations

import pytest

from hubdesk.base.typed import typed_as


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("st mary's hub", "St Mary’s Hub"),
        (" Siân  O'Neill ", "Siân O’Neill"),
        ("Sian O’Neill", "Sia\u0302n O’Neill"),
        ("Ty Coch - Wrecsam", "Tŷ Coch – Wrecsam"),
        ("陈伟", "陈伟"),
    ],
)
def test_a_name_is_typed_as_any_keyboard_can(typed: str, shown: str) -> None:
    assert typed_as(typed, shown)


@pytest.mark.parametrize("typed", ["", "St Mary", "St Marys Hub", "St Mary’s Hub 2"])
def test_another_name_is_another(typed: str) -> None:
    assert not typed_as(typed, "St Mary’s Hub")
