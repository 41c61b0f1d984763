"""Connections to a database on a server: one writer at a time, what a role may not see, and the server's troubles in words."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, ExceptionContext, make_url
from sqlalchemy.exc import ArgumentError

from hubdesk.base.errors import FileTrouble, Refused
from hubdesk.base.places import is_server
from hubdesk.base.words import tr
from hubdesk.fields.sealed import Sealer, give_sealer
from hubdesk.records import Record
from hubdesk.store.machine import marked

PATIENCE: Final = "hubdesk_patience"
"""Among a connection's execution options: seconds that it waits for its turn to write; None where it needs no turn."""

USUAL_PATIENCE: Final = 20
LONG_PATIENCE: Final = 3600
"""For a merge, which may find another one under way."""

_TURN: Final = 0x48756244
"""The advisory lock that whoever writes holds until its transaction ends, however that ends."""

_CONNECTING: Final = {
    "connect_timeout": 10,
    "keepalives_idle": 20,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
"""So that a line that was cut is noticed here within half a minute."""

_SESSION: Final = (
    "SET tcp_keepalives_idle = 20",
    "SET tcp_keepalives_interval = 5",
    "SET tcp_keepalives_count = 3",
    "SET idle_in_transaction_session_timeout = '15min'",
)
"""So that the server notices a desk that went away, and lets the others write."""

_WHERE: Final = """
    SELECT concat_ws(' ', (SELECT system_identifier FROM pg_control_system()),
                     left(pg_walfile_name(pg_current_wal_lsn()), 8),
                     (SELECT oid FROM pg_database WHERE datname = current_database()),
                     to_regclass('device_epoch')::oid)
"""

# SQLSTATE codes, https://www.postgresql.org/docs/current/errcodes-appendix.html
_NO_TURN: Final = ("55P03", "40P01", "40001")
_FULL: Final = ("53100",)
_ONLY_READS: Final = ("25006", "42501")


class Busy(FileTrouble):
    """Another desk was writing all the time."""


def url_of(address: str) -> URL:
    """The address of a database, as SQLAlchemy takes it. Raises Refused when it is none."""
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise Refused(_no_address()) from None
    if not is_server(address):
        raise Refused(_no_address())
    return url.set(drivername="postgresql+psycopg")


def place_of_database(connection: Connection) -> str:
    """A mark that follows from the server, its line of time, the database and its tables: what was put back bears another.

    It is asked for each time: a dump may be put back into a database while a desk that does nothing is connected to it.
    """
    return marked("server", connection.exec_driver_sql(_WHERE).scalar_one().encode())


def without_password(address: str) -> str:
    """The address as it may be remembered and shown."""
    return url_of(address).set(drivername="postgresql")._replace(password=None).render_as_string()


def name_of(address: str) -> str:
    """How the database is called."""
    return url_of(address).database or tr("Network")


def plain(address: str) -> Engine:
    """An engine for looking before anybody has signed in."""
    return _engine(url_of(address))


def writer(address: str, sealer: Sealer | None) -> Engine:
    """An engine whose transactions take their turn: one at a time in the whole database. Raises Busy after a while."""
    engine = _engine(url_of(address))
    if sealer is not None:
        give_sealer(engine.dialect, sealer)

    @event.listens_for(engine, "begin")
    def _wait_for_turn(connection: Connection) -> None:
        patience = connection.get_execution_options().get(PATIENCE, USUAL_PATIENCE)
        if patience is not None:
            take_turn(connection, patience)

    return engine


def take_turn(connection: Connection, patience: float) -> None:
    """Wait until nobody else writes, as long as this transaction lasts. Raises Busy."""
    # A statement sees what was committed before it began: so all that the last writer wrote is seen behind this one.
    _set(connection, "lock_timeout", f"{max(1, round(patience * 1000))}ms")
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_TURN})")
    _set(connection, "lock_timeout", f"{USUAL_PATIENCE}s")


def count_anew(connection: Connection) -> None:
    """Have a server look how much there is by now, so that it does not read whole tables for a few rows of them."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("ANALYZE")


def reader(address: str, sealer: Sealer, unseen: dict[str, frozenset[str]]) -> Engine:
    """An engine that only reads, each transaction one moment; the columns named in ``unseen``, by table, are empty."""
    engine = _engine(
        url_of(address), isolation_level="REPEATABLE READ", execution_options={"postgresql_readonly": True}
    )
    give_sealer(engine.dialect, sealer)
    views = [_view(engine, table, hidden) for table, hidden in unseen.items()]

    @event.listens_for(engine, "connect")
    def _cover(connection: Any, record: object) -> None:
        for view in views:
            connection.execute(view)
        connection.commit()

    return engine


def _view(engine: Engine, table: str, hidden: frozenset[str]) -> str:
    """A temporary view that stands before the table of its name, on this connection alone."""
    quote = engine.dialect.identifier_preparer.quote
    columns = (
        f"CASE WHEN false THEN {quote(one.name)} END AS {quote(one.name)}" if one.name in hidden else quote(one.name)
        for one in Record.metadata.tables[table].columns
    )
    # Names of our own tables and columns, quoted.
    return f"CREATE TEMPORARY VIEW {quote(table)} AS SELECT {', '.join(columns)} FROM public.{quote(table)}"  # noqa: S608


def _engine(url: URL, **options: Any) -> Engine:
    try:
        engine = create_engine(url, hide_parameters=True, pool_pre_ping=True, connect_args=dict(_CONNECTING), **options)
    except ModuleNotFoundError:
        raise Refused(
            tr("This HubDesk was put in without its part for databases on a server. Install it with “hubdesk[lead]”.")
        ) from None

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, record: object) -> None:
        for said in _SESSION:
            connection.execute(said)
        connection.commit()

    @event.listens_for(engine, "handle_error")
    def _translate(context: ExceptionContext) -> None:
        found = trouble(context.original_exception, gone=context.is_disconnect)
        # Asked whether it still holds, a connection that does not is only made anew.
        if found is not None and not context.is_pre_ping:
            raise found from None

    return engine


def clear(writer: Engine) -> None:
    """Write all tables anew without what was erased. Raises FileTrouble while another desk is in the way."""
    with writer.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        driver: Any = connection.connection.driver_connection
        try:
            driver.execute(f"SET lock_timeout = '{USUAL_PATIENCE}s'")
            driver.execute("VACUUM (FULL)")
        except Exception as error:
            if trouble(error) is None:
                raise
            raise FileTrouble(
                tr("What was erased is gone, but its traces could not be cleared yet. Close HubDesk and open it again.")
            ) from None
        finally:
            connection.invalidate()


def trouble(error: BaseException | None, *, gone: bool = False) -> FileTrouble | None:
    """What an error of the driver means for whoever works here; None when it is a fault of ours."""
    code = str(getattr(error, "sqlstate", None) or "")
    if code in _NO_TURN:
        return Busy(
            tr("Another desk is merging or saving something long, so this was not saved. Wait a little and try again.")
        )
    if code in _FULL:
        return FileTrouble(tr("The server’s disk is full, so this was not saved. Ask whoever looks after the server."))
    if code in _ONLY_READS:
        return FileTrouble(
            tr("The server does not let HubDesk write into this database. Ask whoever looks after the server.")
        )
    if gone or code.startswith(("08", "57P")) or (not code and type(error).__name__ == "OperationalError"):
        return FileTrouble(
            tr(
                "The server cannot be reached, so this was not saved. What was saved before is safe; try again once the server is back."
            )
        )
    return None


def _set(connection: Connection, name: str, value: str) -> None:
    connection.exec_driver_sql(f"SELECT set_config('{name}', '{value}', true)")


def _no_address() -> str:
    return tr("This is no address of a database. It looks like postgresql://name@server/network.")
