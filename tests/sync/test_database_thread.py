"""The thread that works on the database while the next changes are weighed: in order, never twice at a time, never after a fault."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable

import pytest

from hubdesk.sync.database_thread import DatabaseThread


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
