"""One PDF document: pages, text in any script, lines, boxes and the facts about the file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final

from reportlab import rl_config
from reportlab.pdfbase.pdfdoc import PDFDocument, PDFName, PDFPage
from reportlab.pdfgen.canvas import Canvas

from hubdesk.base.whole_file import replacing
from hubdesk.base.words import ENGLISH, language, reads_from_the_right, tr
from hubdesk.printing import typefaces
from hubdesk.printing.embedding import EmbeddedFaces, number
from hubdesk.printing.lettering import Lettering, Line
from hubdesk.printing.look import A4, Size
from hubdesk.printing.structure import Structure, Tag
from hubdesk.printing.typefaces import EM

Colour = tuple[float, float, float]


def _colour(web: str) -> Colour:
    red, green, blue = (int(web[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


INK: Final = _colour("#1F2328")
QUIET: Final = _colour("#565C64")
RULE: Final = _colour("#666B72")
PRIMARY: Final = _colour("#0B5F5B")
WHITE: Final = (1.0, 1.0, 1.0)
WEAVE: Final = tuple(_colour(web) for web in ("#E3F0EE", "#B9DAD6", "#84BDB7", "#479A93", "#0B5F5B"))
"""The colours of ornament, from pale to deep; no text is drawn in them."""

# Text made of bytes would only make files larger and slower: every reader of the last 25 years takes bytes.
rl_config.useA85 = 0

_CREATOR: Final = "HubDesk"
_BRITISH: Final = "en-GB"
_QUIET_ZONE: Final = 4
_SAID: Final = 4
"""How many of the words that had to be spelt out are said."""


@dataclass(frozen=True)
class About:
    """What the file says of itself: never a person's name."""

    title: str
    hub: str
    subject: str


class Paper:
    """A document being drawn. Lengths are points, y grows upwards from the foot of the page.

    x grows from the edge where lines begin: in a language that is read from the right, all that is placed by x stands
    as in a mirror, though no letter, code or tick is turned round.
    """

    def __init__(self, about: About, size: Size = A4, lettering: Lettering | None = None) -> None:
        self.width, self.height = size
        self.lettering = lettering or shipped_lettering()
        self.mirrored = reads_from_the_right(language())
        self.pages = 0
        """How many pages are finished."""
        self._structure = Structure()
        self._tag: Tag | None = None
        self._in_artwork = False
        self._buffer = BytesIO()
        self._canvas = _Canvas(self._buffer, pagesize=size, pageCompression=1, lang=_language())
        self._faces = EmbeddedFaces(self._canvas.document)
        self._spelt_out: dict[str, str] = {}
        self._canvas.setTitle(about.title)
        self._canvas.setAuthor(about.hub)
        self._canvas.setSubject(about.subject)
        self._canvas.setCreator(_CREATOR)
        self._canvas.setProducer(_CREATOR)

    @property
    def notice(self) -> str:
        """What to say before printing when letters had to be spelt out; nothing when all are drawn as they are."""
        if not self._spelt_out:
            return ""
        words = [tr("{text} as “{latin}”", text=text, latin=latin) for text, latin in self._spelt_out.items()]
        said = ", ".join(words[:_SAID])
        if len(words) > _SAID:
            said = tr("{words} and {n} more", words=said, n=len(words) - _SAID)
        return tr("HubDesk cannot draw some letters, so it prints {words}. Check this before you print.", words=said)

    def line(self, line: Line, x: float, y: float, size: float, colour: Colour = INK) -> None:
        """Draw a shaped line whose baseline begins at ``x``, ``y``."""
        self._spelt_out.update(line.spelt_out)
        operators = self._faces.operators(line, size)
        left = self._left(x, line.width * size / EM)
        self._write(f"BT {_rgb(colour)} rg 1 0 0 1 {number(left)} {number(y)} Tm {operators} ET")

    def text(self, text: str, x: float, y: float, size: float, weight: int = 400, colour: Colour = INK) -> None:
        """Draw ``text`` on one line that begins at ``x``."""
        self.line(self.lettering.line(text, weight), x, y, size, colour)

    def text_before(self, text: str, x: float, y: float, size: float, weight: int = 400, colour: Colour = INK) -> None:
        """Draw ``text`` on one line that ends at ``x``."""
        line = self.lettering.line(text, weight)
        self.line(line, x - line.width * size / EM, y, size, colour)

    @contextmanager
    def tagged(self, tag: Tag, *, once: bool = False) -> Iterator[None]:
        """What is drawn within is a piece of ``tag``; all else on a page is ornament to a screen reader.

        ``once``: when ``tag`` was drawn before, as the head of a table that goes on, this is ornament too.
        """
        if self._tag or (once and tag.joined):
            yield
            return
        self._canvas.write(self._structure.begin(tag))
        self._tag = tag
        yield
        self._tag = None
        self._canvas.write("EMC")

    def expect(self, *parts: Tag) -> None:
        """Say in which order the parts of the document are read, where it is not the order in which they are drawn."""
        self._structure.expect(parts)

    @contextmanager
    def part(self, tag: Tag) -> Iterator[None]:
        """What is drawn within belongs to this part of the document."""
        self._structure.within = tag
        yield
        self._structure.within = None

    def shift(self, across: float) -> None:
        """Move all that is drawn on this page from now on away from where lines begin."""
        self._canvas.write(f"1 0 0 1 {number(-across if self.mirrored else across)} 0 cm")

    def turn(self, width: float, height: float) -> None:
        """Draw what follows on this page upside down, within a sheet of these lengths."""
        self._canvas.write(f"-1 0 0 -1 {number(width)} {number(height)} cm")

    def rule(self, x: float, y: float, to_x: float, to_y: float, thick: float = 0.75, colour: Colour = RULE) -> None:
        """Draw a straight line."""
        ends = f"{number(self._left(x))} {number(y)} m {number(self._left(to_x))} {number(to_y)} l"
        self._write(f"{_rgb(colour)} RG {number(thick)} w {ends} S")

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: Colour | None = None,
        edge: Colour | None = None,
        thick: float = 0.75,
    ) -> None:
        """Draw a rectangle from its lower corner where lines begin."""
        shape = f"{number(self._left(x, width))} {number(y)} {number(width)} {number(height)} re"
        if fill:
            self._write(f"{_rgb(fill)} rg {shape} f")
        if edge:
            self._write(f"{_rgb(edge)} RG {number(thick)} w {shape} S")

    def path(self, operators: str, *, fill: Colour | None = None, edge: Colour | None = None, thick: float = 1) -> None:
        """Draw a shape given in PDF path operators."""
        turn, back = (f"q -1 0 0 1 {number(self.width)} 0 cm ", " Q") if self.mirrored else ("", "")
        if fill:
            self._write(f"{turn}{_rgb(fill)} rg {operators} f{back}")
        if edge:
            self._write(f"{turn}{_rgb(edge)} RG {number(thick)} w 1 J 1 j {operators} S 0 J 0 j{back}")

    def square_code(
        self, content: str, x: float, y: float, side: float, colour: Colour = INK, *, level: str = "m"
    ) -> None:
        """Draw ``content`` as a QR code, its quiet zone within ``side``; letters, digits and ``:-/.`` keep it small.

        ``level``: how much of it may be dirty or torn, from "l" over "m" and "q" to "h".
        """
        name = f"qr-{content}"
        if not self._canvas.hasForm(name):
            with self.artwork(name):
                squares = _squares(content, level)
                unit = 1 / (len(squares) + 2 * _QUIET_ZONE)
                shapes = [
                    f"{(column + _QUIET_ZONE) * unit:.5f} {1 - (row + 1 + _QUIET_ZONE) * unit:.5f} {unit:.5f} {unit:.5f} re"
                    for row, line in enumerate(squares)
                    for column, dark in enumerate(line)
                    if dark
                ]
                self._write(f"{_rgb(colour)} rg {' '.join(shapes)} f")
        place = f"{number(side)} 0 0 {number(side)} {number(self._left(x, side))} {number(y)}"
        self._write(f"q {place} cm {self._canvas.placed(name)} Q")

    @contextmanager
    def artwork(self, name: str) -> Iterator[None]:
        """What is drawn within is kept once in the file, to be placed on many pages."""
        outside, self._in_artwork = self._in_artwork, True
        self._canvas.beginForm(name, 0, 0, self.width, self.height)
        yield
        self._canvas.endForm()
        self._in_artwork = outside

    def place(self, name: str) -> None:
        """Put a kept artwork on this page."""
        self._write(self._canvas.placed(name))

    def end_page(self) -> None:
        """Finish this page."""
        self._canvas.showPage()
        self._structure.end_page()
        self.pages += 1

    def begin_sheet(self, *, both_sides: bool) -> None:
        """What comes now stands on the front of a sheet: the back of the one before stays white."""
        if both_sides and self.pages % 2:
            self.end_page()

    def save(self, target: Path | BinaryIO) -> None:
        """Write the finished file; what was there before stays until it is whole. Raises Refused when it cannot be."""
        self._structure.write(self._canvas.document)
        self._canvas.save()
        content = self._buffer.getvalue()
        if isinstance(target, Path):
            with replacing(target) as part:
                part.write_bytes(content)
        else:
            target.write(content)

    def _left(self, x: float, width: float = 0) -> float:
        """The left end, from the sheet's left edge, of what begins at ``x``."""
        return self.width - x - width if self.mirrored else x

    def _write(self, operators: str) -> None:
        bare = self._tag or self._in_artwork
        self._canvas.write(operators if bare else f"/Artifact BMC {operators} EMC")


class _Canvas(Canvas):
    """reportlab's canvas without the font that it puts into every file, which would not be embedded."""

    @property
    def document(self) -> PDFDocument:
        """The document that pages and typefaces are written into."""
        return self._doc

    def write(self, operators: str) -> None:
        """Add PDF operators to the page or artwork being drawn."""
        self._code.append(operators)

    def placed(self, name: str) -> str:
        """The operators that draw a kept artwork."""
        self._formsinuse.append(name)
        return f"/{self._doc.getXObjectName(name)} Do"

    def _make_preamble(self) -> None:
        self._preamble = "1 0 0 1 0 0 cm"

    def _setAnnotations(self, page: PDFPage) -> None:  # noqa: N802 - reportlab calls it as it finishes a page
        # No document has annotations; a page is told here which of the structure's lists is its own.
        if isinstance(page, PDFPage):
            own = {"StructParents": self._pageNumber - 1, "Tabs": PDFName("S")}
            page.__Defaults__ = {**PDFPage.__Defaults__, **own}


@cache
def shipped_lettering() -> Lettering:
    """Lettering with the shipped typefaces, shared so that what was shaped once stays shaped."""
    return Lettering(typefaces.shipped())


def _squares(content: str, level: str) -> list[list[bool]]:
    # Slow to import, and most documents have no code.
    import segno

    return [[bool(square) for square in row] for row in segno.make_qr(content, error=level, boost_error=False).matrix]


def _language() -> str:
    """The language of the document's own words, as PDF names it."""
    return _BRITISH if language() == ENGLISH else language()


def _rgb(colour: Colour) -> str:
    return " ".join(number(part) for part in colour)
