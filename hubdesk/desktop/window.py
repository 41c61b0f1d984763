"""The window: a page that stands alone, as before a file is open, or all pages in their frame."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from importlib import import_module
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget
from shiboken6 import isValid

from hubdesk.base.words import tr
from hubdesk.desktop.background import Background
from hubdesk.desktop.commands import Commands, Shortcuts
from hubdesk.desktop.frame import Frame
from hubdesk.desktop.leaving import Leaving, not_kept
from hubdesk.desktop.pages import HasSteps, Pages
from hubdesk.desktop.rail import FootLine, Place, Rail
from hubdesk.desktop.staying import Staying
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.topbar import TopBar
from hubdesk.desktop.widgets import AlonePage, Banner
from hubdesk.desktop.widgets.keyboard import go_by_tab

# 1366×768 at 200 %, less the frame and the system's bar.
SMALLEST = (640, 320)


class MainWindow(QMainWindow):
    """Everything around the pages.

    ``painted`` is sent once, after the first paint: slow libraries are imported then. ``closing`` is
    sent when the person closes the window.
    """

    painted = Signal()
    closing = Signal()
    lock = Signal()

    def __init__(self, commands: Commands, background: Background) -> None:
        super().__init__()
        self.setWindowTitle("HubDesk")
        self.setMinimumSize(*SMALLEST)
        self.resize(scaled(1366), scaled(768))
        self._undo: Callable[[], object] = lambda: None
        self._before_closing: Callable[[Callable[[], object]], bool] = lambda close: False
        self._closes = False
        # There is one page until then, and whoever looks around it makes PySide make all classes of Qt's own widgets.
        self.painted.connect(lambda: Staying(self))
        self._leaving = Leaving()
        self._told_here = ""
        self._painted = self._first_painted = False
        self._focused: QWidget | None = None
        self._commands, self._background = commands, background
        self._whole = QStackedWidget()
        self._alone: QWidget | None = None
        self.setCentralWidget(self._whole)
        self._shortcuts = Shortcuts(commands, self)
        self._back_key = QShortcut(QKeySequence("Alt+Left"), self, self._step_back)
        self._find_key = QShortcut(QKeySequence("Ctrl+K"), self, self.open_search)
        background.refused.connect(self.warn)
        background.stopped.connect(lambda: self.banner.say(tr("Stopped. Nothing was changed."), "primary"))

    @property
    def rail(self) -> Rail:
        return self._frame.rail

    @property
    def top(self) -> TopBar:
        return self._frame.top

    @property
    def pages(self) -> Pages:
        return self._frame.pages

    def page(self) -> QWidget | None:
        """The page that is shown, unless one stands alone before them all."""
        return self.pages.currentWidget() if self._alone is None else None

    @property
    def banner(self) -> Banner:
        return self._frame.banner

    @property
    def palette_box(self) -> Any:
        return self._frame.palette_box

    def make_ready(self) -> None:
        """Make what stands around the pages ahead of their first showing, as while a passphrase is typed."""
        self._frame.palette_box.close_up()

    def show_hub(self, name: str, detail: str = "") -> None:
        """The hub's name, at the top of the rail."""
        self.rail.show_hub(name, detail)

    def show_places(self, places: Sequence[Place]) -> None:
        """Put ``places`` on the rail, drop all pages, and go to the first place."""
        self.rail.show_places(places)
        self.pages.use_places(tuple(places))
        self._leave_alone()
        self._whole.setCurrentWidget(self._frame)
        if places:
            self.show_place(places[0].id)

    def show_alone(self, page: QWidget) -> None:
        """Show ``page`` with nothing around it, as before a file is open; until ``show_places``."""
        self._leave_alone()
        self._alone = page
        self._whole.addWidget(page)
        self._whole.setCurrentWidget(page)
        page.setFocus()
        if self._first_painted and isinstance(page, AlonePage):
            page.say_title()

    def drop_places(self) -> None:
        """Take every place and page away, as their file is about to be closed; a page that stands alone stays."""
        self.rail.show_places(())
        self.pages.use_places(())

    def drop_frame(self) -> None:
        """Take down what stands around the pages, with them; it is made anew, as in another language, when it is next shown."""
        self.drop_places()
        gone = self.__dict__.pop("_frame")
        self._whole.removeWidget(gone)
        gone.deleteLater()
        self._focused = None

    @property
    def covered(self) -> bool:
        """Whether a page stands alone before everything, as while HubDesk is locked."""
        return self._alone is not None

    def ask_before_closing(self, ask: Callable[[Callable[[], object]], bool]) -> None:
        """``ask(close)`` is heard when the person closes the window; it may say True and call ``close`` later."""
        self._before_closing = ask

    def cover(self, page: QWidget) -> None:
        """Show ``page`` instead of everything until ``uncover``; what lies under it stays as it is."""
        here = QApplication.focusWidget()
        self._focused = here if here is not None and self._frame.isAncestorOf(here) else self.focusWidget()
        self.palette_box.close_up()
        self._shortcuts.enable(on=False)
        self.show_alone(page)

    def uncover(self) -> None:
        """Show everything again, the keyboard where it was."""
        self._leave_alone()
        self._whole.setCurrentWidget(self._frame)
        self._shortcuts.enable(on=True)
        if self._focused is not None and isValid(self._focused) and self._focused.isVisible():
            self._focused.setFocus()
        elif (page := self.pages.currentWidget()) is not None:
            # What had it is gone, or lies on a page of its own that was left since.
            page.setFocus()
        self._focused = None

    def once_painted(self, do: Callable[[], object]) -> None:
        """Call ``do`` after the first paint, or at once where that has been."""
        if self._first_painted:
            do()
        else:
            self.painted.connect(do)

    def show_foot(self, lines: Sequence[FootLine]) -> None:
        self.rail.show_foot(lines)

    def show_place(self, id: str) -> None:
        self.banner.hide()
        self.pages.show_place(id)

    def show_page(self, page: QWidget, title: str) -> None:
        """Show ``page`` on top of the one shown now; Back leaves it."""
        self.pages.show_page(page, title)

    def come_to_front(self) -> None:
        """Show the window before all others, for HubDesk was started a second time."""
        if self.isMinimized():
            self.showNormal()
        self.raise_()
        self.activateWindow()

    def go_back(self) -> None:
        if self._alone is None:
            self.pages.go_back()

    def leave(self) -> None:
        """Leave the page that was opened last; where what was entered would be lost, only when asked twice."""
        page = self.pages.on_top if self._alone is None else None
        if page is None:
            return
        if self._leaving.may_leave(page, self._told_here if self.banner.text() == self._told_here else ""):
            self.pages.go_back()
        else:
            self._told_here = not_kept()
            self.warn(self._told_here)

    def open_search(self) -> None:
        """Open the palette over the search box."""
        if self._alone is None:
            self._frame.open_search()

    def use_undo(self, undo: Callable[[], object]) -> None:
        """What the banner's Undo button does."""
        self._undo = undo

    def say(self, sentence: str, *, undo: bool = False) -> None:
        """One calm sentence about what was done, with an Undo button where it can be undone."""
        if undo:
            self.banner.say(sentence, "done", tr("Undo"), self._undo)
        else:
            self.banner.say(sentence, "done")

    def warn(self, sentence: str) -> None:
        """One calm sentence about what cannot be done and what to do; it stays until it is closed."""
        self.banner.say(sentence, "due")

    def offer(self, sentence: str, button: str, run: Callable[[], object]) -> None:
        """One calm sentence about what cannot be done, with a button for what can be done instead."""
        self.banner.say(sentence, "due", button, run)

    def tell_here(self, sentence: str) -> None:
        """One calm sentence about the page that is shown; it goes with the page."""
        self.banner.say(sentence, "primary")
        self._told_here = sentence

    def tell_alone(self, sentence: str) -> None:
        """The same on a page that stands alone, as while HubDesk is locked."""
        if isinstance(self._alone, AlonePage):
            self._alone.tell(sentence)

    def hush(self) -> None:
        """Say nothing any more."""
        self.banner.hide()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._painted:
            self.windowHandle().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Expose and not self._painted:
            self._painted = True
            QTimer.singleShot(0, self._first_paint)
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # What has the keyboard had this key first: a list that is open closes, a wizard keeps its draft.
        if event.key() == Qt.Key.Key_Escape and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.leave()
        elif event.key() == Qt.Key.Key_F1 and self._alone is not None:
            import_module("hubdesk.desktop.help_alone").help_alone(self._whole, self._alone)
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        return go_by_tab(self._whole, on=next) or super().focusNextPrevChild(next)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._closes and self._before_closing(self._close_now):
            event.ignore()
            return
        self.closing.emit()
        super().closeEvent(event)

    def _close_now(self) -> None:
        self._closes = True
        self.close()

    def _step_back(self) -> None:
        page = self.page()
        if isinstance(page, HasSteps):
            page.back()
        elif page is not None and self.pages.on_top is None:
            self.go_back()
        else:
            self.leave()

    @cached_property
    def _frame(self) -> Frame:
        """The pages' frame, made when it is first asked for: the first paint, of a page that stands alone, comes sooner."""
        frame = Frame(self._commands, self._background)
        frame.rail.chosen.connect(self.show_place)
        frame.top.back.connect(self.leave)
        frame.top.search.connect(self.open_search)
        frame.top.lock.connect(self.lock)
        frame.pages.moved.connect(self._moved)
        self._whole.addWidget(frame)
        return frame

    def _first_paint(self) -> None:
        # Some systems paint with the exposure, some after it: now it is certain.
        self.repaint()
        self._first_painted = True
        self.painted.emit()

    def _moved(self, place: str, title: str, on_top: bool) -> None:
        if self._told_here and self.banner.text() == self._told_here:
            # It was said of the page before; of what is entered on this one it is to be said anew.
            self.hush()
        self._told_here = ""
        self.rail.mark(place)
        self.top.show_back(can=on_top)
        self.setWindowTitle(tr("{title} – HubDesk", title=title))

    def _leave_alone(self) -> None:
        if self._alone is not None:
            self._whole.removeWidget(self._alone)
            self._alone.deleteLater()
            self._alone = None
