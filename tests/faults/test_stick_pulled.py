"""The stick is pulled while something is written onto it: what is told speaks of the stick, and nothing is said to be there."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from hubdesk.base.errors import FileTrouble, Refused
from hubdesk.desktop.screens.merge import MergePage
from hubdesk.desktop.screens.send import SendPage
from hubdesk.desktop.screens.two_computers import TwoComputersPage
from hubdesk.desktop.widgets import Page
from hubdesk.desktop.window import MainWindow
from hubdesk.desktop.workplace import Workplace
from hubdesk.records.network.sharing_agreement import TOTALS
from hubdesk.sync import package
from hubdesk.sync.machines import copy_to
from hubdesk.sync.returning import write_returns
from hubdesk.sync.take_return import take_return
from tests.desktop import conftest as of_the_window
from tests.journeys import conftest as of_the_journeys
from tests.sync.network import Desk
from tests.sync.test_agreement import agree

# The fixtures of a window serve here too.
_worn = of_the_window._worn
theme, background, commands = of_the_window.theme, of_the_window.background, of_the_window.commands
window, opened, workplace = of_the_window.window, of_the_window.opened, of_the_window.workplace
hub, lead = of_the_journeys.hub, of_the_journeys.lead


def sends(workplace: Workplace, lead: Desk) -> tuple[Page, Callable[[Path], object]]:
    page = SendPage(workplace)
    return page, page.send_into


def writes_work(workplace: Workplace, lead: Desk) -> tuple[Page, Callable[[Path], object]]:
    page = TwoComputersPage(workplace)
    return page, page.write_into


def copies(workplace: Workplace, lead: Desk) -> tuple[Page, Callable[[Path], object]]:
    page = TwoComputersPage(workplace)
    return page, page.copy_into


def returns(workplace: Workplace, lead: Desk) -> tuple[Page, Callable[[Path], object]]:
    page = MergePage(replace(workplace, store=lead.store))
    return page, page.return_into


@pytest.mark.parametrize(
    ("begins", "said"),
    [
        (sends, "The package could not be written. See that the disk is there"),
        (writes_work, "The package could not be written. See that the disk is there"),
        (copies, "hub.hubdesk is not on the stick."),
        (returns, "The package could not be written. See that the disk is there"),
    ],
    ids=["send", "work out", "copy", "return"],
)
def test_a_stick_that_is_gone_is_not_made_anew_on_the_computer_itself(
    qtbot: QtBot,
    workplace: Workplace,
    window: MainWindow,
    hub: Desk,
    lead: Desk,
    tmp_path: Path,
    begins: Callable[[Workplace, Desk], tuple[Page, Callable[[Path], object]]],
    said: str,
) -> None:
    # Given a page, and a folder on a stick that is pulled after it was picked
    hub.person("Nasrin Ahmadi")
    lead.merge(hub.send())
    hub.person("Chen Wei")
    page, write_into = begins(workplace, lead)
    workplace.show_page(page, page.heading.text())
    stick = tmp_path / "media" / "STICK"
    # When something is to be written there
    write_into(stick)
    # Then it is told what is wrong, and nothing looks like the stick
    qtbot.waitUntil(lambda: any(said in one.text() for one in _labels(window)), timeout=20_000)
    assert not stick.parent.exists()


def _labels(window: MainWindow) -> Iterator[QLabel]:
    yield from (one for one in window.findChildren(QLabel) if one.isVisible())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets nobody remove a file that is open.")
def test_what_the_stick_does_not_give_back_is_said_to_be_not_written(hub: Desk, tmp_path: Path) -> None:
    path = tmp_path / "one.hubsync"

    def pulled() -> Iterator[str]:
        yield "{}"
        path.with_name(f"{path.name}.part").unlink()

    header: dict[str, Any] = {"hub": str(hub.store.hub_id)}
    with pytest.raises(Refused, match="could not be written"):
        package.write(path, package.CHANGES, header, pulled(), hub.store.post_keys, ())
    assert not path.exists()


def test_a_copy_that_cannot_be_written_speaks_of_the_stick_and_not_of_the_hubs_own_file(
    hub: Desk, tmp_path: Path
) -> None:
    with pytest.raises(FileTrouble, match=r"hub\.hubdesk is not on the stick"):
        copy_to(hub.store, tmp_path / "pulled")
    assert hub.store.findings() == []


def test_a_hub_that_shares_totals_only_is_not_told_that_records_wait_to_be_sent(
    hub: Desk, lead: Desk, tmp_path: Path
) -> None:
    agree(hub, TOTALS)
    hub.person("Nasrin Ahmadi")
    lead.merge(hub.send())
    [written] = write_returns(lead.store, tmp_path)
    assert take_return(hub.store, written.path).sentences()[0] == (
        "The receipt is taken in. The lead organisation holds all that was sent."
    )
