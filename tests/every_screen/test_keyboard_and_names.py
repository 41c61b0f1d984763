"""Every screen can be used by keyboard alone and by ear, and what is pressed is large enough to hit."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from hubdesk.desktop.widgets import AlonePage, Page
from tests.every_screen import looking
from tests.every_screen.conftest import Touring
from tests.every_screen.fitting import cut
from tests.every_screen.screens import FORMS, LONG, Screen, Tour, of_each_sort

OF_OTHERS = {"RecordFacts", "NetworkPage", "MergePage", "HubsPage"}
"""What a manager of a hub does not meet: other roles do, or the lead."""


@pytest.fixture
def right_to_left() -> Iterator[None]:
    QApplication.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield
    QApplication.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


@pytest.mark.slow
@pytest.mark.parametrize("file", ["hub", "lead"])
def test_u09_every_screen_is_named_and_walked_and_its_targets_are_hit(touring: Touring, file: str) -> None:
    tour = touring(file)
    # A record stands in the form in which it was new. Most pages of the lead are the hub's, and were looked at there.
    screens = of_each_sort(tour.all(), "record ", "help ") if file == "hub" else tour.of_the_lead()
    faults = looked_at(tour, screens)
    assert not faults, "\n".join(faults)
    left_out = {one.__name__ for base in (Page, AlonePage) for one in _kinds_of(base) - tour.seen}
    assert left_out <= OF_OTHERS or file == "lead", f"Enter these in screens.py: {left_out - OF_OTHERS}"


@pytest.mark.slow
@pytest.mark.usefixtures("right_to_left")
def test_u10_tab_goes_as_one_reads_from_right_to_left(touring: Touring) -> None:
    tour = touring("hub")
    faults = looked_at(tour, tour.all() if LONG else [*tour.wizards()[::2], *tour.alone()])
    assert not faults, "\n".join(faults)


def looked_at(tour: Tour, screens: list[Screen]) -> list[str]:
    """What is wrong with these, each told once."""
    faults, known = dict[str, None](), set[tuple[object, ...]]()
    for name, shown in tour.shown(screens):
        found = [*looking.nameless(shown), *looking.clashes(shown), *looking.small_targets(shown)]
        found += looking.unmarked(shown, known)
        found += cut(shown)
        # Lists are all walked alike, and so are forms: of these the longest, with each kind of editor.
        if LONG or name in FORMS or not name.startswith(("list.", "record ", "new.", "help ")):
            found += looking.tabbing(shown)
        faults.update(dict.fromkeys(f"{name}: {said}" for said in found))
    return list(faults)


def _kinds_of(base: type[QWidget]) -> set[type[QWidget]]:
    return {kind for one in base.__subclasses__() for kind in {one} | _kinds_of(one) if "hubdesk" in one.__module__}
