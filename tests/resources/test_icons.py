"""The icons can be recoloured by the theme."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hubdesk.base.places import resource

ICONS = sorted(resource("icons").glob("*.svg"))


@pytest.mark.parametrize("path", ICONS, ids=lambda path: path.stem)
def test_an_icon_is_drawn_in_one_colour_that_the_theme_chooses(path: Path) -> None:
    drawing = path.read_text(encoding="utf-8")
    assert 'viewBox="0 0 24 24"' in drawing
    assert 'stroke-width="2"' in drawing
    assert set(re.findall(r'(?:fill|stroke)="([^"]*)"', drawing)) == {"none", "currentColor"}
