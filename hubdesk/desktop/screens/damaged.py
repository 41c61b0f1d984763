"""The page for a file that is not as it was written: what is wrong, what is safe, and the two ways on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout

from hubdesk.base.errors import Refused
from hubdesk.base.words import tr
from hubdesk.desktop.background import Background
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import (
    AlonePage,
    Button,
    FlowLayout,
    announce,
    hairline,
    primary_button,
    quiet,
    quiet_button,
    strong,
    words,
)
from hubdesk.desktop.widgets.emptying import emptied
from hubdesk.store.damage import Damaged
from hubdesk.store.repair import Repaired

__all__ = ["Damaged", "DamagedPage"]


class DamagedPage(AlonePage):
    """Offers to bring back a backup or to repair; never to start again.

    ``again`` asks for the passphrase of the file once more, ``other_file`` for another file, ``restore`` shows backups.
    """

    def __init__(
        self,
        found: Damaged,
        background: Background,
        again: Callable[[], object],
        other_file: Callable[[], object],
        restore: Callable[[], object],
    ) -> None:
        super().__init__(
            tr("This file is damaged"),
            tr("HubDesk looked at all of {name} and did not open it. Nothing was changed.", name=found.path.name),
        )
        self._found, self._background, self._again = found, background, again
        self._lines, self._ways = QVBoxLayout(), QVBoxLayout()
        self._lines.setSpacing(scaled(6))
        self.inside.addLayout(self._lines)
        self._tell(tr("What is wrong"), found.damage.sentences())
        self._tell(tr("What is safe"), [_safe(found)])
        self._error = words("", "overdue")
        self._error.hide()
        self.inside.addWidget(self._error)
        self._restore = primary_button(tr("Bring back a backup"), "history")
        self._repair = quiet_button(tr("Repair it"), "life-buoy")
        if found.repair is None:
            self._repair.hide()
        self._restore.clicked.connect(restore)
        self._repair.clicked.connect(self._mend)
        self._ways.addLayout(_line(self._restore, self._repair))
        self.inside.addLayout(self._ways)
        self._hint = quiet(
            tr(
                "A backup has everything up to the day it was made. A repair has all that can still be read, and tells what is lost."
            )
            if found.repair is not None
            else tr("Too little can be read to repair it. A backup has everything up to the day it was made.")
        )
        self.inside.addWidget(self._hint)
        self.inside.addWidget(hairline())
        self.add_ways([(tr("Open another file"), "folder-open", other_file)])
        self.setFocusProxy(self._restore)

    def _tell(self, title: str, sentences: list[str]) -> None:
        if self._lines.count():
            self._lines.addSpacing(scaled(8))
        self._lines.addWidget(strong(title))
        for sentence in sentences:
            self._lines.addWidget(words(sentence))

    def _mend(self) -> None:
        repair = self._found.repair
        if repair is None:
            return
        self._repair.setEnabled(False)
        self._restore.setEnabled(False)
        self._error.hide()
        self._repair.setText(tr("Repairing, this may take a minute"))
        self._background.change(tr("Repair the file"), repair, self._mended, self._failed, owner=self)

    def _failed(self, refusal: Refused) -> None:
        self._repair.setEnabled(True)
        self._restore.setEnabled(True)
        self._repair.setText(tr("Repair it"))
        self._error.setText(refusal.sentence)
        self._error.show()
        announce(self, refusal.sentence)

    def _mended(self, repaired: object) -> None:
        if not isinstance(repaired, Repaired):
            return
        emptied(self._lines)
        self.show_title(tr("The file is repaired"), tr("The damaged one is kept as {name}.", name=repaired.kept.name))
        self._tell(tr("What came of it"), repaired.sentences())
        self._repair.hide()
        self._restore.hide()
        self._hint.hide()
        go = primary_button(tr("Open the repaired file"), "lock-open")
        go.clicked.connect(self._again)
        self._ways.addLayout(_line(go))
        go.setFocus()


def _safe(found: Damaged) -> str:
    if found.damage.log and not found.damage.bad:
        return tr(
            "Everything up to the last time HubDesk was closed is whole. Only what was saved after that may be gone."
        )
    return tr(
        "Each thing is kept twice in the file, so most of what lay in a damaged place can be made again. Your backups are untouched."
    )


def _line(*buttons: Button) -> FlowLayout:
    line = FlowLayout(gap=8)
    for button in buttons:
        line.addWidget(button)
    return line
