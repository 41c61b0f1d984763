"""What papers are filled with, from a real hub's file."""

from __future__ import annotations

from datetime import date

from hubdesk.operations.enrol import enrol
from hubdesk.printing import gathering, gathering_learner
from hubdesk.store import Store
from tests.hub_life import FIRST, a_person, a_run

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
