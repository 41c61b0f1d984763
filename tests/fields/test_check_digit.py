"""Numbers on paper: what a tired hand gets wrong is noticed, every time."""

from __future__ import annotations

from itertools import product

import pytest

from hubdesk.fields.check_digit import SIGNS, is_valid, with_check

NUMBERS = ["WES-26-00123", "BUR-26-00000", "LIV-27-99999", "A1", "ZZZ-00-ZZZZZ", "H7Q-26-0O1I0"]


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_with_its_check_character_is_right(number: str) -> None:
    checked = with_check(number)

    assert checked.startswith(f"{number}-")
    assert checked[-1] in SIGNS
    assert is_valid(checked)


def test_case_spaces_and_hyphens_do_not_matter() -> None:
    checked = with_check("WES-26-00123")

    assert is_valid(checked.lower())
    assert is_valid(checked.replace("-", ""))
    assert is_valid(f"  {checked.replace('-', ' ')} ")


@pytest.mark.parametrize("text", ["", "-", "K", "WES-26-00123-*", "WES/26", "WES-26-00123-É", "٣٤"])
def test_what_is_no_number_is_not_right(text: str) -> None:
    assert not is_valid(text)


@pytest.mark.parametrize("number", NUMBERS)
def test_any_one_character_keyed_wrongly_is_found(number: str) -> None:
    checked = with_check(number).replace("-", "")

    missed = [
        (place, sign)
        for place, sign in product(range(len(checked)), SIGNS)
        if checked[place] != sign and is_valid(checked[:place] + sign + checked[place + 1 :])
    ]

    assert missed == []


@pytest.mark.parametrize("before", ["", "7", "WES26"])
def test_any_two_neighbours_exchanged_are_found(before: str) -> None:
    missed = []
    for one, other in product(SIGNS, SIGNS):
        checked = with_check(f"{before}{one}{other}4").replace("-", "")
        place = len(before)
        swapped = checked[:place] + other + one + checked[place + 2 :]
        if one != other and is_valid(swapped):
            missed.append((one, other))

    assert missed == []


def test_the_check_character_exchanged_with_its_neighbour_is_found() -> None:
    missed = []
    for last in SIGNS:
        checked = with_check(f"WES26{last}").replace("-", "")
        if checked[-1] != checked[-2] and is_valid(checked[:-2] + checked[-1] + checked[-2]):
            missed.append(last)

    assert missed == []


def test_twins_mistaken_for_other_twins_are_found() -> None:
    missed = []
    for one, other in product(SIGNS, SIGNS):
        checked = with_check(f"WES{one}{one}26").replace("-", "")
        if one != other and is_valid(checked.replace(f"WES{one}{one}", f"WES{other}{other}", 1)):
            missed.append((one, other))

    assert missed == []


@pytest.mark.parametrize("text", ["WES/26", "naïve", "1.5"])
def test_signs_that_a_card_cannot_hold_are_refused(text: str) -> None:
    with pytest.raises(ValueError):
        with_check(text)
