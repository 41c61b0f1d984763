"""Every paper that the window can show, each by the record it is about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any, BinaryIO, Final
from uuid import UUID

from sqlalchemy.orm import Session

from hubdesk.access.post_keys import PostKeys
from hubdesk.base.errors import Refused
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr, tr_later
from hubdesk.desktop.commands import Command
from hubdesk.desktop.paper import Draw, show_paper
from hubdesk.desktop.workplace import Workplace
from hubdesk.operations.cards import issue_cards, issue_cards_title
from hubdesk.operations.certify_hours import certify_hours, certify_hours_title
from hubdesk.operations.issue_certificates import issue_certificates, issue_certificates_title
from hubdesk.printing import (
    cards,
    certificates,
    gathering,
    gathering_cards,
    gathering_certificates,
    gathering_learner,
    invitation_paper,
    joining_letter,
    recovery_paper,
    register_to_sign,
)
from hubdesk.printing.certificate_designs import DESIGNS
from hubdesk.printing.look import Look
from hubdesk.printing.offered import Offered, paper_named, papers_of_hub
from hubdesk.records.learning.certificate import Certificate
from hubdesk.reports.one_record import title_of
from hubdesk.reports.own_hub import own_hub_of
from hubdesk.reports.paper_choices import who_attended, who_finished
from hubdesk.store import Store
from hubdesk.store.restricted_reads import reading_noted

NIL: Final = UUID(int=0)
"""Stands for no record."""


def commands(workplace: Workplace) -> list[Command]:
    """The papers of the hub itself, by their names."""
    made = [
        Command(
            f"paper.{one.name}", one.title, partial(open_paper, workplace, one.name), one.icon, keywords=(tr("print"),)
        )
        for one in papers_of_hub(workplace.store.role)
    ]
    every = partial(open_registers_of_day, workplace)
    return [*made, Command("paper.registers", tr_later("Print today’s registers"), every, "list-checks")]


def open_paper(workplace: Workplace, name: str, id: UUID = NIL) -> None:
    """One of the papers on offer, about the record; those of the hub need none."""
    offered = paper_named(name)
    _open(workplace, offered, lambda session: offered.gather(session, id, date.today()), None if id == NIL else id)


def open_registers_of_day(workplace: Workplace) -> None:
    """All of today's registers, one after the other."""

    def draw(target: BinaryIO, look: Look, progress: Progress) -> tuple[str, str]:
        with reading_noted(workplace.store) as session:
            several = gathering.registers_of_day(session, date.today())
        notice = register_to_sign.draw_all(target, several, look, progress)
        return register_to_sign.file_name(several[0]), notice

    show_paper(workplace, tr("Today’s registers"), draw)


def open_certificates(workplace: Workplace, run: UUID, kind: str = "completion") -> None:
    """Issue the certificates that are missing of everybody who completed the run, or attended it, and show them all.

    Both in one operation: who stops the drawing has issued nothing.
    """
    store, today = workplace.store, date.today()

    def draw(target: BinaryIO, look: Look, progress: Progress) -> tuple[str, str]:
        with store.reading() as session:
            people = who_attended(session, run) if kind == "attendance" else who_finished(session, run)
            name = title_of(session, "course_run", run)
        with store.operation(issue_certificates_title(len(people), name)) as session:
            made = issue_certificates(session, store.around(session), run, people, kind, today, progress)
            return _certificates(session, made, target, look, progress, store)

    _show_certificates(workplace, draw)


def open_hours_certificate(workplace: Workplace, person: UUID) -> None:
    """A certificate of the hours that a volunteer gave until today, issued with a number."""
    store, today = workplace.store, date.today()

    def draw(target: BinaryIO, look: Look, progress: Progress) -> tuple[str, str]:
        with store.reading() as session:
            name = title_of(session, "person", person)
        with store.operation(certify_hours_title(name)) as session:
            made = certify_hours(session, person, today)
            return _certificates(session, [made], target, look, progress, store)

    _show_certificates(workplace, draw)


def open_joining_letters(workplace: Workplace, run: UUID) -> None:
    """A letter to everybody on the run, one after the other."""

    def draw(target: BinaryIO, look: Look, progress: Progress) -> tuple[str, str]:
        with workplace.store.reading() as session:
            several = gathering_learner.joining_letters(session, run, date.today())
        notice = joining_letter.draw_all(target, several, look, progress)
        return joining_letter.file_name(several[0]), notice

    show_paper(workplace, tr("Joining letters"), draw)


def _show_certificates(workplace: Workplace, draw: Draw) -> None:
    show_paper(workplace, tr("Certificates"), draw, designs=[(one.name, one.title) for one in DESIGNS])


def open_cards(workplace: Workplace, people: Sequence[UUID]) -> None:
    """A card for each of these people, issued where they have none that counts.

    Both in one operation: who stops the drawing has issued nothing.
    """
    store, today = workplace.store, date.today()

    def draw(target: BinaryIO, look: Look, progress: Progress) -> tuple[str, str]:
        with store.reading() as session:
            names = [title_of(session, "person", one) for one in people]
        with store.operation(issue_cards_title(names)) as session:
            made = issue_cards(session, people, today, progress)
            session.flush()
            data = gathering_cards.cards(session, [one.id for one in made], today)
            notice = cards.draw(target, data, look, progress)
        return cards.file_name(data), notice

    show_paper(workplace, tr("Cards"), draw)


def _certificates(
    session: Session, made: Sequence[Certificate], target: BinaryIO, look: Look, progress: Progress, store: Store
) -> tuple[str, str]:
    session.flush()
    data = gathering_certificates.certificates(session, [one.id for one in made], _keys(store))
    return certificates.file_name(data), certificates.draw(target, data, look, progress)


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
        data = recovery_paper.RecoveryPaper(hub, file, date.today(), store.by, tuple(groups), store.address)
        return recovery_paper.file_name(data), recovery_paper.draw(target, data, look, progress)

    show_paper(workplace, tr("Recovery key"), draw, saves=False)


def open_invitation(workplace: Workplace, words: tuple[str, ...]) -> None:
    """The lead's six words, for its hubs."""
    store = workplace.store

    def draw(target: BinaryIO, look: Look, progress: Progress) -> tuple[str, str]:
        with store.reading() as session:
            hub = own_hub_of(session)
        data = invitation_paper.InvitationPaper(hub.network or hub.name, words, date.today())
        return invitation_paper.file_name(data), invitation_paper.draw(target, data, look, progress)

    show_paper(workplace, tr("Invitation"), draw)


def _open(workplace: Workplace, offered: Offered, gather: Callable[[Session], Any], of: UUID | None = None) -> None:
    store, seen = workplace.store, False

    def draw(target: BinaryIO, look: Look, progress: Progress) -> tuple[str, str]:
        nonlocal seen
        # Drawn anew in larger print it is still the same looking.
        with store.reading() if seen else reading_noted(store, of) as session:
            data = gather(session)
        seen = True
        notice = offered.document.draw(target, data, look, progress)
        return offered.document.file_name(data), notice

    show_paper(workplace, str(offered.title), draw, designs=offered.designs, both_sides=offered.both_sides)
