"""The typefaces shipped with HubDesk: which file draws which script at which weight."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache, cached_property
from pathlib import Path

import uharfbuzz as hb

from hubdesk.base.places import resource

EM = 1000
"""Every length of a typeface is given in thousandths of the type size."""


_DRAWN_SMALL = {"Arab": 1.2}
"""How much larger the letters of a script are set to look as large as Latin letters beside them."""


class Typeface:
    """One font file, opened when it is first needed."""

    def __init__(self, file: Path, family: str, weight: int, scripts: tuple[str, ...]) -> None:
        self.file = file
        self.family = family
        self.weight = weight
        self.scripts = scripts
        self.scale = max((_DRAWN_SMALL.get(script, 1.0) for script in scripts), default=1.0)

    @cached_property
    def face(self) -> hb.Face:
        """The opened font file."""
        return hb.Face(hb.Blob.from_file_path(self.file))

    @cached_property
    def font(self) -> hb.Font:
        """The font at the scale of EM units, and by its own ``scale`` larger."""
        font = hb.Font(self.face)
        font.scale = (round(EM * self.scale), round(EM * self.scale))
        return font

    @cached_property
    def characters(self) -> frozenset[int]:
        """The code points that this file has a picture of."""
        return frozenset(self.face.unicodes)

    @cached_property
    def name(self) -> str:
        """The PostScript name, as it stands in a PDF."""
        return self.face.get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME) or self.file.stem

    @cached_property
    def reach(self) -> tuple[int, int]:
        """How far lines reach above and below the baseline, both positive."""
        extents = self.font.get_font_extents("ltr")
        return extents.ascender, -extents.descender

    @cached_property
    def capital_height(self) -> int:
        """The height of a capital H, or of the whole ascent where there is none."""
        glyph = self.font.get_nominal_glyph(ord("H"))
        extents = self.font.get_glyph_extents(glyph) if glyph else None
        return extents.y_bearing if extents else self.reach[0]

    @cached_property
    def box(self) -> tuple[int, int, int, int]:
        """The box that holds every glyph: left, bottom, right, top."""
        head = self.face.reference_table("head").data
        corners = (int.from_bytes(head[at : at + 2], "big", signed=True) for at in range(36, 44, 2))
        left, bottom, right, top = (round(corner * EM / self.face.upem) for corner in corners)
        return left, bottom, right, top

    def width_of(self, glyph: int) -> int:
        """How far the pen moves after ``glyph`` when nothing else is said."""
        return int(self.font.get_glyph_h_advance(glyph))


class Typefaces:
    """All typefaces, in the order in which they are preferred."""

    def __init__(self, faces: Iterable[Typeface]) -> None:
        self._faces = tuple(faces)

    @classmethod
    def read(cls, folder: Path) -> Typefaces:
        """The typefaces that fonts.json in ``folder`` lists."""
        listed = json.loads((folder / "fonts.json").read_text(encoding="utf-8"))
        return cls(
            Typeface(folder / each["file"], each["family"], each["weight"], tuple(each["scripts"])) for each in listed
        )

    @cache
    def at_weight(self, weight: int) -> tuple[Typeface, ...]:
        """One typeface of each family, that of the nearest weight; of two as near, the heavier, which stands out."""
        nearest: dict[str, Typeface] = {}
        for face in self._faces:
            best = nearest.setdefault(face.family, face)
            if (abs(face.weight - weight), -face.weight) < (abs(best.weight - weight), -best.weight):
                nearest[face.family] = face
        return tuple(nearest.values())


@cache
def shipped() -> Typefaces:
    """The typefaces of resources/fonts, read once: opened font files do not change."""
    return Typefaces.read(resource("fonts"))
