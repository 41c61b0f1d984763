"""The draft of a wizard, whichever save comes first."""

from __future__ import annotations

import threading
from uuid import uuid4

from pytestqt.qtbot import QtBot

from hubdesk.desktop.window import MainWindow
from hubdesk.desktop.wizards.keeper import DraftKeeper
from hubdesk.desktop.workplace import Workplace


def test_a_save_that_waited_does_not_replace_a_later_one(
    qtbot: QtBot, workplace: Workplace, window: MainWindow
) -> None:
    # Given a worker that is busy, so that a save waits behind its work
    free, done = threading.Event(), threading.Event()
    workplace.background.change("Long work", lambda progress: free.wait(30))
    keeper = DraftKeeper(workplace, "enrolment", uuid4(), window)
    keeper.keep("Nasrin", "who", {"full_name": "Nas"})
    keeper.flush()
    # When more is typed and saved as the window closes, and the worker comes to the first save only then
    keeper.keep("Nasrin", "who", {"full_name": "Nasrin"})
    keeper.flush_here()
    free.set()
    workplace.background.change("After it", lambda progress: done.set())
    qtbot.waitUntil(done.is_set, timeout=15_000)
    # Then what was typed last stands
    draft = workplace.store.drafts.get(keeper.id)
    assert draft is not None
    assert draft.answers == {"full_name": "Nasrin"}
