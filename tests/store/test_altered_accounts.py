"""Nobody gains a right by altering the accounts in the file with the right key."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from hubdesk.access.roles import Role
from hubdesk.access.sealing import Seals
from hubdesk.access.signing_in import open_slots
from hubdesk.base.errors import Refused
from hubdesk.store import Store, file_engines
from hubdesk.store.chain import append
from tests.store.conftest import BOLA


@pytest.mark.parametrize(
    ("alter", "told"),
    [
        ("UPDATE account SET role = 'manager' WHERE name = 'Bola'", 1),
        ("DELETE FROM account", 0),
        ("DELETE FROM account WHERE name <> 'Bola'", 0),
        ("UPDATE account SET role = 'lead', since = '2020-01-01'", 3),
    ],
)
def test_s08_whoever_alters_the_accounts_with_the_right_key_may_do_no_more_and_it_is_told(
    hub: Path, alter: str, told: int
) -> None:
    # Given a volunteer who writes to the file with a program of their own
    keys = open_slots(hub, BOLA, "Bola")
    engine = file_engines.writer(hub, keys.data, Seals(keys.special_public, None))
    with engine.begin() as connection:
        connection.execute(text(alter))
    engine.dispose()

    # When they sign in, then they still work at reception, or not at all
    bola = Store.open(hub, BOLA, "Bola")
    assert bola.role is Role.RECEPTION
    with pytest.raises(Refused, match="only a manager"):
        bola.accounts.add("Somebody", Role.MANAGER)
    assert sum("may do was altered" in one for one in bola.findings()) == told
    bola.close()


def test_s08_whoever_alters_their_row_gets_no_second_key_with_a_new_code(
    hub: Path, sign_in: Callable[[str], Store]
) -> None:
    # Given a volunteer who wrote themselves up to manager, and says that they forgot their passphrase
    manager = sign_in("Manager")
    with manager.writing_plainly() as connection:
        connection.execute(text("UPDATE account SET role = 'manager' WHERE name = 'Bola'"))
    [bola] = [one for one in manager.accounts.all() if one.name == "Bola"]
    code = manager.accounts.give_new_code(bola.id)
    # Then they are still shown as what they are, and the code opens no special category data
    assert bola.role is Role.RECEPTION
    assert open_slots(hub, code, "Bola").special is None
    # And they do not count as the other manager without whom nobody would manage
    with pytest.raises(Refused, match="Somebody must manage"):
        manager.accounts.change_role(manager.account.id, Role.TUTOR)


def test_s08_an_account_that_was_taken_is_not_given_back_from_outside(
    sign_in: Callable[[str], Store], hub: Path
) -> None:
    # Given an account of which the log says that it was taken, and whose row says nothing of that any more
    manager = sign_in("Manager")
    [bola] = [one.id for one in manager.accounts.all() if one.name == "Bola"]
    with manager.writing_plainly() as connection:
        append(connection, "account_ended", "Manager", {"account": str(bola)})
    manager.close()
    with pytest.raises(Refused, match="no longer there"):
        Store.open(hub, BOLA, "Bola")
    assert "What Bola may do was altered" in sign_in("Manager").findings()[0]
