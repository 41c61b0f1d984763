"""One page of a wizard: a question, the answers to it, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QVBoxLayout, QWidget

from hubdesk.desktop.editors import Asked, editor_for
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import ChoiceChips, ChoiceList
from hubdesk.desktop.wizards.answers import Answers
from hubdesk.desktop.wizards.row import PickEditor, Row, choices_of
from hubdesk.desktop.workplace import Workplace
from hubdesk.fields.field import fields_of
from hubdesk.fields.types import Choice, Choices


@dataclass(frozen=True)
class Said:
    """A line of the check page: what was asked, what was answered, and the answer's key."""

    label: str
    text: str
    key: str


class Question(QWidget):
    """A page; its rows stand in ``body`` under a heading that the frame shows.

    ``edited``: an answer changed and is to be kept. ``answered``: go on, as Continue does. ``change(page, answer)``:
    turn to another page, the keyboard on that answer.
    ``aside``: what stands beside the page rather than on it, such as people who may be the same.
    A page of rows only says ``add`` for each; others override ``show_answers``, ``answers`` and ``wrong``.
    """

    edited = Signal()
    answered = Signal()
    change = Signal(str, str)

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self.workplace = workplace
        self.rows: dict[str, Row] = {}
        self.aside: QWidget | None = None
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(scaled(20))

    @property
    def can_go_on(self) -> bool:
        """Whether Continue is offered; without it, the answers on the page lead on."""
        return True

    def title(self, answers: Answers) -> str:
        """The question, in the person's name."""
        raise NotImplementedError

    def why(self, answers: Answers) -> str:
        """Why it is asked, in a sentence or two."""
        raise NotImplementedError

    def show_answers(self, answers: Answers) -> None:
        """Fill the page from what is known; called each time before the page is shown."""
        for key, row in self.rows.items():
            row.editor.write(answers.get(key, ""))
            row.show_error("")
        self.arrange()

    def answers(self) -> Answers:
        """The answers of this page as they stand; an empty text takes an answer away."""
        return {key: row.editor.written() for key, row in self.rows.items()}

    def wrong(self) -> dict[str, str]:
        """What must be put right before going on: a sentence by key, in the order of the page."""
        found = {key: row.wrong() for key, row in self.rows.items() if not row.isHidden()}
        return {key: sentence for key, sentence in found.items() if sentence}

    def show_wrong(self, wrong: dict[str, str]) -> None:
        """Say what is wrong beside each answer, and put the keyboard on the first; nothing is cleared."""
        for key, row in self.rows.items():
            row.show_error(wrong.get(key, ""))
        for key in wrong:
            if key in self.rows:
                self.rows[key].setFocus(Qt.FocusReason.OtherFocusReason)
                break

    def said(self, answers: Answers) -> list[Said]:
        """The lines of the check page; answers that were not given are left out."""
        lines = [Said(row.label, row.said(answers.get(key, "")), key) for key, row in self.rows.items()]
        return [line for line in lines if line.text]

    def arrange(self) -> None:
        """Show or hide what depends on other answers."""

    def begin(self, key: str = "") -> None:
        """Put the keyboard on the answer called ``key``, else on the first."""
        row = self.rows.get(key) or next((row for row in self.rows.values() if not row.isHidden()), None)
        if row is not None:
            row.setFocus(Qt.FocusReason.OtherFocusReason)

    def pick_number(self, number: int, focus: QWidget | None) -> bool:
        """Pick the answer with this number among those where the keyboard is, else among the first on the page."""
        groups = [found for kind in (ChoiceList, ChoiceChips) for found in self.findChildren(kind) if found.isVisible()]
        groups.sort(key=lambda group: group.mapTo(self, group.rect().topLeft()).y())
        here = [group for group in groups if focus is not None and group.isAncestorOf(focus)]
        for group in (here or groups)[:1]:
            buttons = group.findChildren(QAbstractButton)
            if number <= len(buttons):
                buttons[number - 1].setFocus(Qt.FocusReason.ShortcutFocusReason)
                buttons[number - 1].click()
                return True
        return False

    def asked(self, label: str) -> Asked:
        """What an editor is told."""
        return Asked(label, optional=True, today=date.today(), workplace=self.workplace)

    def field_row(
        self,
        kind: type[Any],
        name: str,
        *,
        label: str = "",
        hint: str = "",
        needed: str = "",
        key: str = "",
        shown: str = "",
    ) -> Row:
        """A row for a field as its record declares it, with the editor of its type."""
        field = next(field for field in fields_of(kind) if field.name == name)
        editor = editor_for(field.type, self.asked(label or str(field.label)))
        return Row(key or name, editor, hint=hint or str(field.hint or ""), needed=needed, shown=shown)

    def pick_row(
        self,
        key: str,
        list_name: str,
        label: str,
        *,
        chips: bool = False,
        several: bool = False,
        without: Sequence[str] = (),
        needed: str = "",
        labelled: bool = True,
        optional: bool = False,
    ) -> Row:
        """A row whose answers stand open: the codes of a list that can be given today, less those ``without``."""
        asked = self.asked(label)
        choices = choices_of(list_name, asked, without)
        editor = PickEditor(
            Choices(list_name) if several else Choice(list_name), asked, choices, chips=chips, several=several
        )
        return Row(key, editor, needed=needed, labelled=labelled, optional=optional)

    def add(self, row: Row) -> Row:
        """Put a row below the others."""
        self.keep(row)
        self.body.addWidget(row)
        return row

    def add_beside(self, *rows: Row) -> None:
        """Put rows side by side; below each other where the page is narrow."""
        for row in rows:
            self.keep(row)
        self.body.addWidget(Beside(rows))

    def keep(self, row: Row) -> None:
        """Take a row into the answers of the page; it is put into the layout by the caller."""
        self.rows[row.key] = row
        row.edited.connect(self._edited)

    def _edited(self) -> None:
        self.arrange()
        self.edited.emit()


class Beside(QWidget):
    """Widgets side by side in equal shares, or below each other where there is no room."""

    def __init__(self, widgets: Any, narrowest: int = 430) -> None:
        super().__init__()
        self._narrowest = narrowest
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(scaled(16))
        for widget in widgets:
            self._line.addWidget(widget, 1, Qt.AlignmentFlag.AlignBottom)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < scaled(self._narrowest)
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._line.direction() != way:
            self._line.setDirection(way)
