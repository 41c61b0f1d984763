from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import qWarning
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from hubdesk.base.conditions import CONDITIONS
from hubdesk.base.errors import Refused
from hubdesk.desktop.errors import FaultDialog, Reporter, details
from hubdesk.desktop.window import MainWindow


@pytest.fixture
def reporter(window: MainWindow, tmp_path: Path) -> Iterator[Reporter]:
    made = Reporter(tmp_path, window)
    yield made
    made.close()


def test_the_details_say_where_and_never_what() -> None:
    said = details(fault("Nasrin Ahmadi"))
    assert "tests/desktop/test_errors.py" in said
    assert "builtins.ValueError" in said
    assert "builtins.KeyError" in said
    assert "Nasrin" not in said
    assert str(Path.home()) not in said


def test_a_fault_shows_one_dialog_and_is_written_down(
    qtbot: QtBot, window: MainWindow, reporter: Reporter, tmp_path: Path
) -> None:
    reporter.report(fault("Nasrin Ahmadi"))
    reporter.report(fault("Chen Wei"))
    [dialog] = window.findChildren(FaultDialog)
    assert dialog.isVisible()
    copy = next(button for button in dialog.findChildren(QPushButton) if button.text() == "Copy details")
    copy.click()
    assert "ValueError" in QApplication.clipboard().text()
    written = (tmp_path / "hubdesk.log").read_text("utf-8")
    assert written.count("builtins.ValueError") == 2
    assert "Nasrin" not in written
    dialog.accept()


def test_it_hears_of_errors_in_other_threads_and_of_qt(
    qtbot: QtBot, window: MainWindow, reporter: Reporter, tmp_path: Path
) -> None:
    reporter.install()
    assert sys.excepthook is not sys.__excepthook__
    worker = threading.Thread(target=lambda: 1 // 0)
    worker.start()
    worker.join()
    qWarning('A label says "Nasrin Ahmadi"')
    qtbot.waitUntil(lambda: bool(window.findChildren(FaultDialog)))
    written = (tmp_path / "hubdesk.log").read_text("utf-8")
    assert "ZeroDivisionError" in written
    assert 'A label says "…"' in written
    assert "Nasrin" not in written
    reporter.close()
    assert sys.excepthook is sys.__excepthook__


def test_an_answer_to_a_person_is_said_and_is_no_fault(
    qtbot: QtBot, window: MainWindow, reporter: Reporter, tmp_path: Path
) -> None:
    with qtbot.waitSignal(reporter.refused) as said:
        reporter.report(Refused("Put the stick back in."))
    assert said.args == ["Put the stick back in."]
    assert not window.findChildren(FaultDialog)
    assert not (tmp_path / "hubdesk.log").exists()


def test_without_a_place_for_a_log_it_still_reports(window: MainWindow, tmp_path: Path) -> None:
    made = Reporter(tmp_path / "not there", window)
    made.report(fault("Nasrin Ahmadi"))
    [dialog] = window.findChildren(FaultDialog)
    dialog.accept()
    made.close()


def fault(name: str) -> ValueError:
    try:
        try:
            raise KeyError(name)
        except KeyError as error:
            raise ValueError(f"{name} is unknown") from error
    except ValueError as error:
        return error


def test_r26_every_condition_is_told_with_its_code_in_small_type(window: MainWindow) -> None:
    for condition in CONDITIONS:
        said = str(condition.sentence).replace("{", "").replace("}", "")
        window.warn(said)
        small = [label.text() for label in window.banner.findChildren(QLabel) if label.isVisible()]
        assert condition.code in small, said
    window.say("All is well.")
    assert not [label for label in window.banner.findChildren(QLabel) if label.text().startswith("HD-")]
