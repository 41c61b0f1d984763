"""The tombstones once more, beside the file: a backup that is put in its place does not bring anybody back.

The last line signs the others with the keys that every copy of the file holds (access/post_keys.py): nobody without them
can take somebody from the list, or have somebody erased by putting them on it. Where the keys were renewed, each old one
has signed the next, so that a backup of before knows the signature for its own.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from hubdesk.access.post_keys import PostKeys, PublicKeys
from hubdesk.base.whole_file import replacing
from hubdesk.store.values import pack
from hubdesk.store.what_stays import Tombstone

_SIGNED: Final = b"hubdesk erased 1\n"
_RENEWED: Final = b"hubdesk keys after these\n"

Renewal = tuple[str, str, str]
"""Public keys, those that came after them, and the signature of the first over the second."""


class Altered(Exception):  # noqa: N818 - what the list is, for whoever asks
    """The list is there and not as whoever has the keys of the file wrote it, or cannot be read."""


def beside(path: Path) -> Path:
    """Where the tombstones of the file at ``path`` lie."""
    return path.with_name(path.name + ".erased")


def read(path: Path, own: PublicKeys | None) -> list[Tombstone]:
    """The tombstones that lie beside; none where no list is. Raises Altered.

    ``own`` are the keys of the file that was opened; a file of before there were such keys has none.
    """
    try:
        said = beside(path).read_bytes()
    except FileNotFoundError:
        return []
    except OSError:
        raise Altered from None
    content, _, last = said.rstrip(b"\n").rpartition(b"\n")
    try:
        signed = json.loads(last)
        signer, signature = PublicKeys.from_text(signed["keys"]), base64.b64decode(signed["signature"])
        right = signer.signed(signature, _SIGNED + content) and (
            own is None or own == signer or _came_after(own, signer, signed["renewed"])
        )
        stones = [unplain(json.loads(line)) for line in content.splitlines()]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise Altered from None
    if not right:
        raise Altered
    return stones


def write(path: Path, stones: Iterable[Tombstone], keys: PostKeys, renewed: Sequence[Renewal]) -> None:
    """Put all of them beside the file, in place of what lay there. They hold nothing but opaque ids."""
    content = "\n".join(pack(plain(one)) for one in stones).encode()
    signature = base64.b64encode(keys.sign(_SIGNED + content)).decode()
    signed = {"keys": keys.public.as_text(), "renewed": [list(one) for one in renewed], "signature": signature}
    said = content + b"\n" + json.dumps(signed).encode() + b"\n"
    with suppress(OSError):
        if beside(path).read_bytes() == said:
            return
    with replacing(beside(path)) as part:
        part.write_bytes(said)


def renewal(old: PostKeys, new: PublicKeys) -> Renewal:
    """That the one came after the other, for lists that are read beside a file of before."""
    signature = old.sign(_RENEWED + new.as_text().encode())
    return old.public.as_text(), new.as_text(), base64.b64encode(signature).decode()


def _came_after(own: PublicKeys, signer: PublicKeys, renewed: Sequence[Any]) -> bool:
    """Whether the one follows from the other, step by step. Raises ValueError and TypeError for what are no steps."""
    at = own
    for old, new, signature in renewed:
        follows = at.signed(base64.b64decode(signature), _RENEWED + str(new).encode())
        if str(old) == at.as_text() and follows:
            at = PublicKeys.from_text(new)
    return at == signer


def plain(one: Tombstone) -> list[str | bool]:
    """A tombstone as JSON values, the form in which it is kept and sent."""
    return [str(one.record), one.kind, one.gone, one.day.isoformat(), str(one.person)]


def unplain(stored: list[str | bool]) -> Tombstone:
    """The tombstone back. Raises ValueError, TypeError or KeyError for what is none."""
    record, kind, gone, day, person = stored
    return Tombstone(UUID(str(record)), str(kind), bool(gone), date.fromisoformat(str(day)), UUID(str(person)))
