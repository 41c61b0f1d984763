"""A question with its editor: label above, hint under it, and room for what is wrong."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hubdesk.base.words import tr
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets.announce import announce
from hubdesk.desktop.widgets.keyboard import reveal
from hubdesk.desktop.widgets.labels import Words, small, strong
from hubdesk.desktop.widgets.settled import once_settled


class FieldRow(QWidget):
    """Gives the editor its accessible name, marks it optional, and shows an error beside it.

    ``beside`` is a small control at the editor's end, such as Show for a passphrase. ``spoken`` is heard in the place
    of the hint: what already stands on the page above it.
    """

    def __init__(
        self,
        label: str,
        editor: QWidget,
        hint: str = "",
        *,
        spoken: str = "",
        optional: bool = False,
        beside: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.editor = editor
        self._spoken = spoken or hint
        title = strong(tr("{label} (optional)", label=label) if optional else label)
        title.setBuddy(editor)
        if not editor.accessibleName():
            editor.setAccessibleName(label)
        editor.setAccessibleDescription(self._spoken)
        self._error = Words("", "error")
        self._error.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(4))
        column.addWidget(title)
        if hint:
            column.addWidget(small(hint))
        column.addWidget(self._error)
        line = QHBoxLayout()
        line.setSpacing(scaled(8))
        # A box that has a greatest width stands where lines begin; the rest stays free.
        line.addWidget(editor, 1000)
        if beside is not None:
            line.addWidget(beside)
        else:
            line.addStretch(1)
        column.addLayout(line)
        self.setFocusProxy(editor)

    def show_error(self, sentence: str) -> None:
        """Say what is wrong and what to do, above the editor; an empty sentence takes it away."""
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))
        self.editor.setAccessibleDescription(sentence or self._spoken)
        self.editor.setProperty("invalid", bool(sentence))
        self.editor.style().unpolish(self.editor)
        self.editor.style().polish(self.editor)
        if sentence:
            announce(self.editor, sentence)

    def refuse(self, sentence: str) -> None:
        """Say it, and go to the editor, where it is mended."""
        self.show_error(sentence)
        self.editor.setFocus()
        # The sentence pushes it down, in a low window out of view.
        once_settled(self.editor, lambda: reveal(self.editor))

    def error(self) -> str:
        return self._error.text()
