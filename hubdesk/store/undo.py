"""Undo and redo: an operation's changes taken back as a new operation, so that they survive a restart and travel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from hubdesk.base.errors import Problems, Refused
from hubdesk.base.words import tr
from hubdesk.fields.sealed import Sealer, sealer_of
from hubdesk.records import kind_named
from hubdesk.store.blanking import only_sealed
from hubdesk.store.decisions import AGAIN, Turned, open_again, take_back, take_up, turned_in, values_before
from hubdesk.store.digests import NO_NONCE
from hubdesk.store.dots import ALL, clocks_of, dot_of
from hubdesk.store.gate import gate
from hubdesk.store.links_not_here import note_links_not_here
from hubdesk.store.open_before import mark_open_before, open_before
from hubdesk.store.open_values import open_about
from hubdesk.store.own_epochs import stored_hub
from hubdesk.store.tables import erased, journal, operation
from hubdesk.store.values import opened_values, plain_fields, set_plain, unpack
from hubdesk.store.writing import Writing

_LOOKED_BACK = 200
"""How many operations back a thing to undo is looked for."""


def to_undo(session: Session, epoch: int, by: str | None = None) -> Row[Any] | None:
    """The latest turn of the newest operation that is in effect, of ``by`` alone where given; None where there is none."""
    for done in session.execute(_latest_first(epoch, by).where(operation.c.turn == 0).limit(_LOOKED_BACK)):
        last = _last_turn(session, done.root)
        if last.turn % 2 == 0 and not _is_forgotten(session, last):
            return None if _set_up_the_hub(session, done.root) else last
    return None


def _set_up_the_hub(session: Session, root: UUID) -> bool:
    """Whether the operation made the file's own hub, without which nothing made here would belong anywhere."""
    made = select(journal.c.record).where(
        journal.c.operation == root, journal.c.kind == "hub", journal.c.action == "add"
    )
    return stored_hub(session.connection()) in set(session.scalars(made))


def _is_forgotten(session: Session, turned: Row[Any]) -> bool:
    """Whether something of what the operation did was erased since, or went out of the bin; then it is passed over."""
    changed = select(journal.c.record).where(journal.c.operation == turned.root)
    if session.scalar(select(erased.c.record).where(erased.c.record.in_(changed)).limit(1)) is not None:
        return True
    without = select(journal.c.epoch, journal.c.seq).where(journal.c.operation == turned.id)
    left = {(row.epoch, row.seq) for row in session.execute(without.where(journal.c.nonce == NO_NONCE))}
    return bool(left) and not left <= only_sealed(session.connection())


def to_redo(session: Session, epoch: int, by: str | None = None) -> Row[Any] | None:
    """The latest undoing that nothing new has been done since, by ``by`` alone where given; None where there is none."""
    for done in session.execute(_latest_first(epoch, by).limit(_LOOKED_BACK)):
        if done.turn == 0:
            return None
        latest = _last_turn(session, done.root).id == done.id
        if done.turn % 2 == 1 and latest and not _is_forgotten(session, done):
            return done
    return None


def root_title(session: Session, turned: Row[Any]) -> str:
    """The title of the operation that this one undoes or redoes."""
    return str(session.scalar(select(operation.c.title).where(operation.c.id == turned.root)))


def root_by(session: Session, turned: Row[Any]) -> str:
    """Who did the operation that this one undoes or redoes."""
    return str(session.scalar(select(operation.c.by).where(operation.c.id == turned.root)))


def reverse(session: Session, writing: Writing, turned: Row[Any]) -> None:
    """Take back every change of an operation.

    Raises Refused when something that it changed has been changed again since, or is in use, or when a rule stands
    against it because of what was done since: a place that was given up may be somebody else's by now.
    """
    writing.root, writing.turn = turned.root, turned.turn + 1
    rows = session.execute(select(journal).where(journal.c.operation == turned.id).order_by(journal.c.seq)).all()
    done = _net(rows, sealer_of(session.get_bind().dialect))
    clocks = clocks_of(session.connection(), [one.record for one in done])
    if not all(_as_it_was_left(session, one, clocks[one.record]) for one in done):
        raise Refused(
            tr("This cannot be undone any more: something it changed was changed again. Undo or mend that first.")
        )
    decisions = turned_in(rows)
    _refuse_undecided(session, done, decisions)
    _reverse_decisions(session, writing, done, decisions)
    # What became again what it was a moment ago is not for rules to judge, and neither is what is to be decided.
    if not decisions and rows and _done_since(session, rows[-1].line):
        try:
            writing.settle()
        except Problems as wrong:
            why = wrong.problems[0].sentence
            raise Refused(
                tr("This cannot be undone any more, because of what was done since. {why}", why=why)
            ) from None


def _refuse_undecided(session: Session, done: Sequence[_Net], decisions: Sequence[Turned]) -> None:
    """Raises Refused where a field would be taken back of which another value, entered elsewhere, waits for somebody to choose."""
    decided = {(one.record, one.name) for one in decisions}
    undecided = open_about(session.connection(), [one.record for one in done if one.was_there and one.is_there])
    for one in done:
        fields = {row.field for row in undecided.get(one.record, ()) if (one.record, row.field) not in decided}
        if (one.record, ALL) not in decided and not fields.isdisjoint(one.after):
            raise Refused(
                tr("This cannot be undone any more: something else was entered for it since. Decide that instead.")
            )


def _done_since(session: Session, line: int) -> bool:
    """Whether anything is in effect that came after this line of the log, from whomever."""
    last = operation.alias()
    turns = select(func.max(last.c.turn)).where(last.c.root == operation.c.root).scalar_subquery()
    later = select(operation.c.id).where(operation.c.line > line, turns % 2 == 0)
    return session.scalar(later.limit(1)) is not None


def _reverse_decisions(session: Session, writing: Writing, done: Sequence[_Net], decisions: Sequence[Turned]) -> None:
    """Take back what was done, and open again what it decided, or decide again what it opened."""
    for decision in decisions:
        take_back(writing, decision)
    stay = {one.record: one for one in decisions if one.removal}
    coming = [one.kind(id=one.record) for one in done if one.was_there and not one.is_there and one.record not in stay]
    opened = mark_open_before(session, coming)
    with session.no_autoflush:
        for one in reversed(done):
            if one.record not in stay:
                if one.was_there and not one.is_there:
                    note_links_not_here(writing, one.kind, one.record)
                _take_back(session, one)
    session.flush()
    open_before(session, opened)
    nets = {one.record: one for one in done}
    for decision in decisions:
        net = nets[decision.record]
        if decision.removal:
            # The bin shows what the line of a removal in force says; one that opens it again is none.
            before = {} if decision.decided else values_before(session.connection(), decision)
            writing.remove_again(net.kind, net.record, opened_values(before, sealer_of(session.get_bind().dialect)))
        elif decision.name != ALL and net.before.get(decision.name) == net.after.get(decision.name):
            writing.confirm(session.get_one(net.kind, net.record), decision.name)
    with gate(session.connection()):
        for decision in decisions:
            open_again(session.connection(), decision)


@dataclass
class _Net:
    """What an operation did to one record in all, however many times it saved it."""

    kind: type[Any]
    record: UUID
    was_there: bool
    is_there: bool = True
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    dots: set[tuple[int, int]] = field(default_factory=set)


def _net(entries: Iterable[Row[Any]], sealer: Sealer | None) -> list[_Net]:
    done: dict[UUID, _Net] = {}
    for entry in entries:
        one = done.setdefault(entry.record, _Net(kind_named(entry.kind), entry.record, entry.action != "add"))
        one.is_there = entry.action != "remove"
        one.before = opened_values(unpack(entry.before), sealer) | one.before
        one.after |= opened_values(unpack(entry.after), sealer)
        one.dots.add((entry.epoch, entry.seq))
        one.dots |= {(dot[0], dot[1]) for key, dot in unpack(entry.over).items() if key.endswith(AGAIN)}
    return list(done.values())


def _as_it_was_left(session: Session, one: _Net, clock: Any) -> bool:
    """Whether what the operation changed stands as it left it, later changes having been undone themselves."""
    exceptions = unpack(clock.fields) if clock.fields else {}
    names = one.after.keys() if one.was_there else one.after.keys() | exceptions.keys()
    foreign = {name: dot for name in names if (dot := dot_of(clock, name)[:2]) not in one.dots}
    if bool(clock.gone) == one.is_there:
        return False
    if not foreign:
        return True
    record = session.get(one.kind, one.record)
    now = plain_fields(record) if record else {}
    return all(now.get(name) == one.after.get(name) and _undoing(session, dot) for name, dot in foreign.items())


def _undoing(session: Session, dot: tuple[int, int]) -> bool:
    """Whether the change with this dot was made by undoing or redoing, or by what has been undone since."""
    query = select(operation).join(journal, journal.c.operation == operation.c.id)
    made = session.execute(query.where(journal.c.epoch == dot[0], journal.c.seq == dot[1])).one_or_none()
    # What an operation changed back and forth needs no change to undo, so its own dot still stands.
    return made is not None and (made.turn > 0 or _last_turn(session, made.root).turn % 2 == 1)


def _take_back(session: Session, one: _Net) -> None:
    if one.was_there and not one.is_there:
        again = one.kind(id=one.record)
        hub = one.before.get("hub_id")
        again.hub_id = UUID(hub) if hub else None
        set_plain(again, one.before)
        take_up(session, again)
        session.add(again)
    elif one.is_there:
        record = session.get_one(one.kind, one.record)
        if one.was_there:
            set_plain(record, one.before)
        else:
            session.delete(record)


def _latest_first(epoch: int, by: str | None) -> Select[Any]:
    found = select(operation).where(operation.c.epoch == epoch)
    if by is not None:
        found = found.where(operation.c.by == by)
    return found.order_by(operation.c.first_seq.desc(), operation.c.clock.desc())


def _last_turn(session: Session, root: UUID) -> Row[Any]:
    return session.execute(
        select(operation).where(operation.c.root == root).order_by(operation.c.turn.desc()).limit(1)
    ).one()
