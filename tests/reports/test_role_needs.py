from __future__ import annotations

from hubdesk.records.volunteering.training_requirement import TrainingRequirement
from hubdesk.records.volunteering.volunteer_role import VolunteerRole
from hubdesk.reports.role_needs import role_needs
from hubdesk.store import Store


def test_roles_say_in_words_what_they_need(store: Store) -> None:
    # Given a role with everything, and one with nothing
    with store.operation("roles") as session:
        helper = VolunteerRole(name="class helper", dbs_level="enhanced")
        session.add_all([helper, VolunteerRole(name="Baker", references_needed=0)])
        session.add(TrainingRequirement(role=helper.id, training="Safeguarding basics"))

    # When they are asked for
    with store.reading() as session:
        roles = role_needs(session)

    # Then they stand by name, and each says what it needs
    assert [role.name for role in roles] == ["Baker", "class helper"]
    assert [role.needs for role in roles] == [(), ("2 references", "DBS check: Enhanced", "Safeguarding basics")]
