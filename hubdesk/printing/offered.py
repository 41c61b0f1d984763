"""Every paper that HubDesk offers: what it is called, what it is about, who draws it and what fills it.

The window, the command line and the tests read this list; a paper that stands here is reachable everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from hubdesk.base.progress import Progress
from hubdesk.base.words import Later, tr_later
from hubdesk.printing import (
    enrolment_form,
    gathering,
    marked_register,
    register_to_sign,
    volunteer_agreement,
)
from hubdesk.printing.document import Target
from hubdesk.printing.look import USUAL, Look

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


def _of_hub(gather: Callable[[Session, date], Any]) -> Gather:
    return lambda session, id, today: gather(session, today)


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
        "enrolment-form",
        tr_later("Enrolment form"),
        "enrolment",
        "file-text",
        enrolment_form,
        gathering.enrolment_form,
        tr_later("With their answers, to sign"),
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
    Offered(
        "agreement",
        tr_later("Volunteer agreement"),
        "application",
        "handshake",
        volunteer_agreement,
        gathering.volunteer_agreement,
        tr_later("What we hope for from each other, to sign"),
    ),
)
"""In the order in which a page shows them."""


def paper_named(name: str) -> Offered:
    """The paper of that name."""
    return next(one for one in PAPERS if one.name == name)


def papers_about(kind: str) -> list[Offered]:
    """The papers that are printed from a record of the kind."""
    return [one for one in PAPERS if one.about == kind]
