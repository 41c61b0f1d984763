"""Packages between hubs and their lead without a window: export, merge, inspect, return, and two computers."""

from __future__ import annotations

import argparse
import gc
import json
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final, TypeVar

from hubdesk.base.errors import Cancelled, FileTrouble, Refused
from hubdesk.base.progress import Progress
from hubdesk.base.spelt import spelt
from hubdesk.base.words import tr, tr_many
from hubdesk.cli_accounts import place
from hubdesk.store import Store, restoring
from hubdesk.sync.by_rule import decided_said, merge_and_decide
from hubdesk.sync.export import SUFFIX as PACKAGE
from hubdesk.sync.export import export_package, sentence_of
from hubdesk.sync.file_names import files_among
from hubdesk.sync.inspecting import inspect
from hubdesk.sync.machines import SUFFIX as WORK
from hubdesk.sync.machines import WorkReport, copy_to, take_work, write_work
from hubdesk.sync.merge_report import MergeReport
from hubdesk.sync.returning import SUFFIX as RETURN
from hubdesk.sync.returning import left_out, write_returns
from hubdesk.sync.take_return import ReturnReport, take_return
from hubdesk.sync.unsettled import LINK
from hubdesk.sync.what_leaves import what_leaves

NOT_ALL: Final = 1
"""Exit code: some file was refused; the others were taken in."""

FOR_A_PERSON: Final = 3
"""Exit code: done, and something waits for a person to decide or for a hub to send again."""

MANY: Final = 50_000
"""So many new things, before Python looks for cycles: a merge makes none, and would spend a quarter of its time on that."""

T = TypeVar("T")

Opened = Callable[..., AbstractContextManager[Store]]
"""Opens the file or database at a place for as long as it is needed."""


def add_commands(
    command: Callable[..., argparse.ArgumentParser], opened: Opened, shown: Callable[[], Progress]
) -> None:
    """Add them through the parser's own ``command``."""
    sync = _Sync(opened, shown)
    out = command("export", tr("Write the package for the lead organisation."), sync.export)
    out.add_argument("folder", type=Path)
    out.add_argument("--whole", action="store_true", help=tr("everything, not only what is new"))
    out.add_argument("--dry-run", action="store_true", help=tr("only say what would leave"))
    out.add_argument(
        "--right-file", action="store_true", help=tr("the file brought back from a backup is the right one")
    )
    into = command("merge", tr("Merge hubs' packages into the network's file or database."), sync.merge, file=False)
    into.add_argument("packages", nargs="+", type=Path, help=tr("files, or folders of them"))
    into.add_argument("--into", type=place, required=True, help=tr("network.hubdesk, or postgresql://…"))
    into.add_argument("--as", dest="name", help=tr("who you are, where several people work with the file"))
    into.add_argument("--dry-run", action="store_true", help=tr("only say what would come of it"))
    into.add_argument("--returns", type=Path, help=tr("a folder for what is to go back to the hubs"))
    seen = command("inspect", tr("Say what packages hold, and take nothing in."), sync.look)
    seen.add_argument("packages", nargs="+", type=Path, help=tr("files, or folders of them"))
    back = command("return", tr("Write for each hub what is to go back to it."), sync.write_returns)
    back.add_argument("folder", type=Path)
    back.add_argument("--whole", action="store_true", help=tr("everything, not only what is new"))
    back.add_argument("--dry-run", action="store_true", help=tr("only say what would go back"))
    received = command("receive", tr("Take in what came back from the lead."), sync.receive)
    received.add_argument("returns", nargs="+", type=Path, help=tr("files, or folders of them"))
    copy = command("copy", tr("Copy the file with its keys for the hub's other computer."), sync.copy)
    copy.add_argument("folder", type=Path)
    work = command("work-out", tr("Write what the hub's other computer does not know yet."), sync.work_out)
    work.add_argument("folder", type=Path)
    work.add_argument("--whole", action="store_true", help=tr("everything, not only what is new"))
    worked = command("work-in", tr("Take in files of the hub's other computer."), sync.work_in)
    worked.add_argument("files", nargs="+", type=Path, help=tr("files, or folders of them"))
    for one in (out, into, seen, back, received, copy, work, worked):
        one.add_argument("--json", action="store_true", help=tr("tell it as JSON, for another program"))


class _Sync:
    """What each command does, given how files are opened and progress is shown here."""

    def __init__(self, opened: Opened, shown: Callable[[], Progress]) -> None:
        self._opened, self._shown = opened, shown

    def export(self, given: argparse.Namespace) -> None:
        with self._opened(given.file, name=given.name) as store:
            leaving = what_leaves(store, whole=given.whole)
            said = list(leaving.sentences())
            told: dict[str, Any] = {
                "leaves": [asdict(one) for one in leaving.leaves],
                "stays": [leaving.said, *leaving.stays],
                "beside": leaving.beside,
            }
            if leaving.totals:
                told["totals"] = asdict(leaving.totals)
            if not given.dry_run:
                if given.right_file:
                    restoring.confirm(store)
                given.folder.mkdir(parents=True, exist_ok=True)
                sent = export_package(store, given.folder, self._shown(), whole=given.whole)
                said.append(sentence_of(sent))
                told["sent"] = asdict(sent)
        tell(said, told, as_json=given.json)

    def merge(self, given: argparse.Namespace) -> int:
        with _seldom_collecting(), self._opened(given.into, name=given.name) as store:
            packages = files_among(given.packages, PACKAGE)
            returns = None if given.dry_run else given.returns
            if returns:
                # First, so that nothing is merged where they cannot be written.
                returns.mkdir(parents=True, exist_ok=True)
            if not given.dry_run:
                store.back_up("merge", self._shown())
            report, decided = merge_and_decide(store, packages, self._shown(), dry_run=given.dry_run)
            said, told = [*report.sentences(), *decided_said(decided)], report.as_data() | {"decided": decided}
            try:
                written = [str(one.path) for one in write_returns(store, returns, self._shown())] if returns else []
            except Refused:
                # It is merged all the same, and what came of that must be heard.
                tell(said, told, as_json=given.json)
                raise
            if returns:
                said += written
                told["returns"] = written
        tell(said, told, as_json=given.json)
        return _code(report, decided)

    def look(self, given: argparse.Namespace) -> int:
        with self._opened(given.file, name=given.name) as store:
            found = [inspect(store, path) for path in files_among(given.packages, PACKAGE)]
        said = [sentence for one in found for sentence in one.sentences()]
        tell(said, [asdict(one) for one in found], as_json=given.json)
        return NOT_ALL if any(one.refused for one in found) else 0

    def write_returns(self, given: argparse.Namespace) -> None:
        if not given.dry_run:
            given.folder.mkdir(parents=True, exist_ok=True)
        with self._opened(given.file, name=given.name) as store:
            written = write_returns(store, given.folder, self._shown(), whole=given.whole, dry_run=given.dry_run)
            without = left_out(store)
        said = [
            tr_many("{hub}: {n} change would go back.", "{hub}: {n} changes would go back.", one.entries, hub=one.name)
            if given.dry_run
            else str(one.path)
            for one in written
        ]
        said += [tr("None for {hub}: take in its answer first.", hub=hub) for hub in without]
        said = said or [tr("No hub’s packages were merged here yet, so nothing goes back to any.")]
        tell(said, {"returns": [asdict(one) for one in written], "left_out": without}, as_json=given.json)

    def receive(self, given: argparse.Namespace) -> int:
        with self._opened(given.file, name=given.name) as store:
            returns = files_among(given.returns, RETURN)
            taken, refused, trouble = _each(returns, lambda path: take_return(store, path, self._shown()))
        said = [*(sentence for one in taken for sentence in one.sentences()), *_refused(refused)]
        told = {"returns": [asdict(one) for one in taken], "said": said, "refused": refused}
        tell(said, told, as_json=given.json)
        if trouble is not None:
            raise trouble
        return _code_of(
            refused, waits=any(one.alarm or one.missing or one.asked or _is_to_decide(one) for one in taken)
        )

    def copy(self, given: argparse.Namespace) -> None:
        given.folder.mkdir(parents=True, exist_ok=True)
        with self._opened(given.file, name=given.name) as store:
            made = copy_to(store, given.folder, self._shown())
        tell([str(made)], {"copy": made}, as_json=given.json)

    def work_out(self, given: argparse.Namespace) -> None:
        given.folder.mkdir(parents=True, exist_ok=True)
        with self._opened(given.file, name=given.name) as store:
            work = write_work(store, given.folder, self._shown(), whole=given.whole)
        tell([work.sentence], asdict(work), as_json=given.json)

    def work_in(self, given: argparse.Namespace) -> int:
        with self._opened(given.file, name=given.name) as store:
            files = files_among(given.files, WORK)
            taken, refused, trouble = _each(files, lambda path: take_work(store, path, self._shown()))
        said = [*(sentence for one in taken for sentence in one.sentences()), *_refused(refused)]
        told = {"files": [asdict(one) for one in taken], "said": said, "refused": refused}
        tell(said, told, as_json=given.json)
        if trouble is not None:
            raise trouble
        return _code_of(refused, waits=any(one.missing or _is_to_decide(one) for one in taken))


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    before = gc.get_threshold()
    gc.set_threshold(MANY)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def tell(sentences: Sequence[str], told: Any, *, as_json: bool) -> None:
    """Say it for a person, or for a program."""
    if as_json:
        print(json.dumps(told, default=str, ensure_ascii=False))
        return
    for sentence in sentences:
        print(sentence)


def _each(paths: Sequence[Path], take: Callable[[Path], T]) -> tuple[list[T], dict[str, str], BaseException | None]:
    """What each of the files came to, and by the name of each that was not taken in, why. Of one file alone it raises that.

    Last, what ended it before all were tried: for whoever calls to raise, once the files before are told of.
    """
    taken: list[T] = []
    refused: dict[str, str] = {}
    for path in paths:
        try:
            taken.append(take(path))
        except (FileTrouble, Cancelled, KeyboardInterrupt) as trouble:
            if len(paths) == 1:
                raise
            return taken, refused, trouble
        except Refused as why:
            if len(paths) == 1:
                raise
            refused[spelt(path.name)] = why.sentence
    return taken, refused, None


def _refused(files: dict[str, str]) -> list[str]:
    return [tr("{name}: not taken in. {reason}", name=name, reason=why) for name, why in files.items()]


def _is_to_decide(one: ReturnReport | WorkReport) -> bool:
    # What it names may be another hub's, and never come.
    return bool(one.conflicts or one.problems or any(held.reason != LINK for held in one.waiting))


def _code_of(refused: Collection[str], *, waits: bool) -> int:
    """How taking in several files ends."""
    if refused:
        return NOT_ALL
    return FOR_A_PERSON if waits else 0


def _code(report: MergeReport, decided: int) -> int:
    if any(one.refused for one in report.files):
        return NOT_ALL
    waits = (
        report.waiting
        or report.problems
        or any(one.missing or one.quarantined or one.unproven for one in report.files)
        or sum(one.conflicts for one in report.files) > decided
    )
    return FOR_A_PERSON if waits else 0
