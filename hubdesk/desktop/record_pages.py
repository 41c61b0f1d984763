"""Which page a record has, and the commands that every kind brings: its form, unless it has a page of its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final
from uuid import UUID

from hubdesk.access.rights import May
from hubdesk.desktop.commands import Command
from hubdesk.desktop.kind_words import list_words, new_words
from hubdesk.desktop.noting import note_reading
from hubdesk.desktop.privacy import HiddenPage
from hubdesk.desktop.record_facts import RecordFacts
from hubdesk.desktop.record_form import RecordForm
from hubdesk.desktop.record_list import open_list
from hubdesk.desktop.screens.course import CoursePage
from hubdesk.desktop.screens.person import PersonPage
from hubdesk.desktop.ways import Ways
from hubdesk.desktop.widgets import Page
from hubdesk.desktop.workplace import Workplace
from hubdesk.records import KINDS, kind_named
from hubdesk.reports.one_record import title_of

OWN_PAGES: Final[dict[str, Callable[[Workplace, Ways, UUID], Page]]] = {
    "person": PersonPage,
    "course_run": CoursePage,
}
"""The exceptions: kinds whose records have a page of their own."""


def record_page_for(workplace: Workplace, ways: Ways, kind: str, id: UUID) -> Page:
    """The page of this record."""
    own = OWN_PAGES.get(kind)
    if own is not None:
        return own(workplace, ways, id)
    if kind_named(kind).kind.only_added or not workplace.may(May.CHANGE, kind):
        return RecordFacts(workplace, kind, id)
    return RecordForm(workplace, kind, id)


def open_record(workplace: Workplace, ways: Ways, kind: str, id: UUID) -> None:
    """Show the record's page on top of the one shown now; where only names are shown, somebody says first that it may."""

    def show() -> None:
        note_reading(workplace, kind, id)
        page = record_page_for(workplace, ways, kind, id)
        workplace.show_page(page, page.heading.text())

    def show_instead() -> None:
        workplace.go_back()
        show()

    def ask(name: str) -> None:
        workplace.show_page(HiddenPage(name, show_instead), name)

    def look() -> str:
        with workplace.store.reading() as session:
            return title_of(session, kind, id)

    if workplace.privacy.hides(kind_named(kind)):
        workplace.background.read(look, ask)
    else:
        show()


def open_new(workplace: Workplace, kind: str) -> None:
    """Show the form of a new record; once saved, its page."""
    form = RecordForm(workplace, kind)
    workplace.show_page(form, form.heading.text())


def kind_commands(workplace: Workplace) -> list[Command]:
    """For each kind: its list, and a new one, as far as whoever works here may."""
    made = []
    for kind in KINDS:
        name, icon = kind.__tablename__, kind.kind.icon
        if workplace.may(May.SEE, name):
            listed = partial(open_list, workplace, name)
            made.append(Command(f"list.{name}", partial(list_words, kind.kind), listed, icon))
        if workplace.may(May.ADD, name):
            new = partial(open_new, workplace, name)
            made.append(Command(f"new.{name}", partial(new_words, kind.kind), new, icon))
    return made
