"""What papers are filled with, from a real hub's file."""

from __future__ import annotations

from datetime import date

import pytest

from hubdesk.base.errors import Refused
from hubdesk.operations.enrol import enrol
from hubdesk.printing import gathering, gathering_desk, gathering_learner
from hubdesk.printing.gathering_words import as_sentence
from hubdesk.store import Store
from tests.hub_life import FIRST, a_class, a_person, a_run

DAY = date(2026, 9, 7)


def test_a_learner_is_not_asked_what_only_volunteers_are(store: Store) -> None:
    person, run = a_person(store), a_run(store)
    with store.operation("Enrol") as session:
        enrolment = enrol(session, store.around(session), person, run, asked_on=FIRST).id

    with store.reading() as session:
        forms = [gathering.blank_form(session, DAY), gathering.enrolment_form(session, enrolment, DAY)]

    for form in forms:
        wordings = " ".join(consent.wording for consent in form.consents)
        assert "photos" in wordings
        assert "DBS" not in wordings


def test_a_blank_form_does_not_offer_what_only_the_hub_can_say(store: Store) -> None:
    with store.reading() as session:
        offered = gathering.blank_form(session, DAY).answers

    assert offered.difficulty_or_disability == ("Yes", "No", "Prefer not to say")


def test_what_somebody_did_counts_no_noughts(store: Store) -> None:
    on_a_course, new = a_person(store, "Amrit Kaur"), a_person(store, "Grace Mbeki")
    run = a_run(store)
    with store.operation("Enrol") as session:
        enrol(session, store.around(session), on_a_course, run, asked_on=FIRST)

    with store.reading() as session:
        learner, nobody_yet = (gathering_learner.learner_record(session, one, FIRST) for one in (on_a_course, new))

    assert learner.figures == (("1", "course"),)
    assert nobody_yet.figures == ()


def test_a_course_of_one_month_names_it_once(store: Store) -> None:
    person, run = a_person(store), a_run(store, "First aid", starts=FIRST, ends=date(2026, 9, 16))
    with store.operation("Enrol") as session:
        enrol(session, store.around(session), person, run, asked_on=FIRST)

    with store.reading() as session:
        record = gathering_learner.learner_record(session, person, DAY)

    assert [one.when for one in record.courses] == ["Sep 2026"]


def test_nobody_who_cancelled_is_told_of_a_place(store: Store) -> None:
    person, run = a_person(store), a_run(store)
    with store.operation("Enrol") as session:
        enrolment = enrol(session, store.around(session), person, run, asked_on=FIRST)
        enrolment.status = "cancelled"

    with store.reading() as session, pytest.raises(Refused, match="not on this course now"):
        gathering_learner.joining_letter(session, enrolment.id, DAY)


def test_a_poster_names_no_next_class_that_is_over(store: Store) -> None:
    run = a_run(store)
    a_class(store, run, FIRST)

    with store.reading() as session:
        before, after = (dict(gathering_desk.poster(session, run, day).facts) for day in (FIRST, date(2026, 9, 8)))

    assert before["Starts"] == after["Starts"] == "Monday 7 Sep 2026"
    assert "Next class" not in after


@pytest.mark.parametrize("said", ["Mind the step.", "یہاں لفٹ ہے۔", "Why not?"])
def test_no_sentence_has_two_stops(said: str) -> None:
    assert as_sentence(said) == said
    assert as_sentence("Mind the step") == "Mind the step."
