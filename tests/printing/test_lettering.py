"""Names in the scripts of a hub's neighbourhood: drawn whole, in their own direction, and copied out as they were typed."""

from __future__ import annotations

import io

import pikepdf
import pypdf
import pypdfium2
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hubdesk.printing.lettering import STRONG
from hubdesk.printing.paper import About, Paper, shipped_lettering

NAMES = {
    "Polish": "Łukasz Żółć",
    "Welsh": "Siân Tŷ Gwyn",
    "Irish": "Aoife O’Neill",
    "Vietnamese": "Nguyễn Thị Ánh",
    "Hausa": "Ɗan Ɓaure Ƙofar",
    "Somali": "Xaawo Cabdi",
    "Arabic": "محمد عبد الله",
    "Arabic with joined letters": "علاء سلام الأحمد",
    "Urdu": "فاطمہ زہرا ٹھاکر",
    "Persian": "پریسا کریمی",
    "Pashto": "ګلالۍ ځاځۍ",
    "Bengali": "মোহাম্মদ রহিম",
    "Hindi": "प्रिया शर्मा क्षत्रिय",
    "Gurmukhi": "ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ",
    "Gujarati": "કૃષ્ણા પટેલ",
    "Tamil": "தமிழ் செல்வி",
    "Tigrinya": "ገብረመድህን ተስፋይ",
    "Amharic": "ሰላማዊት ኃይሉ",
    "Hebrew": "משה כהן",
    "Thai": "สมชาย ใจดี",
    "Khmer": "សុខា ចាន់",
    "Georgian": "ნინო ბერიძე",
    "Armenian": "Արամ Պետրոսյան",
    "Greek": "Ελένη Παπαδοπούλου",
    "Ukrainian": "Олена Коваленко",
    "Chinese": "王小明",
    "Japanese": "田中さくら",
    "Korean": "김민수",
    "Odia": "ଶ୍ରୀନିବାସ ମହାପାତ୍ର",
    "Tibetan": "བསྟན་འཛིན་རྒྱ་མཚོ",
    "Syriac": "ܫܡܥܘܢ ܒܪ",
    "N’Ko": "ߒߞߏ ߞߊ߲",
    "Tifinagh": "ⵎⵓⵃⴰⵏⴷ",
    "Mongolian": "ᠮᠣᠩᠭᠣᠯ",
    "Cherokee": "ᏣᎳᎩ ᎠᏂ",
    "two directions": "Nasrin نسرین Ahmadi",
}
DRAWN_ONLY = {
    "Adlam": "𞤀𞤣𞤤𞤢𞤥",
    "Divehi": "އަހުމަދު",
    "Rohingya": "𐴌𐴟𐴇𐴥𐴝𐴚𐴒𐴙𐴝",
}
"""Names in scripts that no reader of PDF copies out in their order."""
RIGHT_TO_LEFT = {"Arabic", "Arabic with joined letters", "Urdu", "Persian", "Pashto", "Hebrew", "Syriac"}


def drawn(text: str, size: float = 20, weight: int = STRONG) -> bytes:
    paper = Paper(About("A line", "Westcroft", "One line of text"))
    paper.text(text, 40, 400, size, weight)
    paper.end_page()
    target = io.BytesIO()
    paper.save(target)
    return target.getvalue()


def copied(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    text = str(document[0].get_textpage().get_text_bounded())
    document.close()
    return text.replace("\u200b", "").strip()


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_a_name_copies_out_as_it_was_typed(name: str) -> None:
    assert copied(drawn(name)) == name


@pytest.mark.parametrize("name", ["শ্রীকৃষ্ণ", "कृष्णमूर्ति", "કૃષ્ણા", "ଶ୍ରୀନିବାସ", "མཚོ", "Ẹ̀gbá Ọ̀ṣun", "Ɛ̃lɔ̃"])
def test_a_mark_below_or_above_makes_no_gap_in_a_name(name: str) -> None:
    pdf = drawn(name)

    assert copied(pdf) == name
    assert pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text() == name


@pytest.mark.parametrize("name", [*NAMES.values(), *DRAWN_ONLY.values()], ids=[*NAMES, *DRAWN_ONLY])
def test_a_name_is_drawn_in_its_own_letters(name: str) -> None:
    line = shipped_lettering().line(name, STRONG)

    assert all(glyph.id != 0 for run in line.runs for glyph in run.glyphs), "an empty box would be printed"
    letters = {letter for run in line.runs for glyph in run.glyphs for letter in glyph.text}
    assert set(name) <= letters, "some letters were spelt out instead of drawn"


@pytest.mark.parametrize("script", sorted(RIGHT_TO_LEFT))
def test_right_to_left_names_begin_at_the_right(script: str) -> None:
    name = NAMES[script]

    first_from_left = shipped_lettering().line(name).runs[0].glyphs[0].text

    assert first_from_left[0] == name[-1]


def test_arabic_letters_are_joined() -> None:
    lettering = shipped_lettering()

    joined = {glyph.id for run in lettering.line("نسرین").runs for glyph in run.glyphs}
    alone = {glyph.id for letter in "نسرین" for run in lettering.line(letter).runs for glyph in run.glyphs}

    assert joined != alone


def test_two_directions_keep_the_order_of_the_line() -> None:
    line = shipped_lettering().line("Nasrin نسرین Ahmadi")

    assert [run.glyphs[0].text for run in line.runs] == ["N", "ن", " ", "A"]
    assert "".join(glyph.text for glyph in line.runs[1].glyphs) == "نیرسن"


def test_brackets_turn_with_the_line() -> None:
    line = shipped_lettering().line("משה (Moshe)")

    assert "".join(glyph.text for run in line.runs for glyph in run.glyphs) == "(Moshe) השמ"


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("משה (Moshe) 12", "12 (Moshe) השמ"),
        ("משה (Moshe) Cohen", "Cohen (Moshe) השמ"),
        ("אב [ג] (d) {ה}", "{ה} (d) [ג] בא"),
        ("Moshe (משה) כהן", "Moshe (השמ) ןהכ"),
        ("ב) c", "c (ב"),
    ],
)
def test_both_brackets_of_a_pair_stand_around_what_they_hold(typed: str, written: str) -> None:
    line = shipped_lettering().line(typed)

    assert "".join(glyph.text for run in line.runs for glyph in run.glyphs) == written


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("\u200f\u2068Mon 30 Nov\u2069، \u2068 10:30\u2069 بجے", "ےجب  10:30 ،Mon 30 Nov"),
        ("\u200f\u206830 Nov\u2069\u20681 Dec\u2069", "1 Dec30 Nov"),
        ("ב \u2068Room 2\u2069 3", "3 Room 2 ב"),
        ("In \u2068א (b) 2\u2069 3", "In 2 (b) א 3"),
        ("ב \u2067a ג\u2069 \u2066ד 4\u2069", "4 ד ג a ב"),
        ("ב \u2068never ended 30 Nov", "never ended 30 Nov ב"),
        ("ב\u2069 30 Nov", "Nov 30 ב"),
    ],
)
def test_what_stands_apart_in_a_line_keeps_its_own_order(typed: str, written: str) -> None:
    line = shipped_lettering().line(typed)

    assert "".join(glyph.text for run in line.runs for glyph in run.glyphs).replace("\u200f", "") == written


def test_isolates_within_isolates_without_end_are_drawn() -> None:
    assert shipped_lettering().line("א" + "\u2067" * 3000 + "b").runs


def test_a_word_is_never_a_patchwork_of_typefaces() -> None:
    line = shipped_lettering().line("Nguyễn", STRONG)

    assert len(line.runs) == 1


def test_one_odd_sign_does_not_change_the_typeface_of_its_line() -> None:
    line = shipped_lettering().line("Bring a pen \u2698 and paper")

    assert line.runs[0].typeface.family == line.runs[-1].typeface.family == "Atkinson Hyperlegible Next"


def test_what_no_typeface_can_draw_is_spelt_out_and_still_copies_out() -> None:
    operators = pypdf.PdfReader(io.BytesIO(drawn("Ana 😀"))).pages[0].get_contents()
    line = shipped_lettering().line("Ana 😀")

    assert all(glyph.id != 0 for run in line.runs for glyph in run.glyphs)
    assert [run.spoken for run in line.runs if run.spoken] == ["😀"]
    assert operators is not None
    assert b"<FEFFD83DDE00>" in operators.get_data()


@given(st.text(st.characters(), max_size=40))
@example("\u074d\U00018cd6")
@settings(max_examples=150)
def test_no_text_at_all_prints_an_empty_box(text: str) -> None:
    line = shipped_lettering().line(text)

    assert all(glyph.id != 0 for run in line.runs for glyph in run.glyphs)


def test_every_typeface_in_the_file_is_embedded_with_its_letters_named() -> None:
    with pikepdf.open(io.BytesIO(drawn(" ".join(NAMES.values())))) as document:
        fonts = list(document.pages[0].Resources.Font.values())

        assert len(fonts) > 10
        for font in fonts:
            assert "/ToUnicode" in font
            assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor


def test_lines_are_broken_at_spaces_and_fit() -> None:
    lettering = shipped_lettering()
    text = "We keep what you tell us safe, and we only ask for what we need."

    lines = lettering.wrap(text, 160, 14)

    assert len(lines) > 2
    assert " ".join(line.text for line in lines) == text
    assert all(line.width * 14 / 1000 <= 160 for line in lines)


@pytest.mark.parametrize("padding", [1 / 3, 10, 0.1])
def test_a_column_measured_by_its_longest_word_holds_it(padding: float) -> None:
    lettering = shipped_lettering()
    width = lettering.width("Nov", 15.4, STRONG) + padding

    assert [line.text for line in lettering.wrap("10 Nov", width - padding, 15.4, STRONG)] == ["10", "Nov"]


def test_a_word_wider_than_its_column_is_broken_inside() -> None:
    lettering = shipped_lettering()

    lines = lettering.wrap("Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch", 120, 14)

    assert "".join(line.text for line in lines) == "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
    assert all(line.width * 14 / 1000 <= 120 for line in lines)


def test_a_long_name_gets_smaller_letters_but_never_too_small() -> None:
    lettering = shipped_lettering()

    assert lettering.fitting_size("Ann", 300, 40, 20) == 40
    fitted = lettering.fitting_size("Wilhelmina Konstantinopoulou", 300, 40, 10)
    assert lettering.width("Wilhelmina Konstantinopoulou", fitted) == pytest.approx(300)
    assert lettering.fitting_size("Wilhelmina Konstantinopoulou", 30, 40, 20) == 20
