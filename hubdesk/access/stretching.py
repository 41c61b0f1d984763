"""A passphrase stretched into a key by Argon2id, at a cost that this computer can bear."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from argon2.low_level import Type, hash_secret_raw

_ENOUGH: Final = 0.25
"""Seconds that trying one passphrase should cost at least."""

_CHEAP: Final = 0.2
"""Less than these seconds, and it is made to cost more: a computer is now and then a little faster than usual."""


@dataclass(frozen=True)
class Cost:
    """What Argon2id costs: memory in KiB, passes, lanes. The default is RFC 9106's second choice, 64 MiB."""

    memory: int = 64 * 1024
    passes: int = 3
    lanes: int = 4


FLOOR: Final = Cost(19 * 1024, 2, 1)
"""OWASP's least; a file made through the window never costs less."""

_TOO_LONG: Final = 1.0
_MOST_PASSES: Final = 24


Tune = Callable[[Cost, float], Cost]
"""The cost to take in the place of one at which trying a passphrase took so many seconds."""


def stretch(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    """A key of 32 bytes."""
    return hash_secret_raw(
        passphrase.encode("utf-8", "surrogatepass"),
        salt,
        time_cost=cost.passes,
        memory_cost=cost.memory,
        parallelism=cost.lanes,
        hash_len=32,
        type=Type.ID,
    )


def tuned() -> Cost:
    """The cost that takes between a quarter of a second and a second here, never under the floor."""
    cost = Cost()
    taken = _seconds(cost)
    if taken > _TOO_LONG:
        return FLOOR
    return Cost(
        cost.memory, min(_MOST_PASSES, max(cost.passes, round(cost.passes * _ENOUGH / taken + 0.5))), cost.lanes
    )


def retuned(cost: Cost, taken: float) -> Cost:
    """The cost for a passphrase that took so many seconds to try at ``cost``: more on a computer that has become faster.

    Never less, for the file may lie on a faster one tomorrow, and never under the floor.
    """
    if taken >= _CHEAP and _work(cost) >= _work(FLOOR) and cost.memory >= FLOOR.memory:
        return cost
    now = tuned()
    return now if now.memory >= cost.memory and _work(now) > _work(cost) else cost


def waited_for(cost: Cost, dearest: Cost, taken: float) -> float:
    """How many seconds a try that took so many at ``cost`` would have taken longer at the dearest."""
    return taken * max(0.0, _work(dearest) / max(1, _work(cost)) - 1)


def _work(cost: Cost) -> int:
    return cost.memory * cost.passes


def _seconds(cost: Cost) -> float:
    began = time.perf_counter()
    stretch("how long does this take", bytes(16), cost)
    return time.perf_counter() - began
