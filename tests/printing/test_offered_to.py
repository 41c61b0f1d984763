"""Which papers of the hub each role is offered."""

from __future__ import annotations

import pytest

from hubdesk.access.roles import Role
from hubdesk.printing.offered import papers_of_hub


@pytest.mark.parametrize(("role", "offered"), [(Role.TUTOR, False), (Role.RECEPTION, True), (Role.MANAGER, True)])
def test_badges_are_offered_to_those_who_may_see_who_volunteers(role: Role, offered: bool) -> None:
    assert ("badges" in [one.name for one in papers_of_hub(role)]) is offered
