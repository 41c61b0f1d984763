"""The file that travels: a magic line, an outer header, a compressed body of JSON Lines, a seal over every byte."""

from __future__ import annotations

import hashlib
import io
import os
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, Final

from anyascii import anyascii

from hubdesk.base.errors import Refused
from hubdesk.base.words import tr
from hubdesk.store.values import pack, unpack

MAGIC: Final = b"HubDesk package\n"
FORMAT: Final = 1
PLAIN: Final = "none"
"""Of the outer header's ``protection``: the body is compressed and nothing else. A sealed body says "sealed"."""

CHANGES, RETURN, SIBLING = "changes", "return", "sibling"
"""Of the outer header's ``holds``."""

_SEAL: Final = 32
_PIECE: Final = 1 << 16
_LONGEST_OUTER: Final = 4096
_LONGEST_LINE: Final = 1 << 20
_MOST_RATIO: Final = 200
"""JSON of records shrinks to a tenth; a body that grows two hundredfold was made to fill the memory."""

_RATIO_FROM: Final = 4 << 20
_EFFORT: Final = 4
"""Of zlib: at its usual 6 a body is a twentieth smaller and takes half as long again."""

Source = Callable[[], BinaryIO]
"""Opens the file anew, at its beginning."""


@dataclass(frozen=True)
class Checked:
    """A file that is whole. ``header`` and ``end`` are the first and last lines of its body; ``seal`` its hash in hex."""

    source: Source
    header: dict[str, Any]
    end: dict[str, Any]
    seal: str


def write(path: Path, holds: str, header: dict[str, Any], lines: Iterator[str]) -> str:
    """Write a whole file under ``path``, which must be free, and read it back; its seal.

    A half-written file never bears the name. Raises Refused when the disk does not take it.
    """
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as out:
            _write_all(out, holds, header, lines)
            out.flush()
            os.fsync(out.fileno())
        seal = check(lambda: part.open("rb"), holds).seal
        part.replace(path)
    except OSError:
        raise Refused(tr("The package could not be written. Check that the disk is there and not full.")) from None
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return seal


def written_anew(checked: Checked, lines: Iterator[str]) -> bytes:
    """A whole file with the header of a checked one, and these lines between header and end."""
    out = io.BytesIO()
    _write_all(out, CHANGES, checked.header, lines)
    return out.getvalue()


def check(source: Source, holds: str) -> Checked:
    """Read the file once through. Raises Refused when any byte of it is not as it was written."""
    try:
        with source() as opened:
            size = _size(opened)
            _outer(opened, holds)
            seal = _sealed(opened, size)
            first, last, previous = b"", b"", hashlib.sha256()
            for line in _body(opened, size):
                if last:
                    previous.update(last)
                first, last = first or line, line
    except OSError:
        raise Refused(tr("The file cannot be read. Check that the stick or disk is still there.")) from None
    header, end = as_object(first), as_object(last)
    if "end" not in end or end.get("sha256") != previous.hexdigest():
        raise damaged()
    return Checked(source, header, end["end"], seal)


def lines(checked: Checked) -> Iterator[dict[str, Any]]:
    """The lines between header and end, one by one. Raises Refused when the file is not the one that was checked."""
    with checked.source() as opened:
        size = _size(opened)
        if _sealed(opened, size) != checked.seal:
            raise damaged()
        _skip_outer(opened)
        held: bytes | None = None
        body = _body(opened, size)
        next(body, None)
        for line in body:
            if held is not None:
                yield as_object(held)
            held = line


def as_object(line: bytes) -> dict[str, Any]:
    """A line as a JSON object. Raises Refused when it is none."""
    try:
        made = unpack(line)
    except (ValueError, RecursionError):
        raise damaged() from None
    # No database holds a NUL; behind a second backslash the same letters are only what somebody wrote.
    if not isinstance(made, dict) or (b"\\u0000" in line and b"\\u0000" in line.replace(b"\\\\", b"")):
        raise damaged()
    return made


def beginning(hub: str) -> str:
    """The hub's name as the name of a file can begin with it on every system."""
    return re.sub(r"[^a-z0-9]+", "-", anyascii(hub).lower()).strip("-")[:40] or "hub"


def free_path(folder: Path, begun: str, suffix: str) -> Path:
    """A path in the folder that begins so and tells the day, under which nothing lies yet."""
    dated = f"{begun}-{date.today().isoformat()}"
    path, n = folder / f"{dated}{suffix}", 1
    while path.exists():
        n += 1
        path = folder / f"{dated}-{n}{suffix}"
    return path


def damaged() -> Refused:
    """What is said of a file that was cut short or changed on its way."""
    return Refused(
        tr("This file is damaged or incomplete, so nothing was taken from it. Ask for it again, or copy it once more.")
    )


def _write_all(out: BinaryIO, holds: str, header: dict[str, Any], lines: Iterator[str]) -> None:
    seal, content, squeeze = hashlib.sha256(), hashlib.sha256(), zlib.compressobj(_EFFORT)
    waiting: list[str] = []
    counts: dict[str, int] = {"lines": 0}

    def put(piece: bytes) -> None:
        seal.update(piece)
        out.write(piece)

    def empty() -> None:
        said = "".join(waiting).encode()
        waiting.clear()
        content.update(said)
        put(squeeze.compress(said))

    put(MAGIC + _line({"format": FORMAT, "holds": holds, "protection": PLAIN}).encode())
    waiting.append(_line(header))
    for line in lines:
        waiting.append(line + "\n")
        counts["lines"] += 1
        if len(waiting) >= 500:
            empty()
    empty()
    put(squeeze.compress(_line({"end": counts, "sha256": content.hexdigest()}).encode()))
    put(squeeze.flush())
    out.write(seal.digest())


def _line(values: dict[str, Any]) -> str:
    return pack(values) + "\n"


def _size(opened: BinaryIO) -> int:
    size = opened.seek(0, os.SEEK_END)
    opened.seek(0)
    return size


def _outer(opened: BinaryIO, holds: str) -> None:
    """Read past the outer header. Raises Refused, with the reason, when this HubDesk must not read on."""
    if opened.read(len(MAGIC)) != MAGIC:
        raise Refused(tr("This is not a file that HubDesk made for sending. Pick a file that ends in .hubsync."))
    outer = as_object(opened.readline(_LONGEST_OUTER))
    version = outer.get("format")
    if not isinstance(version, int):
        raise damaged()
    if version > FORMAT or outer.get("protection") != PLAIN:
        raise Refused(tr("A newer HubDesk made this file. Install the newer version here, then take it in again."))
    if outer.get("holds") != holds:
        raise Refused(
            tr(
                "This file holds something else: packages for the lead end in .hubsync, what comes back from it in .hubreturn."
            )
        )


def _skip_outer(opened: BinaryIO) -> None:
    opened.seek(len(MAGIC))
    opened.readline(_LONGEST_OUTER)


def _sealed(opened: BinaryIO, size: int) -> str:
    """The hash over every byte but the seal itself, which must be the same; leaves the file where it was."""
    start = opened.tell()
    opened.seek(0)
    left, digest = size - _SEAL, hashlib.sha256()
    while left > 0:
        piece = opened.read(min(_PIECE, left))
        if not piece:
            raise damaged()
        digest.update(piece)
        left -= len(piece)
    if left < 0 or opened.read(_SEAL) != digest.digest():
        raise damaged()
    opened.seek(start)
    return digest.hexdigest()


def _body(opened: BinaryIO, size: int) -> Iterator[bytes]:
    """The body's lines with their line ends, unpacked piece by piece within the limits."""
    left, expand = size - _SEAL - opened.tell(), zlib.decompressobj()
    taken = made = 0
    rest = b""
    while not expand.eof:
        fed = expand.unconsumed_tail
        if not fed:
            fed = opened.read(min(_PIECE, left))
            left -= len(fed)
            taken += len(fed)
            if not fed:
                raise damaged()
        try:
            piece = expand.decompress(fed, _PIECE)
        except zlib.error:
            raise damaged() from None
        made += len(piece)
        if made > _RATIO_FROM and made > _MOST_RATIO * taken:
            raise damaged()
        *whole, rest = (rest + piece).splitlines(keepends=True) if piece else (rest,)
        if rest.endswith(b"\n"):
            whole.append(rest)
            rest = b""
        if len(rest) > _LONGEST_LINE or any(len(line) > _LONGEST_LINE for line in whole):
            raise damaged()
        yield from whole
    if rest or left or expand.unused_data:
        raise damaged()
