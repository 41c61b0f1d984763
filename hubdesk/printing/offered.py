"""Every paper that HubDesk offers: what it is called, what it is about, who draws it and what fills it.

The window, the command line and the tests read this list; a paper that stands here is reachable everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final, Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from hubdesk.access.rights import May, may
from hubdesk.access.roles import Role
from hubdesk.base.progress import Progress
from hubdesk.base.words import Later, tr_later
from hubdesk.printing import (
    action_plan,
    badge,
    cards,
    enrolment_form,
    gathering,
    gathering_advice,
    gathering_cards,
    gathering_desk,
    gathering_learner,
    gathering_volunteer,
    induction_sheet,
    joining_letter,
    leaflet,
    learner_record,
    marked_register,
    poster,
    register_to_sign,
    roll_call,
    sign_in_sheet,
    volunteer_agreement,
    welcome_letter,
)
from hubdesk.printing.document import Target
from hubdesk.printing.look import USUAL, Look
from hubdesk.records import Record
from hubdesk.records.advice.iag_session import IagSession
from hubdesk.records.volunteering.application import Application

_NOON: Final = time(12)

Gather = Callable[[Session, UUID, date], Any]
"""What a document says, about one record and as of a day. Raises Refused when there is nothing to say."""


class Document(Protocol):
    """A module of this package that draws one kind of paper; ``data`` is what its own dataclass holds."""

    def draw(self, target: Target, data: Any, look: Look = USUAL, progress: Progress | None = None) -> str: ...

    def file_name(self, data: Any) -> str: ...


@dataclass(frozen=True)
class Offered:
    """A paper. ``about`` is the kind of record that it is printed from, "hub" for those of the hub itself."""

    name: str
    title: Later
    about: str
    icon: str
    document: Any
    gather: Gather
    said: Later
    """In a few words, what it is for."""
    designs: tuple[tuple[str, Later], ...] = ()
    both_sides: bool = False
    """Whether it is meant for both sides of the sheet."""
    reads: type[Record] | None = None
    """Records without which it says nothing: it is offered to those who may see them."""


def _of_hub(gather: Callable[[Session, date], Any]) -> Gather:
    return lambda session, id, today: gather(session, today)


def _now(gather: Callable[[Session, datetime], Any]) -> Gather:
    """As of this minute where the day is today, else as of noon."""

    def gathered(session: Session, id: UUID, today: date) -> Any:
        now = datetime.now().astimezone().replace(tzinfo=None)
        return gather(session, now if now.date() == today else datetime.combine(today, _NOON))

    return gathered


def _of_record(gather: Callable[[Session, UUID], Any]) -> Gather:
    return lambda session, id, today: gather(session, id)


PAPERS: Final = (
    Offered(
        "register",
        tr_later("Register to sign"),
        "class_session",
        "list-checks",
        register_to_sign,
        _of_record(gathering.register_to_sign),
        tr_later("For one class, with spare lines"),
    ),
    Offered(
        "marked-register",
        tr_later("Marked register"),
        "course_run",
        "list-checks",
        marked_register,
        gathering.marked_register,
        tr_later("All marks so far"),
    ),
    Offered(
        "poster",
        tr_later("Course poster"),
        "course_run",
        "map-pin",
        poster,
        gathering_desk.poster,
        tr_later("To pin up: what, when, where, whom to ask"),
    ),
    Offered(
        "enrolment-form",
        tr_later("Enrolment form"),
        "enrolment",
        "file-text",
        enrolment_form,
        gathering.enrolment_form,
        tr_later("With their answers, to sign"),
    ),
    Offered(
        "joining-letter",
        tr_later("Joining letter"),
        "enrolment",
        "mail",
        joining_letter,
        gathering_learner.joining_letter,
        tr_later("When and where it begins, and how to get in"),
    ),
    Offered(
        "learning-record",
        tr_later("What they did here"),
        "person",
        "sprout",
        learner_record,
        gathering_learner.learner_record,
        tr_later("Courses, attendance, certificates and hours, theirs to keep"),
    ),
    Offered(
        "action-plan",
        tr_later("Action plan"),
        "iag_session",
        "signpost",
        action_plan,
        gathering_advice.action_plan,
        tr_later("What was agreed with their adviser, to take home"),
        reads=IagSession,
    ),
    Offered(
        "agreement",
        tr_later("Volunteer agreement"),
        "application",
        "handshake",
        volunteer_agreement,
        gathering_volunteer.volunteer_agreement,
        tr_later("What we hope for from each other, to sign"),
    ),
    Offered(
        "welcome-letter",
        tr_later("Welcome letter"),
        "application",
        "mail",
        welcome_letter,
        gathering_volunteer.welcome_letter,
        tr_later("The role, the first days, whom to turn to"),
    ),
    Offered(
        "induction",
        tr_later("Induction sheet"),
        "application",
        "clipboard-check",
        induction_sheet,
        gathering_volunteer.induction_sheet,
        tr_later("Fire, safeguarding, data and the rest, to tick off"),
    ),
    Offered(
        "badge",
        tr_later("Badge"),
        "application",
        "user-check",
        badge,
        gathering_volunteer.badge,
        tr_later("Their name, role and the hub, the size of a card"),
    ),
    Offered(
        "card",
        tr_later("Card to check in with"),
        "person_card",
        "id-card",
        cards,
        lambda session, id, today: gathering_cards.cards(session, [id], today),
        tr_later("Their name, a code and its number"),
    ),
    Offered(
        "sign-in",
        tr_later("Sign-in sheet"),
        "hub",
        "pen-line",
        sign_in_sheet,
        _of_hub(gathering_desk.sign_in_sheet),
        tr_later("For today, at the door"),
        both_sides=True,
    ),
    Offered(
        "roll-call",
        tr_later("Fire roll-call"),
        "hub",
        "triangle-alert",
        roll_call,
        _now(gathering_desk.roll_call),
        tr_later("Who is in the building now"),
    ),
    Offered(
        "whats-on",
        tr_later("What’s-on leaflet"),
        "hub",
        "book-open",
        leaflet,
        _of_hub(gathering_desk.leaflet),
        tr_later("All open courses, on a sheet folded once"),
        designs=leaflet.DESIGNS,
        both_sides=True,
    ),
    Offered(
        "badges",
        tr_later("Badges of all volunteers"),
        "hub",
        "users",
        badge,
        _of_hub(gathering_volunteer.all_badges),
        tr_later("Ten on a sheet, to cut out"),
        reads=Application,
    ),
    Offered(
        "blank-form",
        tr_later("Blank enrolment form"),
        "hub",
        "file-text",
        enrolment_form,
        _of_hub(gathering.blank_form),
        tr_later("To fill in by hand"),
    ),
)
"""In the order in which a page shows them."""


def paper_named(name: str) -> Offered:
    """The paper of that name."""
    return next(one for one in PAPERS if one.name == name)


def papers_about(kind: str) -> list[Offered]:
    """The papers that are printed from a record of the kind."""
    return [one for one in PAPERS if one.about == kind]


def papers_of_hub(role: Role) -> list[Offered]:
    """The papers of the hub itself that have something to say to this role."""
    return [one for one in papers_about("hub") if one.reads is None or may(role, May.SEE, one.reads)]
