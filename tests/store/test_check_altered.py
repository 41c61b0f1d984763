"""A record that something else than HubDesk changed, put in or took out, with the right key: found, told and put back."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text

from hubdesk.access.roles import Role
from hubdesk.base.errors import Cancelled
from hubdesk.base.progress import Progress
from hubdesk.fields.check_digit import with_check
from hubdesk.fields.sealed import sealer_of
from hubdesk.records.learning.certificate import Certificate
from hubdesk.records.learning.course import Course
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.records.people.person import Person
from hubdesk.records.people.support_need import SupportNeed
from hubdesk.records.places.room import Room
from hubdesk.records.places.venue import Venue
from hubdesk.store import Store
from hubdesk.store.check import check, mend
from hubdesk.store.checks import Fault
from tests.conftest import PASSPHRASE
from tests.store.conftest import FIRST, LAST, Life, run_outside

STRANGER = "0000000000000000000000000000000a"
PUT_IN = f"INSERT INTO person (id, hub_id, full_name) SELECT '{STRANGER}', hub_id, 'Nobody Knows' FROM person LIMIT 1"
ITS_CLOCK = f"INSERT INTO row_clock (record, kind, epoch, seq, clock, gone) VALUES ('{STRANGER}', 'person', 1, 1, 1, 0)"


def said(faults: list[Fault]) -> str:
    return " / ".join(one.sentence for one in faults)


def held(life: Life, kind: Any, name: str) -> Any:
    with life.store.reading() as session:
        return session.get(kind, life.ids[name])


def test_an_altered_answer_is_told_by_kind_and_field_and_put_back(life: Life) -> None:
    # Given a person whose telephone and postcode something else than HubDesk changed, in a way that no rule forbids
    run_outside(life, "UPDATE person SET phone = '07700900999', postcode = 'M14 5AA' WHERE id = :amina")

    # When the data is checked
    (fault, *others) = [one for one in check(life.store) if one.record]

    # Then it is said which fields of which kind, once, and nothing of what stands there
    assert not others
    assert (fault.kind, fault.record, fault.mendable) == ("person", life.ids["amina"], True)
    assert "phone" in fault.sentence.lower()
    assert "postcode" in fault.sentence
    assert not any(answer in fault.sentence for answer in ("07700", "M14", "M19", "Amina"))

    # And when it is mended, then the record is as it was entered, the log tells of it, and search finds it by its old words
    assert mend(life.store, [fault]).put_right == 1
    assert check(life.store) == []
    assert life.store.findings() == []
    amina = held(life, Person, "amina")
    assert (amina.phone, amina.postcode) == ("07700900123", "M19 1AB")
    assert [hit.id for hit in life.store.search("07700900123")] == [life.ids["amina"]]
    with life.store.reading_plainly() as connection:
        line = connection.execute(text("SELECT what, about FROM audit ORDER BY seq DESC LIMIT 1")).one()
    assert line.what == "mended"


def test_an_altered_sealed_answer_is_found_by_who_can_open_it(life: Life) -> None:
    # Given a sealed answer that was sealed anew, saying something else; everybody may seal
    with life.store.writing_plainly() as connection:
        sealer = sealer_of(connection.dialect)
        assert sealer is not None
        other = sealer.seal('"A dog in the room"')
    run_outside(life, f"UPDATE support_need SET what_helps = '{other}' WHERE id = :need")

    # When a manager checks, then it is found and put back
    found = check(life.store)
    assert [one.kind for one in found] == ["support_need"]
    code = life.store.accounts.add("Rosa", Role.RECEPTION)
    mend(life.store, found)
    assert held(life, SupportNeed, "need").what_helps == "A chair by the door"

    # And reception, who cannot open it, is told of nothing
    run_outside(life, f"UPDATE support_need SET what_helps = '{other}' WHERE id = :need")
    life.store.close()
    theirs = Store.open(life.path, code, "Rosa")
    theirs.choose_passphrase("a kettle beside the window")
    assert check(theirs) == []
    theirs.close()
    life.store = Store.open(life.path, PASSPHRASE, "Manager")


@pytest.mark.parametrize("also", [(), (ITS_CLOCK,)], ids=["alone", "with its clock"])
def test_a_record_that_nobody_entered_goes_into_the_bin(life: Life, also: tuple[str, ...]) -> None:
    # Given a person whom the journal does not know
    run_outside(life, PUT_IN, *also)

    # When that is found and mended
    found = [one for one in check(life.store) if one.record]
    assert [one.record for one in found] == [UUID(STRANGER)], said(found)
    mend(life.store, found)

    # Then it is gone, and the log holds together
    assert check(life.store) == []
    assert life.store.findings() == []
    with life.store.reading() as session:
        assert session.get(Person, UUID(STRANGER)) is None

    # And who knows it to be right brings it back, after which it is a record like any other
    assert life.store.undo_title() == "Taken out by the check"
    life.store.undo()
    with life.store.reading() as session:
        person = session.get(Person, UUID(STRANGER))
        assert person is not None
        assert person.full_name == "Nobody Knows"
    assert check(life.store) == []


def test_what_others_belong_to_stays_and_is_written_down_as_found(life: Life) -> None:
    # Given a person whom nobody entered, and whom somebody enrolled since
    run_outside(life, PUT_IN, ITS_CLOCK)
    with life.store.operation("Enrol") as session:
        session.add(Enrolment(person=UUID(STRANGER), run=life.ids["run"], asked_on=FIRST, status="waiting"))

    # When that is mended, then the record stays, as the sentence says, and the journal knows it from now on
    found = check(life.store)
    assert "It stays" in said(found)
    mend(life.store, found)
    assert check(life.store) == []
    with life.store.reading() as session:
        assert session.get(Person, UUID(STRANGER)) is not None


def test_what_was_removed_and_put_in_again_is_taken_out(life: Life) -> None:
    # Given a person who was removed, and whom something else put in again, with a clock that says it belongs there
    with life.store.operation("Add") as session:
        session.add(Person(id=UUID(STRANGER), full_name="Nobody Knows"))
    with life.store.operation("Remove") as session:
        session.delete(session.get(Person, UUID(STRANGER)))
    run_outside(life, PUT_IN, f"UPDATE row_clock SET gone = 0 WHERE record = '{STRANGER}'")

    # When that is mended, then it is gone again
    found = check(life.store)
    assert [one.record for one in found if one.record] == [UUID(STRANGER)]
    mend(life.store, found)
    assert check(life.store) == []
    with life.store.reading() as session:
        assert session.get(Person, UUID(STRANGER)) is None


def test_what_was_taken_out_with_its_clock_is_made_again(life: Life) -> None:
    run_outside(
        life,
        "DELETE FROM support_need WHERE id = :need",
        "DELETE FROM row_clock WHERE record = :need",
    )
    found = check(life.store)
    assert [(one.kind, one.record) for one in found] == [("support_need", life.ids["need"])]
    mend(life.store, found)
    assert check(life.store) == []
    assert held(life, SupportNeed, "need").what_helps == "A chair by the door"


def test_two_that_hold_each_others_number_change_back_together(life: Life) -> None:
    # Given two wards whose codes, of which no two may be the same, were exchanged
    with life.store.reading_plainly() as connection:
        (a, one), (b, other) = connection.execute(text("SELECT id, code FROM ward ORDER BY code LIMIT 2")).all()
    run_outside(
        life,
        f"UPDATE ward SET code = 'x' WHERE id = '{a}'",
        f"UPDATE ward SET code = '{one}' WHERE id = '{b}'",
        f"UPDATE ward SET code = '{other}' WHERE id = '{a}'",
    )
    found = [fault for fault in check(life.store) if fault.record]
    assert {fault.record for fault in found} == {UUID(a), UUID(b)}
    mend(life.store, found)
    assert check(life.store) == []


@pytest.mark.parametrize(
    "outside",
    [
        "UPDATE certificate SET number = :other WHERE id = :certificate",
        "DELETE FROM certificate WHERE id = :certificate",
    ],
    ids=["altered", "taken out"],
)
def test_what_another_has_by_now_is_explained_and_put_back_once_it_is_free(life: Life, outside: str) -> None:
    # Given a certificate that lost its number to something else than HubDesk, and another that was entered under it since
    number, other = (with_check(f"WES-26-{n:05}") for n in (1, 2))
    clock = "DELETE FROM row_clock WHERE record = :certificate"
    run_outside(life, outside.replace(":other", f"'{other}'"), *([clock] if "DELETE" in outside else []))
    with life.store.operation("Issue") as session:
        given = {"person": life.ids["ben"], "run": life.ids["run"], "issued": LAST, "name_printed": "Ben"}
        session.add(Certificate(number=number, **given))

    # When the data is checked, then it is said that another has it, and nothing is offered that could not be done
    found = check(life.store)
    assert "another has" in said(found)
    assert not any(one.mendable for one in found if one.kind == "certificate")
    mend(life.store, found)
    assert "another has" in said(check(life.store))

    # And once a person has given the other one a number of its own, it comes back
    with life.store.operation("Change") as session:
        session.scalars(select(Certificate).where(Certificate.number == number)).one().number = with_check(
            "WES-26-00003"
        )
    mend(life.store, check(life.store))
    assert check(life.store) == []
    back = held(life, Certificate, "certificate")
    assert back.number == number


def test_where_the_journal_was_altered_too_nothing_is_put_back_from_it(life: Life) -> None:
    # Given a record that is right, and a journal that was made to say something else
    run_outside(
        life,
        "UPDATE journal SET after = replace(after, '07700900123', '07700900999') WHERE record = :amina",
    )

    # When that is found, then it is explained and left to a person, who mends nothing by it
    found = check(life.store)
    assert [one.record for one in found] == [life.ids["amina"]]
    assert "backup" in said(found)
    assert mend(life.store, found).left == tuple(found)
    assert held(life, Person, "amina").phone == "07700900123"


def test_where_the_journal_lost_lines_its_records_are_told_of_by_kind(life: Life) -> None:
    # Given a journal that lost what was said of a venue and a room last
    with life.store.operation("Rename") as session:
        session.get(Venue, life.ids["venue"]).name = "Eastcroft"  # type: ignore[union-attr]
        session.get(Room, life.ids["room"]).name = "Loft"  # type: ignore[union-attr]
    run_outside(life, "DELETE FROM journal WHERE action = 'change'")

    # When the data is checked, then nobody is offered what was said before
    found = [one for one in check(life.store) if one.kind or "lost" in one.sentence]
    assert len(found) == 2
    assert not any(one.mendable for one in found), said(found)


def test_what_somebody_saves_meanwhile_is_not_put_back(life: Life) -> None:
    # Given a fault that was found, and a person who then enters the record anew
    run_outside(life, "UPDATE person SET phone = '07700900999', known_as = 'Ami' WHERE id = :amina")
    found = check(life.store)
    with life.store.operation("Change") as session:
        session.get(Person, life.ids["amina"]).phone = "07700900555"  # type: ignore[union-attr]

    # When it is mended, then only what is still not as entered is put back
    mend(life.store, found)
    amina = held(life, Person, "amina")
    assert (amina.phone, amina.known_as) == ("07700900555", None)
    assert check(life.store) == []


def test_reception_is_told_of_an_altered_record_of_a_kind_it_does_not_see_without_more(life: Life) -> None:
    run_outside(life, "UPDATE support_need SET what_helps = NULL WHERE id = :need")
    code = life.store.accounts.add("Rosa", Role.RECEPTION)
    life.store.close()
    theirs = Store.open(life.path, code, "Rosa")
    theirs.choose_passphrase("a kettle beside the window")
    (fault,) = check(theirs)
    assert fault.record is None
    assert "manager" in fault.sentence
    theirs.close()
    life.store = Store.open(life.path, PASSPHRASE, "Manager")


def test_changed_undone_removed_and_erased_records_are_no_alarm(life: Life) -> None:
    # Given records with a history: changed, changed back, emptied, undone, removed, put back
    course = uuid4()
    with life.store.operation("Add") as session:
        session.add(Course(id=course, name="Cooking", level="E2"))
    with life.store.operation("Change") as session:
        session.get(Course, course).name = "Baking"  # type: ignore[union-attr]
    life.store.undo()
    life.store.redo()
    with life.store.operation("Empty") as session:
        session.get(Course, course).level = None  # type: ignore[union-attr]
    with life.store.operation("Remove") as session:
        session.delete(session.get(Course, course))
    with life.store.reading() as session:
        removal = session.scalar(
            select(text("operation FROM journal WHERE action = 'remove' ORDER BY seq DESC LIMIT 1"))
        )
    life.store.put_back("Put back", UUID(str(removal)))
    life.store.undo()
    life.store.undo()

    # Then nothing is told of them
    assert check(life.store) == []


def test_the_check_of_records_stops_when_asked_to(life: Life) -> None:
    # Given somebody who asks to stop once the records are being compared
    told = 0

    def stopped() -> bool:
        nonlocal told
        told += 1
        return told > 6

    with pytest.raises(Cancelled):
        check(life.store, Progress(stopped=stopped))
