"""A failure at any statement of what changes much at once: the file is wholly as before or wholly done, and works on."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, event, func, select

from hubdesk.access.key_file import slots_path
from hubdesk.access.roles import Role
from hubdesk.access.sealing import Seals
from hubdesk.access.signing_in import names, open_slots
from hubdesk.operations.enrol import enrol, withdraw
from hubdesk.operations.erase_person import erase_person
from hubdesk.operations.issue_certificates import issue_certificates
from hubdesk.operations.mark_register import mark, mark_rest
from hubdesk.operations.new_learner import new_learner
from hubdesk.operations.onboard_volunteer import NewVolunteer, RefereeAnswer, onboard_volunteer
from hubdesk.operations.set_up_hub import set_up_hub
from hubdesk.records import KINDS
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.records.people.person import Person
from hubdesk.spreadsheets.heading import find_table
from hubdesk.spreadsheets.importing import import_rows
from hubdesk.spreadsheets.mapping import guess
from hubdesk.spreadsheets.reading import read_sheets
from hubdesk.spreadsheets.rehearsal import rehearse
from hubdesk.store import Store, backup, file, file_engines, migrate, restoring
from hubdesk.store.anchor import anchor_path
from hubdesk.store.check import check
from hubdesk.store.damage import opens_with
from hubdesk.store.tables import journal, operation, row_clock, search_entry
from hubdesk.store.tombstone_file import beside
from hubdesk.sync.merge import merge_packages
from tests.conftest import PASSPHRASE
from tests.hub_life import a_class, a_person, a_role, a_run
from tests.operations.test_new_learner import ANSWERS
from tests.sync.network import a_network

FIRST, TODAY = date(2026, 9, 7), date(2026, 11, 30)
TABLES = [*(kind.__table__ for kind in KINDS), journal, operation, row_clock, search_entry]
LONG = bool(os.environ.get("HUBDESK_LONG"))
OF_MIGRATIONS, OF_REMOVING = (1, 1) if LONG else (12, 3)
"""Of the hundreds of statements of all migrations, and of the steps of a removal, one in so many; HUBDESK_LONG=1 takes each."""

REMOVES = """
import os, signal, sys
from pathlib import Path
from uuid import UUID
from hubdesk.store import Store

def dies(path, step):
    store, left = Store.open(path, sys.argv[1], "Manager"), step
    def count_down(what, given):
        nonlocal left
        if what in ("open", "os.rename", "os.remove", "sqlite3.connect") and str(path.parent) in str(given[0]):
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(count_down)
    store.accounts.remove(UUID(sys.argv[2]))

for line in sys.stdin:
    path, step = line.rsplit(" ", 1)
    child = os.fork()
    if child == 0:
        dies(Path(path), int(step))
        os._exit(0)
    print(os.waitpid(child, 0)[1], flush=True)
"""
"""Forks a child for each step, which removes somebody and is killed at that call to the system for a file in the folder."""

Act = Callable[[Store], object]
New = Callable[[str], Store]


class DiskFault(Exception):  # noqa: N818 - the disk's, not ours
    """Stands for whatever may go wrong between two statements."""


@contextmanager
def failing_at(number: int) -> Iterator[Callable[[], bool]]:
    """The statement of this number fails, whoever makes it; commits count too. Answers whether it came to that."""
    left = number

    def fail(*_: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise DiskFault

    for what in ("before_cursor_execute", "commit"):
        event.listen(Engine, what, fail)
    try:
        yield lambda: left <= 0
    finally:
        for what in ("before_cursor_execute", "commit"):
            event.remove(Engine, what, fail)


def contents(store: Store) -> list[set[tuple[Any, ...]]]:
    with store.reading_plainly() as connection:
        return [{tuple(row) for row in connection.execute(select(table))} for table in TABLES]


def copied(path: Path, to: Path) -> Path:
    """All that belongs to a closed file, in this folder, in place of what was there."""
    to.mkdir(exist_ok=True)
    for one in to.glob(f"{path.name}*"):
        one.unlink()
    for one in (path, slots_path(path), anchor_path(path), beside(path)):
        if one.exists():
            shutil.copy(one, to / one.name)
    return to / path.name


# Each gives a store in which something is to be done, and what is done: one function, as a page or a command calls it.


def finish_an_enrolment(new_store: New, folder: Path) -> tuple[Store, Act]:
    store = new_store("hub")
    answers = replace(ANSWERS, run_id=a_run(store))

    def act(store: Store) -> None:
        with store.operation("Enrol") as session:
            new_learner(session, store.around(session), answers)

    return store, act


def take_a_volunteer_on(new_store: New, folder: Path) -> tuple[Store, Act]:
    store = new_store("hub")
    answers = NewVolunteer(full_name="Jo", role_id=a_role(store), referees=(RefereeAnswer(name="Jo Park"),))

    def act(store: Store) -> None:
        with store.operation("Take on") as session:
            onboard_volunteer(session, store.around(session), answers)

    return store, act


def a_run_of_three(store: Store, capacity: int = 20) -> tuple[UUID, list[UUID]]:
    run, people = a_run(store, capacity=capacity), [a_person(store, f"Learner {n}") for n in range(3)]
    with store.operation("Enrol") as session:
        for one in people:
            enrol(session, store.around(session), one, run, asked_on=FIRST)
    return run, people


def save_a_register(new_store: New, folder: Path) -> tuple[Store, Act]:
    store = new_store("hub")
    run, people = a_run_of_three(store)
    lesson = a_class(store, run, FIRST)

    def act(store: Store) -> None:
        with store.operation("Mark") as session:
            mark(session, lesson, people[0], "late")
            mark_rest(session, store.around(session), lesson, "present")

    return store, act


def transfer_to_another_course(new_store: New, folder: Path) -> tuple[Store, Act]:
    store = new_store("hub")
    run, people = a_run_of_three(store)
    other = a_run(store, "Cooking", capacity=20)
    with store.reading_plainly() as connection:
        place = connection.scalar(select(Enrolment.id).where(Enrolment.person == people[0]))
    assert place is not None
    assert run != other

    def act(store: Store) -> None:
        with store.operation("Transfer") as session:
            withdraw(session, place, TODAY, "44")
            enrol(session, store.around(session), people[0], other, asked_on=TODAY)

    return store, act


def certify_three(new_store: New, folder: Path) -> tuple[Store, Act]:
    store = new_store("hub")
    set_up_hub(store, "Westcroft", "WES")
    run, people = a_run_of_three(store)

    def act(store: Store) -> None:
        with store.operation("Certify") as session:
            issue_certificates(session, store.around(session), run, people, "completion", TODAY)

    return store, act


def bring_a_list_in(new_store: New, folder: Path) -> tuple[Store, Act]:
    written = folder / "people.csv"
    written.write_text("Full name,Mobile\n" + "".join(f"Listed {row},07700 900{row:03}\n" for row in range(12)))

    def act(store: Store) -> None:
        table = find_table(read_sheets(written)[0])
        import_rows(store, rehearse(store, Person, table, guess(Person, table)))

    return new_store("hub"), act


def undo_an_enrolment(new_store: New, folder: Path) -> tuple[Store, Act]:
    store, enrols = finish_an_enrolment(new_store, folder)
    enrols(store)
    return store, lambda store: store.undo()


def erase_somebody(new_store: New, folder: Path) -> tuple[Store, Act]:
    store, enrols = finish_an_enrolment(new_store, folder)
    enrols(store)
    [hit] = store.search("Amina Yusuf", kinds=["person"])
    return store, lambda store: erase_person(store, hit.id, "Amina Yusuf", TODAY)


def merge_a_package(new_store: New, folder: Path) -> tuple[Store, Act]:
    lead, one = a_network(new_store, folder, "One")
    someone = one.person("Nasrin Ahmadi", phone="07700900123")
    first = one.send()
    one.change(Person, someone, known_as="Nas")
    packages = [first, one.send()]
    return lead.store, lambda store: merge_packages(store, packages)


WORKS = (
    finish_an_enrolment,
    take_a_volunteer_on,
    save_a_register,
    transfer_to_another_course,
    certify_three,
    bring_a_list_in,
    undo_an_enrolment,
    erase_somebody,
    merge_a_package,
)


@pytest.mark.slow
@pytest.mark.parametrize("work", WORKS, ids=lambda work: work.__name__)
def test_r02_a_failure_at_any_statement_leaves_the_file_wholly_as_before_or_wholly_done(
    new_store: New, tmp_path: Path, work: Callable[[New, Path], tuple[Store, Act]]
) -> None:
    given, act = work(new_store, tmp_path)
    given.close()
    source = tmp_path / ("lead.hubdesk" if work is merge_a_package else "hub.hubdesk")
    kept = copied(source, tmp_path / "kept")
    afters, tried, store = [], 0, Store.open(source, PASSPHRASE)
    before, happened = contents(store), True
    while happened:
        # When one statement after another fails
        tried += 1
        with failing_at(tried) as came:
            try:
                act(store)
            except DiskFault:
                assert came()
            happened = came()

        # Then nothing of it is there, or all of it; and once nothing fails, all of it is
        now = contents(store)
        assert happened or now != before
        if now != before:
            afters.append([len(rows) for rows in now])
            store.close()
            store = Store.open(source, PASSPHRASE)
            assert store.alarm == ""
            if len(afters) == 1 or not happened:
                assert (store.findings(), check(store)) == ([], [])
            assert contents(store) == now
            store.close()
            store = Store.open(copied(kept, tmp_path), PASSPHRASE)
            before = contents(store)
    store.close()
    assert tried > 8
    assert all(one == afters[-1] for one in afters)


def test_an_epoch_that_could_not_be_begun_gives_out_no_numbers_of_anothers(new_store: New, tmp_path: Path) -> None:
    # Given a hub whose disk fails at the last moment of numbering anew
    lead, one, two = a_network(new_store, tmp_path, "One", "Two")
    tries = 0
    while True:
        tries += 1
        with failing_at(tries) as came, suppress(DiskFault):
            one.store.begin_epoch()
        if not came():
            break

        # When it hears of another hub for the first time, and somebody is entered
        one.merge(two.send())
        someone = one.person(f"Entered after {tries}")

        # Then the lead hears of them
        lead.merge(one.send())
        assert lead.get(Person, someone) is not None
    assert tries > 8


@pytest.mark.slow
def test_r02_a_restore_that_fails_at_any_statement_is_wholly_before_or_wholly_after(
    store: Store, tmp_path: Path
) -> None:
    # Given a backup with one person, and another one since
    a_person(store, "Nasrin Ahmadi")
    held = store.held
    assert held
    made = backup.make(held, "asked").path
    a_person(store, "Chen Wei")
    store.close()
    keys, seen, happened = open_slots(tmp_path / "hub.hubdesk", PASSPHRASE), set[int](), True
    for number in count(1):
        path = copied(tmp_path / "hub.hubdesk", tmp_path / "copy")
        with failing_at(number) as came:
            try:
                restoring.restore(made, path, lambda part: keys, now=datetime(2026, 11, 30, tzinfo=UTC))
            except DiskFault:
                assert came()
            happened = came()
        again = Store.open(path, PASSPHRASE)
        seen.add(len(again.search("chen", kinds=["person"])))
        assert len(again.search("nasrin", kinds=["person"])) == 1
        assert (again.alarm, again.findings()) == ("", [])
        again.close()
        if not happened:
            break
    assert number > 8
    assert seen == {0, 1}


@pytest.mark.slow
def test_r02_a_migration_that_fails_at_any_statement_leaves_the_file_of_the_earlier_version(
    empty_file: Path, tmp_path: Path
) -> None:
    # Given a file of the first schema, with people in it
    source = tmp_path / "hub.hubdesk"
    shutil.copy(slots_path(empty_file), slots_path(source))
    source.touch()
    keys = open_slots(source, PASSPHRASE)
    seals = Seals(keys.special_public, keys.special)
    engine = file_engines.writer(source, keys.data, seals)
    with file_engines.links_unchecked(engine) as connection:
        migrate.upgrade(connection, to="0001")
        for number in range(20):
            connection.exec_driver_sql(f"INSERT INTO person (id, full_name) VALUES ('{number:032x}', 'Ada {number}')")
    engine.dispose()

    def at_rest(path: Path) -> tuple[str | None, int]:
        engine = file_engines.writer(path, keys.data, seals)
        try:
            with engine.connect() as connection:
                people = connection.exec_driver_sql("SELECT count(*) FROM person").scalar()
                assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
                return migrate.version_of(connection), int(people or 0)
        finally:
            engine.dispose()

    seen, happened, number = set(), True, 1
    while happened:
        path = copied(source, tmp_path / "copy")
        with failing_at(number) as came:
            try:
                Store.open(path, PASSPHRASE).close()
            except DiskFault:
                assert came()
            happened = came()
        version, people = at_rest(path)
        assert people == 20
        seen.add(version)
        number += OF_MIGRATIONS
    assert len(seen) == 2
    assert "0001" in seen

    # And once the fault is gone, it is opened and brought up to date
    path = copied(source, tmp_path / "copy")
    with failing_at(50), pytest.raises(DiskFault):
        Store.open(path, PASSPHRASE)
    again = Store.open(path, PASSPHRASE)
    with again.reading() as session:
        assert session.scalar(select(func.count()).select_from(Person)) == 20
    again.close()
    assert number > 100


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no fork there")
def test_r02_removing_somebody_killed_at_any_step_is_finished_by_the_next_sign_in(store: Store, tmp_path: Path) -> None:
    # Given a volunteer who copied their keys
    path, words = tmp_path / "hub.hubdesk", "seven green umbrellas"
    a_person(store, "Amina Yusuf")
    code = store.accounts.add("Bola", Role.RECEPTION)
    [bola] = [one.id for one in store.accounts.all() if one.name == "Bola"]
    store.close()
    first = Store.open(path, code, "Bola")
    first.choose_passphrase(words)
    first.close()
    theirs = open_slots(path, words, "Bola").data
    seen: list[bool] = []
    forking = subprocess.Popen(
        [sys.executable, "-c", REMOVES, PASSPHRASE, str(bola)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert forking.stdout
    for step in count(1, OF_REMOVING):
        # When the power goes at one step after another, while a manager removes them
        shutil.rmtree(tmp_path / "copy", ignore_errors=True)
        copy = copied(path, tmp_path / "copy")
        print(copy, step, file=forking.stdin, flush=True)
        ended = int(forking.stdout.readline())

        # Then once a manager comes in again, they work here as before, or their copied keys open nothing any more
        again = Store.open(copy, PASSPHRASE, "Manager")
        works = "Bola" in {one.name for one in again.accounts.all()}
        assert (again.alarm, again.findings()) == ("", []), step
        assert len(again.search("amina", kinds=["person"])) == 1
        again.close()
        assert opens_with(copy, file.side_files(copy)[0], theirs) == works, step
        assert ("Bola" in names(copy)) == works
        seen.append(works)
        if ended == 0:
            break
        assert os.WTERMSIG(ended) == signal.SIGKILL
    forking.communicate()
    assert seen == sorted(seen, reverse=True)
    assert (seen.count(True) > 3, seen.count(False) > 3) == (True, True), seen
