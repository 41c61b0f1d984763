"""The same functions without a window: ``hubdesk COMMAND --help`` says what each takes.

A file's passphrase is asked for, or read from the environment as HUBDESK_PASSPHRASE; where several people work with the
file, --as or HUBDESK_NAME says who it is.
"""

from __future__ import annotations

import argparse
import errno
import getpass
import io
import os
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final

import hubdesk
from hubdesk.access.rights import Deed
from hubdesk.base.conditions import code_of
from hubdesk.base.errors import Cancelled, Refused
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr, tr_many
from hubdesk.cli_accounts import add_commands as add_account_commands
from hubdesk.cli_accounts import name_of, opened, place
from hubdesk.cli_backups import add_commands as add_backup_commands
from hubdesk.cli_certificates import add_commands as add_certificate_commands
from hubdesk.cli_keys import add_commands as add_key_commands
from hubdesk.cli_merged import add_commands as add_merged_commands
from hubdesk.cli_print import add_commands as add_print_commands
from hubdesk.cli_spreadsheets import add_commands as add_spreadsheet_commands
from hubdesk.cli_sync import add_commands as add_sync_commands
from hubdesk.demo.day import do_a_day
from hubdesk.demo.files import DEMO_COST, DEMO_PASSPHRASE, build_demo
from hubdesk.records import KINDS, is_restricted, kind_named
from hubdesk.reports.list_page import list_page
from hubdesk.reports.who_did_what import log_page
from hubdesk.store import Store
from hubdesk.store.check import check, mend
from hubdesk.store.entries_anew import entries_anew
from hubdesk.sync.heads import anchor_in

_DEMO_FOLDER: Final = Path("demo-hub")
_MOST_LINES: Final = 1_000_000
_VARIABLE: Final = "HUBDESK_PASSPHRASE"
_NAME: Final = "HUBDESK_NAME"
_STOPPED: Final = 130
"""Exit code: somebody pressed Ctrl+C."""

_DRAWN: Final = 30
"""Letters that progress takes, so that the shorter does not leave the rest of the longer."""


def main(argv: Sequence[str], open_window: Callable[[Path, str], int]) -> int:
    """Do what the words ask; gives the exit code.

    0 done, 1 refused, 2 not understood, 3 done and a person is to decide, 130 stopped with Ctrl+C.

    ``open_window`` opens the window on a file with its passphrase.
    """
    _write_every_script()
    given = _parser().parse_args(argv, argparse.Namespace(open_window=open_window))
    code = 1
    try:
        code = int(given.run(given) or 0)
        sys.stdout.flush()
        return code
    except (Refused, Cancelled) as refusal:
        said = str(refusal) or tr("Stopped. Nothing was changed.")
        known = code_of(said)
        said = f"{said} [{known}]" if known else said
    except OSError as fault:
        if fault.filename is None:
            # Python would try to write the rest once more as it ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if _nobody_reads(fault):
            return 0
        said = (
            tr("What was to be told could not be written where it goes. Check that its disk is there and not full.")
            if fault.filename is None
            else tr("{name} cannot be used. Check that its folder is there and open to you.", name=fault.filename)
        )
    except KeyboardInterrupt:
        said, code = tr("Stopped. What was not finished by then is as it was before."), _STOPPED
    print(said, file=sys.stderr)
    return code


def _nobody_reads(fault: OSError) -> bool:
    """Whether whoever reads has seen enough, as `head` has; Windows says of a pipe that it is no valid argument."""
    return isinstance(fault, BrokenPipeError) or (fault.filename is None and fault.errno == errno.EINVAL)


def _write_every_script() -> None:
    """Files and other programs get UTF-8, also on Windows, and a terminal that lacks a letter gets its number."""
    if sys.stdout is None:
        # Whoever started it closed what it would be told on.
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - as long as the program runs
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


def _demo(given: argparse.Namespace) -> None:
    path = _built_demo(given.folder)
    if given.open:
        given.open_window(path, DEMO_PASSPHRASE)


def _demo_day(given: argparse.Namespace) -> None:
    path = _built_demo(given.folder / "hub")
    with _opened(path, DEMO_PASSPHRASE) as store:
        for line in do_a_day(store, given.folder, date.today()):
            print(line)


def _built_demo(folder: Path) -> Path:
    path = build_demo(folder, _made)
    print(tr("The demo is in {folder}. Its passphrase is “{passphrase}”.", folder=folder, passphrase=DEMO_PASSPHRASE))
    return path


def _list(given: argparse.Namespace) -> None:
    with _opened(given.file, name=given.name) as store, store.reading() as session:
        if is_restricted(kind_named(given.kind)):
            store.note("read_restricted", kind=given.kind)
        shown = 0
        while True:
            page = list_page(session, given.kind, words=" ".join(given.words), offset=shown)
            for _, cells in page.rows:
                print("\t".join(cells))
            shown += len(page.rows)
            if not page.rows or shown >= page.total:
                break
        print(tr_many("{n} in all.", "{n} in all.", page.total), file=sys.stderr)


def _check(given: argparse.Namespace) -> None:
    """Says what is wrong; with ``--mend`` it is mended. Refused, and so exit code 1, while something is left."""
    with _opened(given.file, name=given.name) as store:
        # What an older HubDesk wrote for the search is another way of writing, and no damage.
        entries_anew(store)
        found = check(store, _shown())
        for fault in found:
            print(fault.sentence)
        left = len(found)
        if given.mend and found:
            mended = mend(store, found)
            left = len(mended.left)
            print(tr("{done} mended, {left} left for a person.", done=len(found) - left, left=left))
    if left:
        raise Refused(tr_many("{n} thing is not in order.", "{n} things are not in order.", left))
    print(tr("Everything is in order."))


def _log(given: argparse.Namespace) -> None:
    """The log's last lines, then whether all of it is as it was written. Raises Refused when it is not."""
    with _opened(given.file, name=given.name) as store:
        store.require(Deed.SEE_LOG)
        with store.reading() as session:
            for line in reversed(log_page(session, limit=given.lines).lines):
                print("\t".join((str(line.seq), *line.texts)))
        found = store.findings([anchor_in(store, path) for path in given.against])
    for sentence in found:
        print(sentence)
    if found:
        raise Refused(
            tr("The log is not as it was written. Keep a copy of the file as it is, and ask who worked at it.")
        )
    print(tr("The log and all that it covers are as they were written."))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="hubdesk", description=tr("The desk of a community learning hub. Without a command, the window opens.")
    )
    parser.add_argument("--version", action="version", version=f"HubDesk {hubdesk.__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    kinds = [kind.__tablename__ for kind in KINDS]

    def command(name: str, said: str, run: object, *, file: bool = True) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=said, description=said)
        made.set_defaults(run=run)
        if file:
            made.add_argument("--file", type=place, required=True, help=tr("the hub's file, or postgresql://…"))
            made.add_argument("--as", dest="name", help=tr("who you are, where several people work with the file"))
        return made

    demo = command("demo", tr("Build the demo: three hubs and their network."), _demo, file=False)
    demo.add_argument("folder", nargs="?", default=_DEMO_FOLDER, type=Path)
    demo.add_argument("--open", action="store_true", help=tr("then open the first hub in the window"))
    day = command(
        "demo-day", tr("Do a day's work at the demo hub; leave its papers and pictures."), _demo_day, file=False
    )
    day.add_argument("folder", type=Path)
    listed = command("list", tr("List the records of a kind."), _list)
    listed.add_argument("kind", choices=kinds)
    listed.add_argument("words", nargs="*", help=tr("only those that contain these words"))
    add_spreadsheet_commands(command, _opened, _shown)
    log = command("log", tr("Who did what, and whether the log is as it was written."), _log)
    log.add_argument("--lines", type=_how_many, default=20, help=tr("how many of the last lines to show"))
    against = tr("packages, and what came back, that know where the log ended")
    log.add_argument("--against", type=Path, nargs="+", default=[], metavar="PACKAGE", help=against)
    command("check", tr("Look whether everything in the file is in order."), _check).add_argument(
        "--mend", action="store_true", help=tr("and mend what can be mended")
    )
    add_account_commands(command, _opened, _passphrase, os.environ.get(_NAME))
    add_certificate_commands(command, _opened)
    add_key_commands(command, _opened)
    add_print_commands(command, _opened, _shown)
    add_sync_commands(command, _opened, _shown)
    add_merged_commands(command, _opened, _shown)
    add_backup_commands(command, _passphrase, os.environ.get(_NAME), _shown)
    return parser


def _how_many(written: str) -> int:
    """A number that a person can mean. Raises ArgumentTypeError."""
    if not written.isdecimal() or not 1 <= int(written) <= _MOST_LINES:
        raise argparse.ArgumentTypeError(tr("write a number from 1 to {most}", most=f"{_MOST_LINES:,}"))
    return int(written)


@contextmanager
def _opened(at: Path | str, passphrase: str | None = None, name: str | None = None) -> Iterator[Store]:
    store = opened(at, passphrase or _passphrase(at), name or os.environ.get(_NAME))
    try:
        yield store
    finally:
        store.close()


@contextmanager
def _made(path: Path) -> Iterator[Store]:
    store = Store.create(path, DEMO_PASSPHRASE, DEMO_COST)
    try:
        yield store
    finally:
        store.close()


def _passphrase(at: Path | str) -> str:
    given = os.environ.get(_VARIABLE)
    if given:
        return given
    nobody = Refused(tr("Nobody is here to ask. Give the passphrase as {variable}.", variable=_VARIABLE))
    try:
        if sys.platform == "win32":
            # Where there is no console, as for a task that runs by itself, Windows would be asked for ever.
            os.close(os.open("CONIN$", os.O_RDWR))
        with warnings.catch_warnings():
            # Where there is no terminal, it would ask with a warning that what is typed may be seen.
            warnings.simplefilter("error", getpass.GetPassWarning)
            return getpass.getpass(tr("Passphrase of {name}: ", name=name_of(at)))
    except (EOFError, OSError, getpass.GetPassWarning):
        raise nobody from None


def _shown() -> Progress:
    """Progress on the terminal, when there is one; whatever is said next is written over it."""
    if not sys.stderr.isatty():
        return Progress()
    return Progress(lambda done, of: print(f"{done:,} / {of:,}".ljust(_DRAWN), end="\r", file=sys.stderr, flush=True))
