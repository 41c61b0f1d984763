"""Which page a record has, and the commands that every kind brings: its form, unless it has a page of its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final, Protocol, runtime_checkable
from uuid import UUID

from PySide6.QtWidgets import QWidget

from hubdesk.access.rights import May
from hubdesk.desktop.commands import Command
from hubdesk.desktop.kind_words import list_words, new_words
from hubdesk.desktop.noting import note_reading
from hubdesk.desktop.privacy import HiddenPage
from hubdesk.desktop.record_facts import RecordFacts
from hubdesk.desktop.record_form import RecordForm
from hubdesk.desktop.record_list import open_list
from hubdesk.desktop.screens.course import CoursePage
from hubdesk.desktop.screens.iag_session import IagSessionPage
from hubdesk.desktop.screens.person import PersonPage
from hubdesk.desktop.ways import Ways
from hubdesk.desktop.widgets import Page
from hubdesk.desktop.workplace import Workplace
from hubdesk.fields.types import Link
from hubdesk.records import KINDS, fields_of, kind_named
from hubdesk.reports.one_record import title_of

OWN_PAGES: Final[dict[str, Callable[[Workplace, Ways, UUID], Page]]] = {
    "person": PersonPage,
    "course_run": CoursePage,
    "iag_session": IagSessionPage,
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


@runtime_checkable
class HasRecord(Protocol):
    """A page about one record, to whom what is made new from it belongs: its kind and id."""

    @property
    def about(self) -> tuple[str, UUID]: ...


def open_new(workplace: Workplace, kind: str, here: QWidget | None = None) -> None:
    """Show the form of a new record, of the one that the page ``here`` is about; once saved, its page."""
    prefilled: dict[str, UUID] = {}
    first = fields_of(kind_named(kind))[0]
    if isinstance(here, HasRecord) and isinstance(first.type, Link) and first.type.to == here.about[0]:
        prefilled = {first.name: here.about[1]}
    form = RecordForm(workplace, kind, prefilled=prefilled)
    workplace.show_page(form, form.heading.text())


def kind_commands(workplace: Workplace, here: Callable[[], QWidget | None] = lambda: None) -> list[Command]:
    """For each kind: its list, and a new one, as far as whoever works here may. ``here()`` is the page shown now."""
    made = []
    for kind in KINDS:
        name, icon = kind.__tablename__, kind.kind.icon
        if workplace.may(May.SEE, name):
            listed = partial(open_list, workplace, name)
            made.append(Command(f"list.{name}", partial(list_words, kind.kind), listed, icon))
        if workplace.may(May.ADD, name):
            new = partial(_open_new_from, workplace, name, here)
            made.append(Command(f"new.{name}", partial(new_words, kind.kind), new, icon))
    return made


def _open_new_from(workplace: Workplace, kind: str, here: Callable[[], QWidget | None]) -> None:
    open_new(workplace, kind, here())
