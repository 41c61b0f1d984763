"""Reading and changing an open file: sessions, operations, plain connections, and the lines of the log."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, event, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hubdesk.access.rights import Deed, NotAllowed, require
from hubdesk.access.roles import Role
from hubdesk.base.errors import FileTrouble, Refused
from hubdesk.base.words import tr
from hubdesk.store.anchor import AnchorFile, Anchoring
from hubdesk.store.around import Surroundings
from hubdesk.store.chain import HEAD, Head, append
from hubdesk.store.clock import Clock
from hubdesk.store.drafts import Drafts
from hubdesk.store.gate import gate, refuse_bulk, refuse_ungated
from hubdesk.store.later_lines import keep_for_later, write_down
from hubdesk.store.machine import place_of
from hubdesk.store.migrate import check_not_newer_by_now
from hubdesk.store.older_file import OLDER, known_by_backups
from hubdesk.store.opening import Opened, own_epoch
from hubdesk.store.other_desks import OtherDesks
from hubdesk.store.own_epochs import end_epoch, stored_hub
from hubdesk.store.proof import Anchor, verify
from hubdesk.store.rights_by_log import rights_by_log, tell_of_everybody
from hubdesk.store.server_engines import PATIENCE, USUAL_PATIENCE, Busy, place_of_database
from hubdesk.store.small_facts import fact, keep_fact
from hubdesk.store.standing_here import last_clock, still_works_here
from hubdesk.store.tables import audit
from hubdesk.store.writing import WRITING, Writing, writing_of


class Sessions:
    """An open file. ``by`` is who works at it; ``changed`` is told the names of the kinds that a commit changed."""

    def __init__(self, opened: Opened, anchor: AnchorFile | None = None) -> None:
        self._opened = opened
        self._place = place_of(opened.path) if opened.path else ""
        self._one_writer = threading.RLock()
        self._closing = self._closed = False
        self.account = opened.account
        self.by = opened.account.name
        self._anchoring = Anchoring(anchor or anchor_of(opened))
        self.changed: list[Callable[[frozenset[str]], None]] = []
        self.backed_up: list[Callable[[datetime], object]] = []
        self._others = OtherDesks(opened.address, self._tell_here) if opened.address else None
        event.listen(opened.writer, "before_cursor_execute", refuse_ungated)
        self.clock = Clock()
        # At a server somebody else may be writing for long, and there is nothing to be written now.
        with self.reading_plainly() if opened.address else self.writing_plainly() as connection:
            self.epoch = own_epoch(connection, self._place)
            self.hub_id = stored_hub(connection)
            self.clock.fold(last_clock(connection, self.epoch))
            self._anchoring.begin(connection)
            if self.alarm in ("cut", "rewritten"):
                # An older file lies here: its next numbers may have been given out before.
                end_epoch(connection)
                self.epoch = own_epoch(connection, self._place)
        self._anchoring.hold()
        self._begin_rights()
        self.drafts = Drafts(self.reading_plainly, self.writing_out_of_turn)

    def _begin_rights(self) -> None:
        """Let the log tell what everybody may do, where it does not yet; on a full disk the next sign-in tries again."""
        with self.reading_plainly() as connection:
            whole = rights_by_log(connection).whole
        if not whole:
            with suppress(FileTrouble), self.writing_plainly() as connection:
                tell_of_everybody(connection, self.by)

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

    @property
    def _reader(self) -> Engine:
        self._refuse_closed()
        return self._opened.reader

    @property
    def _writer(self) -> Engine:
        self._refuse_closed()
        return self._opened.writer

    def _refuse_closed(self) -> None:
        # An engine connects anew whenever it is asked, and would hold a file that others may have by now.
        if self._closing:
            raise Refused(tr("This file was closed meanwhile. Open it again, then do it once more."))

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
        with Session(self._reader, autoflush=False) as session:
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
            Session(self._writer, expire_on_commit=False) as session,
        ):
            if self.must_choose:
                raise Refused(tr("Choose a passphrase of your own first. Nothing was saved."))
            self._catch_up(session.connection())
            writing = Writing(session, self.epoch, self.hub_id, title, self.by, self.clock.tick(), self.role, what)
            session.info[WRITING] = writing
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
        writing_of(session).settle()

    def around(self, session: Session) -> Surroundings:
        """What rules may look at, within this session."""
        return Surroundings(session)

    def setting(self, name: str) -> str | None:
        """A small fact about this file, or None."""
        with self._reader.connect() as connection:
            return fact(connection, name)

    def set_setting(self, name: str, value: str) -> None:
        """Keep a small fact about this file."""
        with self.writing_plainly() as connection:
            keep_fact(connection, name, value)

    def belongs_to(self, hub: UUID, session: Session | None = None) -> None:
        """Say which hub this file is of; its id marks every record made here.

        With the session of an operation it is said in that same transaction, and counts from the next one on.
        """
        if session is None:
            self.set_setting("hub", str(hub))
            self.hub_id = hub
            return
        with gate(session.connection()):
            keep_fact(session.connection(), "hub", str(hub))
        event.listen(session, "after_commit", lambda _: setattr(self, "hub_id", hub), once=True)

    def begin_epoch(self) -> None:
        """Number the changes from now on in an epoch of their own, as a restored or copied file must."""
        with self._one_writer:
            with self.writing_plainly() as connection:
                end_epoch(connection)
                begun = own_epoch(connection, self._place or place_of_database(connection))
            # Only once it is kept: the next epoch that the file hears of would be given the same number.
            self.epoch = begun

    @contextmanager
    def writing_plainly(self, patience: float = USUAL_PATIENCE) -> Iterator[Connection]:
        """A transaction for what is not a record: settings, lines of the log, and a merge that writes its own journal.

        At a server it waits up to ``patience`` seconds for another desk that writes. Raises Busy then.
        """
        with self._one_writer:
            with self._begun(patience) as connection, gate(connection):
                info = connection.info
                info.pop(HEAD, None)
                self._catch_up(connection)
                yield connection
            self._anchoring.follow(info)

    @contextmanager
    def writing_out_of_turn(self) -> Iterator[Connection]:
        """A transaction for what no other desk looks at, such as drafts: at a server it waits for nobody."""
        if not self._opened.address:
            with self.writing_plainly() as connection:
                yield connection
            return
        with self._begun(None) as connection, gate(connection):
            yield connection

    @contextmanager
    def _begun(self, patience: float | None) -> Iterator[Connection]:
        with self._writer.connect().execution_options(**{PATIENCE: patience}) as connection, connection.begin():
            yield connection

    def _catch_up(self, connection: Connection) -> None:
        """At the start of a transaction: what other desks did at the same server since the last one."""
        if self._opened.address:
            check_not_newer_by_now(connection)
            still_works_here(connection, self.account)
            # Put back from a dump, it would give out numbers that hubs know already.
            with gate(connection):
                self.epoch = own_epoch(connection, place_of_database(connection))
            self.hub_id = stored_hub(connection)
            self.clock.fold(last_clock(connection, self.epoch))
            write_down(connection)

    def note(self, what: str, **about: Any) -> None:
        """Write a line into the log: names of kinds, ids and counts only. Not from within an operation.

        While another desk at the server writes, the line waits for its place; it is not lost when this one ends.
        """
        try:
            with self.writing_plainly(0.2 if self._opened.address else USUAL_PATIENCE) as connection:
                append(connection, what, self.by, about)
        except Busy:
            with self.writing_out_of_turn() as connection:
                keep_for_later(connection, what, self.by, about)

    @property
    def alarm(self) -> str:
        """What did not fit between the log and its anchor as the file was opened; empty when all did."""
        return self._anchoring.alarm

    def look_for_older(self, path: Path) -> None:
        """At a sign-in: where the backups know more than this file, an older one was put here, which the log tells.

        Its next numbers were given out before, so it goes on in an epoch of its own.
        """
        with self.reading_plainly() as connection:
            known = None if self.alarm else known_by_backups(connection, path, self.epoch)
        if known is not None:
            self._anchoring.alarm = OLDER
            with suppress(FileTrouble):
                self.note("alarm", why=OLDER, seq=known.seq, hash=known.hash)
                self.begin_epoch()

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
        with self._reader.connect() as connection:
            yield connection

    def tell(self, kinds: frozenset[str]) -> None:
        """Tell those who listen that records of these kinds have changed, also at other desks of the same server."""
        self._tell_here(kinds)
        if self._others is not None:
            # It is saved; who does not hear of it now sees it when they next look.
            with suppress(FileTrouble), self.writing_out_of_turn() as connection:
                self._others.announce(connection, kinds)

    def watch_others(self) -> None:
        """From now on also tell those who listen, on another thread, what other desks at the same server change."""
        if self._others is not None:
            self._others.watch()

    def _tell_here(self, kinds: frozenset[str]) -> None:
        for listener in self.changed:
            listener(kinds)

    def _commit(self, session: Session, writing: Writing, *, checked: bool) -> None:
        writing.settle(checked=checked)
        if writing.finish():
            info = session.connection().info
            session.commit()
            self._anchoring.follow(info)
            self.tell(frozenset(writing.kinds))


def anchor_of(opened: Opened) -> AnchorFile | None:
    """Where the end of its log stands; None for a database on a server."""
    return AnchorFile(opened.path, opened.keys.data) if opened.path and opened.keys else None


def _refuse_change(session: Session, *_: object) -> None:
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("A change outside an operation: use Store.operation().")
