"""What a compositor would see to: no word alone, no heading without its words, no page that holds next to nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import combinations, pairwise

import pytest

from hubdesk.base.words import speak
from hubdesk.printing import (
    action_plan,
    badge,
    cards,
    certificates,
    induction_sheet,
    joining_letter,
    leaflet,
    learner_record,
    listing,
    marked_register,
    poster,
    register_to_sign,
    roll_call,
    subject_pack,
)
from hubdesk.printing.blocks import Setting, words
from hubdesk.printing.document import Flowing, on_fewest_pages, write
from hubdesk.printing.feet import plain_foot
from hubdesk.printing.flow import Strip
from hubdesk.printing.letter import Sender
from hubdesk.printing.lettering import STRONG
from hubdesk.printing.look import A4, LETTER, MM, Look
from hubdesk.printing.paper import About, shipped_lettering
from hubdesk.printing.typefaces import EM
from hubdesk.reports.subject_pack import PackLine, SubjectPack
from tests.printing.reading_back import texts, type_sizes
from tests.printing.samples import AWARDS, DAY, HUB, LISTING, MARKED, REGISTER
from tests.printing.test_awkward_papers import LONG_COURSE, LONG_NAMES, boxes, drawn
from tests.printing.test_cards import some
from tests.printing.test_looks import LEAFLET, covers

ROLE = "Helper in class for English for speakers of other languages"
BODY = 14.0


def said(lines: list[str]) -> str:
    return " ".join(" ".join(lines).split())


def wrapped(text: str, width: float) -> list[str]:
    return [line.text.strip() for line in shipped_lettering().wrap(text, width, BODY)]


@pytest.mark.parametrize("whole", ["0161 555 0123", "Room 1", "3 November", "王小明", "level 2:"])
def test_what_belongs_together_stands_on_one_line(whole: str) -> None:
    for before in range(1, 30):
        lines = wrapped("a" * before + f" {whole} and more", 200)
        assert any(whole in line for line in lines), lines


def test_what_belongs_together_is_parted_at_its_spaces_where_the_column_is_too_narrow() -> None:
    assert wrapped("07700 900123", 60) == ["07700", "900123"]


@pytest.mark.parametrize("width", range(80, 400, 16))
def test_a_title_s_lines_are_of_about_one_length_and_no_word_is_broken_for_it(width: int) -> None:
    text = "Wilhelmina Featherstonehaugh teaches speaking, listening and reading for everyday life"
    lettering = shipped_lettering()

    usual, even = lettering.wrap(text, width, BODY, STRONG), lettering.wrap_evenly(text, width, BODY, STRONG)

    assert len(even) == len(usual)
    assert max(line.width for line in even) <= max(line.width for line in usual)
    if lettering.width("Featherstonehaugh", BODY, STRONG) <= width:
        assert said([line.text for line in even]) == text


def test_a_short_text_is_parted_at_its_comma() -> None:
    lines = shipped_lettering().wrap_evenly("Tuesday 24 Nov 2026, 09:30 to 11:30", 200, BODY)

    assert [line.text for line in lines] == ["Tuesday 24 Nov 2026,", "09:30 to 11:30"]


def test_no_word_stands_alone_under_a_paragraph() -> None:
    lettering = shipped_lettering()
    text = "The front door has a button at your hand and opens outwards"
    width = lettering.width(text.removesuffix(" outwards"), BODY) + 1

    assert [line.text for line in lettering.wrap_prose(text, width, BODY)][-1] == "opens outwards"


@pytest.mark.parametrize("count", [0, 1, 7, 14, 22, 60])
def test_spare_lines_fill_the_page_that_they_stand_on(count: int) -> None:
    data = replace(REGISTER, learners=tuple(register_to_sign.Expected("Ann") for _ in range(count)))
    pdf = drawn(lambda to: register_to_sign.draw(to, data))

    last = len(texts(pdf)) - 1
    foot = max(box[3] for _, box in boxes(pdf, last) if box[3] < 24 * MM)
    lowest = min(box[1] for _, box in boxes(pdf, last) if box[1] > 24 * MM)
    assert lowest - foot < 3 * BODY * 2.3


def test_the_numbers_of_spare_lines_stay_whole_where_they_pass_a_hundred() -> None:
    data = replace(REGISTER, learners=tuple(register_to_sign.Expected("Ann") for _ in range(85)))
    last = texts(drawn(lambda to: register_to_sign.draw(to, data)))[-1]

    numbers = last.partition("No. Name Phone Signature ")[2].partition(" Sheet ")[0].split()
    assert numbers == [str(number) for number in range(86, 86 + len(numbers))]
    assert "100" in numbers


def test_whoever_is_not_on_a_roll_call_can_be_written_down_to_the_foot_of_the_page() -> None:
    pdf = drawn(lambda to: roll_call.draw(to, roll_call.RollCall(HUB, DAY, "10:42", ())))

    assert len(texts(pdf)) == 1


def test_what_a_mark_means_stands_before_the_list() -> None:
    noted = (register_to_sign.Expected("Ann", ("no contact",)), *(register_to_sign.Expected("Ann"),) * 30)
    for pages in (
        texts(drawn(lambda to: register_to_sign.draw(to, replace(REGISTER, learners=noted)))),
        texts(drawn(lambda to: marked_register.draw(to, replace(MARKED, learners=MARKED.learners * 30)))),
    ):
        assert "No contact: we know" in pages[0] or "Key: P present" in pages[0]


def test_a_table_s_names_stand_flush_with_the_title_over_it() -> None:
    found = boxes(drawn(lambda to: listing.draw(to, LISTING)))

    heading = min(box[0] for _, box in found if box[1] > A4[1] - 25 * MM)
    assert min(box[0] for _, box in found) == pytest.approx(heading, abs=2)


def test_a_date_a_number_and_a_postcode_of_a_list_stay_on_one_line() -> None:
    columns = tuple(listing.ListColumn(title) for title in ("Name", "Known as", "Born", "Phone", "E-mail", "Postcode"))
    usual = ("", "12 Mar 1985", "07700 900123", "wilhelmina@longmail.example", "M19 1DH")
    rows = [(name, *usual) for name in (LONG_NAMES["words"], "Ann", "Ben") * 5]

    pages = boxes(drawn(lambda to: listing.draw(to, replace(LISTING, columns=columns, rows=rows))))

    lines: dict[int, str] = {}
    for sign, box in pages:
        lines[round(box[1] / 8)] = lines.get(round(box[1] / 8), "") + sign
    for whole in ("12Mar1985", "07700900123", "M191DH", "wilhelmina@longmail.example"):
        assert " ".join(lines.values()).count(whole) > 3, whole


@pytest.mark.parametrize("count", range(24))
def test_nobody_signs_a_plan_s_page_that_says_nothing(count: int) -> None:
    plan = action_plan.ActionPlan(HUB, DAY, "Amina", "24 Nov 2026", actions=("Come to the job club",) * count)

    last = texts(drawn(lambda to: action_plan.draw(to, plan)))[-1]

    assert last.partition("Signature of")[0].strip()


@pytest.mark.parametrize("count", range(12))
def test_nobody_signs_an_induction_that_says_nothing(count: int) -> None:
    data = induction_sheet.InductionSheet(HUB, DAY, "Amina", ROLE, ("Fire safety",) * count)

    pages = texts(drawn(lambda to: induction_sheet.draw(to, data)))

    signed = next(page for page in pages if "Signatures" in page)
    assert "Initials" in signed.partition("Signatures")[0]


@pytest.mark.parametrize("large", [False, True], ids=["usual", "large"])
@pytest.mark.parametrize("name", LONG_NAMES.values(), ids=LONG_NAMES.keys())
def test_a_badge_tells_the_whole_role_and_nothing_covers_anything(name: str, large: bool) -> None:
    data = badge.Badges(HUB, DAY, (badge.Badge(name[:44], ROLE, "HD:WES-00001-7"),))
    pdf = drawn(lambda to: badge.draw(to, data, Look(large=large)))

    assert "speakersofotherlanguages" in "".join(sign for sign, _ in boxes(pdf))
    seen = [box for sign, box in boxes(pdf) if sign.isascii()]
    assert not any(covers(one, other) for one, other in combinations(seen, 2))


def test_every_card_says_the_hub_s_whole_name() -> None:
    data = replace(some("WES"), hub="Westcroft Community Learning Centre")

    assert texts(drawn(lambda to: cards.draw(to, data)))[0].count(data.hub) == 10


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5, 8])
def test_few_courses_of_a_leaflet_are_shared_out_and_none_is_without_its_heading(count: int) -> None:
    pdf = drawn(lambda to: leaflet.draw(to, replace(LEAFLET, courses=LEAFLET.courses[:count])))
    inside = boxes(pdf, 1)

    left = [box for _, box in inside if box[0] < A4[1] / 2]
    right = [box for _, box in inside if box[0] >= A4[1] / 2]
    said = "".join(sign for sign, box in inside if box[0] < A4[1] / 2)
    assert "Course00" in said or "arebeingplanned" in said
    assert bool(right) == (count > 1)
    if right:
        assert min(box[1] for box in left) <= min(box[1] for box in right) + 1
        assert max(box[3] for box in right) < max(box[3] for box in left), "they begin under the heading"


def test_a_long_title_leaves_a_poster_s_facts_large() -> None:
    data = poster.Poster(
        HUB, date(2026, 9, 1), LONG_COURSE, facts=(("When", "Tuesdays"), ("Where", "Room 1")), ask="Ask"
    )
    found = boxes(drawn(lambda to: poster.draw(to, data)))

    said = "".join(sign for sign, _ in found)
    at = said.index("Tuesdays")
    assert found[at][1][3] - found[at][1][1] > BODY, "its capitals are as high as usual letters are apart"


@pytest.mark.parametrize("name", [LONG_NAMES["words"], LONG_NAMES["tall letters"], "W" * 60])
def test_a_long_name_stays_clear_of_the_sunrise(name: str) -> None:
    data = replace(AWARDS, awards=(certificates.Award(name, ""),))
    found = boxes(drawn(lambda to: certificates.draw(to, data, Look(design="sunrise"))))

    width, height = A4[1], A4[0]
    for _, box in found:
        across, down = width - 11 * MM - box[2], height - 11 * MM - box[3]
        assert (across**2 + down**2) ** 0.5 > 50 * MM


def test_the_groups_of_lines_of_one_title_keep_their_order() -> None:
    lines = shipped_lettering().wrap_evenly(LONG_COURSE, 300, BODY)

    assert said([line.text for line in lines]) == LONG_COURSE
    assert all(line.width <= 300 * EM / BODY + 1 for line in lines)
    assert all(one.text and other.text for one, other in pairwise(lines))


@pytest.mark.parametrize("look", [Look(large=True), Look(large=True, sheet=LETTER)], ids=["A4", "Letter"])
def test_no_name_and_no_heading_of_a_large_list_is_broken_within_a_word(look: Look) -> None:
    titles = ("Name", "Known as", "Born", "Phone", "E-mail", "Postcode", "Visits")
    columns = tuple(listing.ListColumn(title) for title in titles)
    usual = ("Pili", "12 Mar 1985", "07700 900123", "wilhelmina@longmail.example", "M19 1DH", "37")
    rows = [("Wilhelmina Featherstonehaugh-Jones", *usual)] * 4

    pages = texts(drawn(lambda to: listing.draw(to, replace(LISTING, columns=columns, rows=rows), look)))

    for word in ("Featherstonehaugh-", "Known", "900123", "M19", "Postcode", "1985"):
        assert word in " ".join(pages).split()


@pytest.mark.parametrize("count", range(8, 20))
def test_what_is_theirs_to_keep_is_not_said_on_a_page_of_its_own(count: int) -> None:
    gave = tuple(learner_record.Gave("Front desk", "12 hours") for _ in range(count))
    data = learner_record.LearnerRecord(HUB, DAY, "24 Nov 2026", "Amina Yusuf", volunteering=gave)

    last = texts(drawn(lambda to: learner_record.draw(to, data)))[-1]

    assert "Front desk" in last.partition("This is yours")[0]


def test_large_numbers_side_by_side_stay_apart() -> None:
    figures = (("12", "courses"), ("1,247.5", "hours of learning"), ("14", "certificates"), ("1,086.25", "hours given"))
    data = learner_record.LearnerRecord(HUB, DAY, "24 Nov 2026", "Amina Yusuf", figures)
    found = boxes(drawn(lambda to: learner_record.draw(to, data, Look(large=True))))

    line = [box for sign, box in found if sign.isdigit() and box[3] - box[1] > BODY]
    gaps = [after[0] - before[2] for before, after in pairwise(sorted(line))]
    assert sum(gap > BODY for gap in gaps) == 3


def test_a_long_sentence_at_the_foot_takes_a_second_line() -> None:
    said = "Keep this paper under lock until the evening, and then give it to whoever opens up the building tomorrow morning."
    foot = Flowing(lambda setting: [], plain_foot(said))
    pdf = drawn(lambda to: write(to, About("A", HUB, "A"), [foot], Look(), None))

    assert said in texts(pdf)[0]


ACCESS = tuple(
    (f"Fact {n}", f"Way {n} in is by the ramp on the left, which is wide; please ring the bell.") for n in range(6)
)


def test_how_to_get_in_stands_in_large_print_beside_the_courses_where_the_back_is_too_small_for_it() -> None:
    few = replace(LEAFLET, courses=LEAFLET.courses[:3], access=ACCESS)
    outside, inside = texts(drawn(lambda to: leaflet.draw(to, few, Look(large=True))))

    assert "Getting here and inside" in inside
    assert "Getting here and inside" not in outside


def test_a_leaflet_leaves_out_nothing_of_how_to_get_in_that_it_has_a_page_for() -> None:
    long = tuple((label, f"{said} " * 5) for label, said in ACCESS)
    few = replace(LEAFLET, courses=LEAFLET.courses[:3], access=long)

    whole = " ".join(texts(drawn(lambda to: leaflet.draw(to, few))))
    assert [label for label, _ in ACCESS if label not in whole] == []


def test_a_letter_leaves_no_half_page_empty_before_a_long_list_of_how_to_get_in() -> None:
    long = tuple((label, f"{said} " * 4) for label, said in ACCESS)
    sender = Sender(HUB, address="12 West Lane, Manchester M19 1DH", phone="0161 555 0123")
    letter = joining_letter.JoiningLetter(sender, DAY, "24 Nov 2026", "Ann", "Sewing", access=long)

    first, *_ = texts(drawn(lambda to: joining_letter.draw(to, letter)))
    assert "Fact 0" in first


@pytest.mark.parametrize("large", [False, True])
def test_no_word_of_a_name_is_broken_on_a_register(large: bool) -> None:
    words = ("Oluwaseunfunmi", "Chukwuemekaobinna", "Vijayaraghavendran", "Balasubramaniam")
    noted = (register_to_sign.Expected("-".join(words), ("support", "no photo", "no contact")),)
    said = texts(drawn(lambda to: register_to_sign.draw(to, replace(REGISTER, learners=noted), Look(large=large))))[0]
    assert [word for word in words if word not in said] == []


def test_a_word_that_has_to_be_broken_begins_a_line_of_its_own() -> None:
    assert wrapped("Ann-Chukwuemekaobinna Obi", 90)[0] == "Ann-"


def test_an_address_of_mail_is_parted_only_where_no_line_holds_it() -> None:
    assert wrapped("Phone 0161 555 0123, hello@westcroft.example", 190)[-1] == "hello@westcroft.example"
    assert wrapped("hello@westcroft.example", 125) == ["hello@", "westcroft.example"]


def test_a_latin_name_cut_at_its_hyphen_keeps_it_behind_the_word_also_in_a_line_from_the_right() -> None:
    line = shipped_lettering().wrap("عبد العزيز Al-Rashid", 95, BODY)[0]

    drawn_from_the_left = "".join(glyph.text for run in line.runs for glyph in run.glyphs)
    assert "Al-" in drawn_from_the_left


def test_the_tables_of_a_pack_in_large_print_are_large() -> None:
    lines = (PackLine("3 Oct 2026, 10:02", "Person", "Farah Siddiqui", "Phone changed"),)
    pack = SubjectPack(HUB, DAY, "Ann", (), (), lines, (), ())

    assert min(type_sizes(drawn(lambda to: subject_pack.draw(to, pack, Look(large=True))))) > 15


@pytest.mark.parametrize("design", ["patchwork", "sunrise"])
@pytest.mark.parametrize("large", [False, True], ids=["usual", "large"])
def test_no_line_of_a_certificate_lies_on_where_it_is_signed(design: str, large: bool) -> None:
    award = certificates.Award("Nasrin", "WES-26-00001-K", "A CODE", ("24.5 hours of learning",))
    data = replace(AWARDS, course=LONG_COURSE, awards=(award,), details=("Entry level 2", "8 Sep to 15 Dec 2026"))

    pdf = drawn(lambda to: certificates.draw(to, data, Look(large=large, design=design)))
    baselines = sorted({round(box[1]) for letter, box in boxes(pdf) if letter in "AEFTHMn24"})
    tutor = next(box for letter, box in boxes(pdf) if letter == "F" and box[1] < 60 * MM)
    over = min(at for at in baselines if at > tutor[3])
    assert over - tutor[3] > (18 if large else 14) * 0.9


def test_the_words_of_the_sunrise_stand_in_the_middle_and_clear_of_its_ornament() -> None:
    data = replace(AWARDS, awards=(replace(AWARDS.awards[0], name="Nasrin Ahmadi"),))
    found = boxes(drawn(lambda to: certificates.draw(to, data, Look(design="sunrise"))))

    name = [box for _, box in found if box[3] - box[1] > 26]
    left, right = min(box[0] for box in name), A4[1] - max(box[2] for box in name)
    assert left == pytest.approx(right, abs=4)
    corner, clear = 11 * MM, (12 + 3) * MM
    for _, box in found:
        across, up = min(box[0], A4[1] - box[2]) - corner, box[1] - corner
        assert (across**2 + up**2) ** 0.5 > clear


@pytest.mark.parametrize("design", ["patchwork", "sunrise"])
@pytest.mark.parametrize(
    "look", [Look(), Look(large=True), Look(large=True, sheet=LETTER)], ids=["A4", "large", "Letter"]
)
def test_a_hub_s_name_on_two_lines_stays_clear_of_the_title(design: str, look: Look) -> None:
    hub = "The Westcroft and Burnage Community Learning Partnership for Lifelong Learning"
    data = replace(AWARDS, hub=hub, awards=(certificates.Award("Nasrin Ahmadi", ""),), title="OFFICIAL")

    found = boxes(drawn(lambda to: certificates.draw(to, data, replace(look, design=design))))
    at = "".join(letter for letter, _ in found).index("OFFICIAL")
    title = found[at][1][3]
    assert min(box[1] for _, box in found[:at] if box[1] > title - 60) > title + 3


def test_a_letter_is_set_a_little_closer_where_that_saves_it_a_page() -> None:
    # Given a text of one line more than a page holds, and one that a page holds anyhow
    def letter(lines: int, asked: list[float]) -> Callable[[Setting], list[Strip]]:
        def strips(setting: Setting) -> list[Strip]:
            asked.append(setting.air)
            return [strip for _ in range(lines) for strip in words(setting, "Dear Ann")]

        return strips

    setting = Setting(shipped_lettering(), 400, room=20 * BODY * 1.5)
    over: list[float] = []
    fits: list[float] = []

    closer = on_fewest_pages(setting, letter(21, over))
    usual = on_fewest_pages(setting, letter(20, fits))

    assert sum(strip.height for strip in closer) <= setting.room
    assert (over[0], fits) == (1, [1])
    assert min(strip.height for strip in closer) >= BODY * 1.25
    assert len(usual) == 20


@pytest.mark.parametrize("language", ["en", "cy", "pl"])
def test_a_joining_letter_with_all_that_is_known_of_a_building_is_one_page(language: str) -> None:
    sender = Sender(HUB, "Westcroft", "12 West Lane, Manchester M19 1DH", "0161 555 0123", "hello@westcroft.example")
    known = tuple(
        (f"Fact {n}", "Step-free from the car park; a button at 90 cm opens the front door outwards.") for n in range(5)
    )
    letter = joining_letter.JoiningLetter(
        sender,
        DAY,
        "24 Nov 2026",
        "Ann",
        LONG_COURSE,
        first_class="Tuesday 24 Nov 2026, 09:30 to 11:30",
        dates="8 Sep 2026 to 15 Dec 2026",
        where="Room 1, Westcroft",
        address="12 West Lane",
        tutor="Farah Siddiqui",
        cost="Free",
        access=known,
    )

    speak(language)
    try:
        pages = texts(drawn(lambda to: joining_letter.draw(to, letter)))
    finally:
        speak("en")
    assert len(pages) == 1
