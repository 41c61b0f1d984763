"""Taking away what the journal says of records, while the log still shows that nothing else was touched."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, select, tuple_, update

from hubdesk.base.words import tr
from hubdesk.store.chain import TAKEN_OUT, append
from hubdesk.store.digests import NO_NONCE, hash_of
from hubdesk.store.proof import as_left, is_within
from hubdesk.store.tables import audit, journal, operation
from hubdesk.store.values import pack, unpack

_EMPTY: Final = pack({})
_AT_ONCE: Final = 400

SEALED: Final = "sealed"
"""Why a line of the log holds rows anew of which nothing was erased: what lay open in them was sealed."""

Place = tuple[int, int]
"""A row of the journal: its epoch and its number in it."""


def nameless_title() -> str:
    """What an operation is called whose title named what was erased."""
    return tr("Something that was erased")


def blank(
    connection: Connection,
    rows: Mapping[Place, Mapping[str, Any]],
    titles: Iterable[UUID],
    by: str,
    why: str = "",
) -> int:
    """Empty these rows of the journal, but for what each is given to keep, and the titles of these operations, for good.

    How many rows that were. Their digests stay, so that the log can still be checked, and a line of it names them, with
    ``why``, a word of a program. Rows that hold no more than that already are left alone. Runs inside the transaction
    of this connection, whose statements must be let through.
    """
    kept = {place: pack(left) for place, left in rows.items()}
    fuller = [row for row in _rows(connection, sorted(kept)) if _says_more(row, kept[row.epoch, row.seq])]
    gone = [(row.epoch, row.seq) for row in fuller]
    headless = [row.id for row in _operations(connection, sorted(set(titles), key=str)) if row.nonce != NO_NONCE]
    if not gone and not headless:
        return 0
    emptied = [{"at_epoch": place[0], "at_seq": place[1], "left": kept[place]} for place in gone]
    here = (journal.c.epoch == bindparam("at_epoch")) & (journal.c.seq == bindparam("at_seq"))
    taken = update(journal).where(here).values(before=_EMPTY, after=bindparam("left"), nonce=NO_NONCE)
    for part in _some(emptied):
        connection.execute(taken, part)
    for some in _some(headless):
        named = update(operation).where(operation.c.id.in_(some))
        connection.execute(named.values(title=nameless_title(), nonce=NO_NONCE))
    # A line holds what it left as it was left: what an earlier one left, and this changes, is this one's from now on.
    places, ids = erased_beside(connection, {(row.epoch, row.seq) for row in fuller if row.nonce == NO_NONCE})
    about: dict[str, Any] = {"erased": len(gone), "kinds": _kinds(fuller)} | ({"why": why} if why else {})
    whole = (places & only_sealed(connection)).difference(gone) if places else ()
    hold_as_left(connection, places.union(gone), ids.union(headless), by, about, whole)
    return len(gone)


def erased_beside(connection: Connection, some: Collection[Place | UUID]) -> tuple[set[Place], set[UUID]]:
    """All rows and operations that stand erased under the same line of the log as one of these."""
    holder: dict[Place | UUID, int] = {}
    lines = select(audit.c.seq, audit.c.what, audit.c.about).where(audit.c.what.in_(("erased", *TAKEN_OUT)))
    for line in connection.execute(lines.order_by(audit.c.seq)) if some else ():
        about = unpack(line.about)
        ids: set[Place | UUID] = {UUID(id) for id in about["titles"]}
        if line.what in TAKEN_OUT:
            out = about["rows"]
            holder = {one: seq for one, seq in holder.items() if one not in ids and not is_within(one, out)}
            continue
        holder |= dict.fromkeys(_places(about["rows"]), line.seq)
        holder |= dict.fromkeys(ids, line.seq)
    wanted = {holder[one] for one in some if one in holder}
    beside = [one for one, seq in holder.items() if seq in wanted]
    return {one for one in beside if not isinstance(one, UUID)}, {one for one in beside if isinstance(one, UUID)}


def only_sealed(connection: Connection) -> set[Place]:
    """The rows without a nonce that still say all they said: what lay open in them was sealed, and nothing erased."""
    whole: set[Place] = set()
    erased: set[Place] = set()
    lines = select(audit.c.what, audit.c.about).where(audit.c.what.in_(("erased", *TAKEN_OUT))).order_by(audit.c.seq)
    for what, said in connection.execute(lines):
        about = unpack(said)
        if what in TAKEN_OUT:
            whole = {place for place in whole if not is_within(place, about["rows"])}
            continue
        held = set(_places(about["rows"]))
        kept = held - erased if about.get("why") == SEALED else set(_places(about.get("whole", ()))) & whole
        whole = whole - held | kept
        erased |= held - kept
    return whole


def hold_as_left(
    connection: Connection,
    places: Collection[Place],
    ids: Collection[UUID],
    by: str,
    about: Mapping[str, Any],
    whole: Collection[Place] = (),
) -> None:
    """Write the line of the log that holds these erased rows and operations as they are now; ``whole``: those only sealed."""
    rows, titles = sorted(places), sorted(ids, key=str)
    left = [as_left(row) for row in (*_rows(connection, rows), *_operations(connection, titles))]
    held: dict[str, Any] = {"rows": list(_ranges(rows)), "titles": [str(id) for id in titles]}
    if whole:
        held["whole"] = list(_ranges(sorted(whole)))
    append(connection, "erased", by, held | dict(about), hash_of(sorted(left)))


def _says_more(row: Row[Any], kept: str) -> bool:
    return bool(row.nonce != NO_NONCE or row.before != _EMPTY or row.after != kept)


def _kinds(rows: Iterable[Row[Any]]) -> dict[str, int]:
    """How many records of each kind these rows are about."""
    records: dict[str, set[UUID]] = {}
    for row in rows:
        records.setdefault(row.kind, set()).add(row.record)
    return {kind: len(ids) for kind, ids in records.items()}


def _rows(connection: Connection, places: list[Place]) -> Iterator[Row[Any]]:
    for some in _some(places):
        yield from connection.execute(select(journal).where(tuple_(journal.c.epoch, journal.c.seq).in_(some)))


def _operations(connection: Connection, ids: list[UUID]) -> Iterator[Row[Any]]:
    for some in _some(ids):
        yield from connection.execute(select(operation).where(operation.c.id.in_(some)))


def _some(of: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(of), _AT_ONCE):
        yield of[start : start + _AT_ONCE]


def _places(ranges: Iterable[Sequence[int]]) -> Iterator[Place]:
    return ((epoch, seq) for epoch, first, last in ranges for seq in range(first, last + 1))


def _ranges(places: list[Place]) -> Iterator[list[int]]:
    """Runs of neighbours, as epoch, first and last number."""
    run: list[int] = []
    for epoch, seq in places:
        if run and run[0] == epoch and run[2] + 1 == seq:
            run[2] = seq
            continue
        if run:
            yield run
        run = [epoch, seq, seq]
    if run:
        yield run
