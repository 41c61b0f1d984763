"""Check my data: thirty and more faults put into a file from outside, each found, and mended or explained."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text, update

from hubdesk.access import key_file
from hubdesk.access.key_file import slots_path
from hubdesk.access.roles import Role
from hubdesk.access.signing_in import open_slots
from hubdesk.base.errors import Cancelled, Refused
from hubdesk.base.progress import Progress
from hubdesk.fields.types import Choices, Link, Time
from hubdesk.records import KINDS, fields_of, kind_named
from hubdesk.records.network.hub import Hub
from hubdesk.records.people.person import Person
from hubdesk.store import Store
from hubdesk.store.check import check, mend
from hubdesk.store.checks.reading import rows_that_read
from hubdesk.store.comparing import Differing, Why, compare
from hubdesk.store.mending import table_of
from hubdesk.store.tables import journal
from tests.conftest import PASSPHRASE
from tests.store.conftest import Life, run_outside

SEEDS: dict[str, str | list[str]] = {
    "a blank required answer": "UPDATE person SET full_name = ' ' WHERE id = :ben",
    "an over-long answer": "UPDATE person SET known_as = printf('%.*c', 90, 'x') WHERE id = :ben",
    "a day that there is not": "UPDATE person SET date_of_birth = '1990-02-31' WHERE id = :ben",
    "a required day that there is not": "UPDATE enrolment SET asked_on = 'soon' WHERE id = :enrolment",
    "born tomorrow": "UPDATE person SET date_of_birth = '2999-01-01' WHERE id = :amina",
    "a time that there is not": "UPDATE class_session SET starts = '27:00:00.000000' WHERE id = :session",
    "an unknown code": "UPDATE person SET first_language = 'klingon' WHERE id = :ben",
    "an unknown required code": "UPDATE enrolment SET status = 'dancing' WHERE id = :enrolment",
    "an unknown code among several": "UPDATE enrolment SET reasons = 'nonsense' WHERE id = :enrolment",
    "a number out of bounds": "UPDATE room SET capacity = -3 WHERE id = :room",
    "a word for a number": "UPDATE course_run SET capacity = 'many' WHERE id = :run",
    "neither yes nor no": "UPDATE class_session SET cancelled = 7 WHERE id = :session",
    "no telephone number": "UPDATE person SET phone = 'ask Rosa' WHERE id = :amina",
    "no e-mail address": "UPDATE person SET email = 'nowhere' WHERE id = :amina",
    "an owner that is not there": "UPDATE emergency_contact SET person = '00000000000000000000000000000001' WHERE id = :contact",
    "a link to nowhere": "UPDATE class_session SET tutor = '00000000000000000000000000000001' WHERE id = :session",
    "a link that is none": "UPDATE class_session SET room = 'the big one' WHERE id = :session",
    "a record that is missing": "DELETE FROM venue WHERE id = :venue",
    "the end before the start": "UPDATE course_run SET ends = '2026-01-01' WHERE id = :run",
    "more people than places": "UPDATE enrolment SET status = 'enrolled' WHERE id = :other",
    "two open enrolments": "UPDATE enrolment SET person = :amina WHERE id = :other",
    "a wrong check character": "UPDATE certificate SET number = 'WES-26-00001-?' WHERE id = :certificate",
    "the wrong ward": "UPDATE person SET ward = (SELECT id FROM ward WHERE id <> ward LIMIT 1) WHERE id = :amina",
    "one thing twice": [
        "DROP INDEX IF EXISTS ix_nothing",
        "UPDATE ward SET code = code WHERE 0",
        "INSERT INTO venue (id, name) SELECT '00000000000000000000000000000002', 'x' WHERE 0",
        "UPDATE course_run SET starts = '2027-01-01' WHERE id = :run",
    ],
    "search without an entry": "DELETE FROM search_entry WHERE record = :amina",
    "search for what is gone": "INSERT INTO search_entry (record, kind, title, detail, text, sort)"
    " VALUES ('00000000000000000000000000000003', 'person', 'x', '', ' x ', 'x')",
    "search by old words": [
        "UPDATE person SET full_name = 'Somebody Else' WHERE id = :ben",
    ],
    "search out of step": "INSERT INTO search_trigram (search_trigram, rowid, text) VALUES ('delete', 1, 'nonsense')",
    "a record without a clock": "DELETE FROM row_clock WHERE record = :amina",
    "a clock without a record": "INSERT INTO row_clock (record, kind, epoch, seq, clock, gone)"
    " VALUES ('00000000000000000000000000000004', 'person', 1, 1, 1, 0)",
    "there and said to be gone": "UPDATE row_clock SET gone = 1 WHERE record = :ben",
    "a clock of an unknown machine": "UPDATE row_clock SET epoch = 99 WHERE record = :ben",
    "a gap in the journal": "DELETE FROM journal WHERE seq = (SELECT max(seq) - 1 FROM journal)",
    "a journal line nobody can read": "UPDATE journal SET after = '{' WHERE record = :contact",
    "a journal line of an unknown kind": "UPDATE journal SET kind = 'unicorn' WHERE record = :contact",
    "an entry of an unknown operation": "DELETE FROM operation WHERE title = 'Begin'",
    "a record without a journal": [
        "DELETE FROM journal WHERE record = :contact",
        "DELETE FROM row_clock WHERE record = :contact",
    ],
    "an undo of nothing": "UPDATE operation SET root = '00000000000000000000000000000005' WHERE title = 'Removed'",
    "two own epochs": "INSERT INTO device_epoch (epoch, machine, mine) VALUES ('00000000000000000000000000000006', 'x', 1)",
    "a hub that is not there": "UPDATE setting SET value = '00000000-0000-0000-0000-000000000007' WHERE name = 'hub'",
    "which hub it is of is missing": "DELETE FROM setting WHERE name = 'hub'",
    "which hub it is of is nonsense": "UPDATE setting SET value = 'Westcroft' WHERE name = 'hub'",
    "no accounts": "DELETE FROM account",
    "another order in lists": "UPDATE search_entry SET sort = 'zz' WHERE record = :ben",
    "another name in search": "UPDATE search_entry SET title = 'Amina Yusuf' WHERE record = :ben",
    "another year in search": "UPDATE search_entry SET detail = 'born 1931' WHERE record = :ben",
    "more words in search": [
        "INSERT INTO search_trigram (search_trigram, rowid, text) SELECT 'delete', number, text FROM search_entry WHERE record = :ben",
        "UPDATE search_entry SET text = text || 'amina ' WHERE record = :ben",
        "INSERT INTO search_trigram (rowid, text) SELECT number, text FROM search_entry WHERE record = :ben",
    ],
    "a missing index": "DROP INDEX ix_person_date_of_birth",
    "a missing trigger": "DROP TRIGGER search_entry_added",
    "an index of ours over something else": [
        "DROP INDEX ix_person_date_of_birth",
        "CREATE UNIQUE INDEX ix_person_date_of_birth ON person (full_name)",
    ],
    "a trigger of ours that does something else": [
        "DROP TRIGGER search_entry_added",
        "CREATE TRIGGER Search_Entry_Added AFTER INSERT ON person BEGIN SELECT 1; END",
    ],
    "an index of somebody else's": "CREATE UNIQUE INDEX stranger ON person (full_name)",
    "a table of somebody else's called as ours": "CREATE TABLE search_trigram_notes (x)",
    "a draft of what is gone": "INSERT INTO draft (id, purpose, title, page, answers, saved_at) SELECT"
    " '00000000000000000000000000000008', 'form person ' || record, '', '', '{}', '2026-01-01 00:00:00' FROM row_clock WHERE gone",
    "a sealed answer that does not open": "UPDATE support_need SET what_helps = 'seal1:bm9uc2Vuc2U=' WHERE id = :need",
    "a sealed answer that is missing": "UPDATE support_need SET category = '' WHERE id = :need",
    "an answer that nobody entered": "UPDATE person SET phone = '07700900999' WHERE id = :amina",
    "an answer that somebody emptied": "UPDATE person SET email = NULL WHERE id = :amina",
    "an answer where there was none": "UPDATE person SET known_as = 'Benny' WHERE id = :ben",
    "a status that nobody gave": "UPDATE enrolment SET status = 'completed', ends = '2026-12-18' WHERE id = :enrolment",
    "a sealed answer taken away": "UPDATE support_need SET what_helps = NULL WHERE id = :need",
    "a record of another hub": "UPDATE person SET hub_id = NULL WHERE id = :ben",
    "two that hold each other’s number": [
        "UPDATE venue SET name = 'x' WHERE id = :venue",
        "UPDATE room SET name = 'Westcroft' WHERE id = :room",
    ],
    "a person whom nobody entered": "INSERT INTO person (id, hub_id, full_name)"
    " SELECT '0000000000000000000000000000000a', hub_id, 'X' FROM person LIMIT 1",
    "a trigger of somebody else's": "CREATE TRIGGER stranger AFTER UPDATE ON person BEGIN SELECT 1; END",
    "a trigger of somebody else's called as a table": "CREATE TRIGGER person AFTER UPDATE ON person BEGIN SELECT 1; END",
    "a table of somebody else's": "CREATE TABLE stranger (x)",
    "machines that nobody knows any more": "DELETE FROM device_epoch WHERE mine",
    "a draft nobody can read": "INSERT INTO draft (id, purpose, title, page, answers, saved_at)"
    " VALUES ('00000000000000000000000000000009', 'enrolment', '', '', '{', '2026-01-01 00:00:00')",
}

EXPLAINED = {
    "a gap in the journal",
    "a record without a journal",
    "a journal line nobody can read",
    "a journal line of an unknown kind",
    "a table of somebody else's",
    "a table of somebody else's called as ours",
    "machines that nobody knows any more",
}
"""What a person has to decide, or nobody can bring back."""

POSSIBLE = {
    "a status that nobody gave",
    "an answer that nobody entered",
    "an answer that somebody emptied",
    "an answer where there was none",
    "a sealed answer taken away",
    "a record of another hub",
    "search by old words",
}
"""What anybody might have entered."""


ENTERED = [
    name
    for name, wanted in SEEDS.items()
    if isinstance(wanted, str) and wanted.split()[1] in {kind.__tablename__ for kind in KINDS}
    if wanted.startswith("UPDATE") and name not in POSSIBLE
]
"""Those where a record holds what it should not; an older HubDesk may have let the like into the journal too."""


@pytest.mark.parametrize("fault", SEEDS)
def test_r21_each_fault_is_found_and_mended_or_explained(life: Life, fault: str) -> None:
    # Given one fault
    seed(life, fault)

    # When the data is checked
    found = check(life.store)

    # Then it is found, said in a sentence, and mended; or explained, with the way to the record
    assert found, fault
    assert all(one.sentence.endswith(".") for one in found)
    mended = mend(life.store, found)
    again = check(life.store)
    if fault in EXPLAINED:
        assert again
        assert mended.left
    else:
        assert again == [], [one.sentence for one in again]


@pytest.mark.parametrize("fault", ENTERED)
def test_r21_what_the_journal_says_too_is_found_by_its_rules(life: Life, fault: str) -> None:
    # Given a fault that the journal knows just as well
    seed(life, fault)
    let_the_journal_say_so(life)

    # When the data is checked, then whatever cannot be is found, and mended or explained
    found = check(life.store)
    assert found
    mended = mend(life.store, found)
    assert bool(mended.left) == bool(check(life.store))


@pytest.mark.parametrize("number", ["0770090012", "077009001234"])
def test_r21_a_mobile_number_from_before_its_digits_were_counted_is_not_emptied(life: Life, number: str) -> None:
    # Given a number with a digit too few or too many, as it was taken before forms asked to check it
    with life.store.operation("Change") as session:
        session.get(Person, life.ids["amina"]).phone = number  # type: ignore[union-attr]
    # Then the check leaves it, for somebody may still make sense of it
    assert check(life.store) == []


def test_r21_a_record_under_an_id_that_is_none_is_taken_out_and_comes_back_from_the_journal(life: Life) -> None:
    run_outside(life, "UPDATE emergency_contact SET id = 'ABCDEF' WHERE id = :contact")
    (taken_out,) = check(life.store)
    assert mend(life.store, [taken_out]).put_right == 1
    (missing,) = [one for one in check(life.store) if one.kind == "emergency_contact"]
    assert missing.record == life.ids["contact"]
    mend(life.store, check(life.store))
    assert check(life.store) == []


def test_r21_a_file_that_says_it_is_of_another_hub_is_its_own_again_at_once(life: Life) -> None:
    own, other = life.store.hub_id, Hub(name="Eastcroft", letters="EAS")
    with life.store.operation("Another hub") as session:
        session.add(other)
    run_outside(life, f"UPDATE setting SET value = '{other.id}' WHERE name = 'hub'")
    life.store.close()
    life.store = Store.open(life.path, PASSPHRASE)
    assert life.store.hub_id == other.id

    mended = mend(life.store, check(life.store))

    assert (mended.put_right, life.store.hub_id) == (1, own)
    assert check(life.store) == []


def test_r21_an_answer_that_cannot_be_read_hides_no_other_record_from_the_check(life: Life) -> None:
    run_outside(life, "UPDATE person SET date_of_birth = '1990-02-31' WHERE id = :ben")
    with life.store.writing_plainly() as connection:
        table = table_of(Person)
        for order in (table.c.full_name, table.c.full_name.desc()):
            read = [row.id for row in rows_that_read(connection, select(table).order_by(order))]
            everybody = set(connection.scalars(select(table.c.id)))
            assert len(everybody) > 1
            assert set(read) == everybody - {life.ids["ben"]}


def test_r21_a_lead_that_puts_back_what_a_hub_entered_is_not_taken_for_that_hub(life: Life) -> None:
    # Given somebody of another hub, as a merge leaves them, and a file that was restored since
    other = Hub(name="Eastcroft", letters="EAS")
    visitor = Person(full_name="Visiting Example", hub_id=other.id)
    with life.store.operation("As merged") as session:
        session.add_all([other, visitor])
    life.store.begin_epoch()

    # When they are removed and put back, and that is the first that comes into the file since
    with life.store.operation("Remove Visiting Example") as session:
        session.delete(session.get_one(Person, visitor.id))
    life.store.undo()

    # Then the file is still of its own hub
    assert check(life.store) == []


def test_r21_whose_account_was_taken_out_signs_in_as_before_or_is_put_back(life: Life) -> None:
    # Given three who work here, and no accounts any more, nor one of the keys
    code = life.store.accounts.add("Bola", Role.RECEPTION)
    life.store.accounts.add("Theo", Role.TUTOR)
    (theo,) = (one.id for one in life.store.accounts.all() if one.name == "Theo")
    run_outside(life, "DELETE FROM account")
    held = key_file.read(slots_path(life.path))
    life.store.close()
    key_file.write(slots_path(life.path), held.without(theo), open_slots(life.path, PASSPHRASE, "Manager").data)

    # When one signs in who is not the first
    bola = Store.open(life.path, code, "Bola")

    # Then it is in the role that the log tells, and the check knows of the others
    assert bola.role is Role.RECEPTION
    bola.close()
    life.store = Store.open(life.path, PASSPHRASE, "Manager")
    assert life.store.role is Role.MANAGER
    (fault,) = check(life.store)
    assert "An account and its key" in fault.sentence
    mend(life.store, [fault])
    assert [(one.name, one.role) for one in life.store.accounts.all() if one.id == theo] == [
        ("Name not known", Role.TUTOR)
    ]
    assert check(life.store) == []
    assert life.store.findings() == []


def test_r21_each_of_several_who_lost_account_and_key_is_given_a_code_again(life: Life) -> None:
    for name in ("Bola", "Theo"):
        life.store.accounts.add(name, Role.TUTOR)
    gone = [one.id for one in life.store.accounts.all() if one.name in ("Bola", "Theo")]
    run_outside(life, "DELETE FROM account WHERE role = 'tutor'")
    held = key_file.read(slots_path(life.path))
    life.store.close()
    key_file.write(slots_path(life.path), held.without(*gone), open_slots(life.path, PASSPHRASE, "Manager").data)
    life.store = Store.open(life.path, PASSPHRASE, "Manager")

    mend(life.store, check(life.store))

    assert len({life.store.accounts.give_new_code(id) for id in gone}) == 2
    assert check(life.store) == []


def test_r21_mending_records_is_one_operation_that_can_be_undone(life: Life) -> None:
    seed(life, "an unknown code")
    seed(life, "the wrong ward")
    let_the_journal_say_so(life)
    mended = mend(life.store, check(life.store))
    assert mended.changed == 2
    assert life.store.undo_title() == "Mend what the check found"
    life.store.undo()
    assert {one.record for one in check(life.store)} == {life.ids["ben"], life.ids["amina"]}


def test_s15_what_is_mended_is_covered_by_the_log(life: Life) -> None:
    # Given records that the journal does not know, and done things without a name
    seed(life, "a record without a journal")
    found = check(life.store)
    assert len(found) >= 1

    # When they are mended
    mend(life.store, found)

    # Then the log covers what was written of them, and only what was taken away from outside is still told
    said = life.store.findings()
    assert not any("put in" in one or "edited" in one for one in said), said
    with life.store.reading_plainly() as connection:
        what = connection.execute(text("SELECT what FROM audit ORDER BY seq DESC LIMIT 1")).scalar()
    assert what == "mended"


def test_s08_reception_may_check_but_not_mend(life: Life) -> None:
    # Given a fault of a kind that reception does not see
    seed(life, "a sealed answer that does not open")
    seed(life, "an unknown code")
    code = life.store.accounts.add("Rosa", Role.RECEPTION)
    life.store.close()
    theirs = Store.open(life.path, code, "Rosa")
    theirs.choose_passphrase("a kettle beside the window")

    # When reception checks, then it is told of faults in what it sees, and nobody is the wiser about the rest
    found = check(theirs)
    assert [one.kind for one in found] == ["person"]
    with pytest.raises(Refused, match="only a manager"):
        mend(theirs, found)
    theirs.close()


def test_a_check_that_is_stopped_changes_nothing_and_holds_nobody_up(life: Life) -> None:
    with pytest.raises(Cancelled):
        check(life.store, Progress(stopped=lambda: True))
    with life.store.operation("Go on") as session:
        session.add(Person(full_name="Go On"))


def seed(life: Life, fault: str) -> None:
    wanted = SEEDS[fault]
    run_outside(life, *([wanted] if isinstance(wanted, str) else wanted))


def let_the_journal_say_so(life: Life) -> None:
    """The journal comes to say what the records do, as if it had been entered."""
    with life.store.writing_plainly() as connection:
        for one in [one for kind in KINDS for some in compare(connection, kind) for one in some]:
            assert one.why is Why.ALTERED
            line = connection.execute(select(journal).where(journal.c.record == one.record)).one()
            after = json.loads(line.after)
            for name in one.fields:
                after[name] = _as_json(connection, one, name)
            here = (journal.c.epoch == line.epoch) & (journal.c.seq == line.seq)
            connection.execute(update(journal).where(here).values(after=json.dumps(after)))


def _as_json(connection: Any, one: Differing, name: str) -> Any:
    raw = connection.exec_driver_sql(f"SELECT {name} FROM {one.kind} WHERE id = ?", (one.record.hex,)).scalar()
    field = next((field for field in fields_of(kind_named(one.kind)) if field.name == name), None)
    if field is None or raw is None:
        return raw
    if field.special:
        return {"sealed": raw}
    if isinstance(field.type, Link) and len(raw) == 32:
        return str(UUID(raw))
    return [raw] if isinstance(field.type, Choices) else raw[:5] if isinstance(field.type, Time) else raw


def test_there_are_thirty_seeds() -> None:
    assert len(SEEDS) >= 30
