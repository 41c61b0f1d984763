"""The term: which days it has, and what its weeks say."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hubdesk.records.learning.attendance import Attendance
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.reports.term import Term, TermPage, term_page
from hubdesk.store import Store
from tests.hub_life import a_class, a_person, a_run, keep

AUTUMN = Term(date(2026, 9, 1), date(2026, 12, 31))
DAYS = st.dates(date(2000, 1, 1), date(2090, 1, 1))


def page(store: Store, today: date, term: Term = AUTUMN) -> TermPage:
    with store.reading() as session:
        return term_page(session, term, today)


def asked(store: Store, run: object, *days: date) -> None:
    for day in days:
        keep(store, Enrolment(person=a_person(store, f"Somebody {day}"), run=run, asked_on=day))


@given(DAYS)
def test_every_day_lies_in_one_term_and_terms_follow_each_other(day: date) -> None:
    term = Term.of(day)
    assert term.first <= day <= term.last
    assert term.first.month in (1, 5, 9)
    assert term.first.day == 1
    assert term.after.first - term.last == timedelta(days=1)
    assert term.after.before == term == term.before.after


def test_a_term_without_anything_says_so(store: Store) -> None:
    empty = page(store, date(2026, 9, 30))
    assert empty.enrolled_said() == "Nobody has enrolled in this term."
    assert empty.came_said() == "No register of this term is marked yet."
    assert [week.monday for week in empty.weeks] == [date(2026, 8, 31) + timedelta(weeks=n) for n in range(5)]
    assert empty.term.said() == "Sep 2026 to Dec 2026"


def test_enrolments_are_counted_by_week_and_compared_with_the_same_day_of_the_term_before(store: Store) -> None:
    run = a_run(store, starts=date(2026, 5, 1), ends=date(2026, 12, 31))
    # 13 September is the last day of its week. Of the term before, 13 May is the day as far in.
    asked(store, run, date(2026, 9, 1), date(2026, 9, 7), date(2026, 9, 13))
    asked(store, run, date(2026, 5, 13), date(2026, 5, 14), date(2026, 4, 30))
    seen = page(store, date(2026, 9, 13))
    assert [week.enrolled for week in seen.weeks] == [1, 2]
    assert seen.enrolled_said() == (
        "3 enrolments. By the same day of the term before there was one. Most came in the week of 7 Sep 2026."
    )


def test_of_a_hundred_expected_so_many_came(store: Store) -> None:
    run = a_run(store)
    marks = {
        date(2026, 9, 7): ("present", "late", "absent", "authorised"),
        date(2026, 9, 14): ("present", "present", "present", "absent"),
    }
    people = [a_person(store, f"Person {number}") for number in range(4)]
    for day, given_marks in marks.items():
        held = a_class(store, run, day)
        for person, mark in zip(people, given_marks, strict=True):
            keep(store, Attendance(class_session=held, person=person, mark=mark))
    seen = page(store, date(2026, 9, 20))
    assert [week.share for week in seen.weeks] == [None, 50, 75]
    assert seen.share == 62
    assert seen.came_said() == "Of every 100 expected, 62 came. Fewest came in the week of 7 Sep 2026: 50."


def test_days_to_come_and_other_terms_are_not_counted(store: Store) -> None:
    run = a_run(store)
    asked(store, run, date(2026, 9, 20), date(2026, 10, 1), date(2026, 8, 31))
    assert page(store, date(2026, 9, 20)).enrolled == 1
    assert page(store, date(2027, 2, 1)).enrolled == 2
