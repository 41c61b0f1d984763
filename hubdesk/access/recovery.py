"""The recovery key: printed once, kept in an envelope, it opens the file when every passphrase is lost."""

from __future__ import annotations

import secrets
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from hubdesk.base.errors import Refused
from hubdesk.base.words import tr
from hubdesk.fields.check_digit import is_valid, with_check

_SIGNS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: without the letters that look like figures."""

_ALIKE: Final = str.maketrans("OIL", "011")
_LOOKING: Final = {"0": "0O", "1": "1IL"}
_GROUPS, _LONG = 8, 4
"""Eight groups of four signs carry 160 bits; each group has a check character of its own."""


def new_code() -> str:
    """A recovery key as it is printed: eight groups of five signs, such as ``7K2M9``."""
    groups = ("".join(secrets.choice(_SIGNS) for _ in range(_LONG)) for _ in range(_GROUPS))
    return " ".join(with_check(group).replace("-", "") for group in groups)


def read_code(typed: str) -> str:
    """The recovery key in its usual form. Raises Refused and names the group that was mistyped."""
    groups, size = _groups(typed), _LONG + 1
    for number, group in enumerate(groups, 1):
        if len(group) == size and not is_valid(group):
            raise Refused(tr("Group {n} of the recovery key is not right. Compare it with the paper.", n=number))
    if sum(map(len, groups)) != _GROUPS * size:
        raise Refused(tr("The recovery key has {n} groups of {size} signs. Type all of them.", n=_GROUPS, size=size))
    return " ".join(groups)


def as_printed(typed: str) -> str:
    """A code as it is shown, in whatever case and with whatever spaces or hyphens its signs were typed."""
    return " ".join(_groups(typed))


def looks_like(typed: str, shown: str) -> bool:
    """Whether a part of a key was copied right, as far as an eye can tell."""
    return "".join(typed.upper().split()).translate(_ALIKE) == "".join(shown.split()).translate(_ALIKE)


def _groups(typed: str) -> list[str]:
    signs, size = "".join(sign for sign in typed.upper() if sign.isalnum()), _LONG + 1
    return [_read(signs[at : at + size]) for at in range(0, len(signs), size)]


def _read(group: str) -> str:
    """The group with the signs that were meant; a check character may be a letter that looks like a figure."""
    body, check = group[:_LONG].translate(_ALIKE), group[_LONG:]
    meant = [body + one for one in _LOOKING.get(check.translate(_ALIKE), check) if is_valid(body + one)]
    return meant[0] if meant else body + check


def is_code(typed: str) -> bool:
    """Whether this is a recovery key, of whatever file."""
    try:
        return bool(read_code(typed))
    except Refused:
        return False


def private_key(code: str) -> bytes:
    """The X25519 private key, 32 bytes, that follows from a recovery key in its usual form."""
    return HKDF(SHA256(), 32, None, b"hubdesk recovery key").derive(code.encode())
