"""A person's page: who they are, what they are doing, their pathway, what is due, and the next thing to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QWidget

from hubdesk.access.rights import Deed
from hubdesk.base.errors import Refused
from hubdesk.base.words import tr
from hubdesk.desktop.looks import Tone
from hubdesk.desktop.noting import note_needs
from hubdesk.desktop.pathway import Pathway, Step
from hubdesk.desktop.person_cards import PersonCards
from hubdesk.desktop.record_form import RecordForm
from hubdesk.desktop.related import RelatedRecords
from hubdesk.desktop.screens.consents import ConsentsPage
from hubdesk.desktop.screens.erase_person import ErasePersonPage
from hubdesk.desktop.screens.person_contact import contact_card
from hubdesk.desktop.screens.person_papers import papers_card
from hubdesk.desktop.screens.subject_pack import SubjectPackPage
from hubdesk.desktop.this_record import this_record
from hubdesk.desktop.ways import Ways
from hubdesk.desktop.widgets import (
    ActionRow,
    Button,
    Card,
    EmptyState,
    FlowLayout,
    Page,
    Pill,
    primary_button,
    quiet_button,
    section,
    words,
)
from hubdesk.desktop.widgets.emptying import emptied
from hubdesk.desktop.workplace import Workplace
from hubdesk.reports.one_record import Related, related, title_of
from hubdesk.reports.person_page import PersonPage as Person
from hubdesk.reports.person_page import person_page
from hubdesk.reports.whose_card import CardLine, cards_of

_Found = tuple[Person, list[Related], tuple[CardLine, ...]]

_CONSENT_LOOKS: dict[bool | None, tuple[str, Tone]] = {
    True: ("circle-check", "done"),
    False: ("circle-x", "overdue"),
    None: ("clipboard-check", "quiet"),
}
_ELSEWHERE = frozenset({"attendance", "class_session", "consent_event", "person_card"})
"""What is told as a figure, or has its own place, rather than line by line."""


class PersonPage(Page):
    """One person, told from what links to them; refreshed when anything of theirs may have changed."""

    def __init__(self, workplace: Workplace, ways: Ways, id: UUID) -> None:
        super().__init__(_name(workplace, id))
        self._workplace, self._ways, self._id = workplace, ways, id
        self._person: Person | None = None
        self._parts: list[QWidget] = []
        self._beside = self.add_side()
        self._related = RelatedRecords(workplace, id, self.heading.text(), _ELSEWHERE)
        self._pathway = Pathway()
        self._now = Card()
        self._roles = QWidget()
        self._role_flow = FlowLayout(self._roles, gap=8)
        self._next = QWidget()
        self._next_flow = FlowLayout(self._next, gap=10)
        path = Card(padded=True)
        path.inside.addWidget(self._pathway)
        self._path_parts = (section(tr("Pathway")), path)
        for part in (self._roles, self._next, section(tr("Now")), self._now, *self._path_parts, self._related):
            self.body.addWidget(part)
        workplace.changes.happened.connect(self._changed)
        self._refresh()

    @property
    def about(self) -> tuple[str, UUID]:
        """The record that this page is about: what is made new from here is theirs."""
        return "person", self._id

    def _refresh(self) -> None:
        store, who = self._workplace.store, self._id

        def look() -> _Found:
            with store.reading() as session:
                return (
                    person_page(session, who, date.today()),
                    related(session, "person", who),
                    cards_of(session, who),
                )

        self._workplace.background.read(look, self._show, self._gone, owner=self)

    def _changed(self, kinds: frozenset[str]) -> None:
        self._refresh()

    def _gone(self, refusal: Refused) -> None:
        for at in range(self.body.count()):
            item = self.body.itemAt(at)
            part = item.widget() if item is not None else None
            if part is not None:
                part.hide()
        self.body.addWidget(EmptyState("user-x", tr("This person is not there any more."), refusal.sentence))

    def _show(self, found: _Found) -> None:
        person, linked, cards = found
        self._person = person
        self.show_title(person.name, _lead(person))
        self._show_roles(person)
        self._show_next(person)
        self._show_now(person)
        steps = [
            Step(
                step.day,
                step.sentence,
                step.detail,
                step.icon,
                step.tone,
                partial(self._workplace.open_record, step.kind, step.id),
            )
            for step in person.pathway
        ]
        self._pathway.show_steps(steps, date.today())
        for part in self._path_parts:
            part.setVisible(bool(steps))
        self._related.show_related(linked)
        self._show_side(person, cards)

    def _show_roles(self, person: Person) -> None:
        emptied(self._role_flow)
        for role in person.roles:
            self._role_flow.addWidget(Pill(role, "primary"))
        self._roles.setVisible(bool(person.roles))

    def _show_next(self, person: Person) -> None:
        """The likeliest thing first, as the one primary action."""
        emptied(self._next_flow)
        known: dict[str, tuple[str, str, Callable[[], object]]] = {
            "enrol": (tr("Enrol on a course"), "user-plus", partial(self._ways.enrol_person, self._id, person.name)),
            "advise": (tr("New IAG session"), "signpost", partial(self._add, "iag_session")),
            "onboard": (tr("Take on as a volunteer"), "hand-heart", self._ways.onboard),
            "edit": (tr("Edit"), "pencil", self._edit),
        }
        for name in person.actions:
            text, icon, run = known[name]
            first = self._next_flow.count() == 0
            button: Button = primary_button(text, icon) if first else quiet_button(text, icon)
            button.clicked.connect(partial(_run, run))
            self._next_flow.addWidget(button)

    def _show_now(self, person: Person) -> None:
        self._now.clear()
        for doing in person.doing:
            row = ActionRow(doing.icon, doing.title, doing.detail, doing.tone)
            kind, record = ("course_run", doing.run_id) if doing.run_id else (doing.kind, doing.id)
            row.clicked.connect(partial(self._workplace.open_record, kind, record))
            self._now.add_row(row)
        if not person.doing:
            row = ActionRow(
                "sprout", tr("Nothing at the moment"), tr("Enrol them on a course, or ask what they would like.")
            )
            row.clicked.connect(partial(self._ways.enrol_person, self._id, person.name))
            self._now.add_row(row)

    def _show_side(self, person: Person, cards: tuple[CardLine, ...]) -> None:
        emptied(self._beside)
        note_needs(self._workplace, person.due, self._related.noted, of=self._id)
        if person.due:
            self._beside.addWidget(section(tr("Needs someone")))
            card = Card()
            for need in person.due:
                row = ActionRow(need.icon, need.sentence, need.detail, need.tone)
                row.clicked.connect(partial(_run, partial(self._ways.follow, need.target)))
                card.add_row(row)
            self._beside.addWidget(card)
        self._beside.addWidget(section(tr("Contact")))
        self._beside.addWidget(contact_card(person))
        if person.classes:
            said = tr("Came to {n} of {classes} classes.", n=person.attended, classes=person.classes)
            self._beside.addWidget(section(tr("Attendance")))
            card = Card(padded=True)
            card.inside.addWidget(words(said))
            self._beside.addWidget(card)
        if not self._workplace.leads:
            card = PersonCards(self._workplace, self._id, self._ways.cards)
            card.show_cards(person.name, cards)
            self._beside.addWidget(section(tr("Card")))
            self._beside.addWidget(card)
        self._beside.addWidget(section(tr("Papers")))
        self._beside.addWidget(papers_card(self._ways, person))
        self._beside.addWidget(section(tr("What they agreed to")))
        self._beside.addWidget(self._consent_card(person))
        self._beside.addWidget(section(tr("This record")))
        self._beside.addWidget(self._record_card())

    def _consent_card(self, person: Person) -> Card:
        """How each purpose that was asked about stands; a line leads to the words, and to taking it back."""
        card = Card()
        for one in person.consents:
            icon, tone = _CONSENT_LOOKS[one.given]
            row = ActionRow(icon, one.title, one.sentence, tone)
            row.clicked.connect(self._open_consents)
            card.add_row(row)
        if not person.consents:
            row = ActionRow("clipboard-check", tr("Nothing asked yet"), tr("Ask, and write down what they say"))
            row.clicked.connect(self._open_consents)
            card.add_row(row)
        return card

    def _record_card(self) -> Card:
        card = Card()
        history, *gone = this_record(self._workplace, "person", self._id, self.heading.text, self)
        held = ActionRow("file-check", tr("What we hold about them"), tr("To hand over when they ask for it"))
        held.clicked.connect(self._open_pack)
        erase = ActionRow("user-x", tr("Erase"), tr("For good; says first what goes"), "overdue")
        erase.clicked.connect(self._open_erase)
        card.add_row(history)
        if self._workplace.may_do(Deed.ANSWER_REQUESTS):
            card.add_row(held)
        for row in gone:
            card.add_row(row)
        if self._workplace.may_do(Deed.ERASE):
            card.add_row(erase)
        return card

    def _open_pack(self) -> None:
        self._workplace.show_page(SubjectPackPage(self._workplace, self._id), tr("What we hold about them"))

    def _open_erase(self) -> None:
        self._workplace.show_page(ErasePersonPage(self._workplace, self._id), tr("Erase a person"))

    def _open_consents(self) -> None:
        self._workplace.show_page(ConsentsPage(self._workplace, self._id), tr("What they agreed to"))

    def _edit(self) -> None:
        self._workplace.show_page(RecordForm(self._workplace, "person", self._id), self.heading.text())

    def _add(self, kind: str) -> None:
        form = RecordForm(self._workplace, kind, prefilled={"person": self._id})
        self._workplace.show_page(form, form.heading.text())


def _name(workplace: Workplace, id: UUID) -> str:
    with workplace.store.reading() as session:
        return title_of(session, "person", id)


def _lead(person: Person) -> str:
    known = tr("Known as {name}", name=person.known_as) if person.known_as and person.known_as != person.name else ""
    born = ""
    if person.born:
        born = tr("Born {day}, {age} years old", day=person.born, age=person.age)
    return " · ".join(part for part in (known, born, person.ward) if part)


def _run(action: Callable[[], object], _: bool = False) -> None:
    action()
