"""How a record stands after everything that is known of it: a function of its changes, whatever order they came in."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple, Protocol
from uuid import UUID

from hubdesk.store.clock import FAR
from hubdesk.store.decisions import AGAIN, clash_id, field_in
from hubdesk.store.dots import AGAINST, ALL, Dot

_HUB: Final = "hub_id"


class Knows(Protocol):
    """What each machine knew at each of its changes."""

    def had(self, epoch: int, seq: int, other: int, other_seq: int) -> bool:
        """Whether the change (epoch, seq) was made with (other, other_seq) at hand."""

    def known_to(self, epoch: int) -> Mapping[int, Collection[object]]:
        """By the other epochs of which a machine ever had something at hand."""


class Entry(NamedTuple):
    """One change to a record, in this file's own epoch numbers. after: JSON values; over: the dots it replaced.

    narrow: it was made where only a part of the record is known, so what it does not name it does not touch.
    """

    epoch: int
    seq: int
    clock: int
    action: str
    after: dict[str, Any]
    over: dict[str, Sequence[int]]
    narrow: bool = False

    @property
    def dot(self) -> Dot:
        return self.epoch, self.seq

    def value(self, name: str) -> Any:
        return self.after.get(name)


@dataclass(frozen=True)
class Clash:
    """Two values of one field that were entered without knowing of each other; kept is the one in force."""

    id: UUID
    field: str
    kept: Entry
    other: Entry


@dataclass
class Standing:
    """begun: its beginning is known. dots: by field, its change in force; first: that of the record itself."""

    begun: bool
    gone: bool
    values: dict[str, Any]
    dots: dict[str, Entry]
    first: Entry
    clashes: list[Clash] = field(default_factory=list)


def stand(
    record: UUID,
    entries: Sequence[Entry],
    fields: frozenset[str],
    knows: Knows,
    names: Mapping[int, UUID],
    *,
    seeded: bool,
) -> Standing:
    """How the record stands. names: the epochs' own ids; seeded: a kind that every hub begins with the same records of."""

    def rank(one: Entry) -> tuple[int, str, int]:
        return one.clock, str(names[one.epoch]), one.seq

    undone = _undone(entries)
    told = entries
    if ALL in undone:
        entries = [one for one in entries if one.dot not in undone[ALL]]
    whole = [one for one in entries if one.action != "change"]
    begun = any(one.action == "add" for one in whole)
    removed = [one for one in _heads(whole, ALL, knows) if one.action == "remove"]
    back = [one for one in removed if _brought_back(one, entries, undone, knows)]
    ends = [one for one in removed if one not in back]
    # Of what was taken out since, nothing may be left but a decision and what took it back.
    first = max(ends or _heads(whole, ALL, knows) or entries or told, key=rank)
    made = Standing(begun, bool(ends), {}, {}, first)
    removals = [] if made.gone else [one for one in whole if one.action == "remove"]
    if back:
        removals = [one for one in removals if any(_added_again(later, one, knows) for later in whole)]
    for name, writes in sorted(_writes(entries, fields, undone).items()):
        heads = writes
        if len(writes) > 1 or removals:
            void = undone.get(name, ())
            since = [one for one in removals if one.dot not in void and not _passes_by(one, name, entries)]
            heads = _heads(writes, name, knows, since)
            if seeded:
                heads = _without_seeds(heads, writes, name)
        kept = heads[0] if len(heads) == 1 else max(heads, key=rank)
        made.dots[name] = kept
        made.values[name] = kept.value(name)
        if name == _HUB:
            continue
        if made.gone:
            end = max(ends, key=rank)
            late = [
                one for one in heads if one.action == "change" and not any(_covers(e, one, name, knows) for e in ends)
            ]
            made.clashes += [_clash(record, name, end, one, names) for one in late]
        elif len(heads) > 1:
            others = [one for one in heads if one.value(name) != kept.value(name)]
            made.clashes += [_clash(record, name, kept, one, names) for one in others]
    return made


def _brought_back(
    removal: Entry, entries: Sequence[Entry], undone: Mapping[str, Collection[Dot]], knows: Knows
) -> bool:
    """Whether somebody changed it who knew of its removal: so it stood there, as others still use it, and is to stay."""
    return any(
        one.action == "change"
        and any(one.dot not in undone.get(name, ()) for name in one.after)
        and (removal.dot in {(dot[0], dot[1]) for dot in one.over.values()} or _covers(one, removal, ALL, knows))
        for one in entries
    )


def _added_again(later: Entry, removal: Entry, knows: Knows) -> bool:
    return later.action == "add" and _covers(later, removal, ALL, knows)


def _undone(entries: Sequence[Entry]) -> dict[str, set[Dot]]:
    """By field, or ALL of the record, the decisions that were taken back and what took them back: neither counts.

    So it is with a removal that was taken back, of a field that was open before it.
    """
    found: dict[str, set[Dot]] = {}
    for one in entries:
        for key in one.over:
            if key.endswith(AGAIN):
                name = field_in(key)
                gone = one.over if name == ALL else {name: one.over[name]} if name in one.over else {}
                dots = {(dot[0], dot[1]) for known, dot in gone.items() if known == field_in(known)}
                found.setdefault(name, set()).update({one.dot}, dots)
    return found


def _writes(
    entries: Sequence[Entry], fields: frozenset[str], undone: Mapping[str, Collection[Dot]]
) -> dict[str, list[Entry]]:
    """By field, the changes that say what it is, in their order; of most fields there is only that of the beginning."""
    by_name: dict[str, list[Entry]] = {}
    for one in entries:
        for name in fields.union(one.after) if one.action == "add" and not one.narrow else one.after:
            if not undone or one.dot not in undone.get(name, ()):
                by_name.setdefault(name, []).append(one)
    return by_name


def _passes_by(removal: Entry, name: str, entries: Sequence[Entry]) -> bool:
    """Whether a removal since undone elsewhere leaves this field alone, because only a part of the record came back there."""
    again = [one for one in entries if one.action == "add" and one.narrow]
    return removal.narrow and bool(again) and not any(name in one.after for one in again)


def _heads(writes: Sequence[Entry], name: str, knows: Knows, removals: Sequence[Entry] = ()) -> list[Entry]:
    """Those that no other write, and no removal since undone, was made in knowledge of.

    What every hub says once is looked at once for each, and not in pairs, but for those who knew of each other.
    """
    last: dict[int, Entry] = {}
    for one in writes:
        if one.epoch not in last or last[one.epoch].seq < one.seq:
            last[one.epoch] = one
    covered: set[int] = set()
    for later in (*writes, *removals):
        reach = {later.epoch, *(knows.known_to(later.epoch).keys() & last.keys())}
        reach.update(epoch for epoch, _ in _names(later, name))
        for epoch in reach:
            if epoch in last and epoch not in covered and _covers(later, last[epoch], name, knows):
                covered.add(epoch)
    return [one for epoch, one in last.items() if epoch not in covered] or list(writes)


def _covers(later: Entry, earlier: Entry, name: str, knows: Knows) -> bool:
    if later.epoch == earlier.epoch:
        return later.seq > earlier.seq
    if earlier.dot in _names(later, name):
        return True
    # Whoever sees a change takes note of its clock: what was made long after was not at hand, whatever a package says.
    return earlier.clock <= later.clock + FAR and knows.had(later.epoch, later.seq, earlier.epoch, earlier.seq)


def _names(later: Entry, name: str) -> set[Dot]:
    """The changes of a field that this one says it replaced, or decided against."""
    if not later.over:
        return set()
    whole = later.over.get(name) or later.over.get(ALL)
    dots = [dot for key, dot in later.over.items() if AGAINST in key and field_in(key) == name]
    return {(dot[0], dot[1]) for dot in (*dots, *([whole] if whole else ()))}


def _without_seeds(heads: list[Entry], writes: Sequence[Entry], name: str) -> list[Entry]:
    """What every hub begins with is one value, not one for each hub: who changed it has seen it."""
    standing = {one.dot for one in heads}
    seeds: list[Any] = []
    for one in writes:
        if one.action == "add" and not one.over and one.dot not in standing and one.value(name) not in seeds:
            seeds.append(one.value(name))
    left = [one for one in heads if one.action != "add" or one.over or one.value(name) not in seeds]
    return left or heads


def _clash(record: UUID, name: str, kept: Entry, other: Entry, names: Mapping[int, UUID]) -> Clash:
    id = clash_id(record, name, (names[kept.epoch], kept.seq), (names[other.epoch], other.seq))
    return Clash(id, name, kept, other)
