"""Operations: the only way to change a record, all or nothing, and each with its line in the journal."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from hubdesk.base.errors import Problems, Refused
from hubdesk.fields.check_digit import with_check
from hubdesk.records.learning.certificate import Certificate
from hubdesk.records.learning.course import Course
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.people.consent_event import ConsentEvent
from hubdesk.records.people.person import Person
from hubdesk.store import Store
from hubdesk.store.clock import Clock, moment_of
from hubdesk.store.tables import journal, operation, row_clock
from hubdesk.store.values import unpack
from tests.conftest import PASSPHRASE

DAY = date(2026, 1, 5)


@pytest.fixture
def nasrin(store: Store) -> UUID:
    with store.operation("Add Nasrin") as session:
        person = Person(full_name="Nasrin Ahmadi")
        session.add(person)
        return person.id


def counts(store: Store) -> tuple[int, ...]:
    """How many people, journal lines, operations and clocks there are."""
    with store.reading_plainly() as connection:
        tables = (Person.__table__, journal, operation, row_clock)
        return tuple(connection.scalar(select(func.count()).select_from(table)) or 0 for table in tables)


def consent(person: UUID) -> ConsentEvent:
    return ConsentEvent(
        person=person,
        purpose="photos",
        decision="given",
        wording="photos-2026-1",
        channel="in_person",
        at=datetime(2026, 3, 1, 9, 0, tzinfo=UTC),
        recorded_by="Rosa",
    )


def test_a_reading_session_changes_nothing(store: Store, nasrin: UUID) -> None:
    before = counts(store)
    with store.reading() as session:
        session.add(Person(full_name="Chen Wei"))
        with pytest.raises(RuntimeError, match="outside an operation"):
            session.flush()
    with store.reading() as session:
        session.get_one(Person, nasrin).full_name = "Chen Wei"
        with pytest.raises(RuntimeError, match="outside an operation"):
            session.commit()
    with store.reading() as session, pytest.raises(RuntimeError, match="journalled"):
        session.execute(update(Person).values(full_name="Chen Wei"))
    with store.reading() as session, pytest.raises(DatabaseError):
        session.execute(text("UPDATE person SET full_name = 'Chen Wei'"))
    assert counts(store) == before
    with store.reading() as session:
        assert session.get_one(Person, nasrin).full_name == "Nasrin Ahmadi"


@pytest.mark.parametrize(
    "write",
    [
        lambda session: session.execute(update(Person).values(full_name="Chen Wei")),
        lambda session: session.execute(insert(Person), [{"full_name": "Chen Wei"}]),
        lambda session: session.connection().execute(delete(row_clock)),
        lambda session: session.execute(text("UPDATE person SET full_name = 'Chen Wei'")),
        lambda session: session.connection().exec_driver_sql("DELETE FROM journal"),
        lambda session: session.execute(text("/* all */ DELETE FROM journal")),
        lambda session: session.execute(text("WITH new AS (SELECT 'Chen Wei') UPDATE person SET full_name = (new)")),
        lambda session: session.connection().execute(
            delete(row_clock).add_cte(select(row_clock.c.record).cte("old")),
        ),
        lambda session: session.execute(text("CREATE TABLE copy AS SELECT * FROM person")),
        lambda session: session.execute(text("PRAGMA foreign_keys = OFF")),
    ],
)
def test_a_write_that_passes_the_journal_by_is_a_fault(
    store: Store, nasrin: UUID, write: Callable[[Session], object]
) -> None:
    # Given an operation with a good change already saved in it
    before = counts(store)
    with pytest.raises(RuntimeError), store.operation("Pass it by") as session:
        session.add(Person(full_name="Rosa dos Santos"))
        store.settle(session)
        # When something is written beside the records, then it fails, and the good change with it
        write(session)
    assert counts(store) == before


def test_looking_passes_however_it_is_written(store: Store, nasrin: UUID) -> None:
    said = "WITH old AS (SELECT replace(full_name, 'delete', 'UPDATE') FROM person) SELECT * FROM old"
    with store.operation("Look") as session:
        assert len(session.execute(text(said)).all()) == 1


def test_an_operation_that_fails_leaves_nothing(store: Store, nasrin: UUID) -> None:
    before, told = counts(store), list[frozenset[str]]()
    store.changed.append(told.append)
    with pytest.raises(ZeroDivisionError), store.operation("Fail") as session:
        session.add(Person(full_name="Chen Wei"))
        session.get_one(Person, nasrin).full_name = "Somebody Else"
        store.settle(session)
        raise ZeroDivisionError
    with pytest.raises(Problems) as refused, store.operation("Break a rule") as session:
        session.add(Person(full_name="Rosa dos Santos"))
        session.add(Person(full_name=None))
    assert [problem.field for problem in refused.value.problems] == ["full_name"]
    assert counts(store) == before
    assert told == []
    assert store.search("chen") == []
    assert [hit.id for hit in store.search("nasrin")] == [nasrin]
    assert store.undo_title() == "Add Nasrin"


def test_an_operation_that_changes_nothing_is_not_kept(store: Store, nasrin: UUID) -> None:
    before, told = counts(store), list[frozenset[str]]()
    store.changed.append(told.append)
    with store.operation("Look only") as session:
        session.get_one(Person, nasrin).full_name = "Nasrin Ahmadi"
    assert (counts(store), told, store.undo_title()) == (before, [], "Add Nasrin")


def test_lines_of_a_log_are_only_added(store: Store, nasrin: UUID) -> None:
    # Given a line of the consent log
    with store.operation("Agree to photos") as session:
        line = consent(nasrin)
        session.add(line)
    # When it is edited or removed, then it is refused in words
    with pytest.raises(Refused, match="only added"), store.operation("Edit") as session:
        session.get_one(ConsentEvent, line.id).decision = "withdrawn"
    with pytest.raises(Refused, match="only added"), store.operation("Remove") as session:
        session.delete(session.get_one(ConsentEvent, line.id))
    # And undoing the operation that added it is the one way to take it back
    assert store.undo() == "Agree to photos"
    with store.reading() as session:
        assert session.get(ConsentEvent, line.id) is None


def test_what_is_in_use_is_not_removed(store: Store, nasrin: UUID) -> None:
    with store.operation("Agree to photos") as session:
        line = consent(nasrin)
        session.add(line)
    with pytest.raises(Refused) as refused, store.operation("Remove") as session:
        session.delete(session.get_one(Person, nasrin))
    assert "still used" in refused.value.sentence
    assert refused.value.sentence.endswith(".")
    with store.reading() as session:
        assert session.get(Person, nasrin)


def test_a_record_and_what_uses_it_are_removed_together(store: Store) -> None:
    with store.operation("Plan") as session:
        course = Course(name="Sewing")
        run = CourseRun(course=course.id, name="", starts=DAY, ends=DAY + timedelta(days=7))
        session.add_all([course, run])
    with store.operation("Remove both") as session:
        session.delete(session.get_one(Course, course.id))
        session.delete(session.get_one(CourseRun, run.id))
    with store.reading() as session:
        assert session.get(Course, course.id) is None
        assert session.get(CourseRun, run.id) is None
    store.undo()
    with store.reading() as session:
        assert session.get_one(CourseRun, run.id).name == "Sewing"


def test_two_records_of_one_thing_and_a_record_of_nothing_are_refused(store: Store, nasrin: UUID) -> None:
    before = counts(store)
    course = Course(name="Sewing")
    with pytest.raises(Problems) as twice, store.operation("Two of one number") as session:
        run = CourseRun(course=course.id, name="", starts=DAY, ends=DAY)
        twins = [
            Certificate(person=nasrin, run=run.id, number=with_check("WES-26-00001"), issued=DAY, name_printed="Nasrin")
            for _ in range(2)
        ]
        session.add_all([course, run, *twins])
    assert {problem.field for problem in twice.value.problems} == {"number"}
    with pytest.raises(Refused, match="Nothing was saved"), store.operation("Of no course") as session:
        session.add(CourseRun(course=UUID(int=7), name="Lost", starts=DAY, ends=DAY))
    assert counts(store) == before
    # And the next operation goes well
    with store.operation("Add Chen") as session:
        session.add(Person(full_name="Chen Wei"))


@pytest.mark.parametrize("name", ["", "  "])
def test_what_is_needed_is_not_left_blank(store: Store, name: str) -> None:
    with pytest.raises(Problems) as blank, store.operation("Add nobody") as session:
        session.add(Person(full_name=name))
    assert [problem.field for problem in blank.value.problems] == ["full_name"]


def test_the_journal_says_what_replaced_what(store: Store, nasrin: UUID) -> None:
    # Given two changes of different fields, then two of one field
    for title, field, value in (
        ("Phone", "phone", "07700900123"),
        ("Known as", "known_as", "Nas"),
        ("Phone again", "phone", "07700900124"),
        ("And again", "phone", None),
    ):
        with store.operation(title) as session:
            setattr(session.get_one(Person, nasrin), field, value)

    # Then each line has its dot and a later clock, and says which dot it replaced
    with store.reading_plainly() as connection:
        lines = list(connection.execute(select(journal).where(journal.c.record == nasrin).order_by(journal.c.seq)))
        clock = connection.execute(select(row_clock).where(row_clock.c.record == nasrin)).one()
    assert [line.action for line in lines] == ["add", "change", "change", "change", "change"]
    assert [(line.epoch, line.seq) for line in lines] == [(store.epoch, seq) for seq in range(1, 6)]
    assert 0 < lines[0].clock < lines[1].clock < lines[2].clock < lines[3].clock < lines[4].clock
    first, second, fourth = ([store.epoch, seq] for seq in (1, 2, 4))
    assert [unpack(line.over) for line in lines] == [
        {},
        {"phone": first},
        {"known_as": first},
        {"phone": second},
        {"phone": fourth},
    ]
    assert unpack(lines[4].before) == {"phone": "07700900124"}
    assert unpack(lines[4].after) == {"phone": None}
    assert (clock.epoch, clock.seq, clock.gone) == (store.epoch, 1, False)
    assert set(unpack(clock.fields)) == {"phone", "known_as"}

    # And a removal replaces all of it
    with store.operation("Remove") as session:
        session.delete(session.get_one(Person, nasrin))
    with store.reading_plainly() as connection:
        last = connection.execute(select(journal).order_by(journal.c.seq.desc()).limit(1)).one()
    assert unpack(last.over) == {"*": first, "known_as": [store.epoch, 3], "phone": [store.epoch, 5]}


def test_who_listens_is_told_which_kinds_changed(store: Store, nasrin: UUID) -> None:
    told: list[frozenset[str]] = []
    store.changed.append(told.append)
    with store.operation("Two kinds") as session:
        session.add_all([consent(nasrin), Course(name="Sewing")])
    store.undo()
    store.redo()
    assert told == [frozenset({"consent_event", "course"})] * 3


def test_history_tells_who_changed_what_from_what(store: Store, nasrin: UUID) -> None:
    store.by = "Rosa"
    with store.operation("Correct the name") as session:
        session.get_one(Person, nasrin).full_name = "Nasrin Ahmadi-Shah"
    changed, *added = store.history(nasrin)
    assert (changed.title, changed.by, changed.action, changed.field) == (
        "Correct the name",
        "Rosa",
        "change",
        "full_name",
    )
    assert (changed.before, changed.after) == ("Nasrin Ahmadi", "Nasrin Ahmadi-Shah")
    assert abs(datetime.now(UTC) - changed.when) < timedelta(minutes=1)
    assert {(one.title, one.action, one.before) for one in added} == {("Add Nasrin", "add", "")}


def test_the_clock_never_runs_backwards(store: Store, nasrin: UUID) -> None:
    # Given a reading from a machine whose clock is a day ahead
    clock = Clock()
    first = clock.tick()
    assert abs(moment_of(first) - datetime.now(UTC)) < timedelta(seconds=5)
    ahead = (time.time_ns() // 1_000_000 + 86_400_000) << 16
    clock.fold(ahead)
    # When this machine goes on, then each reading is later than all before
    readings = [clock.tick() for _ in range(1000)]
    assert readings == sorted(set(readings))
    assert min(readings) > ahead
    clock.fold(first)
    assert clock.tick() > max(readings)


def test_the_clock_goes_on_where_the_file_left_off(store: Store, tmp_path: Path) -> None:
    store.clock.fold(ahead := (time.time_ns() // 1_000_000 + 86_400_000) << 16)
    with store.operation("Add") as session:
        session.add(Course(name="Sewing"))
    store.close()
    again = Store.open(tmp_path / "hub.hubdesk", PASSPHRASE)
    assert again.clock.tick() > ahead
    again.close()


def test_a_saved_record_keeps_its_id_for_the_journal_knows_it_by_that(store: Store) -> None:
    with store.operation("Add Ada") as session:
        session.add(Person(full_name="Ada Obi"))
    with pytest.raises(RuntimeError, match="keeps its id"), store.operation("Change Ada") as session:
        session.scalars(select(Person)).one().id = uuid4()
    store.undo()
