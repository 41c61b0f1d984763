"""A network's database on a PostgreSQL server: set up once, then opened by people with accounts of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, delete, func, insert, inspect, select
from sqlalchemy.exc import NotSupportedError, OperationalError
from sqlalchemy.orm import configure_mappers

from hubdesk.access.key_slots import Keys, make_slots
from hubdesk.access.rights import unseen
from hubdesk.access.roles import Role
from hubdesk.access.sealing import Seals
from hubdesk.access.signing_in import as_person, names, open_slots, open_with_recovery
from hubdesk.access.stretching import Cost
from hubdesk.base.errors import FileTrouble, Refused
from hubdesk.base.words import tr
from hubdesk.store import accounts, migrate, server_engines
from hubdesk.store.chain import append
from hubdesk.store.opening import Opened, bring_up_to_date, own_epoch
from hubdesk.store.server_keys import InDatabase, not_set_up
from hubdesk.store.tables import account, kept_key


def open_server(address: str, signed_in: Callable[[InDatabase], Keys]) -> Opened:
    """Open the database as whoever ``signed_in`` says. Raises Refused when they may not, or it cannot be reached."""
    configure_mappers()
    with _reached(address) as engine:
        keys = _keys(engine, signed_in)
    return _opened(address, keys)


def by_passphrase(passphrase: str, name: str | None) -> Callable[[InDatabase], Keys]:
    """Signs in by a passphrase; the name may be left out when there is only one."""
    return lambda place: open_slots(place, passphrase, name)


def by_recovery(code: str, name: str) -> Callable[[InDatabase], Keys]:
    """Comes in by the printed recovery key for the person called ``name``."""
    return lambda place: as_person(place, open_with_recovery(place, code), name)


def set_up_server(address: str, passphrase: str, name: str, role: Role, cost: Cost | None) -> Opened:
    """Make the tables, the keys and the first account, all of it or nothing. Raises Refused when there is one already."""
    configure_mappers()
    with _reached(address) as engine, engine.begin() as connection:
        server_engines.take_turn(connection, server_engines.USUAL_PATIENCE)
        bring_up_to_date(connection)
        if connection.scalar(select(func.count()).select_from(kept_key)):
            raise Refused(
                tr("This database is set up already. Sign in, or ask somebody who leads there to let you in.")
            )
        place = InDatabase(connection)
        place.begin()
        keys = make_slots(place, passphrase, name, cost)
        row = {"id": keys.holder, "name": keys.name, "role": role, "since": datetime.now(UTC).replace(tzinfo=None)}
        connection.execute(insert(account).values(**row))
        # Also where an earlier first day broke off, whose log is still here.
        append(connection, "rights_changed", keys.name, {"account": str(keys.holder), "role": role.value})
        own_epoch(connection, server_engines.place_of_database(connection))
    return _opened(address, keys)


def names_at(address: str) -> list[str]:
    """Who can sign in there, in alphabetical order. Raises Refused when it cannot be reached, or is not set up."""
    with _reached(address) as engine, engine.connect() as connection:
        _check_set_up(connection)
        return names(InDatabase(connection))


def check_at(address: str, passphrase: str, name: str | None) -> int:
    """How many wrong tries came before this right passphrase. Raises Refused when it is wrong."""
    with _reached(address) as engine:
        return _keys(engine, by_passphrase(passphrase, name)).wrong


def take_set_up_back(address: str) -> None:
    """Let the database be set up once more, as its first day broke off."""
    with _reached(address) as engine, engine.begin() as connection:
        for table in (kept_key, account):
            connection.execute(delete(table))


def _opened(address: str, keys: Keys) -> Opened:
    seals = Seals(keys.special_public, keys.special)
    writer = server_engines.writer(address, seals)
    try:
        with writer.connect() as connection:
            current = migrate.is_current(migrate.version_of(connection.execution_options(hubdesk_patience=None)))
        if not current:
            _bring_up_to_date(writer, seals)
        with _reached(address) as engine, engine.connect() as connection:
            mine = accounts.account_of(connection, keys, Role.LEAD)
        reader = server_engines.reader(address, seals, unseen(mine.role))
    except BaseException:
        writer.dispose()
        raise
    return Opened(reader, writer, mine, lambda: None, keys=keys, address=address)


def _bring_up_to_date(writer: Engine, seals: Seals) -> None:
    try:
        with writer.begin() as connection:
            bring_up_to_date(connection, seals)
    except NotSupportedError:
        # A desk that may not see all of a table holds a view of it, and no column under a view changes.
        raise Refused(
            tr(
                "The database has to be brought up to date, and another desk still works in it with the HubDesk of before. Close HubDesk there, then sign in here once more."
            )
        ) from None


def _keys(engine: Engine, signed_in: Callable[[InDatabase], Keys]) -> Keys:
    """Wrong tries count also where they are refused."""
    refusal: Refused | None = None
    with engine.begin() as connection:
        _check_set_up(connection)
        try:
            keys = signed_in(InDatabase(connection))
        except FileTrouble:
            raise
        except Refused as refused:
            refusal = refused
    if refusal is not None:
        raise refusal
    return keys


def _check_set_up(connection: Connection) -> None:
    migrate.check_not_newer(migrate.version_of(connection))
    if not inspect(connection).has_table(kept_key.name):
        raise not_set_up()


@contextmanager
def _reached(address: str) -> Iterator[Engine]:
    engine = server_engines.plain(address)
    try:
        with engine.connect():
            pass
    except (OperationalError, FileTrouble):
        engine.dispose()
        raise Refused(
            tr("The database cannot be reached. Check its address, and that its server is running.")
        ) from None
    try:
        yield engine
    finally:
        engine.dispose()
