"""Numbers on paper that notice when they are keyed wrongly.

A number such as ``WES-26-00123`` is given one more letter or digit at its end. Any one character keyed wrongly, any two
neighbours exchanged and any pair of twins mistaken (11 for 22) is found, always. ISO 7064 was the first choice, but its
systems for letters and digits either need a star as a 37th sign, which is not on a scanned card, or miss some exchanged
neighbours. The 36 signs here are the pairs of a number from the field of four and a number from the field of nine. Each
step multiplies by a number of which neither it, nor it less one, nor it plus one is zero.
"""

from __future__ import annotations

import string
from typing import Final

SIGNS: Final = string.digits + string.ascii_uppercase

_Pair = tuple[int, int, int, int]


def with_check(text: str) -> str:
    """``text`` with a hyphen and its check character.

    Takes letters A to Z of either case and digits; hyphens and spaces do not count. Raises ValueError for anything else.
    """
    return f"{text}-{SIGNS[_sign(_opposite(_step(_pair_sum(text))))]}"


def is_valid(text: str) -> bool:
    """Whether ``text`` ends in its check character; case, hyphens and spaces do not count."""
    try:
        return bool(_signs(text)[1:]) and _pair_sum(text) == (0, 0, 0, 0)
    except ValueError:
        return False


def _signs(text: str) -> str:
    return "".join(text.upper().split()).replace("-", "")


def _pair_sum(text: str) -> _Pair:
    total: _Pair = (0, 0, 0, 0)
    for sign in _signs(text):
        total = _plus(_step(total), _pair(SIGNS.index(sign)))
    return total


def _pair(number: int) -> _Pair:
    four, nine = divmod(number, 9)
    return (*divmod(four, 2), *divmod(nine, 3))


def _sign(pair: _Pair) -> int:
    a, b, c, d = pair
    return (2 * a + b) * 9 + 3 * c + d


def _plus(one: _Pair, other: _Pair) -> _Pair:
    (a, b, c, d), (e, f, g, h) = one, other
    return a ^ e, b ^ f, (c + g) % 3, (d + h) % 3


def _opposite(pair: _Pair) -> _Pair:
    a, b, c, d = pair
    return a, b, -c % 3, -d % 3


def _step(pair: _Pair) -> _Pair:
    """Multiply by x in the field of four (x² = x + 1) and by 1 + i in the field of nine (i² = -1)."""
    a, b, c, d = pair
    return a ^ b, a, (c + d) % 3, (d - c) % 3
