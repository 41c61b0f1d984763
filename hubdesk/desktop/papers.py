"""Every paper that the window can show, each by the record it is about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, BinaryIO
from uuid import UUID

from sqlalchemy.orm import Session

from hubdesk.access.post_keys import PostKeys
from hubdesk.base.errors import Refused
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr
from hubdesk.desktop.paper import show_paper
from hubdesk.desktop.workplace import Workplace
from hubdesk.operations.issue_certificates import issue_certificates, issue_certificates_title
from hubdesk.printing import (
    certificates,
    enrolment_form,
    gathering,
    invitation_paper,
    marked_register,
    recovery_paper,
    register_to_sign,
    volunteer_agreement,
)
from hubdesk.reports.one_record import title_of
from hubdesk.reports.own_hub import own_hub_of
from hubdesk.reports.paper_choices import latest_enrolment, who_finished
from hubdesk.store import Store


def open_register_to_sign(workplace: Workplace, class_session: UUID) -> None:
    _open(workplace, tr("Register to sign"), register_to_sign, lambda s: gathering.register_to_sign(s, class_session))


def open_marked_register(workplace: Workplace, run: UUID) -> None:
    today = date.today()
    _open(workplace, tr("Marked register"), marked_register, lambda s: gathering.marked_register(s, run, today))


def open_enrolment_form(workplace: Workplace, enrolment: UUID) -> None:
    today = date.today()
    _open(workplace, tr("Enrolment form"), enrolment_form, lambda s: gathering.enrolment_form(s, enrolment, today))


def open_blank_form(workplace: Workplace) -> None:
    _open(workplace, tr("Enrolment form"), enrolment_form, lambda s: gathering.blank_form(s, date.today()))


def open_person_form(workplace: Workplace, person: UUID) -> None:
    """The form of the person's latest enrolment."""
    today = date.today()

    def gather(session: Session) -> Any:
        return gathering.enrolment_form(session, latest_enrolment(session, person), today)

    _open(workplace, tr("Enrolment form"), enrolment_form, gather)


def open_agreement(workplace: Workplace, application: UUID) -> None:
    def gather(session: Session) -> Any:
        return gathering.volunteer_agreement(session, application, date.today())

    _open(workplace, tr("Volunteer agreement"), volunteer_agreement, gather)


def open_certificates(workplace: Workplace, run: UUID) -> None:
    """Issue the certificates that are missing of everybody who completed the run, and show them all.

    Both in one operation: who stops the drawing has issued nothing.
    """
    store, today = workplace.store, date.today()

    def draw(target: BinaryIO, look: Look, progress: Progress) -> tuple[str, str]:
        with store.reading() as session:
            people = who_finished(session, run)
            name = title_of(session, "course_run", run)
        keys = _keys(store)
        with store.operation(issue_certificates_title(len(people), name)) as session:
            made = issue_certificates(session, store.around(session), run, people, "completion", today, progress)
            session.flush()
            data = gathering.certificates(session, [one.id for one in made], keys)
            notice = certificates.draw(target, data, look, progress)
        return certificates.file_name(data), notice

    show_paper(workplace, tr("Certificates"), draw)


def _keys(store: Store) -> PostKeys | None:
    """What signs the certificates' codes; none for a role that cannot open it in a database on a server."""
    try:
        return store.post_keys
    except Refused:
        return None


def open_recovery_paper(workplace: Workplace, groups: Sequence[str]) -> None:
    """For an envelope; it cannot be saved as a file."""
    store = workplace.store

    def draw(target: BinaryIO, look: Look, progress: Progress) -> tuple[str, str]:
        with store.reading() as session:
            hub = own_hub_of(session).name
        file = store.held.path.name if store.held else ""
        data = recovery_paper.RecoveryPaper(hub, file, date.today(), store.by, tuple(groups))
        return recovery_paper.file_name(data), recovery_paper.draw(target, data, look, progress)

    show_paper(workplace, tr("Recovery key"), draw, saves=False)


def open_invitation(workplace: Workplace, words: tuple[str, ...]) -> None:
    """The lead's six words, for its hubs."""

    def gather(session: Session) -> invitation_paper.InvitationPaper:
        hub = own_hub_of(session)
        return invitation_paper.InvitationPaper(hub.network or hub.name, words, date.today())

    _open(workplace, tr("Invitation"), invitation_paper, gather)


def _open(workplace: Workplace, title: str, document: Any, gather: Callable[[Session], Any]) -> None:
    """``document`` is a module of printing with draw and file_name for what ``gather`` returns."""
    store = workplace.store

    def draw(target: BinaryIO, look: Look, progress: Progress) -> tuple[str, str]:
        with store.reading() as session:
            data = gather(session)
        notice = document.draw(target, data, look, progress)
        return document.file_name(data), notice

    show_paper(workplace, title, draw)
