"""Each document is drawn, read back, and holds what it was given."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pikepdf
import pypdf
import pypdfium2
import pytest
import zxingcpp

from hubdesk.access.certificate_code import read_certificate_code
from hubdesk.base.errors import Cancelled
from hubdesk.base.progress import Progress
from hubdesk.fields.check_digit import is_valid
from hubdesk.printing import (
    certificates,
    listing,
    marked_register,
    register_to_sign,
)
from tests.printing.reading_back import contrast_with_white, text_colours, texts, type_sizes
from tests.printing.samples import AWARDS, DAY, DOCUMENTS, HUB, KEYS, LISTING, MARKED, NAMES, REGISTER, drawn


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_file_says_what_it_is_and_names_no_person(name: str) -> None:
    with pikepdf.open(io.BytesIO(drawn(name))) as document:
        facts = document.docinfo
        told = " ".join(str(facts[key]) for key in ("/Title", "/Subject"))

        assert str(facts["/Author"]) == HUB
        assert str(facts["/Creator"]) == "HubDesk"
        assert document.Root.Lang == "en-GB"
        assert "anonymous" not in told
        assert "untitled" not in told
        assert "unspecified" not in told
        assert not any(person in told for person in NAMES)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_file_name_holds_the_day_and_no_person(name: str) -> None:
    assert re.fullmatch(r"[a-z-]+-2026-11-24\.pdf", DOCUMENTS[name][1])


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_typeface_is_in_the_file(name: str) -> None:
    with pikepdf.open(io.BytesIO(drawn(name))) as document:
        fonts = {key: font for page in document.pages for key, font in page.Resources.Font.items()}

        assert fonts
        assert all("/FontFile2" in font.DescendantFonts[0].FontDescriptor for font in fonts.values())


@pytest.mark.parametrize("name", DOCUMENTS)
def test_nothing_is_set_too_small_to_read(name: str) -> None:
    assert min(type_sizes(drawn(name))) >= 12
    assert min(type_sizes(drawn(name, large=True))) >= 15
    assert max(type_sizes(drawn(name, large=True))) >= 18


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_text_is_too_pale_for_a_poor_printer(name: str) -> None:
    assert min(contrast_with_white(colour) for colour in text_colours(drawn(name))) >= 4.5


def test_a_register_to_sign_holds_the_session_and_everyone_expected() -> None:
    pages = texts(drawn("register"))

    for said in ("ESOL Entry 2", REGISTER.when, REGISTER.where, "Farah Siddiqui", "support", "no photo", *NAMES[:5]):
        assert said in pages[0]
    assert "Phone" in " ".join(pages)
    for place, page in enumerate(pages, start=1):
        assert f"Sheet {REGISTER.sheet_id}" in page
        assert f"Page {place} of {len(pages)}" in page


def test_a_register_of_two_hundred_repeats_its_head_on_each_page() -> None:
    learners = tuple(register_to_sign.Expected(f"Learner {place}") for place in range(200))
    target = io.BytesIO()

    register_to_sign.draw(
        target,
        register_to_sign.RegisterToSign(
            HUB, "Open day", DAY, "Tuesday", "Hall", "Farah Siddiqui", REGISTER.sheet_id, learners
        ),
    )

    pages = texts(target.getvalue())
    assert len(pages) > 5
    assert all("No. Name" in page for page in pages)
    assert all(f"Learner {place}" in " ".join(pages) for place in range(200))


def test_a_marked_register_counts_who_was_there() -> None:
    page = texts(drawn("marked register"))[0]

    assert "Abdi Hassan P L 2 of 2" in page
    assert "Amrit Kaur P A 1 of 2" in page
    assert "Present 2 1 3" in page
    assert "Key: P present; L late; A absent" in page


def test_a_marked_register_of_a_long_course_goes_on_in_a_second_table() -> None:
    sessions = tuple(f"{place} Nov" for place in range(40))
    learner = marked_register.MarkedLearner("Abdi Hassan", ("P",) * 40)
    target = io.BytesIO()

    marked_register.draw(
        target, marked_register.MarkedRegister(HUB, "Long", "", DAY, sessions, (learner,), MARKED.marks)
    )

    whole = " ".join(texts(target.getvalue()))
    assert whole.count("40 of 40") > 1
    assert all(str(place) in whole for place in range(40))


def test_an_enrolment_form_holds_the_answers_and_leaves_a_place_to_sign() -> None:
    whole = " ".join(texts(drawn("enrolment form")))

    for said in ("Nasrin", "12 March 1985", "Any other ethnic group", "Free", "Learner: Nasrin Ahmadi", f"For {HUB}"):
        assert said in whole
    order = [
        "Family name",
        "Given names",
        "Date of birth",
        "Ethnic group",
        "Sex",
        "Disability",
        "Postcode",
        "Address",
        "Highest",
        "Work",
        "Signatures",
    ]
    assert sorted(order, key=whole.index) == order
    assert "Department for Education" in whole


def test_a_blank_form_offers_the_answers_and_knows_nobody() -> None:
    whole = " ".join(texts(drawn("blank form")))

    assert "Prefer not to say" in whole
    assert "In paid work" in whole
    assert "Nasrin" not in whole


def test_a_volunteer_agreement_says_that_it_is_no_contract() -> None:
    whole = " ".join(texts(drawn("agreement")))

    for said in (
        "It is not a contract",
        "Łukasz Żółć",
        "Fire safety To do before you start",
        "Basic DBS check",
        "receipts",
    ):
        assert said in whole


def test_certificates_have_a_page_for_each_name_and_a_number_that_checks() -> None:
    pages = texts(drawn("certificates"))

    assert len(pages) == len(NAMES)
    for page, name in zip(pages, NAMES, strict=True):
        assert name in page.replace("\u200b", "")
        assert "ESOL Entry 2" in page
        number = re.search(r"No\. (\S+)", page)
        assert number is not None
        assert is_valid(number[1])


@pytest.mark.parametrize("large", [False, True], ids=["usual", "large"])
def test_the_code_of_a_printed_certificate_reads_back_and_checks(large: bool) -> None:
    pdf = drawn("certificates", large=large)

    with pypdfium2.PdfDocument(pdf) as document:
        shots = [page.render(scale=300 / 72).to_pil() for page in document]

    for shot, award in zip(shots, AWARDS.awards, strict=True):
        [seen] = zxingcpp.read_barcodes(shot)
        assert seen.text == award.code
        across = (seen.position.top_right.x - seen.position.top_left.x) / 300 * 25.4
        assert 20 < across < 30, "millimetres"
        code = read_certificate_code(seen.text, [KEYS.public])
        assert code is not None
        assert code.fits(award.name)


def test_the_longest_name_stays_on_its_certificate() -> None:
    name = "Maria " * 40
    target = io.BytesIO()

    certificates.draw(
        target,
        certificates.Certificates(HUB, "ESOL", DAY, "today", (certificates.Award(name, "WES-26-00001-K"),)),
    )

    assert texts(target.getvalue())[0].count("Maria") == 40


def test_a_list_stands_upright_when_it_fits_and_lies_across_when_not() -> None:
    wide = listing.Listing(
        HUB,
        "People",
        "people",
        DAY,
        tuple(listing.ListColumn(f"Column {place}") for place in range(6)),
        [("A longer piece of text than usual",) * 6] * 3,
    )
    target = io.BytesIO()
    listing.draw(target, wide)

    upright = pypdf.PdfReader(io.BytesIO(drawn("list"))).pages[0].mediabox
    across = pypdf.PdfReader(target).pages[0].mediabox
    assert upright.height > upright.width
    assert across.width > across.height


@pytest.mark.parametrize("rows", [[], [("", "")], [("word " * 3000, "1")]], ids=["none", "empty", "longer than a page"])
def test_a_list_can_be_empty_or_very_long(rows: list[tuple[str, str]]) -> None:
    target = io.BytesIO()

    listing.draw(target, listing.Listing(HUB, "Notes", "notes", DAY, LISTING.columns, rows))

    whole = " ".join(texts(target.getvalue()))
    assert whole.count("word") == sum(row[0].count("word") for row in rows)


def test_a_file_that_is_replaced_stays_whole_until_the_new_one_is_written(tmp_path: Path) -> None:
    file = tmp_path / "register.pdf"
    file.write_bytes(b"the old one")

    def stop(done: int, of: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        register_to_sign.draw(file, REGISTER, progress=Progress(stop))
    assert file.read_bytes() == b"the old one"

    register_to_sign.draw(file, REGISTER)
    assert file.read_bytes().startswith(b"%PDF")
    assert [each.name for each in tmp_path.iterdir()] == ["register.pdf"]


def test_progress_is_told_for_each_page() -> None:
    told: list[tuple[int, int]] = []

    certificates.draw(io.BytesIO(), AWARDS, progress=Progress(lambda done, of: told.append((done, of))))

    assert told[-1] == (len(NAMES), len(NAMES))
