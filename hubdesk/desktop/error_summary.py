"""What must be mended before a form can be saved, at its top, each line leading to its field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from hubdesk.base.words import tr, tr_many
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import CALM, ActionRow, Card, FactRow, announce, strong


@dataclass(frozen=True)
class Wrong:
    """One thing to mend: the sentence, what the field is called, and how to go there (None for the whole record)."""

    sentence: str
    label: str = ""
    go: Callable[[], object] | None = None


class ErrorSummary(Card):
    """Hidden while there is nothing to mend."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName(tr("What to mend"))
        self.setMaximumWidth(scaled(CALM))
        self.hide()

    def show_wrong(self, wrong: Sequence[Wrong]) -> None:
        """Say all that is wrong; nothing hides the card."""
        self.clear()
        self.setVisible(bool(wrong))
        if not wrong:
            return
        title = tr_many("One thing to mend, then save again.", "{n} things to mend, then save again.", len(wrong))
        said = strong(title, "overdue")
        said.setContentsMargins(scaled(18), scaled(14), scaled(18), scaled(10))
        self.add_row(said)
        for one in wrong:
            told = "circle-alert", one.label or one.sentence, one.sentence if one.label else ""
            if one.go is None:
                self.add_row(FactRow(*told, "overdue"))
            else:
                row = ActionRow(*told, "overdue")
                row.clicked.connect(one.go)
                self.add_row(row)
        announce(self, " ".join([title, *(_aloud(one) for one in wrong)]))


def _aloud(one: Wrong) -> str:
    """The sentence with the name of its field, as a screen reader says it."""
    return tr("{label}: {value}", label=one.label, value=one.sentence) if one.label else one.sentence
