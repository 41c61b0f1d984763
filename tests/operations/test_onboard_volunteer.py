"""A volunteer is taken on in one operation, and is active once cleared."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from hubdesk.base.errors import FieldError, Problems
from hubdesk.operations.move_application import move_application, move_application_title
from hubdesk.operations.onboard_volunteer import (
    DbsAnswer,
    NewVolunteer,
    RefereeAnswer,
    TrainingAnswer,
    onboard_volunteer,
)
from hubdesk.records.volunteering.application import Application
from hubdesk.store import Store
from tests.hub_life import a_person, a_role

TODAY = date.today()


def test_who_has_all_that_the_role_needs_can_be_active_at_once(store: Store) -> None:
    role = a_role(store, "Safeguarding", dbs_level="enhanced")
    answers = NewVolunteer(
        full_name="Ben Hall",
        role_id=role,
        dbs=DbsAnswer(level="enhanced", issued=TODAY, outcome="clear", next_check=TODAY + timedelta(days=900)),
        trainings=(TrainingAnswer(training="safeguarding", completed=TODAY - timedelta(days=3)),),
        agreed_on=TODAY,
    )
    with store.operation("Take on") as session:
        application = onboard_volunteer(session, store.around(session), answers)
    with store.operation(move_application_title("Ben", "active")) as session:
        assert not list(application.missing(store.around(session)))
        move_application(session, application.id, "active")
    assert store.undo_title() == "Move Ben to “Volunteering”"


def test_what_is_still_to_do_is_said_and_holds_the_role_back(store: Store) -> None:
    role = a_role(store, "Safeguarding", dbs_level="basic", references_needed=2)
    answers = NewVolunteer(person_id=a_person(store), role_id=role, referees=(RefereeAnswer(name="Jo Park"),))
    with store.operation("Take on") as session:
        application = onboard_volunteer(session, store.around(session), answers)
    with store.reading() as session:
        held = session.get_one(Application, application.id)
        assert list(held.missing(store.around(session))) == [
            "0 of 2 references are in.",
            "The DBS check that the role needs is not there, or not in date.",
            "The training “Safeguarding” is not done, or has run out.",
        ]
    with pytest.raises(Problems), store.operation("Move") as session:
        move_application(session, application.id, "active")
    with store.operation("Move") as session:
        move_application(session, application.id, "references")
    with store.reading() as session:
        held = session.get_one(Application, application.id)
        assert (held.stage, held.stage_since) == ("references", TODAY)


def test_without_a_role_there_is_nothing_to_take_on(store: Store) -> None:
    with pytest.raises(FieldError, match="Pick the role"), store.operation("Take on") as session:
        onboard_volunteer(session, store.around(session), NewVolunteer(full_name="Ben Hall"))


def test_a_draft_gives_the_same_answers_back(store: Store) -> None:
    answers = NewVolunteer(
        full_name="Ben Hall",
        role_id=a_role(store),
        referees=(RefereeAnswer(name="Jo Park", email="jo@example.org"),),
        dbs=DbsAnswer(level="basic", issued=date(2026, 3, 1)),
        trainings=(TrainingAnswer(training="Fire safety", completed=date(2026, 2, 1)),),
    )
    assert NewVolunteer.from_plain(json.loads(json.dumps(answers.to_plain()))) == answers
