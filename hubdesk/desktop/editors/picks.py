"""Editors in which something is picked: yes or no, one code or several."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QStandardItem, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QListView, QSizePolicy, QVBoxLayout

from hubdesk.base.words import tr
from hubdesk.desktop.editors.editor import Asked, Editor
from hubdesk.desktop.pick_delegate import PickDelegate
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import Choice, ChoiceChips, ChoiceList
from hubdesk.desktop.widgets.combo_name import call
from hubdesk.fields.codelists import Code, ListName, code_for, codes, label_of
from hubdesk.fields.types import FieldType

FEW = 5
"""Up to this many answers stand open beside each other; more go into a list that opens."""

MANY = 30
"""More answers than these, of which several may be picked, are not all laid out."""

_SHORT = 90
"""Answers of fewer letters in all fit on a line or two as chips."""


class YesNoEditor(Editor):
    """Yes or No side by side."""

    def __init__(self, type: FieldType[Any], asked: Asked) -> None:
        super().__init__(type, asked)
        self._chips = ChoiceChips(asked.label, [Choice("yes", tr("Yes")), Choice("no", tr("No"))])
        _place(self, self._chips)

    def written(self) -> str:
        return self._chips.value() or ""

    def write(self, text: str) -> None:
        self._chips.choose(text)

    def show_value(self, value: Any) -> None:
        self.write("" if value is None else "yes" if value else "no")


class FewEditor(Editor):
    """One of few codes, all in view; a field that may stay empty offers that too."""

    def __init__(self, type: FieldType[Any], asked: Asked, list_name: ListName) -> None:
        super().__init__(type, asked)
        self._list = list_name
        self._offer(codes(list_name, on=asked.today))

    def written(self) -> str:
        return self._choices.value() or ""

    def write(self, text: str) -> None:
        known = [code for code in codes(self._list) if code.code == text]
        if known and text not in self._offered:
            # A code that is not offered any more stays where it was chosen.
            self._choices.hide()
            self.line.removeWidget(self._choices)
            self._choices.deleteLater()
            self.boxes.clear()
            self._offer((*codes(self._list, on=self.asked.today), *known))
        self._choices.choose(text)

    def show_value(self, value: Any) -> None:
        self.write(value or "")

    def _offer(self, offered: tuple[Code, ...]) -> None:
        self._offered = {code.code for code in offered}
        choices = [Choice(code.code, code.label, code.hint) for code in offered]
        if self.asked.optional:
            choices.append(Choice("", tr("No answer yet")))
        letters = sum(len(choice.title) for choice in choices)
        chips = letters <= _SHORT and not any(choice.detail for choice in choices)
        self._choices = (ChoiceChips if chips else ChoiceList)(self.asked.label, choices)
        _place(self, self._choices)
        self._choices.choose("")


class ManyEditor(Editor):
    """One of many codes: a list that opens, and takes the beginning or any part of an answer typed."""

    def __init__(self, type: FieldType[Any], asked: Asked, list_name: ListName) -> None:
        super().__init__(type, asked)
        self._list = list_name
        self.box = PickBox(asked.label)
        self.box.offer(codes(list_name, on=asked.today), empty="")
        self.box.picked.connect(self._changed)
        self.line.addWidget(self.box)
        self.line.addStretch(1)
        self.add_box(self.box, asked.label)

    def written(self) -> str:
        text = self.box.currentText().strip()
        return code_for(self._list, text) or text

    def write(self, text: str) -> None:
        known = [code for code in codes(self._list) if code.code == text]
        if known and self.box.findData(text) < 0:
            self.box.offer((*codes(self._list, on=self.asked.today), *known), empty="")
        self.box.setCurrentIndex(max(self.box.findData(text), 0))
        self.box.setEditText(label_of(self._list, text) if text else "")

    def show_value(self, value: Any) -> None:
        self.write(value or "")


class SeveralEditor(Editor):
    """Any number of codes, each to tick."""

    def __init__(self, type: FieldType[Any], asked: Asked, list_name: ListName) -> None:
        super().__init__(type, asked)
        self._list = list_name
        self._offer(codes(list_name, on=asked.today))

    def written(self) -> str:
        return ";".join(self._choices.values())

    def write(self, text: str) -> None:
        wanted = [code for code in text.split(";") if code]
        past = tuple(code for code in codes(self._list) if code.code in wanted and code.code not in self._offered)
        if past:
            self._choices.hide()
            self.line.removeWidget(self._choices)
            self._choices.deleteLater()
            self.boxes.clear()
            self._offer((*codes(self._list, on=self.asked.today), *past))
        self._choices.choose(*wanted)

    def show_value(self, value: Any) -> None:
        self.write(";".join(value or ()))

    def _offer(self, offered: tuple[Code, ...]) -> None:
        self._offered = {code.code for code in offered}
        choices = [Choice(code.code, code.label, code.hint) for code in offered]
        self._choices = ChoiceChips(self.asked.label, choices, several=True)
        _place(self, self._choices)


class SeveralOfManyEditor(Editor):
    """Any number of many codes: those picked stand as chips, the others are found in a list that opens.

    A chip that is pressed stays in view without its mark, so that it can be taken back.
    """

    def __init__(self, type: FieldType[Any], asked: Asked, list_name: ListName) -> None:
        super().__init__(type, asked)
        self._list = list_name
        self._chips = ChoiceChips(asked.label, [], several=True)
        self._shown: tuple[str, ...] = ()
        self.box = PickBox(asked.label)
        self.box.offer(codes(list_name, on=asked.today), empty="")
        self.box.setPlaceholderText(tr("Add another"))
        self.box.found.connect(self._add)
        self.box.picked.connect(self._changed)
        self._column = QVBoxLayout()
        self._column.setSpacing(scaled(8))
        self._column.addWidget(self._chips)
        self._column.addWidget(self.box)
        self.line.addLayout(self._column, 1)
        self.add_box(self.box, asked.label)

    def written(self) -> str:
        return ";".join(part for part in (*self._chips.values(), self.box.currentText().strip()) if part)

    def write(self, text: str) -> None:
        parts = [part for part in text.split(";") if part]
        known = [code.code for code in codes(self._list) if code.code in parts]
        self._show(known, known)
        self.box.setEditText(";".join(part for part in parts if part not in known))

    def show_value(self, value: Any) -> None:
        self.write(";".join(value or ()))

    def _add(self, code: str) -> None:
        self._show((*self._shown, code), (*self._chips.values(), code))
        # What was found is written into the box after this.
        QTimer.singleShot(0, self.box, lambda: self.box.setEditText(""))
        self._changed()

    def _show(self, shown: Iterable[str], chosen: Iterable[str]) -> None:
        self._shown = tuple(dict.fromkeys(shown))
        made = ChoiceChips(
            self.asked.label, [Choice(code, label_of(self._list, code)) for code in self._shown], several=True
        )
        made.choose(*chosen)
        made.chosen.connect(self._changed)
        self._column.replaceWidget(self._chips, made)
        # Not before it has its place: until then it would be a window of its own.
        made.setVisible(bool(self._shown))
        self._chips.hide()
        self._chips.deleteLater()
        self._chips = made


class PickBox(QComboBox):
    """A list of codes that opens; letters typed find any part of a label, and the wheel is left to the page.

    ``picked`` is sent when a person picks or types, ``found`` with the code once one is picked.
    """

    picked = Signal()
    found = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMaximumWidth(scaled(520))
        call(self, name)
        self._name = name
        self._labels: list[str] = []
        self._completes = False
        edit = QLineEdit()
        edit.setProperty("role", "bare")
        edit.setAccessibleName(name)
        edit.textEdited.connect(self._tell)
        self.setLineEdit(edit)
        self.activated.connect(self._tell)
        self.activated.connect(self._find)

    def offer(self, offered: tuple[Code, ...], *, empty: str) -> None:
        """Put these codes into the list, after an empty entry that says ``empty``."""
        model = QStandardItemModel(self)
        model.appendRow(_entry(empty, ""))
        group = ""
        for code in offered:
            if code.group and code.group != group:
                group = code.group
                title = _entry(group, None)
                title.setEnabled(False)
                model.appendRow(title)
            model.appendRow(_entry(code.label, code.code))
        self.setModel(model)
        self._labels = [code.label for code in offered]
        self._completes = False
        self.setCurrentIndex(0)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if not self._completes:
            self._completes = True
            self._complete()
        super().focusInEvent(event)

    def showPopup(self) -> None:
        if not isinstance(self.view().itemDelegate(), PickDelegate):
            self.view().setAccessibleName(self._name)
            self.setItemDelegate(PickDelegate(self.view()))
        super().showPopup()

    def minimumSizeHint(self) -> QSize:
        # A long answer is read in the list, which is as wide as it needs.
        least = super().minimumSizeHint()
        return QSize(min(least.width(), scaled(180)), least.height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def _complete(self) -> None:
        """Find while typing. Not before somebody comes here: a form has many such lists, and each lays itself out whole."""
        completer = QCompleter(self._labels, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        popup = QListView()
        popup.setAccessibleName(self._name)
        completer.setPopup(popup)
        completer.activated.connect(self._tell)
        completer.activated.connect(self._find)
        self.setCompleter(completer)
        # A completer gives its list another look when it takes it over.
        popup.setItemDelegate(PickDelegate(popup))

    def _tell(self, _: object) -> None:
        self.picked.emit()

    def _find(self, picked: int | str) -> None:
        at = picked if isinstance(picked, int) else self.findText(picked)
        code = self.itemData(at)
        if code:
            self.found.emit(code)


def _entry(text: str, code: str | None) -> QStandardItem:
    made = QStandardItem(text)
    made.setData(code, Qt.ItemDataRole.UserRole)
    return made


def _place(editor: Editor, choices: ChoiceChips | ChoiceList) -> None:
    editor.line.insertWidget(0, choices, 1)
    choices.chosen.connect(editor.edited)
    editor.boxes.append(choices)
    editor.setFocusProxy(choices)
