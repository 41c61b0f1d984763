"""Giving and taking keys; `signing_in.py` is how one comes to them.

Everybody has a key pair of their own; the private half lies under their passphrase. The file's two keys (of all data, and
of special category data) are sealed to the public half. So a passphrase can change without anything else being written
anew, and the data key can change without anybody else's passphrase.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from hubdesk.access import recovery
from hubdesk.access.key_file import Holder, KeyFile
from hubdesk.access.key_place import Where, place_of
from hubdesk.access.passphrases import check_passphrase
from hubdesk.access.stretching import Cost
from hubdesk.access.wrapping import public_half, seal_to, unwrap, wrap
from hubdesk.base.errors import Refused
from hubdesk.base.words import tr

CODE_LASTS: Final = timedelta(days=7)
"""How long a first code can be used."""

_PERSON: Final = "person"
RECOVERY: Final = "recovery"
"""The kind of the recovery key that is printed."""
FRESH: Final = "fresh"
"""The kind of a recovery key that nobody has said yet to have on paper; it opens the file, and so does the one before."""
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


def add_holder(file: Where, keys: Keys, name: str, *, special: bool, id: UUID | None = None) -> tuple[UUID, str]:
    """Give ``name`` a key; their id and the first code with which they come in. With ``id`` in the place of a lost one.

    Raises Refused when the name is taken.
    """
    held, tidy = checked_slots(file, keys), " ".join(name.split())
    taken = held.person(tidy)
    if not tidy or (taken is not None and taken.id != id):
        raise Refused(tr("Somebody of this name works here already. Add a letter or a family name."))
    code = _first_code()
    new = _new_holder(keys, id or uuid4(), tidy, code, cost_of(held), special=special)
    place_of(file).write(held.with_holder(replace(new, until=datetime.now(UTC) + CODE_LASTS)), keys.data)
    place_of(file).wrong_tries.forget(tidy)
    return new.id, code


def choose_passphrase(file: Where, keys: Keys, passphrase: str, known: tuple[str, ...] = ()) -> None:
    """Let the person who holds ``keys`` be known by a passphrase of their own. Raises Refused when it is not good enough."""
    check_passphrase(passphrase, [keys.name, *known])
    held = checked_slots(file, keys)
    mine = held.holder(_own(keys))
    new = _new_holder(keys, mine.id, mine.name, passphrase, cost_of(held), special=keys.special is not None)
    place_of(file).write(held.with_holder(new), keys.data)
    place_of(file).wrong_tries.forget(mine.name)


def stretch_anew(file: Where, keys: Keys, passphrase: str, cost: Cost) -> None:
    """Keep the private key of whoever holds ``keys`` under the passphrase that it is under, at another cost."""
    held = checked_slots(file, keys)
    mine = held.holder(_own(keys))
    private = unwrap(mine.private, passphrase) if mine.private else None
    if private is not None:
        new = replace(mine, private=wrap(private, passphrase, cost))
        place_of(file).write(held.with_holder(new), keys.data)


def give_special(file: Where, keys: Keys, id: UUID, *, may_open: bool) -> None:
    """Give a holder the second key, or take it away."""
    held = checked_slots(file, keys)
    holder = held.holder(id)
    special = seal_to(holder.public, keys.special, holder.id) if may_open and keys.special else None
    place_of(file).write(held.with_holder(replace(holder, special=special)), keys.data)


def new_recovery_key(file: Where, keys: Keys) -> str:
    """Make a recovery key and give it in the form in which it is printed; an earlier one opens the file until it is confirmed."""
    code = recovery.new_code()
    keep_recovery_key(file, keys, code, FRESH)
    return code


def confirm_recovery_key(file: Where, keys: Keys, code: str) -> None:
    """The new recovery key is on paper, so an earlier one opens nothing any more.

    Raises Refused where another was made meanwhile.
    """
    held, public = checked_slots(file, keys), public_half(recovery.private_key(code))
    fresh = next((one for one in held.holders if one.kind == FRESH and one.public == public), None)
    if fresh is None:
        raise Refused(tr("Another recovery key was made meanwhile, so this one opens nothing. Make a new one."))
    left = _without_kind(_without_kind(held, RECOVERY), FRESH)
    place_of(file).write(left.with_holder(replace(fresh, kind=RECOVERY)), keys.data)


def keep_recovery_key(file: Where, keys: Keys, code: str, kind: str = SPARE) -> None:
    """Let this code open the file, in the place of an earlier one of its kind."""
    held, id, public = checked_slots(file, keys), uuid4(), public_half(recovery.private_key(code))
    special = seal_to(public, keys.special, id) if keys.special else None
    new = Holder(id, "", kind, public, None, seal_to(public, keys.data, id), special)
    place_of(file).write(_without_kind(held, kind).with_holder(new), keys.data)


def end_spare_key(file: Where, keys: Keys) -> bool:
    """Let the lead's spare key open nothing any more; whether there was one."""
    held = checked_slots(file, keys)
    left = _without_kind(held, SPARE)
    if left != held:
        place_of(file).write(left, keys.data)
    return left != held


def _without_kind(held: KeyFile, kind: str) -> KeyFile:
    return held.without(*(one.id for one in held.holders if one.kind == kind))


def begin_new_data_key(file: Where, keys: Keys, *without: UUID) -> bytes:
    """A new data key, sealed beside the old one to all holders but those who go."""
    new = secrets.token_bytes(32)
    held = checked_slots(file, keys)
    stay = [one for one in held.holders if one.id not in without]
    stay = [replace(one, next_data=seal_to(one.public, new, one.id)) for one in stay]
    place_of(file).write(replace(held, holders=tuple(stay)), keys.data)
    return new


def finish_new_data_key(file: Where, new: bytes) -> None:
    """Let the new data key be the only one, once the hub's file is written under it."""
    held = place_of(file).read()
    holders = tuple(replace(one, data=one.next_data, next_data=None) if one.next_data else one for one in held.holders)
    place_of(file).write(replace(held, holders=holders), new)


def checked_slots(file: Where, keys: Keys) -> KeyFile:
    """What is kept of all holders. Raises Refused when somebody without the data key has changed it."""
    place = place_of(file)
    held = place.read()
    place.check(held, keys.data)
    return held


def _write_first(file: Where, data: bytes, passphrase: str, name: str, cost: Cost | None) -> Keys:
    special = secrets.token_bytes(32)
    keys = Keys(uuid4(), " ".join(name.split()), data, public_half(special), special)
    first = _new_holder(keys, _own(keys), keys.name, passphrase, cost or Cost(), special=True)
    place_of(file).write(KeyFile(keys.special_public, (first,)), data)
    return keys


def _own(keys: Keys) -> UUID:
    if keys.holder is None:
        raise Refused(tr("This file has no accounts yet. Open it once more."))
    return keys.holder


def _new_holder(keys: Keys, id: UUID, name: str, passphrase: str, cost: Cost, *, special: bool) -> Holder:
    private = secrets.token_bytes(32)
    public = public_half(private)
    return Holder(
        id,
        name,
        _PERSON,
        public,
        wrap(private, passphrase, cost),
        seal_to(public, keys.data, id),
        seal_to(public, keys.special, id) if special and keys.special else None,
    )


def _first_code() -> str:
    """A code that can be read out: four groups of five signs."""
    return " ".join(recovery.new_code().split()[:4])


def cost_of(held: KeyFile) -> Cost:
    """What was tuned when the file was set up."""
    costs = [one.private.cost for one in held.people if one.private]
    return max(costs, key=lambda cost: (cost.memory, cost.passes), default=Cost())
