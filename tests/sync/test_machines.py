"""Two computers of one hub: everything travels between them, in any order and with losses, and the lead gets it from either."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, time
from pathlib import Path

import pytest
from sqlalchemy import select, update

from hubdesk.base.errors import Refused
from hubdesk.operations.enrol import enrol
from hubdesk.operations.erase_person import erase_person
from hubdesk.operations.issue_certificates import issue_certificates
from hubdesk.operations.mark_register import mark
from hubdesk.records.learning.attendance import Attendance
from hubdesk.records.learning.certificate import Certificate
from hubdesk.records.learning.class_session import ClassSession
from hubdesk.records.learning.course import Course
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.network.hub import Hub
from hubdesk.records.people.emergency_contact import EmergencyContact
from hubdesk.records.people.equality_answer import EqualityAnswer
from hubdesk.records.people.person import Person
from hubdesk.records.volunteering.dbs_check import DbsCheck
from hubdesk.store import Store
from hubdesk.store.check import check
from hubdesk.store.machine import machine, new_epoch, signs_of
from hubdesk.store.tables import device_epoch, journal
from hubdesk.store.values import pack, unpack
from hubdesk.sync.machines import copy_to, take_work, write_work
from hubdesk.sync.resolving import decide, disagreements
from hubdesk.sync.returning import write_returns
from hubdesk.sync.take_return import take_return
from tests.conftest import PASSPHRASE
from tests.sync.network import BORN, Desk, a_network, a_stick
from tests.sync.state import state_hash

NewStore = Callable[[str], Store]


@pytest.fixture
def machines(new_store: NewStore, tmp_path: Path) -> Iterator[tuple[Desk, Desk, Desk]]:
    """A lead, the computer at reception, and a laptop with a copy of its file."""
    lead, desk = a_network(new_store, tmp_path, "Aston")
    stick = a_stick(tmp_path)
    store = Store.open(copy_to(desk.store, stick), PASSPHRASE)
    yield lead, desk, Desk(store, stick)
    store.close()


def carry(one: Desk, other: Desk) -> None:
    take_work(other.store, write_work(one.store, one.folder).path)
    other.check_whole()


def epochs_of(desk: Desk) -> set[object]:
    with desk.store.reading_plainly() as connection:
        return set(connection.scalars(select(device_epoch.c.epoch).where(device_epoch.c.mine)))


def test_a_copy_numbers_its_changes_anew_on_the_same_machine_too(machines: tuple[Desk, Desk, Desk]) -> None:
    _, desk, laptop = machines
    assert epochs_of(desk) != epochs_of(laptop)
    assert desk.store.hub_id == laptop.store.hub_id
    assert laptop.store.findings() == []


def test_each_computer_says_which_of_the_two_a_value_was_entered_at(machines: tuple[Desk, Desk, Desk]) -> None:
    # Given a person called otherwise at either computer
    lead, desk, laptop = machines
    _stands_at(laptop, "LAPTOP#1")
    ann = desk.person("Ann Example")
    carry(desk, laptop)
    desk.change(Person, ann, known_as="Desk")
    laptop.change(Person, ann, known_as="Lap")
    carry(desk, laptop)
    carry(laptop, desk)
    # And at reception the file was moved to another folder since, so that it numbers anew
    desk.store.begin_epoch()
    _stands_at(desk, f"{machine()}#2")
    # Then what was entered there is told from what was entered here
    for one, here, there in ((desk, "Desk", "Lap"), (laptop, "Lap", "Desk")):
        [found], _ = disagreements(one.store)
        said = {side.value: side.where for side in (found.kept, found.other)}
        assert said == {here: "This computer", there: "The other computer"}
    # And at the lead by the name of the hub
    lead.merge(desk.send(), laptop.send())
    [found], _ = disagreements(lead.store)
    assert {found.kept.where, found.other.where} == {"Aston"}


def _stands_at(one: Desk, place: str) -> None:
    with one.store.writing_plainly() as connection:
        connection.execute(update(device_epoch).where(device_epoch.c.mine).values(machine=place))


def test_everything_travels_also_what_never_leaves_the_hub(machines: tuple[Desk, Desk, Desk]) -> None:
    # given
    lead, desk, laptop = machines
    ann = laptop.person("Ann Example", notes="Rings before she comes")
    laptop.add(EqualityAnswer(person=ann, answered=date(2026, 11, 2), ethnicity="white_british"))
    # when
    carry(laptop, desk)
    # then
    assert desk.get(Person, ann).notes == "Rings before she comes"
    with desk.store.reading() as session:
        (answer,) = session.scalars(select(EqualityAnswer))
        assert (answer.person, answer.ethnicity) == (ann, "white_british")
    assert [hit.id for hit in desk.store.search("ann example")][:1] == [ann]
    assert [change.by for change in desk.store.history(ann)][:1] == [laptop.store.by]
    assert desk.store.findings() == []
    # and the lead gets the laptop's work from the other one, without what stays
    lead.merge(desk.send())
    assert lead.get(Person, ann).full_name == "Ann Example"
    with lead.store.reading() as session:
        assert session.scalars(select(EqualityAnswer)).all() == []
    lead.merge(laptop.send())
    assert lead.conflicts == 0


def test_guarantee_05_who_was_erased_at_both_on_days_of_another_age_is_no_proof_of_a_copy(
    machines: tuple[Desk, Desk, Desk],
) -> None:
    # Given somebody erased at both before either hears of it, with a birthday in between
    lead, desk, laptop = machines
    ann = desk.person("Ann Example", date_of_birth=BORN)
    carry(desk, laptop)
    for one, day in ((desk, date(2025, 5, 10)), (laptop, date(2025, 5, 20))):
        erase_person(one.store, ann, "Ann Example", day)
    # Then the lead takes both in, and so does each of the two
    reports = [lead.merge(one.send()) for one in (desk, laptop)]
    assert [file.refused for one in reports for file in one.files] == ["", ""]
    carry(desk, laptop)
    carry(laptop, desk)


def test_s09_what_is_sealed_is_sealed_in_the_journal_of_the_other_machine_too(
    machines: tuple[Desk, Desk, Desk],
) -> None:
    # Given a check that both have, changed at one of them, and another removed there
    _, desk, laptop = machines
    ann = desk.person("Ann Example")
    changed, gone = (desk.add(DbsCheck(person=ann, level="basic", certificate_number=n * 12)) for n in "78")
    carry(desk, laptop)
    laptop.change(DbsCheck, changed, certificate_number="9" * 12)
    laptop.remove(DbsCheck, gone)
    # When the other takes it in, then whoever has no second key reads neither what it replaced nor what is gone
    carry(laptop, desk)
    assert [n for n in "789" if n * 12 in journalled(desk)] == []
    assert {change.before for change in desk.store.history(changed)} >= {"7" * 12}


def test_s09_what_a_machine_of_the_version_before_sends_open_is_sealed_as_it_comes(
    machines: tuple[Desk, Desk, Desk],
) -> None:
    # Given a check entered where the journal does not seal its number yet
    _, desk, laptop = machines
    made = laptop.add(DbsCheck(person=laptop.person("Ann Example"), level="basic", certificate_number="7" * 12))
    with laptop.store.writing_plainly() as connection:
        mine = journal.c.record == made
        said = unpack(connection.scalars(select(journal.c.after).where(mine)).one())
        opened = said | {"certificate_number": "7" * 12}
        connection.execute(journal.update().where(mine).values(after=pack(opened)))
    # When the other takes it in, once and again
    carry(laptop, desk)
    take_work(desk.store, write_work(laptop.store, laptop.folder, whole=True).path)
    # Then it lies sealed there, and who may read it reads it
    assert "7" * 12 not in journalled(desk)
    assert desk.get(DbsCheck, made).certificate_number == "7" * 12
    assert desk.store.findings() == []


def test_guarantee_10_who_was_erased_before_the_other_heard_of_them_is_no_missing_line_there(
    machines: tuple[Desk, Desk, Desk],
) -> None:
    # Given somebody who was entered and erased since the laptop's copy was taken, and somebody after them
    _, desk, laptop = machines
    ann = desk.person("Ann Example")
    desk.add(EmergencyContact(person=ann, name="Cy Example", phone="07700900001"))
    desk.person("Bea Example")
    erase_person(desk.store, ann, "Ann Example", date(2026, 11, 30))
    # When the laptop takes that in, then Check my data finds nothing there
    carry(desk, laptop)
    assert (check(laptop.store), laptop.store.findings()) == ([], [])


def test_guarantee_08_one_sealed_answer_given_on_both_is_no_disagreement(machines: tuple[Desk, Desk, Desk]) -> None:
    # Given a check of which both computers note one number, and two different people who saw it
    _, desk, laptop = machines
    check = desk.add(DbsCheck(person=desk.person("Ann Example"), level="basic"))
    carry(desk, laptop)
    for one, seen_by in ((desk, "Theo"), (laptop, "Mina")):
        one.change(DbsCheck, check, certificate_number="7" * 12, seen_by=seen_by)
    # When they exchange their work, in the same moment
    works = [write_work(one.store, one.folder).path for one in (desk, laptop)]
    for one, work in zip((laptop, desk), works, strict=True):
        take_work(one.store, work)
    # Then there is one thing to decide on each, and once it is decided nothing more
    for one in (desk, laptop):
        [found], _ = disagreements(one.store)
        assert found.name == "seen_by"
    decide(desk.store, found.id, take_other=True)
    carry(desk, laptop)
    assert (desk.conflicts, laptop.conflicts) == (0, 0)
    assert desk.get(DbsCheck, check).seen_by == laptop.get(DbsCheck, check).seen_by


def journalled(desk: Desk) -> str:
    with desk.store.reading_plainly() as connection:
        return str(connection.execute(select(journal.c.before, journal.c.after)).all())


def test_a_register_marked_on_both_is_one_register(machines: tuple[Desk, Desk, Desk]) -> None:
    # given
    _, desk, laptop = machines
    run = CourseRun(
        course=desk.add(Course(name="Bread")), name="Bread", starts=date(2026, 9, 1), ends=date(2026, 12, 18)
    )
    session = desk.add(ClassSession(run=desk.add(run), day=date(2026, 10, 5), starts=time(10), ends=time(12)))
    same, other = desk.person("Same"), desk.person("Other")
    carry(desk, laptop)
    for one, said in ((desk, "present"), (laptop, "late")):
        with one.store.operation("Mark") as changing:
            mark(changing, session, same, "present")
            mark(changing, session, other, said)
    # when
    carry(desk, laptop)
    carry(laptop, desk)
    # then one mark stands for each, and the one that differs is for a person
    for one in (desk, laptop):
        with one.store.reading() as reading:
            assert len(reading.scalars(select(Attendance)).all()) == 2
        assert one.conflicts == 1
    ((asked,), _) = disagreements(desk.store)
    decide(desk.store, asked.id, take_other=True)
    carry(desk, laptop)
    assert (desk.conflicts, laptop.conflicts) == (0, 0)
    assert state_hash(desk.store) == state_hash(laptop.store)


def test_what_breaks_a_rule_once_both_are_put_together_is_told(machines: tuple[Desk, Desk, Desk]) -> None:
    # Given one place, which each of the two computers has given to somebody
    _, desk, laptop = machines
    run = CourseRun(
        course=desk.add(Course(name="Bread")),
        name="Bread",
        starts=date(2026, 9, 1),
        ends=date(2026, 12, 18),
        capacity=1,
    )
    held, people = desk.add(run), [desk.person("Ann"), desk.person("Bea")]
    carry(desk, laptop)
    for one, person in zip((desk, laptop), people, strict=True):
        with one.store.operation("Enrol") as session:
            enrol(session, one.store.around(session), person, held, asked_on=date(2026, 9, 1))
    # When one takes in the other's work
    report = take_work(desk.store, write_work(laptop.store, laptop.folder).path)
    # Then both are kept, and it is said
    assert (report.new, report.waiting) == (1, ())
    assert "Aston, Enrolment: The only place is taken. Put the person on the waiting list." in report.sentences()


def test_two_machines_never_print_one_number(machines: tuple[Desk, Desk, Desk]) -> None:
    _, desk, laptop = machines
    run = CourseRun(
        course=desk.add(Course(name="Bread")), name="Bread", starts=date(2026, 9, 1), ends=date(2026, 12, 18)
    )
    held, ann = desk.add(run), desk.person("Ann")
    carry(desk, laptop)
    for one in (desk, laptop):
        with one.store.operation("Issue") as session:
            issue_certificates(session, one.store.around(session), held, [ann], "attendance", date(2026, 12, 18))
    carry(desk, laptop)
    with laptop.store.reading() as session:
        numbers = [one.number for one in session.scalars(select(Certificate))]
    assert len(set(numbers)) == 2


def test_a_new_epoch_has_signs_of_its_own() -> None:
    known = [new_epoch([])]
    for _ in range(300):
        known.append(new_epoch(known))
    assert len({signs_of(one) for one in known}) == len(known)


def test_another_hubs_work_is_refused(machines: tuple[Desk, Desk, Desk], new_store: NewStore, tmp_path: Path) -> None:
    _, desk, _ = machines
    _, other = a_network(lambda name: new_store(f"other {name}"), tmp_path, "Byker")
    with pytest.raises(Refused, match="another hub"):
        take_work(desk.store, write_work(other.store, tmp_path).path)


def test_a_file_that_begins_too_late_says_so_and_the_next_brings_all(machines: tuple[Desk, Desk, Desk]) -> None:
    # given a desk that believes the laptop knows more than it does
    _, desk, laptop = machines
    early = desk.person("Early")
    write_work(desk.store, desk.folder).path.unlink()
    copy_to(desk.store, a_stick(desk.folder))
    late = desk.person("Late")
    # when
    report = take_work(laptop.store, write_work(desk.store, desk.folder).path)
    # then
    assert report.missing
    assert laptop.get(Person, late).full_name == "Late"
    carry(laptop, desk)
    carry(desk, laptop)
    assert laptop.get(Person, early).full_name == "Early"
    assert laptop.store.findings() == []


@pytest.mark.parametrize("seed", range(6))
def test_in_any_order_with_losses_both_and_the_lead_hold_the_same(
    machines: tuple[Desk, Desk, Desk], tmp_path: Path, seed: int
) -> None:
    lead, *pair = machines
    chance, made = random.Random(seed), list[tuple[Desk, Path]]()
    for _ in range(50):
        one = chance.choice(pair)
        with one.store.reading() as session:
            people = sorted(session.scalars(select(Person.id)))
        move = chance.choice(("add", "change", "change", "remove", "write", "take", "take", "send", "return"))
        if move == "add":
            one.person(f"Person {chance.random()}")
        elif move == "change" and people:
            one.change(Person, chance.choice(people), notes=f"Note {chance.randrange(3)}")
        elif move == "remove" and people and chance.random() < 0.4:
            one.remove(Person, chance.choice(people))
        else:
            _travel(move, lead, one, made, chance, tmp_path)
    for _ in range(3):
        carry(pair[0], pair[1])
        carry(pair[1], pair[0])
    assert state_hash(pair[0].store) == state_hash(pair[1].store)
    for one in pair:
        assert one.store.findings() == []
    lead.merge(pair[seed % 2].send(whole=True))
    with lead.store.reading() as there, pair[0].store.reading() as here:
        assert _people(there) == _people(here)


def _people(session: object) -> dict[object, object]:
    return {row.id: row.full_name for row in session.scalars(select(Person))}  # type: ignore[attr-defined]


def _travel(
    move: str, lead: Desk, one: Desk, made: list[tuple[Desk, Path]], chance: random.Random, folder: Path
) -> None:
    if move == "write":
        made.append((one, write_work(one.store, one.folder).path))
    elif move == "take" and made:
        of, path = chance.choice(made)
        if of is not one:
            take_work(one.store, path)
    elif move == "send":
        try:
            sent = one.send()
        except Refused:
            return
        if chance.random() < 0.7:
            lead.merge(sent)
    elif move == "return":
        for back in write_returns(lead.store, folder):
            if back.hub == one.store.hub_id:
                take_return(one.store, back.path)


def test_the_hub_itself_is_known_on_both(machines: tuple[Desk, Desk, Desk]) -> None:
    _, desk, laptop = machines
    assert desk.store.hub_id
    desk.change(Hub, desk.store.hub_id, name="Aston Library")
    carry(desk, laptop)
    assert laptop.get(Hub, desk.store.hub_id).name == "Aston Library"
