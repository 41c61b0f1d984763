"""Esc on every screen: it closes what was opened last, and what was typed is kept, or asked about first."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPlainTextEdit, QWidget

from hubdesk.desktop.leaving import unsaved
from hubdesk.desktop.record_form import RecordForm
from hubdesk.desktop.window import MainWindow
from hubdesk.desktop.wizards.answers import full_name
from hubdesk.desktop.wizards.frame import Wizard
from tests.every_screen.conftest import Touring
from tests.every_screen.screens import Tour, of_each_sort

_LEAVES_AFTER = 4
"""A list that opened while typing closes first, a search empties, and then what would be lost is asked about."""


def test_u18_escape_leaves_every_screen_that_lies_on_another_and_loses_nothing_unasked(
    touring: Touring, window: MainWindow
) -> None:
    tour = touring("hub")
    wrong = []
    everything = (*tour.commands(), *tour.records(), *tour.papers(), *tour.wizards(), *tour.others())
    for screen in of_each_sort(everything, "list.", "new.", "record ", "help "):
        screen.show()
        tour.settle()
        wrong += [f"{screen.name}: {said}" for said in _escape(tour, window)]
        tour.leave()
    assert wrong == [], "\n".join(wrong)


def test_u18_escape_leaves_what_stands_alone_as_it_is_and_closes_a_dialog(touring: Touring, window: MainWindow) -> None:
    tour = touring("hub")
    wrong = []
    for screen in tour.alone():
        screen.show()
        tour.settle()
        dialog = QApplication.activeWindow()
        here = _type(dialog if isinstance(dialog, QDialog) else window)
        _press_escape(window)
        tour.settle()
        if isinstance(dialog, QDialog) and dialog.isVisible():
            wrong.append(f"{screen.name}: the dialog stays")
        if here is not None and "ab" not in _text(here):
            wrong.append(f"{screen.name}: what was typed is gone")
        tour.leave()
    assert wrong == [], "\n".join(wrong)


def _escape(tour: Tour, window: MainWindow) -> Iterator[str]:
    """What is wrong with Esc on the screen shown now."""
    if window.palette_box.isVisible():
        _press_escape(window)
        if window.palette_box.isVisible():
            yield "the search stays open"
        return
    page = window.pages.on_top
    if page is None:
        return
    typed = _type(page) is not None
    asks = unsaved(page)
    # Where a wizard looks for somebody, nothing is known of anybody yet.
    keeps = isinstance(page, RecordForm) or (isinstance(page, Wizard) and bool(full_name(page._answers)))
    pressed = 0
    while window.pages.currentWidget() is page:
        if pressed == _LEAVES_AFTER:
            yield "it cannot be left by Esc"
            return
        _press_escape(window)
        tour.settle()
        pressed += 1
    if asks and pressed == 1:
        yield "what was typed went with one key"
    if typed and keeps and not tour.store.drafts.all():
        yield "what was typed is not kept"
    for draft in tour.store.drafts.all():
        tour.store.drafts.drop(draft.id)


def _type(page: QWidget) -> QWidget | None:
    """Type into the first field of the page; the field, if there is one."""
    for field in page.findChildren(QWidget):
        takes = isinstance(field, QLineEdit | QPlainTextEdit) and field.isVisible() and field.isEnabled()
        if takes and not field.isReadOnly():  # type: ignore[attr-defined]
            field.setFocus()
            QTest.keyClicks(field, "ab")
            return field
    return None


def _text(field: QWidget) -> str:
    return field.text() if isinstance(field, QLineEdit) else str(field.toPlainText())  # type: ignore[attr-defined]


def _press_escape(window: MainWindow) -> None:
    above = QApplication.activePopupWidget() or QApplication.focusWidget() or window
    QTest.keyClick(above, Qt.Key.Key_Escape)


pytestmark = pytest.mark.slow
