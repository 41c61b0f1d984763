"""A page that reads what it shows does not appear empty first."""

from __future__ import annotations

import threading

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from hubdesk.desktop.background import Background
from hubdesk.desktop.widgets import Page
from hubdesk.desktop.window import MainWindow

_PATIENCE = 20.0


def test_the_page_before_stays_in_view_until_the_next_has_read(
    qtbot: QtBot, window: MainWindow, background: Background
) -> None:
    # Given a page in view, and one that is read for
    before, page, read = Page("Before"), Page("Nasrin Ahmadi"), threading.Event()
    window.show_page(before, "Before")
    qtbot.waitUntil(window.pages.updatesEnabled)
    background.read(lambda: read.wait(_PATIENCE), lambda _: page.body.addWidget(QLabel("Due")), owner=page)

    # When it is turned to, then nothing of it is painted yet
    window.show_page(page, "Nasrin Ahmadi")
    assert not window.pages.updatesEnabled()

    # And it is once what it reads is there
    read.set()
    qtbot.waitUntil(lambda: window.pages.updatesEnabled() and page.body.count() == 1)


def test_a_page_that_reads_for_long_is_shown_meanwhile(
    qtbot: QtBot, window: MainWindow, background: Background
) -> None:
    page, read = Page("Nasrin Ahmadi"), threading.Event()
    background.read(lambda: read.wait(_PATIENCE), lambda _: page.body.addWidget(QLabel("Due")), owner=page)
    window.show_page(page, "Nasrin Ahmadi")
    qtbot.waitUntil(window.pages.updatesEnabled)
    assert page.body.count() == 0
    read.set()
    qtbot.waitUntil(lambda: page.body.count() == 1)


def test_the_way_back_waits_for_nothing_that_is_being_read(
    qtbot: QtBot, window: MainWindow, background: Background
) -> None:
    # Given a page that was in view, another on top of it, and somebody else's long read
    before, page, read = Page("Before"), Page("Nasrin Ahmadi"), threading.Event()
    for one in (before, page):
        window.show_page(one, one.heading.text())
        qtbot.waitUntil(window.pages.updatesEnabled)
    background.read(lambda: read.wait(_PATIENCE), lambda _: None)

    # When somebody goes back, then the page is there at once
    window.go_back()
    assert window.pages.currentWidget() is before
    assert window.pages.updatesEnabled()
    read.set()
