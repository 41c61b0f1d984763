"""Every paper on offer, for people with names in every script: drawn whole, in order, to be read and copied out."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf
import pypdfium2
import pytest

from hubdesk.printing.look import A4, LETTER, Look
from hubdesk.printing.offered import PAPERS, Offered
from hubdesk.store import Store
from tests.printing.every_paper import NAMES, people_of_every_script, printed
from tests.printing.reading_back import contrast_with_white, operations, text_colours, type_sizes

_EVERY = pytest.mark.parametrize("offered", PAPERS, ids=[one.name for one in PAPERS])


@pytest.fixture
def hub(store: Store) -> Store:
    people_of_every_script(store)
    return store


def undrawn(pdf: bytes) -> int:
    """How many codes of the file's typefaces draw the empty box."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        fonts = {
            font.objgen: font
            for page in document.pages
            for font in page.Resources.get("/Font", pikepdf.Dictionary()).values()
        }
        count = 0
        for font in fonts.values():
            places = font.DescendantFonts[0].CIDToGIDMap.read_bytes()
            # Code 0 is never drawn.
            count += sum(places[at : at + 2] == b"\0\0" for at in range(2, len(places), 2))
        return count


def copied(pdf: bytes) -> str:
    """All text of a file as a reader copies it out, without spaces: a long name may stand on two lines."""
    with pypdfium2.PdfDocument(pdf) as document:
        whole = " ".join(page.get_textpage().get_text_bounded() for page in document)
    # The reader says so where a line ends in a hyphen.
    return "".join(whole.replace("\u200b", "").replace("\x02", "-").split())


def stroke_colours(pdf: bytes) -> Iterator[tuple[float, ...]]:
    """The colour of each line drawn."""
    for operator, numbers in operations(pdf):
        if operator == "RG":
            yield tuple(numbers)


@_EVERY
def test_names_of_every_script_are_drawn_and_copy_out(hub: Store, offered: Offered) -> None:
    for name, pdf, notice in printed(hub, offered):
        assert undrawn(pdf) == 0, "an empty box"
        assert notice == "", "every letter in its own script"
        whole = copied(pdf)
        found = {one for one in NAMES if one.replace(" ", "") in whole}
        assert name in found if name else found in (set(), set(NAMES)), "everybody is on it, or nobody"


@_EVERY
@pytest.mark.parametrize(
    "look",
    [Look(), Look(large=True), Look(sheet=LETTER), Look(large=True, sheet=LETTER, both_sides=True)],
    ids=["A4", "large", "Letter", "large on both sides of Letter"],
)
def test_u20_it_can_be_read_by_everyone(hub: Store, offered: Offered, look: Look) -> None:
    _, pdf, _ = next(printed(hub, offered, look))

    assert min(type_sizes(pdf)) >= 12
    if look.large:
        assert max(type_sizes(pdf)) >= 18
    drawn = {*text_colours(pdf), *stroke_colours(pdf)}
    assert min(contrast_with_white(colour) for colour in drawn) >= 4.5
    with pikepdf.open(io.BytesIO(pdf)) as document:
        sizes = {tuple(sorted(float(side) for side in page.mediabox[2:])) for page in document.pages}
    expected = sorted(LETTER if look.sheet == LETTER else A4)
    assert [pytest.approx(expected, abs=0.5)] == list(sizes)


@_EVERY
def test_it_says_what_it_is_made_of(hub: Store, offered: Offered) -> None:
    _, pdf, _ = next(printed(hub, offered))

    with pikepdf.open(io.BytesIO(pdf)) as document:
        root = document.Root
        assert bool(root.MarkInfo.Marked)
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        assert str(root.Lang) == "en-GB"
        assert str(document.docinfo["/Title"])
        kinds = {str(part.S) for part in _parts(root.StructTreeRoot.K)}
        assert {"/H1", "/P"} <= kinds
        numbers = list(root.StructTreeRoot.ParentTree.Nums)
        pieces = dict(zip(numbers[::2], numbers[1::2], strict=True))
        for page in document.pages:
            assert str(page.obj.Tabs) == "/S"
            assert _unmarked(page) == []
            assert _marked(page) == len(pieces[page.obj.StructParents])


def _parts(part: pikepdf.Object) -> Iterator[pikepdf.Object]:
    yield part
    for kid in part.get("/K", []):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            assert kid.P.objgen == part.objgen
            yield from _parts(kid)


def _unmarked(page: pikepdf.Page) -> list[str]:
    """What is drawn on the page and is neither a part of the structure nor ornament."""
    depth, found = 0, []
    for each in pikepdf.parse_content_stream(page):
        operator = str(each.operator)
        depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(operator, 0)
        if operator in {"TJ", "f", "S", "Do"} and depth == 0:
            found.append(operator)
    return found


def _marked(page: pikepdf.Page) -> int:
    return sum(
        str(each.operator) == "BDC" and "/MCID" in each.operands[1]
        for each in pikepdf.parse_content_stream(page)
        if len(each.operands) > 1
    )
