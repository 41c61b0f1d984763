"""What people came to an adviser with, what they agreed, and whose review is due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Final
from uuid import UUID

from hubdesk.demo.people import new_id
from hubdesk.records.advice.iag_session import CONSENT, GIVEN, IagSession
from hubdesk.records.people.consent_event import ConsentEvent
from hubdesk.records.record import Record


@dataclass(frozen=True)
class _Told:
    """A session that was so many days ago, and whose review is so many days ahead; None where none was set."""

    ago: int
    iag_type: str
    minutes: int
    channel: str
    issues: str
    options: str
    actions: str
    signposted_to: str
    review: int | None


_TOLD: Final = (
    _Told(
        40,
        "guidance",
        60,
        "face_to_face",
        "Cared for a parent for six years; wants to go back to work with children. Worries about written English.",
        "ESOL Entry 3 here, then a Level 2 for teaching assistants at the college; volunteering in the crèche meanwhile.",
        "Take the ESOL test on Thursday\nHodan asks the crèche whether they have a place for a helper\nBring the school leaving certificate",
        "National Careers Service, 0800 100 900\nThe college’s open day, first Saturday of the month",
        2,
    ),
    _Told(
        26,
        "advice",
        35,
        "phone",
        "Laid off from the warehouse in September. Behind with the rent, and the letters bring on the old illness.",
        "Talk to the landlord first; a debt adviser; warehouse and forklift tickets through the job club.",
        "Ring Citizens Advice this week about the rent\nCome to the job club on Wednesday with a CV\nHodan looks up who pays for a forklift licence",
        "Citizens Advice, 0800 144 8848",
        -3,
    ),
    _Told(
        12,
        "information",
        10,
        "face_to_face",
        "",
        "",
        "",
        "",
        None,
    ),
    _Told(
        9,
        "advice",
        45,
        "video",
        "Would like to get out more since the operation. No buses after six.",
        "Morning sewing group; the walking group of the surgery; a befriender.",
        "Try the sewing group once, with the neighbour\nAsk the surgery about the walking group",
        "Age UK advice line, 0800 678 1602",
        21,
    ),
    _Told(
        3,
        "guidance",
        50,
        "outreach",
        "Status came through in the summer; was a nurse in Kabul and has no papers here.",
        "UK ENIC for the degree; ESOL for health workers; volunteering at the vaccination centre.",
        "Write down schools and years together next time\nEnrol on ESOL for work\nAsk UK ENIC what they need without papers",
        "Refugee Council, 0808 196 7272",
        11,
    ),
)


def advising(rng: Random, advisers: list[UUID], people: list[UUID], today: date) -> Iterator[Record]:
    """Sessions with the first of these people; each agreed to notes, but for who only asked when a class is."""
    for told, person in zip(_TOLD, people, strict=False):
        day = today - timedelta(days=told.ago)
        notes = {"issues": told.issues, "options": told.options, "actions": told.actions}
        if told.issues:
            yield ConsentEvent(
                id=new_id(rng),
                person=person,
                purpose=CONSENT,
                decision=GIVEN,
                wording="advice_notes-2026-1",
                channel="in_person",
                at=datetime.combine(day, time(9, 30), UTC),
                recorded_by="Hodan Warsame",
            )
        yield IagSession(
            id=new_id(rng),
            person=person,
            day=day,
            iag_type=told.iag_type,
            minutes=told.minutes,
            channel=told.channel,
            adviser=rng.choice(advisers),
            agreed=True if told.issues else None,
            impartial=True if told.options else None,
            signposted_to=told.signposted_to or None,
            review_on=None if told.review is None else today + timedelta(days=told.review),
            **{name: text or None for name, text in notes.items()},
        )
