"""The file itself, its indexes and triggers, its epochs, its hub."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sqlalchemy import Connection, select, update
from sqlalchemy.schema import CreateIndex

from hubdesk.base.words import tr
from hubdesk.records import Record, kind_named
from hubdesk.store.checks.fault import Fault
from hubdesk.store.mending import search_anew, table_of
from hubdesk.store.tables import device_epoch, setting

_TRIGGERS = {
    "search_entry_added": "CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN"
    " INSERT INTO search_trigram (rowid, text) VALUES (new.number, new.text); END",
    "search_entry_removed": "CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN"
    " INSERT INTO search_trigram (search_trigram, rowid, text) VALUES ('delete', old.number, old.text); END",
}
"""As the first migration makes them."""


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


def check_epochs(connection: Connection) -> Iterator[Fault]:
    own = connection.scalars(
        select(device_epoch.c.number).where(device_epoch.c.mine).order_by(device_epoch.c.number)
    ).all()
    if len(own) > 1:
        said = tr("This machine counts its changes twice over; from now on it goes on with the latest count.")
        yield Fault(said, put_right=partial(_one_epoch, own[-1]))
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


def _trigger(statement: str, connection: Connection) -> None:
    connection.exec_driver_sql(statement)
    search_anew(connection)


def _one_epoch(kept: int, connection: Connection) -> None:
    connection.execute(update(device_epoch).where(device_epoch.c.number != kept).values(mine=False))
