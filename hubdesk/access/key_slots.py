"""The file beside the hub's file that holds its data key, wrapped once for each passphrase."""

from __future__ import annotations

import base64
import json
import os
import secrets
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hubdesk.base.errors import Refused
from hubdesk.base.words import tr

_VERSION: Final = 1
_SHORTEST: Final = 12
_LONGEST: Final = 1024
_DAMAGED: Final = (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError, HashingError)
"""What a key file that nobody wrote so can cause."""


@dataclass(frozen=True)
class Cost:
    """What Argon2id costs: memory in KiB, passes, lanes. The default is RFC 9106's second choice, 64 MiB."""

    memory: int = 64 * 1024
    passes: int = 3
    lanes: int = 4


def slots_path(file: Path) -> Path:
    """Where the key slots of a hub's file lie."""
    return file.with_name(file.name + ".keys")


def make_slots(file: Path, passphrase: str, cost: Cost | None = None) -> bytes:
    """Make a new data key of 32 bytes, write its first slot beside the file, and return the key.

    Raises Refused when the passphrase is too short.
    """
    check_passphrase(passphrase)
    key = secrets.token_bytes(32)
    _write(slots_path(file), {"version": _VERSION, "slots": [_wrap(key, passphrase, cost or Cost())]})
    return key


def open_slots(file: Path, passphrase: str) -> bytes:
    """The data key that the passphrase unwraps. Raises Refused when none of the slots opens."""
    path = slots_path(file)
    try:
        held = json.loads(path.read_text("utf-8"))
        if held["version"] > _VERSION:
            raise Refused(
                tr("A newer HubDesk made the key file {name}. Install the newer version here.", name=path.name)
            )
        opened = (_unwrap(slot, passphrase) for slot in held["slots"])
        key = next((key for key in opened if key is not None), None)
    except FileNotFoundError:
        raise Refused(
            tr(
                "The key file {name} is missing. Copy it back beside the hub's file; both belong together.",
                name=path.name,
            )
        ) from None
    except _DAMAGED:
        raise Refused(
            tr("The key file {name} is damaged. Copy it back from your last backup.", name=path.name)
        ) from None
    if key is None:
        raise Refused(tr("This is not the passphrase of this hub. Nothing was changed; try again."))
    return key


def check_passphrase(passphrase: str) -> None:
    """Raises Refused with what is wrong with a new passphrase."""
    if len(passphrase) < _SHORTEST:
        raise Refused(tr("Use at least {n} characters. Four words that you will remember are good.", n=_SHORTEST))
    if len(passphrase) > _LONGEST:
        raise Refused(tr("Use at most {n} characters.", n=_LONGEST))


def _wrap(key: bytes, passphrase: str, cost: Cost) -> dict[str, object]:
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    sealed = AESGCM(_stretch(passphrase, salt, cost)).encrypt(nonce, key, salt)
    return {
        "salt": base64.b64encode(salt).decode(),
        "nonce": base64.b64encode(nonce).decode(),
        "key": base64.b64encode(sealed).decode(),
        **asdict(cost),
    }


def _unwrap(slot: dict[str, str | int], passphrase: str) -> bytes | None:
    try:
        salt, nonce, sealed = (base64.b64decode(str(slot[part])) for part in ("salt", "nonce", "key"))
        cost = Cost(int(slot["memory"]), int(slot["passes"]), int(slot["lanes"]))
        return AESGCM(_stretch(passphrase, salt, cost)).decrypt(nonce, sealed, salt)
    except InvalidTag:
        return None


def _stretch(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    return hash_secret_raw(
        passphrase.encode("utf-8", "surrogatepass"),
        salt,
        time_cost=cost.passes,
        memory_cost=cost.memory,
        parallelism=cost.lanes,
        hash_len=32,
        type=Type.ID,
    )


def _write(path: Path, held: dict[str, object]) -> None:
    new = path.with_name(path.name + ".new")
    try:
        with new.open("w", encoding="utf-8") as out:
            json.dump(held, out, indent=1)
            out.flush()
            os.fsync(out.fileno())
        new.replace(path)
    except BaseException:
        with suppress(OSError):
            new.unlink(missing_ok=True)
        raise
