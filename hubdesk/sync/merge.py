"""Packages taken in: each file checked whole, then everything in one transaction, then told in plain words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Final
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from hubdesk.access.rights import Deed
from hubdesk.base.errors import FileTrouble, Refused
from hubdesk.base.progress import Progress
from hubdesk.store import Store
from hubdesk.store.server_engines import LONG_PATIENCE
from hubdesk.sync import package
from hubdesk.sync.apart import Apart, ApartError
from hubdesk.sync.correspondents import post_of
from hubdesk.sync.merge_report import MergeReport
from hubdesk.sync.merging import Merging
from hubdesk.sync.package_body import UNREADABLE
from hubdesk.sync.taking_in import begin_anew_where_others_know_more, note_taken

_KEPT: Final = 8
_HEAVIEST: Final = 1 << 18
"""So many files are not read a third time, of those whose headers are no longer: what many say would fill the memory."""


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
    look: Callable[[Connection], object] = lambda connection: None,
) -> MergeReport:
    """Take in packages of any hubs in any order; a file that is refused is listed with the reason and leaves no trace.

    With ``dry_run`` the report is the same and nothing is kept. ``approved``: seals of packages in quarantine that a person
    lets in. ``look`` is called with all taken in, before it is kept or not. Raises Cancelled when asked to stop; then
    nothing of any file is kept.
    """
    store.require(Deed.MERGE)
    checked = {} if dry_run else _begin_anew_after_restoring(store, paths, progress)
    apart: dict[Path | UUID, Apart] = {}
    while True:
        merge = Merging(store, progress or Progress(), apart, checked)
        try:
            with store.writing_plainly(LONG_PATIENCE) as connection:
                report = merge.run(connection, paths, approved)
                look(connection)
                if dry_run:
                    raise _RehearsedError(report)
        except _RehearsedError as rehearsed:
            return rehearsed.report
        except ApartError as found:
            apart[found.file] = found.apart
        else:
            break
    note_taken(store, merge.touched, merge.erased)
    return report


def _begin_anew_after_restoring(
    store: Store, paths: Sequence[Path], progress: Progress | None
) -> dict[Path, package.Checked]:
    """As soon as one of the files knows more of this file's own work than it does itself; answers with the first that were read.

    Also where that one will be refused: what it knows may be true all the same, and numbers given out a second time would be
    taken for known. An epoch too many costs nothing.
    """
    post = post_of(store)
    read: dict[Path, package.Checked] = {}
    for path in paths:
        try:
            checked = package.check(package.opener(path), package.CHANGES, post, progress)
            if len(read) < _KEPT and checked.weight <= _HEAVIEST:
                read[path] = checked
            if begin_anew_where_others_know_more(store, checked.header):
                break
        except (FileTrouble, OperationalError):
            raise  # the disk or the server, not the file
        except (Refused, *UNREADABLE):
            continue
    return read
