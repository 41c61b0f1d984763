"""The last 50 operations of a desk, of every sort: taken back one after another, and done again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from hubdesk.operations.enrol import withdraw
from hubdesk.operations.mark_register import mark, mark_rest
from hubdesk.operations.new_learner import NewLearner, new_learner
from hubdesk.operations.onboard_volunteer import NewVolunteer, RefereeAnswer, onboard_volunteer
from hubdesk.operations.one_record import change_record, remove_record
from hubdesk.records import KINDS
from hubdesk.records.learning.attendance import Attendance
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.records.people.person import Person
from hubdesk.spreadsheets.heading import find_table
from hubdesk.spreadsheets.importing import import_rows
from hubdesk.spreadsheets.mapping import guess
from hubdesk.spreadsheets.reading import read_sheets
from hubdesk.spreadsheets.rehearsal import rehearse
from hubdesk.store import Store
from tests.hub_life import FIRST, LAST, a_class, a_role, a_run
from tests.operations.test_new_learner import ANSWERS

Picture = dict[str, list[tuple[Any, ...]]]


def picture(store: Store) -> Picture:
    """Every row of every kind."""
    with store.reading_plainly() as connection:
        return {
            kind.__tablename__: sorted((tuple(row) for row in connection.execute(select(kind.__table__))), key=repr)
            for kind in KINDS
        }


class Desk:
    """A hub with a course under way, and one way to do each sort of work."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store, self.folder = store, folder
        self.run, self.role = a_run(store, capacity=200), a_role(store, references_needed=1)
        self.classes = [a_class(store, self.run, FIRST), a_class(store, self.run, LAST)]
        self.learners: list[UUID] = []

    def enrol(self, n: int) -> None:
        answers: NewLearner = replace(ANSWERS, full_name=f"Learner {n}", run_id=self.run, email=f"l{n}@example.org")
        with self.store.operation(f"Enrol {n}") as session:
            person, _ = new_learner(session, self.store.around(session), answers)
            self.learners.append(person.id)

    def mark(self, n: int) -> None:
        with self.store.operation(f"Mark {n}") as session:
            mark(session, self.classes[n % 2], self.learners[n % len(self.learners)], f"{['present', 'late'][n % 2]}")
            mark_rest(session, self.store.around(session), self.classes[n % 2], "absent")

    def bring_in(self, n: int) -> None:
        file = self.folder / f"{n}.csv"
        file.write_text("Full name,Mobile\n" + "".join(f"Listed {n} {row},07700 900{row:03}\n" for row in range(5)))
        table = find_table(read_sheets(file)[0])
        import_rows(self.store, rehearse(self.store, Person, table, guess(Person, table)))

    def remove(self, n: int) -> None:
        with self.store.operation(f"Remove {n}") as session:
            held = session.scalars(select(Attendance).limit(1)).one()
            remove_record(session, "attendance", held.id)

    def change(self, n: int) -> None:
        with self.store.operation(f"Change {n}") as session:
            change_record(session, "person", self.learners[n % len(self.learners)], {"known_as": f"Called {n}"})

    def take_on(self, n: int) -> None:
        answers = NewVolunteer(full_name=f"Helper {n}", role_id=self.role, referees=(RefereeAnswer(name="Jo Park"),))
        with self.store.operation(f"Take on {n}") as session:
            onboard_volunteer(session, self.store.around(session), answers)

    def leave(self, n: int) -> None:
        with self.store.operation(f"Leave {n}") as session:
            person = self.learners[n % len(self.learners)]
            place = session.scalars(select(Enrolment).where(Enrolment.person == person)).one()
            withdraw(session, place.id, LAST, "44")

    def sorts(self) -> list[Callable[[int], None]]:
        return [self.enrol, self.mark, self.bring_in, self.change, self.take_on, self.remove, self.leave]


@pytest.mark.slow
def test_r18_the_last_50_operations_are_undone_and_redone(store: Store, tmp_path: Path) -> None:
    # Given 50 operations of seven sorts in any order, and how everything stood after each
    desk, rng = Desk(store, tmp_path), Random(18)
    desk.enrol(0)
    desk.enrol(1)
    desk.mark(0)
    sorts = [sort for sort in desk.sorts() for _ in range(7)] + [desk.mark]
    rng.shuffle(sorts)
    pictures, n = [picture(store)], 100
    while len(pictures) <= 50:
        before = store.undo_title()
        sorts[(len(pictures) - 1) % 50](n)
        n += 1
        if store.undo_title() != before:
            pictures.append(picture(store))

    # When all are undone one after another, then everything stands each time as it stood
    for expected in reversed(pictures[:-1]):
        store.undo()
        assert picture(store) == expected

    # And all are done again, and undone once more
    for expected in pictures[1:]:
        store.redo()
        assert picture(store) == expected
    for _ in range(50):
        store.undo()
    assert picture(store) == pictures[0]
    assert store.findings() == []
