"""Bringing in a spreadsheet in the window: the sheet, the columns, the rehearsal, doing it and taking it back."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import pytest
from openpyxl import Workbook
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QPushButton,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from hubdesk.desktop.screens.bring_in import BringInPage
from hubdesk.desktop.window import MainWindow
from hubdesk.desktop.workplace import Workplace
from hubdesk.records.people.person import Person
from hubdesk.store import Store

W = TypeVar("W", bound=QWidget)


class Page:
    """The page in its window, found by what is read on it."""

    def __init__(self, qtbot: QtBot, window: MainWindow, workplace: Workplace, path: Path) -> None:
        self._qtbot, self._window = qtbot, window
        self.page = BringInPage(workplace, path)
        window.show_page(self.page, "Bring in a spreadsheet")

    def shown(self, kind: type[W]) -> list[W]:
        return [one for one in self._window.findChildren(kind) if one.isVisible()]

    def button(self, text: str) -> QPushButton | None:
        return next((one for one in self.shown(QPushButton) if text in one.text()), None)

    def press(self, text: str) -> None:
        self._qtbot.waitUntil(lambda: self.button(text) is not None, timeout=10_000)
        button = self.button(text)
        assert button is not None
        button.click()

    def wait_for(self, text: str) -> None:
        self._qtbot.waitUntil(lambda: any(text in one.text() for one in self.shown(QLabel)), timeout=10_000)

    def box(self, name: str) -> QComboBox:
        self._qtbot.waitUntil(
            lambda: any(one.accessibleName() == name for one in self.shown(QComboBox)), timeout=15_000
        )
        return next(one for one in self.shown(QComboBox) if one.accessibleName() == name)

    def choose(self, name: str, text: str) -> None:
        box = self.box(name)
        box.setCurrentIndex(box.findText(text))
        box.activated.emit(box.currentIndex())


@pytest.fixture
def people(store: Store) -> Any:
    def count() -> int:
        with store.reading() as session:
            return session.scalar(select(func.count()).select_from(Person)) or 0

    return count


@pytest.fixture
def learners(tmp_path: Path) -> Path:
    path = tmp_path / "learners.csv"
    path.write_text("Name,Alias,DOB\nAnn Lee,Annie,1/2/80\nBo Ek,,31/2/80\nCy Ox,,2/2/80\n", "utf-8")
    return path


def test_the_likeliest_sheet_and_any_other(
    qtbot: QtBot, window: MainWindow, workplace: Workplace, tmp_path: Path
) -> None:
    book = Workbook()
    cover: Any = book.active
    cover.title = "Read me"
    cover.append(["Learners 2026"])
    book.create_sheet("Learners").append(["Name", "DOB"])
    book["Learners"].append(["Ann Lee", "1/2/80"])
    book.save(tmp_path / "a.xlsx")
    page = Page(qtbot, window, workplace, tmp_path / "a.xlsx")
    assert page.box("Sheet").currentText() == "Learners"
    # when another is picked that holds no list, then it says so and the sheets can still be picked
    page.choose("Sheet", "Read me")
    page.wait_for("no rows under the headings")
    page.choose("Sheet", "Learners")
    page.wait_for("Ann Lee")


def test_each_step_has_the_keyboard_on_what_comes_next(
    qtbot: QtBot, window: MainWindow, workplace: Workplace, learners: Path
) -> None:
    # Given a list with a column of dates, and somebody who may be known
    page = Page(qtbot, window, workplace, learners)

    def has_it(text: str) -> None:
        qtbot.waitUntil(lambda: isinstance(here := QApplication.focusWidget(), QPushButton) and text in here.text())

    # When it is gone through by Enter alone
    has_it("See what would happen")
    qtbot.keyClick(window.windowHandle(), Qt.Key.Key_Return)
    page.wait_for("1 cannot come in")
    has_it("Bring in 2 rows")
    qtbot.keyClick(window.windowHandle(), Qt.Key.Key_Return)

    # Then the last page has it too, and nothing became a window of its own that takes it away
    has_it("Save what was left out")


def test_nothing_becomes_a_window_of_its_own(
    qtbot: QtBot, window: MainWindow, workplace: Workplace, learners: Path, store: Store
) -> None:
    class Shown(QObject):
        """Hears of windows beside the one."""

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
            if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
                windows.append(type(watched).__name__)
            return False

    # Given somebody who may be known, so that every part of the rehearsal is shown
    with store.operation("Given") as session:
        session.add(Person(full_name="Anne Lee", date_of_birth=date(1980, 2, 1)))
    windows: list[str] = []
    hears, app = Shown(), QApplication.instance()
    assert app is not None
    app.installEventFilter(hears)

    # When the columns and the rehearsal are shown
    page = Page(qtbot, window, workplace, learners)
    page.press("See what would happen")
    page.wait_for("1 may be known")
    app.removeEventFilter(hears)

    # Then they are shown in the window
    assert windows == []


def test_change_a_column_look_bring_in_and_undo(
    qtbot: QtBot, window: MainWindow, workplace: Workplace, learners: Path, people: Any, store: Store
) -> None:
    page = Page(qtbot, window, workplace, learners)
    page.choose("Alias is", "Known as")
    page.press("See what would happen")
    page.wait_for("1 cannot come in")
    assert people() == 0
    # what needs a look stands first, and all of its reason is read below the table
    table = page.shown(QTableView)[0]
    assert table.model().index(0, 0).data() == "Bo Ek"
    assert table.model().index(0, 1).data() == "3"
    table.setCurrentIndex(table.model().index(0, 0))
    page.wait_for("That month has no day 31")
    page.press("Back to the columns")
    assert page.box("Alias is").currentText() == "Known as"
    page.press("See what would happen")
    page.press("Bring in 2 rows")
    page.wait_for("People: 2 added, 0 changed.")
    assert people() == 2
    with store.reading() as session:
        assert "Annie" in set(session.scalars(select(Person.known_as)))
    # when it is undone, then the page does not go on saying that they came in
    store.undo()
    page.wait_for("Which spreadsheet do you want to bring in?")
    assert people() == 0


def test_a_second_press_brings_nothing_in_twice(
    qtbot: QtBot, window: MainWindow, workplace: Workplace, learners: Path, people: Any
) -> None:
    page = Page(qtbot, window, workplace, learners)
    page.press("See what would happen")
    page.press("Bring in 2 rows")
    button = page.button("Bring in 2 rows")
    assert button is not None
    button.click()
    # The keyboard stays on it, not on what comes next in the window, where the second Enter would go.
    assert QApplication.focusWidget() is button
    page.wait_for("People: 2 added")
    assert people() == 2


def test_stopping_leaves_nothing_and_can_begin_again(
    qtbot: QtBot, window: MainWindow, workplace: Workplace, tmp_path: Path, people: Any
) -> None:
    path = tmp_path / "many.csv"
    path.write_text("Name\n" + "".join(f"Person {n}\n" for n in range(3000)), "utf-8")
    page = Page(qtbot, window, workplace, path)
    page.press("See what would happen")
    page.press("Cancel")
    page.wait_for("Stopped. Nothing was changed.")
    button = page.button("See what would happen")
    assert button is not None
    assert button.isEnabled()
    assert people() == 0


def test_those_that_may_be_known_count_once_they_are_wanted(
    qtbot: QtBot, window: MainWindow, workplace: Workplace, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text("Name,DOB\nAnn Lee,1/2/80\nann lee,1/2/80\n", "utf-8")
    page = Page(qtbot, window, workplace, tmp_path / "a.csv")
    page.press("See what would happen")
    page.wait_for("1 may be known")
    assert page.button("Bring in 1 row") is not None
    page.shown(QCheckBox)[0].click()
    assert page.button("Bring in 2 rows") is not None


def test_scrolling_past_changes_no_column(
    qtbot: QtBot, window: MainWindow, workplace: Workplace, learners: Path
) -> None:
    page = Page(qtbot, window, workplace, learners)
    box = page.box("Name is")
    here = QPointF(box.rect().center())
    wheel = QWheelEvent(
        here, QPointF(box.mapToGlobal(here)), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(box, wheel)
    assert box.currentText() == "Full name"


def test_a_row_that_may_be_known_is_what_the_person_says(
    qtbot: QtBot, window: MainWindow, workplace: Workplace, tmp_path: Path, people: Any, store: Store
) -> None:
    # Given two people who may be those in the sheet
    with store.operation("Given") as session:
        session.add_all([Person(full_name="Ann Lee", family_name="Lee"), Person(full_name="Bo Ek", family_name="Ek")])
    path = tmp_path / "a.csv"
    path.write_text("Name,Phone\nAnn Lee,07700900111\nBo Ek,07700900222\nCy Ox,07700900333\n", "utf-8")
    page = Page(qtbot, window, workplace, path)
    page.press("See what would happen")
    page.wait_for("2 may be known")

    # When the one is known and the other is not
    table = page.shown(QTableView)[0]
    for at, said in ((0, "The one that is known"), (1, "A new one")):
        table.setCurrentIndex(table.model().index(at, 0))
        chip = next(one for one in page.shown(QAbstractButton) if one.accessibleName().startswith(said))
        chip.click()
    assert [table.model().index(at, 2).data() for at in (0, 1)] == ["changes what is there", "new"]
    page.press("Bring in 3 rows")
    page.wait_for("2 added, 1 changed")

    # Then only the other is there twice
    with store.reading() as session:
        names = list(session.execute(select(Person.full_name, Person.phone).order_by(Person.full_name)))
    assert [tuple(row) for row in names] == [
        ("Ann Lee", "07700900111"),
        ("Bo Ek", None),
        ("Bo Ek", "07700900222"),
        ("Cy Ox", "07700900333"),
    ]


def test_what_was_wrong_with_one_file_is_not_said_of_the_next(
    qtbot: QtBot, window: MainWindow, workplace: Workplace, learners: Path, tmp_path: Path
) -> None:
    # Given a workbook of which nobody has worked out the formulas
    book = Workbook()
    sheet: Any = book.active
    for row in (["Name", "Age"], ["Amina Yusuf", "=40+1"]):
        sheet.append(row)
    book.save(tmp_path / "unsolved.xlsx")
    page = Page(qtbot, window, workplace, tmp_path / "unsolved.xlsx")
    page.wait_for("formulas without a result")
    # When another is opened
    page.page._open(learners)
    page.wait_for("Which column is what?")
    # Then nothing stands above it any more
    assert not any("formulas" in one.text() for one in page.shown(QLabel))
