"""IAG sessions: what of them is no sense, and when notes of them may be kept."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from hubdesk.base.errors import Problems
from hubdesk.records.advice.iag_session import IagSession
from hubdesk.records.people.consent_event import ConsentEvent
from hubdesk.store import Store
from tests.hub_life import a_person, keep

TODAY = date.today()


def say(store: Store, person: UUID, decision: str, at: datetime) -> None:
    told = {"purpose": "advice_notes", "wording": "advice_notes-2026-1", "channel": "in_person", "recorded_by": "Rosa"}
    keep(store, ConsentEvent(person=person, decision=decision, at=at, **told))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"day": TODAY + timedelta(days=40)}, "still to come"),
        ({"review_on": TODAY - timedelta(days=1)}, "before the session"),
        ({"issues": "Owes rent"}, "Ask whether they agree"),
        ({"actions": "Rosa rings the council", "agreed": False}, "Ask whether they agree"),
    ],
)
def test_a_session_that_makes_no_sense_is_refused(store: Store, values: dict[str, Any], said: str) -> None:
    with pytest.raises(Problems, match=said):
        keep(store, IagSession(**{"person": a_person(store), "day": TODAY, **values}))


def test_a_session_without_notes_is_kept_whatever_was_agreed(store: Store) -> None:
    person = a_person(store)
    keep(store, IagSession(person=person, day=TODAY, minutes=30, agreed=False))
    keep(store, IagSession(person=person, day=TODAY, iag_type="information"))


def test_notes_are_kept_where_the_person_agreed_before_and_not_once_they_took_it_back(store: Store) -> None:
    # Given somebody who agreed at the desk
    person = a_person(store)
    say(store, person, "given", datetime(2026, 9, 1, 9, tzinfo=UTC))
    # When a session is written down that does not say so again, then it follows from that
    session = keep(store, IagSession(person=person, day=TODAY, issues="Owes rent"))
    with store.reading() as read:
        assert read.get_one(IagSession, session).agreed is True

    # And once they take it back, none are kept of what they tell from then on, whatever is ticked
    say(store, person, "withdrawn", datetime.now(UTC))
    with pytest.raises(Problems, match="took back"):
        keep(store, IagSession(person=person, day=TODAY, agreed=True, options="A debt adviser"))
    # And an earlier session is not made wrong by it
    earlier = IagSession(person=person, day=TODAY - timedelta(days=7), agreed=True, options="A debt adviser")
    keep(store, earlier)
