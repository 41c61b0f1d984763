"""What the lead changed of this hub's own records, field by field, and the hub's way to take that back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from hubdesk.access.rights import Deed
from hubdesk.base.errors import Refused
from hubdesk.base.words import tr, tr_many
from hubdesk.fields.field import Field
from hubdesk.fields.sealed import sealer_of
from hubdesk.records import Record, fields_of, kind_named
from hubdesk.store import Store, removals
from hubdesk.store.dots import clocks_of, dot_of
from hubdesk.store.history import shown_value
from hubdesk.store.tables import device_epoch, journal
from hubdesk.store.tables_of_exchange import waiting
from hubdesk.store.values import opened_values, set_plain, unpack
from hubdesk.sync.rows import known_kinds, table_of
from hubdesk.sync.unsettled import USED

MOST: Final = 200
"""More would not be read; the records' own histories hold them all."""


@dataclass(frozen=True)
class CameBack:
    """A field that the lead changed, or with an empty field a record that it removed. before, after: as a person reads them.

    open: the change is still in force, so it can be taken back; epoch, seq: where the journal holds it.
    """

    kind: str
    record: UUID
    title: str
    field: str
    label: str
    before: str
    after: str
    open: bool
    epoch: int
    seq: int
    kept: bool = False
    """Whether the removed record is here all the same, because something here still belongs to it."""

    @property
    def sentence(self) -> str:
        one = kind_named(self.kind).kind.one
        if not self.field and self.kept:
            return tr(
                "{kind} {title}: removed by the lead organisation, and kept here, because it is still used.",
                kind=one,
                title=self.title,
            )
        if not self.field:
            return tr("{kind} {title}: removed by the lead organisation.", kind=one, title=self.title)
        said = {"kind": one, "title": self.title, "field": self.label}
        before, after = self.before or tr("empty"), self.after or tr("empty")
        return tr("{kind} {title}, {field}: {before} became {after}.", **said, before=before, after=after)


def came_back(store: Store, line: int) -> list[CameBack]:
    """What came under this line of the log about records that this hub made, at most MOST."""
    with store.reading() as session:
        return list(_read(session, store.hub_id, line))[:MOST]


def take_back(store: Store, changes: Sequence[CameBack]) -> None:
    """Set these fields to what they were, and put removed records back, as an ordinary change that the lead hears of.

    Raises Refused when one was changed again since, or a rule does not allow it.
    """
    store.require(Deed.SEND)
    title = tr_many("Take back {n} change of the lead", "Take back {n} changes of the lead", len(changes))
    with store.operation(title, "put_back" if any(not one.field for one in changes) else "changed") as session:
        for one in changes:
            entry = session.execute(
                select(journal).where(journal.c.epoch == one.epoch, journal.c.seq == one.seq)
            ).one_or_none()
            if entry is None or not _in_force(session, entry, one.field):
                raise Refused(tr("This was changed again since, so it stays as it is now."))
            if one.field:
                _set_back(session, entry, one.field)
            else:
                removals.put_back(session, entry.operation)


def _set_back(session: Session, entry: Row[Any], name: str) -> None:
    record = session.get_one(kind_named(entry.kind), entry.record)
    field = next(one for one in fields_of(type(record)) if one.name == name)
    before = opened_values(unpack(entry.before), sealer_of(session.get_bind().dialect))
    setattr(record, name, field.unplain(before.get(name)))


def _read(session: Session, hub: UUID | None, line: int) -> Iterator[CameBack]:
    foreign = select(device_epoch.c.number).where(device_epoch.c.hub_id.is_not(None), device_epoch.c.hub_id != hub)
    rows = session.execute(
        select(journal)
        .where(journal.c.line == line, journal.c.epoch.in_(foreign), journal.c.action != "add")
        .order_by(journal.c.clock, journal.c.seq)
    )
    for entry in rows:
        if entry.kind in known_kinds() and _made_here(session, entry, hub):
            yield from _fields(session, entry)


def _made_here(session: Session, entry: Row[Any], hub: UUID | None) -> bool:
    table = table_of(entry.kind)
    home = session.scalar(select(table.c.hub_id).where(table.c.id == entry.record))
    told = unpack(entry.before).get("hub_id")
    return hub is not None and (home == hub or (home is None and told == str(hub)))


def _fields(session: Session, entry: Row[Any]) -> Iterator[CameBack]:
    sealer = sealer_of(session.get_bind().dialect)
    before, after = opened_values(unpack(entry.before), sealer), opened_values(unpack(entry.after), sealer)
    record = session.get(kind_named(entry.kind), entry.record)
    kind = kind_named(entry.kind)
    title = record.title if record is not None else _title_before(kind, before)
    where = (entry.epoch, entry.seq)
    if entry.action == "remove":
        # What is still used here was kept, so there is nothing to put back.
        gone = record is None and _in_force(session, entry, "")
        yield CameBack(entry.kind, entry.record, title, "", "", "", "", gone, *where, kept=_is_kept(session, entry))
        return
    for field in fields_of(kind):
        if field.name not in after or before.get(field.name) == after[field.name]:
            continue
        # The lead may have gone on from there itself, or something that it did not know of stands here all the while.
        if _in_force(session, entry, field.name) or _changed_since(session, entry, field.name):
            yield _one(session, entry, field, title, before.get(field.name), after[field.name])


def _is_kept(session: Session, entry: Row[Any]) -> bool:
    return session.scalar(select(waiting.c.reason).where(waiting.c.record == entry.record)) == USED


def _title_before(kind: type[Record], before: dict[str, Any]) -> str:
    """How a record that is gone was called; the kind's own name where that is erased or not known."""
    made = kind()
    set_plain(made, before)
    return str(kind.kind.one) if any(made.field_problems()) else made.title


def _one(session: Session, entry: Row[Any], field: Field, title: str, before: Any, after: Any) -> CameBack:
    shown = shown_value(session, field, before), shown_value(session, field, after)
    in_force = _in_force(session, entry, field.name)
    about = (entry.kind, entry.record, title, field.name, str(field.label))
    return CameBack(*about, *shown, in_force, entry.epoch, entry.seq)


def _changed_since(session: Session, entry: Row[Any], name: str) -> bool:
    """Whether this field of the record was changed after the return had been taken in."""
    later = select(journal.c.action, journal.c.after).where(
        journal.c.record == entry.record, journal.c.line > entry.line
    )
    return any(row.action != "change" or name in unpack(row.after) for row in session.execute(later))


def _in_force(session: Session, entry: Row[Any], name: str) -> bool:
    held = clocks_of(session.connection(), [entry.record]).get(entry.record)
    if held is None or bool(held.gone) == bool(name):
        return False
    return dot_of(held, name)[:2] == (entry.epoch, entry.seq)
