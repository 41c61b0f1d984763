"""What a document is made of, for a screen reader: headings, paragraphs, tables and pictures, in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from reportlab.pdfbase import pdfdoc

_SCOPE: Final = " /A <</O /Table /Scope /Column>>"


class Tag:
    """A part of a document. ``kind`` is PDF's name for it, such as H1, P, Table, TR, TH, TD, L, LI, Figure.

    ``said`` is what a picture shows, in words.
    """

    __slots__ = ("joined", "kids", "kind", "parent", "said")

    def __init__(self, kind: str, parent: Tag | None = None, said: str = "") -> None:
        self.kind = kind
        self.parent = parent
        self.said = said
        self.joined = False
        self.kids: list[Tag | tuple[int, int]] = []
        """Parts of this part, and pieces of what was drawn: the page counted from 0, and the piece's number on it."""


class Structure:
    """The tree of one document, which grows as it is drawn: parts stand in it in the order of their first drawing."""

    def __init__(self) -> None:
        self._root = Tag("Document")
        self.within: Tag | None = None
        """The part to which what is drawn now belongs where it says no other; the whole document without one."""
        self._pages: list[list[Tag]] = [[]]

    def begin(self, tag: Tag) -> str:
        """The operators that begin a piece of ``tag`` on this page."""
        self._join(tag)
        page = self._pages[-1]
        tag.kids.append((len(self._pages) - 1, len(page)))
        page.append(tag)
        return f"/{tag.kind} <</MCID {len(page) - 1}>> BDC"

    def end_page(self) -> None:
        """What comes now stands on the next page."""
        self._pages.append([])

    def write(self, document: pdfdoc.PDFDocument) -> None:
        """Put the tree into the document, whose pages are all finished."""
        root = _Element(self._root)
        tree = pdfdoc.PDFDictionary({"Type": pdfdoc.PDFName("StructTreeRoot"), "K": document.Reference(root)})
        elements = {self._root: root}
        root.place(document, document.Reference(tree).name, elements)
        pages = [_Pieces([elements[tag] for tag in page]) for page in self._pages[:-1]]
        numbers = [part for at, page in enumerate(pages) for part in (at, page)]
        tree["ParentTree"] = pdfdoc.PDFDictionary({"Nums": pdfdoc.PDFArray(numbers)})
        tree["ParentTreeNextKey"] = len(pages)
        catalog = document.Catalog
        catalog.StructTreeRoot = tree
        catalog.MarkInfo = pdfdoc.PDFDictionary({"Marked": "true"})
        # Nothing of the direction: told that a file is read from the right, Chrome's reader turns round the words of
        # each Latin line that is copied out.
        catalog.ViewerPreferences = pdfdoc.PDFDictionary({"DisplayDocTitle": "true"})

    def expect(self, parts: Sequence[Tag]) -> None:
        """Give these parts their places in the reading order before they are drawn."""
        for tag in parts:
            self._join(tag)

    def _join(self, tag: Tag) -> None:
        if not tag.joined:
            tag.joined = True
            parent = tag.parent or (self.within if self.within is not tag else None) or self._root
            if parent is not self._root:
                self._join(parent)
            parent.kids.append(tag)


class _Element(pdfdoc.PDFObject):
    """A tag as an object of the file. Written as text at once: a thousand certificates have thousands of them."""

    __RefOnly__ = 1

    def __init__(self, tag: Tag) -> None:
        self._tag = tag
        self.number = ""
        self._parent = ""
        self._elements: dict[Tag, _Element] = {}

    def place(self, document: pdfdoc.PDFDocument, parent: str, elements: dict[Tag, _Element]) -> None:
        """Give it and all its parts their numbers in the file."""
        self._parent, self._elements = _number(document, parent), elements
        name = document.Reference(self).name
        self.number = _number(document, name)
        for kid in self._tag.kids:
            if isinstance(kid, Tag):
                element = elements[kid] = _Element(kid)
                element.place(document, name, elements)

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        tag = self._tag
        first = next((kid[0] for kid in tag.kids if not isinstance(kid, Tag)), None)
        kids = " ".join(self._kid(document, kid, first) for kid in tag.kids)
        on = f" /Pg {_page(document, first)}" if first is not None else ""
        said = f" /Alt <FEFF{tag.said.encode('utf-16-be').hex()}>" if tag.said else ""
        scope = _SCOPE if tag.kind == "TH" else ""
        return f"<</S /{tag.kind} /P {self._parent}{on}{said}{scope} /K [{kids}]>>".encode("ascii")

    def _kid(self, document: pdfdoc.PDFDocument, kid: Tag | tuple[int, int], first: int | None) -> str:
        if isinstance(kid, Tag):
            return self._elements[kid].number
        page, piece = kid
        return str(piece) if page == first else f"<</Type /MCR /Pg {_page(document, page)} /MCID {piece}>>"


class _Pieces(pdfdoc.PDFObject):
    """The elements that the pieces of one page belong to."""

    def __init__(self, elements: list[_Element]) -> None:
        self._elements = elements

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        numbers = " ".join(one.number for one in self._elements)
        return f"[{numbers}]".encode("ascii")


def _page(document: pdfdoc.PDFDocument, page: int) -> str:
    return _number(document, f"Page{page + 1}")


def _number(document: pdfdoc.PDFDocument, name: str) -> str:
    number, version = document.idToObjectNumberAndVersion[name]
    return f"{number} {version} R"
