"""Where the ways of `ways.Ways` lead: the wiring of pages, wizards and papers to whoever asks for them."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Final
from uuid import UUID

from hubdesk.base.words import tr
from hubdesk.desktop.loading import page_of, paper, papers, wizards
from hubdesk.desktop.ways import Ways
from hubdesk.desktop.workplace import Workplace
from hubdesk.reports.needs import Target

_COMMANDS: Final = {"import": "spreadsheet.import", "retention": "rights.retention"}
"""Places that are no places of the rail."""


def ways_of(work: Workplace) -> Ways:
    """The ways of a window, each to a page or a paper that is imported when it is first gone."""

    def register(session_id: UUID, _: bool = False) -> None:
        page = page_of("register", "RegisterPage", work, ways, session_id)()
        work.show_page(page, tr("Register"))
        page.setFocus()

    def follow(target: Target, _: bool = False) -> None:
        if target.to == "register" and target.id:
            register(target.id)
        elif target.to == "record" and target.id:
            work.open_record(target.kind, target.id)
        elif target.to == "list":
            import_module("hubdesk.desktop.record_list").open_list(work, target.kind, target.filters, target.ids)
        elif target.kind in _COMMANDS:
            work.commands.run(_COMMANDS[target.kind])
        else:
            work.open_place(target.kind)

    def shown(open_paper: Callable[..., None]) -> Callable[..., object]:
        """A way that takes what a click sends along, and lets it fall."""
        return lambda id, *_: open_paper(work, id)

    ways = Ways(
        enrol=lambda *_: wizards().enrol_someone(work, papers()),
        enrol_person=lambda person, name, *_: wizards().enrol_person(work, papers(), person, name),
        enrol_person_on=lambda person, name, run, *_: wizards().enrol_person_on(work, papers(), person, name, run),
        enrol_on=lambda run, *_: wizards().enrol_on(work, papers(), run),
        onboard=lambda *_: wizards().new_volunteer(work, papers()),
        resume=lambda draft, *_: wizards().resume(work, papers(), draft),
        register=register,
        follow=follow,
        paper=lambda name, id, *_: paper("open_paper")(work, name, id),
        registers_of_day=lambda *_: paper("open_registers_of_day")(work),
        certificates=shown(paper("open_certificates")),
        cards=shown(paper("open_cards")),
        attendance_certificates=lambda run, *_: paper("open_certificates")(work, run, "attendance"),
        joining_letters=shown(paper("open_joining_letters")),
        hours_certificate=shown(paper("open_hours_certificate")),
    )
    return ways
