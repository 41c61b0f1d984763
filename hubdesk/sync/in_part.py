"""What came back in part: changes of this hub's own that a file had lost, as the lead has them, without what stays here.

The hub's other computer may still have them whole. It sends them again, as this file does not say that it knows them, and
they take the place of what came back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, select

from hubdesk.base.progress import Progress
from hubdesk.records.stand_ins import stands_in
from hubdesk.store.chain import COMPLETED
from hubdesk.store.digests import NO_NONCE
from hubdesk.store.saying_all_again import SAID, SAID_LINE
from hubdesk.store.small_facts import drop_fact, fact, keep_fact
from hubdesk.store.tables import device_epoch, journal
from hubdesk.store.taking_out import Ran, take_out
from hubdesk.store.values import pack, unpack
from hubdesk.sync import package
from hubdesk.sync.epochs import Epoch
from hubdesk.sync.forks import differs, held_under, told_less_exactly
from hubdesk.sync.ranges import by_range
from hubdesk.sync.rows import field_names
from hubdesk.sync.told import OTHER, forget_other, told_by
from hubdesk.sync.weight import HEAVIEST, weight_of

IN_PART: Final = "in_part"
"""In a header: by epoch, the first and the last change that its writer only has in part. Also the setting that keeps it."""

_AT_ONCE: Final = 500
_MOST_RUNS: Final = 100

Parts = dict[UUID, tuple[int, int]]
"""By epoch, the first and the last of them."""

_Told = tuple[dict[str, Any], dict[str, Any]]
"""The line of an operation, and that of one of its changes."""


def in_part(connection: Connection) -> Parts:
    """What this file only has in part."""
    stored = fact(connection, IN_PART)
    return told_in_part(unpack(stored)) if stored else {}


def told_in_part(told: Any) -> Parts:
    """The same out of a header. Raises ValueError or the like where that makes no sense."""
    return {UUID(epoch): (int(first), int(last)) for epoch, (first, last) in dict(told).items()}


def plain_parts(parts: Parts) -> dict[str, list[int]]:
    """As a header tells them."""
    return {str(epoch): [first, last] for epoch, (first, last) in parts.items()}


def known_whole(parts: Parts, one: Epoch) -> int:
    """Up to where this file has an epoch whole."""
    return min(one.highest, parts[one.epoch][0] - 1) if one.epoch in parts else one.highest


def note_in_part(connection: Connection, found: Mapping[UUID, Sequence[int]]) -> None:
    """Remember that these came in part."""
    parts, some = in_part(connection), {epoch: seqs for epoch, seqs in found.items() if seqs}
    for epoch, seqs in some.items():
        first, last = parts.get(epoch, (min(seqs), max(seqs)))
        parts[epoch] = min(first, *seqs), max(last, *seqs)
    if some:
        keep_fact(connection, IN_PART, pack(plain_parts(parts)))


def unsure_fields(connection: Connection, records: Sequence[UUID]) -> dict[UUID, frozenset[str]]:
    """Of these records those that this file has in part, and of each the fields of which it may not know how they stand.

    Said anew, they would take the place of what the hub's other computer knows. Without one, those are unsure of which
    nothing is known.
    """
    parts = in_part(connection)
    if not parts:
        return {}
    awaited = waits_for_other(connection)
    known: dict[UUID, set[str]] = {id: set() for id in records}
    kinds: dict[UUID, str] = {}
    columns = (
        journal.c.record,
        journal.c.kind,
        journal.c.seq,
        journal.c.after,
        device_epoch.c.epoch,
        device_epoch.c.mine,
    )
    said = select(*columns).join(device_epoch, device_epoch.c.number == journal.c.epoch)
    for row in connection.execute(said.where(journal.c.record.in_(records))):
        first, last = parts.get(row.epoch, (0, -1))
        if first <= row.seq <= last:
            kinds[row.record] = row.kind
        if not awaited or (row.mine and row.seq > last):
            known[row.record].update(name for name, value in unpack(row.after).items() if not stands_in(value))
    return {record: field_names(kind) - known[record] for record, kind in kinds.items()}


def waits_for_other(connection: Connection) -> bool:
    """Whether something here waits for what only the hub's other computer may still have whole."""
    return bool(in_part(connection)) and bool(told_by(connection, OTHER))


def wait_no_more(connection: Connection) -> None:
    """That computer will not come back: what is known goes out without it. Should it turn up, it is heard all the same."""
    forget_other(connection)
    _say_anew(connection)


def make_room(
    connection: Connection, checked: package.Checked, numbers: Mapping[int, int], by: str, progress: Progress
) -> Parts:
    """Take out what is here in part of what the hub's other computer sends with more to it, and note what is no longer so.

    Answers with what that computer has in part itself.
    """
    header, parts = checked.header, in_part(connection)
    theirs = told_in_part(header.get(IN_PART, {}))
    if not parts:
        return theirs
    names = {int(said): UUID(epoch) for said, epoch in header["epochs"].items()}
    ranges = {int(one["epoch"]): (int(one["from"]), int(one["to"])) for one in header["ranges"]}
    runs: list[Ran] = []
    for said, lines in by_range(
        line for line in package.lines(checked) if "beside" not in line and "erased" not in line
    ):
        epoch = names[said]
        if epoch not in parts:
            continue
        runs += _runs(numbers[said], _said_with_more(connection, numbers[said], lines))
        first, last = ranges[said]
        whole = min(last, theirs[epoch][0] - 1) if epoch in theirs else last
        if first <= parts[epoch][0] <= whole:
            parts[epoch] = whole + 1, parts[epoch][1]
        if parts[epoch][0] > parts[epoch][1]:
            del parts[epoch]
    for start in range(0, len(runs), _MOST_RUNS):
        some = runs[start : start + _MOST_RUNS]
        take_out(connection, some, by, {}, progress, what=COMPLETED)
    if runs:
        _say_anew(connection)
    keep_fact(connection, IN_PART, pack(plain_parts(parts)))
    return theirs


def _say_anew(connection: Connection) -> None:
    """What was held back was said again without what was only known in part."""
    drop_fact(connection, SAID)
    drop_fact(connection, SAID_LINE)


def _said_with_more(connection: Connection, number: int, lines: Iterator[dict[str, Any]]) -> Iterator[int]:
    """The numbers of the lines that say more than what is held under them; what was erased here stays erased."""
    waiting: dict[int, _Told] = {}
    named: dict[str, Any] = {}
    weighs = 0
    for line in lines:
        if "operation" in line:
            named = line
        elif "seq" in line:
            waiting[int(line["seq"])] = named, line
            weighs += weight_of(line)
        if len(waiting) >= _AT_ONCE or weighs >= HEAVIEST:
            yield from _more(connection, number, waiting)
            waiting, weighs = {}, 0
    yield from _more(connection, number, waiting)


def _more(connection: Connection, number: int, told: Mapping[int, _Told]) -> Iterator[int]:
    held = held_under(connection, number, list(told))
    for seq in sorted(held):
        row, (named, line) = held[seq], told[seq]
        # Another change under the same number is left as it is, to be told as proof of a copied file.
        if row.nonce == NO_NONCE or differs(row, named, line):
            continue
        if _says_less(row.kind, unpack(row.after), line["after"]):
            yield seq


def _says_less(kind: str, held: Mapping[str, Any], told: Mapping[str, Any]) -> bool:
    if not held.keys() - told_less_exactly(kind) <= told.keys():
        return False
    return bool(told.keys() - held.keys()) or any(
        _is_less(held[name]) and not _is_less(told[name]) for name in held.keys() & told.keys()
    )


def _is_less(value: Any) -> bool:
    """Whether it may stand in the place of what stays at the hub: nothing does for what names somebody who refused."""
    return value is None or stands_in(value)


def _runs(number: int, seqs: Iterator[int]) -> list[Ran]:
    runs: list[Ran] = []
    for seq in seqs:
        if runs and runs[-1][2] + 1 == seq:
            runs[-1] = (number, runs[-1][1], seq)
        else:
            runs.append((number, seq, seq))
    return runs
