"""Two computers of one hub: a copy to begin with, then files of work either way, with everything that the hub has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, false
from sqlalchemy.exc import OperationalError

import hubdesk
from hubdesk.access.rights import Deed
from hubdesk.base.errors import FileTrouble, Refused
from hubdesk.base.progress import Progress
from hubdesk.base.spelt import spelt
from hubdesk.base.words import tr, tr_many
from hubdesk.store import Store
from hubdesk.store.restoring import refuse_unconfirmed
from hubdesk.store.small_facts import ASKS_OTHER, fact
from hubdesk.store.taking_a_copy import take_copy
from hubdesk.store.versions import NEWEST
from hubdesk.sync import package
from hubdesk.sync.correspondents import post_of
from hubdesk.sync.entry_lines import Lines
from hubdesk.sync.epochs import Epoch, epochs, homes
from hubdesk.sync.erasures import erasure_lines
from hubdesk.sync.file_names import beginning, free_path
from hubdesk.sync.forks import ForkedError
from hubdesk.sync.in_part import IN_PART, in_part, known_whole, plain_parts, wait_no_more, waits_for_other
from hubdesk.sync.merge_report import RuleProblem, Waiting, of_problems, of_waiting
from hubdesk.sync.only_repeated import give_way
from hubdesk.sync.own_hub import hub_name
from hubdesk.sync.package_body import UNREADABLE, damaged
from hubdesk.sync.proofs import PROOFS, keep_proofs, kept_proofs
from hubdesk.sync.taking_in import begin_anew_where_others_know_more, copied, note_taken, take_in
from hubdesk.sync.told import OTHER, hide, keep_told, note_all_told, returned_here, told_by
from hubdesk.sync.wrong_clock import clock_told

SUFFIX: Final = ".hubwork"


@dataclass(frozen=True)
class Work:
    """A file for the hub's other computer. entries: changes in it."""

    path: Path
    entries: int

    @property
    def sentence(self) -> str:
        return tr_many(
            "{n} change is in {name}. Take it to the other computer.",
            "{n} changes are in {name}. Take it to the other computer.",
            self.entries,
            name=self.path.name,
        )


@dataclass(frozen=True)
class WorkReport:
    """What a file from the hub's other computer brought. missing: it begins after something that has not come yet."""

    name: str
    new: int
    changed: int
    conflicts: int
    missing: bool
    erased: bool
    again: bool
    waiting: tuple[Waiting, ...] = ()
    problems: tuple[RuleProblem, ...] = ()

    def sentences(self) -> list[str]:
        """All of it for a person."""
        return list(self._said())

    def _said(self) -> Iterator[str]:
        if self.new or self.changed:
            said = tr("{name}: {new} new, {changed} changed.", name=self.name, new=self.new, changed=self.changed)
        else:
            said = tr("{name}: everything in it was here already.", name=self.name)
        yield said
        if self.conflicts:
            yield tr_many(
                "One value was entered differently on the two computers. Both are kept until you choose.",
                "{n} values were entered differently on the two computers. Both are kept until you choose.",
                self.conflicts,
            )
        if self.missing:
            yield tr(
                "Something before it has not come yet. Write a file here for the other computer: its next one brings the rest."
            )
        if self.erased:
            yield tr("Somebody was erased elsewhere, and is erased here too.")
        if self.again:
            yield tr("This file is older than what the other computer knows of it. It goes on in numbers of its own.")
        yield from of_waiting(self.waiting)
        yield from of_problems(self.problems)


def copy_to(store: Store, folder: Path, progress: Progress | None = None) -> Path:
    """Take a copy of the file for another computer; where it lies. Raises Refused when that cannot be done."""
    store.require(Deed.SEND)
    refuse_unconfirmed(store)
    held = store.held
    if held is None:
        raise Refused(tr("A database on a server needs no copy. Sign in to it from the other computer."))
    with store.writing_plainly() as connection:
        keep_told(connection, OTHER, _known(connection, epochs(connection)))
    target = take_copy(held, folder, progress)
    store.note("copied")
    return target


def write_work(store: Store, folder: Path, progress: Progress | None = None, *, whole: bool = False) -> Work:
    """Write what the hub's other computer does not know yet, or with ``whole`` everything, into one file in ``folder``.

    Raises Refused when the disk does not take it.
    """
    store.require(Deed.SEND)
    if store.hub_id is None:
        raise Refused(tr("This file does not belong to a hub yet. Set up the hub first."))
    refuse_unconfirmed(store)
    with store.reading_plainly() as connection:
        connection.execution_options(stream_results=True)
        known = epochs(connection)
        ranges = _ranges(connection, known, {} if whole else told_by(connection, OTHER))
        path = free_path(folder, f"work-{beginning(hub_name(connection, store.hub_id))}", SUFFIX)
        header = _header(store, connection, known, ranges)
        with Lines(connection, ranges, _Everything(), progress or Progress()) as lines:
            package.write(path, package.SIBLING, header, chain(erasure_lines(connection), lines), store.post_keys, ())
    store.note("sent", entries=lines.entries)
    return Work(path, lines.entries)


def take_work(store: Store, path: Path, progress: Progress | None = None) -> WorkReport:
    """Take in a file of the hub's other computer. Raises Refused when it is another hub's, or damaged."""
    store.require(Deed.SEND)
    checked = package.check(package.opener(path), package.SIBLING, post_of(store), progress)
    try:
        clock_told(checked.header)
        again = begin_anew_where_others_know_more(store, checked.header)
        with store.writing_plainly() as connection:
            taken = take_in(store, connection, checked, progress or Progress(), everything=True)
            keep_told(connection, OTHER, checked.header)
            note_all_told(connection, checked.header, _seen(checked.header), ASKS_OTHER)
            keep_proofs(connection, checked.header.get(PROOFS))
    except (FileTrouble, OperationalError):
        raise
    except ForkedError as fork:
        raise copied(fork) from None
    except UNREADABLE:
        raise damaged() from None
    note_taken(store, taken.touched, taken.erased)
    taken.conflicts = max(0, taken.conflicts - give_way(store))
    got = taken.touched
    return WorkReport(
        spelt(path.name),
        got.new,
        got.changed,
        taken.conflicts,
        bool(taken.gaps),
        bool(taken.erased),
        again,
        taken.waiting,
        taken.problems,
    )


def _seen(header: dict[str, Any]) -> dict[UUID, int]:
    return {UUID(header["epochs"][number]): int(seq) for number, seq in header["seen"].items()}


def is_awaited(store: Store) -> bool:
    """Whether something here waits for what only the hub's other computer may still have whole."""
    with store.reading_plainly() as connection:
        return waits_for_other(connection)


def await_no_more(store: Store) -> None:
    """Nothing waits for the hub's other computer any more, as it was stolen or broke down."""
    store.require(Deed.SEND)
    with store.writing_plainly() as connection:
        wait_no_more(connection)
    store.note("waits_no_more")
    # No record has changed; that it waits is shown.
    store.tell(frozenset())


class _Everything:
    """Between two computers of one hub nothing is held back."""

    tells_who = True
    kinds: frozenset[str] | None = None

    def title(self, operation: str, title: str) -> str:
        return title

    def keeps(self, kind: str, action: str, after: str) -> bool:
        return False

    def kept(self) -> ColumnElement[bool]:
        return false()

    def change(
        self, epoch: int, clock: int, kind: str, record: str, action: str, after: str, over: str
    ) -> tuple[str, str] | None:
        return after, over


def _ranges(connection: Connection, known: dict[int, Epoch], told: dict[UUID, int]) -> list[tuple[int, int, int]]:
    returned = returned_here(connection)
    ranges = []
    for one in known.values():
        last = max(one.highest, returned.get(one.epoch, 0))
        first = told.get(one.epoch, 0) + 1
        if last and first <= last:
            ranges.append((one.number, first, last))
    return ranges


def _header(
    store: Store, connection: Connection, known: dict[int, Epoch], ranges: list[tuple[int, int, int]]
) -> dict[str, Any]:
    return {
        "hub": str(store.hub_id),
        "made_at": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "clock": store.clock.tick(),
        "hubdesk": hubdesk.__version__,
        "schema": NEWEST,
        "homes": homes(connection, known, store.hub_id),
        "ranges": [{"epoch": number, "from": first, "to": last} for number, first, last in ranges],
        **_known(connection, known),
        PROOFS: kept_proofs(connection),
    }


def _known(connection: Connection, known: dict[int, Epoch]) -> dict[str, Any]:
    """Up to where this file knows each epoch."""
    parts = in_part(connection)
    said = {
        "epochs": {str(number): str(one.epoch) for number, one in known.items()},
        "seen": {str(number): known_whole(parts, one) for number, one in known.items()},
        IN_PART: plain_parts(parts),
        "returned": {str(epoch): seq for epoch, seq in returned_here(connection).items()},
    }
    own = next(number for number, one in known.items() if one.mine)
    return hide(said, own) if fact(connection, ASKS_OTHER) else said
