"""Reading and changing an open file: sessions, operations, plain connections, and the lines of the log."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, event, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hubdesk.access.rights import Deed, NotAllowed, require
from hubdesk.access.roles import Role
from hubdesk.base.errors import Refused
from hubdesk.base.words import tr
from hubdesk.store.anchor import AnchorFile, Anchoring
from hubdesk.store.around import Surroundings
from hubdesk.store.chain import HEAD, Head, append
from hubdesk.store.clock import FAR_AHEAD, Clock, reading_at
from hubdesk.store.drafts import Drafts
from hubdesk.store.opening import Opened, own_epoch, stored_hub
from hubdesk.store.proof import Anchor, verify
from hubdesk.store.tables import audit, device_epoch, operation, row_clock, setting
from hubdesk.store.writing import Writing, gate, refuse_bulk, refuse_ungated


class Sessions:
    """An open file. ``by`` is who works at it; ``changed`` is told the names of the kinds that a commit changed."""

    def __init__(self, opened: Opened, anchor: AnchorFile | None = None) -> None:
        self._opened = opened
        self._one_writer = threading.RLock()
        self._closed = False
        self.account = opened.account
        self.by = opened.account.name
        self._anchoring = Anchoring(anchor or anchor_of(opened))
        self.changed: list[Callable[[frozenset[str]], None]] = []
        event.listen(opened.writer, "before_cursor_execute", refuse_ungated)
        with self.writing_plainly() as connection:
            self.epoch = own_epoch(connection)
            self.hub_id = stored_hub(connection)
            last = _last_reading(connection, self.epoch)
            self._anchoring.begin(connection)
        self._anchoring.hold()
        self.clock = Clock(last)
        self.drafts = Drafts(self.reading_plainly, self.writing_plainly)

    @property
    def role(self) -> Role:
        """In which role whoever opened the file works."""
        return self.account.role

    @property
    def must_choose(self) -> bool:
        """Whether whoever opened the file came in with a first code, and must choose a passphrase before anything else."""
        return self._opened.keys is not None and self._opened.keys.must_choose

    def require(self, deed: Deed) -> None:
        """Raises NotAllowed when whoever opened the file may not do this, and the log tells it. Not within an operation."""
        with self._refusals_noted():
            require(self.role, deed)

    @contextmanager
    def _refusals_noted(self) -> Iterator[None]:
        try:
            yield
        except NotAllowed as refusal:
            self.note("refused", **refusal.asked)
            raise

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one moment of the file and cannot change it."""
        with Session(self._opened.reader, autoflush=False) as session:
            event.listen(session, "before_flush", _refuse_change)
            event.listen(session, "do_orm_execute", refuse_bulk)
            yield session

    @contextmanager
    def operation(self, title: str, what: str = "changed") -> Iterator[Session]:
        """A named change: all of it or nothing. Raises Problems or Refused when a rule does not allow it.

        ``what`` is the log's word for it.
        """
        with (
            self._one_writer,
            self._refusals_noted(),
            Session(self._opened.writer, expire_on_commit=False) as session,
        ):
            if self.must_choose:
                raise Refused(tr("Choose a passphrase of your own first. Nothing was saved."))
            writing = Writing(session, self.epoch, self.hub_id, title, self.by, self.clock.tick(), self.role, what)
            session.info["writing"] = writing
            try:
                yield session
                self._commit(session, writing, checked=not writing.restores)
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

    def setting(self, name: str) -> str | None:
        """A small fact about this file, or None."""
        with self._opened.reader.connect() as connection:
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
            self.epoch = own_epoch(connection)

    @contextmanager
    def writing_plainly(self) -> Iterator[Connection]:
        """A transaction for what is not a record: drafts, settings, and a merge that writes its own journal."""
        with self._one_writer:
            with self._opened.writer.begin() as connection, gate(connection):
                info = connection.info
                info.pop(HEAD, None)
                yield connection
            self._anchoring.follow(info)

    def note(self, what: str, **about: Any) -> None:
        """Write a line into the log: names of kinds, ids and counts only. Not from within an operation."""
        with self.writing_plainly() as connection:
            append(connection, what, self.by, about)

    @property
    def alarm(self) -> str:
        """What did not fit between the log and its anchor as the file was opened; empty when all did."""
        return self._anchoring.alarm

    def has_line(self, known: Head) -> bool:
        """Whether the log has this line, as it was known elsewhere."""
        with self.reading_plainly() as connection:
            return connection.scalar(select(audit.c.hash).where(audit.c.seq == known.seq)) == known.hash

    def findings(self, anchors: Sequence[Anchor] = ()) -> list[str]:
        """What of the log and the changes it covers is not as it was written, in sentences."""
        # The anchor first: what is read after it cannot be behind it, whatever is written meanwhile.
        own = [Anchor(tr("the anchor beside the file"), held) for held in self._anchoring.anchors()]
        with self.reading_plainly() as connection:
            return verify(connection, [*own, *anchors])

    @contextmanager
    def reading_plainly(self) -> Iterator[Connection]:
        """A connection for reading the store's own tables."""
        with self._opened.reader.connect() as connection:
            yield connection

    def tell(self, kinds: frozenset[str]) -> None:
        """Tell those who listen that records of these kinds have changed."""
        for listener in self.changed:
            listener(kinds)

    def _commit(self, session: Session, writing: Writing, *, checked: bool) -> None:
        writing.settle(checked=checked)
        if writing.finish():
            info = session.connection().info
            session.commit()
            self._anchoring.follow(info)
            self.tell(frozenset(writing.kinds))


def _last_reading(connection: Connection, epoch: int) -> int:
    """The latest reading known here; another machine's clock that ran far ahead does not pull this one with it."""
    own = connection.scalar(select(func.max(operation.c.clock)).where(operation.c.epoch == epoch)) or 0
    known = max(connection.scalar(select(func.max(table.c.clock))) or 0 for table in (operation, row_clock))
    return max(own, min(known, reading_at(datetime.now(UTC) + FAR_AHEAD)))


def anchor_of(opened: Opened) -> AnchorFile | None:
    """Where the end of its log stands; None for a database on a server."""
    return AnchorFile(opened.path, opened.keys.data) if opened.path and opened.keys else None


def _refuse_change(session: Session, *_: object) -> None:
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("A change outside an operation: use Store.operation().")
