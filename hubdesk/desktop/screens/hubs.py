"""Hubs: how it stands with each, the ones who need somebody first."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Final
from uuid import UUID

from hubdesk.base.words import tr, tr_many
from hubdesk.desktop.looks import Tone
from hubdesk.desktop.widgets import ActionRow, Card, EmptyState, FactRow, Page, section
from hubdesk.desktop.widgets.emptying import emptied
from hubdesk.desktop.workplace import Workplace
from hubdesk.sync.hubs import FINE, LATER, URGENT, HubGlance, hubs_at_a_glance

_SIGNS: Final[dict[str, tuple[str, Tone]]] = {
    URGENT: ("triangle-alert", "overdue"),
    LATER: ("clock", "due"),
    FINE: ("circle-check", "done"),
}


class HubsPage(Page):
    """A line for each; it leads to the hub's own page."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(tr("Hubs"))
        self._workplace = workplace
        workplace.changes.happened.connect(self._changed)
        self._refresh()

    def _changed(self, kinds: frozenset[str]) -> None:
        self._refresh()

    def _refresh(self) -> None:
        store = self._workplace.store
        self._workplace.background.read(lambda: hubs_at_a_glance(store, date.today()), self._show, owner=self)

    def _show(self, hubs: list[HubGlance]) -> None:
        today = date.today()
        emptied(self.body)
        self.show_title(tr("Hubs"), summary(hubs, today))
        for status, heading in (
            (URGENT, tr("Need somebody")),
            (LATER, tr("To look at")),
            (FINE, tr("In order")),
        ):
            some = [one for one in hubs if one.status(today) == status]
            if not some:
                continue
            card = Card()
            for one in some:
                icon, tone = _SIGNS[status]
                if not one.known:
                    card.add_row(FactRow(icon, one.called, one.said(today), tone))
                    continue
                row = ActionRow(icon, one.called, one.said(today), tone)
                row.setAccessibleName(one.title(today))
                row.clicked.connect(partial(self._open, one.id))
                card.add_row(row)
            self.body.addWidget(section(heading))
            self.body.addWidget(card)
        if not hubs:
            card = Card()
            said = tr("Merge a hub’s package, and it stands here with its age.")
            card.inside.addWidget(EmptyState("network", tr("No hub has sent anything yet."), said))
            self.body.addWidget(card)

    def _open(self, hub: UUID, _: bool = False) -> None:
        self._workplace.open_record("hub", hub)


def summary(hubs: list[HubGlance], today: date) -> str:
    """How many hubs there are and how many of them need somebody."""
    n = sum(one.status(today) == URGENT for one in hubs)
    later = sum(one.status(today) == LATER for one in hubs)
    counted = tr_many("{n} hub.", "{n} hubs.", len(hubs))
    if n:
        said = tr_many("{n} needs somebody.", "{n} need somebody.", n)
        return tr("{hubs} {needs}", hubs=counted, needs=said)
    if later:
        said = tr_many("{n} is to be looked at.", "{n} are to be looked at.", later)
        return tr("{hubs} {needs}", hubs=counted, needs=said)
    return counted


def sign(hubs: list[HubGlance], today: date) -> tuple[str, Tone]:
    """The icon and tone of the one that needs somebody most, which comes first."""
    return _SIGNS[hubs[0].status(today)] if hubs else _SIGNS[FINE]
