"""What can be done about any record from its own page: look back at it, and take it away."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtWidgets import QWidget

from hubdesk.access.rights import May
from hubdesk.base.words import tr
from hubdesk.desktop.history import HistoryPage
from hubdesk.desktop.removing import remove
from hubdesk.desktop.widgets import ActionRow
from hubdesk.desktop.workplace import Workplace


def this_record(workplace: Workplace, kind: str, id: UUID, title: Callable[[], str], page: QWidget) -> list[ActionRow]:
    """A row for its history and, for whoever may, one that removes it, after which ``page`` is left."""
    history = ActionRow("history", tr("History"), tr("Who changed what, and when"))
    history.clicked.connect(lambda: workplace.show_page(HistoryPage(workplace, kind, id), tr("History")))
    if not workplace.may(May.REMOVE, kind):
        return [history]
    gone = ActionRow("trash-2", tr("Remove"), tr("Undo brings it back"), "overdue")
    gone.clicked.connect(lambda: remove(workplace, kind, id, title(), page))
    return [history, gone]
