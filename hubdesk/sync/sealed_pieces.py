"""A body of any length sealed piece by piece with AES-256-GCM, so that it is read and written in bounded memory.

Each piece is bound to its place, to whether it is the last, and to the header before the body: none can be left out,
moved, or put behind another header (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Final, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_PIECE: Final = 1 << 16
_TAG: Final = 16


class SealingError(Exception):
    """A piece is not as it was sealed."""


class Readable(Protocol):
    """Of a file, what is used here."""

    def read(self, size: int, /) -> bytes: ...


class Sealing:
    """Takes bytes and writes sealed pieces; ``key``, 32 bytes, seals one body and never another. bound: the header's hash."""

    def __init__(self, out: BinaryIO, key: bytes, bound: bytes) -> None:
        self._out, self._cipher, self._bound = out, AESGCM(key), bound
        self._waiting = bytearray()
        self._number = 0

    def write(self, piece: bytes) -> None:
        self._waiting += piece
        while len(self._waiting) > _PIECE:
            self._put(bytes(self._waiting[:_PIECE]), last=False)
            del self._waiting[:_PIECE]

    def close(self) -> None:
        """Write the last piece."""
        self._put(bytes(self._waiting), last=True)

    def _put(self, piece: bytes, *, last: bool) -> None:
        self._out.write(self._cipher.encrypt(_nonce(self._number, last=last), piece, self._bound))
        self._number += 1


def opened_pieces(sealed: Readable, key: bytes, bound: bytes) -> Iterator[bytes]:
    """The pieces of the body that begins where the file stands. Raises SealingError at the first that is not right."""
    cipher, number = AESGCM(key), 0
    held = sealed.read(_PIECE + _TAG)
    while True:
        following = sealed.read(_PIECE + _TAG)
        try:
            yield cipher.decrypt(_nonce(number, last=not following), held, bound)
        except (InvalidTag, ValueError):
            raise SealingError from None
        if not following:
            return
        held, number = following, number + 1


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
