"""What the window wears: the look in use, its type and its icons. Nothing else sets a colour."""

from __future__ import annotations

import shutil
import sys
import tempfile
import weakref
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QGuiApplication,
    QIcon,
    QPalette,
    QPixmap,
)
from PySide6.QtWidgets import QApplication

from hubdesk.base.places import resource
from hubdesk.desktop import icons
from hubdesk.desktop.looks import LIGHT, LOOKS, Colours, Look, Tone, contrast
from hubdesk.desktop.stylesheet import stylesheet

Scheme = Literal["system", Look]

FAMILY = "Atkinson Hyperlegible Next"
ARABIC = "*Arabic*"
"""The fonts of a window that is read from the right, for `load_other_scripts`."""

# Sizes on the sketches, in px at 96 dpi; the person's font setting scales them.
HEADING, SECTION, TEXT, SMALL = 27, 16, 15, 13


_BY_CANVAS = {QColor(look.canvas).rgb(): look for look in LOOKS.values()}


def colours() -> Colours:
    """The colours in use now; ask again after a change of style, do not keep them."""
    return _BY_CANVAS.get(QGuiApplication.palette().color(QPalette.ColorRole.Window).rgb(), LIGHT)


def colour(tone: Tone) -> QColor:
    return QColor(colours().tone(tone))


def ink_on(ground: str) -> QColor:
    """The colour in use now that is read best on ``ground``."""
    named = colours()
    return QColor(max((named.ink, named.on_primary, named.canvas), key=lambda ink: contrast(ink, ground)))


def scaled(size: float) -> int:
    """A length from the sketches (px at 96 dpi, text of 15 px) in logical pixels at the person's text size."""
    screen = QGuiApplication.primaryScreen()
    text = QApplication.font().pointSizeF() * screen.logicalDotsPerInch() / 72
    return round(size * text / TEXT)


def font(size: float = TEXT, weight: int = 400) -> QFont:
    """The interface's font at a size of the sketches (px at 96 dpi)."""
    made = QFont(QApplication.font())
    made.setPointSizeF(made.pointSizeF() * size / TEXT)
    made.setWeight(QFont.Weight(weight))
    return made


def pixmap(name: str, tone: Tone = "ink", size: int = 20) -> QPixmap:
    """The icon ``name`` in a tone's colour, ``size`` logical pixels square; empty when there is none."""
    return icons.drawn(name, colours().tone(tone), size)


def icon(name: str, tone: Tone = "ink", size: int = 20) -> QIcon:
    """The icon ``name`` for what takes a QIcon, in the colours in use now."""
    return QIcon(pixmap(name, tone, scaled(size))) if name else QIcon()


def load_other_scripts(named: str = "*") -> None:
    """Add the fonts for scripts beyond Latin; called once the window is painted, for it reads large files.

    ``named`` asks for a few of them, which the first paint needs already.
    """
    families = [FAMILY]
    for path in sorted(resource("fonts").rglob(f"{named}.[to]tf")):
        if "Atkinson" not in path.name:
            families += QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(path)))
    everywhere = QApplication.font()
    everywhere.setFamilies(list(dict.fromkeys([*families, *everywhere.families()])))
    QApplication.setFont(everywhere)


class Theme(QObject):
    """What the application wears: light or dark as the system does, or the look the person chose."""

    changed = Signal()

    def __init__(self, app: QApplication, scheme: Scheme = "system", text_size: float = 1.0) -> None:
        super().__init__(app)
        self._app = app
        self._system_font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
        self.scheme: Scheme = scheme
        self.text_size = text_size
        self._images = Path(tempfile.mkdtemp(prefix="HubDesk-"))
        # Qt takes nothing apart any more where the program ends, and each start would leave a folder behind.
        weakref.finalize(self, shutil.rmtree, self._images, ignore_errors=True)
        app.setStyle("Fusion")
        for path in sorted(resource("fonts").rglob("*Atkinson*.ttf")):
            QFontDatabase.addApplicationFont(str(path))
        app.styleHints().colorSchemeChanged.connect(self._follow)
        self._wear()

    def _look(self) -> Look:
        if self.scheme == "system":
            return "dark" if self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"
        return self.scheme

    def choose(self, scheme: Scheme, text_size: float | None = None) -> None:
        """Change at once to ``scheme`` and, where given, to texts ``text_size`` times as large."""
        chosen = scheme, text_size or self.text_size
        if chosen == (self.scheme, self.text_size):
            return
        self.scheme, self.text_size = chosen
        self._wear()

    def _follow(self) -> None:
        if self.scheme == "system":
            self._wear()

    def _wear(self) -> None:
        named = LOOKS[self._look()]
        # Without it fonts and colours cost little; with the old rules every widget would be styled three times.
        self._app.setStyleSheet("")
        self._app.setFont(self._font())
        self._app.setPalette(_palette(named))
        self._app.setStyleSheet(
            stylesheet(
                {**vars(named), **self._draw_images(named)},
                {size: scaled(size) for size in (4, 6, 8, 10, 12, 16, 18, 20, 24, 32, 36, 40)},
                {name: f"{self._points(size):.2f}pt" for name, size in _SIZES.items()},
            )
        )
        self.changed.emit()

    def _points(self, size: float) -> float:
        # Each system's usual text size; a person who chose larger text there gets it here, nobody gets smaller.
        usual = {"windows": 9, "cocoa": 13}.get(self._app.platformName(), 11)
        larger = max(1.0, self._system_font.pointSizeF() / usual)
        per_pixel = 1.0 if sys.platform == "darwin" else 0.75
        return size * per_pixel * larger * self.text_size

    def _font(self) -> QFont:
        made = QFont(self._system_font)
        made.setFamilies(list(dict.fromkeys([FAMILY, *self._app.font().families(), *self._system_font.families()])))
        made.setPointSizeF(self._points(TEXT))
        made.setFeature(QFont.Tag("tnum"), 1)
        return made

    def _draw_images(self, named: Colours) -> dict[str, str]:
        """Style sheets take images from files only: draw the few they need in this look's colours."""
        made = {}
        for place, (name, tone) in _IMAGES.items():
            wanted = str(getattr(named, tone))
            path = self._images / f"{name}-{wanted[1:]}.svg"
            path.write_bytes(icons.svg(name, wanted))
            made[place] = path.as_posix()
        return made


_SIZES = {"heading": HEADING, "low_heading": 21, "section": SECTION, "text": TEXT, "small": SMALL, "tiny": 12}
_IMAGES = {
    "image_down": ("chevron-down", "quiet"),
    "image_up": ("chevron-up", "quiet"),
    "image_check": ("check", "on_primary"),
}


def _palette(named: Colours) -> QPalette:
    made = QPalette()
    role = QPalette.ColorRole
    for where, value in {
        role.Window: named.canvas,
        role.WindowText: named.ink,
        role.Base: named.surface,
        role.AlternateBase: named.canvas,
        role.Text: named.ink,
        role.Button: named.surface,
        role.ButtonText: named.ink,
        role.BrightText: named.overdue,
        role.Highlight: named.primary,
        role.HighlightedText: named.on_primary,
        role.Accent: named.primary,
        role.Link: named.primary,
        role.LinkVisited: named.primary,
        role.PlaceholderText: named.quiet,
        role.ToolTipBase: named.surface,
        role.ToolTipText: named.ink,
        role.Light: named.surface,
        role.Midlight: named.line,
        role.Mid: named.line,
        role.Dark: named.edge,
        role.Shadow: named.line,
    }.items():
        made.setColor(where, QColor(value))
    for where in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, where, QColor(named.faint))
    return made
