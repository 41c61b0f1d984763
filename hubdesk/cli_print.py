"""Papers as PDF files, without a window: every paper on offer, and the list of any kind."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from hubdesk.base.errors import Refused
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr
from hubdesk.printing import listing
from hubdesk.printing.certificate_designs import DESIGNS
from hubdesk.printing.look import A4, LETTER, Look
from hubdesk.printing.offered import PAPERS, Offered, paper_named
from hubdesk.records import KINDS, is_restricted, kind_named
from hubdesk.reports.list_page import list_page
from hubdesk.reports.own_hub import own_hub_of
from hubdesk.reports.paper_choices import classes_of_day, record_meant
from hubdesk.store import Store
from hubdesk.store.restricted_reads import reading_noted

_NIL = UUID(int=0)


def add_commands(
    command: Callable[..., argparse.ArgumentParser],
    opened: Callable[..., AbstractContextManager[Store]],
    shown: Callable[[], Progress],
) -> None:
    """Add ``print`` through the parser's own ``command``."""

    def run(given: argparse.Namespace) -> None:
        given.target.mkdir(parents=True, exist_ok=True)
        look = Look(given.large, LETTER if given.letter else A4, given.both_sides, given.design)
        with opened(given.file, name=given.name) as store, reading_noted(store) as session:
            store.note("printed", paper=given.what)
            if given.what in kinds and is_restricted(kind_named(given.what)):
                store.note("read_restricted", kind=given.what)
            for name, document, data in _papers(session, given.what, given.words, date.today()):
                # Its name tells nobody whom a paper is of, so the next one of the day is of somebody else.
                path = _free(given.target / name) if given.words else given.target / name
                notice = document.draw(path, data, look, shown())
                print(path)
                if notice:
                    print(notice, file=sys.stderr)

    names = [one.name for one in PAPERS]
    kinds = [kind.__tablename__ for kind in KINDS if kind.__tablename__ not in names]
    printed = command("print", tr("A paper, or the list of a kind, as PDF."), run)
    printed.add_argument("what", choices=[*names, *kinds])
    printed.add_argument("words", nargs="*", help=tr("of which person or course it is to be; registers are today’s"))
    printed.add_argument("--target", type=Path, default=Path())
    printed.add_argument("--large", action="store_true", help=tr("large print"))
    printed.add_argument("--letter", action="store_true", help=tr("on US Letter instead of A4"))
    printed.add_argument("--both-sides", action="store_true", help=tr("for printing on both sides"))
    designs = sorted({name for one in PAPERS for name, _ in one.designs} | {one.name for one in DESIGNS})
    printed.add_argument("--design", choices=designs, default="", help=tr("of a paper that has several"))


def _papers(session: Session, what: str, words: list[str], today: date) -> Iterator[tuple[str, Any, Any]]:
    """Each file's name, who draws it, and what it says."""
    offered = next((one for one in PAPERS if one.name == what), None)
    if offered is None:
        data = _list_of(session, what, today)
        yield listing.file_name(data), listing, data
    elif offered.about == "class_session" and not words:
        for place, one in enumerate(classes_of_day(session, today), start=1):
            yield _one(session, offered, one, today, f"-{place}")
    else:
        meant = _NIL if offered.about == "hub" else _meant(session, offered, words, today)
        yield _one(session, paper_named(what), meant, today)


def _free(path: Path) -> Path:
    """The path, or with the next number where something lies there already."""
    free, number = path, 1
    while free.exists():
        number += 1
        free = path.with_stem(f"{path.stem}-{number}")
    return free


def _meant(session: Session, offered: Offered, words: list[str], today: date) -> UUID:
    if not words:
        raise Refused(tr("Say of whom or of which course: {paper} is printed for one.", paper=offered.title))
    return record_meant(session, offered.about, " ".join(words), today)


def _one(session: Session, offered: Offered, id: UUID, today: date, place: str = "") -> tuple[str, Any, Any]:
    data = offered.gather(session, id, today)
    return offered.document.file_name(data).replace(".pdf", f"{place}.pdf"), offered.document, data


def _list_of(session: Session, kind: str, today: date) -> listing.Listing:
    page = list_page(session, kind, limit=100_000)
    columns = tuple(listing.ListColumn(str(column.label)) for column in page.columns)
    rows = [cells for _, cells in page.rows]
    return listing.Listing(own_hub_of(session).name, str(kind_named(kind).kind.many), kind, today, columns, rows)
