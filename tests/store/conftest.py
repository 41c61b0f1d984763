"""A hub that has lived a little, for the tests of what may be wrong with its file, and one at which others work too."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from hubdesk.access.key_file import slots_path
from hubdesk.access.roles import Role
from hubdesk.fields.check_digit import with_check
from hubdesk.operations.set_up_hub import set_up_hub
from hubdesk.records.learning.certificate import Certificate
from hubdesk.records.learning.class_session import ClassSession
from hubdesk.records.learning.course import Course
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.records.people.emergency_contact import EmergencyContact
from hubdesk.records.people.employment_status import EmploymentStatus
from hubdesk.records.people.person import Person
from hubdesk.records.people.support_need import SupportNeed
from hubdesk.records.places.room import Room
from hubdesk.records.places.venue import Venue
from hubdesk.records.volunteering.dbs_check import DbsCheck
from hubdesk.store import Store
from hubdesk.store.anchor import anchor_path
from hubdesk.store.check import check
from tests.conftest import PASSPHRASE, stores_from

BOLA = "seven green umbrellas"
"""The passphrase of everybody but the manager."""
CANARIES = [f"CANARY-{at:03}" for at in range(500)]

FIRST, LAST = date(2026, 9, 7), date(2026, 12, 18)


@dataclass
class Life:
    path: Path
    store: Store
    ids: dict[str, UUID]


IDS = {
    name: uuid4()
    for name in (
        [
            "amina",
            "ben",
            "course",
            "run",
            "session",
            "enrolment",
            "venue",
            "room",
            "contact",
            "certificate",
            "status",
            "other",
            "need",
        ]
    )
}


@pytest.fixture(scope="module")
def lived_in(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The closed file of a hub with a little of everything, in order."""
    path, ids = tmp_path_factory.mktemp("lived in") / "hub.hubdesk", IDS
    copied(empty_file, path)
    store = Store.open(path, PASSPHRASE)
    set_up_hub(store, "Westcroft", "WES")
    with store.operation("Begin") as session:
        session.add_all(
            [
                Person(
                    id=ids["amina"],
                    full_name="Amina Yusuf",
                    postcode="M19 1AB",
                    phone="07700900123",
                    email="a@example.org",
                ),
                Person(id=ids["ben"], full_name="Ben Okafor", date_of_birth=date(1990, 5, 1), first_language=None),
                Course(id=ids["course"], name="Sewing"),
                CourseRun(id=ids["run"], course=ids["course"], name="Sewing", starts=FIRST, ends=LAST, capacity=1),
                Venue(id=ids["venue"], name="Westcroft"),
                Room(id=ids["room"], name="Sewing room", venue=ids["venue"], capacity=12),
                ClassSession(
                    id=ids["session"], run=ids["run"], day=FIRST, starts=time(10), ends=time(12), room=ids["room"]
                ),
                Enrolment(id=ids["enrolment"], person=ids["amina"], run=ids["run"], asked_on=FIRST, starts=FIRST),
                Enrolment(id=ids["other"], person=ids["ben"], run=ids["run"], asked_on=FIRST, status="waiting"),
                EmergencyContact(id=ids["contact"], person=ids["amina"], name="Rosa", phone="07700900124"),
                EmploymentStatus(id=ids["status"], person=ids["amina"], since=FIRST, status="10"),
                SupportNeed(id=ids["need"], person=ids["amina"], category="4", what_helps="A chair by the door"),
                Certificate(
                    id=ids["certificate"],
                    person=ids["amina"],
                    run=ids["run"],
                    number=with_check("WES-26-00001"),
                    issued=LAST,
                    name_printed="Amina",
                ),
            ]
        )
    with store.operation("Remove one") as session:
        session.add(Person(id=uuid4(), full_name="Gone Soon"))
    with store.operation("Removed") as session:
        session.delete(session.query(Person).filter_by(full_name="Gone Soon").one())
    assert check(store) == []
    assert store.findings() == []
    store.close()
    return path


@pytest.fixture
def life(lived_in: Path, tmp_path: Path) -> Iterator[Life]:
    path = tmp_path / "hub.hubdesk"
    copied(lived_in, path)
    store = Store.open(path, PASSPHRASE)
    yield Life(path, store, IDS)
    store.close()


@pytest.fixture(scope="module")
def staffed_file(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed file of the manager's, in which Bola works at reception and Theo teaches."""
    folder = tmp_path_factory.mktemp("staffed")
    with stores_from(empty_file, folder) as new_store:
        store = new_store("hub")
        roles = (("Bola", Role.RECEPTION), ("Theo", Role.TUTOR))
        codes = {name: store.accounts.add(name, role) for name, role in roles}
        with store.operation("Add Ada") as session:
            ada = Person(full_name="Ada Obi")
            session.add(ada)
            session.add_all(
                SupportNeed(person=ada.id, category="10", what_helps=canary, since=date(2026, 1, 1))
                for canary in CANARIES
            )
            session.add(DbsCheck(person=ada.id, level="enhanced", certificate_number="001234567890", seen_by="Rosa"))
    path = folder / "hub.hubdesk"
    for name, code in codes.items():
        first = Store.open(path, code, name)
        first.accounts.choose_passphrase(BOLA)
        first.close()
    return path


@pytest.fixture
def hub(staffed_file: Path, tmp_path: Path) -> Path:
    """A copy of that file, closed."""
    return copied(staffed_file, tmp_path / "hub.hubdesk")


@pytest.fixture
def sign_in(hub: Path) -> Iterator[Callable[[str], Store]]:
    """Lets the one named come in; whoever was at work before goes."""
    opened: list[Store] = []

    def come_in(name: str) -> Store:
        for earlier in opened:
            earlier.close()
        opened.append(Store.open(hub, PASSPHRASE if name == "Manager" else BOLA, name))
        return opened[-1]

    yield come_in
    opened[-1].close()


def copied(path: Path, to: Path) -> Path:
    """A closed file with what belongs to it, at another place; where."""
    for belonging in (lambda one: one, slots_path, anchor_path):
        shutil.copy(belonging(path), belonging(to))
    return to


def run_outside(life: Life, *statements: str) -> None:
    """Run SQL with the right key and past everything that keeps order; ``:ben`` stands for Ben's id."""
    with life.store.writing_plainly() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute("COMMIT")
        driver.execute("PRAGMA foreign_keys = OFF")
        driver.execute("BEGIN IMMEDIATE")
        for statement in statements:
            used = {name: id.hex for name, id in life.ids.items() if f":{name}" in statement}
            connection.execute(text(statement), used)
    with life.store.writing_plainly() as connection:
        driver = connection.connection.driver_connection
        driver.execute("COMMIT")
        driver.execute("PRAGMA foreign_keys = ON")
        driver.execute("BEGIN IMMEDIATE")
