"""U13: in a language that is 40 % longer, every screen says nothing that did not come out of the catalogue."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest
from PySide6.QtCore import QEventLoop, QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot
from sqlalchemy import select, text

from hubdesk.base import words
from hubdesk.demo.building import WESTCROFT, build_hub, build_network
from hubdesk.desktop.background import Background
from hubdesk.desktop.commands import Commands
from hubdesk.desktop.desk import Desk
from hubdesk.desktop.language import own_name
from hubdesk.desktop.preferences import Preferences
from hubdesk.desktop.screens.choose_passphrase import ChoosePassphrasePage, RecoverPage
from hubdesk.desktop.screens.set_up import SetUpPage
from hubdesk.desktop.screens.unlock import database_page, lock_page, open_page
from hubdesk.desktop.theme import Theme
from hubdesk.desktop.widgets import KeyHint
from hubdesk.desktop.window import MainWindow
from hubdesk.desktop.wizards import start
from hubdesk.desktop.wizards.frame import Wizard
from hubdesk.records import KINDS, fields_of
from hubdesk.store import Store
from tests.desktop import conftest as of_the_window
from tests.words.sentences import pieces, pseudo_language, said_without_asking

_worn = of_the_window._worn
theme, background, commands = of_the_window.theme, of_the_window.background, of_the_window.commands
window = of_the_window.window

NOT_OPENED = {"window.lock", "edit.undo", "edit.redo", "view.names", "help.open"}
"""Commands that do something where one stands; help is the manual, which is in English."""
_BETWEEN = (" · ", "\n", ": ", "; ", " | ", " – ", ", ")
_KEYS = re.compile(r"(?:(?:Ctrl|Alt|Shift)\+)+\w+|F\d+")
_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)


@pytest.fixture
def english_after() -> Iterator[None]:
    """English again once the test is done that has spoken another language."""
    yield
    words.speak("en")


def shown_texts(top: QWidget) -> Iterator[str]:
    """Everything that a person can see or hear of what is in view."""
    for widget in (top, *top.findChildren(QWidget)):
        # A key is called as on the keyboard, whatever the language.
        if not widget.isVisible() or isinstance(widget.parentWidget(), KeyHint):
            continue
        yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription(), widget.windowTitle())
        yield from (action.text() for action in widget.actions())
        if isinstance(widget, QLabel | QAbstractButton):
            yield widget.text()
        elif isinstance(widget, QLineEdit | QPlainTextEdit):
            yield widget.placeholderText()
        elif isinstance(widget, QComboBox):
            yield from (widget.itemText(row) for row in range(min(widget.count(), 100)))
        elif isinstance(widget, QAbstractItemView):
            yield from _cells(widget)


def _cells(view: QAbstractItemView) -> Iterator[str]:
    model, top = view.model(), QModelIndex()
    for column in range(model.columnCount(top) if hasattr(model, "columns") else 1):
        yield from (str(model.headerData(column, Qt.Orientation.Horizontal, role) or "") for role in _ROLES)
        for row in range(min(model.rowCount(top), 25)):
            yield from (str(model.data(model.index(row, column), role) or "") for role in _ROLES)


def kept_in(store: Store) -> set[str]:
    """Every text that people have written into the file."""
    with store.reading() as session:
        tables = [row[0] for row in session.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'"))]
        rows = (
            row
            for table in tables
            if "search" not in table
            for row in session.execute(text(f'SELECT * FROM "{table}"'))
        )
        # What is sealed in its row is shown to those who hold the key.
        opened = (
            getattr(record, field.name)
            for kind in KINDS
            for field in fields_of(kind)
            if field.special
            for record in session.scalars(select(kind))
        )
        values = itertools.chain(opened, *rows)
        return {" ".join(value.split()) for value in values if isinstance(value, str)}


def is_kept(said: str, kept: set[str]) -> bool:
    """Whether it is what people wrote, or several such side by side, perhaps with a figure or a key."""
    plain = " ".join(said.split()).strip(" .,·–:;…•+()0123456789")
    if not any(map(str.isalpha, plain)) or plain in kept or said.strip() in kept or _KEYS.fullmatch(said.strip()):
        return True
    between = next((sign for sign in _BETWEEN if sign in said), "")
    return bool(between) and all(is_kept(part, kept) for part in said.split(between))


class Walk:
    """Opens one screen after another and keeps what was said without asking the catalogue."""

    def __init__(self, window: MainWindow, background: Background, kept: set[str]) -> None:
        self._window, self._background, self._kept = window, background, kept
        self.escaped: dict[str, str] = {}
        self.seen = 0

    def look(self, name: str, show: Callable[[], object], back: Callable[[], object]) -> None:
        show()
        for _ in range(2):
            loop = QEventLoop()
            self._background.change("", nothing, lambda _: loop.quit())  # noqa: B023 - it ends before the next
            loop.exec()
            self._background.read(nothing, lambda _: loop.quit())  # noqa: B023
            loop.exec()
        QApplication.processEvents()
        for said in filter(None, shown_texts(self._window)):
            self.seen += len(list(pieces(said)))
            if not is_kept(re.sub(r"<[^>]*>", "", said_without_asking(said)), self._kept):
                self.escaped.setdefault(said, name)
        back()
        self._window.hush()
        QApplication.processEvents()


@pytest.mark.slow
@pytest.mark.usefixtures("english_after")
@pytest.mark.parametrize("lead", [False, True])
def test_u13_no_screen_says_anything_past_the_catalogue(
    qtbot: QtBot,
    store: Store,
    window: MainWindow,
    background: Background,
    commands: Commands,
    theme: Theme,
    tmp_path: Path,
    lead: bool,
) -> None:
    # Given a hub's life, or its lead, in a window that speaks a language nobody knows
    if lead:
        build_network(store, date.today())
    else:
        build_hub(store, WESTCROFT, date.today())
    words.use("pseudo", pseudo_language())
    preferences = Preferences(tmp_path / "window.ini")
    desk = Desk(store, window, background, commands, theme, preferences)
    desk.move_in()
    qtbot.waitUntil(lambda: "new.person" in commands, timeout=60_000)
    window.top.show_person("Manager")
    names = {own_name(language) for language in words.languages()} | {
        "Manager",
        "HubDesk",
        "Amina Yusuf",
        "M22 5RX",
        "WES-1A2B3C4D-X",
    }
    licences = {path.stem.replace("_", " ") for path in Path("resources/licences").iterdir()}
    walk = Walk(window, background, kept_in(store) | names | licences | {str(tmp_path / "backups")})

    # When every command is run that leads somewhere, and each record and wizard page is opened
    for command in list(commands):
        # Lists and forms are the hub's too, and were looked at there.
        alike = lead and command.id.startswith(("new.", "list."))
        if command.id not in NOT_OPENED and command.available() and not alike:
            walk.look(command.id, command.run, window.go_back)
    window.show_place("settings")
    for kind in KINDS:
        with store.reading() as session:
            record = session.scalar(select(kind.id).limit(1))
        if record is not None:
            name = kind.__tablename__
            walk.look(name, partial(desk.workplace.open_record, name, record), window.go_back)
    for purpose, steps in start._STEPS.items():
        for step in () if lead else steps:
            walk.look(step.key, partial(wizard_at, desk, purpose, step.key), window.go_back)
    walk.look("search", window.open_search, window.palette_box.close_up)
    for page in alone():
        walk.look(type(page).__name__, partial(window.cover, page), window.uncover)
    background.close()
    QApplication.processEvents()

    # Then all that is shown came out of the catalogue, or is what people wrote
    assert walk.seen > (1000 if lead else 2000)
    six_words = re.compile(r"[a-z-]+( [a-z-]+){5}")
    assert {said: where for said, where in walk.escaped.items() if not six_words.fullmatch(said)} == {}


def wizard_at(desk: Desk, purpose: str, page: str) -> None:
    plan = start._plan(purpose, desk.workplace, start.Papers(nothing, nothing))
    start._show(desk.workplace, Wizard(plan, uuid4(), {"full_name": "Amina Yusuf", "postcode": "M22 5RX"}, page))


def alone() -> Iterator[QWidget]:
    """What stands before everything, as before a file is open."""
    path = Path("hub.hubdesk")
    for page in (open_page(path, *[nothing] * 5), database_page("HubDesk", *[nothing] * 3)):
        page.show_names(["Manager", "Amina Yusuf"], "Manager")
        yield page
    yield lock_page(nothing, nothing)
    yield SetUpPage(nothing, nothing)
    yield RecoverPage(["Manager"], nothing, nothing)
    yield ChoosePassphrasePage("HubDesk", "HubDesk", nothing)


def nothing(*_: object) -> None:
    """What a button does that nobody presses."""
