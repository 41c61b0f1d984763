"""Each document is drawn, read back, and holds what it was given."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO

import pikepdf
import pypdf
import pypdfium2
import pytest
import zxingcpp

from hubdesk.access.certificate_code import certificate_code, read_certificate_code
from hubdesk.access.post_keys import PostKeys
from hubdesk.base.errors import Cancelled
from hubdesk.base.progress import Progress
from hubdesk.fields.check_digit import is_valid, with_check
from hubdesk.printing import (
    certificates,
    enrolment_form,
    listing,
    marked_register,
    register_to_sign,
    volunteer_agreement,
)
from hubdesk.printing.look import Look

HUB = "Westcroft Community Centre"
DAY = date(2026, 11, 24)
NAMES = (
    "Abdi Hassan",
    "Amrit Kaur",
    "Siân O’Neill",
    "Łukasz Żółć",
    "Chen Wei 王小明",
    "Nasrin نسرین Ahmadi",
    "প্রিয়া রহিম",
)

REGISTER = register_to_sign.RegisterToSign(
    hub=HUB,
    course="ESOL Entry 2",
    day=DAY,
    when="Tuesday 24 November 2026, 09:30 to 11:30",
    where="Room 1, Westcroft Community Centre",
    tutor="Farah Siddiqui",
    sheet_id=with_check("WES-26-00123"),
    learners=tuple(
        register_to_sign.Expected(name, ("support", "no photo") if place == 1 else ())
        for place, name in enumerate(NAMES)
    ),
)
MARKED = marked_register.MarkedRegister(
    hub=HUB,
    course="ESOL Entry 2",
    detail="Tuesdays 09:30 to 11:30",
    day=DAY,
    sessions=("10 Nov", "17 Nov", "24 Nov"),
    learners=(
        marked_register.MarkedLearner("Abdi Hassan", ("P", "L", "")),
        marked_register.MarkedLearner("Amrit Kaur", ("P", "A", "")),
    ),
    marks=(
        marked_register.Mark("P", "present", present=True),
        marked_register.Mark("L", "late", present=True),
        marked_register.Mark("A", "absent", present=False),
    ),
)
ENROLMENT = enrolment_form.EnrolmentForm(
    hub=HUB,
    day=DAY,
    course=enrolment_form.CourseDetails("ESOL Entry 2", dates="8 September to 15 December 2026", cost="Free"),
    learner=enrolment_form.LearnerAnswers(
        given_names="Nasrin", family_name="Ahmadi", date_of_birth="12 March 1985", ethnic_group="Any other ethnic group"
    ),
    consents=(
        enrolment_form.Consent("You may send me news of other courses.", given=True),
        enrolment_form.Consent("You may use photographs of me.", given=False),
    ),
)
BLANK = enrolment_form.EnrolmentForm(
    hub=HUB,
    day=DAY,
    answers=enrolment_form.Answers(
        sex=("Female", "Male", "Prefer not to say"), employment=("In paid work", "Not in work")
    ),
)
AGREEMENT = volunteer_agreement.VolunteerAgreement(
    hub=HUB,
    day=DAY,
    volunteer="Łukasz Żółć",
    role="Front desk volunteer",
    training=(volunteer_agreement.Need("Fire safety", "To do before you start"),),
    checks=(volunteer_agreement.Need("Basic DBS check", "Done"),),
)
KEYS = PostKeys.new()


def _award(name: str, number: str) -> certificates.Award:
    return certificates.Award(name, number, certificate_code(KEYS, number, DAY, name, b"salty"))


AWARDS = certificates.Certificates(
    hub=HUB,
    course="ESOL Entry 2",
    day=DAY,
    awarded="24 November 2026",
    awards=tuple(_award(name, with_check(f"WES-26-7K2-{place:04}")) for place, name in enumerate(NAMES, start=1)),
    details=("24 hours of learning", "Entry level 2"),
    signers=(certificates.Signer("Farah Siddiqui", "Tutor"),),
)
LISTING = listing.Listing(
    hub=HUB,
    title="Reach by ward",
    name="wards",
    day=DAY,
    columns=(listing.ListColumn("Ward"), listing.ListColumn("Learners", right=True)),
    rows=[("Brinnington", "43"), ("Davenport", "12")],
    note="Enrolled since 1 August 2026",
)

DOCUMENTS: dict[str, tuple[Callable[[BinaryIO, bool], str], str]] = {
    "register": (
        lambda to, large: register_to_sign.draw(to, REGISTER, Look(large=large)),
        register_to_sign.file_name(REGISTER),
    ),
    "marked register": (
        lambda to, large: marked_register.draw(to, MARKED, Look(large=large)),
        marked_register.file_name(MARKED),
    ),
    "enrolment form": (
        lambda to, large: enrolment_form.draw(to, ENROLMENT, Look(large=large)),
        enrolment_form.file_name(ENROLMENT),
    ),
    "blank form": (
        lambda to, large: enrolment_form.draw(to, BLANK, Look(large=large)),
        enrolment_form.file_name(BLANK),
    ),
    "agreement": (
        lambda to, large: volunteer_agreement.draw(to, AGREEMENT, Look(large=large)),
        volunteer_agreement.file_name(AGREEMENT),
    ),
    "certificates": (
        lambda to, large: certificates.draw(to, AWARDS, Look(large=large)),
        certificates.file_name(AWARDS),
    ),
    "list": (lambda to, large: listing.draw(to, LISTING, Look(large=large)), listing.file_name(LISTING)),
}


def drawn(name: str, *, large: bool = False) -> bytes:
    target = io.BytesIO()
    DOCUMENTS[name][0](target, large)
    return target.getvalue()


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
