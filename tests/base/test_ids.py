"""Ids that records are given."""

from __future__ import annotations

import time
from uuid import RFC_4122

import pytest

from hubdesk.base.ids import new_id


def test_what_is_given_later_comes_later(monkeypatch: pytest.MonkeyPatch) -> None:
    given = []
    for milliseconds in (0, 1, 2, 255, 256, 1_764_547_200_000, 1_764_547_200_001, 2**47):
        monkeypatch.setattr(time, "time_ns", lambda now=milliseconds: now * 1_000_000 + 999_999)
        given.append(new_id())

    assert given == sorted(given)
    assert [str(one) for one in given] == sorted(str(one) for one in given)
    assert {(one.version, one.variant) for one in given} == {(7, RFC_4122)}


def test_of_one_moment_no_two_are_alike_nor_can_their_ends_be_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time_ns", lambda: 1_764_547_200_000_000_000)

    given = [new_id() for _ in range(1000)]

    assert len(set(given)) == 1000
    assert len({one.bytes[-5:] for one in given}) == 1000
