"""A paper register keyed back: lines as people write them, and a sheet found by its number."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest

from hubdesk.base.errors import FieldError, Refused
from hubdesk.fields.check_digit import SIGNS
from hubdesk.operations.enrol import enrol
from hubdesk.operations.key_back import key_back, lines_in
from hubdesk.operations.mark_register import mark
from hubdesk.operations.set_up_hub import set_up_hub
from hubdesk.printing.gathering_words import sheet_id
from hubdesk.records.learning.class_session import ClassSession
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.reports.register_sheet import as_printed, lines_mark, register_sheet
from hubdesk.reports.sheet_found import FoundSheet, sheet_found
from hubdesk.store import Store
from tests.hub_life import a_class, a_person, a_run, keep

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", {}),
        ("3", {3: "absent"}),
        (" 3, 7;12. ", {3: "absent", 7: "absent", 12: "absent"}),
        ("3a 4L 5s 6O", {3: "absent", 4: "late", 5: "authorised", 6: "absent"}),
        ("2-4 9", {2: "absent", 3: "absent", 4: "absent", 9: "absent"}),
        ("2 – 4L", {2: "late", 3: "late", 4: "late"}),
    ],
)
def test_lines_are_read_as_people_write_them(text: str, found: dict[int, str]) -> None:
    assert lines_in(text, 20) == found


@pytest.mark.parametrize(
    ("text", "said"), [("21", "There is no line 21"), ("0", "no line 0"), ("5-3", "no line 5-3"), ("x", "is no line")]
)
def test_a_line_that_is_none_is_told(text: str, said: str) -> None:
    with pytest.raises(FieldError, match=said):
        lines_in(text, 20)


def test_who_is_not_named_was_here_and_marks_given_before_stay(store: Store) -> None:
    run = a_run(store)
    held = a_class(store, run, DAY)
    people = [a_person(store, f"Person {letter}", family_name=letter) for letter in "ABCD"]
    with store.operation("Enrol") as session:
        for one in people:
            enrol(session, store.around(session), one, run, asked_on=date(2026, 9, 1))
    with store.operation("By card") as session:
        mark(session, held, people[0], "late")
    with store.operation("Key back") as session:
        key_back(session, held, {people[2]: "absent"}, people, datetime.combine(DAY, time(12)))
    with store.reading() as session:
        sheet = register_sheet(session, held)
    assert [row.mark for row in sheet.rows] == ["late", "present", "absent", "present"]
    store.undo()
    with store.reading() as session:
        assert [row.mark for row in register_sheet(session, held).rows] == ["late", None, None, None]


def test_sheets_of_classes_that_were_added_together_have_numbers_of_their_own(store: Store) -> None:
    set_up_hub(store, "Westcroft", "WES", network="South")
    run = a_run(store)
    classes = [a_class(store, run, DAY + timedelta(days=day)) for day in range(6)]
    before = keep(store, ClassSession(id=uuid4(), run=run, day=DAY, starts=time(18), ends=time(19)))
    with store.reading() as session:
        found = {held: sheet_found(session, sheet_id(session, held)).id for held in (*classes, before)}
        assert before.hex[:8].upper() in sheet_id(session, before), "papers printed before stay good"
    assert found == {held: held for held in (*classes, before)}


def test_a_sheet_is_found_by_its_number_however_it_is_typed(store: Store) -> None:
    set_up_hub(store, "Westcroft", "WES", network="South")
    run, person = a_run(store), a_person(store)
    held = a_class(store, run, DAY)
    enrolment = keep(store, Enrolment(person=person, run=run, asked_on=DAY, starts=DAY, status="enrolled"))
    with store.reading() as session:
        number, form = sheet_id(session, held), sheet_id(session, enrolment)
        for typed in (number, number.lower(), number.replace("-", ""), number[4:], f" hd:{number} ", f"HD:{number}"):
            assert sheet_found(session, typed) == FoundSheet("class_session", held), typed
        assert sheet_found(session, form) == FoundSheet("enrolment", enrolment)
        wrong = number[:-1] + SIGNS[(SIGNS.index(number[-1]) + 1) % 36]
        assert "last sign" in sheet_found(session, wrong).trouble
        assert "not a sheet" in sheet_found(session, "hello").trouble
    with store.operation("Remove") as session:
        session.delete(session.get_one(Enrolment, enrolment))
    with store.reading() as session:
        assert "no longer here" in sheet_found(session, form).trouble


def test_a_sheet_whose_list_has_changed_since_is_told_from_one_that_has_not(store: Store) -> None:
    set_up_hub(store, "Westcroft", "WES", network="South")
    run = a_run(store)
    held = a_class(store, run, DAY)
    people = [a_person(store, f"Person {letter}", family_name=letter) for letter in "BCD"]
    with store.operation("Enrol") as session:
        for one in people:
            enrol(session, store.around(session), one, run, asked_on=date(2026, 9, 1))
    with store.reading() as session:
        mark_of_lines = lines_mark(people)
        number = sheet_id(session, held, mark_of_lines)
        for typed in (number, number.replace("-", ""), number[4:].lower(), f"HD:{number}"):
            assert sheet_found(session, typed) == FoundSheet("class_session", held, lines=mark_of_lines), typed
        assert as_printed(register_sheet(session, held), mark_of_lines) is not None
    # Who only came by stands at the foot, and is not on the paper
    by = a_person(store, "Person A", family_name="A")
    with store.operation("By card") as session:
        mark(session, held, by, "present")
    with store.reading() as session:
        sheet = as_printed(register_sheet(session, held), mark_of_lines)
        assert sheet is not None
        assert [row.person_id for row in sheet.rows] == people
    late = a_person(store, "Person AA", family_name="AA")
    with store.operation("Enrol") as session:
        enrol(session, store.around(session), late, run, asked_on=date(2026, 9, 1))
    with store.reading() as session:
        assert as_printed(register_sheet(session, held), mark_of_lines) is None


def test_a_class_that_has_not_begun_is_not_keyed_back(store: Store) -> None:
    held, person = a_class(store, a_run(store), DAY), a_person(store)
    with pytest.raises(Refused, match="has not begun"), store.operation("Key back") as session:
        key_back(session, held, {}, [person], datetime.combine(DAY, time(9, 59)))
