"""The file beside the hub's file that holds its keys: who has one, each wrapped for its holder alone."""

from __future__ import annotations

import base64
import hmac
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from argon2.exceptions import HashingError
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from hubdesk.access.stretching import Cost
from hubdesk.base.errors import Refused
from hubdesk.base.words import tr

VERSION: Final = 2

DAMAGED: Final = (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError, HashingError)
"""What a key file that nobody wrote so can cause."""


@dataclass(frozen=True)
class Wrapped:
    """A key of 32 bytes under a passphrase."""

    salt: bytes
    nonce: bytes
    key: bytes
    cost: Cost


@dataclass(frozen=True)
class Holder:
    """Somebody with a key pair of their own, to whom the file's keys are sealed.

    kind: "person", "recovery" for the printed key, "fresh" for one that nobody has confirmed yet to have on paper, or "spare"
    for the one that the lead keeps. private: their private key under their passphrase. until: the end
    of a first code, which its holder must replace with a passphrase. data, special: the file's keys, sealed to ``public``;
    next_data: the data key to come, while it is being changed.
    """

    id: UUID
    name: str
    kind: str
    public: bytes
    private: Wrapped | None
    data: bytes
    special: bytes | None
    until: datetime | None = None
    next_data: bytes | None = None


@dataclass(frozen=True)
class KeyFile:
    """All holders; ``special_public`` is what special category data is sealed to. ``first``: a slot of version 1."""

    special_public: bytes
    holders: tuple[Holder, ...]
    mac: bytes = b""
    first: Wrapped | None = None

    def person(self, name: str) -> Holder | None:
        """The person of that name, whatever its case."""
        wanted = " ".join(name.split()).casefold()
        return next((one for one in self.people if one.name.casefold() == wanted), None)

    @property
    def people(self) -> tuple[Holder, ...]:
        """The holders who sign in by name."""
        return tuple(one for one in self.holders if one.kind == "person")

    def holder(self, id: UUID) -> Holder:
        """The holder with this id. Raises Refused when there is none any more."""
        for one in self.holders:
            if one.id == id:
                return one
        raise Refused(tr("This account is no longer there."))

    def with_holder(self, new: Holder) -> KeyFile:
        """The file with this holder, in the place of an earlier one with its id."""
        others = tuple(one for one in self.holders if one.id != new.id)
        return replace(self, holders=(*others, new))

    def without(self, *ids: UUID) -> KeyFile:
        """The file without these holders."""
        return replace(self, holders=tuple(one for one in self.holders if one.id not in ids))

    def check_mac(self, data: bytes) -> None:
        """Raises Refused when somebody without the data key has changed the file."""
        if not hmac.compare_digest(self.mac, _mac(self, data)):
            raise Refused(
                tr(
                    "Another program has changed the key file. Copy it back from your last backup, then open the hub again."
                )
            )


def slots_path(file: Path) -> Path:
    """Where the keys of a hub's file lie."""
    return file.with_name(file.name + ".keys")


def read(path: Path) -> KeyFile:
    """The key file. Raises Refused when it is missing, damaged or newer than this HubDesk."""
    with readable(path):
        return parsed(path.read_bytes(), path)


def parsed(content: bytes, path: Path) -> KeyFile:
    """The key file that has this content and lies at ``path``, or in it. Raises Refused as `read` does."""
    with readable(path):
        return understood(content, path.name)


def understood(content: bytes, name: str) -> KeyFile:
    """What this content says. Raises Refused when it is newer than this HubDesk, and one of DAMAGED when it is not right."""
    held = json.loads(content.decode())
    if held["version"] > VERSION:
        raise Refused(tr("A newer HubDesk made the key file {name}. Install the newer version here.", name=name))
    if held["version"] == 1:
        return KeyFile(b"", (), first=_wrapped(held["slots"][0]))
    holders = tuple(_holder(one) for one in held["holders"])
    return KeyFile(_bytes(held["special_public"]), holders, _bytes(held["mac"]))


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Raises Refused, in words, for whatever a missing or damaged key file causes."""
    try:
        yield
    except FileNotFoundError:
        raise Refused(
            tr(
                "The key file {name} is missing. Copy it back beside the hub's file; both belong together.",
                name=path.name,
            )
        ) from None
    except DAMAGED:
        raise Refused(
            tr("The key file {name} is damaged. Copy it back from your last backup.", name=path.name)
        ) from None


def write(path: Path, held: KeyFile, data: bytes) -> None:
    """Put the key file in place whole, under the authority of the data key."""
    new = path.with_name(path.name + ".new")
    try:
        with new.open("w", encoding="utf-8") as out:
            out.write(content_of(held, data))
            out.flush()
            os.fsync(out.fileno())
        new.replace(path)
    except BaseException:
        with suppress(OSError):
            new.unlink(missing_ok=True)
        raise


def content_of(held: KeyFile, data: bytes) -> str:
    """The holders as a text, under the authority of the data key."""
    return json.dumps({**_plain(held), "mac": _text(_mac(held, data))}, indent=1)


def _mac(held: KeyFile, data: bytes) -> bytes:
    key = HKDF(SHA256(), 32, None, b"hubdesk key file").derive(data)
    return hmac.digest(key, json.dumps(_plain(held), sort_keys=True).encode(), "sha256")


def _plain(held: KeyFile) -> dict[str, Any]:
    return {
        "version": VERSION,
        "special_public": _text(held.special_public),
        "holders": [_plain_holder(one) for one in held.holders],
    }


def _plain_holder(one: Holder) -> dict[str, Any]:
    wrapped = one.private
    return {
        "id": str(one.id),
        "name": one.name,
        "kind": one.kind,
        "public": _text(one.public),
        "private": wrapped
        and {
            "salt": _text(wrapped.salt),
            "nonce": _text(wrapped.nonce),
            "key": _text(wrapped.key),
            "memory": wrapped.cost.memory,
            "passes": wrapped.cost.passes,
            "lanes": wrapped.cost.lanes,
        },
        "data": _text(one.data),
        "special": one.special and _text(one.special),
        "until": one.until and one.until.isoformat(),
        "next_data": one.next_data and _text(one.next_data),
    }


def _holder(held: dict[str, Any]) -> Holder:
    return Holder(
        UUID(held["id"]),
        str(held["name"]),
        str(held["kind"]),
        _bytes(held["public"]),
        held["private"] and _wrapped(held["private"]),
        _bytes(held["data"]),
        held["special"] and _bytes(held["special"]),
        datetime.fromisoformat(held["until"]) if held["until"] else None,
        held["next_data"] and _bytes(held["next_data"]),
    )


def _wrapped(held: dict[str, Any]) -> Wrapped:
    cost = Cost(int(held["memory"]), int(held["passes"]), int(held["lanes"]))
    return Wrapped(_bytes(held["salt"]), _bytes(held["nonce"]), _bytes(held["key"]), cost)


def _text(held: bytes) -> str:
    return base64.b64encode(held).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
