"""People already here who may be the one a page is about, shown while it is typed."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import partial
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hubdesk.base.errors import FieldError
from hubdesk.base.words import tr
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import ActionRow, Card, announce, words
from hubdesk.desktop.wizards.answers import Answers, full_name, meant
from hubdesk.desktop.workplace import Workplace
from hubdesk.fields.text_types import V
from hubdesk.fields.types import Date, FieldType, Phone, Postcode
from hubdesk.records.people.person import Person
from hubdesk.reports.likely_same import likely_same
from hubdesk.store import Store

WAIT = 120


@dataclass(frozen=True)
class Known:
    """A person who is here already."""

    id: UUID
    name: str
    detail: str


def look_for(store: Store, words: str, limit: int = 6) -> list[Known]:
    """People whose name, phone or postcode holds ``words``, then those called nearly so."""
    found = {hit.id: Known(hit.id, hit.title, hit.detail) for hit in store.search(words, limit, kinds=("person",))}
    with store.reading() as session:
        alike = likely_same(session, words, limit=limit) if any(sign.isalpha() for sign in words) else []
    for one in alike:
        detail = " · ".join(part for part in (one.detail, one.why) if part)
        found[one.person_id] = Known(one.person_id, one.name, detail)
    return list(found.values())[:limit]


def look_alike(store: Store, answers: Answers) -> list[Known]:
    """People who may be the one that a new learner's or volunteer's answers tell of."""
    name = full_name(answers)
    if not name:
        return []
    with store.reading() as session:
        alike = likely_same(
            session,
            name,
            born=_so_far(answers, "date_of_birth", Date()),
            phone=_so_far(answers, "phone", Phone()),
            postcode=_so_far(answers, "postcode", Postcode()),
            limit=3,
        )
    return [Known(one.person_id, one.name, " · ".join(part for part in (one.detail, one.why) if part)) for one in alike]


def as_seen(workplace: Workplace, found: list[Known]) -> list[Known]:
    """The same people, by name alone while only names are shown: a phone or a postcode typed in full tells them apart."""
    return [replace(one, detail="") for one in found] if workplace.privacy.hides(Person) else found


class Likely(QWidget):
    """A card of people who may be meant; empty while there are none. ``chosen(Known)``: it is this one."""

    chosen = Signal(object)

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._work = workplace
        self._shown: list[Known] = []
        self._found: list[Known] = []
        self._answers: Answers = {}
        self._asked: Future[None] | None = None
        self._card = Card()
        self._said = words("", "due")
        self._said.hide()
        self._card.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(8))
        column.addWidget(self._said)
        column.addWidget(self._card)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT)
        self._timer.timeout.connect(self._look)
        workplace.privacy.changed.connect(self._show_again)

    def look(self, answers: Answers) -> None:
        """Look again soon, for these answers."""
        self._answers = dict(answers)
        if answers.get("person"):
            self._show([])
        else:
            self._timer.start()

    def _look(self) -> None:
        if not self.isVisible():
            return
        if self._asked is not None:
            self._asked.cancel()
        work: Callable[[], list[Known]] = partial(look_alike, self._work.store, self._answers)
        self._asked = self._work.background.read(work, self._show)

    def _show_again(self) -> None:
        self._show(self._found)

    def _show(self, found: list[Known]) -> None:
        self._found, found = found, as_seen(self._work, found)
        if found == self._shown:
            return
        self._shown = found
        self._card.clear()
        for known in found:
            row = ActionRow("user-check", tr("It is {name}", name=known.name), known.detail, "due")
            row.clicked.connect(partial(self.chosen.emit, known))
            self._card.add_row(row)
        sentence = tr("Somebody like this is here already. Is it the same person?") if found else ""
        self._said.setText(sentence)
        self._said.setVisible(bool(found))
        self._card.setVisible(bool(found))
        if found:
            announce(self, sentence)


def _so_far(answers: Answers, key: str, type: FieldType[V]) -> V | None:
    try:
        return meant(answers, key, type)
    except FieldError:
        return None
