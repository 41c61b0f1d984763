"""A file's keys for what it exchanges: one pair signs (Ed25519, RFC 8032), the other is sealed to (HPKE, RFC 9180)."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from hubdesk.access.sealing import SUITE

SIGNATURE: Final = 64
"""Bytes of a signature."""

_INFO: Final = b"hubdesk package key"
_KEY: Final = 32


@dataclass(frozen=True)
class PublicKeys:
    """What others know of a file: ``verifies`` checks its signatures, ``seals`` seals to it; 32 bytes each."""

    verifies: bytes
    seals: bytes

    @classmethod
    def from_text(cls, text: str) -> PublicKeys:
        """The keys that `as_text` gave. Raises ValueError when it did not."""
        return cls(*_halves(text))

    def as_text(self) -> str:
        return _text(self.verifies + self.seals)

    @cached_property
    def id(self) -> str:
        """32 hexadecimal digits that stand for both."""
        return hashlib.sha256(self.verifies + self.seals).hexdigest()[:32]

    def signed(self, signature: bytes, message: bytes) -> bool:
        """Whether the holder of these keys made the signature over the message."""
        try:
            Ed25519PublicKey.from_public_bytes(self.verifies).verify(signature, message)
        except InvalidSignature:
            return False
        return True

    def sealed_to(self, key: bytes) -> bytes:
        """The key as only the holder of these can have it back."""
        return SUITE.encrypt(key, X25519PublicKey.from_public_bytes(self.seals), _INFO)


class PostKeys:
    """Both pairs with their private halves."""

    def __init__(self, signs: bytes, opens: bytes) -> None:
        self._signs = Ed25519PrivateKey.from_private_bytes(signs)
        self._opens = X25519PrivateKey.from_private_bytes(opens)
        verifies, seals = self._signs.public_key(), self._opens.public_key()
        self.public = PublicKeys(verifies.public_bytes_raw(), seals.public_bytes_raw())

    @classmethod
    def new(cls) -> PostKeys:
        return cls(Ed25519PrivateKey.generate().private_bytes_raw(), X25519PrivateKey.generate().private_bytes_raw())

    @classmethod
    def from_text(cls, text: str) -> PostKeys:
        """The keys that `as_text` gave. Raises ValueError when it did not."""
        return cls(*_halves(text))

    def as_text(self) -> str:
        """Both private halves: to be kept where only the file's own people read it."""
        return _text(self._signs.private_bytes_raw() + self._opens.private_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        return self._signs.sign(message)

    def opened(self, sealed: bytes) -> bytes | None:
        """The key that was sealed to these; None when it was not."""
        try:
            return SUITE.decrypt(sealed, self._opens, _INFO)
        except (InvalidTag, ValueError):
            return None


def _text(held: bytes) -> str:
    return base64.b64encode(held).decode()


def _halves(text: str) -> tuple[bytes, bytes]:
    try:
        held = base64.b64decode(text, validate=True)
    except binascii.Error:
        raise ValueError from None
    if len(held) != 2 * _KEY:
        raise ValueError
    return held[:_KEY], held[_KEY:]
