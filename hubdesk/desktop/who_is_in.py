"""Who is in the building, the latest first; a press checks them out."""

from __future__ import annotations

from datetime import time
from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hubdesk.base.words import tr, tr_many
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import ActionRow, Card, section, small
from hubdesk.reports.in_the_building import Here, InTheBuilding

_BESIDE = 7
"""How many stand here; the roll-call has all."""


class WhoIsIn(QWidget):
    """``left(visit, name, whether a visitor)`` is sent for whoever checked in, ``asked(person)`` for those who are known by a register only."""

    left = Signal(object, str, bool)
    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._title = section("")
        self._card = Card()
        self._forgotten = small("", "quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(12))
        for part in (self._title, self._card, self._forgotten):
            column.addWidget(part)

    def show_people(self, inside: InTheBuilding, forgotten: int, *, names_only: bool) -> None:
        """``forgotten``: how many did not sign out yesterday."""
        self._title.setText(
            tr_many("{n} person in the building", "{n} people in the building", inside.count)
            if inside.count
            else tr("Nobody is in the building")
        )
        self._card.clear()
        latest = sorted(inside.people, key=lambda one: one.came or time(), reverse=True)
        for one in latest[:_BESIDE]:
            self._card.add_row(self._row(one, "" if names_only else _since(one)))
        more = inside.count - min(len(latest), _BESIDE)
        if more:
            said = small(tr_many("and {n} more", "and {n} more", more), "quiet")
            said.setContentsMargins(scaled(18), scaled(10), scaled(18), scaled(10))
            self._card.add_row(said)
        self._card.setVisible(inside.count > 0)
        self._forgotten.setText(
            tr_many(
                "Yesterday {n} person did not sign out; they count as gone.",
                "Yesterday {n} people did not sign out; they count as gone.",
                forgotten,
            )
        )
        self._forgotten.setVisible(forgotten > 0)

    def _row(self, one: Here, said: str) -> ActionRow:
        row = ActionRow("log-out" if one.visit_id else "user", one.name, said)
        if one.visit_id is not None:
            row.setAccessibleName(tr("Check {name} out", name=one.name))
            row.setToolTip(tr("Check {name} out", name=one.name))
            row.clicked.connect(partial(self._leave, one.visit_id, one.name, one.person_id is None))
        elif one.person_id is not None:
            row.clicked.connect(partial(self._ask, one.person_id))
        return row

    def _leave(self, visit: UUID, name: str, visitor: bool, _: bool = False) -> None:
        self.left.emit(visit, name, visitor)

    def _ask(self, person: UUID, _: bool = False) -> None:
        self.asked.emit(person)


def _since(one: Here) -> str:
    came = tr("since {time}", time=f"{one.came:%H:%M}") if one.came else str(one.known_by.label)
    return " · ".join(part for part in (came, one.course or one.what_for, one.room) if part)
