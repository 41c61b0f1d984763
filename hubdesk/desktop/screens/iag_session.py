"""A session of advice to read: what was agreed, its review, the paper to take home, and courses nearby."""

from __future__ import annotations

from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QWidget

from hubdesk.access.rights import May
from hubdesk.base.errors import Refused
from hubdesk.base.words import tr
from hubdesk.desktop.record_form import RecordForm
from hubdesk.desktop.this_record import this_record
from hubdesk.desktop.ways import Ways
from hubdesk.desktop.widgets import (
    ActionRow,
    Card,
    EmptyState,
    Page,
    empty_card,
    primary_button,
    quiet,
    quiet_button,
    section,
    told,
)
from hubdesk.desktop.widgets.emptying import emptied
from hubdesk.desktop.wizards.enrolment.course import places
from hubdesk.desktop.workplace import Workplace
from hubdesk.reports.advice import AdvicePage, advice_page
from hubdesk.reports.courses_near import NearRun, runs_near

_KINDS = frozenset(("iag_session", "person", "course_run", "enrolment", "venue", "class_session"))
_Found = tuple[AdvicePage, list[NearRun]]


class IagSessionPage(Page):
    """One session; refreshed when anything of it may have changed."""

    def __init__(self, workplace: Workplace, ways: Ways, id: UUID) -> None:
        super().__init__(tr("IAG session"))
        self._workplace, self._ways, self._id = workplace, ways, id
        self._beside = self.add_side()
        self._edit_button = quiet_button(tr("Edit"), "pencil")
        self._edit_button.clicked.connect(self._edit)
        self._print = primary_button(tr("Print the action plan"), "printer")
        self._print.clicked.connect(lambda: ways.paper("action-plan", id))
        for button in (self._edit_button, self._print):
            self.buttons.addWidget(button)
        self.setFocusProxy(self._edit_button if workplace.leads else self._print)
        workplace.changes.happened.connect(self._changed)
        self._refresh()

    def _refresh(self) -> None:
        store, id = self._workplace.store, self._id

        def look() -> _Found:
            with store.reading() as session:
                page = advice_page(session, id, date.today())
                return page, runs_near(session, page.person_id, date.today())

        self._workplace.background.read(look, self._show, self._gone, owner=self)

    def _changed(self, kinds: frozenset[str]) -> None:
        if kinds & _KINDS:
            self._refresh()

    def _gone(self, refusal: Refused) -> None:
        emptied(self.body)
        emptied(self._beside)
        for button in (self._edit_button, self._print):
            button.hide()
        self.body.addWidget(EmptyState("signpost", tr("There is nothing to show."), refusal.sentence))

    def _show(self, found: _Found) -> None:
        page, near = found
        self.show_title(tr("{what} on {day}", what=page.iag_type, day=page.day), _lead(page))
        self._edit_button.setVisible(self._workplace.may(May.CHANGE, "iag_session"))
        emptied(self.body)
        parts = [(tr("What was talked about"), self._talk(page))]
        if not self._workplace.leads:
            parts.append((tr("What was agreed"), self._agreed(page)))
            parts.append((tr("Courses near {name}", name=page.person), self._courses(page, near)))
        for title, part in parts:
            self.body.addWidget(section(title))
            self.body.addWidget(part)
        self._print.setVisible(not self._workplace.leads)
        self._show_side(page)

    def _talk(self, page: AdvicePage) -> QWidget:
        lines = ((tr("Issues"), page.issues), (tr("Options discussed"), page.options))
        if any(text for _, text in lines):
            return _told(lines)
        if self._workplace.leads:
            return empty_card("lock", tr("Notes stay at the hub."), tr("What came here is that there was a session."))
        hint = tr("Edit adds them.") if page.agreed else tr("Ask first whether they agree that we keep notes.")
        return empty_card("pen-line", tr("No notes were kept."), hint)

    def _agreed(self, page: AdvicePage) -> QWidget:
        places_told = "\n".join(page.signposted_to)
        lines = ((tr("Agreed actions"), "\n".join(page.actions)), (tr("Signposted to"), places_told))
        if any(text for _, text in lines):
            return _told(lines)
        return empty_card("target", tr("No action was agreed."), tr("The action plan then has lines to write on."))

    def _courses(self, page: AdvicePage, near: list[NearRun]) -> QWidget:
        """Each leads to the last look before the enrolment is done."""
        if not near:
            return empty_card(
                "book-open", tr("No course is open for enrolment"), tr("Open a course run under Courses.")
            )
        card = Card()
        if not any(one.distance for one in near):
            card.inside.addWidget(quiet(tr("Nobody knows how far these are: the soonest stands first.")))
        for one in near:
            said = " · ".join(part for part in (one.distance, one.run.detail, places(one.run)) if part)
            row = ActionRow("book-open", one.run.title, said, "primary")
            row.setAccessibleName(tr("Enrol {name} on {run}", name=page.person, run=one.run.title))
            enrol = partial(self._ways.enrol_person_on, page.person_id, page.person, one.run)
            row.clicked.connect(enrol)
            card.add_row(row)
        return card

    def _show_side(self, page: AdvicePage) -> None:
        emptied(self._beside)
        if not self._workplace.leads:
            self._beside.addWidget(section(tr("Review")))
            self._beside.addWidget(self._review(page))
        self._beside.addWidget(section(tr("Person")))
        who = Card()
        person = ActionRow("user", page.person, tr("Contact, courses and everything else"))
        person.clicked.connect(lambda: self._workplace.open_record("person", page.person_id))
        again = ActionRow("signpost", tr("New IAG session"), tr("The next one with this person"))
        again.clicked.connect(partial(self._new, page))
        who.add_row(person)
        who.add_row(again)
        self._beside.addWidget(who)
        self._beside.addWidget(section(tr("This record")))
        record = Card()
        for row in this_record(self._workplace, "iag_session", self._id, self.heading.text, self):
            record.add_row(row)
        self._beside.addWidget(record)

    def _review(self, page: AdvicePage) -> Card:
        """When it is, or by what it ends."""
        card = Card()
        said = tr("Note how it went as a new session; then this is done.") if page.review_is_due else ""
        review = ActionRow(
            "calendar", page.review or tr("No day was set"), said, "overdue" if page.review_is_due else "quiet"
        )
        review.clicked.connect(partial(self._new, page) if page.review_is_due else self._edit)
        card.add_row(review)
        return card

    def _new(self, page: AdvicePage) -> None:
        form = RecordForm(self._workplace, "iag_session", prefilled={"person": page.person_id})
        self._workplace.show_page(form, form.heading.text())

    def _edit(self) -> None:
        self._workplace.show_page(RecordForm(self._workplace, "iag_session", self._id), self.heading.text())


def _told(lines: tuple[tuple[str, str], ...]) -> Card:
    card = Card(padded=True)
    for label, text in lines:
        if text:
            card.inside.addLayout(told(label, text))
    return card


def _lead(page: AdvicePage) -> str:
    adviser = tr("with {name}", name=page.adviser) if page.adviser else ""
    return " · ".join(part for part in (page.person, page.length, page.channel, adviser) if part)
