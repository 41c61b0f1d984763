"""The four looks: the named colours of each. Nothing else names a colour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtGui import QColor

Look = Literal["light", "dark", "contrast", "cream"]
Tone = Literal["ink", "quiet", "faint", "primary", "on_primary", "due", "overdue", "done"]


@dataclass(frozen=True)
class Colours:
    """The named colours of one look, as ``#RRGGBB``; ``map_ramp`` runs from few to many.

    ``faint`` is for what cannot be pressed now.
    """

    canvas: str
    surface: str
    line: str
    edge: str
    ink: str
    quiet: str
    faint: str
    primary: str
    primary_pressed: str
    primary_tint: str
    on_primary: str
    due: str
    due_tint: str
    overdue: str
    overdue_tint: str
    done: str
    done_tint: str
    land: str
    map_ramp: tuple[str, str, str, str, str]

    def tone(self, tone: Tone) -> str:
        """The colour of text and icons in ``tone``."""
        return str(getattr(self, tone))

    def tint(self, tone: Tone) -> str:
        """The ground that text in ``tone`` stands on, as in a pill."""
        return str(getattr(self, f"{tone}_tint", self.canvas))


_RAMP = ("#E3F0EE", "#B9DAD6", "#84BDB7", "#479A93", "#0B5F5B")

LIGHT = Colours(
    canvas="#F6F4EF",
    surface="#FFFFFF",
    line="#E4DFD6",
    edge="#82878D",
    ink="#1F2328",
    quiet="#565C64",
    faint="#6B7076",
    primary="#0B5F5B",
    primary_pressed="#084B48",
    primary_tint="#E1EFED",
    on_primary="#FFFFFF",
    due="#9A4A06",
    due_tint="#FCEBD9",
    overdue="#A3211A",
    overdue_tint="#FBE6E4",
    done="#1F6B3A",
    done_tint="#E2F1E6",
    land="#EDEAE4",
    map_ramp=_RAMP,
)
DARK = Colours(
    canvas="#15181B",
    surface="#1E2226",
    line="#33393F",
    edge="#78808A",
    ink="#ECEAE6",
    quiet="#A9AFB6",
    faint="#8A9199",
    primary="#74CBC2",
    primary_pressed="#93DAD2",
    primary_tint="#1F3735",
    on_primary="#15181B",
    due="#F0B071",
    due_tint="#3A2B1B",
    overdue="#F29A92",
    overdue_tint="#3D2321",
    done="#86CF9C",
    done_tint="#1E3526",
    land="#2A2F34",
    map_ramp=_RAMP[::-1],
)


# White on black, every text at least 7:1, and lines that are seen.
CONTRAST = Colours(
    canvas="#000000",
    surface="#0D0D0D",
    line="#7A7A7A",
    edge="#A6A6A6",
    ink="#FFFFFF",
    quiet="#DCDCDC",
    faint="#A0A0A0",
    primary="#5CF2E3",
    primary_pressed="#B0FFF6",
    primary_tint="#003A36",
    on_primary="#000000",
    due="#FFC46B",
    due_tint="#332000",
    overdue="#FFB0A8",
    overdue_tint="#3A0B08",
    done="#7CF2A0",
    done_tint="#06301A",
    land="#262626",
    map_ramp=("#00302D", "#005A54", "#3DB5AA", "#7FDDD2", "#D9FFFA"),
)
# Dark ink on warm paper that does not glare.
CREAM = Colours(
    canvas="#F4EAD2",
    surface="#FDF6E3",
    line="#E2D5B5",
    edge="#857B63",
    ink="#2A2519",
    quiet="#5B533F",
    faint="#6C644F",
    primary="#0A5753",
    primary_pressed="#064441",
    primary_tint="#DCE8D6",
    on_primary="#FFFBEF",
    due="#8A4105",
    due_tint="#F8DFBB",
    overdue="#98201A",
    overdue_tint="#F7DCCF",
    done="#1B6034",
    done_tint="#DEEACB",
    land="#EBE0C5",
    map_ramp=("#E2ECD9", "#B7D5C8", "#82B9AD", "#4B9C93", "#0A5753"),
)
LOOKS: dict[Look, Colours] = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST, "cream": CREAM}
PAPER: Final = "#FFFFFF"
"""What pictures made for paper stand on, in every look."""


def contrast(one: str, other: str) -> float:
    """WCAG's contrast ratio of two colours, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    named = QColor(colour)
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
        for part in (named.redF(), named.greenF(), named.blueF())
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
