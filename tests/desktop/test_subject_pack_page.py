"""What is held about somebody, gathered beside everything else that goes on."""

from __future__ import annotations

import threading

from pytestqt.qtbot import QtBot

from hubdesk.base.progress import Progress
from hubdesk.desktop.screens.subject_pack import SubjectPackPage
from hubdesk.desktop.workplace import Workplace
from hubdesk.records.people.support_need import SupportNeed
from hubdesk.store import Store
from tests.hub_life import a_person, keep


def test_no_other_page_waits_while_the_pack_waits_for_a_merge(qtbot: QtBot, workplace: Workplace, store: Store) -> None:
    # Given a merge that takes long, and somebody with a support need, of which the log is to say that it was looked at
    amina = a_person(store)
    keep(store, SupportNeed(person=amina, category="12"))
    begun, go_on = threading.Event(), threading.Event()

    def merge(progress: Progress) -> None:
        with store.writing_plainly():
            begun.set()
            go_on.wait(30)

    workplace.background.change("Merge", merge)
    qtbot.waitUntil(begun.is_set)
    # When all that is held about them is asked for meanwhile
    page = SubjectPackPage(workplace, amina)
    workplace.show_page(page, "What we hold")
    # Then another page reads what it shows
    read: list[str] = []
    workplace.background.read(lambda: "read", read.append, owner=page)
    qtbot.waitUntil(lambda: read == ["read"])
    # And the pack comes once the merge is done
    go_on.set()
    qtbot.waitUntil(lambda: page.heading.text() == "What we hold about Amina Yusuf", timeout=20_000)
