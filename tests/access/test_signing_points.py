"""Keys with which more than one person could sign are told from those of RFC 8032."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hubdesk.access.post_keys import PostKeys, PublicKeys
from hubdesk.access.signing_points import is_signing_key

_P = 2**255 - 19
_EIGHTH = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD83D3D706A17C7
"""The y of points of order 8; the other two are at its negative."""


def _written(y: int, sign: int = 0) -> bytes:
    return (y | sign << 255).to_bytes(32, "little")


SMALL = {
    "the zero": _written(1),
    "order 2": _written(_P - 1),
    "order 4": _written(0),
    "order 4, the other": _written(0, 1),
    **{f"order 8, {n}": _written(y, sign) for n, (y, sign) in enumerate([(_EIGHTH, 0), (_EIGHTH, 1), (_P - _EIGHTH, 0), (_P - _EIGHTH, 1)])},
    "the zero, written otherwise": _written(_P + 1),
    "order 4, written otherwise": _written(_P),
    "the zero with a sign": _written(1, 1),
}  # fmt: skip


@pytest.mark.parametrize("key", SMALL.values(), ids=SMALL)
def test_a_key_of_a_small_group_is_none(key: bytes) -> None:
    assert not is_signing_key(key)


def test_bytes_that_are_no_point_are_none() -> None:
    assert not is_signing_key(_written(2))
    assert not is_signing_key(b"")


def test_keys_that_are_made_here_are_keys() -> None:
    assert all(is_signing_key(PostKeys.new().public.verifies) for _ in range(20))
    # RFC 8032, section 7.1, test 1
    secret = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    assert is_signing_key(Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw())


def test_why_it_matters_with_the_zero_one_signature_fits_every_message() -> None:
    weak = PublicKeys(_written(1), bytes(32))
    forged = _written(1) + bytes(32)
    assert weak.signed(forged, b"one message")
    assert weak.signed(forged, b"another")
