"""A list on paper, as it stands on the screen: the same columns, order and conditions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import BinaryIO

from hubdesk.base.progress import Progress
from hubdesk.desktop.record_table import PAGE, Column, Row, Rows
from hubdesk.printing.look import Look
from hubdesk.reports.own_hub import own_hub_of
from hubdesk.store import Store


def draw_list(
    store: Store,
    title: str,
    name: str,
    note: str,
    columns: Sequence[Column],
    ask: Callable[[int, int], Rows],
) -> Callable[[BinaryIO, Look, Progress], tuple[str, str]]:
    """What draws the whole list as a PDF file, away from the window; ``name`` begins the file's name."""

    def work(target: BinaryIO, look: Look, progress: Progress) -> tuple[str, str]:
        # The PDF library is imported with the first paper, not with the first list.
        from hubdesk.printing.listing import ListColumn, Listing, draw, file_name

        with store.reading() as session:
            hub = own_hub_of(session).name
        heads = tuple(ListColumn(column.title, column.figures) for column in columns)
        rows = [texts for _, texts in every_row(ask, progress)]
        data = Listing(hub, title, name, date.today(), heads, rows, note)
        notice = draw(target, data, look, progress)
        return file_name(data), notice

    return work


def every_row(ask: Callable[[int, int], Rows], progress: Progress) -> list[Row]:
    """All rows of a list, asked for page by page."""
    rows: list[Row] = []
    while True:
        page = ask(len(rows), PAGE)
        rows += page.rows
        progress.step(len(rows), max(page.total, 1))
        if not page.rows or len(rows) >= page.total:
            return rows
