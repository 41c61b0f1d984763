"""The second key: what everybody may write and only some may read.

A value is encrypted under a key of this sitting, and that key is sealed (HPKE, RFC 9180) to the file's public key. The
sitting's key goes with every value, so nothing else need be kept; it is unsealed once for all values of a sitting.
"""

from __future__ import annotations

import base64
import secrets
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SUITE: Final = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
MARK: Final = "seal1:"
"""What every sealed text begins with."""

_INFO: Final = b"hubdesk special category data"
_KEY_LENGTH: Final = 80
"""32 bytes of encapsulated key, 32 of key, 16 of tag."""
_NONCE: Final = 12


class Seals:
    """Seals under the file's public key; opens with its private key, where that is given."""

    def __init__(self, public: bytes, private: bytes | None) -> None:
        self._private = X25519PrivateKey.from_private_bytes(private) if private else None
        key = secrets.token_bytes(32)
        self._own = SUITE.encrypt(key, X25519PublicKey.from_public_bytes(public), _INFO)
        self._cipher = AESGCM(key)
        self._known: dict[bytes, AESGCM] = {self._own: self._cipher} if private else {}

    @property
    def opens(self) -> bool:
        """Whether sealed values can be read."""
        return self._private is not None

    def seal(self, text: str) -> str:
        """The text as only the holders of the private key can read it."""
        nonce = secrets.token_bytes(_NONCE)
        sealed = self._cipher.encrypt(nonce, text.encode(), None)
        return MARK + base64.b64encode(self._own + nonce + sealed).decode()

    def open(self, sealed: str) -> str | None:
        """The text back, or None without the private key or when it is not a sealed text of this file."""
        if self._private is None:
            return None
        try:
            held = base64.b64decode(sealed.removeprefix(MARK), validate=True)
            key, nonce, text = held[:_KEY_LENGTH], held[_KEY_LENGTH:][:_NONCE], held[_KEY_LENGTH + _NONCE :]
            cipher = self._known.get(key)
            if cipher is None:
                cipher = self._known[key] = AESGCM(SUITE.decrypt(key, self._private, _INFO))
            return cipher.decrypt(nonce, text, None).decode()
        except (InvalidTag, ValueError):
            return None
