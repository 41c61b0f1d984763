"""Fills new, empty stores with the demo: three hubs, and the network that their lead keeps."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import islice
from random import Random
from typing import Final
from uuid import UUID

from sqlalchemy import select

from hubdesk.base.places import resource
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr
from hubdesk.demo.advice import advising
from hubdesk.demo.people import invent, new_id
from hubdesk.demo.teaching import LAST_TERM, TERM, Taught, Timetable
from hubdesk.demo.visits import visiting
from hubdesk.demo.volunteers import volunteering
from hubdesk.fields.ward_ids import ward_id
from hubdesk.operations.issue_certificates import issue_certificates, issue_certificates_title
from hubdesk.operations.set_up_hub import set_up_hub
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.network.hub import Hub
from hubdesk.records.network.membership import Membership
from hubdesk.records.network.organisation import Organisation
from hubdesk.records.network.sharing_agreement import NAMED, PSEUDONYMOUS, TOTALS
from hubdesk.records.places.room import Room
from hubdesk.records.places.venue import Venue
from hubdesk.records.record import Record
from hubdesk.reports.paper_choices import who_finished
from hubdesk.store import Store
from hubdesk.sync import correspondents

NETWORK: Final = "South Manchester Learning Hubs"
_BATCH: Final = 400
_ROOMS: Final = (("Room 1", 20), ("Room 2", 16), ("Computer corner", 10), ("Kitchen", 20))
_TUTORS: Final = 6


@dataclass(frozen=True)
class DemoHub:
    """One hub of the demo: who it is, whom it reaches and what it teaches."""

    name: str
    letters: str
    centre: str
    seed: int
    people: int
    wards: dict[str, int]
    term: tuple[Taught, ...]
    last_term: tuple[Taught, ...]
    sharing: str


WESTCROFT: Final = DemoHub(
    "Westcroft Community Centre",
    "WES",
    "The Westcroft Community Centre",
    2013,
    210,
    {"E05011354": 60, "E05011369": 18, "E05011380": 12, "E05011363": 6, "E05011375": 8, "E05011364": 4},
    TERM,
    LAST_TERM,
    NAMED,
)
JNR8: Final = DemoHub(
    "JNR8 Youth and Community Centre",
    "JNR",
    "JNR8",
    8,
    90,
    {"E05011379": 60, "E05011358": 15, "E05011375": 12, "E05011357": 8, "E05011362": 5},
    (TERM[0], TERM[3], TERM[7], TERM[10]),
    (LAST_TERM[1],),
    PSEUDONYMOUS,
)
INSPIRE: Final = DemoHub(
    "Levenshulme Inspire",
    "LEV",
    "Levenshulme Inspire",
    2009,
    60,
    {"E05011369": 60, "E05011354": 25, "E05011364": 10},
    (TERM[4], TERM[6], TERM[9]),
    (LAST_TERM[0],),
    TOTALS,
)
"""Shares totals only, so the network keeps its centre itself."""


def build_hub(store: Store, hub: DemoHub, today: date, progress: Progress | None = None) -> None:
    """Fill an empty store with one hub's places, people, term and volunteers, the same for the same day."""
    rng = Random(hub.seed)
    set_up_hub(store, hub.name, hub.letters, network=NETWORK, sharing=hub.sharing)
    shown = progress or Progress()
    centre = [row for row in _centres() if row["centre"] == hub.centre]
    places, rooms = _centre(rng, centre)
    invented = list(invent(rng, hub.people, hub.wards, today))
    ids = [one.person.id for one in invented]
    tutors, volunteers, learners = ids[:_TUTORS], ids[_TUTORS : _TUTORS + 20], ids[12:]
    timetable = Timetable(rng, today, rooms, tutors, learners)
    _add(store, tr("Set up the rooms"), places, shown)
    _add(store, tr("Bring in the people"), (record for one in invented for record in (one.person, *one.facts)), shown)
    _add(store, tr("Plan last term"), timetable.last_term(hub.last_term), shown)
    _add(store, tr("Plan this term"), timetable.this_term(hub.term), shown)
    _add(store, tr("Take on volunteers"), volunteering(rng, volunteers, today), shown)
    came = visiting(Random(f"visits {hub.seed}"), hub.letters, volunteers, learners, today)
    _add(store, tr("Note who came by"), came, shown)
    advised = advising(Random(f"advice {hub.seed}"), tutors[1:2], learners, today)
    _add(store, tr("Note who was advised"), advised, shown)
    _certify(store, rng, hub.last_term[0].name)


def build_network(store: Store, today: date) -> None:
    """Fill an empty store as the lead's: the network, its members and the centres of hubs that keep no file yet."""
    rng = Random(2014)
    set_up_hub(store, NETWORK, "SML", network=NETWORK, lead=True)
    network = Organisation(id=new_id(rng), name=NETWORK, sectors=("council",))
    records: list[Record] = [network]
    names = sorted({row["centre"] for row in _centres()})
    for name in names:
        rows = [row for row in _centres() if row["centre"] == name]
        if name in (WESTCROFT.centre, JNR8.centre):
            continue
        places, _ = _centre(rng, rows, with_rooms=False)
        records += places
        records += [
            Membership(id=new_id(rng), organisation=one.id, network=network.id, started=date(2013, 9, 1))
            for one in places
            if isinstance(one, Organisation)
        ]
    _add(store, tr("Set up the network"), records, Progress())


def acquaint(network: Store, hub: Store) -> None:
    """The network's lead and a hub confirm each other's keys, as people do by six words."""
    if network.hub_id is None or hub.hub_id is None:
        raise RuntimeError("Both are set up by now.")
    with hub.reading() as session:
        name = session.get_one(Hub, hub.hub_id).name
    correspondents.keep(hub, correspondents.LEAD, network.hub_id, NETWORK, network.post_keys.public)
    correspondents.keep(network, correspondents.HUB, hub.hub_id, name, hub.post_keys.public)


def _certify(store: Store, rng: Random, course: str) -> None:
    """Give those who completed the run of last term their certificates, on its last day."""
    with store.reading() as session:
        run = session.scalars(select(CourseRun).where(CourseRun.name == course, CourseRun.status == "finished")).one()
        run_id, ends, people = run.id, run.ends, who_finished(session, run.id)
    # An id is given before the first save, and stays.
    with store.operation(issue_certificates_title(len(people), course)) as session, session.no_autoflush:
        for one in issue_certificates(session, store.around(session), run_id, people, "completion", ends):
            one.id = new_id(rng)


def _centre(rng: Random, rows: list[dict[str, str]], *, with_rooms: bool = True) -> tuple[list[Record], list[UUID]]:
    bodies = [Organisation(id=new_id(rng), name=row["organisation"], sectors=(row["sector"],)) for row in rows]
    venue = Venue(
        id=new_id(rng),
        name=rows[0]["centre"],
        venue_kind=rows[0]["kind"],
        ward=ward_id(rows[0]["ward_code"]),
        owner=bodies[0].id,
        run_by=bodies[-1].id,
        step_free=True,
        accessible_toilet=True,
        hearing_loop=True,
        bus="Bus 197 stops outside, every ten minutes.",
        parking="Two spaces for blue badges in front of the door.",
        access="A lift to both floors. Please ask for the quiet room.",
    )
    rooms = [Room(id=new_id(rng), name=name, venue=venue.id, capacity=size) for name, size in _ROOMS if with_rooms]
    return [*bodies, venue, *rooms], [room.id for room in rooms]


def _centres() -> list[dict[str, str]]:
    with resource("geo/centres.csv").open(encoding="utf-8") as opened:
        return list(csv.DictReader(opened))


def _add(store: Store, title: str, records: Iterable[Record], progress: Progress) -> None:
    done, coming = 0, iter(records)
    with store.operation(title) as session:
        while some := list(islice(coming, _BATCH)):
            session.add_all(some)
            store.settle(session)
            session.expunge_all()
            done += len(some)
            progress.step(done, done)
