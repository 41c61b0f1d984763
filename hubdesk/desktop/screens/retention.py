"""Kept long enough: what is due for erasing, class by class; two different people confirm."""

from __future__ import annotations

from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout

from hubdesk.base.errors import Refused
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr, tr_many
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import Card, Choice, ChoiceList, EmptyState, Page, primary_button, section, small, strong
from hubdesk.desktop.widgets.emptying import emptied
from hubdesk.desktop.workplace import Workplace
from hubdesk.fields.dates import show_date
from hubdesk.operations.confirm_retention import Confirmed, confirm_retention, due_for_me
from hubdesk.operations.retention_due import Due, Retention, retentions
from hubdesk.reports.what_is_due import RETENTION_LOOKED

_SHOWN = 100
"""So many of one class at a time; the others follow once these are done."""


class RetentionPage(Page):
    """The due list of the month. Ticked lines wait for a second person, or are erased by the second one."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(tr("Kept long enough"))
        self._workplace = workplace
        self._lists: list[ChoiceList] = []
        self._confirm = primary_button(tr("Confirm what is ticked"), "check-check")
        self._confirm.clicked.connect(self._do)
        self.buttons.addWidget(self._confirm)
        beside = self.add_side()
        beside.addWidget(section(tr("How long what is kept")))
        card = Card(padded=True)
        for one in retentions():
            pair = QVBoxLayout()
            pair.setSpacing(scaled(2))
            pair.addWidget(strong(_rule(one)))
            pair.addWidget(small(tr("{why} Source: {source}.", why=one.why, source=one.source)))
            card.inside.addLayout(pair)
        beside.addWidget(card)
        workplace.changes.happened.connect(self._changed)
        store, month = workplace.store, f"{date.today():%Y-%m}"
        # A manager is still to look where only somebody else has.
        if store.role.manages:
            looked = partial(store.set_setting, RETENTION_LOOKED, month)
            workplace.background.change(tr("Kept long enough"), lambda progress: looked())
        self._refresh()

    def _changed(self, kinds: frozenset[str]) -> None:
        self._refresh()

    def _refresh(self) -> None:
        store = self._workplace.store

        def look() -> tuple[list[Due], bool]:
            return due_for_me(store, date.today()), len(store.accounts.all()) == 1

        self._workplace.background.read(look, self._show, owner=self)

    def _show(self, found: tuple[list[Due], bool]) -> None:
        due, alone = found
        self.show_title(tr("Kept long enough"), _lead(due, alone=alone))
        self._confirm.setEnabled(bool(due))
        # Ticks stay where others work at the same time, and where a card is scanned meanwhile.
        ticked = {value for one in self._lists for value in one.values()}
        emptied(self.body)
        self._lists = []
        if not due:
            card = Card()
            card.inside.addWidget(
                EmptyState("circle-check", tr("Nothing is due."), tr("This page is looked at once a month."))
            )
            self.body.addWidget(card)
            return
        for one in retentions():
            lines = [line for line in due if line.retention == one.code]
            if lines:
                self.body.addWidget(section(str(one.name)))
                choices = [Choice(str(line.record), line.title, _said(line)) for line in lines[:_SHOWN]]
                listed = ChoiceList(str(one.name), choices, several=True)
                listed.pick(*(choice.value for choice in choices if choice.value in ticked))
                self._lists.append(listed)
                self.body.addWidget(listed)
                if len(lines) > _SHOWN:
                    self.body.addWidget(small(tr("{n} more follow.", n=len(lines) - _SHOWN)))

    def _do(self) -> None:
        ticked = [UUID(value) for one in self._lists for value in one.values()]
        if not ticked:
            self._workplace.warn(tr("Tick what may be erased first."))
            return
        store = self._workplace.store

        def work(progress: Progress) -> Confirmed:
            return confirm_retention(store, ticked, date.today(), progress)

        self._workplace.background.change(
            tr("Confirm what is erased"), work, self._done, self._refused, owner=self, once="retention"
        )

    def _refused(self, refusal: Refused) -> None:
        self._workplace.warn(refusal.sentence)

    def _done(self, confirmed: Confirmed) -> None:
        said = [
            self._waits(confirmed.waiting) if confirmed.waiting else "",
            tr_many("{n} was erased; it still counts.", "{n} were erased; they still count.", confirmed.erased)
            if confirmed.erased
            else "",
        ]
        self._workplace.say(" ".join(one for one in said if one))
        self._refresh()

    def _waits(self, n: int) -> str:
        if self._workplace.store.role.manages:
            return tr_many("{n} waits for a second person.", "{n} wait for a second person.", n)
        return tr_many("{n} waits for a manager, who erases it.", "{n} wait for a manager, who erases them.", n)


def _rule(one: Retention) -> str:
    years, rest = divmod(one.months, 12)
    if not rest:
        return tr_many("{name}: {n} year", "{name}: {n} years", years, name=one.name)
    return tr_many("{name}: {n} month", "{name}: {n} months", one.months, name=one.name)


def _said(line: Due) -> str:
    told = tr("Last on {last}, due since {due}", last=show_date(line.last), due=show_date(line.due))
    if line.ticked_by:
        return tr("{told}. {name} has confirmed; a second person is needed.", told=told, name=line.ticked_by)
    return told


def _lead(due: list[Due], *, alone: bool) -> str:
    if not due:
        return tr("Nobody's details are kept longer than needed.")
    if alone:
        return tr_many(
            "{n} is due for erasing. Two people confirm, and nobody else works here: give somebody an account under “People who work here”, or ask the lead organisation for a second person.",
            "{n} are due for erasing. Two people confirm, and nobody else works here: give somebody an account under “People who work here”, or ask the lead organisation for a second person.",
            len(due),
        )
    return tr_many(
        "{n} is due for erasing. Two people confirm, one of whom manages the hub; figures for reports stay.",
        "{n} are due for erasing. Two people confirm, one of whom manages the hub; figures for reports stay.",
        len(due),
    )
