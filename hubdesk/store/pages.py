"""The pages of an encrypted file as they lie on the disk: whether each is what was written there, and what it says.

SQLCipher 4 keeps 80 bytes at the end of each page of 4096: 16 that begin its encryption and 64 that prove it whole
(HMAC-SHA512 over what is encrypted and the page's number). The first 16 bytes of the file are its salt. SQLCipher
itself takes a page of nothing but zeros for one that was never written; here such a page is damage.
"""

from __future__ import annotations

import hmac
import secrets
from hashlib import pbkdf2_hmac, sha512
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE: Final = 4096
_SALT, _IV, _PROOF = 16, 16, 64
_TAIL: Final = _IV + _PROOF
_HALF: Final = PAGE // 2 - _PROOF // 2
_SIZE_AT: Final = 28
_MARKS: Final = (60, 68)
"""Where page 1 says how many pages there are, its user_version and its application_id; see sqlite.org/fileformat.html."""

_CELL_AT: Final = PAGE - _TAIL - 4
_LEAF: Final = (
    bytes((0x0D, 0, 0, 0, 1, *divmod(_CELL_AT, 256), 0, *divmod(_CELL_AT, 256))).ljust(_CELL_AT, b"\0") + b"\1\0\1\0"
)
"""A leaf of a table with one row without columns: SQLite refuses a leaf that has none."""


class Pages:
    """The keys of one file. ``key`` is the data key; ``salt`` are the file's first 16 bytes."""

    def __init__(self, key: bytes, salt: bytes) -> None:
        self._salt = salt
        self._cipher = algorithms.AES(key)
        self._proof = pbkdf2_hmac("sha512", key, bytes(byte ^ 0x3A for byte in salt), 2, 32)
        block = self._proof.ljust(sha512().block_size, b"\0")
        self._inner, self._outer = (sha512(bytes(byte ^ pad for byte in block)) for pad in (0x36, 0x5C))

    def whole(self, number: int, page: bytes | memoryview) -> bool:
        """Whether this is what was written as page ``number``."""
        if len(page) != PAGE:
            return False
        start = _SALT if number == 1 else 0
        if number == 1 and page[:_SALT] != self._salt:
            return False
        # HMAC written out, for there are very many pages. Halves, because Python gives its lock away for more than 2 kB,
        # and taking it again takes longer than the hash.
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(page[start:_HALF])
        inner.update(page[_HALF:-_PROOF])
        inner.update(number.to_bytes(4, "little"))
        outer.update(inner.digest())
        return hmac.compare_digest(outer.digest(), page[-_PROOF:])

    def mended(self, number: int, page: bytes) -> bytes | None:
        """The page as it was written, when a single bit of it has turned; else None. Takes about half a second."""
        if len(page) != PAGE:
            return None
        held = bytearray(page)
        for bit in range(8 * PAGE):
            held[bit // 8] ^= 1 << bit % 8
            if self.whole(number, bytes(held)):
                return bytes(held)
            held[bit // 8] ^= 1 << bit % 8
        return None

    def size(self, first: bytes) -> int:
        """How many pages page 1 says the file has."""
        plain = self._opened(first)
        return int.from_bytes(plain[_SIZE_AT : _SIZE_AT + 4], "big")

    def marks(self, first: bytes) -> tuple[int, int]:
        """The two numbers that page 1 keeps for HubDesk: see marks.py."""
        plain = self._opened(first)
        began, latest = (int.from_bytes(plain[at : at + 4], "big", signed=True) for at in _MARKS)
        return began, latest

    def stand_in(self, number: int) -> bytes:
        """A page with one row of nothing, to stand where a damaged one was."""
        return self.sealed(number, _LEAF)

    def opened(self, page: bytes) -> bytes:
        """What a page other than the first says."""
        opening = Cipher(self._cipher, modes.CBC(page[-_TAIL:-_PROOF])).decryptor()
        return opening.update(page[:-_TAIL]) + opening.finalize()

    def sealed(self, number: int, plain: bytes) -> bytes:
        """A page other than the first that says this."""
        iv = secrets.token_bytes(_IV)
        sealing = Cipher(self._cipher, modes.CBC(iv)).encryptor()
        sealed = sealing.update(plain) + sealing.finalize() + iv
        return sealed + hmac.digest(self._proof, sealed + number.to_bytes(4, "little"), "sha512")

    def _opened(self, first: bytes) -> bytes:
        opening = Cipher(self._cipher, modes.CBC(first[-_TAIL:-_PROOF])).decryptor()
        return bytes(_SALT) + opening.update(first[_SALT:-_TAIL]) + opening.finalize()
