"""What was merged, without a window: the packages, undoing one of them, and how it stands with each hub."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict
from datetime import date

from hubdesk.access.rights import Deed
from hubdesk.base.errors import Refused
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr
from hubdesk.cli_sync import FOR_A_PERSON, Opened, tell
from hubdesk.store import Store
from hubdesk.sync.hubs import URGENT, hubs_at_a_glance
from hubdesk.sync.merged import merged_packages
from hubdesk.sync.unmerging import package_named, undone_with, unmerge

Command = Callable[..., argparse.ArgumentParser]


def add_commands(command: Command, opened: Opened, shown: Callable[[], Progress]) -> None:
    """Add them through the parser's own ``command``."""
    merged = _Merged(opened, shown)
    listed = command("packages", tr("List the packages that were merged, the latest last."), merged.packages)
    undo = command("unmerge", tr("Undo a merged package; what was erased stays erased."), merged.unmerge)
    undo.add_argument("package", help=tr("its file's name, or the id that “hubdesk packages --json” tells"))
    undo.add_argument("--with-later", action="store_true", help=tr("also those that follow on it"))
    undo.add_argument("--dry-run", action="store_true", help=tr("only say what would come of it"))
    hubs = command("hubs", tr("Each hub’s last package, and what is missing, waits or is to be decided."), merged.hubs)
    for one in (listed, undo, hubs):
        one.add_argument("--json", action="store_true", help=tr("tell it as JSON, for another program"))


class _Merged:
    def __init__(self, opened: Opened, shown: Callable[[], Progress]) -> None:
        self._opened, self._shown = opened, shown

    def packages(self, given: argparse.Namespace) -> None:
        with self._at(given) as store:
            found = merged_packages(store)
        tell([one.sentence for one in reversed(found)], [asdict(one) for one in found], as_json=given.json)

    def unmerge(self, given: argparse.Namespace) -> None:
        with self._at(given) as store:
            packages = undone_with(store, package_named(store, given.package).id)
            if len(packages) > 1 and not (given.with_later or given.dry_run):
                raise Refused(
                    tr(
                        "{later} follow on it and would be undone with it. Say --with-later for that.",
                        later=", ".join(one.file for one in packages[:-1]),
                    )
                )
            if not given.dry_run:
                store.back_up("unmerge", self._shown())
            report = unmerge(store, packages, self._shown(), dry_run=given.dry_run)
        tell(report.sentences(dry_run=given.dry_run), report.as_data(), as_json=given.json)

    def hubs(self, given: argparse.Namespace) -> int:
        today = date.today()
        with self._at(given) as store:
            store.require(Deed.MERGE)
            found = hubs_at_a_glance(store, today)
        said = [tr("{hub}. {said}", hub=one.title(today), said=one.said(today)) for one in found]
        tell(said, [one.as_data(today) for one in found], as_json=given.json)
        return FOR_A_PERSON if any(one.status(today) == URGENT for one in found) else 0

    def _at(self, given: argparse.Namespace) -> AbstractContextManager[Store]:
        return self._opened(given.file, name=given.name)
