"""A list out as a spreadsheet: as it stands, or everything known about each, which can be brought back in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton, QWidget

from hubdesk.access.rights import Deed
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr
from hubdesk.desktop.list_paper import every_row
from hubdesk.desktop.record_table import Column, Rows
from hubdesk.desktop.widgets import bare_button
from hubdesk.desktop.widgets.menu import open_below
from hubdesk.desktop.workplace import Workplace
from hubdesk.records import kind_named
from hubdesk.spreadsheets.writing import export_kind, write_list
from hubdesk.store.departures import LIST, note_departure

Shown = Callable[[], tuple[tuple[Column, ...], Callable[[int, int], Rows]]]
"""What the list shows now: its columns, and the question that gives its pages."""


def spreadsheet_button(workplace: Workplace, kind: str, shown: Shown, page: QWidget) -> QPushButton:
    """A button that offers both, asks where to, and writes beside the window."""
    button = bare_button(tr("Spreadsheet"), "file-spreadsheet")
    button.clicked.connect(partial(_offer, workplace, kind, shown, page, button))
    return button


def save_shown(workplace: Workplace, kind: str, shown: Shown, target: Path) -> None:
    """Write what the list shows to ``target``, as CSV or XLSX."""
    columns, ask = shown()
    title = str(kind_named(kind).kind.many)

    def work(progress: Progress) -> None:
        store = workplace.store
        store.require(Deed.TAKE_OUT)
        store.note("exported", kind=kind)
        ids: list[UUID] = []

        def rows() -> Iterator[tuple[str, ...]]:
            for id, texts in every_row(ask, progress):
                ids.append(id)
                yield texts

        write_list(target, title, [column.title for column in columns], rows())
        with store.writing_plainly() as connection:
            note_departure(connection, LIST, target.name, str(target.parent), by=store.by, records=ids)

    _write(workplace, title, work)


def save_everything(workplace: Workplace, kind: str, target: Path) -> None:
    """Write all records of the kind with all fields but the special category ones."""
    made, store = kind_named(kind), workplace.store
    _write(workplace, str(made.kind.many), lambda progress: export_kind(store, made, target, progress=progress))


def _write(workplace: Workplace, title: str, work: Callable[[Progress], object]) -> None:
    said = tr("Saved. Anybody who has the file can read it, so keep it safe.")
    workplace.background.change(tr("Save {title}", title=title), work, lambda _: workplace.say(said))


def _offer(workplace: Workplace, kind: str, shown: Shown, page: QWidget, button: QPushButton, _: bool = False) -> None:
    menu = QMenu(button)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.addAction(
        tr("Save the list as it stands"), lambda: _ask(kind, page, partial(save_shown, workplace, kind, shown))
    )
    menu.addAction(
        tr("Save everything, to bring back in later"),
        lambda: _ask(kind, page, partial(save_everything, workplace, kind)),
    )
    open_below(button, menu)


def _ask(kind: str, page: QWidget, save: Callable[[Path], None]) -> None:
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    suggested = Path(folder) / f"{kind}-{date.today().isoformat()}.xlsx"
    offered = tr("Excel workbooks (*.xlsx);;CSV files (*.csv)")
    chosen, _ = QFileDialog.getSaveFileName(page, tr("Save as a spreadsheet"), str(suggested), offered)
    if chosen:
        save(Path(chosen))
