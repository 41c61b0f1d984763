"""Cards: ten on a sheet, every name in its own writing, every code read back from the page."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pypdfium2
import pytest
import segno
import zxingcpp

from hubdesk.fields.card_codes import code_of
from hubdesk.fields.check_digit import with_check
from hubdesk.printing import cards
from hubdesk.printing.cards import CardFace, Cards
from hubdesk.printing.look import LETTER, Look

NAMES = (
    ("Amina Yusuf", ""),
    ("Ghebremedhin Tesfay", "ገብረመድህን ተስፋይ"),
    ("Nasrin Ahmadi", "نسرین احمدی"),
    ("Bartholomew Featherstonehaugh-Cholmondeley Montgomery", ""),
    ("Lín Yǔxī", "林雨曦"),
    ("Farzana Begum", "ফারজানা বেগম"),
    ("Łukasz Wójcik", ""),
    ("J", ""),
    ("Maria de los Ángeles Fernández Rodríguez de la Cruz y Todos los Santos", ""),
    ("Amrit Kaur", "ਅੰਮ੍ਰਿਤ ਕੌਰ"),
    ("Tom Oyelaran", ""),
)


def some(letters: str) -> Cards:
    numbers = [with_check(f"{letters}-K7Q0{at:X}") for at in range(len(NAMES))]
    faces = (CardFace(*name, number, code_of(number)) for name, number in zip(NAMES, numbers, strict=True))
    return Cards("Westcroft Community Centre", date(2026, 11, 30), tuple(faces))


@pytest.mark.parametrize("look", [Look(), Look(large=True), Look(sheet=LETTER)])
def test_every_code_on_the_sheets_is_read_back(look: Look) -> None:
    data, target = some("WEST"), BytesIO()
    assert cards.draw(target, data, look) == ""
    document = pypdfium2.PdfDocument(target.getvalue())
    pictures = [page.render(scale=150 / 72).to_pil() for page in document]
    assert len(pictures) == 2
    read = [found.text for picture in pictures for found in zxingcpp.read_barcodes(picture)]
    assert sorted(read) == sorted(face.code for face in data.faces)
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    for face in data.faces:
        assert face.number in text
    document.close()


@pytest.mark.parametrize("letters", ["LE", "BUR", "WEST"])
def test_a_code_is_as_small_as_a_code_can_be_and_bears_a_quarter_of_dirt(letters: str) -> None:
    code = some(letters).faces[0].code
    assert segno.make_qr(code, error="q", boost_error=False).designator == "1-Q"


def test_the_file_s_name_says_the_day_and_nobody() -> None:
    assert cards.file_name(some("BUR")) == "cards-2026-11-30.pdf"
