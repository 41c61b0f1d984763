"""A key under a passphrase, and a key sealed to whoever holds the private half of another."""

from __future__ import annotations

import secrets
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hubdesk.access.key_file import Wrapped
from hubdesk.access.sealing import SUITE
from hubdesk.access.stretching import Cost, stretch


def public_half(private: bytes) -> bytes:
    """To the 32 bytes of a private key (X25519), those of its public half."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def seal_to(public: bytes, key: bytes, holder: UUID) -> bytes:
    """The key as only the private half opens it, and only as this holder's."""
    return SUITE.encrypt(key, X25519PublicKey.from_public_bytes(public), holder.bytes)


def unseal(private: bytes, sealed: bytes, holder: UUID) -> bytes:
    """The key again. Raises ValueError when it is sealed to somebody else."""
    try:
        return SUITE.decrypt(sealed, X25519PrivateKey.from_private_bytes(private), holder.bytes)
    except InvalidTag:
        raise ValueError("sealed to somebody else") from None


def wrap(key: bytes, passphrase: str, cost: Cost) -> Wrapped:
    """The key under a passphrase that is stretched at this cost."""
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    return Wrapped(salt, nonce, AESGCM(stretch(passphrase, salt, cost)).encrypt(nonce, key, salt), cost)


def unwrap(wrapped: Wrapped, passphrase: str) -> bytes | None:
    """The key again, or None when this is not its passphrase."""
    try:
        return AESGCM(stretch(passphrase, wrapped.salt, wrapped.cost)).decrypt(wrapped.nonce, wrapped.key, wrapped.salt)
    except InvalidTag:
        return None
