"""Taking a record away: no question first, an Undo button after, and a sentence where it is still needed."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QWidget

from hubdesk.base.progress import Progress
from hubdesk.base.words import tr
from hubdesk.desktop.leaving import leave_page
from hubdesk.desktop.workplace import Workplace
from hubdesk.operations.one_record import remove_record


def remove(workplace: Workplace, kind: str, id: UUID, title: str, page: QWidget | None = None) -> None:
    """Remove the record; ``page`` is its own page, which is left once it is gone."""
    said = tr("Remove {title}", title=title)

    def work(progress: Progress) -> None:
        with workplace.store.operation(said) as session:
            remove_record(session, kind, id)

    workplace.background.change(
        said, work, partial(_removed, workplace, title, page), owner=page, once=("remove", kind, id)
    )


def _removed(workplace: Workplace, title: str, page: QWidget | None, nothing: None) -> None:
    if page is not None:
        leave_page(page, workplace.go_back)
    workplace.say(tr("{title} was removed.", title=title), undo=True)
