"""Pictures of finished pages, for the preview and for the system's printer. Only this module knows pypdfium2."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

_POINTS_AN_INCH = 72


@dataclass(frozen=True)
class PagePicture:
    """A page as pixels: four bytes each (blue, green, red, and one to ignore), rows from the top without gaps."""

    width: int
    height: int
    pixels: bytes


def page_count(pdf: bytes | Path) -> int:
    """How many pages the file has."""
    with _opened(pdf) as document:
        return len(document)


def page_size(pdf: bytes | Path, page: int) -> tuple[float, float]:
    """Width and height of a page in points; pages are counted from 0."""
    with _opened(pdf) as document:
        width, height = document.get_page_size(page)
        return width, height


def page_picture(pdf: bytes | Path, page: int, dpi: float) -> PagePicture:
    """A picture of one page, counted from 0, at ``dpi`` dots an inch on white paper."""
    with _opened(pdf) as document:
        bitmap = document[page].render(scale=dpi / _POINTS_AN_INCH, prefer_bgrx=True)
        if bitmap.stride != bitmap.width * 4:
            raise ValueError(f"rows of {bitmap.stride} bytes for {bitmap.width} pixels")
        return PagePicture(bitmap.width, bitmap.height, bytes(bitmap.buffer))


@contextmanager
def _opened(pdf: bytes | Path) -> Iterator[pypdfium2.PdfDocument]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        yield document
    finally:
        document.close()
