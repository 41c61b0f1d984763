"""Beginning a wizard, finding those that were left unfinished, and going on with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID, uuid4

from hubdesk.base.errors import Refused
from hubdesk.base.words import tr, tr_later
from hubdesk.desktop.commands import Command
from hubdesk.desktop.wizards.enrolment import plan as enrolment
from hubdesk.desktop.wizards.enrolment.course import told
from hubdesk.desktop.wizards.frame import Wizard
from hubdesk.desktop.wizards.plan import Plan, Step
from hubdesk.desktop.wizards.volunteer import plan as volunteer
from hubdesk.desktop.workplace import Workplace
from hubdesk.reports.course_page import RunLine
from hubdesk.reports.one_record import title_of
from hubdesk.store import Store

Print = Callable[[Workplace, UUID], object]


@dataclass(frozen=True)
class Papers:
    """What a wizard offers to print at its end: each opens the paper of a record in the window."""

    enrolment_form: Print
    agreement: Print


@dataclass(frozen=True)
class Unfinished:
    """A wizard left before its end. ``purpose`` is "enrolment" or "volunteer"; ``page`` is what was asked last."""

    id: UUID
    purpose: str
    name: str
    page: str
    saved_at: datetime

    @property
    def sentence(self) -> str:
        return tr("Unfinished: {name}, at “{page}”", name=self.name, page=self.page)


def unfinished(store: Store) -> list[Unfinished]:
    """All that was begun and not finished, the latest first; without what holds answers that others may read alone."""
    found = []
    for purpose, steps in _STEPS.items():
        titles = {step.key: str(step.title) for step in steps}
        for draft in store.drafts.all(purpose):
            if not draft.whole:
                continue
            page = titles.get(draft.page, str(steps[0].title))
            found.append(Unfinished(draft.id, purpose, draft.title, page, draft.saved_at))
    return sorted(found, key=lambda one: one.saved_at, reverse=True)


def enrol_someone(workplace: Workplace, papers: Papers) -> Wizard:
    """Show the enrolment wizard."""
    return _begin(workplace, _plan("enrolment", workplace, papers))


def new_volunteer(workplace: Workplace, papers: Papers) -> Wizard:
    """Show the wizard for a volunteer."""
    return _begin(workplace, _plan("volunteer", workplace, papers))


def enrol_person(workplace: Workplace, papers: Papers, person_id: UUID, name: str, detail: str = "") -> Wizard:
    """Show the enrolment wizard for somebody who is known, at the choice of the course."""
    known = {"person": str(person_id), "person_name": name, **({"person_detail": detail} if detail else {})}
    return _show(workplace, Wizard(_plan("enrolment", workplace, papers), uuid4(), known, enrolment.COURSE.key))


def enrol_person_on(workplace: Workplace, papers: Papers, person_id: UUID, name: str, run: RunLine) -> Wizard:
    """Show the enrolment wizard for somebody who is known and has chosen, at the last look before it is done."""
    known = {"person": str(person_id), "person_name": name, **told(run)}
    return _show(workplace, Wizard(_plan("enrolment", workplace, papers), uuid4(), known, enrolment.CHECK.key))


def enrol_on(workplace: Workplace, papers: Papers, run_id: UUID) -> Wizard:
    """Show the enrolment wizard with the course run chosen already."""
    with workplace.store.reading() as session:
        chosen = {"run": str(run_id), "run_title": title_of(session, "course_run", run_id)}
    return _show(workplace, Wizard(_plan("enrolment", workplace, papers), uuid4(), chosen))


def resume(workplace: Workplace, papers: Papers, draft_id: UUID) -> Wizard:
    """Go on with what was left, at the same page. Raises Refused when it was finished or forgotten meanwhile."""
    draft = workplace.store.drafts.get(draft_id)
    if draft is None or not draft.whole:
        raise Refused(tr("This is finished or forgotten already. Look for the person under People."))
    answers = {key: str(text) for key, text in draft.answers.items()}
    return _show(workplace, Wizard(_plan(draft.purpose, workplace, papers), draft.id, answers, draft.page))


def commands(workplace: Workplace, papers: Papers) -> list[Command]:
    """The two wizards, for the menu, the palette and the keys."""
    return [
        Command(
            "enrol.new",
            tr_later("Enrol someone"),
            partial(enrol_someone, workplace, papers),
            "user-plus",
            "Ctrl+E",
            (tr("learner"), tr("course"), tr("register")),
        ),
        Command(
            "volunteer.new",
            tr_later("New volunteer"),
            partial(new_volunteer, workplace, papers),
            "hand-heart",
            keywords=(tr("application"), tr("onboarding")),
        ),
    ]


_STEPS: dict[str, tuple[Step, ...]] = {
    enrolment.EnrolmentPlan.purpose: enrolment.STEPS,
    volunteer.VolunteerPlan.purpose: volunteer.STEPS,
}


def _plan(purpose: str, workplace: Workplace, papers: Papers) -> Plan:
    if purpose == volunteer.VolunteerPlan.purpose:
        return volunteer.VolunteerPlan(
            workplace, partial(papers.agreement, workplace), partial(_again, workplace, papers, new_volunteer)
        )
    return enrolment.EnrolmentPlan(
        workplace, partial(papers.enrolment_form, workplace), partial(_again, workplace, papers, enrol_someone)
    )


def _again(workplace: Workplace, papers: Papers, begin: Callable[[Workplace, Papers], Wizard]) -> None:
    workplace.go_back()
    begin(workplace, papers)


def _begin(workplace: Workplace, plan: Plan) -> Wizard:
    return _show(workplace, Wizard(plan, uuid4()))


def _show(workplace: Workplace, wizard: Wizard) -> Wizard:
    workplace.show_page(wizard, wizard.window_title)
    return wizard
