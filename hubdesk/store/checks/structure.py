"""The file itself, its indexes and triggers, its epochs, its hub."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from uuid import UUID

from sqlalchemy import Connection, Index, exists, func, select, update
from sqlalchemy.schema import CreateIndex

from hubdesk.base.words import tr
from hubdesk.records import KINDS, Record, kind_named
from hubdesk.store.checks.fault import Fault
from hubdesk.store.mending import search_anew, table_of
from hubdesk.store.own_epochs import stored_hub
from hubdesk.store.small_facts import keep_fact
from hubdesk.store.tables import device_epoch, journal

_TRIGGERS = {
    "search_entry_added": "CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN"
    " INSERT INTO search_trigram (rowid, text) VALUES (new.number, new.text); END",
    "search_entry_removed": "CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN"
    " INSERT INTO search_trigram (search_trigram, rowid, text) VALUES ('delete', old.number, old.text); END",
}
"""As the first migration makes them."""

_TEXT_INDEX = ("search_trigram", "search_trigram_data", "search_trigram_idx", "search_trigram_config")
"""What SQLite keeps for the index that search looks in first."""

_NO_ID = "(id IS NULL OR typeof(id) <> 'text' OR length(id) <> 32 OR id GLOB '*[^0-9a-f]*')"


def check_structure(connection: Connection) -> Iterator[Fault]:
    said = connection.exec_driver_sql("PRAGMA integrity_check(20)").scalars().all()
    for line in [line for line in said if line != "ok"]:
        if "index" in line:
            yield Fault(tr("An index of the file does not fit its records; it is made anew."), put_right=_index_all)
            return
        if "NULL value" in line or "non-" in line:
            return  # the checks of answers say which
        yield Fault(
            tr("The file is not in order within. Close HubDesk and open it again: it then offers to repair the file.")
        )
        return


def check_schema(connection: Connection) -> Iterator[Fault]:
    """Indexes and triggers that the migrations made are there, and as they made them."""
    made = "SELECT lower(name), sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
    there = {name: _plain(sql) for name, sql in connection.exec_driver_sql(made)}
    for index in _indexes():
        name, create = str(index.name), str(CreateIndex(index).compile(connection))
        mending = partial(_anew, f"DROP INDEX IF EXISTS {name}", create)
        if name not in there:
            yield Fault(tr("An index that keeps lists quick is missing; it is made anew."), put_right=mending)
        elif there[name] != _plain(create):
            yield Fault(
                tr("An index that keeps lists quick was altered from outside; it is made anew."), put_right=mending
            )
    for name, create in _TRIGGERS.items():
        if name not in there:
            said = tr("What keeps search up to date is missing; it is made anew.")
            yield Fault(said, put_right=partial(_trigger, name, create))
        elif there[name] != _plain(create):
            said = tr("What keeps search up to date was altered from outside; it is made anew.")
            yield Fault(said, put_right=partial(_trigger, name, create))


def check_strangers(connection: Connection) -> Iterator[Fault]:
    """Triggers, views, indexes and tables that HubDesk never makes.

    A trigger would change records behind everybody's back, and an index can refuse them.
    """
    known = {("table", name) for name in (*Record.metadata.tables, "alembic_version", *_TEXT_INDEX)}
    known |= {("trigger", name) for name in _TRIGGERS} | {("index", str(index.name)) for index in _indexes()}
    made = "SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite!_%' ESCAPE '!'"
    for type_, name in connection.exec_driver_sql(made).all():
        if (type_, name.lower()) in known:
            continue
        if type_ == "table":
            yield Fault(tr("There is a table in the file that HubDesk did not make. Nothing of yours is in it."))
        else:
            said = tr("Something in the file that HubDesk did not make can change or hide records; it is taken out.")
            yield Fault(said, put_right=partial(_drop, type_, name))


def check_ids(connection: Connection) -> Iterator[Fault]:
    """Records under an id that HubDesk never gives, which nothing can open; the journal brings back what lost its own."""
    for kind in KINDS:
        name = kind.__tablename__
        found = connection.exec_driver_sql(f"SELECT count(*) FROM {name} WHERE {_NO_ID}").scalar() or 0  # noqa: S608 - its own name
        if found:
            said = tr(
                "{kind}: something stands under an id that HubDesk never gives, and is taken out. Then check again: the journal brings back what is missing.",
                kind=kind.kind.many,
            )
            yield Fault(said, put_right=partial(_run, f"DELETE FROM {name} WHERE {_NO_ID}"))  # noqa: S608 - its own name


def check_epochs(connection: Connection) -> Iterator[Fault]:
    own = connection.scalars(
        select(device_epoch.c.number).where(device_epoch.c.mine).order_by(device_epoch.c.number)
    ).all()
    if len(own) > 1:
        said = tr("This machine counts its changes twice over; from now on it goes on with the latest count.")
        yield Fault(said, put_right=partial(_one_epoch, own[-1]))
    if connection.scalar(select(exists().where(journal.c.epoch.not_in(select(device_epoch.c.number))))):
        yield Fault(
            tr(
                "Which machines made some of the changes is not known any more, so records cannot be compared with the journal. Bring back your last backup."
            )
        )
    if not own:
        said = tr("This machine has no count of its own changes. Close HubDesk and open it again: it then begins one.")
        yield Fault(said)


def check_hub(connection: Connection) -> Iterator[Fault]:
    """Whose file it is; once it is set up, its hub has a record, and what is entered here is of that hub."""
    table = table_of(kind_named("hub"))
    hubs = set(connection.scalars(select(table.c.id)))
    held, entered = stored_hub(connection), _entered_for(connection) & hubs
    known = entered if len(entered) == 1 else hubs if len(hubs) == 1 else set()
    if held in hubs and (len(entered) != 1 or held in entered):
        return
    if known:
        said = tr("Which hub this file belongs to was taken out or altered from outside; it is put back.")
        yield Fault(said, put_right=partial(_belongs_to, next(iter(known))))
    elif held is not None:
        yield Fault(
            tr("The record of this hub itself is missing. Bring back your last backup, or ask the lead organisation.")
        )
    elif hubs:
        yield Fault(tr("Which hub this file belongs to is not known any more. Bring back your last backup."))


def _entered_for(connection: Connection) -> set[UUID]:
    """The hubs that what was entered in this machine's own count of changes is of.

    A lead that puts back what it removed of a hub's adds it once more: that replaces something, and was not entered there.
    """
    hub = func.json_extract(journal.c.after, "$.hub_id")
    mine = select(device_epoch.c.number).where(device_epoch.c.mine)
    added = select(hub).where(
        journal.c.epoch.in_(mine), journal.c.action == "add", journal.c.over == "{}", func.json_valid(journal.c.after)
    )
    found: set[UUID] = set()
    for said in connection.scalars(added.where(hub.is_not(None)).distinct()):
        with suppress(ValueError, AttributeError):
            found.add(UUID(said))
    return found


def _belongs_to(hub: UUID, connection: Connection) -> None:
    keep_fact(connection, "hub", str(hub))


def _indexes() -> list[Index]:
    tables = Record.metadata.sorted_tables
    return [index for table in tables for index in sorted(table.indexes, key=lambda one: str(one.name))]


def _plain(sql: str) -> str:
    """A statement without what may differ in how it is written down: quotation marks of names, and room between words."""
    return " ".join(sql.replace('"', "").split())


def _index_all(connection: Connection) -> None:
    connection.exec_driver_sql("REINDEX")


def _run(statement: str, connection: Connection) -> None:
    connection.exec_driver_sql(statement)


def _drop(type_: str, name: str, connection: Connection) -> None:
    quoted = name.replace('"', '""')
    connection.exec_driver_sql(f'DROP {type_.upper()} "{quoted}"')


def _anew(drop: str, create: str, connection: Connection) -> None:
    connection.exec_driver_sql(drop)
    connection.exec_driver_sql(create)


def _trigger(name: str, create: str, connection: Connection) -> None:
    _anew(f"DROP TRIGGER IF EXISTS {name}", create, connection)
    search_anew(connection)


def _one_epoch(kept: int, connection: Connection) -> None:
    connection.execute(update(device_epoch).where(device_epoch.c.number != kept).values(mine=False))
