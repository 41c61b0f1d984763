"""What a person chooses before printing: both sides, the leaflet's folding, the designs; and who may see which marks."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime, time
from itertools import combinations
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from hubdesk.access.certificate_code import read_certificate_code
from hubdesk.access.roles import Role
from hubdesk.operations.certify_hours import certify_hours
from hubdesk.printing import (
    badge,
    cards,
    certificates,
    gathering,
    gathering_certificates,
    gathering_desk,
    leaflet,
    register_to_sign,
)
from hubdesk.printing.certificate_designs import DESIGNS
from hubdesk.printing.look import LETTER, LONG_EDGE, MM, Look
from hubdesk.records.people.emergency_contact import EmergencyContact
from hubdesk.records.people.support_need import SupportNeed
from hubdesk.reports.paper_choices import classes_of_day
from hubdesk.reports.register_sheet import register_sheet
from hubdesk.store import Store
from tests.hub_life import keep
from tests.printing.every_paper import NAMES, TODAY, people_of_every_script
from tests.printing.reading_back import texts
from tests.printing.samples import AWARDS, KEYS, REGISTER
from tests.printing.test_awkward_papers import Box, boxes
from tests.rights.people import somebody_else

LEAFLET = leaflet.Leaflet(
    "Westcroft",
    TODAY,
    "24 Nov 2026 to 1 Feb 2027",
    tuple(leaflet.OnOffer(f"Course {n:02}", ("Mondays 10:00, Room 1", "Free")) for n in range(40)),
    reach="Come in and ask.",
)


def left_of_foot(pdf: bytes, page: int) -> float:
    return min(box[0] for _, box in boxes(pdf, page) if box[3] < 20 * MM)


def covers(one: Box, other: Box) -> bool:
    """Whether two letters lie over each other by more than a hair."""
    left, foot, right, top = (pick(a, b) for pick, a, b in zip((max, max, min, min), one, other, strict=True))
    return right - left > 1 and top - foot > 1


def test_on_both_sides_each_document_begins_on_a_right_hand_page() -> None:
    target = io.BytesIO()
    long = replace(REGISTER, course="Long", learners=REGISTER.learners * 4)

    register_to_sign.draw_all(target, [REGISTER, long, REGISTER], Look(both_sides=True))

    pages = texts(target.getvalue())
    begins = [at for at, page in enumerate(pages) if "Page 1 of" in page]
    assert len(begins) == 3
    assert all(at % 2 == 0 for at in begins)
    assert "" in pages, "the back of a sheet that nobody shares"


def test_on_both_sides_the_inner_edge_is_the_wider_one() -> None:
    target = io.BytesIO()

    register_to_sign.draw(target, replace(REGISTER, learners=REGISTER.learners * 6), Look(both_sides=True))

    right_hand, left_hand = (left_of_foot(target.getvalue(), page) for page in (0, 1))
    assert right_hand - left_hand == pytest.approx(8 * MM, abs=2)


def test_a_leaflet_folds_to_a_cover_two_inner_pages_and_a_back() -> None:
    target = io.BytesIO()
    leaflet.draw(target, LEAFLET)
    pdf, middle = target.getvalue(), 297 * MM / 2

    outside, inside = (boxes(pdf, page) for page in (0, 1))
    cover = "".join(sign for sign, box in outside if box[0] > middle)
    back = "".join(sign for sign, box in outside if box[0] < middle)
    first = "".join(sign for sign, box in inside if box[0] < middle)
    second = "".join(sign for sign, box in inside if box[0] > middle)
    assert "What’son" in cover
    assert "Howtojoin" in back
    assert "Course00" in first
    assert "morecourses:pleaseask." in second
    assert len(texts(pdf)) == 2


@pytest.mark.parametrize("large", [False, True], ids=["usual", "large"])
def test_a_long_name_of_a_hub_covers_nothing_of_a_leaflet_s_cover(large: bool) -> None:
    hub = "Old Moat Community Learning Centre and Library of South Manchester, with its Friends, Neighbours, Allotments and Choir"
    place = "The Old Moat Community Learning Centre and Library of South Manchester, 230 to 244 Copgrove Road, Withington, M20 3AH"
    target = io.BytesIO()

    leaflet.draw(target, replace(LEAFLET, hub=hub, place=place), Look(large=large, sheet=LETTER))

    found = [box for _, box in boxes(target.getvalue()) if box[0] > LETTER[1] / 2]
    assert min(box[1] for box in found) > 13 * MM + 3 * (LETTER[1] / 2 - 26 * MM) / 10, "above the band"
    assert not [(one, other) for one, other in combinations(found, 2) if covers(one, other)]


@pytest.mark.parametrize("large", [False, True], ids=["usual", "large"])
def test_nothing_that_is_known_of_the_building_is_left_out_of_a_leaflet(large: bool) -> None:
    long = "The door is at the back, past the two trees and the green gate; ring twice and somebody comes down."
    known = tuple((f"Label {n}", f"{n} {long}") for n in range(6))
    target = io.BytesIO()

    leaflet.draw(target, replace(LEAFLET, access=known), Look(large=large))

    outside = texts(target.getvalue())[0]
    assert all(f"Label {n}" in outside for n in range(6))


def test_a_printer_that_turns_on_the_long_edge_gets_the_inside_upside_down() -> None:
    target = io.BytesIO()
    leaflet.draw(target, LEAFLET, Look(design=LONG_EDGE))

    outside, inside = (boxes(target.getvalue(), page) for page in (0, 1))

    title = next(box for sign, box in outside if sign == "W")
    assert title[3] > 105 * MM, "the cover stands upright"
    first = next(box for sign, box in inside if sign == "C")
    assert first[3] < 105 * MM
    assert first[0] > 297 * MM / 2, "the first page within lies at the right, on its head"


@pytest.mark.parametrize("design", [one.name for one in DESIGNS])
def test_the_code_reads_back_in_every_design(design: str) -> None:
    target = io.BytesIO()
    certificates.draw(target, AWARDS, Look(design=design))
    with pypdfium2.PdfDocument(target.getvalue()) as document:
        shot = document[0].render(scale=300 / 72).to_pil()

    [seen] = zxingcpp.read_barcodes(shot)

    code = read_certificate_code(seen.text, [KEYS.public])
    assert code is not None
    assert code.fits(AWARDS.awards[0].name)


def test_marks_on_a_register_are_for_those_who_may_see_them(store: Store, tmp_path: Path) -> None:
    people_of_every_script(store)
    with store.reading() as session:
        meeting = classes_of_day(session, TODAY)[0]
        someone = register_sheet(session, meeting).rows[0].person_id
    keep(
        store,
        SupportNeed(person=someone, category="12", on_register=True),
        EmergencyContact(person=someone, name="Zahra", phone="07700900123"),
    )
    with store.reading() as session:
        marks = [one.notes for one in gathering.register_to_sign(session, meeting).learners]
    reception = somebody_else(store, tmp_path, Role.RECEPTION)
    try:
        with reception.reading() as session:
            seen = [one.notes for one in gathering.register_to_sign(session, meeting).learners]
            called = gathering_desk.roll_call(session, datetime.combine(TODAY, time(9, 30)))
    finally:
        reception.close()

    assert marks[0] == ("support",)
    assert seen[0] == ()
    assert marks[1] == seen[1] == ("no contact",)
    assert {one.name for one in called.present} == set(NAMES)
    assert not any(one.note for one in called.present)


def test_a_certificate_of_hours_tells_them_and_can_be_checked(store: Store) -> None:
    people_of_every_script(store)
    with store.reading() as session:
        person = register_sheet(session, classes_of_day(session, TODAY)[0]).rows[0].person_id
    with store.operation("Hours") as session:
        first = certify_hours(session, person, TODAY)
        session.flush()
        again = certify_hours(session, person, TODAY)

        data = gathering_certificates.certificates(session, [first.id], store.post_keys)

    assert again is first
    assert data.course == "2.5 hours"
    code = read_certificate_code(data.awards[0].code, [store.post_keys.public])
    assert code is not None
    assert code.day == date(2026, 11, 24)
    assert code.fits(data.awards[0].name)


@pytest.mark.parametrize("what", ["certificates", "badges", "cards"])
def test_on_both_sides_nobody_stands_on_the_back_of_somebody_else(what: str) -> None:
    both, target = Look(both_sides=True), io.BytesIO()
    if what == "certificates":
        certificates.draw(target, replace(AWARDS, awards=AWARDS.awards[:3]), both)
    elif what == "badges":
        badge.draw(target, badge.Badges("Westcroft", TODAY, (badge.Badge("Ann", "Front desk"),) * 21), both)
    else:
        cards.draw(target, cards.Cards("Westcroft", TODAY, (cards.CardFace("Ann", "", "W-1", "HD:W-1"),) * 21), both)

    pages = texts(target.getvalue())
    assert [bool(page) for page in pages] == [True, False, True, False, True]
