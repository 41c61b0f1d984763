"""How a wizard speaks of somebody."""

from __future__ import annotations

import pytest

from hubdesk.desktop.wizards.answers import called


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"full_name": "Ms. Oluwaseun Adébáyò"}, "Oluwaseun"),
        ({"full_name": "Prof Dr Siân Rees"}, "Siân"),
        ({"full_name": "Dr"}, "Dr"),
        ({"full_name": "Nguyễn Thị Khai", "family_name": "Nguyễn"}, "Thị"),
        ({"full_name": "Oluwaseun Adébáyò", "known_as": "Seun"}, "Seun"),
        ({"person": "…", "person_name": "Mrs Amina Yusuf"}, "Amina"),
        ({}, ""),
    ],
)
def test_a_person_is_called_by_their_name_and_not_by_their_title(answers: dict[str, str], said: str) -> None:
    assert called(answers) == said
