"""Charts: each value a column as high as it says, named by what stands over and under it."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from hubdesk.printing.charts import FAMILY, Columns, Ink, columns_picture

INK = Ink(column="#479A93", now="#0B5F5B", line="#82878D", ink="#1F2328", quiet="#565C64", letters=13)


def drawn(chart: Columns) -> ET.Element:
    return ET.fromstring(columns_picture(chart, 480, 180, INK))  # noqa: S314 - our own picture


def columns(picture: ET.Element) -> list[tuple[float, str]]:
    """Height and colour of each column."""
    found = []
    for rect in picture.iter("{http://www.w3.org/2000/svg}rect"):
        colour = re.search(r"fill: (rgb\([^)]*\))", rect.get("style", ""))
        assert colour
        found.append((float(rect.get("height", "0")), colour[1]))
    return found


def said(picture: ET.Element) -> list[str]:
    return [(text.text or "").strip() for text in picture.iter("{http://www.w3.org/2000/svg}text")]


def test_columns_are_as_high_as_their_values_and_an_unknown_one_is_left_out() -> None:
    chart = Columns((10, None, 20), ("10", "", "20"), ("7 Sep", "", "21 Sep"))
    picture = drawn(chart)
    low, high = [height for height, _ in columns(picture) if height]
    assert abs(high / low - 2) < 0.001
    assert {"10", "20", "7 Sep", "21 Sep"} <= set(said(picture))


def test_the_scale_may_go_further_than_the_values() -> None:
    (half, _), (whole, _) = (columns(drawn(Columns((50,), ("50",), ("",), most=most)))[0] for most in (100, 50))
    assert abs(whole / half - 2) < 0.001


def test_the_present_has_a_colour_of_its_own() -> None:
    colours = [colour for _, colour in columns(drawn(Columns((1, 1), ("1", "1"), ("", ""), now=1)))]
    assert len(set(colours)) == 2


def test_for_readers_from_right_to_left_the_present_stays_the_present() -> None:
    chart = Columns((1, 2, 4), ("1", "2", "4"), ("7 Sep", "", "21 Sep"), now=2)
    assert chart.mirrored() == Columns((4, 2, 1), ("4", "2", "1"), ("21 Sep", "", "7 Sep"), now=0)
    assert chart.mirrored().mirrored() == chart


def test_nothing_to_show_is_an_empty_picture() -> None:
    assert said(drawn(Columns((), (), ()))) == []
    assert columns(drawn(Columns((None, None), ("", ""), ("", "")))) == []


def test_words_name_the_typeface_of_the_window() -> None:
    picture = columns_picture(Columns((1,), ("1",), ("7 Sep",)), 480, 180, INK).decode()
    assert FAMILY in picture
    assert "clipPath" not in picture


def test_words_that_would_run_together_are_left_out_evenly_and_the_highest_is_said() -> None:
    # Given twelve weeks in the room of three names, the sixth week the highest
    values = tuple(20 + (week == 5) for week in range(12))
    chart = Columns(values, tuple(map(str, values)), tuple(f"{week + 10} Sep" for week in range(12)))
    found = said(ET.fromstring(columns_picture(chart, 160, 180, INK)))  # noqa: S314 - our own picture

    # Then each fifth week is named, and the highest figure stands over its column
    assert [each for each in found if "Sep" in each] == ["10 Sep", "15 Sep", "20 Sep"]
    assert "21" in found
