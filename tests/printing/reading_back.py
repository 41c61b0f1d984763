"""What a PDF says, read back: its texts, how large they are, and in which colours."""

from __future__ import annotations

import io
from collections.abc import Iterator
from decimal import Decimal

import pikepdf
import pypdf


def texts(pdf: bytes) -> list[str]:
    """The text of each page, its lines joined."""
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def operations(pdf: bytes) -> Iterator[tuple[str, list[float]]]:
    """Each operator on the pages and in the artwork placed on them, with the numbers that it is given."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            artwork = page.Resources.get("/XObject", pikepdf.Dictionary())
            for source in (page.obj, *(form for _, form in artwork.items())):
                for each in pikepdf.parse_content_stream(source):
                    if isinstance(each, pikepdf.ContentStreamInstruction):
                        given: list[object] = list(each.operands)
                        numbers = [float(part) for part in given if isinstance(part, int | float | Decimal)]
                        yield str(each.operator), numbers


def type_sizes(pdf: bytes) -> set[float]:
    return {numbers[0] for operator, numbers in operations(pdf) if operator == "Tf"}


def text_colours(pdf: bytes) -> set[tuple[float, ...]]:
    colours: set[tuple[float, ...]] = set()
    writing = False
    for operator, numbers in operations(pdf):
        writing = operator == "BT" or (writing and operator != "ET")
        if writing and operator == "rg":
            colours.add(tuple(numbers))
    return colours


def contrast_with_white(colour: tuple[float, ...]) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)
