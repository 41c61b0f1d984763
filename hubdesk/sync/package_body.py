"""The body of a file that travels: compressed JSON Lines and a signature, unpacked within limits so that no file fills the memory."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from typing import Any, Final

import msgspec
from sqlalchemy.exc import DBAPIError

from hubdesk.access.post_keys import SIGNATURE
from hubdesk.base.errors import Refused
from hubdesk.base.words import tr
from hubdesk.store.values import unpack
from hubdesk.sync.sealed_pieces import SealingError

_LONGEST_LINE: Final = 1 << 20
_LONGEST_HEADER: Final = 4 << 20
"""It names every epoch of the network, in some 130 characters each."""

_MOST_RATIO: Final = 200
"""JSON of records shrinks to a tenth; a body that grows two hundredfold was made to fill the memory."""

_RATIO_FROM: Final = 4 << 20
_MADE: Final = 1 << 16
"""Bytes that are unpacked at once."""

_OBJECTS: Final = msgspec.json.Decoder(dict[str, Any]).decode_lines

UNREADABLE: Final = (
    KeyError,
    TypeError,
    ValueError,
    OverflowError,
    AttributeError,
    IndexError,
    RecursionError,
    DBAPIError,
)
"""What a file with a right seal and senseless content can cause."""


def damaged() -> Refused:
    """What is said of a file that was cut short or changed on its way."""
    return Refused(
        tr("This file is damaged or incomplete, so nothing was taken from it. Ask for it again, or copy it once more.")
    )


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


def as_objects(lines: bytes) -> list[dict[str, Any]]:
    """Whole lines, each as a JSON object. Raises Refused when one is none."""
    if b"\\u0000" not in lines:
        try:
            made = _OBJECTS(lines)
        except (msgspec.MsgspecError, UnicodeError, RecursionError):
            pass  # what is wrong with them, if anything, is found line by line
        else:
            # It minds neither two objects in a line nor none.
            if len(made) == lines.count(b"\n"):
                return made
    return [as_object(line) for line in lines.splitlines()]


class Body:
    """The body's lines with their line ends, some at once, unpacked piece by piece within the limits; then its signature.

    content: the hash over all lines so far.
    """

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self.content = hashlib.sha256()
        self.signature = b""

    def __iter__(self) -> Iterator[bytes]:
        rest, longest = b"", _LONGEST_HEADER
        for made in self._unpacked():
            self.content.update(made)
            whole, end, rest = (rest + made).rpartition(b"\n")
            if len(rest) > longest or (len(whole) > longest and max(map(len, whole.split(b"\n"))) > longest):
                raise damaged()
            if end:
                longest = _LONGEST_LINE
                yield whole + end
        if rest or len(self.signature) != SIGNATURE:
            raise damaged()

    def _unpacked(self) -> Iterator[bytes]:
        expand = zlib.decompressobj()
        taken = made = 0
        try:
            for piece in self._pieces:
                taken += len(piece)
                if expand.eof:
                    self._after(piece)
                    continue
                fed = piece
                while fed and not expand.eof:
                    unpacked = expand.decompress(fed, _MADE)
                    made += len(unpacked)
                    if made > _RATIO_FROM and made > _MOST_RATIO * taken:
                        raise damaged()
                    if unpacked:
                        yield unpacked
                    fed = expand.unconsumed_tail
                self._after(expand.unused_data)
        except (zlib.error, SealingError):
            raise damaged() from None
        if not expand.eof:
            raise damaged()

    def _after(self, piece: bytes) -> None:
        self.signature += piece
        if len(self.signature) > SIGNATURE:
            raise damaged()
