"""Guarantees 1 to 12 and 17 on histories by chance, of hubs with several machines, and of what files meet on their way.

HUBDESK_HISTORIES=300 tries so many, HUBDESK_SEED=7 begins with that one; the name of a test that fails tells its seed.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from tests.sync.works import WORKS
from tests.sync.world import MOVES, World, moves_by_chance, the_same_ids

FIRST = int(os.environ.get("HUBDESK_SEED", "1"))
HISTORIES = int(os.environ.get("HUBDESK_HISTORIES", "4"))


@contextmanager
def a_world(empty_file: Path, seed: int, hubs: int) -> Iterator[World]:
    """The world of a seed: everything in it comes about in the same way again."""
    folder = Path(tempfile.mkdtemp(prefix="hubdesk-world-"))
    try:
        with the_same_ids(seed):
            world = World(empty_file, folder, hubs)
            try:
                yield world
            finally:
                world.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(FIRST, FIRST + HISTORIES))
def test_guarantee_01_to_12_hold_in_histories_by_chance(empty_file: Path, seed: int) -> None:
    chance = Random(seed)
    with a_world(empty_file, seed, chance.randint(2, 5)) as world:
        for move, number in moves_by_chance(chance, 60):
            world.do(move, number)
        world.check_all(chance)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(FIRST, FIRST + max(1, HISTORIES // 8)))
def test_guarantee_17_postgresql_comes_to_the_same_in_histories_by_chance(
    empty_file: Path, postgres_url: str, seed: int
) -> None:
    chance = Random(-seed)
    with a_world(empty_file, seed, chance.randint(2, 3)) as world:
        for move, number in moves_by_chance(chance, 40):
            world.do(move, number)
        world.check_all(chance, postgres_url)


@pytest.mark.slow
def test_guarantee_01_to_12_hold_in_histories_that_hypothesis_makes(empty_file: Path) -> None:
    class Histories(RuleBasedStateMachine):
        @initialize(seed=st.integers(0, 2**16), hubs=st.integers(2, 5))
        def begin(self, seed: int, hubs: int) -> None:
            self.chance = Random(seed)
            self.held = a_world(empty_file, seed, hubs)
            self.world = self.held.__enter__()

        @rule(
            move=st.sampled_from([*WORKS, *MOVES, *("sends", "hub_takes_one", "changes_a_person") * 5]),
            n=st.integers(0, 2**32),
        )
        def move(self, move: str, n: int) -> None:
            self.world.do(move, n)

        def teardown(self) -> None:
            try:
                self.world.check_all(self.chance)
            finally:
                self.held.__exit__(None, None, None)

    kept = settings(
        max_examples=max(2, HISTORIES // 4),
        stateful_step_count=50,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Histories, settings=kept)
