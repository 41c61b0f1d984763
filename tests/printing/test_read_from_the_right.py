"""Papers in a language that is read from the right: as in a mirror, but for letters, figures, codes and ticks."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pypdf
import pypdfium2
import pytest
import zxingcpp

from hubdesk.base import words
from hubdesk.printing import cards, certificates, leaflet, listing, marked_register, register_to_sign
from hubdesk.printing.lettering import Lettering
from hubdesk.printing.look import A4, MM, Look
from hubdesk.printing.typefaces import shipped
from tests.printing.samples import AWARDS, LISTING, MARKED, REGISTER
from tests.printing.test_awkward_papers import boxes, drawn
from tests.printing.test_cards import some
from tests.printing.test_looks import LEAFLET, left_of_foot

WIDTH = A4[0]


@pytest.fixture(autouse=True)
def urdu() -> Iterator[None]:
    words.speak("ur")
    yield
    words.speak("en")


def test_a_register_begins_on_the_right_and_is_signed_on_the_left() -> None:
    pdf = drawn(lambda to: register_to_sign.draw(to, REGISTER))
    found = boxes(pdf)

    right = WIDTH - 18 * MM
    assert max(box[2] for _, box in found) == pytest.approx(right, abs=3)
    title = [box for _, box in found if box[1] > A4[1] - 30 * MM]
    assert max(box[2] for box in title) == pytest.approx(right, abs=3)
    one = next(box for sign, box in found if sign == "1" and 200 < box[1] < 650)
    assert one[0] > right - 15 * MM, "the line's number stands before the name"
    with pypdf.PdfReader(io.BytesIO(pdf)) as reader:
        assert str(reader.root_object["/Lang"]) == "ur"


def test_figures_of_a_list_stand_under_each_other_at_the_right() -> None:
    data = replace(LISTING, rows=[("Brinnington", "1043"), ("Davenport", "12"), ("Offerton", "7")])
    found = boxes(drawn(lambda to: listing.draw(to, data)))

    ends = [max(box[2] for sign, box in found if sign == last and box[0] < WIDTH / 2) for last in "327"]
    assert max(ends) - min(ends) < 1.5


def test_the_first_class_stands_nearest_to_the_name() -> None:
    found = boxes(drawn(lambda to: marked_register.draw(to, MARKED)))

    days = {
        number: next(box[0] for (sign, box), (after, _) in pairwise(found) if sign + after == number)
        for number in ("10", "17", "24")
    }
    assert days["10"] > days["17"] > days["24"]


def test_a_leaflet_folds_the_other_way() -> None:
    pdf, middle = drawn(lambda to: leaflet.draw(to, LEAFLET)), 297 * MM / 2

    outside, inside = (boxes(pdf, page) for page in (0, 1))
    assert max(box[3] - box[1] for _, box in outside if box[2] < middle) > 25, (
        "the cover's large letters are at the left"
    )
    assert "Course00" in "".join(sign for sign, box in inside if box[0] > middle)
    assert "Course00" not in "".join(sign for sign, box in inside if box[0] < middle)


def test_the_inner_edge_of_a_first_page_is_its_right_one() -> None:
    long = replace(REGISTER, learners=REGISTER.learners * 6)
    pdf = drawn(lambda to: register_to_sign.draw(to, long, Look(both_sides=True)))

    first, second = (left_of_foot(pdf, page) for page in (0, 1))
    assert second - first == pytest.approx(8 * MM, abs=2)


def test_every_line_of_a_paragraph_is_read_from_its_own_side() -> None:
    lettering = Lettering(shipped())
    sentence = "یہ مرکز آپ کے جوابات Department for Education کو دیتا ہے، اور پھر Information Commissioner کو۔"

    lines = lettering.wrap(sentence, 190, 14)

    assert len(lines) > 2
    mixed = next(line for line in lines if line.text[:1].isascii() and not line.text.isascii())
    assert mixed.runs[-1].glyphs[0].text.isascii(), "its first word stands at the right, though it is a Latin one"


def test_codes_are_not_turned_round() -> None:
    faces = some("WEST")
    for pdf, wanted in (
        (drawn(lambda to: cards.draw(to, faces)), {face.code for face in faces.faces[:10]}),
        (drawn(lambda to: certificates.draw(to, AWARDS)), {AWARDS.awards[0].code}),
    ):
        with pypdfium2.PdfDocument(pdf) as document:
            shot = document[0].render(scale=300 / 72).to_pil()
        assert {seen.text for seen in zxingcpp.read_barcodes(shot)} == wanted
