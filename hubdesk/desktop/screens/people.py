"""People: everybody the hub knows, found by any part of a name, a number or a postcode."""

from __future__ import annotations

from hubdesk.base.words import tr
from hubdesk.desktop.record_form import RecordForm
from hubdesk.desktop.record_list import RecordList
from hubdesk.desktop.ways import Ways
from hubdesk.desktop.widgets import primary_button, quiet_button
from hubdesk.desktop.workplace import Workplace


class PeoplePage(RecordList):
    """The list of people. At a hub its one action is to enrol somebody, which also takes in who is new."""

    def __init__(self, workplace: Workplace, ways: Ways) -> None:
        find = tr("Part of a name, phone number or postcode")
        if workplace.leads:
            super().__init__(workplace, "person", find=find, leave_out=["known_as"])
            return
        enrol = primary_button(tr("Enrol someone"), "user-plus")
        enrol.clicked.connect(ways.enrol)
        super().__init__(workplace, "person", add=enrol, find=find)
        new = quiet_button(tr("New person"), "plus")
        new.clicked.connect(self._new)
        self.buttons.insertWidget(self.buttons.count() - 1, new)

    def _new(self) -> None:
        form = RecordForm(self._workplace, "person")
        self._workplace.show_page(form, form.heading.text())
