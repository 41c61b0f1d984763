"""Where pages end: nothing runs over an end or is lost, and none leaves next to nothing for the page after it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pypdfium2
import pytest

from hubdesk.base.progress import Progress
from hubdesk.printing import (
    action_plan,
    badge,
    enrolment_form,
    joining_letter,
    leaflet,
    learner_record,
    listing,
    marked_register,
    poster,
    register_to_sign,
    roll_call,
    sign_in_sheet,
)
from hubdesk.printing.blocks import space
from hubdesk.printing.flow import Margins, Strip, pages_of, print_pages
from hubdesk.printing.letter import Sender
from hubdesk.printing.look import A4, LETTER, MM, Look
from hubdesk.printing.paper import About, Paper
from tests.printing.reading_back import texts
from tests.printing.samples import DAY, ENROLMENT, HUB, LISTING, MARKED, REGISTER
from tests.printing.test_awkward_papers import LONG_COURSE, boxes, drawn
from tests.printing.test_composed_pages import wrapped
from tests.printing.test_looks import LEAFLET, covers

LARGE = Look(large=True)
LONG = " ".join(f"word{n}" for n in range(260))
"""About 2,000 letters."""
ACCESS = (
    ("Steps", "The way in from the street is level."),
    ("Toilet", "There is an accessible toilet."),
    ("Parking", "Two spaces for blue badges in front of the door."),
)


def told(pdf: bytes) -> str:
    return " ".join(texts(pdf))


def lowest(pdf: bytes) -> float:
    with pypdfium2.PdfDocument(pdf) as document:
        pages = range(len(document))
    return min(box[1] for page in pages for _, box in boxes(pdf, page))


def letter(*access: tuple[str, str]) -> joining_letter.JoiningLetter:
    return joining_letter.JoiningLetter(
        Sender(HUB),
        DAY,
        "24 Nov 2026",
        "Amina",
        "Sewing",
        "Thursday 3 Dec 2026, 13:00 to 14:30",
        "Thursdays",
        "8 Oct to 31 Dec 2026",
        "Kitchen",
        tutor="Farah",
        cost="Free",
        access=access,
    )


def strips(*heights: float) -> list[Strip]:
    """Kept together, each telling its height."""
    each = [Strip(height, lambda paper, x, top: None, keep=True) for height in heights]
    return [*each[:-1], replace(each[-1], keep=False)]


def test_of_what_no_page_holds_together_the_end_stays_together() -> None:
    page_full = Strip(85, lambda paper, x, top: None)
    pages = [[one.height for one in page] for page in pages_of([page_full, *strips(5, 5, *[10] * 17, 10, 30)], 100)]

    assert pages[0] == [85]
    assert pages[1][:3] == [5, 5, 10], "a heading with what is under it"
    assert pages[-1][-2:] == [10, 30]
    assert [height for page in pages[1:] for height in page] == [5, 5, *[10] * 18, 30]
    assert list(pages_of(strips(200), 100))[-1][0].height == 200


def printed(*strips: tuple[str, Strip]) -> list[list[str]]:
    """What stands on each page with room for 100 points, and, as "end", where the lowest of it would lie below them."""
    paper, pages = Paper(About("Test", HUB, "Test"), A4), list[list[str]]()
    margins = Margins(top=0, bottom=paper.height - 100.01)

    def told(name: str, strip: Strip) -> Strip:
        def draw(onto: Paper, x: float, top: float) -> None:
            pages.extend([] for _ in range(onto.pages + 1 - len(pages)))
            pages[onto.pages] += [name, *(["end"] if top - strip.height < margins.bottom else [])]

        return replace(strip, draw=draw)

    known: dict[int, Strip] = {}
    for name, strip in strips:
        known[id(strip)] = told(name, replace(strip, head=tuple(known[id(head)] for head in strip.head)))
    print_pages(paper, known.values(), margins, lambda *at: None, Progress())
    return pages


def test_a_space_that_finds_no_room_at_the_end_begins_no_page() -> None:
    row = Strip(10, lambda paper, x, top: None)
    rows = [("row", replace(row)) for _ in range(10)]
    assert printed(*rows, ("space", space(5))) == [["row"] * 10]
    assert printed(*rows, ("space", space(5)), ("row", replace(row)))[-1][-1] == "row"


def test_a_table_that_ends_on_the_last_page_keeps_its_heading_over_its_first_line() -> None:
    # Given a table that goes on overleaf, with a line below it
    row = Strip(10, lambda paper, x, top: None)
    before = [("before", replace(row)) for _ in range(9)]
    heading, titles = replace(row, height=6, keep=True), replace(row, height=4, keep=True)
    lines = [("line", Strip(5, row.draw, head=(titles,))) for _ in range(20)]
    # When it is set
    pages = printed(*before, ("heading", heading), ("titles", titles), *lines, ("after", replace(row, height=5)))
    # Then it begins under its heading, and nothing runs over the end of a page
    assert pages[0] == ["before"] * 9
    assert pages[1][:3] == ["heading", "titles", "line"]
    assert "end" not in [one for page in pages for one in page]
    assert pages[-1][0] == "titles"
    assert pages[-1][-1] == "after"


def test_a_long_answer_goes_on_overleaf() -> None:
    look = Look(large=True, sheet=LETTER)
    learner = replace(ENROLMENT.learner or enrolment_form.LearnerAnswers(), support=LONG)
    plan = action_plan.ActionPlan(HUB, DAY, "Amina", "24 Nov 2026", actions=(LONG,), signposted_to=(LONG,))
    rows = [("Ann", LONG), ("Ben", "")]
    noted = replace(LISTING, columns=(listing.ListColumn("Name"), listing.ListColumn("Notes")), rows=rows)
    for pdf in (
        drawn(lambda to: enrolment_form.draw(to, replace(ENROLMENT, learner=learner), look)),
        drawn(lambda to: action_plan.draw(to, plan, look)),
        drawn(lambda to: joining_letter.draw(to, letter(("Also", LONG)), look)),
        drawn(lambda to: listing.draw(to, noted, look)),
    ):
        assert set(LONG.split()) <= set(told(pdf).split())
        assert lowest(pdf) > 4 * MM
        for page in range(len(texts(pdf))):
            found = [box for _, box in boxes(pdf, page)]
            foot = [box for box in found if box[3] < 17 * MM]
            assert not any(covers(one, other) for one in foot for other in found if other[3] >= 17 * MM)


def test_a_letter_on_two_pages_tells_something_on_both() -> None:
    pages = texts(drawn(lambda to: joining_letter.draw(to, letter(*ACCESS, *ACCESS), LARGE)))

    assert len(pages) == 2
    assert "Steps" in pages[1]
    assert "Your first class" in pages[0]


def test_the_register_of_a_usual_class_is_one_sheet() -> None:
    for count, look in ((14, Look()), (8, LARGE)):
        one = replace(REGISTER, learners=tuple(register_to_sign.Expected("Ann") for _ in range(count)))
        assert len(texts(drawn(partial(register_to_sign.draw, data=one, look=look)))) == 1


@pytest.mark.parametrize("count", [13, 30, 120])
def test_the_sums_of_a_marked_register_stand_whole_under_names(count: int) -> None:
    learner = marked_register.MarkedLearner("Wilhelmina Featherstonehaugh", ("P",) * 12)
    days = tuple(f"{n} Nov" for n in range(1, 13))
    data = replace(MARKED, sessions=days, learners=(learner,) * count)

    pages = texts(drawn(lambda to: marked_register.draw(to, data)))

    names, _, sums = pages[-1].rpartition("Present")
    assert "Featherstonehaugh" in names
    assert sums.split()[:12] == [str(count)] * 12


@pytest.mark.parametrize("look", [Look(), LARGE, Look(sheet=LETTER)], ids=["usual", "large", "Letter"])
def test_a_foot_keeps_clear_of_the_edge_that_printers_leave_white(look: Look) -> None:
    for pdf in (
        drawn(lambda to: register_to_sign.draw(to, REGISTER, look)),
        drawn(lambda to: sign_in_sheet.draw(to, sign_in_sheet.SignInSheet(HUB, DAY, "Tuesday 24 November 2026"), look)),
    ):
        with pypdfium2.PdfDocument(pdf) as document:
            shot = document[0].render(scale=2).to_pil().convert("L")
        edge = shot.crop((0, shot.height - round(5 * MM * 2), shot.width, shot.height))
        assert edge.getextrema()[0] == 255


def test_no_word_stands_alone_on_the_second_line_of_a_foot() -> None:
    sheet = sign_in_sheet.SignInSheet(HUB, DAY, "Tuesday 24 November 2026")
    pdf = drawn(lambda to: sign_in_sheet.draw(to, sheet, LARGE))

    under = [box for _, box in boxes(pdf) if box[3] < 13 * MM]
    assert max(box[2] for box in under) - min(box[0] for box in under) > 50 * MM


def test_a_leaflet_of_a_term_s_courses_names_all_in_large_print() -> None:
    offered = tuple(leaflet.OnOffer(f"Course {n:02}", ("Mondays 10:00, Room 1", "Free")) for n in range(16))
    inside = texts(drawn(lambda to: leaflet.draw(to, replace(LEAFLET, courses=offered), LARGE)))[1]

    assert all(one.title in inside for one in offered)


def test_a_leaflet_tells_the_beginning_of_what_it_has_no_room_for() -> None:
    outside = texts(drawn(lambda to: leaflet.draw(to, replace(LEAFLET, access=(*ACCESS, ("Also", LONG * 2))))))[0]

    assert "Parking" in outside
    assert "word3" in outside


def test_nothing_covers_anything_on_a_poster_of_many_words() -> None:
    said = (("When", "Mondays, 09:30 to 11:30; Wednesdays, 13:00 to 15:00"), ("Where", "Room 1"), ("Cost", "£12.50"))
    data = poster.Poster(f"{HUB} " * 4, DAY, LONG_COURSE, LONG[:700], said, "Come in and ask.", LONG[:300])

    found = [box for _, box in boxes(drawn(lambda to: poster.draw(to, data, LARGE)))]

    assert min(box[1] for box in found) > 15 * MM
    assert not [one for at, one in enumerate(found) for other in found[at + 1 :] if covers(one, other)]


def test_the_name_on_a_badge_in_large_print_is_larger_than_the_role() -> None:
    data = badge.Badges(HUB, DAY, (badge.Badge("Nasrin Ahmadi", "Reception volunteer", "HD:WES-00001-7"),))
    found = boxes(drawn(lambda to: badge.draw(to, data, LARGE)))

    heights = {letter: box[3] - box[1] for letter, box in found if letter in "NR"}
    assert heights["N"] > heights["R"] * 1.5


def test_an_address_of_mail_is_not_parted_at_its_hyphens() -> None:
    address = "hello@westcroft-and-burnage.example"

    assert wrapped(f"Phone 0161 555 0123, {address}", 260)[-1] == address
    assert wrapped(address, 200) == ["hello@", "westcroft-and-burnage.example"]


def test_one_endless_name_breaks_no_date_of_the_others() -> None:
    columns = tuple(
        listing.ListColumn(title) for title in ("Name", "Known as", "Born", "Phone", "E-mail", "Postcode", "Notes")
    )
    usual = ("Oluwaseunfunmilayo", "12 Mar 1985", "07700 900123", "wilhelmina@longmail.example", "M19 1DH", "somebody")
    rows = [("X" * 60, *usual), *[("Ann Obi", *usual)] * 5]

    whole = told(drawn(lambda to: listing.draw(to, replace(LISTING, columns=columns, rows=rows), LARGE)))

    assert whole.split().count("1985") == whole.split().count("900123") == 6


def test_what_a_record_tells_of_a_course_takes_two_lines_in_large_print() -> None:
    one = learner_record.Learned("English", "Sept 2026 to Dec 2026", "3 of 9 classes", "4.5 hours", "Enrolled")
    data = learner_record.LearnerRecord(HUB, DAY, "24 Nov 2026", "Amina", courses=(one,))
    found = boxes(drawn(lambda to: learner_record.draw(to, data, LARGE)))

    at = next(place for place, (sign, box) in enumerate(found) if sign == "3" and box[0] > A4[0] / 2)
    last = next(box for sign, box in found[at:] if sign == "l")
    assert last[1] == pytest.approx(found[at][1][1], abs=1), "classes stand beside their number"


def test_no_word_of_a_name_is_broken_on_a_roll_call_in_large_print() -> None:
    present = (roll_call.Present("Vijayaraghavendranath Obi", "Room 1", "09:30", "support"),)
    data = roll_call.RollCall(HUB, DAY, "10:42", present)

    assert "Vijayaraghavendranath" in told(drawn(lambda to: roll_call.draw(to, data, LARGE)))
