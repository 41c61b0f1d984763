"""No box comes between the desk and the queue: whatever happens at check-in is said in the window's one line."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from hubdesk.desktop.checking_in import CheckingIn
from hubdesk.desktop.record_form import RecordForm
from hubdesk.desktop.screens.check_in import CheckInPage
from hubdesk.desktop.window import MainWindow
from hubdesk.desktop.workplace import Workplace
from hubdesk.fields.card_codes import code_of
from hubdesk.fields.check_digit import SIGNS, with_check
from hubdesk.operations.cards import new_card
from tests.hub_life import a_person
from tests.journeys import test_check_in as check_in
from tests.journeys.conftest import Hands
from tests.scanning import scan

desk = check_in.desk


class Boxes(QObject):
    """Every dialog and modal window that is shown."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self.seen: list[str] = []
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        shown = event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow()
        if shown and (isinstance(watched, QDialog) or watched.isModal()):  # type: ignore[attr-defined]
            self.seen.append(repr(watched))
        return False


@pytest.fixture
def boxes(qapp: QApplication) -> Iterator[Boxes]:
    made = Boxes(qapp)
    yield made
    qapp.removeEventFilter(made)


@pytest.mark.parametrize("names_only", [False, True], ids=["everything shown", "names only"])
def test_u19_whoever_comes_is_told_without_a_box_while_a_form_is_half_written(
    qtbot: QtBot,
    desk: CheckingIn,
    hands: Hands,
    window: MainWindow,
    workplace: Workplace,
    boxes: Boxes,
    names_only: bool,
) -> None:
    # Given a form in which somebody has begun to write
    store = workplace.store
    amina, omar = a_person(store), a_person(store, "Omar Farah")
    old = check_in.a_card(store, omar)
    with store.operation("New card") as session:
        new = new_card(session, omar, check_in.TODAY, "lost").number
    card = check_in.a_card(store, amina)
    if names_only:
        workplace.privacy.turn()
    form = RecordForm(workplace, "person")
    window.show_page(form, "Somebody new")
    name = next(one for one in form.findChildren(QLineEdit) if one.accessibleName() == "Full name")
    name.setFocus()
    hands.type("Nasrin Ahm")

    # When cards are scanned: right, mistyped, unknown, another hub's, no card at all, an old one and the new one
    wrong = card[:-1] + SIGNS[(SIGNS.index(card[-1]) + 1) % 36]
    said: list[tuple[Callable[[], object], str]] = [
        (lambda: scan(code_of(card)), "Amina Yusuf is in."),
        (lambda: scan(code_of(wrong)), "was not read right"),
        (lambda: scan(code_of(with_check("BUR-09123"))), "is not known here"),
        (lambda: scan(code_of(with_check("XYZ-00123"))), "is from another hub"),
        (lambda: scan(code_of("nonsense")), "not from a card"),
        (lambda: scan(code_of(old)), "old card"),
        (lambda: scan(code_of(new)), "Omar Farah is in."),
    ]
    # Then each is answered in the window's line, without a box, and the form is as it was
    for do, answer in said:
        window.hush()
        do()
        qtbot.waitUntil(lambda answer=answer: answer in window.banner.text(), timeout=15_000)  # type: ignore[misc]
        assert QApplication.activeModalWidget() is None
        assert (name.text(), name.hasFocus()) == ("Nasrin Ahm", True)

    # And when somebody is looked for by name, and a visitor is added
    a_person(store, "Lucia Novak")
    hands.press(Qt.Key.Key_F2)
    page = window.pages.currentWidget()
    assert isinstance(page, CheckInPage)
    qtbot.waitUntil(lambda: any(one.name == "Lucia Novak" for one in page._comers))
    hands.type("luc")
    qtbot.waitUntil(lambda: not page._asked)
    hands.enter()
    qtbot.waitUntil(lambda: window.banner.text() == "Lucia Novak is in.")
    hands.type("Gas engineer")
    hands.enter()
    qtbot.waitUntil(lambda: page.field.selectedText() == "Gas engineer")
    hands.press(Qt.Key.Key_Down)
    hands.enter()
    qtbot.waitUntil(lambda: window.banner.text() == "Gas engineer is in.")
    assert QApplication.activeModalWidget() is None

    # Then the form waits with what was typed, and no box was shown from first to last
    while window.pages.currentWidget() is page:
        hands.press(Qt.Key.Key_Escape)
    assert name.text() == "Nasrin Ahm"
    assert boxes.seen == []
