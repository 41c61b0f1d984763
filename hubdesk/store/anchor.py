"""The small file beside the hub's file that knows where the log ends, so that a log written anew is found out.

It is moved on after each commit: when the computer stops between the two, it is one line behind, which is no alarm.
It never runs ahead. Once the file is closed well, nothing at all may be added behind it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Connection, select

from hubdesk.store.chain import HEAD, Head, append, head
from hubdesk.store.tables import audit
from hubdesk.store.values import pack

_VERSION: Final = 1
_FIRST_LINES: Final = 2
_TRIES: Final = 20
_PAUSE: Final = 0.05
"""Seconds. A virus scanner may hold the file for a moment."""


def anchor_path(file: Path) -> Path:
    """Where the anchor of a hub's file lies."""
    return file.with_name(file.name + ".anchor")


@dataclass(frozen=True)
class Kept:
    """What the anchor holds. closed: the file was closed well at this line; digest: of that file, see damage.py, or empty."""

    head: Head
    closed: bool
    digest: str = ""


class AnchorFile:
    """The anchor of the file at ``path``, which only who has the data key can write."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = anchor_path(path)
        self._key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"HubDesk anchor of the log").derive(key)

    def read(self) -> Kept | None:
        """What it holds; None when it is not there. Raises ValueError when it is damaged or not of this file."""
        try:
            held = json.loads(self._path.read_bytes())
            kept = Kept(Head(int(held["seq"]), str(held["hash"])), bool(held["closed"]), str(held.get("digest", "")))
            fits = hmac.compare_digest(str(held["mac"]), self._mac(kept))
        except FileNotFoundError:
            return None
        except (OSError, KeyError, TypeError, ValueError, RecursionError):
            fits = False
        if not fits:
            raise ValueError(self._path.name)
        return kept

    def write(self, at: Head, *, closed: bool = False, digest: str = "") -> None:
        """Hold this head. Raises OSError when the disk does not take it; then the old one stands."""
        kept = Kept(at, closed, digest)
        said = pack(self._values(kept) | {"mac": self._mac(kept)})
        new = self._path.with_name(self._path.name + ".new")
        with new.open("w", encoding="utf-8") as out:
            out.write(said)
            out.flush()
            os.fsync(out.fileno())
        for left in range(_TRIES, 0, -1):
            try:
                new.replace(self._path)
            except PermissionError:
                if left == 1:
                    with suppress(OSError):
                        new.unlink(missing_ok=True)
                    raise
                time.sleep(_PAUSE)
            else:
                return

    def _values(self, kept: Kept) -> dict[str, Any]:
        said = {"version": _VERSION, "seq": kept.head.seq, "hash": kept.head.hash, "closed": kept.closed}
        return said | ({"digest": kept.digest} if kept.digest else {})

    def _mac(self, kept: Kept) -> str:
        return hmac.new(self._key, pack(self._values(kept)).encode(), hashlib.sha256).hexdigest()


def under_another_key(path: Path, old: bytes, new: bytes) -> None:
    """Let the anchor of the file at ``path`` stand under its new key, where it does not yet."""
    with suppress(ValueError, OSError):
        kept = AnchorFile(path, old).read()
        if kept is not None:
            AnchorFile(path, new).write(kept.head, closed=kept.closed)


def alarm(connection: Connection, file: AnchorFile) -> dict[str, Any] | None:
    """Why the log does not fit the anchor, as it is to be written down; None when it does."""
    now = head(connection)
    try:
        kept = file.read()
    except ValueError:
        return {"why": "forged"}
    if kept is None:
        # A log that began and tells who works here is that of a new file, or of one from before there was a log.
        return None if now.seq <= _FIRST_LINES else {"why": "missing"}
    held = {"seq": kept.head.seq, "hash": kept.head.hash}
    if kept.head.seq > now.seq:
        return {"why": "cut", **held}
    if connection.scalar(select(audit.c.hash).where(audit.c.seq == kept.head.seq)) != kept.head.hash:
        return {"why": "rewritten", **held}
    added = now.seq - kept.head.seq
    return {"why": "added", **held} if added > (0 if kept.closed else 1) else None


class Anchoring:
    """Lets the anchor follow the log of an open file; without an anchor, as at the lead's server, it only looks on."""

    def __init__(self, file: AnchorFile | None) -> None:
        self._file = file
        self._head = Head(0, "")
        self.alarm = ""

    def begin(self, connection: Connection) -> None:
        """Compare the two as the file is opened, and write down in the log what does not fit."""
        found = alarm(connection, self._file) if self._file else None
        if found:
            self.alarm = str(found["why"])
            append(connection, "alarm", "", found)
        self._head = head(connection)

    def hold(self) -> None:
        """From now on the log may be one line ahead. Raises OSError when that cannot be written."""
        if self._file:
            self._file.write(self._head)

    def follow(self, info: dict[Any, Any]) -> None:
        """After a commit: ``info`` is of the connection that made it."""
        moved: Head | None = info.pop(HEAD, None)
        if moved is None:
            return
        self._head = moved
        if self._file:
            with suppress(OSError):
                self._file.write(moved)

    def moved(self, file: AnchorFile) -> None:
        """Go on with an anchor under another key, as after a change of the data key."""
        self._file = file
        # On a full disk the next commit tries again.
        with suppress(OSError):
            self.hold()

    def end(self, digest: str = "") -> None:
        """The file is closed well; only the first call counts, for after it others may have the file."""
        file, self._file = self._file, None
        if file:
            with suppress(OSError):
                file.write(self._head, closed=True, digest=digest)

    def anchors(self) -> list[Head]:
        """What the anchor holds now."""
        with suppress(ValueError):
            kept = self._file.read() if self._file else None
            return [kept.head] if kept else []
        return []
