"""Lists out as CSV and XLSX, so that no cell is ever taken for a formula and all of it reads back."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from hubdesk.access.rights import Deed
from hubdesk.base.errors import Refused
from hubdesk.base.progress import Progress
from hubdesk.base.whole_file import replacing
from hubdesk.base.words import tr
from hubdesk.fields.types import Link
from hubdesk.records import Record, fields_of
from hubdesk.spreadsheets.neutral import neutral
from hubdesk.spreadsheets.references import References, references_for
from hubdesk.spreadsheets.text_workbook import write_text_workbook
from hubdesk.store import Store
from hubdesk.store.departures import LIST, note_departure

_BATCH = 500


def write_csv(target: Path, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a list with a byte order mark, so that every program reads its letters rightly."""
    with replacing(target) as part, part.open("w", encoding="utf-8-sig", newline="") as out:
        sheet = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        sheet.writerow([neutral(heading) for heading in headings])
        sheet.writerows([neutral(cell) for cell in row] for row in rows)


def write_xlsx(target: Path, title: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a list as a workbook in which every cell is text, so that phone numbers keep their 0."""
    with replacing(target) as part:
        write_text_workbook(part, title, headings, rows)


def write_list(target: Path, title: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a list in the form that the file's ending asks for. Raises Refused for another ending."""
    if target.suffix.lower() == ".csv":
        write_csv(target, headings, rows)
    elif target.suffix.lower() == ".xlsx":
        write_xlsx(target, title, headings, rows)
    else:
        raise Refused(tr("HubDesk writes CSV and XLSX. Let the file’s name end in .csv or .xlsx."))


def export_kind(
    store: Store, kind: type[Record], target: Path, *, special: bool = False, progress: Progress | None = None
) -> int:
    """Write all records of a kind with all their fields, links by name; how many there were.

    Special category answers are left out unless ``special`` asks for them.
    """
    store.require(Deed.TAKE_OUT_SPECIAL if special else Deed.TAKE_OUT)
    # Before it is written: what leaves the file is never without its line in the log.
    store.note("exported", kind=kind.__tablename__, special=int(special))
    fields = [one for one in fields_of(kind) if special or not one.special]
    headings = [str(one.label) for one in fields]
    steps, count = progress or Progress(), 0
    written: list[UUID] = []

    def rows() -> Iterator[list[str]]:
        nonlocal count
        with store.reading() as session:
            names = references_for(session, kind)
            query = select(kind).order_by(kind.id).execution_options(yield_per=_BATCH)
            for record in session.scalars(query):
                written.append(record.id)
                yield [_shown(names, one, getattr(record, one.name)) for one in fields]
                count += 1
                if count % _BATCH == 0:
                    steps.step(count, count)

    write_list(target, str(kind.kind.many), headings, rows())
    with store.writing_plainly() as connection:
        note_departure(connection, LIST, target.name, str(target.parent), by=store.by, records=written)
    return count


def _shown(names: dict[str, References], one: Any, value: Any) -> str:
    if value is None:
        return ""
    return names[one.type.to].name(value) if isinstance(one.type, Link) else one.shown(value)
