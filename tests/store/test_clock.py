"""The clock that orders what several machines did."""

from __future__ import annotations

from hubdesk.store.clock import Clock


def test_it_never_runs_backwards_whatever_other_machines_say() -> None:
    # Given a machine whose clock once stood a year ahead
    ahead = Clock().tick() + (365 * 24 * 3600 * 1000 << 16)
    clock = Clock(ahead)
    # When it hears of earlier and of later readings, then each of its own comes after all of them
    clock.fold(ahead - 5)
    first = clock.tick()
    clock.fold(ahead + 5)
    second = clock.tick()
    assert ahead < first < ahead + 5 < second
