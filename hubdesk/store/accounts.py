"""Who works with a file and as what: the accounts in the file, and their keys beside it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import Connection, func, insert, select, update

from hubdesk.access import key_slots
from hubdesk.access.key_place import Where, place_of
from hubdesk.access.key_slots import Keys
from hubdesk.access.rights import Deed
from hubdesk.access.roles import Role
from hubdesk.access.stretching import Tune
from hubdesk.base.errors import FileTrouble, Refused
from hubdesk.base.words import tr
from hubdesk.records.learning.course import Course
from hubdesk.records.network.hub import Hub
from hubdesk.records.places.ward import Ward
from hubdesk.store.chain import append
from hubdesk.store.rights_by_log import rights_by_log
from hubdesk.store.tables import account


@dataclass(frozen=True)
class Account:
    """Somebody who works with the file. proven: the log tells their role; else a repair lost what it told."""

    id: UUID
    name: str
    role: Role
    proven: bool = True


@dataclass(frozen=True)
class Keyring:
    """Where the keys are, and what becomes of them when somebody goes.

    at: their place, for the transaction of a connection; drop: changes them within it; dropped: once it is committed.
    """

    at: Callable[[Connection], Where]
    drop: Callable[[Connection, UUID], object]
    dropped: Callable[[UUID], object]


class Accounts:
    """The accounts of an open file. Raises Refused for whoever may not give and take them."""

    def __init__(
        self,
        keyring: Keyring,
        mine: Account,
        keys: Callable[[], Keys],
        require: Callable[[Deed], None],
        reading: Callable[[], AbstractContextManager[Connection]],
        writing: Callable[[], AbstractContextManager[Connection]],
        back_up: Callable[[], object],
    ) -> None:
        self._ring, self._mine, self._keys = keyring, mine, keys
        self._require, self._back_up = require, back_up
        self._reading, self._writing = reading, writing

    def all(self) -> list[Account]:
        """Everybody who works with the file, by name; each as what the log says, which nobody gets keys beyond."""
        with self._reading() as connection:
            rows = connection.execute(select(account).where(account.c.ended.is_(None))).all()
            told = rights_by_log(connection)
        known = [(row, told.role(row.id, Role(row.role))) for row in rows]
        return sorted(
            (Account(row.id, row.name, role, row.id not in told.unproven) for row, role in known if role is not None),
            key=lambda one: one.name.casefold(),
        )

    def with_keys(self) -> dict[UUID, str]:
        """Who has a key here, by id, whether they have an account or not."""
        with self._reading() as connection:
            return {one.id: one.name for one in place_of(self._ring.at(connection)).read().people}

    def add(self, name: str, role: Role) -> str:
        """Give somebody an account; the first code with which they come in and choose a passphrase of their own."""
        self._require(Deed.KEEP_ACCOUNTS)
        with self._writing() as connection:
            at = self._ring.at(connection)
            id, code = key_slots.add_holder(at, self._keys(), name, special=role.opens_special)
            enter(connection, id, " ".join(name.split()), role)
            self._note(connection, "rights_changed", id, role)
        return code

    def give_new_code(self, id: UUID) -> str:
        """Let somebody who has lost their passphrase, or is locked out, come in with a new first code."""
        self._require(Deed.KEEP_ACCOUNTS)
        one = self._found(id)
        with self._writing() as connection:
            at = self._ring.at(connection)
            _, code = key_slots.add_holder(at, self._keys(), one.name, special=one.role.opens_special, id=id)
            self._note(connection, "keys_changed", id)
        return code

    def change_role(self, id: UUID, role: Role) -> None:
        """Let somebody work as something else, from when they next sign in."""
        self._require(Deed.KEEP_ACCOUNTS)
        self._keep_a_manager(id, role)
        with self._writing() as connection:
            key_slots.give_special(self._ring.at(connection), self._keys(), id, may_open=role.opens_special)
            connection.execute(update(account).where(account.c.id == id).values(role=role))
            self._note(connection, "rights_changed", id, role)

    def remove(self, id: UUID) -> None:
        """Take somebody's account, and change the data key, so that their passphrase opens nothing written from now on.

        A backup is made first. Raises Refused when that cannot be done; then the account stays.
        """
        self._require(Deed.KEEP_ACCOUNTS)
        if id == self._mine.id:
            raise Refused(tr("You cannot remove yourself. Another manager can."))
        self._keep_a_manager(id, None)
        self._back_up()
        with self._writing() as connection:
            connection.execute(update(account).where(account.c.id == id).values(ended=_now()))
            self._note(connection, "account_ended", id)
            self._ring.drop(connection, id)
        self._ring.dropped(id)

    def choose_passphrase(self, passphrase: str) -> None:
        """Take a new passphrase for oneself. Raises Refused when it is not good enough."""
        with self._reading() as connection:
            known = _known(connection)
        with self._writing() as connection:
            key_slots.choose_passphrase(self._ring.at(connection), self._keys(), passphrase, known)
            self._note(connection, "keys_changed", self._mine.id)

    def tell_wrong_tries(self) -> None:
        """Write into the log which names were tried in vain since it last told that, and how often."""
        with self._writing() as connection:
            tries = place_of(self._ring.at(connection)).wrong_tries
            found = tries.untold()
            ids = {one.name.casefold(): one.id for one in self.all()} if found else {}
            for who, wrong in found.items():
                # What was typed in the place of a name may be anything, a passphrase too.
                whose = {"account": str(ids[who])} if who in ids else {}
                append(connection, "wrong_tries", "", whose | {"wrong": wrong})
            if found:
                tries.tell(found)

    def stretch_anew(self, passphrase: str, tune: Tune | None) -> None:
        """Let one's own passphrase cost as much to try as ``tune`` asks for on this computer.

        On a full disk, or while another desk writes, people can still work; then the next sign-in tries again.
        """
        keys = self._keys()
        if tune is None or keys.cost is None or keys.must_choose:
            return
        cost = tune(keys.cost, keys.took)
        if cost != keys.cost:
            with suppress(FileTrouble, OSError), self._writing() as connection:
                key_slots.stretch_anew(self._ring.at(connection), keys, passphrase, cost)
                self._note(connection, "keys_changed", self._mine.id)

    def new_recovery_key(self) -> str:
        """A recovery key, to be printed; an earlier one opens the file until this one is confirmed to be on paper."""
        self._require(Deed.KEEP_ACCOUNTS)
        with self._writing() as connection:
            code = key_slots.new_recovery_key(self._ring.at(connection), self._keys())
            append(connection, "keys_changed", self._mine.name, {"recovery": 1})
        return code

    def confirm_recovery_key(self, code: str) -> None:
        """It is on paper, so an earlier one opens nothing any more. Raises Refused where another was made meanwhile."""
        self._require(Deed.KEEP_ACCOUNTS)
        with self._writing() as connection:
            key_slots.confirm_recovery_key(self._ring.at(connection), self._keys(), code)
            append(connection, "keys_changed", self._mine.name, {"recovery": 2})

    def keep_spare_key(self, code: str) -> None:
        """Let this recovery key, which the lead organisation will keep, open the file; an earlier one opens nothing more."""
        self._require(Deed.KEEP_ACCOUNTS)
        with self._writing() as connection:
            key_slots.keep_recovery_key(self._ring.at(connection), self._keys(), code)
            append(connection, "keys_changed", self._mine.name, {"spare": 1})

    def end_spare_key(self) -> None:
        """Let the spare key that the lead organisation keeps, if there is one, open nothing any more."""
        self._require(Deed.KEEP_ACCOUNTS)
        with self._writing() as connection:
            if key_slots.end_spare_key(self._ring.at(connection), self._keys()):
                append(connection, "keys_changed", self._mine.name, {"spare": 0})

    def _note(self, connection: Connection, what: str, id: UUID, role: Role | None = None) -> None:
        about = {"account": str(id)} | ({"role": role.value} if role else {})
        append(connection, what, self._mine.name, about)

    def _found(self, id: UUID) -> Account:
        for one in self.all():
            if one.id == id:
                return one
        raise Refused(tr("This account is no longer there."))

    def _keep_a_manager(self, id: UUID, role: Role | None) -> None:
        others = [one for one in self.all() if one.id != id and one.role.manages]
        if not others and not (role and role.manages):
            raise Refused(tr("Somebody must manage the hub. Make another person a manager first."))


def account_of(connection: Connection, keys: Keys, first_role: Role) -> Account:
    """The account of whoever holds the keys. Raises Refused when it was taken.

    Whose row was altered or removed from outside may do what the log says.
    """
    if keys.holder is None:
        raise Refused(tr("This file has no accounts yet. Open it once more."))
    told = rights_by_log(connection)
    row = connection.execute(select(account).where(account.c.id == keys.holder)).one_or_none()
    if row is None:
        first = connection.scalar(select(func.count()).select_from(account)) == 0
        role = told.role(keys.holder, first_role if first else None)
    else:
        role = None if row.ended is not None else told.role(keys.holder, Role(row.role))
    if role is None:
        raise Refused(tr("This account is no longer there. Ask a manager for a new one."))
    if row is None:
        enter(connection, keys.holder, keys.name, role)
    return Account(keys.holder, keys.name if row is None else row.name, role)


def enter(connection: Connection, id: UUID, name: str, role: Role) -> None:
    """Write down that somebody works here, whose key and whose line in the log are made elsewhere."""
    connection.execute(insert(account).values(id=id, name=name, role=role, since=_now()))


def _known(connection: Connection) -> tuple[str, ...]:
    """Words that anybody would try here: the names of the hub, its courses and the wards around."""
    return tuple(name for kind in (Hub, Course, Ward) for name in connection.scalars(select(kind.name)))


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
