"""What a person agreed to, in which words and when; taking it back is one key away."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from hubdesk.base.progress import Progress
from hubdesk.base.words import tr
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import Card, Page, Pill, link_button, quiet, quiet_button, section, small, words
from hubdesk.desktop.widgets.emptying import emptied
from hubdesk.desktop.workplace import Workplace
from hubdesk.operations.keep_person import note_consent
from hubdesk.reports.consents import Standing, consents_of
from hubdesk.reports.one_record import title_of


def say_consent(workplace: Workplace, person: UUID, purpose: str, title: str, decision: str) -> None:
    """Add what the person says now to the log, in the words of today."""
    said = tr("Note what was agreed: {purpose}", purpose=title)

    def work(progress: Progress) -> None:
        with workplace.store.operation(said) as session:
            by = workplace.store.by or tr("The hub's desk")
            around = workplace.store.around(session)
            note_consent(session, around, person, purpose, decision, channel="in_person", recorded_by=by)

    done = tr("Taken back: {purpose}. It holds from now on.", purpose=title)
    given = tr("Agreed: {purpose}.", purpose=title)
    workplace.background.change(
        said, work, lambda _: workplace.say(done if decision == "withdrawn" else given, undo=True)
    )


class ConsentsPage(Page):
    """One card for each purpose, with all that was ever said about it."""

    def __init__(self, workplace: Workplace, person: UUID) -> None:
        with workplace.store.reading() as session:
            name = title_of(session, "person", person)
        super().__init__(tr("What they agreed to"), name)
        self._workplace, self._person = workplace, person
        workplace.changes.happened.connect(self._changed)
        self._refresh()

    def _changed(self, kinds: frozenset[str]) -> None:
        if "consent_event" in kinds:
            self._refresh()

    def _refresh(self) -> None:
        store, person = self._workplace.store, self._person

        def look() -> tuple[Standing, ...]:
            with store.reading() as session:
                return consents_of(session, person)

        self._workplace.background.read(look, self._show, owner=self)

    def _show(self, standings: tuple[Standing, ...]) -> None:
        emptied(self.body)
        for one in sorted(standings, key=lambda one: one.given is None):
            self.body.addWidget(self._card(one))

    def _card(self, one: Standing) -> Card:
        card = Card(padded=True)
        card.setMaximumWidth(scaled(860))
        head = QHBoxLayout()
        head.addWidget(section(one.title))
        if one.given is not None:
            head.addWidget(Pill(tr("agreed"), "done") if one.given else Pill(tr("not agreed"), "overdue"))
        head.addStretch(1)
        decision = "withdrawn" if one.given else "given"
        button = quiet_button(tr("Take it back")) if one.given else link_button(tr("They agree now"))
        name = tr("Take back: {purpose}", purpose=one.title) if one.given else tr("Agree: {purpose}", purpose=one.title)
        button.setAccessibleName(name)
        said = partial(say_consent, self._workplace, self._person, one.purpose, one.title, decision)
        button.clicked.connect(lambda _=False: said())
        head.addWidget(button)
        card.inside.addLayout(head)
        if not one.said:
            card.inside.addWidget(quiet(tr("Nobody has asked yet.")))
        for line in one.said:
            told = QVBoxLayout()
            told.setSpacing(scaled(2))
            told.addWidget(words(line.sentence))
            told.addWidget(small(tr("“{wording}” Written down by {name}.", wording=line.wording, name=line.by)))
            card.inside.addLayout(told)
        return card
