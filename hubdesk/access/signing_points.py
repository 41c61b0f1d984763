"""Whether 32 bytes are a key that only its holder can sign with: a point of Ed25519's large group (RFC 8032, section 5.1).

With a key of a small group anybody's signature fits some messages, or all of them, and the library does not look.
"""

from __future__ import annotations

from typing import Final

_P: Final = 2**255 - 19
_D: Final = -121665 * pow(121666, -1, _P) % _P
_ROOT: Final = pow(2, (_P - 1) // 4, _P)
_ORDER: Final = 2**252 + 27742317777372353535851937790883648493

_Point = tuple[int, int, int, int]
"""In extended coordinates: x and y times z, z, and x times y times z."""
_NOTHING: Final[_Point] = (0, 1, 1, 0)


def is_signing_key(key: bytes) -> bool:
    """Whether the bytes stand for a point, in the one way it may be written, that is of the large group and not its zero."""
    point = _point(key)
    return point is not None and not _is_nothing(point) and _is_nothing(_times(_ORDER, point))


def _point(key: bytes) -> _Point | None:
    read = int.from_bytes(key, "little")
    y, sign = read & (2**255 - 1), read >> 255
    if len(key) != 32 or y >= _P:
        return None
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _ROOT % _P
    if (x * x - square) % _P or (not x and sign):
        return None
    if x & 1 != sign:
        x = _P - x
    return x, y, 1, x * y % _P


def _times(n: int, point: _Point) -> _Point:
    made = _NOTHING
    while n:
        if n & 1:
            made = _sum(made, point)
        point, n = _sum(point, point), n >> 1
    return made


def _sum(one: _Point, two: _Point) -> _Point:
    a = (one[1] - one[0]) * (two[1] - two[0]) % _P
    b = (one[1] + one[0]) * (two[1] + two[0]) % _P
    c = 2 * one[3] * two[3] * _D % _P
    d = 2 * one[2] * two[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _is_nothing(point: _Point) -> bool:
    return point[0] % _P == 0 and (point[1] - point[2]) % _P == 0
