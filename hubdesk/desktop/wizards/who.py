"""The first page of each wizard: find the person, or say that they are new."""

from __future__ import annotations

import re
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from hubdesk.base.errors import FieldError
from hubdesk.base.words import tr
from hubdesk.desktop.editors.editor import Line
from hubdesk.desktop.widgets import ActionRow, Card, FieldRow, announce
from hubdesk.desktop.wizards.answers import Answers, full_name
from hubdesk.desktop.wizards.likely import WAIT, Known, as_seen, look_for
from hubdesk.desktop.wizards.question import Question, Said
from hubdesk.desktop.workplace import Workplace
from hubdesk.fields.types import Phone, Postcode, tidy
from hubdesk.records.people.person import Person

_THREE_LETTERS: Final = re.compile(r"[^\W\d_]{3}")


@dataclass(frozen=True)
class WhoWords:
    """What the page says: the question, and the row for somebody new (``{name}`` is what was typed)."""

    title: str
    new_called: str
    new: str


class WhoQuestion(Question):
    """Looks for people while a name, phone or postcode is typed; somebody new takes what was typed along."""

    def __init__(self, workplace: Workplace, said: WhoWords) -> None:
        super().__init__(workplace)
        self._words = said
        self._given: Answers = {}
        self._asked: Future[None] | None = None
        self._edit = Line()
        self._find = FieldRow(tr("Name, phone or postcode"), self._edit)
        self._found = Card()
        self._found.hide()
        self._rows: list[ActionRow] = []
        self._name = self.field_row(
            Person,
            "full_name",
            needed=tr("Write the person's name. It is all that is needed to go on."),
        )
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT)
        self._timer.timeout.connect(self._look)
        self._edit.textEdited.connect(self._typed)
        workplace.privacy.changed.connect(self._look_again)
        self._edit.installEventFilter(self)
        self.body.addWidget(self._find)
        self.body.addWidget(self._found)
        self.add(self._name)
        self._name.hide()

    @property
    def can_go_on(self) -> bool:
        return "person" in self._given or not self._name.isHidden()

    def title(self, answers: Answers) -> str:
        return self._words.title

    def why(self, answers: Answers) -> str:
        return tr("Look first: many people have been here before.")

    def show_answers(self, answers: Answers) -> None:
        super().show_answers(answers)
        self._given = {key: answers[key] for key in ("person", "person_name", "person_detail") if key in answers}
        self._name.setVisible("full_name" in answers and "person" not in answers)
        self._find.show_error("")
        self._edit.setText(full_name(answers))
        self._show([])
        if "person" in self._given:
            self._look()

    def answers(self) -> Answers:
        name = "" if self._given.get("person") else self._name.editor.written()
        return {"person": "", "person_name": "", "person_detail": "", **self._given, "full_name": name}

    def wrong(self) -> dict[str, str]:
        if self._given.get("person"):
            return {}
        if self._name.isHidden():
            return {"find": tr("Type a name first, then pick the person or say that they are new.")}
        return super().wrong()

    def show_wrong(self, wrong: dict[str, str]) -> None:
        self._find.show_error(wrong.get("find", ""))
        if "find" in wrong:
            self._edit.setFocus()
        else:
            super().show_wrong(wrong)

    def said(self, answers: Answers) -> list[Said]:
        known = answers.get("person_name", "")
        detail = answers.get("person_detail", "")
        text = tr("{name}, {detail}", name=known, detail=detail) if detail else known
        return [Said(tr("Who"), text, "find")] if known else []

    def begin(self, key: str = "") -> None:
        (self._name if not self._name.isHidden() and key == "full_name" else self._edit).setFocus()

    def pick_number(self, number: int, focus: QWidget | None) -> bool:
        if number > len(self._rows):
            return False
        self._rows[number - 1].click()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._edit and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and self.can_go_on and not self._timer.isActive():
                return False
            if enter or event.key() == Qt.Key.Key_Down:
                self._to_rows()
                return True
        return super().eventFilter(watched, event)

    def _to_rows(self) -> None:
        """From the field to the people found, so that they are seen before somebody new is added."""
        if not self._edit.text().strip():
            self.show_wrong(self.wrong())
        elif self._timer.isActive() or not self._rows:
            self._timer.stop()
            self._look(then_there=True)
        else:
            self._rows[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _typed(self) -> None:
        self._given = {}
        self._name.editor.write("")
        self._name.hide()
        self._find.show_error("")
        if self._edit.text().strip():
            self._timer.start()
        else:
            self._timer.stop()
            self._show([])
        self.edited.emit()

    def _look(self, *, then_there: bool = False) -> None:
        typed = self._edit.text().strip()
        if not self.window().isVisible():
            return
        if self._asked is not None:
            self._asked.cancel()
        work = partial(look_for, self.workplace.store, typed)
        self._asked = self.workplace.background.read(
            work, lambda found: self._show_for(typed, found, then_there), owner=self
        )

    def _look_again(self) -> None:
        if self._edit.text().strip():
            self._look()

    def _show_for(self, typed: str, found: list[Known], then_there: bool) -> None:
        if typed == self._edit.text().strip():
            self._show(as_seen(self.workplace, found), typed)
            if then_there and self._rows:
                self._rows[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _show(self, found: list[Known], typed: str = "") -> None:
        self._found.clear()
        self._rows = []
        for known in found:
            chosen = str(known.id) == self._given.get("person")
            row = ActionRow(
                "user-check" if chosen else "user", known.name, known.detail, "primary" if chosen else "quiet"
            )
            row.clicked.connect(partial(self._choose, known))
            self._put(row)
        if typed:
            name = _as_name(typed)
            title = self._words.new_called.format(name=name) if name else self._words.new
            detail = tr("None of these is the person.") if found else tr("Nobody here is called that.")
            row = ActionRow("user-plus", title, detail, "primary")
            row.clicked.connect(self._begin_new)
            self._put(row)
        self._found.setVisible(bool(self._rows))
        if found:
            announce(self._found, tr("People found: {n}. Press Down to go to them.", n=len(found)))
        elif typed:
            for said in (detail, title):
                announce(self._found, said)

    def _put(self, row: ActionRow) -> None:
        self._rows.append(row)
        self._found.add_row(row)

    def _choose(self, known: Known) -> None:
        self._given = {"person": str(known.id), "person_name": known.name, "person_detail": known.detail}
        self.edited.emit()
        self.answered.emit()

    def _begin_new(self, _: bool = False) -> None:
        # More may have been typed since the row was made: nothing of it is left out.
        typed = self._edit.text().strip()
        self._given = _phone_or_postcode(typed)
        self._name.show()
        self._name.editor.write(_as_name(typed))
        self.edited.emit()
        if self._name.editor.written():
            self.answered.emit()
        else:
            self._name.setFocus()


def _as_name(typed: str) -> str:
    """What was typed, when it is a name. Phones and postcodes have digits, and no three letters in a row; a name may, too."""
    digits = any(sign.isdigit() for sign in typed)
    return "" if digits and (_phone_or_postcode(typed) or not _THREE_LETTERS.search(typed)) else tidy(typed)


def _phone_or_postcode(typed: str) -> Answers:
    """What was typed, as the answer to a later page, when it is a telephone number or a postcode."""
    kinds: tuple[tuple[str, Phone | Postcode], ...] = (("postcode", Postcode()), ("phone", Phone()))
    for key, kind in kinds:
        try:
            if any(sign.isdigit() for sign in typed) and kind.parse(typed):
                return {key: typed}
        except FieldError:
            continue
    return {}
