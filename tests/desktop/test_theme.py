from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import fields
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFontInfo, QFontMetrics, QImage
from PySide6.QtWidgets import QApplication, QLabel, QRadioButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from hubdesk.desktop import theme as look
from hubdesk.desktop.list_filters import ListFilters
from hubdesk.desktop.looks import CONTRAST, LIGHT, LOOKS, Colours, Look, Tone, contrast
from hubdesk.desktop.rail import FootLine, Rail
from hubdesk.desktop.stylesheet import stylesheet
from hubdesk.desktop.theme import Theme, ink_on
from hubdesk.desktop.ward_map import Swatch
from hubdesk.desktop.widgets import Choice, ChoiceChips
from hubdesk.desktop.widgets.buttons import Button
from tests.desktop.gallery import gallery

STATES = ("due", "overdue", "done")
# What stands on what in the window: the style sheet's pairs are checked to be among them, the painted ones are listed.
TEXTS = [
    *(
        (text, ground)
        for text in ("ink", "quiet", "primary", *STATES)
        for ground in ("canvas", "surface", "primary_tint")
    ),
    *((tone, f"{tone}_tint") for tone in STATES),
    ("on_primary", "primary"),
    ("on_primary", "primary_pressed"),
    ("ink", "land"),
    ("faint", "canvas"),
    ("faint", "surface"),
]
# Borders of what is typed into or pressed, rings of focus, bars, dots of a pathway, and icons, which wear the tones above.
PARTS = [
    *((part, ground) for part in ("edge", "primary", "quiet") for ground in ("canvas", "surface", "primary_tint")),
    *((tone, ground) for tone in STATES for ground in ("canvas", "surface")),
    ("on_primary", "primary"),
    ("primary", "line"),
]
LEAST = {name: 7.0 if name == "contrast" else 4.5 for name in LOOKS}
every_look = pytest.mark.parametrize("name", LOOKS)


@every_look
@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_u11_every_text_can_be_read_on_its_ground(name: Look, text: str, ground: str) -> None:
    assert contrast(getattr(LOOKS[name], text), getattr(LOOKS[name], ground)) >= LEAST[name]


@every_look
@pytest.mark.parametrize(("part", "ground"), PARTS)
def test_u11_parts_that_mean_something_stand_out(name: Look, part: str, ground: str) -> None:
    assert contrast(getattr(LOOKS[name], part), getattr(LOOKS[name], ground)) >= 3


@every_look
def test_what_cannot_be_pressed_is_told_from_what_can(name: Look) -> None:
    assert contrast(LOOKS[name].ink, LOOKS[name].faint) >= 2
    assert contrast(LOOKS[name].quiet, LOOKS[name].faint) >= 1.25


@every_look
def test_the_columns_of_a_chart_stand_out(name: Look) -> None:
    assert contrast(LOOKS[name].map_ramp[3], LOOKS[name].surface) >= 3


def test_nothing_but_the_looks_names_a_colour() -> None:
    named = re.compile(r"""#[0-9A-Fa-f]{6}\b|["']#[0-9A-Fa-f]{3,8}["']|QColor\((0x|\d)|GlobalColor\.(?!transparent)""")
    others = [path for path in Path(look.__file__).parent.rglob("*.py") if path.name != "looks.py"]
    assert [path.name for path in others if named.search(path.read_text(encoding="utf-8"))] == []


def test_in_high_contrast_even_a_hairline_is_seen() -> None:
    assert all(contrast(CONTRAST.line, ground) >= 3 for ground in (CONTRAST.canvas, CONTRAST.surface, CONTRAST.land))


@every_look
def test_a_ward_can_be_labelled_on_every_step_of_the_map(theme: Theme, name: Look) -> None:
    theme.choose(name)
    for step in LOOKS[name].map_ramp:
        assert contrast(step, ink_on(step).name()) >= LEAST[name]


@every_look
def test_the_map_goes_from_near_its_ground_to_far_from_it(name: Look) -> None:
    """Each step is told from the next; what bounds the wards and the swatches is the edge, among PARTS."""
    steps = [contrast(step, LOOKS[name].surface) for step in LOOKS[name].map_ramp]
    assert all(more >= 1.25 * fewer for fewer, more in pairwise(steps))


@every_look
def test_no_rule_of_the_style_sheet_joins_other_colours(name: Look) -> None:
    """Text on a ground of the same rule, and borders that a rule puts round fields, buttons and what has focus."""
    for selector, rule in rules():
        text, ground = rule.get("color"), rule.get("background")
        if text and ground:
            assert (text, ground) in TEXTS, selector
        text, ground = rule.get("selection-color"), rule.get("selection-background-color")
        if text and ground:
            assert (text, ground) in TEXTS, selector
        border = rule.get("border") or rule.get("border-color")
        works = ":focus" in selector or "Edit" in selector or "indicator" in selector or "QPushButton" in selector
        if border and works and ":disabled" not in selector and ":default" not in selector:
            assert all(
                contrast(getattr(LOOKS[name], border), getattr(LOOKS[name], ground)) >= 3
                for ground in ("canvas", "surface")
            ), selector


def rules() -> list[tuple[str, dict[str, str]]]:
    """The style sheet's rules with the names of the colours they set."""
    names = {field.name: f"<{field.name}>" for field in fields(Colours)}
    images = dict.fromkeys(("image_down", "image_up", "image_check"), "")
    lengths = dict.fromkeys((4, 6, 8, 10, 12, 16, 18, 20, 24, 32, 36, 40), 1)
    sizes = dict.fromkeys(("heading", "low_heading", "section", "text", "small", "tiny"), "1pt")
    sheet = stylesheet({**names, **images}, lengths, sizes)
    found = []
    for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", sheet):
        set_to = re.findall(r"([a-z-]+):[^;<]*<(\w+)>", body)
        found.append((selector.strip(), dict(set_to)))
    return found


def test_the_style_sheet_is_read_by_its_names() -> None:
    assert (
        "QPushButton:default",
        {"background": "primary", "color": "on_primary", "border-color": "primary"},
    ) in rules()


@every_look
def test_a_window_that_changes_its_look_is_as_one_opened_in_it(qtbot: QtBot, theme: Theme, name: Look) -> None:
    """Cards, icons, painted widgets, fields, the icon in a search box and the words at the rail's foot."""
    changed = _everything(qtbot)
    theme.choose("dark" if name == "light" else "light")
    theme.choose(name)
    was = _seen(qtbot, changed)
    changed.hide()
    assert was == _seen(qtbot, _everything(qtbot))


def _seen(qtbot: QtBot, window: QWidget) -> QImage:
    """How the window looks with its first button focused, once its layout has settled."""
    window.findChildren(Button)[0].setFocus()
    qtbot.wait(50)
    return window.grab().toImage()


def _everything(qtbot: QtBot) -> QWidget:
    whole = QWidget()
    qtbot.addWidget(whole)
    column = QVBoxLayout(whole)
    rail = Rail()
    rail.show_foot([FootLine("Backup: 2 hours old", "2 hours old"), FootLine("Package: 40 days old", "40 days", "due")])
    page = gallery()
    page.setFixedHeight(1200)
    for part in (page, ListFilters((), "Name"), rail, *(Swatch(step) for step in range(5))):
        column.addWidget(part)
    whole.resize(1366, 1800)
    whole.show()
    return whole


@every_look
def test_changing_the_look_shows_at_once(qtbot: QtBot, theme: Theme, name: Look) -> None:
    # Given a label on a window in another look
    theme.choose("dark" if name == "light" else "light")
    label = QLabel("Today")
    qtbot.addWidget(label)
    label.show()

    # When the person chooses this one
    with qtbot.waitSignal(theme.changed):
        theme.choose(name)

    # Then all wear it
    assert look.colours() is LOOKS[name]
    assert label.grab().toImage().pixelColor(1, 1) == QColor(LOOKS[name].canvas)


@every_look
def test_a_chosen_chip_shows_that_it_has_the_keyboard(qtbot: QtBot, theme: Theme, name: Look) -> None:
    theme.choose(name)
    chips = ChoiceChips("Colours", [Choice("light", "Light"), Choice("dark", "Dark")])
    qtbot.addWidget(chips)
    chips.choose("light")
    with qtbot.waitActive(chips):
        chips.show()
    light, dark = chips.findChildren(QRadioButton)
    dark.setFocus()
    plain = light.grab().toImage().pixelColor(4, light.height() // 2)
    light.setFocus()
    ringed = light.grab().toImage().pixelColor(4, light.height() // 2)
    assert (plain, ringed) == (QColor(LOOKS[name].primary_tint), QColor(LOOKS[name].primary))


def test_text_grows_with_the_chosen_size_and_lengths_with_it(theme: Theme) -> None:
    usual, length = QFontInfo(QApplication.font()).pixelSize(), look.scaled(40)
    theme.choose("light", 1.5)
    assert QFontInfo(QApplication.font()).pixelSize() >= 1.4 * usual
    assert look.scaled(40) == pytest.approx(1.5 * length, abs=1)


def test_a_second_theme_starts_from_the_system_s_own_text_size(qapp: QApplication, theme: Theme) -> None:
    usual = QApplication.font().pointSizeF()
    Theme(qapp, "light")
    assert QApplication.font().pointSizeF() == usual


def test_figures_stand_under_each_other() -> None:
    metrics = QFontMetrics(look.font())
    assert len({metrics.horizontalAdvance(figure * 4) for figure in "0123456789"}) == 1
    assert len({QFontMetrics(look.font(13, 600)).horizontalAdvance(figure * 4) for figure in "0123456789"}) == 1


def test_no_text_is_smaller_than_twelve(theme: Theme) -> None:
    assert QFontInfo(look.font(look.SMALL)).pixelSize() >= 12


@pytest.mark.parametrize("tone", ["ink", "primary", "overdue"])
def test_an_icon_takes_the_colour_of_its_tone(tone: Tone) -> None:
    image = look.pixmap("users", tone, 40).toImage()
    solid = [
        image.pixelColor(x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    ]
    assert solid
    assert {colour.name() for colour in solid} == {QColor(LIGHT.tone(tone)).name()}


WORN_ONCE = """
from PySide6.QtWidgets import QApplication
from hubdesk.desktop.theme import Theme

application = QApplication(["hubdesk"])
theme = Theme(application)
print(len(list(theme._images.iterdir())))
"""


def test_a_window_leaves_no_folder_behind_once_it_has_ended(tmp_path: Path) -> None:
    environment = {**os.environ, "TMPDIR": str(tmp_path), "TEMP": str(tmp_path), "TMP": str(tmp_path)}
    environment["PYTHONPATH"] = str(Path(__file__).parents[2])
    ended = subprocess.run(
        [sys.executable, "-c", WORN_ONCE],
        env=environment | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(ended.stdout) == 3
    assert list(tmp_path.iterdir()) == []


def test_a_missing_icon_leaves_its_place_empty() -> None:
    assert look.pixmap("there-is-no-such-icon", "ink", 20).toImage().pixelColor(10, 10).alpha() == 0
