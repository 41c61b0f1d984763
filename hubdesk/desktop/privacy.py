"""Names only: what stands on the screen at a desk where others can look at it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from hubdesk.base.words import tr
from hubdesk.desktop.kind_words import listed_fields
from hubdesk.desktop.widgets import Page, empty_card, primary_button
from hubdesk.fields.types import Link
from hubdesk.records import Record
from hubdesk.store.belonging import PERSON, owned_kinds


class Privacy(QObject):
    """Whether only names are shown; ``changed`` is sent when that changes, and ``keep`` remembers it."""

    changed = Signal()

    def __init__(self, *, on: bool = False, keep: Callable[[bool], object] = lambda on: None) -> None:
        super().__init__()
        self.on, self._keep = on, keep

    def turn(self) -> None:
        """Show only names, or everything again."""
        self.on = not self.on
        self._keep(self.on)
        self.changed.emit()

    def hides(self, kind: type[Record]) -> bool:
        """Whether what records of this kind say, beside the name, is hidden now."""
        return self.on and kind.__tablename__ in owned_kinds()


def still_shown(kind: type[Record]) -> set[str]:
    """The columns of such a kind that stay on the screen: its first, and whom it is about."""
    fields = listed_fields(kind)
    return {field.name for at, field in enumerate(fields) if at == 0 or _names_a_person(field.type)}


class HiddenPage(Page):
    """In the place of a record's page; ``show`` goes on to it, for this once."""

    def __init__(self, name: str, show: Callable[[], object]) -> None:
        super().__init__(name)
        said = tr("Only names are shown now. Turn the screen away from others before you look.")
        button = primary_button(tr("Show it this once"), "eye")
        button.setAccessibleDescription(said)
        button.clicked.connect(show)
        self.body.addWidget(empty_card("lock", said, "", button))
        self.setFocusProxy(button)


def _names_a_person(type_: object) -> bool:
    return isinstance(type_, Link) and type_.to == PERSON
