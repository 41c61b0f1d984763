"""What papers are filled with, from a real hub's file."""

from __future__ import annotations

from datetime import date

from hubdesk.operations.enrol import enrol
from hubdesk.printing import gathering
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
