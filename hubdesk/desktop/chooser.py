"""Choosing a record by typing: the box searches with each letter and shows what fits under it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final
from uuid import UUID

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView

from hubdesk.access.rights import May
from hubdesk.base.words import tr
from hubdesk.desktop import theme
from hubdesk.desktop.kind_words import new_words
from hubdesk.desktop.pick_delegate import DETAIL, PickDelegate
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.workplace import Workplace
from hubdesk.records import kind_named
from hubdesk.reports.choices import choices_for, named_by
from hubdesk.reports.one_record import Called, title_of

_SHOWN = 8
_WRITTEN: Final = DETAIL + 1
"""The role of what stands in the box while a row is marked."""

_Index = QModelIndex | QPersistentModelIndex


class Chooser(QLineEdit):
    """One record of the kind ``to``. ``chosen`` is sent when a person picks one or takes it away.

    Typing searches, Down shows what there is, Enter takes the marked one. ``record`` is the id, or None while the
    text names none; the text a person typed is never taken away. After `offer_new`, what names none can be added: then
    ``wanted`` brings the text.
    """

    chosen = Signal()
    wanted = Signal(str)

    def __init__(self, to: str, name: str, workplace: Workplace) -> None:
        super().__init__()
        self.record: UUID | None = None
        self.to = to
        self._offers = False
        self._workplace = workplace
        self._asked = 0
        self._found = _Found()
        self.setAccessibleName(name)
        self.setPlaceholderText(tr("Type to search"))
        self.setMaximumWidth(scaled(420))
        completer = _Completer(self._found, self)
        self._completer = completer
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setCompletionRole(Qt.ItemDataRole.EditRole)
        completer.setMaxVisibleItems(_SHOWN)
        self._popup = QListView()
        self._popup.setAccessibleName(name)
        completer.setPopup(self._popup)
        self._popup.setItemDelegate(PickDelegate(self._popup))
        completer.activated[QModelIndex].connect(self._take)  # type: ignore[index]
        self.setCompleter(completer)
        self._open = QAction(tr("Show what there is"), self)
        self._show_chevrons()
        self._open.triggered.connect(self.search)
        self.addAction(self._open, QLineEdit.ActionPosition.TrailingPosition)
        self.textEdited.connect(self._typed)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._show_chevrons()

    def _show_chevrons(self) -> None:
        self._open.setIcon(theme.icon("chevrons-up-down", "quiet", 18))

    def show_record(self, id: UUID | None) -> None:
        """Show the record with this id as chosen; None empties the box."""
        self.record = id
        title = ""
        if id is not None:
            with self._workplace.store.reading() as session:
                title = title_of(session, self.to, id)
        self.setText(title)

    def offer_new(self) -> None:
        """Offer to add what is typed, where whoever works here may and it has a name of its own."""
        made = kind_named(self.to).kind
        self._offers = not made.shared and bool(named_by(self.to)) and self._workplace.may(May.ADD, self.to)

    def mean(self, text: str) -> None:
        """Show a text that was typed before, which by now may name a record exactly."""
        self.setText(text)
        self._found.show_all(choices_for(self._workplace.store, self.to, text) if text.strip() else [])
        if (only := self._found.only(text)) is not None:
            self.record = only.id

    def take(self, id: UUID) -> None:
        """Choose the record with this id."""
        self.show_record(id)
        self.chosen.emit()

    def search(self) -> None:
        """Look for what the text says, or for the latest records when nothing is typed or all is chosen."""
        self._asked += 1
        asked, words, store, to = self._asked, "" if self.record else self.text(), self._workplace.store, self.to
        self._workplace.background.read(lambda: (asked, choices_for(store, to, words)), self._show, owner=self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        # The chevrons are small: an empty box opens wherever it is pressed.
        super().mousePressEvent(event)
        if not self.text() and event.button() == Qt.MouseButton.LeftButton:
            self.search()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and not self._popup.isVisible():
            self.search()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._choose_only()
        super().focusOutEvent(event)

    def _choose_only(self) -> None:
        """Leaving with exactly one fitting record means that one."""
        only = self._found.only(self.text())
        if self.record is None and only is not None:
            self._choose(only)

    def _typed(self, text: str) -> None:
        self.record = None
        self.chosen.emit()
        if text.strip():
            self.search()
        else:
            self._found.show_all([])
            self._popup.hide()

    def _show(self, answer: tuple[int, Sequence[Called]]) -> None:
        asked, found = answer
        if asked != self._asked:
            return
        self._found.show_all(found, self._new_row(found), self.text())
        if not self.hasFocus():
            # Whoever types fast was gone before the answer came.
            self._choose_only()
        elif self._found.rowCount():
            self._completer.complete()
        else:
            self._popup.hide()

    def _new_row(self, found: Sequence[Called]) -> str:
        """What the last line offers to add: words that are no record's whole name, and no number."""
        text = " ".join(self.text().split())
        known = self.record is not None or any(one.title.casefold() == text.casefold() for one in found)
        if not self._offers or known or not any(sign.isalpha() for sign in text):
            return ""
        return tr("{new}: {name}", new=new_words(kind_named(self.to).kind), name=text)

    def _take(self, index: QModelIndex) -> None:
        picked = index.data(Qt.ItemDataRole.UserRole)
        if isinstance(picked, Called):
            self._choose(picked)
        elif index.isValid():
            self.wanted.emit(" ".join(self._found.typed.split()))

    def _choose(self, picked: Called) -> None:
        self.record = picked.id
        self.setText(picked.title)
        self.chosen.emit()


class _Completer(QCompleter):
    """Marks the first record that begins with what is typed, and never what could be added."""

    def pathFromIndex(self, index: _Index) -> str:
        return str(index.data(_WRITTEN) or "")


class _Found(QAbstractListModel):
    """The records that fit, and below them what can be added instead, if anything."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Called] = []
        self._new, self.typed = "", ""

    def show_all(self, found: Sequence[Called], new: str = "", typed: str = "") -> None:
        """These records; ``new`` says that what was ``typed`` can be added."""
        self.beginResetModel()
        self._rows, self._new, self.typed = list(found), new, typed
        self.endResetModel()

    def only(self, text: str) -> Called | None:
        fits = [row for row in self._rows if row.title.casefold() == text.strip().casefold()]
        return fits[0] if len(fits) == 1 else None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows) + bool(self._new)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if index.row() == len(self._rows):
            return self._of_new(role)
        row = self._rows[index.row()]
        answers: dict[int, Callable[[], object]] = {
            Qt.ItemDataRole.DisplayRole: lambda: row.title,
            Qt.ItemDataRole.EditRole: lambda: row.title,
            _WRITTEN: lambda: row.title,
            Qt.ItemDataRole.AccessibleTextRole: lambda: f"{row.title}, {row.detail}" if row.detail else row.title,
            Qt.ItemDataRole.UserRole: lambda: row,
            DETAIL: lambda: row.detail,
        }
        return answers[role]() if role in answers else None

    def _of_new(self, role: int) -> object:
        if role == _WRITTEN:
            return self.typed
        return self._new if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) else None
