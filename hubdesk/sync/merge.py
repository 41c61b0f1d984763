"""Packages taken in: each file checked whole, then everything in one transaction, then told in plain words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from pathlib import Path
from uuid import UUID

from hubdesk.access.rights import Deed
from hubdesk.base.errors import Refused
from hubdesk.base.progress import Progress
from hubdesk.store import Store
from hubdesk.store.server_engines import LONG_PATIENCE
from hubdesk.sync import package
from hubdesk.sync.aside import latest_allowed
from hubdesk.sync.epochs import epochs
from hubdesk.sync.merge_report import MergeReport
from hubdesk.sync.merging import UNREADABLE, Apart, ApartError, Merging, opener
from hubdesk.sync.rows import known_kinds


class _RehearsedError(Exception):
    """Takes a dry run out of its transaction."""

    def __init__(self, report: MergeReport) -> None:
        super().__init__()
        self.report = report


def merge_packages(
    store: Store,
    paths: Sequence[Path],
    progress: Progress | None = None,
    *,
    dry_run: bool = False,
    approved: Collection[str] = (),
) -> MergeReport:
    """Take in packages of any hubs in any order; a file that is refused is listed with the reason and leaves no trace.

    With ``dry_run`` the report is the same and nothing is kept. ``approved``: seals of packages in quarantine that a person
    lets in. Raises Cancelled when asked to stop; then nothing of any file is kept.
    """
    store.require(Deed.MERGE)
    if not dry_run:
        _begin_anew_after_restoring(store, paths)
    apart: dict[Path | UUID, Apart] = {}
    while True:
        merge = Merging(store, progress or Progress(), apart)
        try:
            with store.writing_plainly(LONG_PATIENCE) as connection:
                report = merge.run(connection, paths, approved)
                if dry_run:
                    raise _RehearsedError(report)
        except _RehearsedError as rehearsed:
            return rehearsed.report
        except ApartError as found:
            apart[found.file] = found.apart
        else:
            break
    # Whose clock runs far ahead was let in by a person; what is done here from now on need not run ahead with it.
    store.clock.fold(min(merge.touched.clock, latest_allowed()))
    if merge.erased:
        store.note_erasures()
    if merge.touched.records or merge.erased:
        store.tell((frozenset(merge.touched.records.values()) | merge.erased) & known_kinds())
    return report


def network_of(paths: Sequence[Path]) -> str:
    """The network that the hubs' packages say they belong to, by the first that says it; empty when none does."""
    for path in paths:
        with suppress(Refused, OSError):
            named = package.check(opener(path), package.CHANGES).header.get("network")
            if named:
                return str(named)
    return ""


def _begin_anew_after_restoring(store: Store, paths: Sequence[Path]) -> None:
    """Others know changes of this file's own epoch that it does not know: it was brought back from a backup."""
    with store.reading_plainly() as connection:
        mine = next(one for one in epochs(connection).values() if one.mine)
    for path in paths:
        try:
            header = package.check(opener(path), package.CHANGES).header
            own = [said for said, epoch in header["epochs"].items() if epoch == str(mine.epoch)]
            lasts = [int(one["to"]) for one in header["ranges"] if str(one["epoch"]) in own]
        except (Refused, *UNREADABLE):
            continue
        if any(last > mine.highest for last in lasts):
            store.begin_epoch()
            return
