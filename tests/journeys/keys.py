"""Counting the keys and seconds that a task takes, and names to type."""

from __future__ import annotations

import csv
from collections import defaultdict
from random import Random
from typing import Final, Protocol

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from hubdesk.base.places import resource
from hubdesk.desktop.screens.check_in import CheckInPage
from hubdesk.store.folding import fold
from tests.journeys.conftest import Hands


class KeyCount(Protocol):
    """Notes what a task took."""

    def __call__(self, bar: str, task: str, took: float, most: float, seconds: float | None = None) -> None:
        """The bar, the task, what it took, the most it may take, and how long somebody takes for it, see `seconds`."""


_KEY, _LOOK, _POINT, _ANSWER = 0.28, 1.35, 1.1, 12.0
"""Seconds of the keystroke-level model (Card, Moran and Newell, 1980): one key of somebody who is no skilled typist; to
look and decide; to point with the mouse, or hold a card to a scanner. In the last an answer is asked for and said."""


def seconds(keys: float = 0, looks: int = 0, points: int = 0, answers: int = 0) -> float:
    """How long somebody takes for so much of each, to a tenth of a second; what HubDesk itself takes is in tests/bench."""
    return round(_KEY * keys + _LOOK * looks + _POINT * points + _ANSWER * answers, 1)


_BEGUN: Final = 2
"""Letters of each name that people type before they look."""


def five_hundred(seed: int) -> list[tuple[str, str]]:
    """So many pairs of given and family name, each of one country, out of the names that are popular in 24."""
    given, family = _names("forenames"), _names("surnames")
    countries = sorted(set(given) & set(family))
    rng, found = Random(seed), dict[tuple[str, str], None]()
    while len(found) < 500:
        country = rng.choice(countries)
        found[rng.choice(given[country]), rng.choice(family[country])] = None
    return list(found)


def _names(which: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    with resource(f"names/{which}.csv").open(encoding="utf-8") as opened:
        for row in csv.DictReader(opened):
            found[row["country"]].append(row["romanised"])
    return found


def keys_of_a_name(qtbot: QtBot, hands: Hands, page: CheckInPage, given: str, family: str) -> None:
    """Type two letters of each name, more of the family name while somebody else is marked, then arrows."""
    letters = fold(given).replace(" ", "")[:_BEGUN] + fold(family).replace(" ", "")[:_BEGUN]
    rest = fold(family).replace(" ", "")[_BEGUN:]
    hands.type(letters)
    while (place := _place(qtbot, page, f"{given} {family}")) != 0:
        # Whoever stands in the next two lines is reached sooner by an arrow than by more letters.
        if place in (1, 2) or not rest:
            hands.press(Qt.Key.Key_Down, place)
            break
        hands.type(rest[0])
        rest = rest[1:]


def _place(qtbot: QtBot, page: CheckInPage, name: str) -> int:
    qtbot.waitUntil(lambda: not page._asked)
    shown = [str(page._model.index(row).data()) for row in page._model.selectable()]
    return shown.index(name) if name in shown else len(shown)
