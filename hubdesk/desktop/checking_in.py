"""Checking people in from wherever the window is: by their card, or by a name that was picked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication
from sqlalchemy.orm import Session

from hubdesk.base.errors import Refused
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr
from hubdesk.desktop.workplace import Workplace
from hubdesk.operations.check_in import Coming, check_in, what_checking_in_does
from hubdesk.records.people.person import Person
from hubdesk.reports.whose_card import WhoseCard, whose_card

_PATIENCE = 250
"""Milliseconds after which whoever scanned hears that the card was read, though it is not saved yet."""

Offer = Callable[[str, str, Callable[[], object]], None]
"""Says a sentence that stays, with a button and what it does."""


@dataclass(frozen=True)
class _Answer:
    """What came of it: who came or went, or why a card counts for nobody."""

    coming: Coming | None
    card: WhoseCard | None = None


class CheckingIn(QObject):
    """``offer`` says what cannot be done, with a button for what can be done instead."""

    def __init__(self, workplace: Workplace, offer: Offer, parent: QObject) -> None:
        super().__init__(parent)
        self._workplace, self._offer = workplace, offer
        self._waiting = 0

    def card(self, code: str) -> None:
        """Check in, or out, whose card this is; or say why it is nobody's."""
        self._do(lambda session: whose_card(session, code), "card")

    def person(self, person_id: UUID, *, what_for: str | None = None) -> None:
        """Check this person in, or out."""
        self._do(lambda session: WhoseCard(person_id), "name", what_for)

    def _do(self, who: Callable[[Session], WhoseCard], entered: str, what_for: str | None = None) -> None:
        store, now = self._workplace.store, _now()

        def work(progress: Progress) -> _Answer:
            with store.reading() as session:
                card = who(session)
                if card.trouble or card.person_id is None:
                    return _Answer(None, card)
                coming = what_checking_in_does(session, card.person_id, now)
            if coming.doing != "already":
                with store.operation(coming.title) as session:
                    check_in(session, coming, entered=entered, what_for=what_for)
            return _Answer(coming)

        self._waiting += 1
        QTimer.singleShot(_PATIENCE, self, self._say_that_it_waits)
        self._workplace.background.change(tr("Check in"), work, self._answer, self._refused)

    def _say_that_it_waits(self) -> None:
        if self._waiting:
            self._workplace.say(tr("This is read. It is saved once what runs now is done."))

    def _answer(self, answer: _Answer) -> None:
        self._waiting -= 1
        if answer.coming is not None:
            said = answer.coming.names_only if self._workplace.privacy.hides(Person) else answer.coming.sentence
            self._workplace.say(said, undo=answer.coming.doing != "already")
        elif answer.card is not None:
            QApplication.beep()
            known = answer.card.person_id
            if known is None:
                self._workplace.warn(answer.card.trouble)
            else:
                self._offer(answer.card.trouble, tr("Check in"), lambda: self.person(known))

    def _refused(self, refusal: Refused) -> None:
        self._waiting -= 1
        self._workplace.warn(refusal.sentence)


def _now() -> datetime:
    return datetime.now().astimezone().replace(tzinfo=None)
