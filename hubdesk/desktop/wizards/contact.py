"""How to reach the person, and whom to call in an emergency."""

from __future__ import annotations

from hubdesk.base.words import tr
from hubdesk.desktop.widgets import section
from hubdesk.desktop.wizards.answers import Answers, called
from hubdesk.desktop.wizards.likely import Known, Likely
from hubdesk.desktop.wizards.question import Question
from hubdesk.desktop.wizards.row import Row
from hubdesk.desktop.workplace import Workplace
from hubdesk.records.people.emergency_contact import EmergencyContact
from hubdesk.records.people.person import Person


class PersonQuestion(Question):
    """A page about a new person, which says when somebody like them is here already.

    ``then``: the page to turn to when the person says "that is me".
    """

    def __init__(self, workplace: Workplace, then: str) -> None:
        super().__init__(workplace)
        self._then = then
        self._all: Answers = {}
        self._same: Answers = {}
        self._likely = Likely(workplace)
        self._likely.chosen.connect(self._is)
        self.edited.connect(self._look)
        self.aside = self._likely

    def show_answers(self, answers: Answers) -> None:
        self._all = dict(answers)
        self._same = {}
        super().show_answers(answers)
        self._likely.look(answers)

    def answers(self) -> Answers:
        return {**super().answers(), **self._same}

    def _look(self) -> None:
        self._likely.look({**self._all, **self.answers()})

    def _is(self, known: Known) -> None:
        self._same = {"person": str(known.id), "person_name": known.name, "person_detail": known.detail}
        self.edited.emit()
        self.change.emit(self._then, "")


class ContactQuestion(PersonQuestion):
    """Phone, e-mail and address; ``with_emergency`` also asks whom to call."""

    def __init__(self, workplace: Workplace, then: str, *, with_names: bool = False) -> None:
        super().__init__(workplace, then)
        if with_names:
            add_names(self, short=True)
        self.add_beside(
            self.field_row(Person, "phone"),
            self.field_row(Person, "email"),
        )
        self.add(self.pick_row("contact_by", "contact_preference", tr("Best way to reach them"), chips=True))
        self.add_beside(self.field_row(Person, "address"), self.field_row(Person, "postcode"))
        if not with_names:
            add_emergency(self)

    def title(self, answers: Answers) -> str:
        return tr("How can we reach {name}?", name=called(answers))

    def why(self, answers: Answers) -> str:
        return tr("A phone number or an address is enough. What is not known can stay empty.")

    def begin(self, key: str = "") -> None:
        # The name was written on the page before; what is typed now answers the question at the top.
        named = "full_name" in self.rows and self.rows["full_name"].editor.written()
        super().begin(key or ("phone" if named else ""))

    def wrong(self) -> dict[str, str]:
        return {**super().wrong(), **wrong_emergency(self)}


def add_names(page: Question, *, short: bool = False) -> None:
    """The names of a person and their day of birth; ``short`` leaves out the name on certificates."""
    page.add_beside(
        page.field_row(Person, "full_name", needed=tr("Write the person's name.")),
        page.field_row(Person, "family_name", hint=tr("The part that lists are sorted by.")),
    )
    if short:
        page.add_beside(
            page.field_row(Person, "known_as"),
            page.field_row(Person, "date_of_birth", hint=tr("For example 27 3 1985. It may stay empty.")),
        )
    else:
        page.add_beside(
            page.field_row(Person, "known_as"),
            page.field_row(Person, "certificate_name"),
        )
        page.add(_born(page))


def add_emergency(page: Question) -> None:
    """Whom to call."""
    page.body.addWidget(section(tr("If something happens, whom do we call?")))
    page.add_beside(
        page.field_row(EmergencyContact, "name", label=tr("Their name"), key="emergency_name"),
        page.field_row(EmergencyContact, "phone", label=tr("Their phone"), key="emergency_phone"),
    )
    page.add(page.field_row(EmergencyContact, "relationship", label=tr("Who they are"), key="emergency_relationship"))


def wrong_emergency(page: Question) -> dict[str, str]:
    """A name without a phone helps nobody, nor a phone without a name."""
    rows = page.rows
    if "emergency_name" not in rows:
        return {}
    name, phone = rows["emergency_name"].editor.written(), rows["emergency_phone"].editor.written()
    if name and not phone:
        return {"emergency_phone": tr("Write the number to call, or leave the name empty too.")}
    if phone and not name:
        return {"emergency_name": tr("Write whose number it is, or leave the number empty too.")}
    return {}


def _born(page: Question) -> Row:
    return page.field_row(
        Person,
        "date_of_birth",
        hint=tr("For example 27 3 1985. Leave it empty when the whole date is not known."),
    )
