from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QFontInfo, QFontMetrics
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from hubdesk.base.places import resource
from hubdesk.desktop import theme as look
from hubdesk.desktop.theme import DARK, LIGHT, Colours, Theme, contrast, ink_on

TEXTS = [
    *(
        (text, ground)
        for text in ("ink", "quiet", "primary", "due", "overdue", "done")
        for ground in ("canvas", "surface")
    ),
    *((text, "primary_tint") for text in ("ink", "quiet", "primary")),
    *((tone, f"{tone}_tint") for tone in ("due", "overdue", "done")),
    ("on_primary", "primary"),
    ("on_primary", "primary_pressed"),
    ("ink", "land"),
]
PARTS = [
    ("edge", "canvas"),
    ("edge", "surface"),
    ("primary", "canvas"),
    ("primary", "surface"),
    ("primary", "primary_tint"),
]


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_every_text_can_be_read_on_its_ground(colours: Colours, text: str, ground: str) -> None:
    assert contrast(getattr(colours, text), getattr(colours, ground)) >= 4.5


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("part", "ground"), PARTS)
def test_parts_that_mean_something_stand_out(colours: Colours, part: str, ground: str) -> None:
    assert contrast(getattr(colours, part), getattr(colours, ground)) >= 3


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_a_ward_can_be_labelled_on_every_step_of_the_map(theme: Theme, colours: Colours) -> None:
    theme.choose("dark" if colours is DARK else "light")
    for step in colours.map_ramp:
        assert contrast(step, ink_on(step).name()) >= 4.5


def test_changing_the_scheme_shows_at_once(qtbot: QtBot, theme: Theme) -> None:
    # Given a label on a light window
    label = QLabel("Today")
    qtbot.addWidget(label)
    label.show()
    light = label.grab().toImage().pixelColor(1, 1)

    # When the person chooses dark
    with qtbot.waitSignal(theme.changed):
        theme.choose("dark")

    # Then all wear dark
    assert look.colours() is DARK
    assert light.lightness() > 128 > label.grab().toImage().pixelColor(1, 1).lightness()


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
def test_an_icon_takes_the_colour_of_its_tone(tone: look.Tone) -> None:
    image = look.pixmap("users", tone, 40).toImage()
    solid = [
        image.pixelColor(x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    ]
    assert solid
    assert {colour.name() for colour in solid} == {QColor(LIGHT.tone(tone)).name()}


def test_a_missing_icon_leaves_its_place_empty() -> None:
    assert look.pixmap("there-is-no-such-icon", "ink", 20).toImage().pixelColor(10, 10).alpha() == 0


def test_nothing_else_names_a_colour() -> None:
    code = resource("icons").parent.parent / "hubdesk"
    named = [
        path.name
        for path in (code / "desktop").rglob("*.py")
        if path.name != "theme.py"
        and any(mark in path.read_text("utf-8") for mark in ('"#', "'#", "QColor(0x", "Qt.GlobalColor.red"))
    ]
    assert named == []
