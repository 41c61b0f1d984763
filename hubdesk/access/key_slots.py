"""Signing in, and giving and taking keys.

Everybody has a key pair of their own; the private half lies under their passphrase. The file's two keys (of all data, and
of special category data) are sealed to the public half. So a passphrase can change without anything else being written
anew, and the data key can change without anybody else's passphrase.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hubdesk.access import key_file, recovery
from hubdesk.access.key_file import Holder, KeyFile, Wrapped, slots_path
from hubdesk.access.key_place import KeyPlace, Where, place_of
from hubdesk.access.passphrases import check_passphrase
from hubdesk.access.sealing import SUITE
from hubdesk.access.stretching import Cost, stretch, waited_for
from hubdesk.base.errors import Refused
from hubdesk.base.words import tr

CODE_LASTS: Final = timedelta(days=7)
"""How long a first code can be used."""

_PERSON, _RECOVERY = "person", "recovery"
SPARE: Final = "spare"
"""The kind of a recovery key that the lead organisation keeps."""


@dataclass(frozen=True)
class Keys:
    """What signing in gives. ``special`` is None for those who may not open special category data.

    data: 32 bytes, opens the hub's file; next_data: the one to try where that one does not, after a change of keys that
    broke off. must_choose: they came in with a first code, and must choose a passphrase now. holder: None in a file of
    before there were accounts. wrong: how many wrong tries came before the right one. cost: of trying their passphrase, which
    took so many seconds; None where none was asked for.
    """

    holder: UUID | None
    name: str
    data: bytes = field(repr=False)
    special_public: bytes = field(default=b"", repr=False)
    special: bytes | None = field(default=None, repr=False)
    next_data: bytes | None = field(default=None, repr=False)
    must_choose: bool = False
    wrong: int = 0
    cost: Cost | None = None
    took: float = 0.0


def make_slots(file: Where, passphrase: str, name: str, cost: Cost | None = None) -> Keys:
    """Make new keys, with ``name`` as their first holder, and write them beside the file.

    Raises Refused when the passphrase is not good enough.
    """
    check_passphrase(passphrase, [name])
    return _write_first(file, secrets.token_bytes(32), passphrase, name, cost)


def bring_up(file: Where, keys: Keys, passphrase: str, name: str, cost: Cost | None = None) -> Keys:
    """Give a file of before there were accounts its first one, with the passphrase that it had."""
    return _write_first(file, keys.data, passphrase, name, cost)


def names(file: Where) -> list[str]:
    """Who can sign in, in alphabetical order; none in a file of before there were accounts."""
    return _names(place_of(file).read())


def names_in(content: bytes, path: Path) -> list[str]:
    """The same of a key file that lies in another one, at ``path``."""
    return _names(key_file.parsed(content, path))


def sign_in(file: Where, passphrase: str, name: str | None = None) -> Keys:
    """As `open_slots`; in a file of before there were accounts, whoever has its passphrase gets the first one."""
    keys = open_slots(file, passphrase, name)
    return keys if keys.holder is not None else bring_up(file, keys, passphrase, name or tr("Manager"))


def open_slots(file: Where, passphrase: str, name: str | None = None) -> Keys:
    """The keys of the person called ``name``, who may be left out when there is only one.

    Raises Refused when the passphrase is not theirs; it tells and takes the same for a name that is not there.
    """
    place = place_of(file)
    tries, held = place.wrong_tries, place.read()
    if name is None and len(held.people) > 1:
        raise Refused(
            tr("Several people work with this database. Say who you are.")
            if place.in_database
            else tr("Several people work with this file. Say who you are.")
        )
    person = held.person(name) if name is not None else next(iter(held.people), None)
    who = person.name if person else name or ""
    tries.check(who)
    with place.readable():
        wrapped = person.private if person else held.first
        began = time.perf_counter()
        private = _unwrap(wrapped or _nobody(held), passphrase)
        took = time.perf_counter() - began
        if wrapped is None or private is None:
            # As long as for a name that is not there, which costs what the dearest here does.
            time.sleep(waited_for(wrapped.cost, _cost(held), took) if wrapped and held.people else 0.0)
            tries.wrong(who)
            raise Refused(tr("This is not the right passphrase. Nothing was changed; try again."))
        keys = Keys(None, "", private) if person is None else _keys(place, held, person, private)
    if person is not None and person.until is not None and person.until < datetime.now(UTC):
        raise Refused(tr("This first code has run out. Ask a manager for a new one."))
    return replace(keys, wrong=tries.forget(who), cost=wrapped.cost, took=took)


def open_with_recovery(file: Where, typed: str) -> Keys:
    """The keys by the printed recovery key. Raises Refused when it is mistyped or of another file."""
    place = place_of(file)
    tries = place.wrong_tries
    tries.check(_RECOVERY)
    held = place.read()
    private = recovery.private_key(recovery.read_code(typed))
    kept = [one for one in held.holders if one.kind in (_RECOVERY, SPARE)]
    with place.readable():
        holder = next((one for one in kept if one.public == _public(private)), None)
        if holder is None:
            tries.wrong(_RECOVERY)
            raise Refused(
                tr("This is not the recovery key of this database. Look for a newer one in the envelope.")
                if place.in_database
                else tr("This is not the recovery key of this file. Look for a newer one in the envelope.")
            )
        keys = _keys(place, held, holder, private)
    return replace(keys, wrong=tries.forget(_RECOVERY))


def add_holder(file: Where, keys: Keys, name: str, *, special: bool, id: UUID | None = None) -> tuple[UUID, str]:
    """Give ``name`` a key; their id and the first code with which they come in. With ``id`` in the place of a lost one.

    Raises Refused when the name is taken.
    """
    held, tidy = _held(file, keys), " ".join(name.split())
    taken = held.person(tidy)
    if not tidy or (taken is not None and taken.id != id):
        raise Refused(tr("Somebody of this name works here already. Add a letter or a family name."))
    code = _first_code()
    new = _new_holder(keys, id or uuid4(), tidy, code, _cost(held), special=special)
    place_of(file).write(held.with_holder(replace(new, until=datetime.now(UTC) + CODE_LASTS)), keys.data)
    place_of(file).wrong_tries.forget(tidy)
    return new.id, code


def choose_passphrase(file: Where, keys: Keys, passphrase: str, known: tuple[str, ...] = ()) -> None:
    """Let the person who holds ``keys`` be known by a passphrase of their own. Raises Refused when it is not good enough."""
    check_passphrase(passphrase, [keys.name, *known])
    held = _held(file, keys)
    mine = held.holder(_own(keys))
    new = _new_holder(keys, mine.id, mine.name, passphrase, _cost(held), special=keys.special is not None)
    place_of(file).write(held.with_holder(new), keys.data)
    place_of(file).wrong_tries.forget(mine.name)


def stretch_anew(file: Where, keys: Keys, passphrase: str, cost: Cost) -> None:
    """Keep the private key of whoever holds ``keys`` under the passphrase that it is under, at another cost."""
    held = _held(file, keys)
    mine = held.holder(_own(keys))
    private = _unwrap(mine.private, passphrase) if mine.private else None
    if private is not None:
        new = replace(mine, private=_wrap(private, passphrase, cost))
        place_of(file).write(held.with_holder(new), keys.data)


def as_person(file: Where, keys: Keys, name: str) -> Keys:
    """What the person called ``name`` holds, by the authority of the recovery key; nothing is written.

    Raises Refused when there is nobody of this name.
    """
    held = _held(file, keys)
    person = held.person(name)
    if person is None:
        raise Refused(
            tr("Nobody of this name works with this database. Check how it is written.")
            if place_of(file).in_database
            else tr("Nobody of this name works with this file. Check how it is written.")
        )
    return replace(keys, holder=person.id, name=person.name, special=keys.special if person.special else None)


def give_special(file: Where, keys: Keys, id: UUID, *, may_open: bool) -> None:
    """Give a holder the second key, or take it away."""
    held = _held(file, keys)
    holder = held.holder(id)
    special = _seal(holder.public, keys.special, holder.id) if may_open and keys.special else None
    place_of(file).write(held.with_holder(replace(holder, special=special)), keys.data)


def new_recovery_key(file: Where, keys: Keys) -> str:
    """Make a recovery key, in the place of an earlier one, and give it in the form in which it is printed."""
    code = recovery.new_code()
    keep_recovery_key(file, keys, code, _RECOVERY)
    return code


def keep_recovery_key(file: Where, keys: Keys, code: str, kind: str = SPARE) -> None:
    """Let this code open the file, in the place of an earlier one of its kind."""
    held, id, public = _held(file, keys), uuid4(), _public(recovery.private_key(code))
    special = _seal(public, keys.special, id) if keys.special else None
    new = Holder(id, "", kind, public, None, _seal(public, keys.data, id), special)
    place_of(file).write(_without_kind(held, kind).with_holder(new), keys.data)


def end_spare_key(file: Where, keys: Keys) -> bool:
    """Let the lead's spare key open nothing any more; whether there was one."""
    held = _held(file, keys)
    left = _without_kind(held, SPARE)
    if left != held:
        place_of(file).write(left, keys.data)
    return left != held


def _without_kind(held: KeyFile, kind: str) -> KeyFile:
    return held.without(*(one.id for one in held.holders if one.kind == kind))


def has_recovery_key(file: Where) -> bool:
    """Whether a recovery key was ever printed for this file."""
    return any(one.kind == _RECOVERY for one in place_of(file).read().holders)


def begin_new_data_key(file: Where, keys: Keys, *without: UUID) -> bytes:
    """A new data key, sealed beside the old one to all holders but those who go."""
    new = secrets.token_bytes(32)
    held = _held(file, keys)
    stay = [one for one in held.holders if one.id not in without]
    stay = [replace(one, next_data=_seal(one.public, new, one.id)) for one in stay]
    place_of(file).write(replace(held, holders=tuple(stay)), keys.data)
    return new


def finish_new_data_key(file: Where, new: bytes) -> None:
    """Let the new data key be the only one, once the hub's file is written under it."""
    held = place_of(file).read()
    holders = tuple(replace(one, data=one.next_data, next_data=None) if one.next_data else one for one in held.holders)
    place_of(file).write(replace(held, holders=holders), new)


def _names(held: KeyFile) -> list[str]:
    return sorted((one.name for one in held.people), key=str.casefold)


def _write_first(file: Where, data: bytes, passphrase: str, name: str, cost: Cost | None) -> Keys:
    special = secrets.token_bytes(32)
    keys = Keys(uuid4(), " ".join(name.split()), data, _public(special), special)
    first = _new_holder(keys, _own(keys), keys.name, passphrase, cost or Cost(), special=True)
    place_of(file).write(KeyFile(keys.special_public, (first,)), data)
    return keys


def _held(file: Where, keys: Keys) -> KeyFile:
    place = place_of(file)
    held = place.read()
    place.check(held, keys.data)
    return held


def _own(keys: Keys) -> UUID:
    if keys.holder is None:
        raise Refused(tr("This file has no accounts yet. Open it once more."))
    return keys.holder


def _keys(place: KeyPlace, held: KeyFile, holder: Holder, private: bytes) -> Keys:
    """Raises Refused when the file was changed by somebody without its data key."""
    data = _unseal(private, holder.data, holder.id)
    place.check(held, data)
    return Keys(
        holder.id,
        holder.name,
        data,
        held.special_public,
        _unseal(private, holder.special, holder.id) if holder.special else None,
        _unseal(private, holder.next_data, holder.id) if holder.next_data else None,
        must_choose=holder.until is not None,
    )


def _new_holder(keys: Keys, id: UUID, name: str, passphrase: str, cost: Cost, *, special: bool) -> Holder:
    private = secrets.token_bytes(32)
    public = _public(private)
    return Holder(
        id,
        name,
        _PERSON,
        public,
        _wrap(private, passphrase, cost),
        _seal(public, keys.data, id),
        _seal(public, keys.special, id) if special and keys.special else None,
    )


def _first_code() -> str:
    """A code that can be read out: five groups of four signs."""
    return " ".join(recovery.new_code().split()[:4])


def _public(private: bytes) -> bytes:
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def _seal(public: bytes, key: bytes, holder: UUID) -> bytes:
    return SUITE.encrypt(key, X25519PublicKey.from_public_bytes(public), holder.bytes)


def _unseal(private: bytes, sealed: bytes, holder: UUID) -> bytes:
    try:
        return SUITE.decrypt(sealed, X25519PrivateKey.from_private_bytes(private), holder.bytes)
    except InvalidTag:
        raise ValueError("sealed to somebody else") from None


def _wrap(key: bytes, passphrase: str, cost: Cost) -> Wrapped:
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    return Wrapped(salt, nonce, AESGCM(stretch(passphrase, salt, cost)).encrypt(nonce, key, salt), cost)


def _unwrap(wrapped: Wrapped, passphrase: str) -> bytes | None:
    try:
        return AESGCM(stretch(passphrase, wrapped.salt, wrapped.cost)).decrypt(wrapped.nonce, wrapped.key, wrapped.salt)
    except InvalidTag:
        return None


def _nobody(held: KeyFile) -> Wrapped:
    """What a passphrase is tried on for a name that is not there, so that it takes as long."""
    return Wrapped(bytes(16), bytes(12), bytes(48), _cost(held))


def _cost(held: KeyFile) -> Cost:
    """What was tuned when the file was set up."""
    costs = [one.private.cost for one in held.people if one.private]
    return max(costs, key=lambda cost: (cost.memory, cost.passes), default=Cost())


__all__ = [
    "Keys",
    "add_holder",
    "as_person",
    "begin_new_data_key",
    "bring_up",
    "choose_passphrase",
    "finish_new_data_key",
    "give_special",
    "has_recovery_key",
    "make_slots",
    "names",
    "names_in",
    "new_recovery_key",
    "open_slots",
    "open_with_recovery",
    "sign_in",
    "slots_path",
    "stretch_anew",
]
