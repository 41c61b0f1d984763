"""The store: one hub's file, or the lead's database, and everything that may be done with it."""

from __future__ import annotations

import platform
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, Engine, create_engine, delete, event, func, insert, select, update
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session, configure_mappers

from hubdesk.access.key_slots import Cost, check_passphrase, make_slots, open_slots, slots_path
from hubdesk.base.errors import Refused
from hubdesk.base.words import tr
from hubdesk.store import erasing, file, migrate, tombstone_file, undo
from hubdesk.store.around import Surroundings
from hubdesk.store.clock import Clock
from hubdesk.store.drafts import Drafts
from hubdesk.store.history import Change, changes_of
from hubdesk.store.search import Hit, find
from hubdesk.store.tables import device_epoch, operation, row_clock, setting
from hubdesk.store.trouble import refused_by_system
from hubdesk.store.what_stays import Tombstone
from hubdesk.store.writing import Writing, gate, refuse_bulk, refuse_ungated


class Store:
    """An open file. ``by`` is who works at it; ``changed`` is told the names of the kinds that a commit changed."""

    def __init__(self, reader: Engine, writer: Engine, release: Callable[[], None]) -> None:
        self._reader, self._writer, self._release = reader, writer, release
        self._path: Path | None = None
        self._one_writer = threading.RLock()
        self.by = ""
        self.changed: list[Callable[[frozenset[str]], None]] = []
        event.listen(writer, "before_cursor_execute", refuse_ungated)
        with self.writing_plainly() as connection:
            self.epoch = _own_epoch(connection)
            self.hub_id = _stored_hub(connection)
            last = max(connection.scalar(select(func.max(table.c.clock))) or 0 for table in (operation, row_clock))
        self.clock = Clock(last)
        self.drafts = Drafts(reader.connect, self.writing_plainly)

    @classmethod
    def create(
        cls,
        path: Path,
        passphrase: str,
        cost: Cost | None = None,
        begin: Callable[[Store], object] = lambda store: None,
    ) -> Store:
        """Make a new encrypted file with its key slots. Raises Refused when one is there already.

        ``begin`` puts in what it begins with. The file takes its name only after that, so that a first day that broke
        off can begin again.
        """
        file.check_engine()
        check_passphrase(passphrase)
        try:
            with file.new(path, slots_path(path)) as part:
                key = make_slots(path, passphrase, cost)
                store = cls._opened(part, key)
                try:
                    begin(store)
                finally:
                    store.close()
        except OSError as error:
            raise refused_by_system(error, path) from None
        return cls._opened(path, key)

    @classmethod
    def open(cls, path: Path, passphrase: str) -> Store:
        """Open a hub's file. Raises Refused, with what to do, when it must not or cannot be opened."""
        file.check_engine()
        file.check_header(path)
        return cls._opened(path, open_slots(path, passphrase))

    @staticmethod
    def remove(path: Path) -> None:
        """Remove a file with its keys, for good. Raises Refused while HubDesk has it open."""
        held = file.lock(path)
        try:
            for one in (path, *file.side_files(path), slots_path(path), tombstone_file.beside(path)):
                one.unlink(missing_ok=True)
        finally:
            held.release()

    @classmethod
    def connect(cls, url: str) -> Store:
        """Open the lead's database on a PostgreSQL server, such as postgresql://user@host/network.

        Raises Refused when it cannot be reached.
        """
        address = url.replace("postgresql://", "postgresql+psycopg://", 1)
        reader = create_engine(address, hide_parameters=True, execution_options={"postgresql_readonly": True})
        writer = create_engine(address, hide_parameters=True)
        try:
            with writer.begin() as connection:
                _bring_up_to_date(connection)
        except OperationalError:
            raise Refused(
                tr("The database cannot be reached. Check its address, and that its server is running.")
            ) from None
        return cls(reader, writer, lambda: None)

    @classmethod
    def _opened(cls, path: Path, key: bytes) -> Store:
        held = file.lock(path)
        # Here, where the opening is done, and not with the window's first question.
        configure_mappers()
        reader, writer = file.engines(path, key)
        try:
            with writer.connect() as connection:
                file.check_encrypted(connection)
            with file.links_unchecked(writer) as connection:
                _bring_up_to_date(connection)
            store = cls(reader, writer, held.release)
            store._path = path
            store.erase(tombstone_file.read(path))
            return store
        except BaseException:
            reader.dispose()
            writer.dispose()
            held.release()
            raise

    def close(self) -> None:
        """Finish writing and let go of the file."""
        with self._one_writer:
            self._reader.dispose()
            self._writer.dispose()
            self._release()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one moment of the file and cannot change it."""
        with Session(self._reader, autoflush=False) as session:
            event.listen(session, "before_flush", _refuse_change)
            event.listen(session, "do_orm_execute", refuse_bulk)
            yield session

    @contextmanager
    def operation(self, title: str) -> Iterator[Session]:
        """A named change: all of it or nothing. Raises Problems or Refused when a rule does not allow it."""
        with self._one_writer, Session(self._writer, expire_on_commit=False) as session:
            writing = Writing(session, self.epoch, self.hub_id, title, self.by, self.clock.tick())
            session.info["writing"] = writing
            try:
                yield session
                self._commit(session, writing, checked=writing.turn == 0)
            except IntegrityError:
                raise Refused(
                    tr(
                        "This would make two records of one thing, or a record without what it belongs to. Nothing was saved."
                    )
                ) from None

    def settle(self, session: Session) -> None:
        """Save and check what an operation has changed so far, for long work that forgets its records in batches."""
        writing: Writing = session.info["writing"]
        writing.settle()

    def around(self, session: Session) -> Surroundings:
        """What rules may look at, within this session."""
        return Surroundings(session)

    def search(self, words: str, limit: int = 20, kinds: Sequence[str] | None = None) -> list[Hit]:
        """Records that contain every part of ``words``, anywhere and in any order; the likeliest first."""
        with self._reader.connect() as connection:
            return find(connection, words, limit, kinds)

    def history(self, record: UUID) -> list[Change]:
        """What happened to a record, the latest first."""
        with self.reading() as session:
            return changes_of(session, record)

    def undo_title(self) -> str | None:
        """The title of what `undo` would take back."""
        with self.reading() as session:
            found = undo.to_undo(session, self.epoch)
            return undo.root_title(session, found) if found else None

    def redo_title(self) -> str | None:
        """The title of what `redo` would do again."""
        with self.reading() as session:
            found = undo.to_redo(session, self.epoch)
            return undo.root_title(session, found) if found else None

    def undo(self) -> str:
        """Take the latest operation back; its title. Raises Refused when it cannot be."""
        return self._turn(undo.to_undo, tr("There is nothing to undo."))

    def redo(self) -> str:
        """Do again what was undone last; its title. Raises Refused when it cannot be."""
        return self._turn(undo.to_redo, tr("There is nothing to redo."))

    def erase(
        self, stones: Iterable[Tombstone], also: Callable[[Connection], object] = lambda connection: None
    ) -> None:
        """Erase the records that these mark, with all that is theirs, for good; ``also`` is done in the same transaction.

        Nothing of it stays in the file. Raises FileTrouble when the disk does not let its traces be cleared; that is
        done at the next opening.
        """
        with self._one_writer:
            with self.writing_plainly() as connection:
                changed = erasing.erase(connection, stones)
                also(connection)
            self.note_erasures()
        self.tell(changed)

    def note_erasures(self) -> None:
        """Write down beside the file who was erased, and rewrite the file without it, if that is still to be done."""
        with self._one_writer:
            with self.reading_plainly() as connection:
                held = erasing.tombstones(connection)
            if self._path is not None and held:
                tombstone_file.write(self._path, held.values())
            if self.setting(erasing.TO_CLEAR) is not None:
                file.rewrite(self._writer, self._path)
                with self.writing_plainly() as connection:
                    connection.execute(delete(setting).where(setting.c.name == erasing.TO_CLEAR))

    def setting(self, name: str) -> str | None:
        """A small fact about this file, or None."""
        with self._reader.connect() as connection:
            return connection.scalar(select(setting.c.value).where(setting.c.name == name))

    def set_setting(self, name: str, value: str) -> None:
        """Keep a small fact about this file."""
        with self.writing_plainly() as connection:
            connection.execute(delete(setting).where(setting.c.name == name))
            connection.execute(insert(setting).values(name=name, value=value))

    def belongs_to(self, hub: UUID) -> None:
        """Say which hub this file is of; its id marks every record made here."""
        self.set_setting("hub", str(hub))
        self.hub_id = hub

    def begin_epoch(self) -> None:
        """Number the changes from now on in an epoch of their own, as a restored or copied file must."""
        with self.writing_plainly() as connection:
            connection.execute(update(device_epoch).values(mine=False))
            self.epoch = _own_epoch(connection)

    @contextmanager
    def writing_plainly(self) -> Iterator[Connection]:
        """A transaction for what is not a record: drafts, settings, and a merge that writes its own journal."""
        with self._one_writer, self._writer.begin() as connection, gate(connection):
            yield connection

    @contextmanager
    def reading_plainly(self) -> Iterator[Connection]:
        """A connection for reading the store's own tables."""
        with self._reader.connect() as connection:
            yield connection

    def tell(self, kinds: frozenset[str]) -> None:
        """Tell those who listen that records of these kinds have changed."""
        for listener in self.changed:
            listener(kinds)

    def _turn(self, pick: Callable[[Session, int], Any], nothing: str) -> str:
        with self._one_writer:
            with self.reading() as session:
                turned = pick(session, self.epoch)
                if turned is None:
                    raise Refused(nothing)
                title = undo.root_title(session, turned)
            with self.operation(title) as session:
                undo.reverse(session, session.info["writing"], turned)
            return title

    def _commit(self, session: Session, writing: Writing, *, checked: bool) -> None:
        writing.settle(checked=checked)
        if writing.finish():
            session.commit()
            self.tell(frozenset(writing.kinds))


def _bring_up_to_date(connection: Connection) -> None:
    version = migrate.version_of(connection)
    migrate.check_not_newer(version)
    if not migrate.is_current(version):
        migrate.upgrade(connection)


def _own_epoch(connection: Connection) -> int:
    number = connection.scalar(select(device_epoch.c.number).where(device_epoch.c.mine))
    if number is None:
        row = {"epoch": uuid4(), "machine": platform.node()[:120] or "unknown", "mine": True}
        connection.execute(insert(device_epoch).values(**row))
        number = connection.scalar(select(device_epoch.c.number).where(device_epoch.c.mine))
    return int(number or 0)


def _stored_hub(connection: Connection) -> UUID | None:
    stored = connection.scalar(select(setting.c.value).where(setting.c.name == "hub"))
    return UUID(stored) if stored else None


def _refuse_change(session: Session, *_: object) -> None:
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("A change outside an operation: use Store.operation().")
