"""What each machine knew at each of its changes."""

from __future__ import annotations

from uuid import uuid4

import pytest

from hubdesk.store import Store
from hubdesk.store.by_journal import Knowledge
from hubdesk.sync.epochs import keep_seen, numbers_of


@pytest.mark.parametrize(
    ("seq", "other_seq", "had"),
    [(5, 7, False), (6, 7, True), (6, 8, False), (9, 7, True), (10, 8, False), (11, 8, True), (11, 9, False)],
)
def test_guarantee_07_a_change_was_made_with_what_had_been_merged_before_it(
    store: Store, seq: int, other_seq: int, had: bool
) -> None:
    # Given a machine that merged another's changes up to 7 after its own fifth, and up to 8 after its tenth
    with store.writing_plainly() as connection:
        (other,) = numbers_of(connection, {uuid4(): None}).values()
        marks = [{"after_seq": 5, "up_to": 7}, {"after_seq": 10, "up_to": 8}]
        keep_seen(connection, [{"epoch": store.epoch, "other": other, **mark} for mark in marks])
        # Then a later change knew them, and neither an earlier one nor the one after which they came
        assert Knowledge(connection).had(store.epoch, seq, other, other_seq) is had
