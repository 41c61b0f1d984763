"""One answer on a page of a wizard: its label, its editor, and room for what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hubdesk.base.errors import FieldError
from hubdesk.base.words import tr
from hubdesk.desktop.editors import Asked, Editor
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import Choice, ChoiceChips, ChoiceList, Words, announce, small, strong, words
from hubdesk.fields.codelists import codes
from hubdesk.fields.types import FieldType


class Row(QWidget):
    """An editor for the answer called ``key``; ``needed`` is the sentence to say when it must not stay empty.

    ``edited`` is sent when a person changes the answer. Answers are text, as the editor's ``written()`` gives it, so
    that a draft keeps also what is half written or wrong. ``text`` is what is answered to, word for word. A row without
    a label stands under a heading that asks. ``shown`` is a shorter label, where a heading above says the rest to the eye.
    """

    edited = Signal()

    def __init__(
        self,
        key: str,
        editor: Editor,
        *,
        text: str = "",
        hint: str = "",
        needed: str = "",
        labelled: bool = True,
        optional: bool = False,
        shown: str = "",
    ) -> None:
        super().__init__()
        self.key = key
        self.editor = editor
        self.label = editor.asked.label
        self._hint, self._needed = text or hint, needed
        self._error = Words("", "error")
        self._error.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(4))
        if labelled:
            said = shown or self.label
            title = strong(tr("{label} (optional)", label=said) if optional else said)
            title.setBuddy(editor)
            column.addWidget(title)
        if text:
            column.addWidget(words(text))
        if hint:
            column.addWidget(small(hint))
        if text:
            column.addSpacing(scaled(8))
        column.addWidget(self._error)
        column.addWidget(editor)
        editor.setAccessibleName(self.label)
        editor.describe(text or hint)
        editor.edited.connect(self._edited)
        self.setFocusProxy(editor)

    def wrong(self) -> str:
        """What is wrong with the answer and what to do, or nothing."""
        if not self.editor.written():
            return self._needed
        try:
            self.editor.value()
        except FieldError as wrong:
            return wrong.sentence
        return ""

    def said(self, written: str) -> str:
        """How an answer reads on the check page."""
        try:
            value = self.editor.type.parse(written)
        except FieldError:
            return written
        return "" if value is None else self.editor.type.show(value)

    def show_error(self, sentence: str) -> None:
        """Say what is wrong above the editor; an empty sentence takes it away."""
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))
        self.editor.describe(sentence or self._hint)
        self.editor.setProperty("invalid", bool(sentence))
        if sentence:
            announce(self.editor, sentence)

    def error(self) -> str:
        return self._error.text()

    def _edited(self) -> None:
        wrong = self.wrong()
        # Said once: with each letter of what mends it, it would drown the letters.
        if self.error() and wrong != self.error():
            self.show_error(wrong)
        self.edited.emit()


class PickEditor(Editor):
    """Answers that stand open: as cards under each other, or as ``chips``; ``several`` may be picked at once."""

    def __init__(
        self,
        type: FieldType[Any],
        asked: Asked,
        choices: Sequence[Choice],
        *,
        chips: bool = False,
        several: bool = False,
    ) -> None:
        super().__init__(type, asked)
        made = ChoiceChips if chips else ChoiceList
        self.choices = made(asked.label, choices, several=several)
        self.choices.chosen.connect(self._changed)
        self.line.addWidget(self.choices, 1)
        self.boxes.append(self.choices)
        self.setFocusProxy(self.choices)

    def written(self) -> str:
        return ";".join(self.choices.values())

    def write(self, text: str) -> None:
        self.choices.choose(*(part for part in text.split(";") if part))


def choices_of(list_name: str, asked: Asked, without: Sequence[str] = ()) -> list[Choice]:
    """The answers of a code list that can be given today, as choices."""
    offered = codes(list_name, on=asked.today)
    return [Choice(code.code, code.label, code.hint) for code in offered if code.code not in without]
