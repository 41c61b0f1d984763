"""The code with which somebody comes in for the first time: shown once, until whoever made it has written it down."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal

from hubdesk.base.words import tr
from hubdesk.desktop.widgets import Card, ReadOut, announce, quiet, quiet_button, spelled
from hubdesk.desktop.widgets.emptying import emptied
from hubdesk.desktop.widgets.keyboard import reveal
from hubdesk.desktop.widgets.settled import once_settled


class FirstCode(Card):
    """Hidden until there is a code to show. ``waits`` while that of ``whose`` is shown: nobody can look it up again; then ``kept``."""

    kept = Signal()

    def __init__(self) -> None:
        super().__init__(padded=True)
        self.waits, self.whose = False, ""
        self.hide()

    def show_code(self, name: str, code: str) -> None:
        """Show it and go there; Enter does nothing to it, so that a key pressed twice does not take it away."""
        emptied(self.inside)
        said = tr("The code with which {name} comes in, once, within a week:", name=name)
        shown = ReadOut(said, code)
        done = quiet_button(tr("It is written down"), "check")
        done.clicked.connect(self._done)
        why = tr("Write it down for them; it is shown only now. Then they choose a passphrase.")
        for part in (quiet(said), shown, quiet(why), done):
            self.inside.addWidget(part)
        self.waits, self.whose = True, name
        self.show()
        shown.setFocus()
        once_settled(shown, partial(reveal, done))
        once_settled(shown, partial(reveal, shown))
        for sentence in (said, spelled(code), why):
            announce(self, sentence)

    def _done(self) -> None:
        self.waits = False
        self.hide()
        emptied(self.inside)
        self.kept.emit()
