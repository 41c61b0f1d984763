"""The thread that works on the database while the next changes are weighed: in order, never twice at a time, never after a fault."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from hubdesk.operations.erase_person import erase_person
from hubdesk.records.people.emergency_contact import EmergencyContact
from hubdesk.records.people.person import Person
from hubdesk.store import Store
from hubdesk.store.tables import device_epoch
from hubdesk.sync import applying, entry_lines, parked_pieces, sealed_pieces
from hubdesk.sync.database_thread import DatabaseThread
from hubdesk.sync.epochs import last_seq
from hubdesk.sync.machines import write_work
from hubdesk.sync.returning import write_returns
from hubdesk.sync.take_return import take_return
from tests.sync.network import Desk, hubs
from tests.sync.test_agreement import lines

NewStore = Callable[[str], Store]


def _adding(to: list[int], n: int) -> Callable[[], int]:
    def work() -> int:
        time.sleep(0.002 * (3 - n % 3))
        to.append(n)
        return n

    return work


def test_it_does_everything_in_order_and_elsewhere() -> None:
    done: list[int] = []
    database = DatabaseThread()

    with database.at_work():
        where = database.soon(threading.get_ident)
        said = [database.soon(_adding(done, n)) for n in range(12)]
        assert where.result() != threading.get_ident()
        database.rest()
        assert done == list(range(12))
        assert [one.result() for one in said] == done


def test_after_a_fault_nothing_more_is_done_and_everybody_hears_of_it() -> None:
    done: list[int] = []
    database = DatabaseThread()

    def fails() -> None:
        raise ValueError("disk")

    with database.at_work():
        database.soon(_adding(done, 0))
        database.soon(fails)
        after = database.soon(_adding(done, 1))
        with pytest.raises(ValueError, match="disk"):
            after.result()
        with pytest.raises(ValueError, match="disk"):
            database.rest()
    assert done == [0]


def test_who_leaves_early_waits_for_what_is_under_way_and_drops_the_rest() -> None:
    done: list[int] = []
    begun, go_on = threading.Event(), threading.Event()
    database = DatabaseThread()

    def first() -> None:
        begun.set()
        go_on.wait()
        done.append(0)

    def leave() -> None:
        with database.at_work():
            database.soon(first)
            database.soon(_adding(done, 1))
            begun.wait()
            threading.Timer(0.05, go_on.set).start()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        leave()
    assert done == [0]


def test_it_can_be_at_work_again_and_leaves_everything_as_it_was() -> None:
    turn, threads = sys.getswitchinterval(), threading.active_count()
    done: list[int] = []
    database = DatabaseThread()

    for n in range(3):
        with database.at_work():
            database.soon(_adding(done, n))
            database.rest()
        database.rest()

    assert done == [0, 1, 2]
    assert (sys.getswitchinterval(), threading.active_count()) == (turn, threads)
    with pytest.raises(RuntimeError):
        database.soon(lambda: None)


def test_two_merges_at_a_time_leave_the_turns_as_they_were() -> None:
    turn = sys.getswitchinterval()

    with ExitStack() as first, ExitStack() as second:
        first.enter_context(DatabaseThread().at_work())
        second.enter_context(DatabaseThread().at_work())
        first.close()
        second.close()

    assert sys.getswitchinterval() == turn


def test_whoever_reads_the_lines_of_a_merge_waits_before_it_uses_the_connection(
    lead: Desk, new_store: NewStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given packages of which one waits in many pieces, one was merged already, and one tells of somebody who was erased
    monkeypatch.setattr(applying, "CHUNK", 1)
    monkeypatch.setattr(parked_pieces, "_PIECE", 64)
    monkeypatch.setattr(sealed_pieces, "_PIECE", 64)
    one, two = hubs(lead, new_store, tmp_path, "One", "Two")
    amina = one.person("Amina")
    early = one.send()
    acknowledged = device_epoch.update().where(device_epoch.c.mine)
    with one.store.writing_plainly() as connection:
        connection.execute(acknowledged.values(acknowledged_seq=last_seq(connection, one.store.epoch)))
    for n in range(9):
        one.add(EmergencyContact(person=amina, name=f"Friend {n}", phone="07700900123"))
        one.person(f"Late {n}")
    late = one.send()
    two.merge(early)
    erase_person(two.store, amina, "Amina", date(2026, 1, 5))
    for n in range(9):
        two.person(f"Other {n}")
    last, again = two.send(), two.send(whole=True)
    beside = _uses_beside(lead.store, monkeypatch)

    # When they are merged, and merged again
    for paths in ([last], [late], [early], [late, early, again]):
        lead.merge(*paths)

    # Then nobody asked the database for anything that the thread might just have been at work with
    assert beside == []


def test_whoever_writes_the_lines_of_a_package_waits_before_it_uses_the_connection(
    lead: Desk, new_store: NewStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given a hub with changes of its own and of the lead's, more than are read at a time
    monkeypatch.setattr(entry_lines, "_AT_ONCE", 2)
    (one,) = hubs(lead, new_store, tmp_path, "One")
    amina = one.person("Amina")
    lead.merge(one.send())
    lead.change(Person, amina, known_as="Mina")
    lead.change(Person, amina, phone="07700900123")
    for back in write_returns(lead.store, tmp_path):
        take_return(one.store, back.path)
    for n in range(9):
        one.person(f"Late {n}")
    beside = _uses_beside(one.store, monkeypatch)

    # When all of it is written, for the lead and for the other computer
    sent = one.send(whole=True)
    work = write_work(one.store, tmp_path, whole=True)

    # Then nobody asked the database for anything that the thread might just have been at work with, and all is told
    assert beside == []
    told = [row["seq"] for row in lines(one, sent) if "seq" in row]
    assert told == sorted(told)
    assert len(told) > 10
    assert work.entries > len(told)


def _uses_beside(store: Store, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What other threads ask a file's database for, from now on, without having waited for all that was to be done soon."""
    beside: list[str] = []
    soon, rest = DatabaseThread.soon, DatabaseThread.rest
    under_way: set[DatabaseThread] = set()

    def begin(database: DatabaseThread, work: Callable[[], Any]) -> Any:
        under_way.add(database)
        return soon(database, work)

    def wait(database: DatabaseThread) -> None:
        rest(database)
        under_way.discard(database)

    def asked(*said: Any) -> None:
        if under_way and not threading.current_thread().name.startswith("database"):
            beside.append(said[2])

    monkeypatch.setattr(DatabaseThread, "soon", begin)
    monkeypatch.setattr(DatabaseThread, "rest", wait)
    for engine in (store._writer, store._reader):
        event.listen(engine, "before_cursor_execute", asked)
    return beside
