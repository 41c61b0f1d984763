"""The bin: what was removed in the last 30 days, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hubdesk.base.progress import Progress
from hubdesk.base.words import tr, tr_many
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import Card, EmptyState, Icon, Page, quiet_button, small, strong
from hubdesk.desktop.widgets.emptying import emptied
from hubdesk.desktop.workplace import Workplace
from hubdesk.fields.dates import show_date
from hubdesk.records import kind_named
from hubdesk.reports.against import rules_against
from hubdesk.store.removals import DAYS, Removed, removed

_SOON = 7
"""Days before it goes for good in which it is said in amber."""


class BinPage(Page):
    """One row for each operation that removed something which is still gone."""

    def __init__(self, workplace: Workplace) -> None:
        said = tr("What was removed stands here for {n} days. After that nothing of it is left.", n=DAYS)
        super().__init__(tr("Bin"), said)
        self._workplace = workplace
        workplace.changes.happened.connect(self._changed)
        self._refresh()

    def _refresh(self) -> None:
        store = self._workplace.store

        def look() -> list[Removed]:
            with store.reading() as session:
                return removed(session)

        self._workplace.background.read(look, self._show, owner=self)

    def _changed(self, kinds: frozenset[str]) -> None:
        self._refresh()

    def _show(self, found: Sequence[Removed]) -> None:
        emptied(self.body)
        card = Card()
        for one in found:
            card.add_row(self._row(one))
        if not found:
            hint = tr("What you remove can be put back from here.")
            card.add_row(EmptyState("trash-2", tr("The bin is empty."), hint))
        self.body.addWidget(card)

    def _row(self, one: Removed) -> QWidget:
        kind, title = one.records[0]
        row = QWidget()
        texts = QVBoxLayout()
        texts.setSpacing(scaled(2))
        texts.addWidget(strong(title))
        texts.addWidget(small(_with(one)))
        left = max(0, (one.until - datetime.now(UTC)).days)
        going = (
            tr_many("Goes for good in {n} day", "Goes for good in {n} days", left)
            if left
            else tr("Goes for good today")
        )
        back = quiet_button(tr("Put back"), "undo-2")
        back.setAccessibleName(tr("Put {title} back", title=title))
        back.setAccessibleDescription(_with(one))
        back.clicked.connect(partial(self._put_back, one))
        line = QHBoxLayout(row)
        line.setContentsMargins(scaled(16), scaled(12), scaled(18), scaled(12))
        line.setSpacing(scaled(12))
        line.addWidget(Icon(kind_named(kind).kind.icon, "quiet"), 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(texts, 1)
        line.addWidget(small(going, "due" if left < _SOON else "quiet"))
        line.addWidget(back)
        return row

    def _put_back(self, one: Removed, _: bool = False) -> None:
        store, title = self._workplace.store, one.records[0][1]
        said = tr("Put {title} back", title=title)

        def work(progress: Progress) -> tuple[int, tuple[str, ...]]:
            return store.put_back(said, one.operation), rules_against(store, one.operation)

        self._workplace.background.change(
            said, work, partial(self._back, title), owner=self, once=("put back", one.operation)
        )

    def _back(self, title: str, done: tuple[int, tuple[str, ...]]) -> None:
        count, wrong = done
        if wrong:
            # It is back all the same: left in the bin it would be gone in the end.
            said = tr("{title} is back, but look at it once more. {why}", title=title, why=wrong[0])
            self._workplace.say(said, undo=True)
        elif count == 1:
            self._workplace.say(tr("{title} is back.", title=title), undo=True)
        else:
            said = tr_many(
                "{title} is back, with {n} more record.",
                "{title} is back, with {n} more records.",
                count - 1,
                title=title,
            )
            self._workplace.say(said, undo=True)


def _with(one: Removed) -> str:
    """Its kind, what went with it, when, and by whom."""
    kind = str(kind_named(one.records[0][0]).kind.one)
    local = one.when.astimezone()
    when = tr("removed on {day} at {time}", day=show_date(local.date()), time=f"{local:%H:%M}")
    if one.by:
        when = tr("{when} by {name}", when=when, name=one.by)
    more = len(one.records) - 1
    if not more:
        return tr("{kind}, {when}", kind=kind, when=when)
    return tr_many(
        "{kind} and {n} record that belonged to it, {when}",
        "{kind} and {n} records that belonged to it, {when}",
        more,
        kind=kind,
        when=when,
    )
