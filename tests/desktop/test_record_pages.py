"""The page of a person and of a course run, of every kind, and each one's history."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QRadioButton, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from hubdesk.desktop.history import HistoryPage
from hubdesk.desktop.pathway import StepRow
from hubdesk.desktop.record_facts import RecordFacts
from hubdesk.desktop.record_form import RecordForm
from hubdesk.desktop.record_list import RecordList, open_list
from hubdesk.desktop.record_pages import record_page_for
from hubdesk.desktop.screens.course import CoursePage
from hubdesk.desktop.screens.courses import CoursesPage
from hubdesk.desktop.screens.people import PeoplePage
from hubdesk.desktop.screens.person import PersonPage
from hubdesk.desktop.screens.plan_classes import PlanClasses
from hubdesk.desktop.ways import Ways
from hubdesk.desktop.widgets import Page, Words
from hubdesk.desktop.window import MainWindow
from hubdesk.desktop.workplace import Workplace
from hubdesk.fields.codelists import codes
from hubdesk.operations.enrol import enrol
from hubdesk.operations.plan_sessions import class_days
from hubdesk.records.learning.class_session import ClassSession
from hubdesk.records.learning.course import Course
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.records.learning.holiday import Holiday
from hubdesk.records.people.consent_event import ConsentEvent
from hubdesk.records.people.equality_answer import EqualityAnswer
from hubdesk.records.people.person import Person
from hubdesk.records.people.visit import Visit
from hubdesk.store import Store
from tests.hub_life import keep

TODAY = date.today()


@pytest.fixture
def went() -> list[str]:
    """Which ways out of a page were taken."""
    return []


@pytest.fixture
def ways(went: list[str]) -> Ways:
    return Ways(**{way.name: lambda *_, name=way.name: went.append(name) for way in fields(Ways)})


@pytest.fixture
def run(store: Store) -> UUID:
    """A run of sewing with one place, taken by Nasrin, for which Tom waits."""
    with store.operation("Add") as session:
        course = Course(name="Sewing")
        nasrin, tom = Person(full_name="Nasrin Ahmadi"), Person(full_name="Tom Oyelaran")
        session.add_all([course, nasrin, tom])
        session.flush()
        made = CourseRun(
            course=course.id,
            name="Sewing",
            capacity=1,
            starts=TODAY - timedelta(days=14),
            ends=TODAY + timedelta(days=14),
        )
        session.add(made)
        session.flush()
        for who in (nasrin, tom):
            enrol(session, store.around(session), who.id, made.id, asked_on=TODAY)
            session.flush()
    return made.id


def person_called(store: Store, name: str) -> UUID:
    with store.reading() as session:
        return session.scalars(select(Person.id).where(Person.full_name == name)).one()


def button(page: QWidget, name: str) -> QPushButton:
    """The visible button that a screen reader calls ``name``."""
    for one in page.findChildren(QPushButton):
        said = QAccessible.queryAccessibleInterface(one).text(QAccessible.Text.Name)
        if said == name and one.isVisible():
            return one
    raise AssertionError(name)


def has(page: QWidget, name: str) -> bool:
    return any(one.accessibleName() == name and one.isVisible() for one in page.findChildren(QPushButton))


def said(page: QWidget) -> str:
    return "\n".join(one.text() for one in page.findChildren(Words) if one.isVisible())


def opened(page: Page, workplace: Workplace, qtbot: QtBot) -> Page:
    workplace.show_page(page, page.heading.text())
    qtbot.waitUntil(page.isVisible)
    return page


def test_a_person_is_told_from_what_links_to_them(
    store: Store, run: UUID, workplace: Workplace, ways: Ways, qtbot: QtBot
) -> None:
    page = opened(PersonPage(workplace, ways, person_called(store, "Nasrin Ahmadi")), workplace, qtbot)
    assert page.heading.text() == "Nasrin Ahmadi"
    qtbot.waitUntil(lambda: has(page, "Sewing"))
    assert "Enrolments" in said(page)
    assert page.findChildren(StepRow)


def test_the_next_thing_is_one_button_away(
    store: Store, run: UUID, workplace: Workplace, ways: Ways, went: list[str], qtbot: QtBot
) -> None:
    page = opened(PersonPage(workplace, ways, person_called(store, "Nasrin Ahmadi")), workplace, qtbot)
    qtbot.waitUntil(lambda: has(page, "Sewing"))
    qtbot.mouseClick(button(page, "Enrol on a course"), Qt.MouseButton.LeftButton)
    assert went == ["enrol_person"]


def test_special_answers_are_shown_only_when_asked_for(
    store: Store, run: UUID, workplace: Workplace, ways: Ways, qtbot: QtBot
) -> None:
    nasrin = person_called(store, "Nasrin Ahmadi")
    with store.operation("Add") as session:
        session.add(EqualityAnswer(person=nasrin, answered=TODAY, sex="F"))
    page = opened(PersonPage(workplace, ways, nasrin), workplace, qtbot)
    qtbot.waitUntil(lambda: has(page, "Show them"))
    assert not has(page, "Equality answers")
    button(page, "Show them").click()
    qtbot.waitUntil(lambda: not has(page, "Show them"))


def test_what_is_added_from_a_persons_page_is_theirs(
    store: Store, run: UUID, workplace: Workplace, ways: Ways, window: MainWindow, qtbot: QtBot
) -> None:
    nasrin = person_called(store, "Nasrin Ahmadi")
    page = opened(PersonPage(workplace, ways, nasrin), workplace, qtbot)
    qtbot.waitUntil(lambda: has(page, "Add emergency contact"))
    button(page, "Add emergency contact").click()
    form = window.pages.currentWidget()
    assert isinstance(form, RecordForm)
    assert form.form.editors["person"].value() == nasrin


def test_a_persons_visits_are_theirs_though_nobody_need_be_named_on_a_visit(
    run: UUID, workplace: Workplace, ways: Ways, store: Store, qtbot: QtBot
) -> None:
    nasrin = person_called(store, "Nasrin Ahmadi")
    keep(store, Visit(person=nasrin, day=TODAY))
    page = opened(PersonPage(workplace, ways, nasrin), workplace, qtbot)
    qtbot.waitUntil(lambda: has(page, "Add visit"), timeout=15_000)
    assert "Visits" in [label.text() for label in page.findChildren(QLabel)]


def test_a_person_who_is_gone_is_said_to_be(workplace: Workplace, ways: Ways, store: Store, qtbot: QtBot) -> None:
    with store.operation("Add") as session:
        adam = Person(full_name="Adam")
        session.add(adam)
    page = opened(PersonPage(workplace, ways, adam.id), workplace, qtbot)
    store.undo()
    qtbot.waitUntil(lambda: "This person is not there any more." in said(page))


def test_a_course_run_says_who_is_on_it_and_who_waits(
    run: UUID, workplace: Workplace, ways: Ways, qtbot: QtBot
) -> None:
    page = opened(CoursePage(workplace, ways, run), workplace, qtbot)
    qtbot.waitUntil(lambda: has(page, "Nasrin Ahmadi"))
    assert {"One learner", "One person waits", "1 of 1 taken"} <= set(said(page).splitlines())
    assert not button(page, "Give Tom Oyelaran a place").isEnabled()


def test_a_free_place_is_given_to_who_waits(
    store: Store, run: UUID, workplace: Workplace, ways: Ways, window: MainWindow, qtbot: QtBot
) -> None:
    with store.operation("More places") as session:
        session.get_one(CourseRun, run).capacity = 2
    page = opened(CoursePage(workplace, ways, run), workplace, qtbot)
    qtbot.waitUntil(lambda: has(page, "Give Tom Oyelaran a place"))
    button(page, "Give Tom Oyelaran a place").click()
    qtbot.waitUntil(lambda: window.banner.text() == "Tom Oyelaran has a place now.")
    qtbot.waitUntil(lambda: "2 learners" in said(page))
    with store.reading() as session:
        assert set(session.scalars(select(Enrolment.status))) == {"enrolled"}


def test_classes_are_planned_all_at_once(
    store: Store, run: UUID, workplace: Workplace, window: MainWindow, qtbot: QtBot
) -> None:
    page = PlanClasses(workplace, run, "Sewing")
    workplace.show_page(page, "Plan")
    assert not button(page, "Plan the classes").isEnabled(), "until the holidays are known"
    qtbot.waitUntil(button(page, "Plan the classes").isEnabled)
    page.plan()
    assert "Pick at least one day." in said(page)
    days = [one for one in page.findChildren(QWidget) if one.accessibleName() == "Tuesday"]
    qtbot.mouseClick(days[0], Qt.MouseButton.LeftButton)
    page._starts.write("10:00")
    page._ends.write("12")
    page.plan()
    qtbot.waitUntil(lambda: "planned" in window.banner.text())
    with store.reading() as session:
        classes = session.scalars(select(ClassSession)).all()
    assert {one.day.weekday() for one in classes} == {1}
    assert {one.starts for one in classes} == {time(10)}


def chips(page: QWidget, name: str) -> list[QCheckBox]:
    return [one for one in page.findChildren(QCheckBox) if one.isVisible() and one.accessibleName().startswith(name)]


def test_classes_pass_over_the_holidays_that_are_left_out_and_one_that_is_added_on_the_way(
    store: Store, run: UUID, workplace: Workplace, window: MainWindow, qtbot: QtBot
) -> None:
    # Given a holiday in the time of a run, and another that is added while its classes are planned
    with store.reading() as session:
        first, last = session.get_one(CourseRun, run).starts, session.get_one(CourseRun, run).ends
    days = list(class_days(first, last, range(7)))
    with store.operation("A holiday") as session:
        session.add(Holiday(name="Half-term", starts=days[1], ends=days[2]))
    page = PlanClasses(workplace, run, "Sewing")
    workplace.show_page(page, "Plan")
    qtbot.waitUntil(lambda: bool(chips(page, "Half-term")))
    button(page, "Add a holiday").click()
    form = window.pages.currentWidget()
    assert isinstance(form, RecordForm)
    form.form.write({"name": "Repairs", "starts": f"{days[4]:%d/%m/%Y}", "ends": f"{days[4]:%d/%m/%Y}"})
    form.save()
    qtbot.waitUntil(lambda: window.pages.currentWidget() is page)
    qtbot.waitUntil(lambda: bool(chips(page, "Repairs")))
    # When every day is picked, and the half-term is not left out after all
    for name in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"):
        chips(page, name)[0].click()
    chips(page, "Half-term")[0].click()
    assert f"These are {len(days) - 1} classes" in said(page)
    page._starts.write("10:00")
    page._ends.write("12")
    page.plan()
    qtbot.waitUntil(lambda: "planned" in window.banner.text())
    # Then there is a class on each of them, but for the other holiday
    with store.reading() as session:
        assert set(session.scalars(select(ClassSession.day))) == {*days} - {days[4]}


def test_where_all_days_are_left_out_nothing_is_planned_and_it_says_so(
    store: Store, run: UUID, workplace: Workplace, window: MainWindow, qtbot: QtBot
) -> None:
    with store.operation("A holiday") as session:
        first = session.get_one(CourseRun, run).starts
        session.get_one(CourseRun, run).ends = first + timedelta(days=60)
        session.add(Holiday(name="Closed", starts=first, ends=first + timedelta(days=60)))
    page = PlanClasses(workplace, run, "Sewing")
    workplace.show_page(page, "Plan")
    qtbot.waitUntil(lambda: bool(chips(page, "Closed")))
    chips(page, "Tuesday")[0].click()
    page._starts.write("10:00")
    page._ends.write("12")
    page.plan()
    wrong = page._day_row.error()
    assert wrong == "There is no such day in the time of the run, or all are left out."
    assert page.isVisible()
    assert window.banner.text() == ""


def test_the_list_of_courses_counts_who_is_enrolled_and_who_waits(
    run: UUID, workplace: Workplace, qtbot: QtBot
) -> None:
    page = CoursesPage(workplace)
    with qtbot.waitSignal(page.model.shown):
        workplace.show_page(page, "Courses")
    texts = {column.title: page.model.index(0, at).data() for at, column in enumerate(page.model.columns)}
    assert (texts["Name"], texts["Enrolled"], texts["Waiting"], texts["Places"]) == ("Sewing", "1", "1", "1")


def test_people_are_found_by_any_part(run: UUID, workplace: Workplace, ways: Ways, qtbot: QtBot) -> None:
    page = PeoplePage(workplace, ways)
    with qtbot.waitSignal(page.model.shown):
        workplace.show_page(page, "People")
    with qtbot.waitSignal(page.model.shown):
        qtbot.keyClicks(page.filters.box, "yelar")
    assert page.model.index(0, 0).data() == "Tom Oyelaran"


def test_a_list_may_be_of_only_some(
    store: Store, run: UUID, workplace: Workplace, window: MainWindow, qtbot: QtBot
) -> None:
    open_list(workplace, "enrolment", [("status", "waiting")])
    page = window.pages.currentWidget()
    assert isinstance(page, RecordList)
    qtbot.waitUntil(lambda: page.model.total == 1)
    assert page.model.index(0, 0).data() == "Tom Oyelaran"


def test_a_log_is_read_and_never_edited(
    store: Store, run: UUID, workplace: Workplace, ways: Ways, qtbot: QtBot
) -> None:
    with store.operation("Add") as session:
        wording = codes("consent_wording")[0]
        purpose = str(wording.facts["purpose"])
        event = ConsentEvent(
            person=person_called(store, "Nasrin Ahmadi"),
            purpose=purpose,
            decision=codes("consent_decision")[0].code,
            wording=wording.code,
            channel=codes("consent_channel")[0].code,
            at=datetime.now(UTC),
            recorded_by="Amina",
        )
        session.add(event)
    page = opened(record_page_for(workplace, ways, "consent_event", event.id), workplace, qtbot)
    assert isinstance(page, RecordFacts)
    assert "Amina" in said(page)
    assert not has(page, "Remove")


def test_history_tells_each_change_with_before_and_after(store: Store, workplace: Workplace, qtbot: QtBot) -> None:
    with store.operation("Add Adam") as session:
        adam = Person(full_name="Adam")
        session.add(adam)
    with store.operation("Change Adam") as session:
        session.get_one(Person, adam.id).full_name = "Adam Nowak"
    page = opened(HistoryPage(workplace, "person", adam.id), workplace, qtbot)
    qtbot.waitUntil(lambda: "Change Adam" in said(page))
    lines = said(page).splitlines()
    assert lines.index("Change Adam") < lines.index("Add Adam")
    assert any(part.accessibleName() == "from Adam to Adam Nowak" for part in page.findChildren(QWidget))


def test_all_that_takes_the_keyboard_says_its_name(
    store: Store, run: UUID, workplace: Workplace, ways: Ways, qtbot: QtBot
) -> None:
    nasrin = person_called(store, "Nasrin Ahmadi")
    pages: list[Page] = [
        PersonPage(workplace, ways, nasrin),
        CoursePage(workplace, ways, run),
        RecordForm(workplace, "person", nasrin),
        PeoplePage(workplace, ways),
        CoursesPage(workplace),
        HistoryPage(workplace, "person", nasrin),
    ]
    for page in pages:
        opened(page, workplace, qtbot)
        qtbot.wait(60)
        nameless = [
            part
            for part in page.findChildren(QWidget)
            if part.focusPolicy() != Qt.FocusPolicy.NoFocus
            and part.isVisible()
            and part.focusProxy() is None
            and not isinstance(part, QRadioButton)
            and not QAccessible.queryAccessibleInterface(part).text(QAccessible.Text.Name)
        ]
        assert nameless == []


def test_somebody_is_enrolled_from_the_list_of_people_before_the_wizards_are_loaded(
    workplace: Workplace, ways: Ways, went: list[str], qtbot: QtBot
) -> None:
    # The command comes some moments after the list.
    assert "enrol.new" not in workplace.commands
    page = PeoplePage(workplace, ways)
    workplace.show_page(page, "People")
    next(one for one in page.findChildren(QPushButton) if one.text() == "Enrol someone").click()
    assert went == ["enrol"]
