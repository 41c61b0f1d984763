"""The file itself, its indexes and triggers, its epochs, its hub."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sqlalchemy import Connection, exists, select, update
from sqlalchemy.schema import CreateIndex

from hubdesk.base.words import tr
from hubdesk.records import KINDS, Record, kind_named
from hubdesk.store.checks.fault import Fault
from hubdesk.store.mending import search_anew, table_of
from hubdesk.store.tables import device_epoch, journal, setting

_TRIGGERS = {
    "search_entry_added": "CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN"
    " INSERT INTO search_trigram (rowid, text) VALUES (new.number, new.text); END",
    "search_entry_removed": "CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN"
    " INSERT INTO search_trigram (search_trigram, rowid, text) VALUES ('delete', old.number, old.text); END",
}
"""As the first migration makes them."""


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
    """Indexes and triggers that the migrations made are there."""
    there = set(
        connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type IN ('index', 'trigger')").scalars()
    )
    for table in Record.metadata.sorted_tables:
        for index in sorted(table.indexes, key=lambda one: str(one.name)):
            if index.name not in there:
                create = str(CreateIndex(index).compile(connection))
                yield Fault(
                    tr("An index that keeps lists quick is missing; it is made anew."), put_right=partial(_run, create)
                )
    for name, create in _TRIGGERS.items():
        if name not in there:
            yield Fault(
                tr("What keeps search up to date is missing; it is made anew."), put_right=partial(_trigger, create)
            )


def check_strangers(connection: Connection) -> Iterator[Fault]:
    """Triggers, views and tables that HubDesk never makes: a trigger would change records behind everybody's back."""
    known = {("table", name) for name in (*Record.metadata.tables, "alembic_version")}
    known |= {("trigger", name) for name in _TRIGGERS}
    made = "SELECT type, name FROM sqlite_master WHERE type <> 'index' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"
    for type_, name in connection.exec_driver_sql(made).all():
        if (type_, name) in known or (type_ == "table" and name.startswith("search_trigram")):
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
    hub = connection.scalar(select(setting.c.value).where(setting.c.name == "hub"))
    hubs = {id.hex for id in connection.scalars(select(table_of(kind_named("hub")).c.id))}
    if hub is not None and hub.replace("-", "") not in hubs:
        yield Fault(
            tr("The record of this hub itself is missing. Bring back your last backup, or ask the lead organisation.")
        )


def _index_all(connection: Connection) -> None:
    connection.exec_driver_sql("REINDEX")


def _run(statement: str, connection: Connection) -> None:
    connection.exec_driver_sql(statement)


def _drop(type_: str, name: str, connection: Connection) -> None:
    quoted = name.replace('"', '""')
    connection.exec_driver_sql(f'DROP {type_.upper()} "{quoted}"')


def _trigger(statement: str, connection: Connection) -> None:
    connection.exec_driver_sql(statement)
    search_anew(connection)


def _one_epoch(kept: int, connection: Connection) -> None:
    connection.execute(update(device_epoch).where(device_epoch.c.number != kept).values(mine=False))
