"""The page that shows a wizard: steps, one question, what is known so far; saved at every answer."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from hubdesk.base.errors import FieldError, Problems, Refused
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr
from hubdesk.desktop.leaving import leave_page
from hubdesk.desktop.widgets import announce
from hubdesk.desktop.widgets.announce import say_place
from hubdesk.desktop.widgets.settled import once_settled
from hubdesk.desktop.wizards.answers import Answers, called, full_name
from hubdesk.desktop.wizards.asking import Asking
from hubdesk.desktop.wizards.done import DonePage
from hubdesk.desktop.wizards.keeper import DraftKeeper
from hubdesk.desktop.wizards.plan import Done, Plan, Step


class Wizard(QWidget):
    """One wizard under way. Enter goes on, Alt+Left back, Escape leaves and keeps the draft, digits pick answers."""

    def __init__(self, plan: Plan, draft_id: UUID, answers: Answers | None = None, page: str = "") -> None:
        super().__init__()
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._plan = plan
        self._work = plan.workplace
        self._answers: Answers = dict(answers or {})
        self._keeper = DraftKeeper(plan.workplace, plan.purpose, draft_id, self, plan.sealed)
        self._kept = bool(full_name(self._answers))
        self._busy = False
        self._shown: set[str] = set()
        self._now = ""
        self._asking = Asking()
        self._asking.steps.chosen.connect(self._turn_to)
        self._asking.side.forget.connect(self._forget)
        self._asking.go_on.clicked.connect(self._continue)
        self._asking.back.clicked.connect(self.back)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.addWidget(self._asking)
        self._turn_to(page or self._path()[0].key)

    @property
    def window_title(self) -> str:
        """What the window is called while the wizard is shown."""
        return self._asking.eyebrow.text()

    def unsaved(self) -> bool:
        """Nothing would be lost: what is known of somebody is kept as a draft; what is typed to look for them is not."""
        return False

    def begun(self) -> bool:
        """Whether anything is known that is not saved yet; once all is, what was done can be taken back at once."""
        return bool(self._now) and bool(self._answers)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focus = QApplication.focusWidget()
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self._leave()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if isinstance(focus, QPushButton):
                focus.click()
            else:
                self._continue()
        elif Qt.Key.Key_1 <= key <= Qt.Key.Key_9 and not _takes_text(focus) and self._now:
            if not self._plan.question(self._now).pick_number(key - Qt.Key.Key_0, focus):
                super().keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def back(self) -> None:
        """To the question before; from the first one, out of the wizard."""
        place = self._place()
        if not self._now or place == 0:
            self._leave()
        else:
            self._turn_to(self._path()[place - 1].key)

    def focusInEvent(self, event: QFocusEvent) -> None:
        # The window gives the keyboard to the page; the page gives it to its first answer.
        super().focusInEvent(event)
        if self._now:
            self._plan.question(self._now).begin()
            here = QApplication.focusWidget()
            if here is not None and here is not self:
                say_place(here)

    def say_title(self) -> None:
        """Say aloud what is asked, why, and at which step."""
        for said in self._asking.said():
            announce(self, said)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.window().installEventFilter(self)
        self._catch_up()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._keeper.flush()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The worker stops as the window closes, so what was typed last is saved before that.
        if event.type() == QEvent.Type.Close and watched is self.window():
            self._keeper.flush_here()
        return super().eventFilter(watched, event)

    def _catch_up(self) -> None:
        """Take over what another page of this window has written into the same draft meanwhile."""
        if not self._now or not self._kept or self._keeper.waiting:
            return
        draft = self._work.store.drafts.get(self._keeper.id)
        if draft is not None and draft.answers != self._answers:
            self._answers = {key: str(text) for key, text in draft.answers.items()}
            self._turn_to(draft.page)

    def _path(self) -> list[Step]:
        return self._plan.steps(self._answers)

    def _place(self) -> int:
        keys = [step.key for step in self._path()]
        return keys.index(self._now) if self._now in keys else 0

    def _turn_to(self, key: str, about: str = "") -> None:
        """Show a page, the keyboard on the answer ``about`` or on the first."""
        if key not in [step.key for step in self._path()]:
            key = self._path()[0].key
        question = self._plan.question(key)
        if key not in self._shown:
            self._shown.add(key)
            question.edited.connect(self._edited)
            question.answered.connect(self._continue)
            question.change.connect(self._turn_to)
        self._now = key
        question.show_answers(self._answers)
        self._asking.put(question)
        self._say()
        if self._kept:
            self._keep()
            self._keeper.flush()
        if self.isVisible():
            question.begin(about)
            self.say_title()

    def _edited(self) -> None:
        self._take()
        self._kept = self._kept or bool(full_name(self._answers))
        self._keep()
        self._say()

    def _take(self) -> None:
        given = self._plan.question(self._now).answers()
        self._answers = {key: text for key, text in {**self._answers, **given}.items() if text}

    def _keep(self) -> None:
        if self._kept and not self._busy:
            self._keeper.keep(full_name(self._answers) or tr("Somebody new"), self._now, self._answers)

    def _continue(self) -> None:
        if self._busy or not self._now:
            return
        question = self._plan.question(self._now)
        self._take()
        wrong = question.wrong()
        question.show_wrong(wrong)
        self._kept = self._kept or bool(full_name(self._answers))
        if wrong:
            self._keep()
            focus = QApplication.focusWidget()
            if focus is not None:
                once_settled(focus, partial(self._asking.reveal, focus))
            return
        path, place = self._path(), self._place()
        if place + 1 < len(path):
            self._turn_to(path[place + 1].key)
        else:
            self._finish()

    def _finish(self) -> None:
        self._busy = True
        self._asking.go_on.setEnabled(False)
        self._keeper.flush()
        self._keeper.rest()
        plan, draft_id, answers = self._plan, self._keeper.id, dict(self._answers)

        def work(progress: Progress) -> Done:
            return plan.finish(draft_id, answers, progress)

        self._work.background.change(plan.finish_label(answers), work, self._show_done, self._refused, self)

    def _show_done(self, done: Done) -> None:
        self._now = ""
        self._kept = False
        page = DonePage(done, self._plan.actions(done))
        self._asking.hide()
        self._whole.addWidget(page)
        page.show()
        page.setFocus()
        announce(page, done.heading)

    def _refused(self, refusal: Refused) -> None:
        self._busy = False
        self._asking.go_on.setEnabled(True)
        self._keep()
        problems = [(problem.field, problem.sentence) for problem in getattr(refusal, "problems", ())]
        if isinstance(refusal, FieldError):
            problems = [(refusal.field, refusal.sentence)]
        first = next((field for field, _ in problems if field and self._plan.step_of(field)), None)
        if first is None or not isinstance(refusal, FieldError | Problems):
            self._asking.refuse(refusal.sentence)
            return
        self._turn_to(self._plan.step_of(first), first)
        self._plan.question(self._now).show_wrong({field: sentence for field, sentence in problems if field})

    def _leave(self) -> None:
        self._keeper.flush()
        if self._kept:
            name = called(self._answers)
            said = tr("What you wrote about {name} is kept. It waits under Unfinished.", name=name)
            self._work.say(said if name else tr("What you wrote is kept. It waits under Unfinished."))
        leave_page(self, self._work.go_back)

    def _forget(self) -> None:
        self._kept = False
        self._keeper.rest()
        drafts, draft_id = self._work.store.drafts, self._keeper.id
        self._work.background.change(tr("Forget what was written"), lambda progress: drafts.drop(draft_id))
        leave_page(self, self._work.go_back)
        self._work.say(tr("Forgotten. Nothing of it is left."))

    def _say(self) -> None:
        path, place = self._path(), self._place()
        question = self._plan.question(self._now)
        self._asking.eyebrow.setText(self._plan.eyebrow(self._answers))
        title = question.title(self._answers)
        question.setAccessibleName(title)
        last = place == len(path) - 1
        go_on = self._asking.go_on
        go_on.setText(self._plan.finish_label(self._answers) if last else tr("Continue"))
        go_on.setVisible(question.can_go_on)
        go_on.updateGeometry()
        so_far = self._plan.so_far(self._answers) if full_name(self._answers) else None
        self._asking.say(title, question.why(self._answers), path, place, so_far)


def _takes_text(widget: QWidget | None) -> bool:
    return isinstance(widget, QLineEdit | QPlainTextEdit | QComboBox | QAbstractSpinBox)
