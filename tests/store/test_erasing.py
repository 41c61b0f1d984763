"""Erasing and the log: what is gone is gone, the log still proves the rest, and nobody comes back."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, create_engine, insert, select, text, update

from hubdesk.access.roles import Role
from hubdesk.base.errors import Cancelled, Refused
from hubdesk.base.progress import Progress
from hubdesk.operations.erase_person import erase_person, plan_erasure
from hubdesk.records.learning.attendance import Attendance
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.records.people.emergency_contact import EmergencyContact
from hubdesk.records.people.person import Person
from hubdesk.records.volunteering.dbs_check import DbsCheck
from hubdesk.reports.who_did_what import log_page
from hubdesk.spreadsheets.writing import export_kind
from hubdesk.store import Store, erasing, migrate, tombstone_file
from hubdesk.store.check import check
from hubdesk.store.opening import Opened
from hubdesk.store.removals import removed
from hubdesk.store.tables import erased, journal, operation, setting
from hubdesk.store.versions import NEWEST
from hubdesk.store.what_stays import Tombstone
from tests.conftest import PASSPHRASE
from tests.hub_life import a_class, a_person, a_run, keep
from tests.postgres import opened_on
from tests.rights.pages import all_bytes
from tests.rights.people import somebody_else

TODAY = date(2026, 11, 25)
NAME = "Zephyrine Canarybird"


def a_checked_volunteer(store: Store) -> tuple[UUID, UUID]:
    person = a_person(store, NAME, phone="07700900123")
    check = keep(
        store, DbsCheck(person=person, level="enhanced", certificate_number="987654321098", issued=date(2026, 3, 2))
    )
    return person, check


def test_s18_erasing_tells_how_far_it_is_and_can_be_stopped_only_before_it_is_done(store: Store) -> None:
    # Given somebody who thinks better of it while it still can be
    person, _ = a_checked_volunteer(store)
    told: list[int] = []

    def report(done: int, of: int) -> None:
        told.append(done * 100 // of)

    with pytest.raises(Cancelled):
        erase_person(store, person, NAME, TODAY, progress=Progress(report, lambda: len(told) > 2))
    assert [hit.id for hit in store.search(NAME)] == [person]
    assert store.findings() == []

    # When it is done after all, then it tells so up to the end, and is not stopped once it is done
    told.clear()
    erase_person(store, person, NAME, TODAY, progress=Progress(report, lambda: 30 in told))
    assert told == sorted(told)
    assert told[-1] == 100
    assert len(told) > 4
    assert store.search(NAME) == []
    assert store.setting(erasing.TO_CLEAR) is None


@pytest.mark.parametrize(
    "name",
    ["Siobhan O'Brien", 'Siobhan "Shiv" Brien', "\u0641\u0627\u0637\u0645\u0647\u200c\u0632\u0647\u0631\u0627 Brien"],
)
def test_s18_a_draft_that_names_the_erased_goes_however_the_name_is_written(store: Store, name: str) -> None:
    # Given a note about somebody else that is not saved, and quotes whoever is erased
    person, draft = a_person(store, name), uuid4()
    answers = {"issues": f'It\'s {name} who said "come"', "minutes": "0:45"}
    store.drafts.save(draft, "form:iag_session:new", "New IAG session", "", answers, ("issues",))
    erase_person(store, person, name, TODAY)
    assert store.drafts.get(draft) is None


def test_s18_titles_that_say_what_is_sealed_are_forgotten_too(store: Store) -> None:
    # Given operations whose titles say the numbers of two checks
    (person, _), (_, other) = a_checked_volunteer(store), a_checked_volunteer(store)
    with store.operation("Look at 111122223333") as session:
        session.get_one(DbsCheck, other).certificate_number = "111122223333"
    for title in ("Ask about 987654321098", "Ask again about 111122223333", "Ask about nobody"):
        with store.operation(title) as session:
            session.add(Person(full_name="Somebody Else"))

    # When one's field is erased after its time, and of the other the whole person
    with store.writing_plainly() as connection:
        erasing.erase_fields(connection, "dbs_check", [other], ["certificate_number"], store.by, "retention")
    said = _titles(store)
    assert "Look at 111122223333" not in said
    assert {"Ask about 987654321098", "Ask about nobody"} <= said
    erase_person(store, person, NAME, TODAY)

    # Then no title says either
    assert "Ask about nobody" in (said := _titles(store))
    assert [one for one in said if "987654321098" in one] == []
    assert store.findings() == []


def _titles(store: Store) -> set[str]:
    with store.reading_plainly() as connection:
        return set(connection.scalars(select(operation.c.title)))


def test_s18_the_log_proves_what_is_left_after_erasing_twice(store: Store) -> None:
    # Given a check whose number was erased first, and two other people
    person, dbs_check = a_checked_volunteer(store)
    other, third = a_checked_volunteer(store)[1], a_person(store, "Somebody Else")
    with store.writing_plainly() as connection:
        erasing.erase_fields(connection, "dbs_check", [dbs_check, other], ["certificate_number"], store.by, "retention")
    assert store.findings() == []
    # When the whole person is erased after that, then it stands under a line of its own and the log is sound
    erase_person(store, person, NAME, TODAY)
    assert store.findings() == []
    with store.reading() as session:
        told = [line.about for line in log_page(session, what="erased").lines]
    assert told == [
        "2 changes emptied · on request · People: 1 · DBS checks: 1",
        "2 changes emptied · kept long enough, confirmed by two people · DBS checks: 2",
    ]
    assert check(store) == []
    # And whoever touches what was left of the erased, or of anybody else, is found out
    for record in (person, other, third):
        with store.writing_plainly() as connection:
            here = journal.c.record == record
            before = connection.scalar(select(journal.c.after).where(here))
            connection.execute(update(journal).where(here).values(after='{"full_name":"X"}'))
        assert store.findings() != []
        with store.writing_plainly() as connection:
            connection.execute(update(journal).where(here).values(after=before))
        assert store.findings() == []


def test_s18_only_who_may_erase_does_and_reception_is_refused(store: Store, tmp_path: Path) -> None:
    person = a_person(store, NAME)
    stone = Tombstone(person, "person", True, TODAY, person)
    for role in (Role.RECEPTION, Role.TUTOR):
        store = somebody_else(store, tmp_path, role)
        for attempt in (lambda: erase_person(store, person, NAME, TODAY), lambda: store.erase([stone])):  # noqa: B023
            with pytest.raises(Refused, match="only a manager"):
                attempt()
    with store.reading() as session:
        assert session.get_one(Person, person).full_name == NAME
    store.close()


def test_a_backup_put_back_is_erased_whoever_signs_in_and_after_a_change_of_keys(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "hub.hubdesk"
    person = a_person(store, NAME)
    keep(store, EmergencyContact(person=person, name="Kanari Friend", phone="07700900321"))
    store = somebody_else(store, tmp_path, Role.RECEPTION)
    name = store.by
    store.close()
    backup = {one: one.read_bytes() for one in (path, path.with_name(path.name + ".keys"))}
    store = Store.open(path, PASSPHRASE, "Manager")
    erase_person(store, person, NAME, TODAY)
    store.accounts.remove(next(one.id for one in store.accounts.all() if one.name == name))
    store.close()
    for one, held in backup.items():
        one.write_bytes(held)
    store = Store.open(path, "seven green umbrellas", name)
    try:
        with store.reading() as session:
            assert session.get_one(Person, person).full_name == "Erased person"
        assert [one for one in store.findings() if "anchor" not in one and "rewritten" not in one] == []
    finally:
        store.close()
    assert NAME.encode() not in all_bytes(path)
    assert b"Kanari" not in all_bytes(path)


def test_t13_the_file_of_tombstones_says_nothing_about_anybody(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "hub.hubdesk"
    person, dbs_check = a_checked_volunteer(store)
    erase_person(store, person, NAME, TODAY)
    beside = tombstone_file.beside(path)
    lines = [json.loads(line) for line in beside.read_text().splitlines()[:-1]]
    assert {(UUID(line[0]), line[1], UUID(line[4])) for line in lines} == {
        (person, "person", person), (dbs_check, "dbs_check", person),
    }  # fmt: skip
    assert all(line[3] == TODAY.isoformat() for line in lines)
    store.close()


def test_nothing_brings_an_erased_person_back_by_hand(store: Store, tmp_path: Path) -> None:
    # Given one who was renamed, removed and put back, and whose contact was removed
    person = a_person(store, NAME)
    contact = keep(store, EmergencyContact(person=person, name="Kanari Friend", phone="07700900321"))
    with store.operation("Call them so") as session:
        session.get_one(Person, person).known_as = "Zephyrine"
    with store.operation("Remove it") as session:
        session.delete(session.get_one(EmergencyContact, contact))
    with store.reading() as session:
        (bin,) = removed(session)
    keep(store, Person(full_name="Somebody Else"))
    erase_person(store, person, NAME, TODAY)
    # When every way back is tried, then only what is about others comes
    with pytest.raises(Refused):
        store.put_back("Put back", bin.operation)
    done = []
    for _ in range(12):
        for turn in (store.undo, store.redo, store.undo):
            try:
                done.append(turn())
            except Refused:
                continue
    assert set(done) <= {"Given"}
    for made in (EmergencyContact(person=person, name=NAME, phone="07700900321"),):
        with pytest.raises(Refused, match="was erased"), store.operation("Add") as session:
            session.add(made)
    with pytest.raises(Refused, match="was erased"), store.operation("Add") as session:
        session.get_one(Person, person).full_name = NAME
    with store.reading() as session:
        assert session.get_one(Person, person).full_name == "Erased person"
    assert store.history(contact) == []
    assert NAME.encode() not in all_bytes(tmp_path / "hub.hubdesk")
    assert store.findings() == []


def test_the_register_is_still_marked_when_one_of_it_was_erased(store: Store) -> None:
    run = a_run(store)
    person = a_person(store, NAME)
    keep(store, Enrolment(person=person, run=run, asked_on=TODAY))
    held = a_class(store, run, TODAY)
    erase_person(store, person, NAME, TODAY)
    keep(store, Attendance(class_session=held, person=person, mark="present"))


def test_s18_lists_that_lie_where_they_were_saved_go_too_and_their_names(store: Store, tmp_path: Path) -> None:
    person = a_person(store, NAME)
    kept, gone = tmp_path / "people.csv", tmp_path / f"{NAME}.csv"
    for target in (kept, gone, tmp_path / "elsewhere.csv"):
        export_kind(store, Person, target)
    (tmp_path / "elsewhere.csv").unlink()
    bystander = tmp_path / "bystander.csv"
    bystander.write_text("not ours")
    plan = plan_erasure(store, person, TODAY)
    assert set(plan.here) == {kept, gone}
    assert [one.name for one in plan.files] == ["elsewhere.csv"]
    assert erase_person(store, person, NAME, TODAY, [gone, bystander]) == ()
    assert (kept.exists(), gone.exists(), bystander.exists()) == (True, False, True)
    assert NAME.encode() not in all_bytes(tmp_path / "hub.hubdesk")


def test_traces_that_could_not_be_cleared_are_cleared_at_the_next_opening(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = a_person(store, NAME)
    path = tmp_path / "hub.hubdesk"

    def full(*given: object) -> None:
        raise OSError(28, "full")

    with monkeypatch.context() as patch:
        patch.setattr(Opened, "clear", full)
        with pytest.raises(OSError, match="full"):
            erase_person(store, person, NAME, TODAY)
    assert store.setting(erasing.TO_CLEAR) == "yes"
    store.close()
    again = Store.open(path, PASSPHRASE)
    assert again.setting(erasing.TO_CLEAR) is None
    again.close()
    assert NAME.encode() not in all_bytes(path)


def _a_person_of_before(connection: Connection) -> None:
    migrate.upgrade(connection, to="0003")
    made = {"id": str(uuid4()), "name": NAME}
    connection.execute(
        text("INSERT INTO person (id, full_name, date_of_birth) VALUES (:id, :name, '1985-03-27')"), made
    )
    connection.execute(insert(setting).values(name="seen", value="before"))


def _as_after(connection: Connection) -> None:
    assert migrate.version_of(connection) == NEWEST
    row = connection.execute(text("SELECT full_name, age_band FROM person")).one()
    assert tuple(row) == (NAME, None)
    assert connection.execute(select(erased)).all() == []
    assert connection.scalar(select(setting.c.value).where(setting.c.name == "seen")) == "before"


def test_a_file_of_before_these_rights_is_brought_up_to_date_with_what_is_in_it(tmp_path: Path) -> None:
    with create_engine(f"sqlite:///{tmp_path / 'plain.db'}").begin() as connection:
        _a_person_of_before(connection)
        migrate.upgrade(connection)
        _as_after(connection)


@pytest.mark.slow
def test_s18_postgresql_is_brought_up_to_date_and_holds_nothing_of_the_erased(
    postgres_url: str, postgres_server: Path
) -> None:
    engine = create_engine(postgres_url)
    with engine.begin() as connection:
        _a_person_of_before(connection)
    store = opened_on(postgres_url)
    try:
        with store.reading_plainly() as connection:
            _as_after(connection)
        person = a_person(store, "Kanari Postgresa", phone="07700900123")
        base = postgres_server / "data" / "base"

        def on_disk(said: bytes) -> bool:
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("CHECKPOINT")
            return any(said in one.read_bytes() for one in base.rglob("*") if one.is_file())

        assert on_disk(b"Kanari Postgresa")
        erase_person(store, person, "Kanari Postgresa", TODAY)
        assert not on_disk(b"Kanari Postgresa")
        assert on_disk(NAME.encode())
        assert store.findings() == []
    finally:
        store.close()
        engine.dispose()
