"""Signing in: from a name and a passphrase, or the recovery key, to the keys that they hold."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from hubdesk.access import key_file, recovery
from hubdesk.access.key_file import Holder, KeyFile, Wrapped
from hubdesk.access.key_place import KeyPlace, Where, place_of
from hubdesk.access.key_slots import FRESH, RECOVERY, SPARE, Keys, bring_up, checked_slots, cost_of
from hubdesk.access.stretching import waited_for
from hubdesk.access.wrapping import public_half, unseal, unwrap
from hubdesk.base.errors import Refused
from hubdesk.base.words import tr


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
        # A first code is read out to them, or copied from a slip of paper.
        typed = recovery.as_printed(passphrase) if person and person.until else passphrase
        private = unwrap(wrapped or _nobody(held), typed)
        took = time.perf_counter() - began
        if wrapped is None or private is None:
            # As long as for a name that is not there, which costs what the dearest here does.
            time.sleep(waited_for(wrapped.cost, cost_of(held), took) if wrapped and held.people else 0.0)
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
    tries.check(RECOVERY)
    held = place.read()
    private = recovery.private_key(recovery.read_code(typed))
    kept = [one for one in held.holders if one.kind in (RECOVERY, FRESH, SPARE)]
    with place.readable():
        holder = next((one for one in kept if one.public == public_half(private)), None)
        if holder is None:
            tries.wrong(RECOVERY)
            raise Refused(
                tr("This is not the recovery key of this database. Look for a newer one in the envelope.")
                if place.in_database
                else tr("This is not the recovery key of this file. Look for a newer one in the envelope.")
            )
        keys = _keys(place, held, holder, private)
    return replace(keys, wrong=tries.forget(RECOVERY))


def as_person(file: Where, keys: Keys, name: str) -> Keys:
    """What the person called ``name`` holds, by the authority of the recovery key; nothing is written.

    Raises Refused when there is nobody of this name.
    """
    held = checked_slots(file, keys)
    person = held.person(name)
    if person is None:
        raise Refused(
            tr("Nobody of this name works with this database. Check how it is written.")
            if place_of(file).in_database
            else tr("Nobody of this name works with this file. Check how it is written.")
        )
    return replace(keys, holder=person.id, name=person.name, special=keys.special if person.special else None)


def _names(held: KeyFile) -> list[str]:
    return sorted((one.name for one in held.people), key=str.casefold)


def _keys(place: KeyPlace, held: KeyFile, holder: Holder, private: bytes) -> Keys:
    """Raises Refused when the file was changed by somebody without its data key."""
    data = unseal(private, holder.data, holder.id)
    place.check(held, data)
    return Keys(
        holder.id,
        holder.name,
        data,
        held.special_public,
        unseal(private, holder.special, holder.id) if holder.special else None,
        unseal(private, holder.next_data, holder.id) if holder.next_data else None,
        must_choose=holder.until is not None,
    )


def _nobody(held: KeyFile) -> Wrapped:
    """What a passphrase is tried on for a name that is not there, so that it takes as long."""
    return Wrapped(bytes(16), bytes(12), bytes(48), cost_of(held))
