"""Several lead desks on one PostgreSQL: real processes that write, merge, die and lose their server."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select, text
from sqlalchemy.engine import make_url

from hubdesk.access.roles import Role
from hubdesk.base.errors import FileTrouble, Refused
from hubdesk.records.network.sharing_agreement import TOTALS
from hubdesk.records.people.person import Person
from hubdesk.store import Store
from hubdesk.store.server_engines import Busy
from hubdesk.sync.aside import discard, quarantined
from hubdesk.sync.by_rule import LONGER, NEWEST, Rule, always, forget, rules
from hubdesk.sync.merge import merge_packages
from hubdesk.sync.resolving import choose, decide, disagreements
from tests.postgres import LEAD, LEAD_PASSPHRASE, opened_on
from tests.sync.network import Desk, a_lead, a_network, ahead, desk
from tests.sync.state import state_hash
from tests.sync.test_agreement import agree

pytestmark = pytest.mark.slow

_SPAWN = multiprocessing.get_context("spawn")
_EACH = 25


def _adds(url: str, name: str) -> None:
    with closing(Store.connect(url, LEAD_PASSPHRASE, LEAD)) as store:
        for number in range(_EACH):
            with store.operation(f"Add {name} {number}") as session:
                session.add(Person(full_name=f"{name} {number}"))


def _merges(url: str, paths: list[Path]) -> None:
    with closing(Store.connect(url, LEAD_PASSPHRASE, LEAD)) as store:
        merge_packages(store, paths)


def _writes_until_killed(url: str, within: Event) -> None:
    store = Store.connect(url, LEAD_PASSPHRASE, LEAD)
    with store.operation("Half done") as session:
        session.add(Person(full_name="Half done"))
        session.flush()
        within.set()
        time.sleep(60)


def together(*work: tuple[Callable[..., None], tuple[object, ...]]) -> None:
    """Each piece of work in a process of its own, at the same time; all must end well."""
    running = [_SPAWN.Process(target=do, args=args) for do, args in work]
    for one in running:
        one.start()
    for one in running:
        one.join(120)
    assert [one.exitcode for one in running] == [0] * len(running)


@pytest.fixture
def second(postgres_url: str) -> Iterator[tuple[Store, Store]]:
    first = opened_on(postgres_url)
    other = Store.connect(postgres_url, LEAD_PASSPHRASE, LEAD)
    yield first, other
    other.close()
    first.close()


def test_desks_that_write_at_the_same_time_lose_nothing_and_the_log_holds(postgres_url: str) -> None:
    with closing(opened_on(postgres_url)) as store:
        together(*((_adds, (postgres_url, name)) for name in ("Ann", "Bola", "Cyd")))
        with store.reading() as session:
            names = set(session.scalars(select(Person.full_name)))
        assert names == {f"{name} {number}" for name in ("Ann", "Bola", "Cyd") for number in range(_EACH)}
        with store.reading_plainly() as connection:
            seqs = connection.scalars(text("SELECT seq FROM journal ORDER BY seq")).all()
        assert seqs == list(range(1, 3 * _EACH + 1))
        assert store.findings() == []


def test_overlapping_merges_at_two_desks_are_as_one_after_the_other(
    new_store: Callable[[str], Store], tmp_path: Path, postgres_url: str
) -> None:
    lead, *hubs = a_network(new_store, tmp_path, "Westcroft", "Eastgate", "Northway")
    packages = []
    for hub in hubs:
        people = [hub.person(f"Person {number}") for number in range(60)]
        packages.append(hub.send())
        hub.change(Person, people[0], full_name="Renamed")
        packages.append(hub.send())
    server = a_lead(opened_on(postgres_url), tmp_path, *hubs)
    with closing(server.store):
        together((_merges, (postgres_url, packages[:4])), (_merges, (postgres_url, packages[2:])))
        lead.merge(*packages)
        assert state_hash(server.store) == state_hash(lead.store)
        assert server.store.findings() == []


def test_undo_takes_back_what_one_did_oneself_and_nothing_that_another_desk_changed_since(
    second: tuple[Store, Store], tmp_path: Path
) -> None:
    lena, mina = _two_people(second)
    with lena.operation("Add Kofi") as session:
        kofi = Person(full_name="Kofi")
        session.add(kofi)
    with mina.operation("Add Olu") as session:
        session.add(Person(full_name="Olu"))
    assert (lena.undo_title(), mina.undo_title()) == ("Add Kofi", "Add Olu")
    assert lena.undo() == "Add Kofi"
    assert lena.redo() == "Add Kofi"
    Desk(mina, tmp_path).change(Person, kofi.id, full_name="Kofi Mensah")
    with pytest.raises(Refused, match="changed again"):
        lena.undo()
    mina.close()


def test_what_another_desk_has_decided_meanwhile_is_not_decided_once_more(
    second: tuple[Store, Store], new_store: Callable[[str], Store], tmp_path: Path
) -> None:
    # Given a disagreement that two desks look at
    here, there = second
    hub = desk(new_store("Westcroft"), "Westcroft", tmp_path)
    lead = a_lead(here, tmp_path, hub)
    amina = hub.person("Amina", phone="07700900001")
    lead.merge(hub.send())
    lead.change(Person, amina, phone="07700900002")
    hub.change(Person, amina, phone="07700900003")
    lead.merge(hub.send())
    (one,), _ = disagreements(here)
    refused: list[str] = []

    def decides_too() -> None:
        with pytest.raises(Refused) as found:
            decide(there, one.id, take_other=True)
        refused.append(str(found.value))

    # When one decides, and the other does so before that is saved
    with here.operation("Decide", "decided") as session:
        choose(session, session.get_one(Person, amina), "phone", None)
        other = threading.Thread(target=decides_too)
        other.start()
        _waits_for_its_turn(here)
    other.join(60)
    # Then the second is told, and the first stands
    assert refused == ["This was decided already. Nothing was changed."]
    assert lead.get(Person, amina).phone == "07700900003"
    assert disagreements(here) == ([], 0)


def _waits_for_its_turn(store: Store) -> None:
    """Until another desk waits for the one that writes."""
    asked = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
    end = time.monotonic() + 60
    waiting = 0
    while not waiting and time.monotonic() < end:
        with store.reading_plainly() as connection:
            waiting = connection.scalar(asked) or 0
        time.sleep(0.05)
    assert waiting


def _two_people(second: tuple[Store, Store]) -> tuple[Store, Store]:
    lena, _ = second
    code = lena.accounts.add("Mina", Role.LEAD)
    address = lena.address
    first = Store.connect(address, code, "Mina")
    first.choose_passphrase("seven green umbrellas")
    first.close()
    return lena, Store.connect(address, "seven green umbrellas", "Mina")


def test_what_another_desk_changes_is_told_within_seconds(second: tuple[Store, Store]) -> None:
    here, there = second
    told: list[frozenset[str]] = []
    heard = threading.Event()

    def hear(kinds: frozenset[str]) -> None:
        told.append(kinds)
        heard.set()

    here.changed.append(hear)
    here.watch_others()
    for number in range(20):
        with there.operation("Add") as session:
            session.add(Person(full_name=f"Kofi {number}"))
        if heard.wait(0.5):
            break
    assert frozenset({"person"}) in told


def test_rules_that_two_desks_make_at_the_same_time_are_both_remembered(second: tuple[Store, Store]) -> None:
    # Given two desks that each make a rule while a third one writes
    made = Rule("person", "known_as", LONGER), Rule("person", "phone", NEWEST)
    both = [threading.Thread(target=always, args=(desk, rule)) for desk, rule in zip(second, made, strict=True)]
    address = second[0].address
    assert address
    with closing(Store.connect(address, LEAD_PASSPHRASE, LEAD)) as third:
        with third.writing_plainly() as writing:
            for one in both:
                one.start()
            waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'advisory'")
            while writing.scalar(waiting) != len(both):
                assert all(one.is_alive() for one in both)
        for one in both:
            one.join(60)
        # Then neither is lost
        assert sorted(rules(third), key=lambda one: one.field) == list(made)


def test_what_changes_no_record_is_told_at_the_other_desk_too(
    new_store: Callable[[str], Store], tmp_path: Path, postgres_url: str
) -> None:
    # Given a hub that shares totals only, and one whose clock ran ahead
    hub, fast = desk(new_store("hub"), "Westcroft", tmp_path), desk(new_store("fast"), "Eastgate", tmp_path)
    server = a_lead(opened_on(postgres_url), tmp_path, hub, fast)
    hub.person("Nasrin Ahmadi")
    server.merge(hub.send(), fast.send())
    agree(hub, TOTALS)
    hub.person("Kofi Mensah")
    ahead(fast)
    fast.person("Chen Wei")
    totals, held = hub.send(), fast.send()
    heard = threading.Semaphore(0)
    with closing(server.store) as here, closing(Store.connect(postgres_url, LEAD_PASSPHRASE, LEAD)) as there:
        there.changed.append(lambda _: heard.release())
        there.watch_others()
        # Its watch has begun once it hears anything
        while not heard.acquire(timeout=0.5):
            here.tell(frozenset())
        while heard.acquire(timeout=0.3):
            pass
        rule = Rule("person", "known_as", LONGER)
        for act in (
            lambda: merge_packages(here, [totals]),
            lambda: merge_packages(here, [held]),
            lambda: discard(here, quarantined(here)[0].seal),
            lambda: always(here, rule),
            lambda: forget(here, rule),
        ):
            # When one desk takes it in or decides about it, then the other hears that there is something to look at
            act()
            assert heard.acquire(timeout=20)
            while heard.acquire(timeout=0.3):
                pass


def test_a_desk_that_is_killed_in_the_middle_leaves_nothing_and_lets_the_others_write(postgres_url: str) -> None:
    with closing(opened_on(postgres_url)) as store:
        within = _SPAWN.Event()
        other = _SPAWN.Process(target=_writes_until_killed, args=(postgres_url, within))
        other.start()
        assert within.wait(60)
        with pytest.raises(Busy, match="Another desk"), store.writing_plainly(0.2):
            pass
        # A line of the log waits for its place meanwhile
        store.note("printed", paper="register")
        assert other.pid is not None
        os.kill(other.pid, signal.SIGKILL)
        other.join(30)
        with store.operation("Add") as session:
            session.add(Person(full_name="Whole"))
        with store.reading() as session:
            assert session.scalars(select(Person.full_name)).all() == ["Whole"]
        with store.reading_plainly() as connection:
            assert "printed" in connection.scalars(text("SELECT what FROM audit")).all()
        assert store.findings() == []


def test_a_line_that_is_cut_is_said_calmly_and_work_goes_on_after(postgres_url: str) -> None:
    engine = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    cut = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name AND pid <> pg_backend_pid()"
    )
    with closing(opened_on(postgres_url)) as store, engine.connect() as connection:
        with pytest.raises(FileTrouble, match="server cannot be reached"), store.operation("Add") as session:
            session.add(Person(full_name="Cut off"))
            session.flush()
            connection.execute(cut, {"name": make_url(postgres_url).database})
        with store.operation("Add") as session:
            session.add(Person(full_name="After"))
        with store.reading() as session:
            assert session.scalars(select(Person.full_name)).all() == ["After"]
        assert store.findings() == []
    engine.dispose()
