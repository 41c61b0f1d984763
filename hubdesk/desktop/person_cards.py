"""A person's cards beside what else is known of them: print the one that counts, or end it and give a new one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from uuid import UUID

from hubdesk.base.progress import Progress
from hubdesk.base.words import tr
from hubdesk.desktop.widgets import ActionRow, Card
from hubdesk.desktop.workplace import Workplace
from hubdesk.operations.cards import new_card, new_card_title
from hubdesk.reports.whose_card import CardLine


class PersonCards(Card):
    """``print_cards`` shows the cards of these people on paper, and gives one to whoever has none."""

    def __init__(self, workplace: Workplace, person: UUID, print_cards: Callable[[Sequence[UUID]], object]) -> None:
        super().__init__()
        self._workplace, self._person, self._print_cards = workplace, person, print_cards
        self._name = ""

    def show_cards(self, name: str, cards: Sequence[CardLine]) -> None:
        """All cards of the person called ``name``, the one that counts first."""
        self._name = name
        self.clear()
        if not any(one.counts for one in cards):
            self._add("id-card", tr("No card now"), tr("Give one to check in with, and print it"), self._print)
        for one in cards:
            if one.counts:
                row = self._add("id-card", one.number, tr("Print it; {since}", since=one.said), self._print)
                row.setAccessibleName(tr("Print card {number}", number=one.number))
                self._add("circle-x", tr("Lost"), tr("End it, and print a new one"), partial(self._replace, "lost"))
                again = partial(self._replace, "damaged")
                self._add("circle-x", tr("Damaged"), tr("End it, and print a new one"), again)
            else:
                self._add("id-card", one.number, one.said, partial(self._open, one.card_id))

    def _add(self, icon: str, title: str, detail: str, run: Callable[[], object]) -> ActionRow:
        row = ActionRow(icon, title, detail)
        row.clicked.connect(lambda _=False: run())
        self.add_row(row)
        return row

    def _print(self) -> None:
        self._print_cards([self._person])

    def _open(self, card: UUID) -> None:
        self._workplace.open_record("person_card", card)

    def _replace(self, why: str) -> None:
        store, person, title = self._workplace.store, self._person, new_card_title(self._name)

        def work(progress: Progress) -> None:
            with store.operation(title) as session:
                new_card(session, person, date.today(), why)

        self._workplace.background.change(title, work, lambda _: self._print(), owner=self)
