"""First contact: the lead's invitation and the hub's answer, each with six words that people compare by telephone."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from hubdesk.access.post_keys import PostKeys, PublicKeys
from hubdesk.access.rights import Deed
from hubdesk.access.signing_points import is_signing_key
from hubdesk.access.six_words import are_the_words, six_words
from hubdesk.base.errors import Refused
from hubdesk.base.whole_file import replacing
from hubdesk.base.words import tr
from hubdesk.fields.text_types import tidy
from hubdesk.store import Store
from hubdesk.sync import correspondents
from hubdesk.sync.correspondents import HUB, LEAD
from hubdesk.sync.file_names import beginning, free_path
from hubdesk.sync.own_hub import hub_field, hub_name
from hubdesk.sync.package_body import UNREADABLE

SUFFIXES: Final = {LEAD: ".hubinvite", HUB: ".hubanswer"}
"""How the file ends that a lead, or a hub, introduces itself with."""

_FORMAT: Final = 1
_LONGEST: Final = 1 << 16
_LONGEST_NAME: Final = 200


@dataclass(frozen=True)
class Introduction:
    """Somebody's keys, signed with them. what: LEAD for an invitation, HUB for an answer; name: of the network or hub."""

    what: str
    hub_id: UUID
    name: str
    keys: PublicKeys

    @property
    def words(self) -> tuple[str, ...]:
        """The six words that whoever made it reads out."""
        return six_words(self.keys)


def introduce(store: Store, what: str, folder: Path) -> Path:
    """Write this file's invitation, or its answer, into a folder. Raises Refused when the disk does not take it."""
    store.require(Deed.CONFIRM_KEYS)
    hub_id, name = _who(store, what)
    own = store.post_keys
    said = {
        "hubdesk": what,
        "format": _FORMAT,
        "hub": str(hub_id),
        "name": name,
        "keys": own.public.as_text(),
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    said = signed_by(own, said)
    begun = tr("invitation") if what == LEAD else tr("answer")
    path = free_path(folder, f"{begun}-{beginning(name)}", SUFFIXES[what])
    with replacing(path) as part:
        part.write_bytes(json.dumps(said, ensure_ascii=False, indent=1).encode())
    return path


def read_introduction(path: Path, what: str) -> Introduction:
    """An invitation or answer, as it was written. Raises Refused when it is not."""
    try:
        with path.open("rb") as opened:
            held = opened.read(_LONGEST)
    except OSError:
        raise Refused(tr("The file cannot be read. Check that the stick or disk is still there.")) from None
    try:
        said = json.loads(held)
        keys = PublicKeys.from_text(said["keys"])
        right = is_signed(keys, said)
        if not is_signing_key(keys.verifies):
            raise ValueError
        keys.sealed_to(b"")
        named = Introduction(said["hubdesk"], UUID(said["hub"]), _tidied(said["name"]), keys)
        newer = int(said["format"]) > _FORMAT
    except UNREADABLE:
        right, newer, named = False, False, None
    if newer:
        raise Refused(tr("A newer HubDesk made this file. Install the newer version here, then take it in again."))
    if named is None or not right:
        raise Refused(tr("This is no invitation or answer, or it was changed on its way. Ask for it again."))
    if named.what != what:
        raise Refused(_mistaken(what))
    return named


def confirm(store: Store, one: Introduction, typed: str) -> None:
    """Take these keys from now on, as the six words were typed that their owner reads out. Raises Refused otherwise."""
    store.require(Deed.CONFIRM_KEYS)
    if one.keys.id == store.post_keys.public.id:
        raise Refused(tr("This is your own. Give it to the other side, and pick the one that came from there."))
    if not are_the_words(typed, one.keys):
        raise Refused(
            tr(
                "These are not the six words of this file. Ask for them once more, by telephone or face to face; if they still differ, somebody else may have made the file: do not use it."
            )
        )
    if one.what == HUB:
        _refuse_in_anothers_place(store, one)
    correspondents.keep(store, one.what, one.hub_id, one.name, one.keys)


def _refuse_in_anothers_place(store: Store, one: Introduction) -> None:
    """A hub that is admitted could otherwise answer once more under its own name and words as another."""
    if one.hub_id == store.hub_id:
        raise Refused(
            tr("This answer was made in the name of your own hub, so it is not taken. Ask who gave it to you.")
        )
    for held in correspondents.correspondents(store):
        same_hub, same_keys = held.hub_id == one.hub_id, held.keys == one.keys
        if held.what == HUB and same_hub != same_keys and (same_keys or held.name != one.name):
            raise Refused(
                tr(
                    "{name} and {other} would be mixed up by this answer. Ask both. If it is right, take back the keys of {other} first.",
                    name=one.name,
                    other=held.name,
                )
            )


def own_words(store: Store) -> tuple[str, ...]:
    """The six words that people at this file read out."""
    return six_words(store.post_keys.public)


def _who(store: Store, what: str) -> tuple[UUID, str]:
    """The hub of this file, and how it calls itself, or its network."""
    if store.hub_id is None:
        raise Refused(tr("This file does not belong to a hub yet. Set up the hub first."))
    with store.reading_plainly() as connection:
        network = hub_field(connection, store.hub_id, "network") if what == LEAD else None
        return store.hub_id, network or hub_name(connection, store.hub_id)


def signed_by(own: PostKeys, said: Mapping[str, Any]) -> dict[str, Any]:
    """What is said, with a signature over all of it."""
    return {**said, "signature": base64.b64encode(own.sign(_signed(said))).decode()}


def is_signed(keys: PublicKeys, said: Mapping[str, Any]) -> bool:
    """Whether the holder of the keys signed it as it is. Raises KeyError, TypeError or ValueError when nobody did."""
    return keys.signed(base64.b64decode(said["signature"], validate=True), _signed(said))


def _signed(said: Mapping[str, Any]) -> bytes:
    held = {name: value for name, value in said.items() if name != "signature"}
    return b"hubdesk introduction\n" + json.dumps(held, sort_keys=True, separators=(",", ":")).encode()


def _tidied(name: str) -> str:
    return tidy(name)[:_LONGEST_NAME] or tr("hub")


def _mistaken(what: str) -> str:
    if what == LEAD:
        return tr("This is a hub’s answer. Pick the lead organisation’s invitation, which ends in .hubinvite.")
    return tr("This is a lead organisation’s invitation. Pick the hub’s answer, which ends in .hubanswer.")
