"""One operation under way: every flush is journalled, given its dots and clocks, and made searchable."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, event, func, insert, inspect, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.unitofwork import UOWTransaction

from hubdesk.access.rights import May, NotAllowed, may
from hubdesk.access.roles import Role
from hubdesk.base.errors import Problems, Refused
from hubdesk.base.ids import new_id
from hubdesk.base.words import tr, within
from hubdesk.fields.sealed import sealer_of
from hubdesk.fields.types import Link
from hubdesk.records import KINDS, Record, fields_of
from hubdesk.store.around import Surroundings
from hubdesk.store.bulk import insert_all
from hubdesk.store.chain import HEAD, append, next_line
from hubdesk.store.digests import Covered, sealed
from hubdesk.store.dots import Dot, clock_row, clocks_of, over, write_clocks
from hubdesk.store.erasing import refuse_erased, refuse_for_erased, tombstones
from hubdesk.store.gate import GATE, gate, refuse_bulk
from hubdesk.store.open_values import decide_open, open_about
from hubdesk.store.saying_again import say_again
from hubdesk.store.search import forget, index
from hubdesk.store.tables import journal, operation
from hubdesk.store.tables_of_exchange import waiting
from hubdesk.store.twins import twin_problems
from hubdesk.store.values import pack, plain_changes, plain_fields, sealed_values

WRITING: Final = "writing"
"""In the ``info`` of an operation's session: what writes it down."""

_AT_ONCE: Final = 500

_Entry = tuple[Record, str, dict[str, Any], dict[str, Any]]


def writing_of(session: Session) -> Writing:
    """Within an operation: what writes it down."""
    found: Writing = session.info[WRITING]
    return found


class Writing:
    """Listens to a session from the start of an operation to its commit.

    marks: what stands beside the dot that a record's field, or ALL of it, replaces, where that decides something.
    not_here: of records that come back, as JSON, what they name that is not in this file.
    """

    def __init__(
        self,
        session: Session,
        epoch: int,
        hub_id: UUID | None,
        title: str,
        by: str,
        clock: int,
        role: Role,
        what: str,
    ) -> None:
        self.session = session
        self.title, self.what = title, what
        self.kinds: set[str] = set()
        self.root: UUID | None = None
        self.turn = 0
        self.marks: dict[tuple[UUID, str], dict[str, Dot]] = {}
        self.not_here: dict[UUID, dict[str, Any]] = {}
        self._id = new_id()
        self._epoch, self._hub_id, self._by, self._clock, self._role = epoch, hub_id, by, clock, role
        self._first = self._seq = next_seq(session.connection(), epoch)
        self._line, self._covered = next_line(session.connection()), Covered()
        self._around = Surroundings(session)
        session.connection().info[GATE] = False
        session.connection().info.pop(HEAD, None)
        self._gathered: list[_Entry] = []
        self._touched: list[Record] = []
        self._removed: list[Record] = []
        event.listen(session, "before_flush", self._gather)
        event.listen(session, "after_flush", self._write)
        event.listen(session, "do_orm_execute", refuse_bulk)

    @property
    def restores(self) -> bool:
        """Whether records become again what they were before, which is not for rules to judge."""
        return self.turn > 0 or self.what == "put_back"

    def settle(self, *, checked: bool = True) -> None:
        """Save what has changed so far and check its rules. Raises Problems or Refused; then nothing is kept.

        Long work calls it before it forgets a batch of records (`session.expunge_all()`).
        """
        self.session.flush()
        touched, self._touched = self._touched, []
        removed, self._removed = self._removed, []
        if removed:
            self._check_unused(removed)
        if checked:
            kept = (record for record in touched if record in self.session)
            problems = [wrong for record in kept for wrong in record.problems(self._around)]
            if problems:
                raise Problems(problems)
        self.session.flush()

    def confirm(self, record: Record, name: str) -> None:
        """Journal a field as it stands: somebody chose it, knowing what else was said of it."""
        self.session.flush()
        self._require(May.CHANGE, record)
        self.say_again([record], {name}, {})

    def remove_again(self, kind: type[Record], id: UUID, before: dict[str, Any]) -> None:
        """Journal a removal once more: somebody says that it stays, knowing what else was said. before: its JSON values."""
        self.session.flush()
        record = kind(id=id)
        self._require(May.REMOVE, record)
        with gate(self.session.connection()):
            self._journal(self.session.connection(), [(record, "remove", before, {})])

    def finish(self) -> bool:
        """Write the operation's own line, just before the commit; False when nothing changed.

        Undoing what changed nothing in the end is written down too, or it would be undone for ever.
        """
        if self._seq == self._first and self.turn == 0:
            return False
        connection = self.session.connection()
        row = {
            "id": self._id,
            "epoch": self._epoch,
            "first_seq": self._first,
            "title": self.title,
            "by": self._by,
            "clock": self._clock,
            "root": self.root or self._id,
            "turn": self.turn,
        }
        row = sealed(operation, row, self._line)
        self._covered.operation(row)
        about = {"operation": str(self._id), **self._covered.counts()}
        with gate(connection):
            connection.execute(insert(operation).values(**row))
            append(connection, self.what, self._by, about, self._covered.hash(), self._line)
        return True

    def _gather(self, session: Session, context: UOWTransaction, instances: object) -> None:
        gathered: list[_Entry] = []
        for record in session.new:
            self._require(May.ADD, record)
            if record.hub_id is None and not record.kind.shared:
                record.hub_id = self._hub_id
            self._complete(record)
            gathered.append((record, "add", {}, self.not_here.get(record.id, {}) | plain_fields(record)))
        for record in session.dirty:
            if not session.is_modified(record) or record in session.deleted:
                continue
            self._require(May.CHANGE, record)
            self._refuse_log_edit(record)
            _refuse_new_id(record)
            self._complete(record)
            before, after = plain_changes(record)
            if after:
                gathered.append((record, "change", before, after))
        for record in session.deleted:
            self._require(May.REMOVE, record)
            self._refuse_log_edit(record)
            gathered.append((record, "remove", plain_fields(record), {}))
        if session.new or session.deleted:
            say_again(session, self._around, gathered)
        refuse_erased(session.connection(), [record.id for record, action, *_ in gathered if action != "add"])
        added = [(record.__tablename__, after) for record, action, _, after in gathered if action == "add"]
        refuse_for_erased(session.connection(), added)
        self._gathered = gathered
        session.connection().info[GATE] = True

    def _complete(self, record: Record) -> None:
        """Fill in and check the fields before the database does, and in words; what is undone stays as it was."""
        if self.restores:
            return
        record.fill_in(self._around)
        problems = list(record.field_problems()) or list(twin_problems(record, self._around))
        if problems:
            raise Problems(problems)

    def _require(self, what: May, record: Record) -> None:
        """Raises NotAllowed when the role may not; undoing what one did oneself is always allowed."""
        if self.turn == 0 and not may(self._role, what, type(record)):
            sentence = tr(
                "{kind}: only a manager may do this. Ask one to sign in. Nothing was saved.", kind=record.kind.many
            )
            raise NotAllowed(sentence, kind=record.__tablename__, may=str(what.name))

    def _refuse_log_edit(self, record: Record) -> None:
        if record.kind.only_added and not self.restores:
            raise Refused(
                tr("{kind}: lines of this log are only added. Add a new line instead.", kind=record.kind.many)
            )

    def say_again(
        self, records: Sequence[Record], names: Collection[str], unsure: Mapping[UUID, frozenset[str]]
    ) -> None:
        """Journal these fields of saved records once more, as they stand: what held them back until now does not any more.

        unsure: by record, the fields of which this file may not know how they stand; they are left out, and so is what is
        open about a record, which somebody has yet to decide.
        """
        connection = self.session.connection()
        undecided = open_about(connection, [one.id for one in records])
        waits = set(
            connection.scalars(select(waiting.c.record).where(waiting.c.record.in_([one.id for one in records])))
        )
        gone = tombstones(connection, [one.id for one in records])
        entries: list[_Entry] = []
        for record in records:
            held = plain_fields(record)
            # What was said less exactly in the place of a field is said again with it.
            again = {*names, *record.left_of({name: held[name] for name in names if name in held}, self._around.today)}
            if record.id in waits:
                # What such a record names may not be here; that it reads empty is no word of this hub's.
                again -= {one.name for one in fields_of(type(record)) if isinstance(one.type, Link)} - held.keys()
            if record.id in gone:
                # That a date of birth is empty would take the age with it, which stays for the figures.
                again &= held.keys()
            again -= {*unsure.get(record.id, ()), *(row.field for row in undecided.get(record.id, ()))}
            values = dict.fromkeys(again) | {name: value for name, value in held.items() if name in again}
            if values:
                entries.append((record, "change", values, values))
        with gate(connection):
            self._journal(connection, entries)

    def _write(self, session: Session, context: UOWTransaction) -> None:
        connection = session.connection()
        self._journal(connection, self._gathered)
        for record, action, *_ in self._gathered:
            (self._removed if action == "remove" else self._touched).append(record)
        if self._gathered:
            index(connection, [r for r, action, *_ in self._gathered if action != "remove"])
            forget(connection, [r.id for r, action, *_ in self._gathered if action == "remove"])
        self._gathered = []
        connection.info[GATE] = False

    def _journal(self, connection: Connection, entries: Sequence[_Entry]) -> None:
        clocks = clocks_of(connection, [record.id for record, *_ in entries])
        decide_open(connection, entries, clocks, self.marks)
        sealer = sealer_of(connection.dialect)
        lines, fresh = [], []
        for record, action, before, after in entries:
            kind = type(record)
            dot = (self._epoch, self._seq)
            self._seq += 1
            held = clocks.get(record.id)
            replaced = over(held, after if action == "change" else None)
            for name in list(replaced):
                replaced |= self.marks.get((record.id, name), {})
            line = {
                "epoch": dot[0],
                "seq": dot[1],
                "operation": self._id,
                "kind": record.__tablename__,
                "record": record.id,
                "action": action,
                "clock": self._clock,
                "before": pack(sealed_values(kind, before, sealer)),
                "after": pack(sealed_values(kind, after, sealer)),
                "over": pack(replaced),
            }
            lines.append(sealed(journal, line, self._line))
            self._covered.change(lines[-1])
            fresh.append(clock_row(record.id, record.__tablename__, held, dot, self._clock, action, after))
            self.kinds.add(record.__tablename__)
        if lines:
            insert_all(connection, journal, lines)
            write_clocks(connection, fresh)

    def _check_unused(self, removed: list[Record]) -> None:
        """Raises Refused when something still links to one of the removed records."""
        gone: dict[str, list[UUID]] = {}
        for record in removed:
            gone.setdefault(record.__tablename__, []).append(record.id)
        for kind in KINDS:
            for field in fields_of(kind):
                if isinstance(field.type, Link) and field.type.to in gone:
                    self._check_unlinked(kind, field.name, gone[field.type.to])

    def _check_unlinked(self, kind: type[Record], name: str, ids: list[UUID]) -> None:
        column = kind.__table__.c[name]
        for start in range(0, len(ids), _AT_ONCE):
            query = select(column, func.count()).where(column.in_(ids[start : start + _AT_ONCE])).group_by(column)
            for _, used in self.session.execute(query):
                raise Refused(
                    tr(
                        "This cannot be removed: it is still used by {used} of {kind}. Remove those first.",
                        used=used,
                        kind=within(kind.kind.many),
                    )
                )


def _refuse_new_id(record: Record) -> None:
    """The journal knows a record by its id; under another it could not be undone, sent or erased."""
    if inspect(record).attrs["id"].history.has_changes():
        raise RuntimeError("A saved record keeps its id: give it one before the first flush.")


def next_seq(connection: Connection, epoch: int) -> int:
    """The first sequence number not yet given out in this epoch; they start at 1."""
    return (connection.scalar(select(func.max(journal.c.seq)).where(journal.c.epoch == epoch)) or 0) + 1
