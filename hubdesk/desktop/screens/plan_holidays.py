"""The holidays that classes pass over: those that are known in the time of a run, each to be left out or not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hubdesk.base.words import tr
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import Choice, ChoiceChips, bare_button, small
from hubdesk.desktop.widgets.emptying import emptied
from hubdesk.reports.holidays import HolidayIn


class PlanHolidays(QWidget):
    """All are left out until somebody says otherwise. ``chosen``: another choice; ``add``: there is one more to add."""

    chosen = Signal()
    add = Signal()

    def __init__(self, *, may_add: bool) -> None:
        super().__init__()
        self._known: tuple[HolidayIn, ...] = ()
        self._chips: ChoiceChips | None = None
        self._line = QVBoxLayout()
        self._new = bare_button(tr("Add a holiday"), "plus")
        self._new.clicked.connect(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(8))
        column.addLayout(self._line)
        column.addWidget(self._new)
        # Not before it has its place: until then it would be a window of its own.
        self._new.setVisible(may_add)

    def show_holidays(self, known: Sequence[HolidayIn]) -> None:
        """Offer these; one that was not to be left out before still is not."""
        met = {str(one.holiday_id) for one in self._known} - set(self._left_out())
        self._known = tuple(known)
        emptied(self._line)
        if not known:
            self._chips = None
            self._line.addWidget(small(tr("No holidays are known in this time."), "quiet"))
            return
        chips = ChoiceChips(
            tr("Leave out"),
            [Choice(str(one.holiday_id), tr("{name}, {days}", name=one.title, days=one.detail)) for one in known],
            several=True,
        )
        chips.choose(*(id for one in known if (id := str(one.holiday_id)) not in met))
        chips.chosen.connect(self.chosen)
        self._chips = chips
        self._line.addWidget(chips)

    def closed(self) -> list[tuple[date, date]]:
        """The first and last day of each holiday that is left out."""
        out = {UUID(one) for one in self._left_out()}
        return [(one.starts, one.ends) for one in self._known if one.holiday_id in out]

    def _left_out(self) -> tuple[str, ...]:
        return self._chips.values() if self._chips is not None else ()
