"""The form of every kind: shown, filled in, saved, refused, left and come back to."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from uuid import UUID

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from hubdesk.base.errors import FieldError
from hubdesk.desktop.editors.picks import SeveralOfManyEditor
from hubdesk.desktop.leaving import begun
from hubdesk.desktop.record_form import RecordForm
from hubdesk.desktop.window import MainWindow
from hubdesk.desktop.workplace import Workplace
from hubdesk.records.learning.course import Course
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.people.person import Person
from hubdesk.records.places.venue import Venue
from hubdesk.store import Store


def box(page: QWidget, name: str) -> QLineEdit:
    """The line that a screen reader calls ``name``."""
    return next(line for line in page.findChildren(QLineEdit) if line.accessibleName() == name)


def person(store: Store, name: str = "Łukasz Wójcik") -> UUID:
    with store.operation("Add") as session:
        made = Person(full_name=name, phone="07700900123")
        session.add(made)
    return made.id


def opened(page: RecordForm, workplace: Workplace, qtbot: QtBot) -> RecordForm:
    workplace.show_page(page, "form")
    qtbot.waitUntil(page.isVisible)
    return page


def save(page: RecordForm, window: MainWindow, qtbot: QtBot) -> None:
    page.save_button.click()
    qtbot.waitUntil(lambda: bool(window.banner.text()))


def test_a_new_record_is_saved_and_can_be_undone(
    store: Store, workplace: Workplace, window: MainWindow, qtbot: QtBot
) -> None:
    page = opened(RecordForm(workplace, "venue"), workplace, qtbot)
    qtbot.keyClicks(box(page, "Name"), "Westcroft Community Centre")
    qtbot.keyClicks(box(page, "Postcode"), "m191ab")
    save(page, window, qtbot)
    with store.reading() as session:
        venue = session.scalars(select(Venue)).one()
        assert (venue.name, venue.postcode) == ("Westcroft Community Centre", "M19 1AB")
    assert store.undo_title() == "Add Westcroft Community Centre"


def test_a_date_may_be_pasted_whole_or_typed_with_separators(
    store: Store, workplace: Workplace, window: MainWindow, qtbot: QtBot
) -> None:
    lukasz = person(store)
    page = opened(RecordForm(workplace, "person", lukasz), workplace, qtbot)
    day = box(page, "Date of birth, day")
    day.setFocus()
    qtbot.keyClicks(day, "12/")
    qtbot.keyClicks(box(page, "Date of birth, month"), "3/")
    qtbot.keyClicks(box(page, "Date of birth, year"), "85")
    save(page, window, qtbot)
    with store.reading() as session:
        assert session.get_one(Person, lukasz).date_of_birth == date(1985, 3, 12)


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(workplace: Workplace, qtbot: QtBot) -> None:
    page = opened(RecordForm(workplace, "person"), workplace, qtbot)
    qtbot.keyClicks(box(page, "Phone"), "twelve")
    qtbot.keyClicks(box(page, "Known as"), "Zosia")
    page.save_button.click()
    assert "not a telephone number" in page.form.rows["phone"].error()
    assert page.form.rows["full_name"].error() == "Full name is needed. Fill it in."
    assert box(page, "Full name").hasFocus()
    assert box(page, "Phone").text() == "twelve"
    assert box(page, "Known as").text() == "Zosia"
    assert page.summary.isVisible()


def test_a_rule_of_the_record_stands_beside_its_field(store: Store, workplace: Workplace, qtbot: QtBot) -> None:
    with store.operation("Add") as session:
        course = Course(name="Sewing")
        session.add(course)
        session.flush()
        run = CourseRun(course=course.id, name="Sewing", starts=date(2026, 9, 7), ends=date(2026, 12, 7))
        session.add(run)
    page = opened(RecordForm(workplace, "course_run", run.id), workplace, qtbot)
    box(page, "Ends, year").selectAll()
    qtbot.keyClicks(box(page, "Ends, year"), "2025")
    page.save_button.click()
    qtbot.waitUntil(lambda: page.form.rows["ends"].error() != "")
    assert page.form.rows["ends"].error().startswith("The run ends before it starts")
    assert box(page, "Ends, day").hasFocus()


def test_what_was_typed_comes_back_after_leaving(
    store: Store, workplace: Workplace, window: MainWindow, qtbot: QtBot
) -> None:
    lukasz = person(store)
    first = opened(RecordForm(workplace, "person", lukasz), workplace, qtbot)
    qtbot.keyClicks(box(first, "Known as"), "Luke")
    window.pages.show_page(QWidget(), "elsewhere")
    qtbot.waitUntil(lambda: bool(store.drafts.all()))
    again = opened(RecordForm(workplace, "person", lukasz), workplace, qtbot)
    assert box(again, "Known as").text() == "Luke"
    # So that Ctrl+Z in it does not take back what was done before.
    assert begun(again)
    save(again, window, qtbot)
    assert not begun(again)
    assert store.drafts.all() == []
    with store.reading() as session:
        assert session.get_one(Person, lukasz).known_as == "Luke"


def test_who_forgets_what_was_typed_is_at_the_first_field_again(
    store: Store, workplace: Workplace, qtbot: QtBot
) -> None:
    first = opened(RecordForm(workplace, "person"), workplace, qtbot)
    qtbot.keyClicks(box(first, "Known as"), "Luke")
    workplace.show_page(QWidget(), "elsewhere")
    qtbot.waitUntil(lambda: bool(store.drafts.all()))
    page = opened(RecordForm(workplace, "person"), workplace, qtbot)
    page._draft.forget_button.setFocus()
    qtbot.keyClick(page._draft.forget_button, Qt.Key.Key_Space)
    qtbot.waitUntil(box(page, "Full name").hasFocus)
    assert box(page, "Known as").text() == ""


def test_only_what_was_edited_is_written(store: Store, workplace: Workplace, window: MainWindow, qtbot: QtBot) -> None:
    lukasz = person(store)
    page = opened(RecordForm(workplace, "person", lukasz), workplace, qtbot)
    qtbot.keyClicks(box(page, "Known as"), "Luke")
    with store.operation("Elsewhere") as session:
        session.get_one(Person, lukasz).phone = "01611234567"
    save(page, window, qtbot)
    with store.reading() as session:
        kept = session.get_one(Person, lukasz)
        assert (kept.known_as, kept.phone) == ("Luke", "01611234567")


def test_a_linked_record_is_chosen_by_typing(
    store: Store, workplace: Workplace, window: MainWindow, qtbot: QtBot
) -> None:
    lukasz = person(store)
    page = opened(RecordForm(workplace, "emergency_contact"), workplace, qtbot)
    chooser = box(page, "Person")
    chooser.setFocus()
    qtbot.keyClicks(chooser, "lukasz")
    popup = chooser.completer().popup()
    assert popup is not None
    qtbot.waitUntil(popup.isVisible)
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert chooser.text() == "Łukasz Wójcik"
    assert page.form.editors["person"].value() == lukasz


def test_what_a_field_is_to_name_is_added_on_the_way(
    store: Store, workplace: Workplace, window: MainWindow, qtbot: QtBot
) -> None:
    # Given a hub without any course, and somebody who plans the first run
    page = opened(RecordForm(workplace, "course_run"), workplace, qtbot)
    chooser = box(page, "Course")
    chooser.setFocus()

    # When they type what it is called, which is no course yet, and take what is offered
    qtbot.keyClicks(chooser, "Sewing")
    popup = chooser.completer().popup()
    assert popup is not None
    qtbot.waitUntil(popup.isVisible)
    assert popup.model().index(0, 0).data() == "New course: Sewing"
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)

    # Then the new course has this name, and once it is saved the run is of it
    new = window.pages.currentWidget()
    assert isinstance(new, RecordForm)
    assert box(new, "Title").text() == "Sewing"
    new.save_button.click()
    qtbot.waitUntil(lambda: window.pages.currentWidget() is page)
    with store.reading() as session:
        course = session.scalars(select(Course)).one()
    assert (chooser.text(), page.form.editors["course"].value()) == ("Sewing", course.id)

    # And what was saved is said by the name that it was given
    for part, number in zip(("day", "month", "year"), ("5", "10", "2026"), strict=True):
        for day in ("Starts", "Ends"):
            qtbot.keyClicks(box(page, f"{day}, {part}"), number)
    page.save_button.click()
    qtbot.waitUntil(lambda: window.banner.text() == "Sewing is in the records now.")
    assert store.undo_title() == "Add Sewing"


def test_enter_takes_who_is_there_and_never_adds_anybody(
    store: Store, workplace: Workplace, window: MainWindow, qtbot: QtBot
) -> None:
    lukasz = person(store)
    page = opened(RecordForm(workplace, "emergency_contact"), workplace, qtbot)
    chooser = box(page, "Person")
    chooser.setFocus()
    popup = chooser.completer().popup()
    assert popup is not None

    def is_offered() -> bool:
        return popup.isVisible() and bool(popup.model().index(1, 0).data() == f"New person: {chooser.text()}")

    for sign in "lukasz":
        qtbot.keyClicks(chooser, sign)
        qtbot.waitUntil(is_offered)
        assert popup.currentIndex().row() != 1
    # The arrow goes to who is there first, and the next one to what can be added, which stands as it was typed
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    assert chooser.text() == "Łukasz Wójcik"
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    assert chooser.text() == "lukasz"
    qtbot.keyClick(popup, Qt.Key.Key_Up)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert page.form.editors["person"].value() == lukasz


def test_a_number_is_no_name_to_add(workplace: Workplace, qtbot: QtBot) -> None:
    page = opened(RecordForm(workplace, "emergency_contact"), workplace, qtbot)
    chooser = box(page, "Person")
    chooser.setFocus()
    qtbot.keyClicks(chooser, "07700 900123")
    model = chooser.completer().model()
    qtbot.keyClicks(chooser, "x")
    qtbot.waitUntil(lambda: model.rowCount() == 1)
    qtbot.keyClick(chooser, Qt.Key.Key_Backspace)
    qtbot.waitUntil(lambda: model.rowCount() == 0)


def test_who_types_a_whole_name_and_goes_on_at_once_has_chosen_it(
    store: Store, workplace: Workplace, qtbot: QtBot
) -> None:
    ben = person(store, "Ben Hall")
    page = opened(RecordForm(workplace, "emergency_contact"), workplace, qtbot)
    chooser = box(page, "Person")
    chooser.setFocus()
    qtbot.keyClicks(chooser, "ben hall")
    box(page, "Name").setFocus()
    qtbot.waitUntil(lambda: page.form.editors["person"].written() == str(ben))


def test_a_name_that_was_typed_before_there_was_such_a_record_means_it_when_one_comes_back(
    store: Store, workplace: Workplace, qtbot: QtBot
) -> None:
    page = opened(RecordForm(workplace, "emergency_contact"), workplace, qtbot)
    page.form.write({"person": "Łukasz Wójcik"})
    assert page.form.editors["person"].written() == "Łukasz Wójcik"
    lukasz = person(store)
    page.form.write({"person": "Łukasz Wójcik"})
    assert page.form.editors["person"].value() == lukasz


def test_removing_says_who_still_needs_it(store: Store, workplace: Workplace, window: MainWindow, qtbot: QtBot) -> None:
    with store.operation("Add") as session:
        course = Course(name="Sewing")
        session.add(course)
        session.flush()
        session.add(CourseRun(course=course.id, name="Sewing", starts=date(2026, 9, 7), ends=date(2026, 12, 7)))
    page = opened(RecordForm(workplace, "course", course.id), workplace, qtbot)
    button = next(part for part in page.findChildren(QWidget) if part.accessibleName() == "Remove")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(window.banner.text()))
    assert "cannot be removed" in window.banner.text()


def test_tab_goes_through_the_form_in_reading_order(workplace: Workplace, qtbot: QtBot) -> None:
    page = opened(RecordForm(workplace, "class_session"), workplace, qtbot)
    parts = list(page.form.in_reading_order())
    places = [QRect(part.mapTo(page.form, QPoint()), part.size()) for part in parts]
    assert len(parts) > 5
    for before, after in pairwise(places):
        beside = before.top() <= after.bottom() and after.top() <= before.bottom()
        assert before.left() < after.left() if beside else before.top() < after.top(), places


def test_what_is_typed_without_a_pause_is_kept_while_it_is_typed(
    workplace: Workplace, store: Store, qtbot: QtBot
) -> None:
    form = opened(RecordForm(workplace, "person"), workplace, qtbot)
    qtbot.keyClicks(box(form, "Full name"), "Nasrin Ahmadi", delay=100)
    [draft] = store.drafts.all()
    assert "Nasrin Ahmadi".startswith(draft.answers["full_name"])
    qtbot.waitUntil(lambda: store.drafts.all()[0].answers == {"full_name": "Nasrin Ahmadi"})


def test_what_was_typed_last_is_kept_as_the_window_closes(
    workplace: Workplace, store: Store, window: MainWindow, qtbot: QtBot
) -> None:
    form = opened(RecordForm(workplace, "person"), workplace, qtbot)
    window.closing.connect(workplace.background.close)
    qtbot.keyClicks(box(form, "Full name"), "Nasrin Ahmadi")
    window.close()
    assert [draft.answers for draft in store.drafts.all()] == [{"full_name": "Nasrin Ahmadi"}]


def test_a_record_and_the_end_of_its_draft_are_saved_together(
    workplace: Workplace, store: Store, window: MainWindow, qtbot: QtBot
) -> None:
    # Given a form with a draft
    form = opened(RecordForm(workplace, "person"), workplace, qtbot)
    qtbot.keyClicks(box(form, "Full name"), "Nasrin Ahmadi")
    qtbot.waitUntil(lambda: bool(store.drafts.all()))

    # When it is saved, then whoever looks just after the commit finds no draft of what is there already
    found: list[int] = []
    store.changed.append(lambda kinds: found.append(len(store.drafts.all())))
    save(form, window, qtbot)
    assert found == [0]


class Windows(QObject):
    """What is shown as a window of its own, other than a list that opens."""

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        self.seen: list[str] = []
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        shown = event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow()
        if shown and watched.windowType() != Qt.WindowType.Popup:  # type: ignore[attr-defined]
            self.seen.append(repr(watched))
        return False


def test_of_a_hundred_answers_those_picked_stand_as_chips_and_the_others_are_found_by_typing(
    workplace: Workplace, store: Store, window: MainWindow, qtbot: QtBot
) -> None:
    # Given a form that asks for any number of a hundred answers
    form = opened(RecordForm(workplace, "sharing_agreement"), workplace, qtbot)
    editor = form.form.editors["held_back"]
    assert isinstance(editor, SeveralOfManyEditor)
    edit = editor.box.lineEdit()
    assert edit is not None
    # When one is typed and taken with Enter, and another picked out of the list
    windows = Windows(editor)
    edit.setFocus()
    qtbot.keyClicks(edit, "person: phone")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: editor.written() == "person.phone" and edit.text() == "")
    editor.box.setCurrentIndex(editor.box.findText("Person: Ward"))
    editor.box.activated.emit(editor.box.currentIndex())
    # Then both are kept, no chip was a window of its own for a moment, and a chip that is pressed takes one away but stays, to be taken back
    qtbot.waitUntil(lambda: set(editor.written().split(";")) == {"person.phone", "person.ward"})
    chip = next(one for one in editor.findChildren(QAbstractButton) if one.accessibleName() == "Person: Phone")
    chip.click()
    assert editor.written() == "person.ward"
    assert chip.isVisible()
    assert windows.seen == []
    # And what is half typed is no answer, but not lost either
    qtbot.keyClicks(edit, "nonsense")
    assert editor.written() == "person.ward;nonsense"
    with pytest.raises(FieldError):
        editor.value()


def test_in_a_low_window_the_first_field_to_mend_is_in_view(
    workplace: Workplace, window: MainWindow, qtbot: QtBot
) -> None:
    # Given a window in which what is wrong fills the page
    window.resize(683, 384)
    page = opened(RecordForm(workplace, "person"), workplace, qtbot)
    for name, text in (("Phone", "x"), ("E-mail", "y"), ("Postcode", "z")):
        box(page, name).setText(text)
        box(page, name).textEdited.emit(text)

    page.save_button.click()

    # Then the keyboard is in the first field, and that is seen
    field = box(page, "Full name")
    qtbot.waitUntil(field.hasFocus, timeout=15_000)
    qtbot.waitUntil(lambda: field.visibleRegion().boundingRect() == field.rect(), timeout=15_000)


def test_in_a_low_window_the_field_that_a_form_begins_at_is_in_view(
    workplace: Workplace, window: MainWindow, qtbot: QtBot
) -> None:
    # Given a form whose first answer is known, so that it begins further down than the window shows
    with workplace.store.operation("Add") as session:
        session.add(nasrin := Person(full_name="Nasrin Ahmadi"))
        person = nasrin.id
    window.resize(683, 320)
    page = opened(RecordForm(workplace, "iag_session", prefilled={"person": person}), workplace, qtbot)

    qtbot.waitUntil(lambda: isinstance(window.focusWidget(), QAbstractButton), timeout=15_000)
    here = window.focusWidget()
    assert (page.isAncestorOf(here), here.accessibleName()) == (True, "Advice")
    qtbot.waitUntil(lambda: here.visibleRegion().boundingRect() == here.rect(), timeout=15_000)
