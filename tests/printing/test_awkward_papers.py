"""Documents of long titles, long names, many rows and none: nothing leaves the page, runs together or stands alone."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import BinaryIO

import pypdf
import pypdfium2
import pytest

from hubdesk.fields.check_digit import with_check
from hubdesk.printing import certificates, listing, marked_register, register_to_sign, volunteer_agreement
from hubdesk.printing.look import Look
from tests.printing.reading_back import texts
from tests.printing.samples import AGREEMENT, AWARDS, LISTING, MARKED, REGISTER

LONG_HUB = (
    "Ŷ Caffi Llên – Çanlı Öğrenme Śródmieście / Old Moat Community Learning Centre and Library of South Manchester"
)
LONG_COURSE = ("Digital skills, wellbeing and English for parents and carers of children at primary school " * 3)[:200]
LONG_NAMES = {
    "words": "María del Pilar de los Dolores Inmaculada Concepción Fernández de Córdoba y Álvarez de Toledo-Osorio Ruiz",
    "one word": ("Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch" * 3)[:120],
    "tall letters": "محمد عبد الرحمن بن عبد العزيز بن عبد اللطيف آل الشيخ الأنصاري القرشي الهاشمي الحسيني",
    "wide letters": "W" * 120,
}

Box = tuple[float, float, float, float]


def boxes(pdf: bytes, page: int = 0) -> list[tuple[str, Box]]:
    """Each letter of a page and the box around its ink: left, bottom, right, top."""
    document = pypdfium2.PdfDocument(pdf)
    text = document[page].get_textpage()
    found = [(text.get_text_range(at, 1), text.get_charbox(at)) for at in range(text.count_chars())]
    document.close()
    return [(letter, box) for letter, box in found if letter.strip()]


def drawn(draw: Callable[[BinaryIO], object]) -> bytes:
    target = io.BytesIO()
    draw(target)
    return target.getvalue()


@pytest.mark.parametrize("large", [False, True], ids=["usual", "large"])
@pytest.mark.parametrize("name", LONG_NAMES.values(), ids=LONG_NAMES.keys())
def test_nothing_leaves_a_certificate_or_covers_its_neighbour(name: str, large: bool) -> None:
    award = certificates.Award(name, with_check("WES-26-00001"))
    data = replace(AWARDS, hub=LONG_HUB, course=LONG_COURSE, awards=(award,))

    found = boxes(drawn(lambda to: certificates.draw(to, data, Look(large=large))))

    assert max(box[2] for _, box in found) < 842 - 60
    assert "SouthManchester" in "".join(sign for sign, _ in found)
    opening = min(box[1] for _, box in found if 430 < box[1] < 445)
    deed = max(box[3] for _, box in found if box[1] < 330)
    within = [box for _, box in found if deed < box[1] < opening - 8]
    assert len(within) > 40, "the name lies between the lines above and below it"
    assert max(box[3] for box in within) < opening


def test_the_foot_keeps_a_long_title_clear_of_the_page_s_number() -> None:
    data = replace(MARKED, course=LONG_COURSE)

    foot = [(sign, box) for sign, box in boxes(drawn(lambda to: marked_register.draw(to, data))) if box[1] < 40]
    said = "".join(sign for sign, _ in foot)

    assert said.endswith("Page1of1")
    assert "…" in said
    assert max(box[2] for _, box in foot) < 842 - 40
    dots = next(box for sign, box in foot if sign == "…")
    assert dots[2] < foot[len(said) - len("Page1of1")][1][0]


def test_numbers_of_three_digits_stay_on_one_line() -> None:
    learners = tuple(register_to_sign.Expected("Ann") for _ in range(120))

    pages = texts(drawn(lambda to: register_to_sign.draw(to, replace(REGISTER, learners=learners))))

    assert "119 Ann 120 Ann" in " ".join(pages)


def test_spare_lines_stay_together_and_their_page_says_which_class() -> None:
    for count in range(1, 30):
        learners = tuple(register_to_sign.Expected("Ann") for _ in range(count))
        data = replace(REGISTER, learners=learners)
        pages = texts(drawn(partial(register_to_sign.draw, data=data)))

        spare = pages[-1].partition("Not on the list?")[2]
        assert all(f" {count + place}" in spare for place in range(1, 4))
        assert "ESOL Entry 2, Tuesday 24 November 2026" in pages[-1]


def test_a_register_of_nobody_has_no_empty_table() -> None:
    page = texts(drawn(lambda to: register_to_sign.draw(to, replace(REGISTER, learners=()))))[0]

    assert "Who is here" in page
    assert "Notes" not in page


@pytest.mark.parametrize("rows", range(12))
def test_nobody_signs_a_page_that_says_nothing(rows: int) -> None:
    training = (volunteer_agreement.Need("Fire safety", "Once"),) * rows

    pages = texts(drawn(lambda to: volunteer_agreement.draw(to, replace(AGREEMENT, training=training))))

    assert "We do not pay for your time" in next(page for page in pages if "Volunteer: " in page)


def test_columns_with_room_to_spare_give_it_to_those_without() -> None:
    columns = tuple(listing.ListColumn(title) for title in ("Name", "Known as", "Born", "Phone", "Postcode", "Ward"))
    usual = ("", "12 Mar 1985", "07700 900123", "M19 1DH", "Burnage")
    names = ["Al"] * 200 + ["Anna Maria Example Smith"] * 5 + [LONG_NAMES["one word"]]

    whole = drawn(
        lambda to: listing.draw(to, replace(LISTING, columns=columns, rows=[(name, *usual) for name in names]))
    )

    lines = [line for page in pypdf.PdfReader(io.BytesIO(whole)).pages for line in page.extract_text().splitlines()]
    assert sum("Anna Maria Example Smith" in line for line in lines) == 5


def test_letters_that_cannot_be_drawn_are_said_before_printing() -> None:
    assert register_to_sign.draw(io.BytesIO(), REGISTER) == ""

    awards = tuple(certificates.Award(name, "1") for name in ("Ana 😀", "𐒖𐒒", "ꕙꔤ", "ꦗꦮ", "ᬩᬮᬶ", "Ben"))
    notice = certificates.draw(io.BytesIO(), replace(AWARDS, awards=awards))

    assert "😀 as “:grinning:”" in notice
    assert "and 1 more" in notice
    assert "Ben" not in notice
