"""A hub whose people have names in every script, and every paper that it can print of them."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator
from datetime import date, time
from typing import Final
from uuid import UUID

from sqlalchemy import select

from hubdesk.base.places import resource
from hubdesk.fields.check_digit import with_check
from hubdesk.operations.set_up_hub import set_up_hub
from hubdesk.printing.look import USUAL, Look
from hubdesk.printing.offered import Offered
from hubdesk.records import kind_named
from hubdesk.records.advice.iag_session import IagSession
from hubdesk.records.learning.attendance import Attendance
from hubdesk.records.learning.class_session import ClassSession
from hubdesk.records.learning.course import Course
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.records.network.hub import Hub
from hubdesk.records.people.person import Person
from hubdesk.records.people.person_card import PersonCard
from hubdesk.records.people.visit import Visit
from hubdesk.records.places.room import Room
from hubdesk.records.places.venue import Venue
from hubdesk.records.record import Record
from hubdesk.records.volunteering.application import Application
from hubdesk.records.volunteering.volunteer_hours import VolunteerHours
from hubdesk.records.volunteering.volunteer_role import VolunteerRole
from hubdesk.store import Store
from tests.hub_life import keep

TODAY: Final = date(2026, 11, 24)
MORE: Final = (
    "فاطمہ زہرا ٹھاکر",
    "محمد عبد الله",
    "মোহাম্মদ রহিম",
    "ገብረመድህን ተስፋይ",
    "王小明",
    "Nasrin نسرین Ahmadi",
    "Chen Wei 王小明",
    "Rahim রহিম Uddin",
    "Saba ሳባ Tesfay",
    "Wilhelmina Konstantinopoulou-Featherstonehaugh",
)
"""Urdu, Arabic, Bengali, Tigrinya and Chinese, alone and within a Latin name, and a long one."""


def shipped_names() -> list[str]:
    """One name for each script of the shipped names, as it is written there."""
    found: dict[str, str] = {}
    with resource("names/forenames.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            name = unicodedata.normalize("NFC", row["native"])
            found.setdefault(unicodedata.name(name[0]).split()[0], name)
    return list(found.values())


NAMES: Final = tuple(dict.fromkeys((*shipped_names(), *MORE)))


def people_of_every_script(store: Store) -> None:
    """A hub with a course, a class today, and a volunteer's role, for a person of each name."""
    venue = Venue(
        name="Westcroft Community Centre",
        address="West Lane 1",
        postcode="M19 1DH",
        phone="01615550123",
        step_free=True,
        accessible_toilet=True,
        hearing_loop=False,
        bus="Bus 197 stops outside.",
        parking="Two spaces for blue badges.",
    )
    room = Room(name="Room 1", venue=venue.id)
    course = Course(name="English for everyday life", aims="Speak, read and write with confidence.")
    tutor = Person(full_name="Farah Siddiqui")
    run = CourseRun(
        course=course.id,
        name=course.name,
        starts=date(2026, 9, 8),
        ends=date(2026, 12, 15),
        venue=venue.id,
        room=room.id,
        tutor=tutor.id,
        capacity=60,
    )
    meeting = ClassSession(run=run.id, day=TODAY, starts=time(10), ends=time(12), room=room.id)
    earlier = ClassSession(run=run.id, day=date(2026, 11, 17), starts=time(10), ends=time(12), room=room.id)
    role = VolunteerRole(name="Front desk", references_needed=0, purpose="To welcome everybody.", hours="Tuesdays")
    records: list[Record] = [venue, room, course, tutor, run, meeting, earlier, role]
    for number, name in enumerate(NAMES):
        person = Person(full_name=name)
        records += [
            person,
            Enrolment(person=person.id, run=run.id, asked_on=run.starts, starts=run.starts),
            Attendance(class_session=earlier.id, person=person.id, mark="present"),
            Application(person=person.id, role=role.id, applied_on=run.starts, stage="active", stage_since=run.starts),
            PersonCard(person=person.id, number=with_check(f"WES-{number:05}"), issued=run.starts),
            Visit(person=person.id, day=TODAY, came=time(9), what_for="drop_in"),
            VolunteerHours(person=person.id, role=role.id, day=run.starts, given=150),
            IagSession(
                person=person.id,
                day=run.starts,
                adviser=tutor.id,
                agreed=True,
                actions="Take the English test on Thursday\nAsk about the crèche",
                signposted_to="Citizens Advice, 0800 144 8848",
                review_on=run.ends,
            ),
        ]
    keep(store, *records)
    hub = set_up_hub(store, "Westcroft", "WES")
    with store.operation("Where it is") as session:
        session.get_one(Hub, hub).venue = venue.id


def printed(store: Store, offered: Offered, look: Look = USUAL) -> Iterator[tuple[str, bytes, str]]:
    """The paper of each record that it can be printed of: the record's person's name or "", the file, and its notice."""
    with store.reading() as session:
        if offered.about == "hub":
            subjects = [(UUID(int=0), "")]
        else:
            kind = kind_named(offered.about)
            found = list(session.scalars(select(kind)))
            names = {one.id: one.full_name for one in session.scalars(select(Person))}
            subjects = [(one.id, names.get(getattr(one, "person", one.id), "")) for one in found]
            subjects = [(id, name) for id, name in subjects if not name or name in NAMES]
        gathered = [(name, offered.gather(session, id, TODAY)) for id, name in subjects]
    for name, data in gathered:
        target = io.BytesIO()
        notice = offered.document.draw(target, data, look)
        yield name, target.getvalue(), notice
