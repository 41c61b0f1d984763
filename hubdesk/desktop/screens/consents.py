"""What a person agreed to, in which words and when; taking it back is one key away."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hubdesk.base.progress import Progress
from hubdesk.base.words import tr
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import Card, FlowLayout, FoldingLayout, Page, Pill, quiet_button, small, strong, words
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
    """A row for each purpose, with all that was ever said about it."""

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
        card = Card()
        card.setMaximumWidth(scaled(860))
        for one in sorted(standings, key=lambda one: one.given is None):
            card.add_row(self._row(one))
        self.body.addWidget(card)

    def _row(self, one: Standing) -> QWidget:
        row = QWidget()
        line = FoldingLayout(row)
        line.setContentsMargins(scaled(18), scaled(12), scaled(18), scaled(12))
        texts = QWidget()
        column = QVBoxLayout(texts)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(6))
        title = QWidget()
        flow = FlowLayout(title, gap=8)
        flow.addWidget(strong(one.title))
        if one.given is not None:
            flow.addWidget(Pill(tr("agreed"), "done") if one.given else Pill(tr("not agreed"), "overdue"))
        column.addWidget(title)
        if not one.said:
            column.addWidget(small(tr("Nobody has asked yet."), "quiet"))
        for said in one.said:
            told = QVBoxLayout()
            told.setSpacing(scaled(2))
            told.addWidget(words(said.sentence))
            told.addWidget(small(tr("“{wording}” Written down by {name}.", wording=said.wording, name=said.by)))
            column.addLayout(told)
        line.add(texts, takes_rest=True)
        line.add(self._button(one))
        return row

    def _button(self, one: Standing) -> QWidget:
        decision = "withdrawn" if one.given else "given"
        button = quiet_button(tr("Take it back")) if one.given else quiet_button(tr("They agree now"))
        name = tr("Take back: {purpose}", purpose=one.title) if one.given else tr("Agree: {purpose}", purpose=one.title)
        button.setAccessibleName(name)
        said = partial(say_consent, self._workplace, self._person, one.purpose, one.title, decision)
        button.clicked.connect(lambda _=False: said())
        return button
