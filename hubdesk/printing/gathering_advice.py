"""What the action plan of a session of advice says, gathered from the hub's file."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from hubdesk.printing.action_plan import ActionPlan
from hubdesk.printing.gathering_words import hub_of, joined, sender_of
from hubdesk.printing.letter import how_to_reach
from hubdesk.reports.advice import advice_page
from hubdesk.reports.getting_here import getting_here


def action_plan(session: Session, id: UUID, today: date) -> ActionPlan:
    """The plan of one session. Raises Refused when it is no longer there, or not for whoever asks to see."""
    page = advice_page(session, id, today)
    sender = sender_of(session, getting_here(session, None))
    return ActionPlan(
        hub=hub_of(session).name,
        day=today,
        person=page.person,
        talked_on=page.day,
        adviser=page.adviser,
        review=page.review,
        reach=joined(sender.hub, how_to_reach(sender)),
        actions=page.actions,
        signposted_to=page.signposted_to,
    )
