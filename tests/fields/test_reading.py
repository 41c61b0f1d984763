"""What fields make of text as people and programs write it."""

from __future__ import annotations

from datetime import date

import pytest

from hubdesk.base.errors import FieldError
from hubdesk.fields.types import Date, Email, Money, Phone, Text, Whole, YesNo

MARCH: date = date(1985, 3, 12)


@pytest.mark.parametrize(
    "written",
    [
        "12/3/85", "12.03.1985", "12\\3\\85", "12/3/'85", "12 Mar 1985", "1985-03-12", "Tues 12 March 1985",
        "1985-03-12 10:30", "12/03/1985 10:30:45", "12/3/1985 1:30 PM", "12031985",
        "the 12th of March 1985", "12/3/85.", "12\u20133\u201385", "\uff11\uff12/3/85", "12.03.1985r.", "12 marca 1985 r.",
        "12 III 1985", "12.iii.85", "12 Mawrth 1985", "12 maw 85", "12 مارچ 1985", "۱۲/۳/۱۹۸۵",
    ],
)  # fmt: skip
def test_one_day_in_many_hands(written: str) -> None:
    assert Date(past=True).parse(written) == MARCH


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("1985", "year"), ("March 1985", "missing"), ("7 Sep", "missing"), ("7/9", "missing"), ("31 czerwca 1985", "no day 31"), ("2 XIII 85", "month is not known"),
        ("31120", "spreadsheet counts"),
        ("3/25/1985", "month 25"), ("2085-03-12", "to come"), ("12/3/2085", "to come"), ("120385", "not a date"),
        ("1985-03-11T23:00:00.000Z", "not a date"),
    ],
)  # fmt: skip
def test_what_is_no_day_says_why(written: str, word: str) -> None:
    with pytest.raises(FieldError) as refusal:
        Date(past=True).parse(written)
    assert word in refusal.value.sentence


@pytest.mark.parametrize(
    ("written", "month"),
    [
        ("2 stycznia 1949", 1), ("2 Ionawr 1949", 1), ("2 Chwef 1949", 2), ("2 kwi 1949", 4), ("2 maja 1949", 5),
        ("2 czerwca 1949", 6), ("2 Gorffennaf 1949", 7), ("2 sie 1949", 8), ("2 wrzes\u0301nia 1949", 9), ("2 paź 1949", 10),
        ("2 listopada 1949", 11), ("2 Rhag 1949", 12), ("2 دسمبر 1949", 12),
    ],
)  # fmt: skip
def test_months_in_the_languages_of_hubdesk_whichever_is_spoken(written: str, month: int) -> None:
    assert Date(past=True).parse(written) == date(1949, month, 2)


@pytest.mark.parametrize(
    "written", ["mailto:a@b.org", "mailto:a@b.org?subject=Hello", "Ann Lee <a@b.org>", "<a@B.org>", "a@b.org."]
)
def test_addresses_as_they_are_copied(written: str) -> None:
    assert Email().parse(written) == "a@b.org"


def test_signs_that_nobody_sees_are_not_kept() -> None:
    assert Text().parse("\u202eBo\u200b Ek\ufeff") == "Bo Ek"
    # but those that letters need are
    assert Text().parse("می\u200cخواهم") == "می\u200cخواهم"


@pytest.mark.parametrize(("written", "meant"), [("✔\ufe0f", True), ("Yes.", True), ("✗", False), ("☐", False)])
def test_ticks_of_all_kinds(written: str, meant: bool) -> None:
    assert YesNo().parse(written) is meant


@pytest.mark.parametrize(
    ("written", "pence"),
    [("£1,250", "1250.00"), ("12,50", "12.50"), ("12.5", "12.50"), ("1234.500000", "1234.50"), ("۱۲", "12.00")],
)
def test_sums_of_money_are_read_as_they_were_meant(written: str, pence: str) -> None:
    assert str(Money().parse(written)) == pence


@pytest.mark.parametrize("written", ["1.200", "1.200,00", "1,2,3", "12,345.6,7"])
def test_a_sum_that_may_mean_two_things_is_asked_about(written: str) -> None:
    with pytest.raises(FieldError, match="pounds and pence"):
        Money().parse(written)


def test_digits_of_every_keyboard_are_digits() -> None:
    assert Phone().parse("٠٧٧٠٠ ٩٠٠١٢٣") == "07700900123"
    assert Phone().parse("۰۱۶۱ ۴۹۶ ۰۰۰۰") == "01614960000"
    assert Phone().parse("Mob. 07700 900123") == Phone().parse("Tel 07700 900123") == "07700900123"
    assert Phone().parse("0048 601 234 567") == Phone().parse("+48 (601) 234-567") == "+48601234567"
    assert Whole().parse("১২") == 12


@pytest.mark.parametrize("written", ["07700 90012", "+44 7700 9001234"])
def test_a_mobile_number_with_a_digit_too_few_or_too_many_says_so(written: str) -> None:
    with pytest.raises(FieldError, match="has 11 digits"):
        Phone().parse(written)
