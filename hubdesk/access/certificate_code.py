"""The text in a certificate's QR code: its number, its day and its name's salted hash, signed by the hub.

Parted by colons: ``HD1``, who signed, number, day, salt and hash, signature. All of it is in the signs that a QR code
packs most tightly, so that it fits version 7-M, under 3 cm. The hash keeps the name out of what a scanner keeps; it
cannot keep somebody who holds the text from trying names.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from hubdesk.access.post_keys import SIGNATURE, PostKeys, PublicKeys

SALT: Final = 5
"""Bytes of salt."""

_HASH: Final = 10
_SIGNER: Final = 5
_FORM: Final = "HD1"
_SIGNED_FOR: Final = b"hubdesk certificate\n"
_NUMBER: Final = re.compile(r"[A-Z0-9-]{1,20}")


@dataclass(frozen=True)
class CertificateCode:
    """What a text says, once its signature was found good."""

    number: str
    day: date
    signer: PublicKeys
    salt: bytes
    hashed: bytes

    def fits(self, name: str) -> bool:
        """Whether it was made out to this name; case, and how many spaces, do not count."""
        return _hashed(self.salt, self.number, name) == self.hashed


def certificate_code(keys: PostKeys, number: str, day: date, name: str, salt: bytes) -> str:
    """The text for one certificate. salt: `SALT` bytes that nobody can guess, always the same for it.

    Empty for a number that is not of capitals, digits and hyphens: it would not fit.
    """
    if not _NUMBER.fullmatch(number):
        return ""
    held = salt + _hashed(salt, number, name)
    said = ":".join((_FORM, _signer(keys.public), number, f"{day:%Y%m%d}", _text(held)))
    return f"{said}:{_text(keys.sign(_SIGNED_FOR + said.encode()))}"


def read_certificate_code(text: str, known: Iterable[PublicKeys]) -> CertificateCode | None:
    """What a scanned text says, when one of the known keys signed exactly this; None otherwise.

    Spaces, line ends and the case do not count: they change on the way through messages.
    """
    said, _, signature = "".join(text.upper().split()).rpartition(":")
    parts = said.split(":")
    if len(parts) != 5 or parts[0] != _FORM or not said.isascii():
        return None
    _, signer, number, day, held = parts
    signed, hashed = _bytes(signature, SIGNATURE), _bytes(held, SALT + _HASH)
    for keys in known:
        if _signer(keys) == signer and signed and hashed and keys.signed(signed, _SIGNED_FOR + said.encode()):
            return CertificateCode(number, date.fromisoformat(day), keys, hashed[:SALT], hashed[SALT:])
    return None


def _hashed(salt: bytes, number: str, name: str) -> bytes:
    plain = " ".join(unicodedata.normalize("NFKC", name).casefold().replace("’", "'").split())
    return hashlib.sha256(salt + f"{number}\n{plain}".encode()).digest()[:_HASH]


def _signer(keys: PublicKeys) -> str:
    return _text(bytes.fromhex(keys.id)[:_SIGNER])


def _text(held: bytes) -> str:
    return base64.b32encode(held).decode().rstrip("=")


def _bytes(text: str, length: int) -> bytes | None:
    """The bytes that were written so; None for another length, and for another spelling of the same."""
    try:
        held = base64.b32decode(text + "=" * (-len(text) % 8))
    except (binascii.Error, ValueError):
        return None
    return held if len(held) == length and _text(held) == text else None
