"""Work at a hub as people do it, chosen by chance: every move is one of HubDesk's own operations, or is refused by it."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdesk.base.errors import FieldError, Problems, Refused
from hubdesk.fields.types import Choice, Choices, Link
from hubdesk.operations.answers import ConsentAnswer
from hubdesk.operations.enrol import complete, enrol, give_place, withdraw
from hubdesk.operations.erase_person import erase_person
from hubdesk.operations.issue_certificates import issue_certificates
from hubdesk.operations.keep_person import note_consent
from hubdesk.operations.mark_register import mark, mark_rest, walk_in
from hubdesk.operations.new_learner import NewLearner, new_learner
from hubdesk.operations.onboard_volunteer import DbsAnswer, NewVolunteer, RefereeAnswer, onboard_volunteer
from hubdesk.operations.one_record import add_record, change_record, remove_record
from hubdesk.operations.plan_sessions import plan_sessions
from hubdesk.records import KINDS, fields_of
from hubdesk.records.learning.class_session import ClassSession
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.records.network.sharing_agreement import NAMED, TOTALS, SharingAgreement
from hubdesk.records.people.consent_event import SHARE_BY_NAME
from hubdesk.records.people.person import Person
from hubdesk.records.places.room import Room
from hubdesk.records.places.venue import Venue
from hubdesk.records.places.ward import Ward
from hubdesk.records.volunteering.volunteer_role import VolunteerRole
from hubdesk.store import Store
from hubdesk.store.clock import Clock
from hubdesk.store.removals import removed
from tests.every_kind.making import make, samples

TODAY = date(2026, 11, 25)
SECRET = "Geheimkanari"
"""In whatever must not leave a hub."""

SHARES_BY_NAME = not os.environ.get("HUBDESK_WITHHELD")
"""Whether nobody says no to being shared by name: one change then says the same in every package it is in."""

_FEW = 3
"""Mostly the same records are worked on, so that people at several hubs meet in them."""

REFUSALS = (Refused, Problems, FieldError)
Work = Callable[["Hand"], None]
WORKS: dict[str, Work] = {}


class TestClock(Clock):
    """A machine's clock that is off by so many milliseconds, on a wall that all share and the test moves on."""

    __test__ = False

    def __init__(self, last: int, wall: Callable[[], int], off: int) -> None:
        super().__init__(last)
        self._wall, self._off = wall, off

    def tick(self) -> int:
        self._last = max(self._last + 1, self._wall() + self._off << 16)
        return self._last


class Hand:
    """Somebody at work at one file. name: the next person's; nothing of a name comes twice."""

    def __init__(self, store: Store, chance: Random, number: int) -> None:
        self.store, self.chance, self.number = store, chance, number

    def name(self) -> str:
        return f"Kanari{self.number:05} {self.chance.choice(('Yusuf', 'Ó Brien', 'Ahmadi', 'Łuczak'))}"

    def one(self, kind: Any, **equal: object) -> UUID | None:
        """A record of the kind, or None where there is none."""
        with self.store.reading() as session:
            found = sorted(session.scalars(select(kind.id).filter_by(**equal)))
        few = found if self.chance.random() < 0.4 else found[:_FEW]
        return self.chance.choice(few) if few else None

    def any(self, but: set[str]) -> tuple[Any, UUID | None]:
        """A kind of which there are records, not one of these, and one of them."""
        kinds = [one for one in KINDS if one.__tablename__ not in but]
        self.chance.shuffle(kinds)
        return next(((kind, record) for kind in kinds if (record := self.one(kind))), (kinds[0], None))

    def do(self, title: str, deed: Callable[[Session], object]) -> None:
        with suppress(*REFUSALS), self.store.operation(title) as session:
            deed(session)


def work(made: Work) -> Work:
    """Make it one of WORKS."""
    WORKS[made.__name__] = made
    return made


@work
def takes_on_a_learner(hand: Hand) -> None:
    chance, name = hand.chance, hand.name()
    answers = NewLearner(
        full_name=name,
        phone=f"0770090{hand.number % 10000:04}",
        date_of_birth=date(1950 + chance.randrange(55), 3, 7) if chance.random() < 0.7 else None,
        postcode=chance.choice((None, "M22 5RX", "M23 9HR")),
        employment=chance.choice((None, "10")),
        run_id=hand.one(CourseRun) if chance.random() < 0.7 else None,
        asked_on=TODAY,
        ethnicity=None,
        consents=(
            ConsentAnswer("photos", chance.random() < 0.5),
            ConsentAnswer(SHARE_BY_NAME, given=SHARES_BY_NAME or chance.random() < 0.8),
        ),
        consent_channel="in_person",
        recorded_by="Reception",
        emergency_name=f"{name} Senior" if chance.random() < 0.4 else None,
        emergency_phone="07700900001",
    )
    hand.do(f"Add {name}", lambda session: new_learner(session, hand.store.around(session), answers))


@work
def plans_a_course(hand: Hand) -> None:
    chance = hand.chance
    weeks = chance.randrange(1, 3)

    def plan(session: Session) -> None:
        course = add_record(session, "course", {"name": f"Sewing {hand.number}"})
        values = {"course": course, "name": "", "starts": TODAY, "ends": TODAY + timedelta(days=7 * weeks)}
        run = add_record(session, "course_run", {**values, "capacity": chance.randrange(1, 5)})
        session.flush()
        plan_sessions(session, hand.store.around(session), run, (2,), time(10), time(12))

    hand.do("Plan a course", plan)


@work
def enrols_or_ends(hand: Hand) -> None:
    chance, person, run, held = hand.chance, hand.one(Person), hand.one(CourseRun), hand.one(Enrolment)

    def deed(session: Session) -> None:
        around, what = hand.store.around(session), chance.randrange(6)
        if (what < 3 or held is None) and person and run:
            enrol(session, around, person, run, asked_on=TODAY)
        elif held and what == 3:
            withdraw(session, held, TODAY, "2")
        elif held and what == 4:
            complete(session, held, TODAY, "1")
        elif held:
            give_place(session, around, held)

    hand.do("Enrol", deed)


@work
def marks_a_register(hand: Hand) -> None:
    chance, meeting, person = hand.chance, hand.one(ClassSession), hand.one(Person)
    if meeting is None or person is None:
        return

    def deed(session: Session) -> None:
        match chance.randrange(4):
            case 0:
                mark_rest(session, hand.store.around(session), meeting, chance.choice(("present", "absent")))
            case 1:
                walk_in(session, meeting, person)
            case _:
                mark(session, meeting, person, chance.choice(("present", "late", "absent", None)))

    hand.do("Mark", deed)


@work
def issues_certificates(hand: Hand) -> None:
    run, person = hand.one(CourseRun), hand.one(Person)
    if run and person:
        hand.do(
            "Issue",
            lambda session: issue_certificates(
                session, hand.store.around(session), run, [person], "attendance", TODAY - timedelta(days=3000)
            ),
        )


@work
def takes_on_a_volunteer(hand: Hand) -> None:
    name, chance = hand.name(), hand.chance
    role, known = hand.one(VolunteerRole), hand.one(Person)
    if role is None:
        hand.do("Role", lambda session: add_record(session, "volunteer_role", {"name": "Helper"}))
        return
    answers = NewVolunteer(
        person_id=known if chance.random() < 0.3 else None,
        full_name=name,
        role_id=role,
        applied_on=TODAY,
        referees=(RefereeAnswer(f"{name} Friend", "employer", "friend@example.org"),),
        dbs=DbsAnswer("basic", certificate_number=f"{SECRET}{hand.number}"[:12]) if chance.random() < 0.5 else None,
    )
    hand.do(f"Take on {name}", lambda session: onboard_volunteer(session, hand.store.around(session), answers))


@work
def asks_for_a_consent(hand: Hand) -> None:
    person, chance = hand.one(Person), hand.chance
    if person is None:
        return
    purpose, decision = chance.choice((SHARE_BY_NAME, SHARE_BY_NAME, "photos")), chance.choice(("given", "withdrawn"))
    if purpose == SHARE_BY_NAME and SHARES_BY_NAME:
        decision = "given"
    at = datetime(2026, 11, 25, tzinfo=UTC) + timedelta(seconds=hand.number)
    hand.do(
        "Consent",
        lambda session: note_consent(
            session,
            hand.store.around(session),
            person,
            purpose,
            decision,
            channel="in_person",
            recorded_by="Reception",
            at=at,
        ),
    )


@work
def changes_a_person(hand: Hand) -> None:
    person, chance = hand.one(Person), hand.chance
    if person is None:
        return
    values: dict[str, Any] = {
        "phone": chance.choice((None, *(f"0770090000{n}" for n in range(3)))),
        "known_as": chance.choice((None, "Mina", "Zed")),
        "full_name": hand.name(),
        "notes": f"{SECRET} {hand.number}",
        "postcode": chance.choice((None, "M22 5RX", "M23 9HR")),
        "date_of_birth": chance.choice((None, date(1980, 5, 17), date(2001, 1, 1))),
    }
    changed = {name: values[name] for name in chance.sample(sorted(values), chance.choice((1, 1, 2)))}
    hand.do("Change", lambda session: change_record(session, "person", person, changed))


@work
def changes_anything(hand: Hand) -> None:
    """Any field of any record but what it belongs to."""
    chance = hand.chance
    kind, record = hand.any(but={"hub", "consent_event", "sharing_agreement"})
    fields = [one for one in fields_of(kind) if not isinstance(one.type, Link)]
    if record is None or not fields:
        return
    field = chance.choice(fields)
    choices = list(samples(field.type, chance.randrange(3)))
    if isinstance(field.type, Choice | Choices):
        choices = choices[:4]
    if not field.required:
        choices.append(None)
    value = chance.choice(choices)
    hand.do("Change", lambda session: change_record(session, kind.__tablename__, record, {field.name: value}))


@work
def adds_anything(hand: Hand) -> None:
    """One of any kind, with all that it needs."""
    kind = hand.chance.choice(
        [one for one in KINDS if one.__tablename__ not in {"hub", "ward", "ward_figure", "sharing_agreement"}]
    )
    with suppress(AssertionError):
        hand.do(
            "Add", lambda session: make(hand.store, session, kind, 7 * hand.number, full=hand.chance.random() < 0.5)
        )


@work
def adds_a_place(hand: Hand) -> None:
    venue = hand.one(Venue)
    if venue is None or hand.chance.random() < 0.5:
        hand.do("Venue", lambda session: add_record(session, "venue", {"name": f"Library {hand.number}"}))
    else:
        hand.do("Room", lambda session: add_record(session, "room", {"name": "Upstairs", "venue": venue}))


@work
def moves_something(hand: Hand) -> None:
    """Another venue for a room, another tutor or room for a class."""
    chance = hand.chance
    meeting, room, venue, person = hand.one(ClassSession), hand.one(Room), hand.one(Venue), hand.one(Person)
    if room and venue and chance.random() < 0.4:
        hand.do("Move", lambda session: change_record(session, "room", room, {"venue": venue}))
    elif meeting:
        values = {"room": room} if chance.random() < 0.5 else {"tutor": person}
        hand.do("Move", lambda session: change_record(session, "class_session", meeting, values))


@work
def removes_something(hand: Hand) -> None:
    kind, record = hand.any(but={"hub", "ward", "consent_event", "sharing_agreement"})
    if record:
        hand.do("Remove", lambda session: remove_record(session, kind.__tablename__, record))


@work
def agrees_on_something_else(hand: Hand) -> None:
    """To share more or less, to end that, or to begin anew."""
    chance, held = hand.chance, hand.one(SharingAgreement, hub_id=hand.store.hub_id)
    values: dict[str, Any] = chance.choice(
        (
            {"level": TOTALS},
            {"level": NAMED},
            {"ended": None},
            {"ended": date(2026, 1, 1)},
            {"ended": date.today() + timedelta(days=chance.randrange(2))},
            {"lead": f"South {hand.number}"},
        )
    )
    if held is None:
        first = {"lead": "South", "level": NAMED, "started": date(2020, 1, 1)}
        hand.do("Agree", lambda session: add_record(session, "sharing_agreement", first | values))
    elif chance.random() < 0.1:
        hand.do("Remove", lambda session: remove_record(session, "sharing_agreement", held))
    else:
        hand.do("Agree", lambda session: change_record(session, "sharing_agreement", held, values))


@work
def targets_a_ward(hand: Hand) -> None:
    ward = hand.one(Ward)
    if ward:
        told = bool(hand.chance.randrange(2))
        hand.do("Ward", lambda session: change_record(session, "ward", ward, {"targeted": told}))


@work
def undoes(hand: Hand) -> None:
    with suppress(*REFUSALS):
        hand.store.undo()


@work
def redoes(hand: Hand) -> None:
    with suppress(*REFUSALS):
        hand.store.redo()


@work
def puts_back(hand: Hand) -> None:
    with hand.store.reading() as session:
        bin_ = removed(session)
    if bin_:
        with suppress(*REFUSALS):
            hand.store.put_back("Put back", hand.chance.choice(bin_).operation)


@work
def erases_somebody(hand: Hand) -> None:
    person = hand.one(Person)
    if person is None or hand.chance.random() < 0.4:
        return
    with hand.store.reading() as session:
        name = session.get_one(Person, person).full_name
    with suppress(*REFUSALS):
        erase_person(hand.store, person, name, TODAY - timedelta(days=hand.chance.choice((0, 0, 400))))
