"""What only managers see of checks and references is sealed, in files of before too, and the log still proves the rest."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, insert, select, text, update

from hubdesk.access.roles import Role
from hubdesk.access.sealing import Seals
from hubdesk.access.signing_in import open_slots
from hubdesk.base.errors import Cancelled
from hubdesk.base.progress import Progress
from hubdesk.fields.sealed import Sealed, Sealer, sealer_of
from hubdesk.records.people.person import Person
from hubdesk.records.volunteering.application import Application
from hubdesk.records.volunteering.dbs_check import DbsCheck
from hubdesk.records.volunteering.reference import Reference
from hubdesk.records.volunteering.volunteer_role import VolunteerRole
from hubdesk.store import Store, erasing, file_engines, migrate
from hubdesk.store.chain import append, next_line
from hubdesk.store.check import check
from hubdesk.store.digests import Covered, sealed
from hubdesk.store.removals import removed
from hubdesk.store.sealing_journal import finish_sealing
from hubdesk.store.small_facts import TO_SEAL, fact, keep_fact
from hubdesk.store.tables import journal, operation
from hubdesk.store.values import opened_values, pack, unpack
from tests.conftest import PASSPHRASE

BOLA = "seven green umbrellas"
HIDDEN = ("001234567890", "Rosa Who Looked", "referee@example.org", "07700900777")


@pytest.fixture
def hub(store: Store, tmp_path: Path) -> Path:
    """The closed file of a manager, at which Bola works at reception."""
    code = store.accounts.add("Bola", Role.RECEPTION)
    person, role = Person(full_name="Ada Obi"), VolunteerRole(name="Welcomer", references_needed=0)
    wanted = Application(person=person.id, role=role.id, applied_on=date(2026, 3, 2))
    with store.operation("Add Ada") as session:
        session.add_all([person, role, wanted])
        session.add(DbsCheck(person=person.id, level="enhanced", certificate_number=HIDDEN[0], seen_by=HIDDEN[1]))
        session.add(Reference(application=wanted.id, name="Mo Referee", email=HIDDEN[2], phone=HIDDEN[3]))
    store.close()
    path = tmp_path / "hub.hubdesk"
    first = Store.open(path, code, "Bola")
    first.choose_passphrase(BOLA)
    first.close()
    return path


def everything(store: Store) -> str:
    """Every column of every table by either connection, every record in an operation, and what the history tells."""
    said = []
    with store.writing_plainly() as writing, store.reading_plainly() as reading:
        names = list(reading.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")))
        for connection in (writing, reading):
            said += [str(connection.execute(text(f'SELECT * FROM "{name}"')).all()) for name in names]
    with store.operation("Look") as session:
        records = [record for kind in (DbsCheck, Reference) for record in session.scalars(select(kind))]
        said += [str(vars(record)) for record in records]
    said += [str(store.history(record.id)) for record in records]
    return "\n".join(said)


def test_s09_reception_reads_no_detail_of_a_check_or_a_reference_by_any_way(hub: Path) -> None:
    bola = Store.open(hub, BOLA, "Bola")
    said = everything(bola)
    assert "Mo Referee" in said
    assert [one for one in HIDDEN if one in said] == []

    # Nor what it writes itself, once it has signed in anew; and what it changes beside it leaves it whole
    with bola.operation("Change the reference") as session:
        session.scalars(select(Reference)).one().status = "asked"
    with bola.operation("Add a check") as session:
        session.add(
            DbsCheck(person=session.scalars(select(Person.id)).one(), level="basic", certificate_number="9" * 12)
        )
    bola.close()
    bola = Store.open(hub, BOLA, "Bola")
    assert "9" * 12 not in everything(bola)
    bola.close()

    # And the manager reads all of it, in the records and in their history
    manager = Store.open(hub, PASSPHRASE, "Manager")
    said = everything(manager)
    assert [one for one in (*HIDDEN, "9" * 12) if one not in said] == []
    assert check(manager) == []
    manager.close()


def test_s08_what_a_role_does_not_see_its_history_does_not_tell(hub: Path) -> None:
    manager = Store.open(hub, PASSPHRASE, "Manager")
    code = manager.accounts.add("Theo", Role.TUTOR)
    with manager.reading() as session:
        made = session.scalars(select(DbsCheck.id)).one()
    assert {change.field for change in manager.history(made)} > {"level", "certificate_number", "seen_by", "person"}
    manager.close()
    bola = Store.open(hub, BOLA, "Bola")
    assert {"level", "person"} <= (told := {change.field for change in bola.history(made)})
    assert not told & {"certificate_number", "seen_by"}
    bola.close()
    theo = Store.open(hub, code, "Theo")
    assert {change.field for change in theo.history(made)} == {"person"}
    theo.close()


def test_s09_a_journal_of_before_is_sealed_at_the_next_sign_in_and_the_log_fits(hub: Path) -> None:
    # Given an operation whose rows say in the open what is sealed today, covered by the log
    manager = Store.open(hub, PASSPHRASE, "Manager")
    with manager.reading() as session:
        person = session.scalars(select(Person.id)).one()
    done, record = uuid4(), uuid4()
    _lay_open(manager, done, record, {"person": str(person), "level": "basic", "certificate_number": "777777777777"})
    assert manager.findings() == []
    manager.close()

    # When reception signs in
    bola = Store.open(hub, BOLA, "Bola")

    # Then it reads none of it, and the log proves the file and tells what was done
    assert "777777777777" not in everything(bola)
    bola.close()
    manager = Store.open(hub, PASSPHRASE, "Manager")
    assert (manager.alarm, manager.findings()) == ("", [])
    assert any(change.after == "777777777777" for change in manager.history(record))
    with manager.reading_plainly() as connection:
        assert fact(connection, TO_SEAL) is None
        last = "SELECT about FROM audit WHERE what = 'erased'"
        assert '"why":"sealed"' in str(connection.execute(text(last)).scalar_one())
    manager.close()


def test_s09_sealing_the_journal_stopped_at_any_step_goes_on_where_it_was_and_the_log_fits(hub: Path) -> None:
    # Given seven lines of the journal that say in the open what is sealed today, a few of them read at a time
    manager = Store.open(hub, PASSPHRASE, "Manager")
    with manager.reading() as session:
        person = session.scalars(select(Person.id)).one()
    numbers = [str(n) * 12 for n in range(1, 8)]
    for number in numbers:
        _lay_open(manager, uuid4(), uuid4(), {"person": str(person), "level": "basic", "certificate_number": number})
    told: list[tuple[int, int]] = []

    def stop() -> bool:
        return len(told) == len(left)

    progress = Progress(lambda done, of: told.append((done, of)), stop)
    left = []
    for _ in range(9):
        with manager.reading_plainly() as connection:
            said = str(connection.execute(select(journal.c.after)).all())
            if fact(connection, TO_SEAL) is None:
                break
        left.append([number for number in numbers if number in said])
        # When it stops after each step, then it is sound, and the next sign-in does a step more
        with suppress(Cancelled):
            finish_sealing(manager.reading_plainly, manager.writing_plainly, manager.by, progress, at_once=2)
        assert manager.findings() == []
    assert [len(one) for one in left] == sorted((len(one) for one in left), reverse=True)
    assert (len(left[0]), len(left) > 4) == (7, True)
    assert [number for number in numbers if number in said] == []
    assert told[0][0] == 0
    assert all(done <= of for done, of in told)
    manager.close()


def test_r18_what_was_done_before_it_was_sealed_is_undone_and_what_was_erased_is_passed_over(hub: Path) -> None:
    # Given two numbers changed by the version before, whose journal says them in the open
    manager = Store.open(hub, PASSPHRASE, "Manager")
    with manager.reading() as session:
        (mine,) = session.scalars(select(DbsCheck.id))
        person = session.scalars(select(Person.id)).one()
    with manager.operation("Add another check") as session:
        session.add(other := DbsCheck(person=person, level="basic", certificate_number="111122223333"))
    for title, record, number in (("Change mine", mine, "4" * 12), ("Change the other", other.id, "5" * 12)):
        with manager.operation(title) as session:
            session.get_one(DbsCheck, record).certificate_number = number
    with manager.writing_plainly() as connection:
        for row in connection.execute(select(journal).where(journal.c.kind == "dbs_check")).all():
            sides = {
                side: opened_values(unpack(getattr(row, side)), _sealer(connection)) for side in ("before", "after")
            }
            here = (journal.c.epoch == row.epoch) & (journal.c.seq == row.seq)
            connection.execute(update(journal).where(here).values({side: pack(said) for side, said in sides.items()}))
        keep_fact(connection, TO_SEAL, "yes")
    manager.close()

    # When they were sealed at a sign-in, and the other's number is erased after its time
    Store.open(hub, BOLA, "Bola").close()
    manager = Store.open(hub, PASSPHRASE, "Manager")
    assert manager.undo_title() == "Change the other"
    with manager.writing_plainly() as connection:
        erasing.erase_fields(connection, "dbs_check", [other.id], ["certificate_number"], manager.by, "retention")

    # Then the first can be undone and done again, and the line that both stand under is sound
    assert manager.undo() == "Change mine"
    with manager.reading() as session:
        assert session.get_one(DbsCheck, mine).certificate_number == HIDDEN[0]
    assert manager.redo() == "Change mine"
    with manager.reading() as session:
        assert session.get_one(DbsCheck, mine).certificate_number == "4" * 12
    assert [one for one in manager.findings() if "erased" in one] == []
    manager.close()


def _sealer(connection: Connection) -> Sealer:
    sealer = sealer_of(connection.dialect)
    assert sealer is not None
    return sealer


def test_r18_what_was_in_the_bin_before_it_was_sealed_is_put_back_whole(hub: Path) -> None:
    # Given a check removed by the version before, whose journal says its number in the open
    manager = Store.open(hub, PASSPHRASE, "Manager")
    with manager.operation("Remove the check") as session:
        made = session.scalars(select(DbsCheck)).one()
        session.delete(made)
    with manager.writing_plainly() as connection:
        removal = (journal.c.record == made.id) & (journal.c.action == "remove")
        (before,) = connection.scalars(select(journal.c.before).where(removal))
        opened = unpack(before) | {"certificate_number": HIDDEN[0], "seen_by": HIDDEN[1]}
        connection.execute(update(journal).where(removal).values(before=pack(opened)))
        keep_fact(connection, TO_SEAL, "yes")
    manager.close()

    # When it is sealed at the next sign-in, then it stands in the bin still, and comes back with all it had
    Store.open(hub, BOLA, "Bola").close()
    manager = Store.open(hub, PASSPHRASE, "Manager")
    with manager.reading() as session:
        (gone,) = removed(session)
    assert manager.put_back("Put the check back", gone.operation) == 1
    with manager.reading() as session:
        back = session.get_one(DbsCheck, made.id)
        assert (back.certificate_number, back.seen_by) == HIDDEN[:2]
    manager.close()


def test_s09_a_file_of_the_version_before_is_sealed_as_it_is_migrated(store: Store, tmp_path: Path) -> None:
    # Given a new file of the version before, with a check in it
    store.close()
    path = tmp_path / "hub.hubdesk"
    keys = open_slots(path, PASSPHRASE)
    old = tmp_path / "old.hubdesk"
    old.touch()
    seals = Seals(keys.special_public, keys.special)
    engine, person, check_id = file_engines.writer(old, keys.data, seals), uuid4(), uuid4()
    with file_engines.links_unchecked(engine) as connection:
        migrate.upgrade(connection, seals, to="0018")
        connection.execute(text(f"INSERT INTO person (id, full_name) VALUES ('{person.hex}', 'Ada Obi')"))
        connection.execute(
            text(
                "INSERT INTO dbs_check (id, person, level, certificate_number, update_service)"
                f" VALUES ('{check_id.hex}', '{person.hex}', 'basic', '001234567890', 0)"
            )
        )
        # When it is migrated by somebody without the second key
        migrate.upgrade(connection, Seals(keys.special_public, None))

    # Then what lay open is sealed, and only the second key opens it
    with engine.connect() as connection:
        assert "001234567890" not in str(connection.execute(text("SELECT * FROM dbs_check")).all())
        held = connection.execute(select(DbsCheck.certificate_number, DbsCheck.seen_by)).one()
        assert held == ("001234567890", None)
    engine.dispose()
    blind = file_engines.writer(old, keys.data, Seals(keys.special_public, None))
    with blind.connect() as connection:
        assert isinstance(connection.scalar(select(DbsCheck.certificate_number)), Sealed)
    blind.dispose()


def _lay_open(store: Store, done: UUID, record: UUID, after: dict[str, str]) -> None:
    """Write an operation as it would have been written before, and let the next sign-in seal it."""
    with store.writing_plainly() as connection:
        line, covered = next_line(connection), Covered()
        seq = (connection.execute(text("SELECT max(seq) FROM journal")).scalar() or 0) + 1
        clock = (connection.execute(text("SELECT max(clock) FROM operation")).scalar() or 0) + 1
        about = {"kind": "dbs_check", "record": record, "action": "add", "over": "{}"}
        row = {"epoch": store.epoch, "seq": seq, "operation": done, "clock": clock, **about}
        row = sealed(journal, {**row, "before": "{}", "after": pack(after)}, line)
        named = {"id": done, "epoch": store.epoch, "first_seq": seq, "title": "Add a check", "by": store.by}
        head = sealed(operation, {**named, "clock": clock, "root": done, "turn": 0}, line)
        connection.execute(insert(journal), [row])
        connection.execute(insert(operation), [head])
        covered.change(row)
        covered.operation(head)
        append(connection, "changed", store.by, {"operation": str(done), **covered.counts()}, covered.hash(), line)
        keep_fact(connection, TO_SEAL, "yes")
