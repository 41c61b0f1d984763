"""Paper in the window: what is said before printing, and when there is no printer or no room to save."""

from __future__ import annotations

import io
from pathlib import Path
from typing import BinaryIO

import pytest
from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPixmap
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from hubdesk.base.errors import Refused
from hubdesk.base.progress import Progress
from hubdesk.desktop.paper import PaperPage, print_pages, show_paper, turned
from hubdesk.desktop.widgets import Banner
from hubdesk.desktop.window import MainWindow
from hubdesk.desktop.workplace import Workplace
from hubdesk.printing.look import A4, LONG_EDGE, MM, USUAL, Look
from hubdesk.printing.pages import page_count, page_picture
from hubdesk.printing.paper import About, Paper


def a_paper(text: str, pages: int = 1, size: tuple[float, float] = A4) -> tuple[bytes, str]:
    """A document with a black square at the lower left, 20 mm from both edges; and its notice."""
    paper = Paper(About("Test", "Westcroft", "Test"), size)
    for _ in range(pages):
        paper.text(text, 100, 400, 20)
        paper.box(20 * MM, 20 * MM, 20 * MM, 20 * MM, fill=(0, 0, 0))
        paper.end_page()
    target = io.BytesIO()
    paper.save(target)
    return target.getvalue(), paper.notice


@pytest.fixture
def shown(workplace: Workplace, window: MainWindow, qtbot: QtBot, request: pytest.FixtureRequest) -> PaperPage:
    """The page of a document, open in the window."""
    pdf, notice = a_paper(getattr(request, "param", "Ann"), pages=2)

    def draw(target: BinaryIO, look: Look, progress: Progress) -> tuple[str, str]:
        target.write(pdf)
        return "test-2026-11-24.pdf", notice

    show_paper(workplace, "Test", draw)
    qtbot.waitUntil(lambda: isinstance(window.pages.currentWidget(), PaperPage))
    page = window.pages.currentWidget()
    assert isinstance(page, PaperPage)
    return page


def said(page: PaperPage) -> str:
    return page.findChildren(Banner)[0].text()


def press(page: PaperPage, name: str, qtbot: QtBot) -> None:
    button = next(part for part in page.findChildren(QWidget) if getattr(part, "text", str)() == name)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_paper_whose_letters_are_all_drawn_says_nothing(shown: PaperPage) -> None:
    assert said(shown) == ""


def test_keys_show_a_page_larger_and_go_on_through_it_to_the_next(shown: PaperPage, qtbot: QtBot) -> None:
    # Given the page as large as it takes to read it
    print_button = next(part for part in shown.findChildren(QWidget) if getattr(part, "text", str)() == "Print")
    whole = drawn(shown).size()
    for _ in range(2):
        qtbot.keyClick(print_button, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert drawn(shown).width() == pytest.approx(2 * whole.width(), abs=2)
    assert "200 %" in labels(shown)

    # When somebody goes on, then the page is scrolled to its end before the next one comes
    pressed = 0
    while "Page 1 of 2" in labels(shown):
        qtbot.keyClick(print_button, Qt.Key.Key_PageDown)
        pressed += 1
    assert 2 <= pressed <= 4

    # And back at the whole page, one key turns it
    for _ in range(2):
        qtbot.keyClick(print_button, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(print_button, Qt.Key.Key_PageUp)
    assert "Page 1 of 2" in labels(shown)
    assert drawn(shown).size() == whole


def labels(page: PaperPage) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel)]


def drawn(page: PaperPage) -> QPixmap:
    return next(label.pixmap() for label in page.findChildren(QLabel) if not label.pixmap().isNull())


@pytest.mark.parametrize("shown", ["Ana 😀"], indirect=True)
def test_letters_that_cannot_be_drawn_are_said_above_the_preview(shown: PaperPage) -> None:
    assert "prints 😀 as" in said(shown)


def test_without_a_printer_a_sentence_says_what_to_do(shown: PaperPage, qtbot: QtBot) -> None:
    if QPrinterInfo.availablePrinterNames():
        pytest.skip("this computer has a printer")

    press(shown, "Print", qtbot)

    assert "no printer" in said(shown)


def test_saving_where_nothing_can_be_written_leaves_the_old_file(
    shown: PaperPage, window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a folder.pdf").mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "a folder.pdf"), ""))

    press(shown, "Save as PDF", qtbot)

    qtbot.waitUntil(lambda: "could not be written" in window.banner.text())
    assert [path.name for path in tmp_path.glob("*.p*")] == ["a folder.pdf"]


@pytest.mark.parametrize("size", [A4, USUAL.across], ids=["upright", "across"])
def test_what_is_printed_is_what_was_shown(qapp: object, tmp_path: Path, size: tuple[float, float]) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    printer.setPageSize(QPageSize(QSizeF(*A4), QPageSize.Unit.Point))
    if size == USUAL.across:
        printer.setPageOrientation(QPageLayout.Orientation.Landscape)
    pdf, _ = a_paper("Ann", pages=2, size=size)

    print_pages(printer, pdf, Progress())

    printed = (tmp_path / "out.pdf").read_bytes()
    assert page_count(printed) == 2
    before, after = (page_picture(one, 1, 36) for one in (pdf, printed))
    assert (before.width, before.height) == (after.width, after.height)
    different = sum(abs(a - b) > 100 for a, b in zip(before.pixels, after.pixels, strict=True))
    assert different < 0.005 * len(before.pixels)


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_takes_nothing_is_said(qapp: object, tmp_path: Path) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(tmp_path / "gone" / "out.pdf"))

    with pytest.raises(Refused, match="does not take the pages"):
        print_pages(printer, a_paper("Ann")[0], Progress())


@pytest.mark.parametrize(
    ("look", "across", "mode"),
    [
        (Look(), False, QPrinter.DuplexMode.DuplexNone),
        (Look(both_sides=True), False, QPrinter.DuplexMode.DuplexLongSide),
        (Look(both_sides=True), True, QPrinter.DuplexMode.DuplexShortSide),
        (Look(both_sides=True, design=LONG_EDGE), True, QPrinter.DuplexMode.DuplexLongSide),
    ],
)
def test_a_printer_turns_the_sheet_as_was_chosen_whatever_it_does_by_itself(
    look: Look, across: bool, mode: QPrinter.DuplexMode
) -> None:
    assert turned(look, across=across) == mode
