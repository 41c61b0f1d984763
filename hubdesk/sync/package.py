"""The file that travels: a magic line, an outer header, then a signed and compressed body of JSON Lines, sealed piece by piece."""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets
import zlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Final, Protocol

from hubdesk.access.post_keys import PostKeys, PublicKeys
from hubdesk.base.errors import Refused
from hubdesk.base.pieces import flush, flush_folder, forget
from hubdesk.base.progress import Progress, heeding
from hubdesk.base.words import tr
from hubdesk.store.values import pack
from hubdesk.sync.package_body import Body, as_object, as_objects, damaged
from hubdesk.sync.sealed_pieces import Sealing, opened_pieces

MAGIC: Final = b"HubDesk package\n"
FORMAT: Final = 1
_SEALED: Final = "sealed"
"""Of the outer header's ``protection``."""

CHANGES, RETURN, SIBLING = "changes", "return", "sibling"
"""Of the outer header's ``holds``."""

_CONTEXT: Final = b"hubdesk package signature\n"
"""Before what is signed; then comes the outer header's hash, so that nobody passes a file on as written to another."""

_LONGEST_OUTER: Final = 8192
_COPIED: Final = 1 << 16
"""Bytes at once."""

_TOGETHER: Final = 1000
"""Lines that are squeezed at once."""

_EFFORT: Final = 4
"""Of zlib: at its usual 6 a body is a twentieth smaller and takes half as long again."""

Source = Callable[[], BinaryIO]
"""Opens the file anew, at its beginning."""


class Post(Protocol):
    """Who reads: opens what was sealed to it, and says of whom it takes what."""

    @property
    def own(self) -> PostKeys: ...

    def check_sender(self, signer: object, holds: str, header: dict[str, Any]) -> PublicKeys:
        """The keys that must have signed. Raises Refused when it takes nothing of that kind from whoever has them."""


def opener(path: Path) -> Source:
    """Opens the file anew each time."""
    return lambda: path.open("rb")


@dataclass(frozen=True)
class Checked:
    """A file that is whole and from whom it says. ``header`` and ``end``: the first and last lines of its body.

    seal: the hash of the file in hex; content: that of its lines; key: what opens the body; weight: bytes of header and end.
    """

    source: Source
    header: dict[str, Any]
    end: dict[str, Any]
    seal: str
    content: bytes
    key: bytes = field(repr=False)
    weight: int


def write(
    path: Path, holds: str, header: dict[str, Any], lines: Iterator[str], own: PostKeys, to: Sequence[PublicKeys]
) -> str:
    """Write a whole file under ``path``, which must be free, and read it back; its seal, which is the hash of it in hex.

    own: signs it; to: who can open it, as the writer can. A half-written file never bears the name, and nothing of it lies
    on the disk unsealed. Raises Refused when the disk does not take it.
    """
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as out:
            _write_all(out, holds, header, lines, own, to)
            flush(out)
        forget(part)
        seal = _read_back(part, holds, own)
        part.replace(path)
        flush_folder(path.parent)
    except OSError:
        raise _not_written() from None
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return seal


def _read_back(part: Path, holds: str, own: PostKeys) -> str:
    """The seal of what was just written, once the disk has given it back as it was."""
    try:
        return check(opener(part), holds, _Writer(own)).seal
    except Refused:
        # Whoever writes is not to ask for the file again.
        raise _not_written() from None


def _not_written() -> Refused:
    return Refused(
        tr(
            "The package could not be written. See that the disk is there, not full and not write-protected, or pick another folder."
        )
    )


def write_anew(checked: Checked, lines: Iterator[str], own: PostKeys, out: BinaryIO) -> None:
    """Write a whole file with the header of a checked one and these lines, which only ``own`` opens and has signed."""
    _write_all(out, CHANGES, checked.header, lines, own, ())


def check(source: Source, holds: str, post: Post, progress: Progress | None = None) -> Checked:
    """Read the file once through. Raises Refused when any byte of it is not as it was written, or by whom it may not be.

    progress: only asked whether to stop. Raises Cancelled then.
    """
    with _readable(source) as opened:
        outer = _outer(opened)
        key = _key(_understood(outer, holds), post.own)
        bound = hashlib.sha256(outer).digest()
        hashed = _Hashed(opened, outer)
        body = Body(opened_pieces(hashed, key, bound))
        header, end, weight, keys = _read(heeding(iter(body), progress), holds, post)
        if not keys.signed(body.signature, _CONTEXT + bound + body.content.digest()):
            raise damaged()
    return Checked(source, header, end, hashed.all.hexdigest(), body.content.digest(), key, weight)


def held_by(source: Source) -> str:
    """What a file says that it holds, unchecked. Raises Refused when it is none."""
    with _readable(source) as opened:
        return str(as_object(_outer(opened)[len(MAGIC) :]).get("holds"))


def copy(checked: Checked, out: BinaryIO) -> None:
    """Write all bytes of the file once more. Raises Refused, in the end, when it is not the one that was checked."""
    with _readable(checked.source) as opened:
        hashed = _Hashed(opened, b"")
        while piece := hashed.read(_COPIED):
            out.write(piece)
    if hashed.all.hexdigest() != checked.seal:
        raise damaged()


def lines(checked: Checked, progress: Progress | None = None) -> Iterator[dict[str, Any]]:
    """The lines between header and end, one by one. Raises Refused when the file is not the one that was checked.

    progress: as for `check`.
    """
    with _readable(checked.source) as opened:
        bound = hashlib.sha256(_outer(opened)).digest()
        body = Body(opened_pieces(opened, checked.key, bound))
        held: list[dict[str, Any]] = []
        begun = False
        for some in heeding(iter(body), progress):
            made = as_objects(some if begun else some.partition(b"\n")[2])
            begun = True
            if made:
                yield from held
                held = made
        yield from held[:-1]
        if body.content.digest() != checked.content:
            raise damaged()


def _write_all(
    out: BinaryIO, holds: str, header: dict[str, Any], lines: Iterator[str], own: PostKeys, to: Sequence[PublicKeys]
) -> None:
    key = secrets.token_bytes(32)
    readers = {keys.id: keys for keys in (*to, own.public)}
    sealed = {id: base64.b64encode(keys.sealed_to(key)).decode() for id, keys in readers.items()}
    outer = MAGIC + _line({"format": FORMAT, "holds": holds, "protection": _SEALED, "to": sealed}).encode()
    out.write(outer)
    bound, content, squeeze = hashlib.sha256(outer).digest(), hashlib.sha256(), zlib.compressobj(_EFFORT)
    sealing = Sealing(out, key, bound)
    waiting = [_line(header | {"signer": own.public.id})]
    count = 0

    def squeezed(some: list[str]) -> bytes:
        said = "".join(some).encode()
        content.update(said)
        return squeeze.compress(said)

    # While some lines are squeezed, for which no Python is needed, the next ones are made.
    with ThreadPoolExecutor(1, "squeezing") as squeezing:
        before = squeezing.submit(squeezed, waiting)
        waiting = []
        for line in lines:
            waiting.append(line + "\n")
            count += 1
            if len(waiting) >= _TOGETHER:
                sealing.write(before.result())
                before, waiting = squeezing.submit(squeezed, waiting), []
        waiting.append(_line({"end": {"lines": count}}))
        sealing.write(before.result())
        sealing.write(squeezing.submit(squeezed, waiting).result())
    sealing.write(squeeze.flush() + own.sign(_CONTEXT + bound + content.digest()))
    sealing.close()


@contextmanager
def _readable(source: Source) -> Iterator[BinaryIO]:
    try:
        with source() as opened:
            yield opened
    except OSError:
        raise Refused(tr("The file cannot be read. Check that the stick or disk is still there.")) from None


def _line(values: dict[str, Any]) -> str:
    return pack(values) + "\n"


def _outer(opened: BinaryIO) -> bytes:
    """The magic line and the outer header."""
    if opened.read(len(MAGIC)) != MAGIC:
        raise Refused(tr("This is not a file that HubDesk made for sending. Pick a file that ends in .hubsync."))
    return MAGIC + opened.readline(_LONGEST_OUTER)


def _understood(outer: bytes, holds: str) -> dict[str, Any]:
    """The outer header. Raises Refused, with the reason, when this HubDesk must not read on."""
    said = as_object(outer[len(MAGIC) :])
    version = said.get("format")
    if not isinstance(version, int):
        raise damaged()
    if version > FORMAT or said.get("protection") != _SEALED:
        raise Refused(tr("A newer HubDesk made this file. Install the newer version here, then take it in again."))
    if said.get("holds") != holds:
        raise Refused(
            tr(
                "This file holds something else: packages for the lead end in .hubsync, what comes back from it in .hubreturn."
            )
        )
    return said


def _key(outer: dict[str, Any], own: PostKeys) -> bytes:
    """What opens the body. Raises Refused when it was sealed for others only."""
    to = outer.get("to")
    if not isinstance(to, dict):
        raise damaged()
    sealed = to.get(own.public.id)
    if sealed is None and outer["holds"] == SIBLING:
        raise Refused(tr("This file is of another hub. Pick the one that your own other computer wrote."))
    if sealed is None:
        raise Refused(
            tr(
                "This file is sealed for somebody else, so it cannot be opened here. Ask who sent it to take in your invitation or answer once more, and to write the file again."
            )
        )
    try:
        key = own.opened(base64.b64decode(sealed, validate=True))
    except (binascii.Error, TypeError, ValueError):
        raise damaged() from None
    if key is None or len(key) != 32:
        raise damaged()
    return key


def _read(whole: Iterator[bytes], holds: str, post: Post) -> tuple[dict[str, Any], dict[str, Any], int, PublicKeys]:
    """The header, the end, how many bytes they were, and the keys that the header names; who sent it is looked at before anything else is."""
    first, _, rest = next(whole, b"").partition(b"\n")
    header = as_object(first)
    keys = post.check_sender(header.get("signer"), holds, header)
    last = rest
    for some in whole:
        last = some
    last = last.removesuffix(b"\n").rpartition(b"\n")[2]
    end = as_object(last).get("end")
    if not isinstance(end, dict):
        raise damaged()
    return header, end, len(first) + len(last), keys


@dataclass(frozen=True)
class _Writer:
    """Reads back what was just written."""

    own: PostKeys

    def check_sender(self, signer: object, holds: str, header: dict[str, Any]) -> PublicKeys:
        return self.own.public


class _Hashed:
    """A file that is hashed as it is read."""

    def __init__(self, opened: BinaryIO, already: bytes) -> None:
        self._opened = opened
        self.all = hashlib.sha256(already)

    def read(self, size: int) -> bytes:
        piece = self._opened.read(size)
        self.all.update(piece)
        return piece
