"""Enrolling somebody, from the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from hubdesk.desktop.leaving import begun
from hubdesk.desktop.window import MainWindow
from hubdesk.desktop.wizards import Papers, enrol_on, resume, unfinished
from hubdesk.desktop.wizards.frame import Wizard
from hubdesk.desktop.workplace import Workplace
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.records.people.consent_event import ConsentEvent
from hubdesk.records.people.employment_status import EmploymentStatus
from hubdesk.records.people.equality_answer import EqualityAnswer
from hubdesk.records.people.person import Person
from hubdesk.records.people.prior_attainment import PriorAttainment
from hubdesk.store import Store
from tests.journeys.conftest import Hands

NO_PAPER = Papers(lambda workplace, record: None, lambda workplace, record: None)
Key = Qt.Key


def add_person(store: Store, name: str, **more: object) -> UUID:
    with store.operation("a person") as session:
        person = Person(full_name=name, **more)
        session.add(person)
        return person.id


def find_new(hands: Hands, name: str) -> None:
    """On the first page: type a name and say that it is somebody new."""
    hands.wait_for("Who would like to learn?")
    hands.type(name)
    hands.enter()
    hands.wait_for(f"New learner: {name}")
    hands.tab_to(f"New learner: {name}")
    hands.enter()
    hands.wait_for("How can we reach")


def test_in_a_box_of_several_lines_the_foot_names_the_key_that_goes_on(
    hands: Hands, window: MainWindow, workplace: Workplace, papers_asked: list[tuple[str, UUID]]
) -> None:
    # Given a wizard at the page with such a box
    workplace.commands.run("enrol.new")
    find_new(hands, "Nasrin Ahmadi")
    wizard = window.pages.currentWidget()
    assert isinstance(wizard, Wizard)
    assert begun(wizard)
    assert not hands.sees("Ctrl Enter")
    wizard._turn_to("support")
    hands.press(Key.Key_1)
    hands.tab_to("What helps")
    # Then Enter begins a line, and the key that the foot names goes on
    assert hands.sees("Ctrl Enter")
    hands.type("a")
    hands.enter()
    hands.type("b")
    assert wizard._answers["what_helps"] == "a\nb"
    hands.press(Key.Key_Return, ctrl=True)
    assert wizard._now != "support"
    assert not hands.sees("Ctrl Enter")


def answer_about_nasrin(hands: Hands) -> None:
    """The pages about the person, up to the choice of a course."""
    find_new(hands, "Nasrin Ahmadi")
    hands.type("07700 900123")
    hands.tab_to("Postcode")
    hands.type("m146nq")
    hands.enter()
    hands.wait_for("Who is Nasrin?")
    hands.tab_to("Date of birth, day")
    hands.type("14 3 1991")
    hands.enter()
    hands.wait_for("learning difficulty, disability or health problem?")
    hands.press(Key.Key_2)
    hands.enter()
    hands.wait_for("What is the highest qualification Nasrin has?")
    hands.press(Key.Key_2)
    hands.enter()
    hands.wait_for("What is Nasrin doing at the moment?")
    hands.press(Key.Key_2)
    hands.tab_to("Under 6 months")
    hands.press(Key.Key_2)
    hands.enter()


def test_a_new_learner_is_enrolled_by_keys_alone_on_nine_pages(
    hands: Hands,
    workplace: Workplace,
    store: Store,
    add_run: Callable[..., UUID],
    papers_asked: list[tuple[str, UUID]],
    opened: list[tuple[str, UUID]],
) -> None:
    # Given a course with free places
    run = add_run("ESOL Entry 2")

    # When the receptionist answers page by page
    workplace.commands.run("enrol.new")
    answer_about_nasrin(hands)
    hands.wait_for("Which course would Nasrin like?")
    hands.press(Key.Key_1)
    hands.enter()
    hands.wait_for("What does Nasrin agree to?")
    hands.press(Key.Key_2)
    hands.enter()
    hands.wait_for("Is this right for Nasrin?")
    assert hands.sees("M14 6NQ")
    hands.enter()
    hands.wait_for("Nasrin is enrolled on ESOL Entry 2.")

    # Then all of it is in the hub's file, in one operation, and no draft is left
    with store.reading() as session:
        person = session.scalars(select(Person)).one()
        assert (person.full_name, person.phone, person.postcode) == ("Nasrin Ahmadi", "07700900123", "M14 6NQ")
        assert person.date_of_birth == date(1991, 3, 14)
        enrolment = session.scalars(select(Enrolment)).one()
        assert (enrolment.person, enrolment.run, enrolment.status) == (person.id, run, "enrolled")
        status = session.scalars(select(EmploymentStatus)).one()
        assert (status.status, status.unemployed_for) == ("11", "2")
        assert session.scalars(select(PriorAttainment)).one().level == "1"
        assert session.scalars(select(EqualityAnswer)).one().disability == "2"
        consent = session.scalars(select(ConsentEvent)).one()
        assert (consent.purpose, consent.decision, consent.channel) == ("funder_notice", "withdrawn", "in_person")
        enrolment_id = enrolment.id
    assert unfinished(store) == []
    assert store.undo_title() == "Enrol Nasrin Ahmadi on ESOL Entry 2"

    # And Enter prints the form to sign
    hands.enter()
    assert papers_asked == [("form", enrolment_id)]
    hands.tab_to("Open Nasrin")
    hands.enter()
    assert opened == [("person", person.id)]


def test_somebody_known_is_enrolled_in_fifteen_keystrokes(
    hands: Hands, workplace: Workplace, store: Store, add_run: Callable[..., UUID], papers_asked: object
) -> None:
    # Given a person and a course
    person, run = add_person(store, "Łukasz Wójcik"), add_run()
    workplace.commands.run("enrol.new")
    hands.wait_for("Who would like to learn?")

    # When part of the name is typed, without accents
    hands.pressed = 1
    hands.type("lukas")
    hands.wait_for("Łukasz Wójcik")
    hands.enter()
    hands.enter()
    hands.wait_for("Which course would Łukasz like?")
    hands.press(Key.Key_1)
    hands.enter()
    hands.wait_for("Is this right for Łukasz?")
    hands.enter()

    # Then they are enrolled, and nobody was added
    hands.wait_for("Łukasz is enrolled on ESOL Entry 2.")
    assert hands.pressed <= 15
    with store.reading() as session:
        assert session.scalars(select(Enrolment)).one().person == person
        assert session.scalars(select(Enrolment)).one().run == run
        assert len(session.scalars(select(Person)).all()) == 1


def test_who_finds_the_course_full_waits_and_is_told_who_is_before_them(
    hands: Hands, workplace: Workplace, store: Store, add_run: Callable[..., UUID], papers_asked: object
) -> None:
    # Given a run with one place, taken, and one person waiting
    run = add_run("Sewing", 1)
    first, second = add_person(store, "Chen Wei"), add_person(store, "Rosa dos Santos")
    add_person(store, "Maryam Yusuf")
    with store.operation("a full run") as session:
        session.add(Enrolment(person=first, run=run, asked_on=date.today()))
        session.add(Enrolment(person=second, run=run, asked_on=date.today(), status="waiting"))

    # When somebody asks for it
    workplace.commands.run("enrol.new")
    hands.wait_for("Who would like to learn?")
    hands.type("maryam")
    hands.wait_for("Maryam Yusuf")
    hands.enter()
    hands.enter()
    hands.wait_for("Which course would Maryam like?")
    hands.press(Key.Key_1)
    hands.enter()

    # Then the check page says what will happen, and it does
    hands.wait_for("Sewing is full, so Maryam goes on the waiting list.")
    assert hands.sees("1 person waits before them.")
    hands.enter()
    hands.wait_for("Maryam waits for a place on Sewing.")
    with store.reading() as session:
        assert [one.status for one in session.scalars(select(Enrolment)) if one.person not in (first, second)] == [
            "waiting"
        ]


def test_a_place_taken_meanwhile_is_said_on_the_page_of_the_course(
    hands: Hands, workplace: Workplace, store: Store, add_run: Callable[..., UUID], papers_asked: object
) -> None:
    # Given somebody on the check page for the last place
    run = add_run("Sewing", 1)
    add_person(store, "Maryam Yusuf")
    other = add_person(store, "Chen Wei")
    workplace.commands.run("enrol.new")
    hands.wait_for("Who would like to learn?")
    hands.type("maryam")
    hands.wait_for("Maryam Yusuf")
    hands.enter()
    hands.enter()
    hands.wait_for("Which course would Maryam like?")
    hands.press(Key.Key_1)
    hands.enter()
    hands.wait_for("Is this right for Maryam?")

    # When another desk takes it first
    with store.operation("the last place") as session:
        session.add(Enrolment(person=other, run=run, asked_on=date.today()))
    hands.enter()

    # Then it is said where the course is picked, nothing is lost, and picking it again waits for a place
    hands.wait_for("The last free place has just been taken.")
    assert hands.sees("Which course would Maryam like?")
    assert [one.name for one in unfinished(store)] == ["Maryam Yusuf"]
    hands.press(Key.Key_1)
    hands.enter()
    hands.wait_for("Sewing is full, so Maryam goes on the waiting list.")
    hands.enter()
    hands.wait_for("Maryam waits for a place on Sewing.")


def test_a_second_enrolment_on_the_same_run_is_refused_in_words(
    hands: Hands, workplace: Workplace, store: Store, add_run: Callable[..., UUID], papers_asked: object
) -> None:
    # Given somebody who is on the run already
    run, person = add_run(), add_person(store, "Maryam Yusuf")
    with store.operation("enrolled") as session:
        session.add(Enrolment(person=person, run=run, asked_on=date.today()))

    # When they are enrolled again
    workplace.commands.run("enrol.new")
    hands.wait_for("Who would like to learn?")
    hands.type("maryam")
    hands.wait_for("Maryam Yusuf")
    hands.enter()
    hands.enter()
    hands.wait_for("Which course would Maryam like?")
    hands.press(Key.Key_1)
    hands.enter()
    hands.wait_for("Is this right for Maryam?")
    hands.enter()

    # Then a sentence stands on the page of the course
    hands.wait_for("This person is on this course run already")
    assert hands.sees("Which course would Maryam like?")


def test_what_is_wrong_is_said_beside_the_answer_and_nothing_is_cleared(
    hands: Hands, workplace: Workplace, papers_asked: object
) -> None:
    # Given the contact page
    workplace.commands.run("enrol.new")
    find_new(hands, "Nasrin Ahmadi")

    # When the phone is no phone
    hands.type("ask her sister")
    hands.enter()

    # Then the sentence stands there, the keyboard is on the phone, and what was typed is still in it
    assert hands.sees("This is not a telephone number.")
    assert hands.here().accessibleName() == "Phone"
    assert hands.here().property("text") == "ask her sister"


def test_a_wizard_left_and_taken_up_again_goes_on_where_it_was(
    hands: Hands, workplace: Workplace, store: Store, qtbot: QtBot, papers_asked: object
) -> None:
    # Given two pages answered
    workplace.commands.run("enrol.new")
    find_new(hands, "Nasrin Ahmadi")
    hands.type("07700 900123")
    hands.enter()
    hands.wait_for("Who is Nasrin?")

    # When the receptionist leaves with Escape
    hands.press(Key.Key_Escape)
    qtbot.waitUntil(lambda: [one.page for one in unfinished(store)] == ["About you"])
    assert hands.sees("What you wrote about Nasrin is kept.")

    # Then it is among the unfinished, and goes on at the same page with the same answers
    assert unfinished(store)[0].sentence == "Unfinished: Nasrin Ahmadi, at “About you”"
    resume(workplace, NO_PAPER, unfinished(store)[0].id)
    hands.wait_for("Who is Nasrin?")
    hands.press(Key.Key_Left, alt=True)
    hands.wait_for("How can we reach Nasrin?")
    assert hands.here().property("text") == "07700 900123"


def test_alt_left_goes_back_from_an_answer_and_leaves_it_as_it_is(
    hands: Hands, workplace: Workplace, add_run: Callable[..., UUID], store: Store, papers_asked: object
) -> None:
    # Given a chosen course, the keyboard on it
    add_run("Sewing")
    add_run("Pottery")
    add_person(store, "Maryam Yusuf")
    workplace.commands.run("enrol.new")
    hands.wait_for("Who would like to learn?")
    hands.type("maryam")
    hands.wait_for("Maryam Yusuf")
    hands.enter()
    hands.enter()
    hands.wait_for("Which course would Maryam like?")
    hands.press(Key.Key_2)
    chosen = hands.here().accessibleName()

    # When Alt+Left is pressed there
    hands.press(Key.Key_Left, alt=True)

    # Then it is the question before, and the answer is as it was, and so it is from a button
    hands.wait_for("Who would like to learn?")
    hands.enter()
    hands.wait_for("Which course would Maryam like?")
    hands.enter()
    hands.wait_for("Is this right for Maryam?")
    assert hands.sees(chosen)
    hands.tab_to("Enrol Maryam")
    hands.press(Key.Key_Left, alt=True)
    hands.wait_for("Which course would Maryam like?")


def test_the_last_letters_are_kept_when_the_window_is_closed(
    hands: Hands, workplace: Workplace, store: Store, window: MainWindow, papers_asked: object
) -> None:
    # Given a page half filled
    workplace.commands.run("enrol.new")
    find_new(hands, "Nasrin Ahmadi")
    hands.type("0770")

    # When the window is closed at once
    window.close()

    # Then even the half phone number is in the draft
    assert store.drafts.all("enrolment")[0].answers["phone"] == "0770"


def test_somebody_who_is_here_already_is_noticed_before_they_are_added_twice(
    hands: Hands, workplace: Workplace, store: Store, add_run: Callable[..., UUID], papers_asked: object
) -> None:
    # Given a person with a phone
    person = add_person(store, "Nasreen Ahmadi", phone="07700900123", date_of_birth=date(1991, 3, 14))
    add_run()

    # When the same person is entered again under a name spelled otherwise
    workplace.commands.run("enrol.new")
    find_new(hands, "Nasrin Ahmadi")
    hands.type("07700 900123")
    hands.wait_for("It is Nasreen Ahmadi")
    hands.tab_to("It is Nasreen Ahmadi")
    hands.enter()

    # Then the wizard goes on with the person who is there
    hands.wait_for("Which course would Nasreen like?")
    hands.press(Key.Key_1)
    hands.enter()
    hands.wait_for("Is this right for Nasreen?")
    hands.enter()
    hands.wait_for("Nasreen is enrolled")
    with store.reading() as session:
        assert [one.id for one in session.scalars(select(Person))] == [person]


def test_from_a_course_the_run_is_chosen_already(
    hands: Hands, workplace: Workplace, add_run: Callable[..., UUID]
) -> None:
    run = add_run("Family cooking")
    enrol_on(workplace, NO_PAPER, run)
    find_new(hands, "Nasrin Ahmadi")
    assert hands.sees("Enrol Nasrin on Family cooking")
