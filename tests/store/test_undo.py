"""Undo and redo: any number of steps back and forth, across restarts, never over what came later."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from uuid import UUID

import pytest
from sqlalchemy import select, update

from hubdesk.base.errors import Refused
from hubdesk.operations.enrol import give_place, withdraw
from hubdesk.records.learning.course import Course
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.records.people.person import Person
from hubdesk.store import Store
from hubdesk.store.tables import operation, row_clock
from tests.conftest import PASSPHRASE
from tests.hub_life import FIRST, a_person, a_run, keep

Snapshot = dict[UUID, tuple[str, str | None]]


def people(store: Store) -> Snapshot:
    with store.reading() as session:
        return {one.id: (one.full_name, one.known_as) for one in session.scalars(select(Person))}


def add(store: Store, name: str) -> UUID:
    with store.operation(f"Add {name}") as session:
        person = Person(full_name=name)
        session.add(person)
        return person.id


def change(store: Store, person: UUID, title: str, **values: str | None) -> None:
    with store.operation(title) as session:
        for name, value in values.items():
            setattr(session.get_one(Person, person), name, value)


@dataclass
class Model:
    """What undo should do, in a list: a snapshot for each operation in effect, and those undone."""

    done: list[tuple[str, Snapshot]] = field(default_factory=lambda: [("", {})])
    undone: list[tuple[str, Snapshot]] = field(default_factory=list)

    @property
    def now(self) -> Snapshot:
        return dict(self.done[-1][1])


def turn(store: Store, model: Model, doing: str) -> None:
    """Undo or redo in both; refused in the store when the model has nothing left."""
    act, source, target = {
        "undo": (store.undo, model.done, model.undone),
        "redo": (store.redo, model.undone, model.done),
    }[doing]
    if len(source) == (1 if doing == "undo" else 0):
        with pytest.raises(Refused, match="nothing to"):
            act()
    else:
        assert act() == source[-1][0]
        target.append(source.pop())


def operate(store: Store, model: Model, rng: Random, doing: str, title: str) -> None:
    """One to three additions, changes or removals in one operation, each settled by itself."""
    now, moved = model.now, False
    with store.operation(title) as session:
        for _ in range(rng.randint(1, 3)):
            before = dict(now)
            if doing == "add" or not now:
                person = Person(full_name=title)
                session.add(person)
                now[person.id] = (title, None)
            elif doing == "remove":
                gone = rng.choice(sorted(now))
                session.delete(session.get_one(Person, gone))
                del now[gone]
            else:
                found = session.get_one(Person, rng.choice(sorted(now)))
                found.full_name, found.known_as = rng.choice(["Sam", "Ash", "Noor"]), rng.choice(["Ali", None])
                now[found.id] = (found.full_name, found.known_as)
            moved = moved or now != before
            store.settle(session)
    if moved:
        model.done.append((title, now))
        model.undone.clear()


@pytest.mark.parametrize("seed", range(3))
def test_two_hundred_steps_of_a_forgetful_desk(store: Store, tmp_path: Path, seed: int) -> None:
    rng, model = Random(seed), Model()
    for step in range(200):
        doing = rng.choice(["add", "change", "change", "remove", "undo", "undo", "redo", "restart"])
        if doing in ("undo", "redo"):
            turn(store, model, doing)
        elif doing != "restart":
            operate(store, model, rng, doing, f"{doing} {step}")
        elif step % 3 == 0:
            store.close()
            store = Store.open(tmp_path / "hub.hubdesk", PASSPHRASE)
        assert people(store) == model.now, (seed, step, doing)
        assert store.undo_title() == (model.done[-1][0] or None), (seed, step, doing)
        assert store.redo_title() == (model.undone[-1][0] if model.undone else None), (seed, step, doing)
    with store.reading_plainly() as connection:
        standing = connection.scalars(select(row_clock.c.record).where(~row_clock.c.gone)).all()
    assert set(standing) == set(model.now)
    store.close()


def test_undo_and_redo_survive_a_restart(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "hub.hubdesk"
    person = add(store, "Nasrin Ahmadi")
    change(store, person, "Call her Nas", known_as="Nas")
    store.close()
    again = Store.open(path, PASSPHRASE)
    assert again.undo() == "Call her Nas"
    again.close()
    third = Store.open(path, PASSPHRASE)
    assert third.redo_title() == "Call her Nas"
    third.redo()
    assert people(third) == {person: ("Nasrin Ahmadi", "Nas")}
    third.close()


def test_a_new_operation_ends_what_could_be_done_again(store: Store) -> None:
    person = add(store, "Nasrin Ahmadi")
    change(store, person, "Call her Nas", known_as="Nas")
    store.undo()
    change(store, person, "Correct the name", full_name="Nasrin Shah")
    assert store.redo_title() is None
    with pytest.raises(Refused, match="nothing to redo"):
        store.redo()
    assert store.undo() == "Correct the name"
    assert store.undo() == "Add Nasrin Ahmadi"
    assert people(store) == {}


def test_operations_on_two_fields_of_one_record_are_taken_back_each_by_itself(store: Store) -> None:
    person = add(store, "Nasrin Ahmadi")
    change(store, person, "Call her Nas", known_as="Nas")
    change(store, person, "Correct the name", full_name="Nasrin Shah")
    store.undo()
    assert people(store) == {person: ("Nasrin Ahmadi", "Nas")}
    store.undo()
    assert people(store) == {person: ("Nasrin Ahmadi", None)}
    store.redo()
    assert people(store) == {person: ("Nasrin Ahmadi", "Nas")}


def test_what_another_machine_changed_since_is_not_undone(store: Store) -> None:
    # Given a change here, and then one of the same field in another epoch, as after a merge
    person = add(store, "Nasrin Ahmadi")
    change(store, person, "Call her Nas", known_as="Nas")
    here = store.epoch
    store.begin_epoch()
    change(store, person, "Call her Nasrin", known_as="Nasrin")
    there, store.epoch = store.epoch, here

    # When it is undone here, then it is refused, and nothing changes
    assert store.undo_title() == "Call her Nas"
    with pytest.raises(Refused, match="changed again"):
        store.undo()
    assert people(store) == {person: ("Nasrin Ahmadi", "Nasrin")}

    # And when the other takes theirs back, then it is possible
    store.epoch = there
    store.undo()
    store.epoch = here
    assert store.undo() == "Call her Nas"
    assert people(store) == {person: ("Nasrin Ahmadi", None)}


def test_what_another_machine_put_in_another_field_stays(store: Store) -> None:
    person = add(store, "Nasrin Ahmadi")
    change(store, person, "Call her Nas", known_as="Nas")
    here = store.epoch
    store.begin_epoch()
    change(store, person, "Correct the name", full_name="Nasrin Shah")
    store.epoch = here
    assert store.undo() == "Call her Nas"
    assert people(store) == {person: ("Nasrin Shah", None)}

    # But adding her is not undone, for that would take the other change with it
    with pytest.raises(Refused, match="changed again"):
        store.undo()
    assert people(store) == {person: ("Nasrin Shah", None)}


def test_a_place_that_somebody_else_has_by_now_is_not_taken_back(store: Store) -> None:
    # Given one place, given up here, and given to somebody else by another machine of the hub
    run = a_run(store, capacity=1)
    amina, ben = (
        keep(store, Enrolment(person=a_person(store, name), run=run, asked_on=FIRST, status=status))
        for name, status in (("Amina Yusuf", "enrolled"), ("Ben Hall", "waiting"))
    )
    with store.operation("Amina leaves early") as session:
        withdraw(session, amina, FIRST, "44")
    here = store.epoch
    store.begin_epoch()
    with store.operation("Give Ben a place") as session:
        give_place(session, store.around(session), ben)
    there, store.epoch = store.epoch, here

    # Then Amina's leaving is not undone, and it is said why
    with pytest.raises(Refused, match=r"because of what was done since\. The only place is taken"):
        store.undo()
    with store.reading() as session:
        assert session.get_one(Enrolment, amina).status == "withdrawn"

    # And once the place is free again, it is
    store.epoch = there
    store.undo()
    store.epoch = here
    assert store.undo() == "Amina leaves early"


def test_what_broke_a_rule_a_moment_ago_may_do_so_again(store: Store) -> None:
    # Given more people on a run than it has places, as a merge can leave it, and one who leaves it
    run = a_run(store, capacity=2)
    first, _ = (keep(store, Enrolment(person=a_person(store), run=run, asked_on=FIRST)) for _ in range(2))
    with store.writing_plainly() as connection:
        connection.execute(update(CourseRun).values(capacity=1))
    with store.operation("Amina leaves early") as session:
        withdraw(session, first, FIRST, "44")
    # Then that is undone, and done and undone again, as nothing else came between
    assert store.undo() == store.redo() == store.undo() == "Amina leaves early"


def test_undoing_is_written_down_too(store: Store) -> None:
    with store.operation("Two at once") as session:
        session.add_all([Course(name="Sewing"), Course(name="Cooking")])
    store.undo()
    store.redo()
    store.undo()
    with store.reading_plainly() as connection:
        turns = connection.execute(select(operation).order_by(operation.c.first_seq)).all()
    assert [one.turn for one in turns] == [0, 1, 2, 3]
    assert {one.root for one in turns} == {turns[0].id}
    assert {one.title for one in turns} == {"Two at once"}
    assert store.search("sewing") == []
    store.redo()
    assert [hit.title for hit in store.search("sewing")] == ["Sewing"]


def test_an_empty_file_has_nothing_to_undo(store: Store) -> None:
    assert (store.undo_title(), store.redo_title()) == (None, None)
    with pytest.raises(Refused, match="nothing to undo"):
        store.undo()
