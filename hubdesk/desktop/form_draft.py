"""What is typed into a form, kept while it is typed, and put back when the person returns."""

from __future__ import annotations

from collections.abc import Callable, Collection
from uuid import NAMESPACE_OID, uuid5

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout

from hubdesk.base.words import tr
from hubdesk.desktop.form_rows import FormRows
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import CALM, Icon, link_button, words
from hubdesk.desktop.workplace import Workplace
from hubdesk.fields.dates import on_the_wall, show_date

_AFTER = 150  # ms after the last key
_AT_LATEST = 600  # ms after the first, in the midst of typing


class FormDraft(QFrame):
    """A line that says when a draft was put back and offers to forget it; hidden while there is none.

    ``purpose`` says what the form is for, and so which draft is its own. ``forget`` shows the form as stored. What is
    typed into the fields ``sealed`` is kept under the second key.
    """

    def __init__(
        self,
        workplace: Workplace,
        purpose: str,
        form: FormRows,
        forget: Callable[[], object],
        sealed: Collection[str] = (),
    ) -> None:
        super().__init__()
        self.id = uuid5(NAMESPACE_OID, purpose)
        self._workplace, self._purpose, self._form, self._forget = workplace, purpose, form, forget
        self._title, self._sealed = "", sealed
        self.setProperty("role", "banner")
        self.setMaximumWidth(scaled(CALM))
        self._said = words("")
        self.forget_button = link_button(tr("Forget it"))
        self.forget_button.clicked.connect(self.drop)
        line = QHBoxLayout(self)
        line.setContentsMargins(scaled(16), scaled(6), scaled(10), scaled(6))
        line.setSpacing(scaled(12))
        line.addWidget(Icon("pencil", "primary"))
        line.addWidget(self._said, 1)
        line.addWidget(self.forget_button)
        self.hide()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AFTER)
        self._timer.timeout.connect(self.keep)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(_AT_LATEST)
        self._late.timeout.connect(self.keep)
        form.edited.connect(self._soon)

    def put_back(self, title: str) -> None:
        """Write what was kept into the form, if anything was; ``title`` is what drafts of this form are called."""
        self._title = title
        draft = self._workplace.store.drafts.get(self.id)
        if draft is None:
            return
        self._form.write(draft.answers)
        day = show_date(on_the_wall(draft.saved_at).date())
        self._said.setText(tr("This is what you typed on {day} and have not saved yet.", day=day))
        self.show()

    def keep(self) -> None:
        """Keep now what differs from what is stored, beside the window."""
        save = self._saving()
        self._workplace.background.change(tr("Keep what was typed"), lambda progress: save())

    def keep_here(self) -> None:
        """Keep at once what waits to be kept, as the window closes."""
        if self._timer.isActive() or self._late.isActive():
            self._saving()()

    def pause(self) -> None:
        """Keep nothing more, for it is being saved."""
        self._timer.stop()
        self._late.stop()

    def drop(self) -> None:
        """Forget what was typed and show what is stored."""
        self.pause()
        self.hide()
        drafts, mine = self._workplace.store.drafts, self.id
        self._workplace.background.change(tr("Forget what was typed"), lambda progress: drafts.drop(mine))
        self._forget()

    def leave(self) -> None:
        """The person goes elsewhere: keep at once what waits to be kept."""
        if self._timer.isActive() or self._late.isActive():
            self.keep()

    def _soon(self) -> None:
        self._timer.start()
        if not self._late.isActive():
            self._late.start()

    def _saving(self) -> Callable[[], None]:
        self.pause()
        answers = self._form.changed()
        drafts, mine, purpose, title = self._workplace.store.drafts, self.id, self._purpose, self._title
        sealed = self._sealed
        if answers:
            return lambda: drafts.save(mine, purpose, title, "", answers, sealed)
        return lambda: drafts.drop(mine)
