"""A network's database on a server: accounts of people, their roles, sealed answers, and who is let in."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import create_engine, select, text
from sqlalchemy.engine import make_url

from hubdesk.access.recovery import new_code
from hubdesk.access.rights import Deed, NotAllowed
from hubdesk.access.roles import Role
from hubdesk.access.stretching import Cost
from hubdesk.access.tries import FREE
from hubdesk.base.errors import Refused
from hubdesk.fields.sealed import Sealed
from hubdesk.operations.erase_person import erase_person
from hubdesk.records.learning.course import Course
from hubdesk.records.people.person import Person
from hubdesk.records.people.support_need import SupportNeed
from hubdesk.records.volunteering.dbs_check import DbsCheck
from hubdesk.store import Store
from hubdesk.store.check import check
from hubdesk.store.server_keys import InDatabase
from hubdesk.store.versions import NEWEST
from hubdesk.sync.merge import merge_packages
from tests.conftest import QUICK
from tests.postgres import LEAD, LEAD_PASSPHRASE, lead_on, opened_on

pytestmark = pytest.mark.slow

OWN = "seven green umbrellas"
CANARY = "kanari-warm-room"
NUMBER = "001234567890"


def let_in(url: str, name: str, role: Role) -> Store:
    """Somebody with an account and a passphrase of their own, signed in."""
    with lead_on(url) as lead:
        code = lead.accounts.add(name, role)
    first = Store.connect(url, code, name)
    assert first.must_choose
    first.choose_passphrase(OWN)
    first.close()
    return Store.connect(url, OWN, name)


def a_restricted_person(store: Store) -> UUID:
    with store.operation("Add Ada") as session:
        ada = Person(full_name="Ada Obi")
        session.add(ada)
        session.add(SupportNeed(person=ada.id, category="10", what_helps=CANARY, since=date(2026, 1, 1)))
        session.add(DbsCheck(person=ada.id, level="enhanced", certificate_number=NUMBER, seen_by="Rosa"))
    return ada.id


def everything_in(url: str) -> str:
    """All that whoever knows the server's own password can read, as psql would."""
    engine = create_engine(url)
    with engine.connect() as connection:
        tables = connection.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).all()
        said = [str(connection.execute(text(f'SELECT * FROM "{one}"')).all()) for one in tables]
    engine.dispose()
    return "\n".join(said)


def test_a_database_that_others_still_use_as_it_was_is_brought_up_to_date_once_they_have_left(
    postgres_url: str,
) -> None:
    # Given the tables of before, in which somebody works who does not see all of them
    opened_on(postgres_url).close()
    engine = create_engine(postgres_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0018'"))
        connection.execute(text("DROP TABLE holiday"))
        for table, column, length in (("dbs_check", "certificate_number", 12), ("reference", "email", 200)):
            connection.execute(text(f'ALTER TABLE "{table}" ALTER COLUMN {column} TYPE VARCHAR({length})'))
    with engine.connect() as other:
        other.execute(text("CREATE TEMPORARY VIEW dbs_check AS SELECT * FROM public.dbs_check"))
        other.commit()

        # When the lead signs in with the new version, then it says what to do, and all is as it was
        with pytest.raises(Refused, match="Close HubDesk there"):
            Store.connect(postgres_url, LEAD_PASSPHRASE, LEAD)
        assert other.scalar(text("SELECT version_num FROM alembic_version")) == "0018"
        other.rollback()
        other.invalidate()

    # And once they have left it is done
    with lead_on(postgres_url) as lead:
        a_restricted_person(lead)
    engine.dispose()


def test_a_desk_of_before_writes_nothing_more_once_a_newer_one_has_changed_the_tables(postgres_url: str) -> None:
    # Given a desk at work, and another with a HubDesk that is still to come, which has changed the tables meanwhile
    with lead_on(postgres_url) as lead:
        person = a_restricted_person(lead)
        engine = create_engine(postgres_url)
        with engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

        # Then the desk of before reads on and changes nothing, whatever it is asked
        with pytest.raises(Refused, match="Install the newer version"), lead.operation("Add") as session:
            session.add(Person(full_name="Too late"))
        with pytest.raises(Refused, match="Install the newer version"):
            lead.set_setting("anything", "else")
        assert not lead.search("Too late")
        with lead.reading() as session:
            assert session.get(Person, person)
        with engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :was"), {"was": NEWEST})
        engine.dispose()


def test_the_first_lead_is_made_when_the_database_is_set_up(postgres_url: str) -> None:
    # Given an empty database, which nobody can sign in to
    with pytest.raises(Refused, match="not set up"):
        Store.connect(postgres_url, LEAD_PASSPHRASE, LEAD)

    # When the lead sets it up
    Store.set_up(postgres_url, LEAD_PASSPHRASE, LEAD, QUICK).close()

    # Then she signs in as the lead, with this passphrase alone, and it cannot be set up again
    store = Store.connect(postgres_url, LEAD_PASSPHRASE)
    assert (store.role, store.by, store.must_choose) == (Role.LEAD, LEAD, False)
    # And whoever asks for a check is told that only files are checked
    with pytest.raises(Refused, match="Only a file is looked through here"):
        check(store)
    store.close()
    with pytest.raises(Refused, match="right passphrase"):
        Store.connect(postgres_url, OWN, LEAD)
    with pytest.raises(Refused, match="set up already"):
        Store.set_up(postgres_url, OWN, "Mallory", QUICK)


def test_a_first_day_that_broke_off_can_begin_again(postgres_url: str) -> None:
    def breaks(store: Store) -> None:
        raise Refused("The power went")

    with pytest.raises(Refused, match="power"):
        Store.set_up(postgres_url, LEAD_PASSPHRASE, LEAD, QUICK, breaks)
    Store.set_up(postgres_url, LEAD_PASSPHRASE, LEAD, QUICK).close()


def test_people_have_accounts_and_passphrases_of_their_own(postgres_url: str) -> None:
    bola = let_in(postgres_url, "Bola", Role.RECEPTION)
    assert bola.role is Role.RECEPTION
    assert [(one.name, one.role) for one in bola.accounts.all()] == [("Bola", Role.RECEPTION), (LEAD, Role.LEAD)]
    bola.close()
    with pytest.raises(Refused, match=r"work with this database\. Say who you are"):
        Store.connect(postgres_url, OWN)
    with pytest.raises(Refused, match="right passphrase"):
        Store.connect(postgres_url, OWN, LEAD)
    with lead_on(postgres_url) as lead, lead.reading_plainly() as connection:
        assert lead.findings() == []
        said = connection.scalars(text("SELECT what FROM audit ORDER BY seq")).all()
    assert said.count("signed_in") >= 3
    assert {"rights_changed", "keys_changed"} <= set(said)


def test_wrong_tries_are_throttled_and_counted_for_names_that_are_not_there_too(postgres_url: str) -> None:
    opened_on(postgres_url).close()
    for name in ("Nobody", LEAD):
        said = ""
        for _ in range(FREE + 2):
            with pytest.raises(Refused) as refused:
                Store.connect(postgres_url, "a wrong passphrase", name)
            said = refused.value.sentence
        assert said.startswith("Wait")
    with pytest.raises(Refused, match="Wait"):
        Store.connect(postgres_url, LEAD_PASSPHRASE, LEAD)


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.TUTOR])
def test_the_store_keeps_the_rights_of_each_role(postgres_url: str, role: Role) -> None:
    # Given what the lead holds, and somebody who may do less
    with lead_on(postgres_url) as lead:
        ada = a_restricted_person(lead)
    with closing(let_in(postgres_url, "Bola", role)) as bola:
        # Then merging, erasing and accounts are for those who lead
        refused: list[Any] = [
            lambda: merge_packages(bola, []),
            lambda: erase_person(bola, ada, "Ada Obi", date(2026, 5, 1)),
            lambda: bola.accounts.add("Mallory", Role.LEAD),
            lambda: bola.require(Deed.SEE_LOG),
        ]
        for ask in refused:
            with pytest.raises(NotAllowed):
                ask()
        with pytest.raises(NotAllowed), bola.operation("Add a DBS check") as session:
            session.delete(session.get_one(Person, ada))
            if role is Role.TUTOR:
                session.add(Course(name="Sewing"))
            session.add(DbsCheck(person=ada, level="enhanced"))
            session.delete(session.scalars(select(DbsCheck)).first())

        # And what is hidden reads as empty, what is sealed stays sealed for reception
        with bola.reading() as session:
            check = session.scalars(select(DbsCheck)).one()
            assert (check.certificate_number, check.seen_by) == (None, None)
            need = session.scalars(select(SupportNeed)).first()
            if role is Role.RECEPTION:
                assert need is None or need.what_helps is None or isinstance(need.what_helps, Sealed)
        with bola.reading_plainly() as connection:
            assert NUMBER not in str(connection.execute(text("SELECT * FROM dbs_check")).all())
    with lead_on(postgres_url) as lead, lead.reading() as session:
        assert session.scalars(select(DbsCheck)).one().certificate_number == NUMBER
        assert session.scalars(select(SupportNeed)).one().what_helps == CANARY


def test_who_has_only_the_servers_password_reads_no_special_category_answer_and_no_passphrase(
    postgres_url: str,
) -> None:
    with lead_on(postgres_url) as lead:
        a_restricted_person(lead)
    said = everything_in(postgres_url)
    assert "Ada Obi" in said
    assert CANARY not in said
    assert LEAD_PASSPHRASE not in said


def test_keys_that_somebody_changed_in_the_database_are_refused(postgres_url: str) -> None:
    let_in(postgres_url, "Bola", Role.RECEPTION).close()
    engine = create_engine(postgres_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE kept_key SET content = replace(content, 'Bola', 'Boss') WHERE name = 'slots'"))
    with pytest.raises(Refused, match="were changed at another desk, or by another program"):
        Store.connect(postgres_url, LEAD_PASSPHRASE, LEAD)
    with engine.begin() as connection:
        connection.execute(text("UPDATE kept_key SET content = '{' WHERE name = 'slots'"))
    with pytest.raises(Refused, match="damaged"):
        Store.connect(postgres_url, LEAD_PASSPHRASE, LEAD)
    engine.dispose()


def test_an_account_that_was_taken_writes_nothing_more_and_the_others_go_on(postgres_url: str) -> None:
    # Given three who work at the same time
    bola = let_in(postgres_url, "Bola", Role.MANAGER)
    mina = let_in(postgres_url, "Mina", Role.LEAD)
    with lead_on(postgres_url) as lead:
        by_name = {one.name: one.id for one in lead.accounts.all()}

        # When one account is taken
        lead.accounts.remove(by_name["Bola"])

        # Then its open desk changes nothing more, and its passphrase opens nothing
        with pytest.raises(Refused, match="no longer there"), bola.operation("Add") as session:
            session.add(Person(full_name="Too late"))
        with pytest.raises(Refused, match="right passphrase"):
            Store.connect(postgres_url, OWN, "Bola")

        # And who took it works on with the new keys, the other one once she has signed in again
        lead.accounts.add("Nia", Role.TUTOR)
    with mina.operation("Add") as session:
        session.add(Person(full_name="Kofi"))
    with pytest.raises(Refused, match="sign in again"):
        mina.accounts.add("Olu", Role.TUTOR)
    mina.close()
    bola.close()
    again = Store.connect(postgres_url, OWN, "Mina")
    again.accounts.add("Olu", Role.TUTOR)
    again.close()


def test_a_role_that_was_changed_holds_at_once(postgres_url: str) -> None:
    mina = let_in(postgres_url, "Mina", Role.MANAGER)
    with lead_on(postgres_url) as lead:
        lead.accounts.change_role(mina.account.id, Role.RECEPTION)
    with pytest.raises(Refused, match="role was changed"), mina.operation("Add") as session:
        session.add(Person(full_name="Kofi"))
    mina.close()
    again = Store.connect(postgres_url, OWN, "Mina")
    assert again.role is Role.RECEPTION
    again.close()


def test_s08_whose_row_was_altered_in_the_database_works_on_as_what_the_log_says(postgres_url: str) -> None:
    let_in(postgres_url, "Mina", Role.MANAGER).close()
    engine = create_engine(postgres_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE account SET role = 'reception' WHERE name = 'Mina'"))
    engine.dispose()
    with closing(Store.connect(postgres_url, OWN, "Mina")) as mina:
        assert mina.role is Role.MANAGER
        with mina.operation("Add") as session:
            session.add(Person(full_name="Kofi"))
        assert any("Mina may do was altered" in one for one in mina.findings())


def test_s03_signing_in_at_a_faster_desk_makes_one_s_passphrase_cost_more(postgres_url: str) -> None:
    # Given accounts from a computer that could bear little
    let_in(postgres_url, "Bola", Role.RECEPTION).close()

    # When Bola signs in at a desk that can bear more, then it is hers that costs more, and the log says it
    dearer = Cost(2048, 2, 1)
    Store.connect(postgres_url, OWN, "Bola", lambda cost, taken: dearer).close()
    with lead_on(postgres_url) as lead, lead.reading_plainly() as connection:
        held = InDatabase(connection).read().people
        assert {one.name: one.private.cost for one in held if one.private} == {LEAD: QUICK, "Bola": dearer}
        assert connection.scalars(text("SELECT what FROM audit ORDER BY seq DESC LIMIT 2")).all()[1] == "keys_changed"
    Store.connect(postgres_url, OWN, "Bola").close()


def test_t14_the_recovery_key_opens_the_database_when_every_passphrase_is_lost(postgres_url: str) -> None:
    # Given a lead's database with a sealed answer, a receptionist, and a recovery key printed after an earlier one
    let_in(postgres_url, "Bola", Role.RECEPTION).close()
    with lead_on(postgres_url) as lead:
        a_restricted_person(lead)
        earlier, code = (lead.accounts.new_recovery_key() for _ in range(2))
        lead.accounts.remove(next(one.id for one in lead.accounts.all() if one.name == "Bola"))
        lead.accounts.add("Theo", Role.TUTOR)
    assert not any(group in everything_in(postgres_url) for group in code.split())

    # When it is tried with an earlier key, for nobody, for a tutor, or with a passphrase that will not do
    for typed, name, passphrase, why in (
        (earlier, LEAD, OWN, "not the recovery key of this database"),
        (code[:-1], LEAD, OWN, "8 groups"),
        (code, "Nobody", OWN, "Nobody of this name works with this database"),
        (code, "Theo", OWN, "for managers"),
        (code, LEAD, "passwordpassword", "guessed soon"),
    ):
        with pytest.raises(Refused, match=why):
            Store.recover_at(postgres_url, typed, name, passphrase)
    # Then nothing has changed
    Store.connect(postgres_url, LEAD_PASSPHRASE, LEAD).close()

    # When it is typed as it stands on the paper
    with closing(Store.recover_at(postgres_url, code.lower(), LEAD.lower(), OWN)) as lead:
        # Then its lead leads again and reads all, and the key that was seen ends with the next one
        assert (lead.role, lead.by, lead.must_choose) == (Role.LEAD, LEAD, False)
        with lead.reading() as session:
            assert session.scalars(select(SupportNeed)).one().what_helps == CANARY
        new = lead.accounts.new_recovery_key()
        assert lead.findings() == []
    with pytest.raises(Refused, match="right passphrase"):
        Store.connect(postgres_url, LEAD_PASSPHRASE, LEAD)
    with pytest.raises(Refused, match="not the recovery key"):
        Store.recover_at(postgres_url, code, LEAD, LEAD_PASSPHRASE)
    Store.connect(postgres_url, OWN, LEAD).close()
    Store.recover_at(postgres_url, new, LEAD, LEAD_PASSPHRASE).close()


def test_wrong_recovery_keys_are_throttled(postgres_url: str) -> None:
    with lead_on(postgres_url) as lead:
        code = lead.accounts.new_recovery_key()
    said = ""
    for _ in range(FREE + 2):
        with pytest.raises(Refused) as refused:
            Store.recover_at(postgres_url, new_code(), LEAD, OWN)
        said = refused.value.sentence
    assert said.startswith("Wait")
    with pytest.raises(Refused, match="Wait"):
        Store.recover_at(postgres_url, code, LEAD, OWN)


def test_the_address_is_remembered_without_a_password(postgres_url: str) -> None:
    with_password = make_url(postgres_url).set(drivername="postgresql", password="hush-hush")
    store = opened_on(with_password.render_as_string(hide_password=False))
    assert "hush-hush" not in store.address
    assert store.address.startswith("postgresql://postgres@")
    store.close()
    Store.connect(store.address, LEAD_PASSPHRASE).close()


@pytest.mark.parametrize("address", ["postgresql://", "mysql://a@b/c", "network", "postgresql://a@b:x/c"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(Refused):
        Store.connect(address, LEAD_PASSPHRASE)


def test_a_database_that_this_role_may_not_write_says_so(postgres_url: str) -> None:
    opened_on(postgres_url).close()
    engine = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(
            f'ALTER DATABASE "{make_url(postgres_url).database}" SET default_transaction_read_only = on'
        )
    engine.dispose()
    with pytest.raises(Refused, match="does not let HubDesk write"):
        Store.connect(postgres_url, LEAD_PASSPHRASE)
