"""The draft of a wizard, whichever save comes first."""

from __future__ import annotations

import threading
from pathlib import Path
from uuid import uuid4

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from hubdesk.access.roles import Role
from hubdesk.desktop.window import MainWindow
from hubdesk.desktop.wizards import unfinished
from hubdesk.desktop.wizards.enrolment.plan import EnrolmentPlan
from hubdesk.desktop.wizards.enrolment.support import ANSWERS, SupportQuestion
from hubdesk.desktop.wizards.keeper import DraftKeeper
from hubdesk.desktop.wizards.plan import Plan
from hubdesk.desktop.wizards.volunteer.plan import VolunteerPlan
from hubdesk.desktop.wizards.volunteer.references import REACHED_BY, ReferencesQuestion
from hubdesk.desktop.workplace import Workplace
from hubdesk.store import Store
from hubdesk.store.tables import draft


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


@pytest.mark.parametrize(
    ("plan", "key"), [(EnrolmentPlan, "what_helps"), (VolunteerPlan, "dbs_number"), (VolunteerPlan, "referee_2_phone")]
)
def test_s09_what_a_manager_leaves_unfinished_tells_reception_nothing(
    workplace: Workplace, window: MainWindow, tmp_path: Path, plan: type[Plan], key: str
) -> None:
    # Given a wizard that a manager left, with an answer that reception may not read
    store, draft_id = workplace.store, uuid4()
    code = store.accounts.add("Bola", Role.RECEPTION)
    keeper = DraftKeeper(workplace, plan.purpose, draft_id, window, plan.sealed)
    answers = {"full_name": "Nasrin Ahmadi", key: "CANARY"}
    keeper.keep("Nasrin Ahmadi", "check", answers)
    keeper.flush_here()
    assert [one.id for one in unfinished(store)] == [draft_id]
    assert store.drafts.get(draft_id).answers == answers  # type: ignore[union-attr]
    store.close()
    # When reception looks
    bola = Store.open(tmp_path / "hub.hubdesk", code, "Bola")
    # Then it is not there to go on with, nor to read
    assert unfinished(bola) == []
    assert bola.drafts.get(draft_id).answers == {"full_name": "Nasrin Ahmadi"}  # type: ignore[union-attr]
    with bola.reading_plainly() as connection:
        assert "CANARY" not in connection.scalars(select(draft.c.answers)).one()
    bola.close()


def test_all_that_is_asked_of_support_is_sealed(workplace: Workplace) -> None:
    assert set(SupportQuestion(workplace).rows) == ANSWERS


def test_how_to_reach_a_referee_is_sealed(workplace: Workplace) -> None:
    asked = {key for key in ReferencesQuestion(workplace).rows if key.endswith(("_email", "_phone"))}
    assert asked == REACHED_BY
