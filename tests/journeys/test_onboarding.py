"""Taking on a volunteer, from the desk."""

from __future__ import annotations

from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import select

from hubdesk.desktop.wizards.volunteer.plan import STEPS
from hubdesk.desktop.workplace import Workplace
from hubdesk.records.people.person import Person
from hubdesk.records.volunteering.application import Application
from hubdesk.records.volunteering.dbs_check import DbsCheck
from hubdesk.records.volunteering.reference import Reference
from hubdesk.records.volunteering.training_requirement import TrainingRequirement
from hubdesk.records.volunteering.volunteer_role import VolunteerRole
from hubdesk.store import Store
from tests.journeys.conftest import Hands

Key = Qt.Key


@pytest.fixture
def role(store: Store) -> UUID:
    """A role that needs a check, references and a training."""
    with store.operation("a role") as session:
        role = VolunteerRole(name="Class helper", dbs_level="enhanced")
        session.add_all([role, TrainingRequirement(role=role.id, training="Safeguarding basics")])
        return role.id


def test_u06_a_new_volunteer_is_taken_on_and_the_page_says_what_is_still_to_do(
    hands: Hands, workplace: Workplace, store: Store, role: UUID, papers_asked: list[tuple[str, UUID]]
) -> None:
    # When somebody is taken on by keys alone
    workplace.commands.run("volunteer.new")
    hands.wait_for("Who would like to volunteer?")
    hands.type("Hamid Rahimi")
    hands.enter()
    hands.wait_for("New volunteer: Hamid Rahimi")
    hands.tab_to("New volunteer: Hamid Rahimi")
    hands.enter()
    hands.wait_for("How can we reach Hamid?")
    hands.type("07700 900555")
    hands.enter()
    hands.wait_for("What would Hamid like to do?")
    hands.press(Key.Key_1)
    assert hands.sees("DBS check: Enhanced")
    hands.tab_to("Why would they like to volunteer?")
    hands.type("To meet people.")
    hands.tab_to("Continue")
    hands.enter()
    hands.wait_for("When can Hamid come")
    hands.tab_to("Which languages do they speak?")
    hands.type("Dari")
    hands.enter()
    hands.wait_for("Who can tell us about Hamid?")
    hands.type("Amina Noor")
    hands.enter()
    hands.wait_for("Does Hamid have a DBS certificate?")
    hands.press(Key.Key_3)
    hands.enter()
    hands.wait_for("What does Hamid agree to?")
    hands.press(Key.Key_1)
    hands.enter()
    hands.wait_for("Is this right for Hamid?")
    hands.enter()
    hands.wait_for("Hamid is on the way to volunteering.")

    # Then what is left stands there
    for left in (
        "Ask Amina Noor for a reference",
        "0 of 2 references are in.",
        "The DBS check that the role needs is not there, or not in date.",
        "The training “Safeguarding basics” is not done, or has run out.",
        "Sign the volunteer agreement together",
    ):
        assert hands.sees(left), left
    with store.reading() as session:
        application = session.scalars(select(Application)).one()
        assert (application.role, application.stage) == (role, "applied")
        assert application.offers == "Why they come: To meet people.\nLanguages: Dari"
        assert session.scalars(select(Reference)).one().name == "Amina Noor"
        assert session.scalars(select(DbsCheck)).all() == []
        assert session.scalars(select(Person)).one().phone == "07700900555"
    assert store.undo_title() == "Take on Hamid Rahimi as a volunteer"
    hands.enter()
    assert papers_asked == [("agreement", application.id)]


def test_u06_it_takes_eight_pages_at_most() -> None:
    assert len(STEPS) <= 8
