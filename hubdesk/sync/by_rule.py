"""Disagreements decided by rule: a manager has said how one field is always decided, for what is open and what comes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Row, select
from sqlalchemy.orm import Session

from hubdesk.access.rights import Deed
from hubdesk.base.errors import FieldError
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr, tr_many, within
from hubdesk.fields.field import Field
from hubdesk.fields.types import Notes, Text
from hubdesk.records import fields_of, kind_named
from hubdesk.store import Store
from hubdesk.store.small_facts import fact, keep_fact
from hubdesk.store.tables import journal
from hubdesk.store.tables_of_exchange import conflict
from hubdesk.store.twins import twin_problems
from hubdesk.store.values import pack, unpack
from hubdesk.sync.epochs import epochs
from hubdesk.sync.merge import merge_packages
from hubdesk.sync.merge_report import MergeReport
from hubdesk.sync.resolving import choose, unsealed
from hubdesk.sync.rows import field_names, known_kinds, table_of

NEWEST, OWNER, OF_HUB, LONGER = "newest", "owner", "hub", "longer"

_FACT: Final = "decision_rules"
_AT_ONCE: Final = 200


@dataclass(frozen=True)
class Rule:
    """Of one field of a kind, which value is taken. choice: one of the four; hub: whose, for OF_HUB, and how it is called."""

    kind: str
    field: str
    choice: str
    hub: str = ""
    hub_name: str = ""

    @property
    def taken(self) -> str:
        """Which value it takes, in words."""
        if self.choice == OWNER:
            return tr("the one from the hub whose record it is")
        if self.choice == OF_HUB:
            return tr("the one from {hub}", hub=self.hub_name)
        return tr("the longer text") if self.choice == LONGER else tr("the newest")

    @property
    def sentence(self) -> str:
        """All of it, in words."""
        kind = kind_named(self.kind)
        return tr("{kind}, {field}: {taken}", kind=kind.kind.one, field=within(_field(self).label), taken=self.taken)


@dataclass(frozen=True)
class Offer:
    """A rule that may be chosen, and how many of the open disagreements it would decide."""

    rule: Rule
    decides: int


def rules(store: Store) -> list[Rule]:
    """Those that are remembered; of kinds and fields that this version knows."""
    with store.reading_plainly() as connection:
        return _rules(connection)


def offers(store: Store, kind: str, field: str) -> tuple[list[Offer], int]:
    """The rules that there may be for a field, and how many disagreements about it are open, removals left out."""
    with store.reading() as session:
        looking = _Looking(session, store.hub_id)
        open_ones = list(looking.open(kind, field))
        hubs = sorted({(name, str(hub)) for rows in open_ones for hub, name in looking.hubs(rows)})
        made = [Rule(kind, field, NEWEST), Rule(kind, field, OWNER)]
        made += [Rule(kind, field, OF_HUB, hub, name) for name, hub in hubs]
        if isinstance(_field(made[0]).type, Text | Notes) and not _field(made[0]).special:
            made.append(Rule(kind, field, LONGER))
        counts = [Offer(rule, sum(looking.chosen(rule, rows) is not None for rows in open_ones)) for rule in made]
    return counts, len(open_ones)


def always(store: Store, rule: Rule) -> int:
    """Remember the rule in the place of the one there was for the field, and decide by it what is open; how many."""
    store.require(Deed.MERGE)
    _keep(store, lambda kept: [*(one for one in kept if (one.kind, one.field) != (rule.kind, rule.field)), rule])
    return _decide(store, tr("Decide by rule: {rule}", rule=rule.sentence), [rule], frozenset())


def forget(store: Store, rule: Rule) -> None:
    """Decide nothing more by it; what it decided stays decided."""
    store.require(Deed.MERGE)
    _keep(store, lambda kept: [one for one in kept if one != rule])


def merge_and_decide(
    store: Store,
    paths: Sequence[Path],
    progress: Progress | None = None,
    *,
    dry_run: bool = False,
    approved: Collection[str] = (),
) -> tuple[MergeReport, int]:
    """Merge as `merge_packages` does, then decide by the rules what the packages brought to be decided; how many.

    What was open before stays so: whoever undid what a rule had decided wants to decide it themselves. With ``dry_run``
    how many would be.
    """
    remembered = rules(store)
    with store.reading_plainly() as connection:
        before = frozenset(connection.scalars(select(conflict.c.id))) if remembered else frozenset()
    would = 0

    def look(connection: Connection) -> None:
        nonlocal would
        would = _would_decide(store, connection, remembered, before) if dry_run else 0

    report = merge_packages(store, paths, progress, dry_run=dry_run, approved=approved, look=look)
    if dry_run or not remembered:
        return report, would
    return report, _decide(store, tr("Decide by your rules"), remembered, before)


def decided_said(n: int) -> list[str]:
    """How many of what packages brought was decided by rule, in words."""
    return [tr_many("{n} of that is decided by your rules.", "{n} of that are decided by your rules.", n)] if n else []


def _rules(connection: Connection) -> list[Rule]:
    kept = [Rule(**one) for one in unpack(fact(connection, _FACT) or "[]")]
    return [one for one in kept if one.kind in known_kinds() and one.field in field_names(one.kind)]


def _keep(store: Store, change: Callable[[list[Rule]], list[Rule]]) -> None:
    """Remember what ``change`` makes of the rules, also of those that another desk made a moment ago."""
    with store.writing_plainly() as connection:
        kept = change(_rules(connection))
        keep_fact(connection, _FACT, pack([asdict(one) for one in kept]))
    store.note("rules_changed", rules=len(kept))
    store.tell(frozenset())


def _decide(store: Store, title: str, by: Sequence[Rule], but: frozenset[UUID]) -> int:
    done = 0
    with store.operation(title, "decided") as session:
        looking = _Looking(session, store.hub_id)
        for rule in by:
            for rows in list(looking.open(rule.kind, rule.field)):
                chosen = None if but.intersection(row.id for row in rows) else looking.chosen(rule, rows)
                if chosen is None or not _taken(store, session, rule, rows[0], chosen):
                    continue
                done += 1
                if done % _AT_ONCE == 0:
                    store.settle(session)
                    session.expunge_all()
    return done


def _would_decide(store: Store, connection: Connection, by: Sequence[Rule], but: frozenset[UUID]) -> int:
    """How many the rules would decide, in a transaction that is taken back."""
    with Session(connection, autoflush=False, join_transaction_mode="rollback_only") as session:
        looking = _Looking(session, store.hub_id)
        return sum(
            chosen is not None
            and not but.intersection(row.id for row in rows)
            and _fits(store, session, rule, rows[0], chosen)
            for rule in by
            for rows in looking.open(rule.kind, rule.field)
            for chosen in [looking.chosen(rule, rows)]
        )


def _taken(store: Store, session: Session, rule: Rule, row: Row[Any], chosen: _Side) -> bool:
    """Take the value, unless a rule of the record does not allow it: then it is left to a person."""
    if not _fits(store, session, rule, row, chosen):
        return False
    record = session.get_one(kind_named(rule.kind), row.record)
    choose(session, record, rule.field, None if _stands(row, chosen) else chosen.value)
    session.flush()
    return True


def _fits(store: Store, session: Session, rule: Rule, row: Row[Any], chosen: _Side) -> bool:
    """Whether the record is here, and its rules allow the value."""
    record = session.get(kind_named(rule.kind), row.record)
    if record is None or _stands(row, chosen):
        return record is not None
    before = getattr(record, rule.field)
    try:
        value = unsealed(session, record, rule.field, chosen.value)
    except FieldError:
        return False
    with session.no_autoflush:
        setattr(record, rule.field, value)
        around = store.around(session)
        wrong = (*record.field_problems(), *record.problems(around), *twin_problems(record, around))
        setattr(record, rule.field, before)
    return not wrong


def _stands(row: Row[Any], chosen: _Side) -> bool:
    return (chosen.epoch, chosen.seq) == (row.kept_epoch, row.kept_seq)


@dataclass(frozen=True)
class _Side:
    epoch: int
    seq: int
    value: str


class _Looking:
    """Looks at what is open about a field: the conflicts of each record, in which all name the value in force."""

    def __init__(self, session: Session, own: UUID | None) -> None:
        self._session = session
        known = epochs(session.connection())
        self._homes = {number: own if one.mine or one.hub is None else one.hub for number, one in known.items()}
        table = table_of("hub")
        self._names = {row.id: str(row.name) for row in session.execute(select(table.c.id, table.c.name))}

    def open(self, kind: str, field: str) -> Iterator[list[Row[Any]]]:
        """By record; an edit against a removal is never decided by rule."""
        kept = (journal.c.epoch == conflict.c.kept_epoch) & (journal.c.seq == conflict.c.kept_seq)
        query = select(conflict).join(journal, kept).where(conflict.c.kind == kind, conflict.c.field == field)
        found: dict[UUID, list[Row[Any]]] = {}
        for row in self._session.execute(query.where(journal.c.action != "remove").order_by(conflict.c.id)):
            found.setdefault(row.record, []).append(row)
        yield from found.values()

    def hubs(self, rows: Sequence[Row[Any]]) -> Iterator[tuple[UUID, str]]:
        """Whose values these are, as far as they have a name."""
        for side in _sides(rows):
            hub = self._homes.get(side.epoch)
            if hub is not None and hub in self._names:
                yield hub, self._names[hub]

    def chosen(self, rule: Rule, rows: Sequence[Row[Any]]) -> _Side | None:
        """What the rule takes; None where it does not say."""
        sides = _sides(rows)
        if rule.choice == NEWEST:
            # What is in force until somebody decides is what the clocks call the newest.
            return sides[0]
        if rule.choice == LONGER:
            lengths = [len(str(unpack(side.value) or "")) for side in sides]
            fit = [side for side, n in zip(sides, lengths, strict=True) if n == max(lengths)]
        else:
            wanted = UUID(rule.hub) if rule.choice == OF_HUB else self._owner(rule.kind, rows[0].record)
            fit = [side for side in sides if wanted is not None and self._homes.get(side.epoch) == wanted]
        return fit[0] if len(fit) == 1 else None

    def _owner(self, kind: str, record: UUID) -> UUID | None:
        table = table_of(kind)
        found: UUID | None = self._session.scalar(select(table.c.hub_id).where(table.c.id == record))
        return found


def _sides(rows: Sequence[Row[Any]]) -> list[_Side]:
    kept = _Side(rows[0].kept_epoch, rows[0].kept_seq, rows[0].kept)
    return [kept, *(_Side(row.other_epoch, row.other_seq, row.other) for row in rows)]


def _field(rule: Rule) -> Field:
    return next(one for one in fields_of(kind_named(rule.kind)) if one.name == rule.field)
