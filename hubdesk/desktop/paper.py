"""Paper in the window: a preview of the pages, the system's print dialog, and saving as PDF."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final

from PySide6.QtCore import QRectF, QSizeF, QStandardPaths, Qt
from PySide6.QtGui import QImage, QKeySequence, QPageLayout, QPageSize, QPainter, QShortcut
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QCheckBox, QFileDialog, QWidget

from hubdesk.base.errors import Refused
from hubdesk.base.progress import Progress
from hubdesk.base.whole_file import replacing
from hubdesk.base.words import Later, tr
from hubdesk.desktop.sheet import Sheet
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import (
    Banner,
    Choice,
    ChoiceChips,
    KeyHints,
    Page,
    icon_button,
    primary_button,
    quiet_button,
    small,
)
from hubdesk.desktop.workplace import Workplace
from hubdesk.printing.look import LONG_EDGE, SHEETS, Look
from hubdesk.printing.pages import PagePicture, page_count, page_picture, page_size

Draw = Callable[[BinaryIO, Look, Progress], tuple[str, str]]
"""Writes the document in that look; gives the name for its file, and what to say before printing."""

Designs = Sequence[tuple[str, Later]]
"""The designs of a document, the usual one first: the name of each, and what people call it."""


@dataclass(frozen=True)
class _Made:
    """A finished document: its pages, the name for its file, and what to say before printing."""

    pdf: bytes
    name: str
    notice: str


_DUPLEX: Final = {True: QPrinter.DuplexMode.DuplexShortSide, False: QPrinter.DuplexMode.DuplexLongSide}
"""By whether the sheet lies across: like the page of a book either way."""
_PRINT_DPI: Final = 300


def turned(look: Look, *, across: bool) -> QPrinter.DuplexMode:
    """How the printer turns the sheet: not at all for one side, whatever it does when nobody says."""
    if not look.both_sides:
        return QPrinter.DuplexMode.DuplexNone
    return _DUPLEX[across and look.design != LONG_EDGE]


def show_paper(
    workplace: Workplace, title: str, draw: Draw, *, saves: bool = True, designs: Designs = (), both_sides: bool = False
) -> None:
    """Draw a document beside the window, then show its pages on top of the page shown now.

    One that does not save is never to lie on a disk.
    """
    look = Look(sheet=SHEETS[workplace.sheet()], both_sides=both_sides)

    def show(made: _Made) -> None:
        workplace.show_page(PaperPage(workplace, title, draw, made, look, saves=saves, designs=designs), title)

    _drawn(workplace, title, draw, look, show)


def _drawn(
    workplace: Workplace, title: str, draw: Draw, look: Look, then: Callable[[_Made], object],
    owner: QWidget | None = None,
) -> None:  # fmt: skip
    def work(progress: Progress) -> _Made:
        target = BytesIO()
        name, notice = draw(target, look, progress)
        return _Made(target.getvalue(), name, notice)

    workplace.background.change(tr("Prepare {title}", title=title), work, then, owner=owner)


class PaperPage(Page):
    """The pages of one document, one at a time."""

    def __init__(
        self,
        workplace: Workplace,
        title: str,
        draw: Draw,
        made: _Made,
        look: Look,
        *,
        saves: bool = True,
        designs: Designs = (),
    ) -> None:
        super().__init__(title, scrolls=False)
        self._workplace, self._title, self._draw = workplace, title, draw
        self._at = 0
        self._sheet = Sheet()
        self._sheet.changed.connect(self._say_size)
        self._look = look
        save = quiet_button(tr("Save as PDF"), "download")
        save.clicked.connect(self._save)
        send = primary_button(tr("Print"), "printer")
        send.clicked.connect(self._print)
        self._large = QCheckBox(tr("Large print"))
        self._both = QCheckBox(tr("Both sides"))
        self._both.setChecked(look.both_sides)
        for box in (self._large, self._both):
            # Apart from the next one, whose box would else stand as near to these words as its own.
            box.setMinimumSize(box.sizeHint().width() + scaled(12), send.sizeHint().height())
            box.toggled.connect(self._again)
        self._design = ChoiceChips(tr("Design"), [Choice(name, str(said)) for name, said in designs])
        self._design.choose(*(name for name, _ in designs[:1]))
        self._design.chosen.connect(self._again)
        if not designs:
            self._design.hide()
        if not saves:
            save.hide()
        for button in (self._large, self._both, save, send):
            self.buttons.addWidget(button)
        self.setFocusProxy(send)
        self._notice = Banner()
        self.body.addWidget(self._notice)
        self.body.addWidget(self._design)
        self.body.addWidget(self._sheet, 1)
        self._back = icon_button("chevron-left", tr("Page before"))
        self._back.clicked.connect(partial(self._turn, -1))
        self._on = icon_button("chevron-right", tr("Page after"))
        self._on.clicked.connect(partial(self._turn, 1))
        self._where = small("", "quiet")
        for part in (self._back, self._where, self._on):
            self.foot.addWidget(part)
        self._lay_out_zoom()
        self._show(made)

    def _lay_out_zoom(self) -> None:
        """Buttons and keys that show the page larger; the keys that turn pages scroll first."""
        self._smaller = icon_button("zoom-out", tr("Show it smaller"))
        self._larger = icon_button("zoom-in", tr("Show it larger"))
        self._size = small("", "quiet")
        for part in (self._smaller, self._size, self._larger):
            self.foot.addWidget(part)
        # Most of what is free, unless they are hidden.
        hints = KeyHints(("PgDn", tr("goes on")), ("Ctrl +", tr("larger")))
        self.foot.addWidget(hints, 100, Qt.AlignmentFlag.AlignVCenter)
        self.foot.addStretch(1)
        self._smaller.clicked.connect(lambda: self._sheet.zoom(-1))
        self._larger.clicked.connect(lambda: self._sheet.zoom(1))
        for keys, press in (
            ("Ctrl++", lambda: self._sheet.zoom(1)),
            ("Ctrl+=", lambda: self._sheet.zoom(1)),
            ("Ctrl+-", lambda: self._sheet.zoom(-1)),
            ("PgDown", lambda: self._go_on(1)),
            ("PgUp", lambda: self._go_on(-1)),
        ):
            shortcut = QShortcut(QKeySequence(keys), self, press)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._say_size()

    def _say_size(self) -> None:
        self._size.setText(tr("{n} %", n=self._sheet.per_cent))
        self._smaller.setEnabled(self._sheet.can_zoom(-1))
        self._larger.setEnabled(self._sheet.can_zoom(1))

    def _go_on(self, by: int) -> None:
        before = self._at
        if not self._sheet.scroll_on(by):
            self._turn(by)
            if by < 0 and self._at != before:
                self._sheet.scroll_to_end()

    def _turn(self, by: int, _: bool = False) -> None:
        pages = page_count(self._pdf)
        self._at = max(0, min(self._at + by, pages - 1))
        self._where.setText(tr("Page {n} of {pages}", n=self._at + 1, pages=pages))
        self._back.setEnabled(self._at > 0)
        self._on.setEnabled(self._at + 1 < pages)
        pdf, page = self._pdf, self._at
        self._sheet.show_page(lambda dpi: _image(page_picture(pdf, page, dpi)), *page_size(pdf, page))
        self._sheet.setAccessibleName(
            tr("{title}, page {n} of {pages}", title=self._title, n=self._at + 1, pages=pages)
        )

    def _again(self, _: bool = False) -> None:
        self._design.in_force()
        self._look = replace(
            self._look,
            large=self._large.isChecked(),
            both_sides=self._both.isChecked(),
            design=self._design.value() or "",
        )
        _drawn(self._workplace, self._title, self._draw, self._look, self._show, owner=self)

    def _show(self, made: _Made) -> None:
        self._pdf, self._name = made.pdf, made.name
        if made.notice:
            self._notice.say(made.notice, "due")
        self._turn(0)

    def _save(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        chosen, _ = QFileDialog.getSaveFileName(
            self, tr("Save as PDF"), str(Path(folder) / self._name), tr("PDF files (*.pdf)")
        )
        if chosen:
            self._workplace.background.change(
                tr("Save {title}", title=self._title),
                self._noted(partial(_write_whole, Path(chosen), self._pdf)),
                lambda _: self._workplace.say(tr("Saved. Anybody who has the file can read it, so keep it safe.")),
                owner=self,
            )

    def _print(self) -> None:
        if not QPrinterInfo.availablePrinterNames():
            sentence = tr("This computer has no printer yet. Add one in its settings, or save the paper as PDF.")
            self._notice.say(sentence, "due")
            return
        width, height = page_size(self._pdf, 0)
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(Path(self._name).stem)
        printer.setPageSize(QPageSize(QSizeF(min(width, height), max(width, height)), QPageSize.Unit.Point))
        across = QPageLayout.Orientation.Landscape if width > height else QPageLayout.Orientation.Portrait
        printer.setPageOrientation(across)
        printer.setDuplex(turned(self._look, across=width > height))
        dialog = QPrintDialog(printer, self)
        dialog.setMinMax(1, page_count(self._pdf))
        if dialog.exec() == QPrintDialog.DialogCode.Accepted:
            pdf = self._pdf
            self._workplace.background.change(
                tr("Print {title}", title=self._title),
                self._noted(lambda progress: print_pages(printer, pdf, progress)),
            )

    def _noted(self, work: Callable[[Progress], None]) -> Callable[[Progress], None]:
        """``work`` with a line in the log before it: papers have neutral names."""
        store, paper = self._workplace.store, Path(self._name).stem

        def noted(progress: Progress) -> None:
            store.note("printed", paper=paper)
            work(progress)

        return noted


def _write_whole(target: Path, pdf: bytes, progress: Progress) -> None:
    with replacing(target) as part:
        part.write_bytes(pdf)


def print_pages(printer: QPrinter, pdf: bytes, progress: Progress) -> None:
    """Paint the pages chosen in the dialog, one after the other, onto the printer.

    Raises Refused when the printer does not take them.
    """
    pages = page_count(pdf)
    first, last = max(printer.fromPage(), 1), printer.toPage() or pages
    painter = QPainter()
    if not painter.begin(printer):
        raise _not_taken()
    try:
        for number in range(first, last + 1):
            if number > first and not printer.newPage():
                raise _not_taken()
            image = _image(page_picture(pdf, number - 1, _PRINT_DPI))
            full = QRectF(printer.paperRect(QPrinter.Unit.DevicePixel))
            painter.drawImage(full.translated(-printer.pageRect(QPrinter.Unit.DevicePixel).topLeft()), image)
            progress.step(number - first + 1, last - first + 1)
    finally:
        painter.end()


def _not_taken() -> Refused:
    return Refused(tr("The printer does not take the pages. See that it is on, then print again."))


def _image(picture: PagePicture) -> QImage:
    image = QImage(picture.pixels, picture.width, picture.height, picture.width * 4, QImage.Format.Format_RGB32)
    return image.copy()
