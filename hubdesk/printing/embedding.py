"""Typefaces inside a PDF: only the glyphs that were drawn, each with the text that it stands for."""

from __future__ import annotations

import uharfbuzz as hb
from reportlab.pdfbase import pdfdoc

from hubdesk.printing.lettering import Line
from hubdesk.printing.shaping import Glyph, Run
from hubdesk.printing.typefaces import Typeface

_DROPPED_TABLES = ("GSUB", "GPOS", "GDEF", "BASE", "kern", "DSIG", "STAT", "name", "post", "OS/2", "cmap")
_SYMBOLIC = 4
_STEM = 80
_CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CMapName /HubDesk-Text def
/CMapType 2 def
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{ranges}
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""
_CMAP_BLOCK = 100


class EmbeddedFace:
    """One typeface in one document. A code is given to each glyph with a text of its own, so that it copies out exactly."""

    def __init__(self, typeface: Typeface, name: str) -> None:
        self.typeface = typeface
        self.name = name
        self._codes: dict[tuple[int, str, int], int] = {}

    def code(self, glyph: Glyph) -> int:
        """The code that draws ``glyph`` and moves the pen by its width."""
        return self._codes.setdefault((glyph.id, glyph.text, glyph.width), len(self._codes) + 1)

    def addObjects(self, document: pdfdoc.PDFDocument) -> None:  # noqa: N802 - reportlab calls its delayed fonts by this
        """Write the font into the document. reportlab calls this once, when the last page is finished."""
        file, places = self._subset()
        tag = "".join(chr(ord("A") + int(digit)) for digit in f"{int(self.name[2:]):06d}")
        base_name = pdfdoc.PDFName(f"{tag}+{self.typeface.name}")
        left, bottom, right, top = self.typeface.box
        widths = [number(width / self.typeface.scale) for _, _, width in self._codes]
        above, below = self.typeface.reach
        descriptor = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("FontDescriptor"),
                "FontName": base_name,
                "Flags": _SYMBOLIC,
                "FontBBox": pdfdoc.PDFArray([left, bottom, right, top]),
                "ItalicAngle": 0,
                "Ascent": above,
                "Descent": -below,
                "CapHeight": self.typeface.capital_height,
                "StemV": _STEM,
                "FontFile2": document.Reference(_stream(file, Length1=len(file))),
            }
        )
        descendant = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("CIDFontType2"),
                "BaseFont": base_name,
                "CIDSystemInfo": pdfdoc.PDFDictionary(
                    {"Registry": pdfdoc.PDFString("Adobe"), "Ordering": pdfdoc.PDFString("Identity"), "Supplement": 0}
                ),
                "FontDescriptor": document.Reference(descriptor),
                "W": pdfdoc.PDFArray([1, pdfdoc.PDFArray(widths)]),
                "CIDToGIDMap": document.Reference(_stream(places)),
            }
        )
        font = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("Type0"),
                "BaseFont": base_name,
                "Encoding": pdfdoc.PDFName("Identity-H"),
                "DescendantFonts": pdfdoc.PDFArray([document.Reference(descendant)]),
                "ToUnicode": document.Reference(_stream(self._meanings())),
            }
        )
        document.idToObject["BasicFonts"].dict[self.name] = document.Reference(font)

    def _subset(self) -> tuple[bytes, bytes]:
        """The font file with the drawn glyphs only, and the place of each code's glyph in it."""
        wanted = hb.SubsetInput()
        wanted.sets(hb.SubsetInputSets.GLYPH_INDEX).update({glyph for glyph, _, _ in self._codes})
        wanted.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update(
            int.from_bytes(tag.ljust(4).encode(), "big") for tag in _DROPPED_TABLES
        )
        wanted.flags = hb.SubsetFlags.NO_LAYOUT_CLOSURE | hb.SubsetFlags.NO_HINTING
        plan = hb.SubsetPlan(self.typeface.face, wanted)
        moved = plan.old_to_new_glyph_mapping
        places = b"\0\0" + b"".join(moved[glyph].to_bytes(2, "big") for glyph, _, _ in self._codes)
        return plan.execute().blob.data, places

    def _meanings(self) -> bytes:
        pairs = [f"<{code:04X}> <{_utf16(text)}>" for (_, text, _), code in self._codes.items()]
        blocks = [pairs[at : at + _CMAP_BLOCK] for at in range(0, len(pairs), _CMAP_BLOCK)]
        ranges = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
        return _CMAP.format(ranges=ranges).encode("ascii")


class EmbeddedFaces:
    """The typefaces of one document, and the PDF operators that draw lines with them."""

    def __init__(self, document: pdfdoc.PDFDocument) -> None:
        self._document = document
        self._faces: dict[Typeface, EmbeddedFace] = {}
        self._drawn: dict[tuple[Line, float], str] = {}

    def operators(self, line: Line, size: float) -> str:
        """PDF operators that draw ``line`` from the pen's place, to stand between BT and ET."""
        key = (line, size)
        known = self._drawn.get(key)
        if known is None:
            known = self._drawn[key] = " ".join(self._run(run, size) for run in line.runs)
        return known

    def _run(self, run: Run, size: float) -> str:
        face = self._embedded(run.typeface)
        scale = run.typeface.scale
        parts = [f"/{face.name} {number(size * scale)} Tf"]
        shown: list[str] = []
        codes: list[str] = []
        owed = 0
        rise = 0

        def finish() -> None:
            if codes:
                shown.append(f"<{''.join(codes)}>")
                codes.clear()

        for glyph in run.glyphs:
            if glyph.dy != rise:
                finish()
                parts.append(f"[{''.join(shown)}] TJ {number(glyph.dy * size / 1000)} Ts")
                shown.clear()
                rise = glyph.dy
            if owed - glyph.dx:
                finish()
                shown.append(number((owed - glyph.dx) / scale))
            codes.append(f"{face.code(glyph):04X}")
            owed = glyph.dx + glyph.width - glyph.advance
        finish()
        if owed:
            shown.append(number(owed / scale))
        parts.append(f"[{''.join(shown)}] TJ")
        if rise:
            parts.append("0 Ts")
        operators = " ".join(parts)
        return operators if run.spoken is None else _spoken_as(run.spoken, operators)

    def _embedded(self, typeface: Typeface) -> EmbeddedFace:
        face = self._faces.get(typeface)
        if face is None:
            face = self._faces[typeface] = EmbeddedFace(typeface, f"HD{len(self._faces) + 1}")
            self._document.delayedFonts.append(face)
        return face


def number(value: float) -> str:
    """A number as PDF writes it: at most three decimals, none without need."""
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _spoken_as(text: str, operators: str) -> str:
    """Operators whose drawing reads, copies and searches as ``text``."""
    return f"/Span <</ActualText <FEFF{_utf16(text)}>>> BDC {operators} EMC"


def _utf16(text: str) -> str:
    return text.encode("utf-16-be").hex().upper()


def _stream(content: bytes, **entries: int) -> pdfdoc.PDFStream:
    return pdfdoc.PDFStream(pdfdoc.PDFDictionary(entries), content, [pdfdoc.PDFZCompress])
