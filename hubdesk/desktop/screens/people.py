"""People: everybody the hub knows, found by any part of a name, a number or a postcode."""

from __future__ import annotations

from typing import Final

from hubdesk.base.words import tr
from hubdesk.desktop.record_form import RecordForm
from hubdesk.desktop.record_list import RecordList
from hubdesk.desktop.record_table import Rows
from hubdesk.desktop.ways import Ways
from hubdesk.desktop.widgets import bare_button, primary_button, quiet_button
from hubdesk.desktop.workplace import Workplace

MOST_CARDS: Final = 500
"""More would be a mistake rather than a wish: fifty sheets."""


class PeoplePage(RecordList):
    """The list of people. At a hub its one action is to enrol somebody, which also takes in who is new."""

    def __init__(self, workplace: Workplace, ways: Ways) -> None:
        self._ways = ways
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
        cards = bare_button(tr("Print cards"), "id-card")
        cards.setToolTip(tr("A card to check in with for everybody in this list"))
        cards.clicked.connect(self._print_cards)
        self.filters.add(cards)
        if "spreadsheet.import" in workplace.commands:
            bring = bare_button(tr("Bring in a spreadsheet"), "download")
            bring.clicked.connect(lambda: workplace.commands.run("spreadsheet.import"))
            self.filters.add(bring)

    def _print_cards(self) -> None:
        """For everybody in the list as it is narrowed now."""
        asked = self.asked()
        self._workplace.background.read(lambda: asked(0, MOST_CARDS), self._asked_for, owner=self)

    def _asked_for(self, found: Rows) -> None:
        people = [one for one, _ in found.rows]
        if found.total > MOST_CARDS:
            self._workplace.warn(
                tr("These are more than {n} people. Narrow the list to those who need a card.", n=MOST_CARDS)
            )
        elif people:
            self._ways.cards(people)

    def _new(self) -> None:
        form = RecordForm(self._workplace, "person")
        self._workplace.show_page(form, form.heading.text())
