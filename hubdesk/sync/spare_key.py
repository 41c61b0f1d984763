"""A recovery key that the lead organisation keeps for a hub, sealed, for the day when the hub has lost every other."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from hubdesk.access.recovery import new_code, read_code
from hubdesk.access.rights import Deed
from hubdesk.base.errors import Refused
from hubdesk.base.whole_file import replacing
from hubdesk.base.words import tr
from hubdesk.store import Store
from hubdesk.store.small_facts import fact, keep_fact
from hubdesk.sync.correspondents import HUB, post_of
from hubdesk.sync.file_names import beginning, free_path
from hubdesk.sync.invitation import is_signed, signed_by
from hubdesk.sync.own_hub import hub_name

SUFFIX: Final = ".hubspare"
_WHAT: Final = "spare key"
_LONGEST: Final = 1 << 16


@dataclass(frozen=True)
class SpareKey:
    """One that was taken in: whose, and on what day the hub made it, as its clock had it."""

    hub_id: UUID
    made: str


def give_spare_key(store: Store, folder: Path) -> Path:
    """Write a spare key of this hub for its lead; an earlier one opens nothing any more.

    Without the hub's own file it opens nothing, and of that file the lead has no copy. Raises Refused when the lead is not
    known yet, or the disk does not take the file.
    """
    store.require(Deed.KEEP_ACCOUNTS)
    (lead,) = post_of(store).leads()
    hub, own, code = store.hub_id, store.post_keys, new_code()
    with store.reading_plainly() as connection:
        name = hub_name(connection, hub)
    said = {
        "hubdesk": _WHAT,
        "format": 1,
        "hub": str(hub),
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "for": lead.id,
        "sealed": base64.b64encode(lead.sealed_to(code.encode())).decode(),
    }
    path = free_path(folder, f"{tr('spare-key')}-{beginning(name)}", SUFFIX)
    with replacing(path) as part:
        part.write_bytes(json.dumps(signed_by(own, said), indent=1).encode())
    try:
        store.accounts.keep_spare_key(code)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def take_spare_key(store: Store, path: Path) -> SpareKey:
    """Keep a hub's spare key, sealed as it came. Raises Refused when it is none, or of a hub that is not admitted."""
    store.require(Deed.CONFIRM_KEYS)
    try:
        with path.open("rb") as opened:
            text = opened.read(_LONGEST).decode()
    except OSError:
        raise Refused(tr("The file cannot be read. Check that the stick or disk is still there.")) from None
    except ValueError:
        raise _none() from None
    taken = _read(store, text)
    with store.writing_plainly() as connection:
        keep_fact(connection, _name(taken.hub_id), text)
    store.note("spare_key_taken", hub=str(taken.hub_id))
    return taken


def spare_key(store: Store, hub: UUID) -> SpareKey | None:
    """The spare key that is kept for a hub, still sealed."""
    with store.reading_plainly() as connection:
        text = fact(connection, _name(hub))
    return SpareKey(hub, _made(json.loads(text))) if text else None


def show_spare_key(store: Store, hub: UUID) -> str:
    """The code that opens the hub's file on the page for its recovery key; that it was shown stands in the log."""
    store.require(Deed.CONFIRM_KEYS)
    with store.reading_plainly() as connection:
        text = fact(connection, _name(hub))
    if text is None:
        raise Refused(tr("No spare key of this hub is kept here."))
    said = json.loads(text)
    code = store.post_keys.opened(base64.b64decode(said["sealed"]))
    if code is None:
        raise Refused(tr("This spare key was sealed to keys that you no longer have. Ask the hub for a new one."))
    store.note("spare_key_shown", hub=str(hub))
    return code.decode()


def _read(store: Store, text: str) -> SpareKey:
    """What the file says. Raises Refused when a hub that is admitted did not sign it for this lead."""
    post = post_of(store)
    try:
        said: dict[str, Any] = json.loads(text)
        hub = UUID(said["hub"])
        signed = said["hubdesk"] == _WHAT and any(
            one.what == HUB and one.hub_id == hub and one.ended is None and is_signed(one.keys, said)
            for one in post.known
        )
        code = post.own.opened(base64.b64decode(said["sealed"], validate=True)) if signed else None
        read_code(code.decode() if code else "")
        return SpareKey(hub, _made(said))
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError, binascii.Error, Refused):
        raise _none() from None


def _made(said: dict[str, Any]) -> str:
    return datetime.fromisoformat(said["made_at"]).date().isoformat()


def _none() -> Refused:
    return Refused(
        tr(
            "This is no spare key of a hub that you know, or it was changed on its way. Take in the hub’s answer first, then ask for the spare key again."
        )
    )


def _name(hub: UUID) -> str:
    return f"spare {hub}"
