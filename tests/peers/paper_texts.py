"""What the papers of the bench say, for HubDesk and for the peers, which know nothing of HubDesk."""

from __future__ import annotations

import json
from pathlib import Path

HUB = "Westcroft Community Centre"
COURSE = "ESOL Entry 2: speaking and listening"
WHEN = "24 November 2026"
DETAILS = ("24 hours of learning, 8 September to 24 November 2026", "Entry level 2")
SIGNERS = (("Farah Siddiqui", "Tutor"), ("Amina Noor", "Hub manager"))
PEOPLE = (
    "Abdi Hassan",
    "Danuta Wiśniewska",
    "Siân O’Neill",
    "Nasrin نسرین Ahmadi",
    "فاطمہ زہرا ٹھاکر",
    "মোহাম্মদ রহিম",
    "ገብረመድህን ተስፋይ",
    "Jean-Pierre Mukendi",
    "Olena Kovalenko",
    "Chen Wei 王小明",
)
CERTIFICATES, LEARNERS = 1000, 200
PEERS_CERTIFICATES = 200
"""A thousand take WeasyPrint more than a minute."""

FONTS = Path(__file__).parents[2] / "resources" / "fonts"


def names(count: int) -> list[str]:
    return [f"{PEOPLE[place % len(PEOPLE)]} {place}" for place in range(count)]


def typefaces() -> list[tuple[str, int, Path]]:
    """The family, weight and file of each shipped typeface, in the order of preference."""
    listed = json.loads((FONTS / "fonts.json").read_text(encoding="utf-8"))
    return [(one["family"], one["weight"], FONTS / one["file"]) for one in listed]
