"""Making what was read of a damaged file into a whole: from the journal what it knows, without what cannot stand alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import Connection, delete, exists, func, insert, select, union, update

from hubdesk.access import key_file
from hubdesk.access.key_file import slots_path
from hubdesk.access.key_slots import Keys
from hubdesk.access.roles import Role
from hubdesk.fields.types import Link
from hubdesk.records import KINDS, Record, fields_of
from hubdesk.records.network.hub import Hub
from hubdesk.store.mending import clocks_anew, in_batches, index_anew, put_back, table_of
from hubdesk.store.own_epochs import end_epoch
from hubdesk.store.small_facts import ASKS_LEAD, ASKS_OTHER, POST_KEYS, fact, keep_fact
from hubdesk.store.tables import account, device_epoch, journal, row_clock, search_entry, setting
from hubdesk.store.tables_of_exchange import waiting


@dataclass
class Completed:
    """What came of it: ``rebuilt`` and ``lost`` records by the name of their kind; ``accounts``: made anew from the key file.

    post_keys: whether what the file signs with is still there.
    """

    rebuilt: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    accounts: int = 0
    post_keys: bool = True


def complete(connection: Connection, path: Path, keys: Keys) -> Completed:
    """Make anew what the journal and the key file of ``path`` know; take out what cannot stand without what is lost."""
    done = Completed()
    for kind in KINDS:
        _records(connection, kind, done)
    while any(_cut_loose(connection, kind, done.lost) for kind in KINDS):
        pass
    for kind in KINDS:
        table = table_of(kind)
        clockless = select(table.c.id).where(~exists().where(row_clock.c.record == table.c.id))
        clocks_anew(connection, list(connection.scalars(clockless)))
        hidden = select(table.c.id).where(~exists().where(search_entry.c.record == table.c.id))
        index_anew(connection, kind, list(connection.scalars(hidden)))
    live = select(row_clock.c.record).where(~row_clock.c.gone)
    connection.execute(delete(search_entry).where(~search_entry.c.record.in_(live)))
    _own_hub(connection)
    _epochs(connection)
    done.accounts = _accounts(connection, path, keys)
    done.post_keys = fact(connection, POST_KEYS) is not None
    return done


def ask_again(connection: Connection) -> None:
    """Of what others sent and told some may be lost: they are told that none of it is here, and tell all of it again.

    What is here of it stays and comes to nothing then. This hub's own changes count as far as they went, for nobody but
    this file may still have the last of them; the lead and the other computer bring back those before.
    """
    for asks in (ASKS_LEAD, ASKS_OTHER):
        keep_fact(connection, asks, "yes")
    own = fact(connection, "hub")
    known = connection.execute(select(device_epoch).where(~device_epoch.c.mine, device_epoch.c.hub_id.is_not(None)))
    others = [one.number for one in known.all() if str(one.hub_id) != own]
    nothing = update(device_epoch).where(device_epoch.c.number.in_(others))
    connection.execute(nothing.values(highest_seq=0, package_hash=None))


def _records(connection: Connection, kind: type[Record], done: Completed) -> None:
    """Put back what should be there and is not. What waits for something else is not expected."""
    table, name = table_of(kind), kind.__tablename__
    away = ~exists().where(table.c.id == row_clock.c.record) & ~exists().where(waiting.c.record == row_clock.c.record)
    wanted = set(
        connection.scalars(select(row_clock.c.record).where(row_clock.c.kind == name, ~row_clock.c.gone, away))
    )
    unknown = ~exists().where(table.c.id == journal.c.record) & ~exists().where(row_clock.c.record == journal.c.record)
    said = set(connection.scalars(select(journal.c.record).where(journal.c.kind == name, unknown)))
    back = put_back(connection, kind, list(wanted | said))
    done.rebuilt[name] += len(back)
    gone = list(wanted - set(back))
    done.lost[name] += len(gone)
    for some in in_batches(gone):
        connection.execute(update(row_clock).where(row_clock.c.record.in_(some)).values(gone=True))


def _cut_loose(connection: Connection, kind: type[Record], lost: Counter[str]) -> bool:
    """Take out records whose owner is lost, and empty other links that lead nowhere; whether any was taken out."""
    table, taken = table_of(kind), False
    for one in fields_of(kind):
        if not isinstance(one.type, Link):
            continue
        target = Record.metadata.tables[one.type.to].alias("target")
        column = table.c[one.name]
        nowhere = column.is_not(None) & ~exists().where(target.c.id == column)
        if not one.required:
            connection.execute(update(table).where(nowhere).values({one.name: None}))
            continue
        ids: list[UUID] = list(connection.scalars(select(table.c.id).where(nowhere)))
        for some in in_batches(ids):
            connection.execute(delete(table).where(table.c.id.in_(some)))
            connection.execute(update(row_clock).where(row_clock.c.record.in_(some)).values(gone=True))
        lost[kind.__tablename__] += len(ids)
        taken = taken or bool(ids)
    return taken


def _own_hub(connection: Connection) -> None:
    """Whose file it is, where only one hub can be meant."""
    if connection.scalar(select(setting.c.value).where(setting.c.name == "hub")) is not None:
        return
    hubs = connection.execute(select(Hub.id, Hub.lead)).all()
    meant = hubs if len(hubs) == 1 else [one for one in hubs if one.lead]
    if len(meant) == 1:
        connection.execute(insert(setting).values(name="hub", value=str(meant[0].id)))


def _epochs(connection: Connection) -> None:
    """Every machine that the journal names is known, and none goes on counting: numbers at the end may be lost."""
    named = union(select(journal.c.epoch), select(row_clock.c.epoch)).subquery()
    unknown = select(named.c.epoch).where(~exists().where(device_epoch.c.number == named.c.epoch))
    for number in connection.scalars(unknown).all():
        row = {"number": number, "epoch": uuid4(), "machine": "unknown", "mine": False}
        connection.execute(insert(device_epoch).values(**row))
    end_epoch(connection)


def _accounts(connection: Connection, path: Path, keys: Keys) -> int:
    """Those who have keys and no account any more get one: who repairs manages, the others do what their keys allow."""
    known = set(connection.scalars(select(account.c.id)))
    lost = [one for one in key_file.read(slots_path(path)).people if one.id not in known]
    for one in lost:
        role = _first_role(connection) if one.id == keys.holder else Role.TUTOR if one.special else Role.RECEPTION
        since = datetime.now(UTC).replace(tzinfo=None)
        connection.execute(insert(account).values(id=one.id, name=one.name, role=role, since=since))
    return len(lost)


def _first_role(connection: Connection) -> Role:
    return Role.LEAD if connection.scalar(select(func.count()).where(Hub.lead)) else Role.MANAGER
