"""The card beside the question: what is known of the person so far."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hubdesk.base.words import tr
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import Card, Words, bare_button, hairline, quiet_button, section, small
from hubdesk.desktop.wizards.plan import SoFar


class Side(QWidget):
    """Shows what is known; ``forget`` is sent when the person wants the draft gone and has said so twice."""

    forget = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown: SoFar | None = None
        self._card = Card(padded=True)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(scaled(7))
        self._card.inside.addLayout(self._lines)
        self._throw = bare_button(tr("Forget this"), "trash-2")
        self._throw.clicked.connect(self._ask)
        self._sure = _Sure()
        self._sure.yes.clicked.connect(self.forget)
        self._sure.no.clicked.connect(self._keep)
        self._sure.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(8))
        column.addWidget(self._card)
        column.addWidget(self._throw)
        column.addWidget(self._sure)
        column.addStretch(1)
        self.hide()

    def show_so_far(self, so_far: SoFar) -> None:
        if so_far == self._shown:
            return
        self._shown = so_far
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._lines.addWidget(section(so_far.title))
        self._add(so_far.person)
        if so_far.person and so_far.work:
            self._lines.addWidget(hairline())
        self._add(so_far.work)

    def _add(self, lines: list[tuple[str, bool]]) -> None:
        for text, is_quiet in lines:
            self._lines.addWidget(Words(text, "quiet" if is_quiet else "text"))

    def _ask(self) -> None:
        self._throw.hide()
        self._sure.show()
        self._sure.no.setFocus()

    def _keep(self) -> None:
        self._sure.hide()
        self._throw.show()
        self._throw.setFocus()


class _Sure(QWidget):
    """Asks once more, in place."""

    def __init__(self) -> None:
        super().__init__()
        self.yes = quiet_button(tr("Forget it"))
        self.no = quiet_button(tr("Keep it"))
        line = QHBoxLayout()
        line.setSpacing(scaled(8))
        line.addWidget(self.yes)
        line.addWidget(self.no)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(8))
        column.addWidget(small(tr("All that was written here is forgotten. This cannot be undone.")))
        column.addLayout(line)
