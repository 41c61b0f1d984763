"""The places of the rail: a hub's and a lead organisation's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from hubdesk.access.rights import Deed
from hubdesk.base.words import tr_later
from hubdesk.desktop.loading import page_of
from hubdesk.desktop.preferences import Preferences
from hubdesk.desktop.rail import Place
from hubdesk.desktop.ways import Ways
from hubdesk.desktop.workplace import Workplace

_HUB_PLACES: Final = ("today", "people", "courses", "registers", "volunteers", "print", "send")
_LEAD_PLACES: Final = ("network", "people", "courses", "merge")


def places_of(work: Workplace, ways: Ways, preferences: Preferences, speak: Callable[[str], object]) -> Sequence[Place]:
    """The places that whoever signed in may go to, from top to bottom; ``speak`` changes the language of the window."""
    made = {
        "today": Place("today", tr_later("Today"), "sun", page_of("today", "TodayPage", work, ways)),
        "people": Place("people", tr_later("People"), "users", page_of("people", "PeoplePage", work, ways)),
        "courses": Place("courses", tr_later("Courses"), "book-open", page_of("courses", "CoursesPage", work)),
        "registers": Place(
            "registers", tr_later("Registers"), "list-checks", page_of("registers", "RegistersPage", work, ways)
        ),
        "volunteers": Place(
            "volunteers", tr_later("Volunteers"), "hand-heart", page_of("volunteers", "VolunteersPage", work, ways)
        ),
        "print": Place("print", tr_later("Print"), "printer", page_of("print", "PrintPage", work, ways)),
        "send": Place("send", tr_later("Send to lead"), "send", page_of("send", "SendPage", work)),
        "network": Place("network", tr_later("Network"), "map", page_of("network", "NetworkPage", work)),
        "merge": Place("merge", tr_later("Merge"), "package-check", page_of("merge", "MergePage", work)),
    }
    settings = Place(
        "settings",
        tr_later("Settings"),
        "settings",
        page_of(
            "settings",
            "SettingsPage",
            work.theme,
            preferences,
            work.show_page,
            work.commands,
            work.privacy,
            speak,
        ),
    )
    needs = {"send": Deed.SEND, "merge": Deed.MERGE}
    shown = [id for id in (_LEAD_PLACES if work.leads else _HUB_PLACES) if id not in needs or work.may_do(needs[id])]
    return (*(made[id] for id in shown), settings)
