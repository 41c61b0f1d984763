"""From a path and a passphrase to an open file, with the role of whoever opened it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection, Engine, insert, select, update

from hubdesk.access.key_slots import Keys, begin_new_data_key, finish_new_data_key
from hubdesk.access.rights import unseen
from hubdesk.access.roles import Role
from hubdesk.access.sealing import Seals
from hubdesk.base.progress import Progress
from hubdesk.base.read_through import ReadThrough
from hubdesk.fields.sealed import Sealer
from hubdesk.store import accounts, backup, file, file_engines, migrate, server_engines
from hubdesk.store.accounts import Account
from hubdesk.store.anchor import AnchorFile, under_another_key
from hubdesk.store.damage import digest_if_whole, opens_with
from hubdesk.store.in_use import OpenFile
from hubdesk.store.machine import is_marked, machine, new_epoch
from hubdesk.store.marks import InUse
from hubdesk.store.own_epochs import end_epoch
from hubdesk.store.tables import device_epoch
from hubdesk.store.trouble import refused_by_system
from hubdesk.store.whole import check_whole


@dataclass(frozen=True)
class Opened:
    """An open database. ``path`` and ``in_use`` are None for one on a server, which has an ``address`` instead."""

    reader: Engine
    writer: Engine
    account: Account
    release: Callable[[], None]
    path: Path | None = None
    keys: Keys | None = None
    in_use: InUse | None = None
    address: str = ""

    def clear(self) -> None:
        """Write the file anew without anything that was erased. Raises FileTrouble when that cannot be done now."""
        if self.path is None:
            server_engines.clear(self.writer)
        else:
            file_engines.clear(self.writer, self.path, self.in_use.take_in if self.in_use else lambda driver: True)

    def close(self) -> None:
        """Let go of the connections; the last thing written marks the file as closed."""
        self.reader.dispose()
        if self.in_use is not None:
            self.in_use.close()
        self.writer.dispose()

    def proven(self) -> str:
        """The digest of the closed file, its every page proven; empty where there is none or one is not whole."""
        with suppress(OSError):
            if self.path is not None and self.keys is not None:
                return digest_if_whole(self.path, self.keys.data)
        return ""


def open_file(
    path: Path,
    keys: Keys,
    first_role: Role = Role.MANAGER,
    progress: Progress | None = None,
    read: ReadThrough | None = None,
) -> Opened:
    """Lock the file for this process and open it, its schema brought up to date.

    Raises Refused when it must not or cannot be opened, Damaged when it is not as it was written. Where no accounts are
    yet, the holder gets the first one. ``read`` is what is known of the file where it was read a moment ago.
    """
    held = file.lock(path)
    try:
        right = with_right_key(path, keys)
        saved = partial(backup.before_migrating, OpenFile(path, lambda: right.data))
        return connected(path, right, held.release, first_role, progress, saved, read)
    except BaseException:
        held.release()
        raise


def connected(
    path: Path,
    keys: Keys,
    release: Callable[[], None],
    first_role: Role = Role.MANAGER,
    progress: Progress | None = None,
    before_migrating: Callable[[], object] = lambda: None,
    read: ReadThrough | None = None,
) -> Opened:
    """The file's engines, for a process that has it locked. ``before_migrating`` is called once the file is proven whole."""
    seals = Seals(keys.special_public, keys.special)
    writer = file_engines.writer(path, keys.data, seals)
    try:
        check_whole(path, keys, writer, progress, read)
        with writer.connect() as connection:
            migrate.check_not_newer(migrate.version_of(connection))
        before_migrating()
        in_use = InUse(writer, file.side_files(path)[0])
        try:
            with file_engines.links_unchecked(writer) as connection:
                bring_up_to_date(connection, seals)
                account = accounts.account_of(connection, keys, first_role)
        except BaseException:
            # Else it would look as if its log had gone.
            in_use.close()
            raise
    except BaseException:
        writer.dispose()
        raise
    reader = file_engines.reader(path, keys.data, seals, unseen(account.role))
    return Opened(reader, writer, account, release, path, keys, in_use)


def under_new_key(opened: Opened, without: Collection[UUID], written: Callable[[AnchorFile], object]) -> Opened:
    """The same file written anew under a new data key, which the holders ``without`` do not get.

    ``written`` is called with the anchor that goes with it, before the old key is forgotten. Raises Refused when the disk
    does not take it; the file is then as it was. SQLAlchemy opens the engines' connections anew when they are next used, so
    the old ones go on working.
    """
    if opened.path is None or opened.keys is None:
        return opened
    try:
        new = begin_new_data_key(opened.path, opened.keys, *without)
        opened.close()
        try:
            file_engines.rewrite(opened.path, opened.keys.data, new)
        except BaseException:
            if opened.in_use is not None:
                opened.in_use.open_again()
            raise
        written(AnchorFile(opened.path, new))
        finish_new_data_key(opened.path, new)
    except OSError as error:
        raise refused_by_system(error, opened.path) from None
    return connected(opened.path, replace(opened.keys, data=new), opened.release)


def own_epoch(connection: Connection, place: str = "") -> int:
    """The number of this file's own epoch, begun where there is none, and where the file was copied to another ``place``.

    Two copies that both go on would else give out the same numbers for different changes. At a server, the place is the
    database: another one once it is put back from a dump.
    """
    held = connection.execute(select(device_epoch).where(device_epoch.c.mine)).first()
    if held is not None and place and held.machine != place:
        if is_marked(held.machine) or (connection.dialect.name == "sqlite" and held.machine != machine()):
            end_epoch(connection)
            held = None
        else:
            connection.execute(update(device_epoch).where(device_epoch.c.mine).values(machine=place))
    if held is not None:
        return int(held.number)
    known = connection.scalars(select(device_epoch.c.epoch)).all()
    row = {"epoch": new_epoch(known), "machine": place or machine(), "mine": True}
    connection.execute(insert(device_epoch).values(**row))
    return int(connection.execute(select(device_epoch.c.number).where(device_epoch.c.mine)).scalar_one())


def with_right_key(path: Path, keys: Keys) -> Keys:
    """The keys with the data key that opens the file, after a change of keys that may have broken off."""
    if keys.next_data is None or not path.exists():
        return keys
    if opens_with(path, file.side_files(path)[0], keys.next_data):
        under_another_key(path, keys.data, keys.next_data)
        finish_new_data_key(path, keys.next_data)
        return replace(keys, data=keys.next_data, next_data=None)
    return keys


def bring_up_to_date(connection: Connection, sealer: Sealer | None = None) -> None:
    """Bring the schema up to date. Raises Refused when a newer HubDesk made it."""
    version = migrate.version_of(connection)
    migrate.check_not_newer(version)
    if not migrate.is_current(version):
        migrate.upgrade(connection, sealer)
