"""Enrolling somebody: nine short pages for a new learner, three for one who is known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any, Final
from uuid import UUID

from hubdesk.base.errors import FieldError
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr, tr_later
from hubdesk.desktop.wizards.agreements import CHANNEL, PREFIX, AgreementsQuestion, consents
from hubdesk.desktop.wizards.answers import Answers, called, full_name, picked
from hubdesk.desktop.wizards.contact import ContactQuestion
from hubdesk.desktop.wizards.enrolment.about import AboutQuestion
from hubdesk.desktop.wizards.enrolment.check import EnrolmentCheck
from hubdesk.desktop.wizards.enrolment.course import WAITS, CourseQuestion
from hubdesk.desktop.wizards.enrolment.learning import LearningQuestion
from hubdesk.desktop.wizards.enrolment.support import ANSWERS, YES, SupportQuestion, support
from hubdesk.desktop.wizards.enrolment.work import WorkQuestion, out_of_work
from hubdesk.desktop.wizards.person import own_answers, person_lines
from hubdesk.desktop.wizards.plan import Action, Done, Plan, SoFar, Step
from hubdesk.desktop.wizards.question import Question
from hubdesk.desktop.wizards.who import WhoQuestion, WhoWords
from hubdesk.desktop.workplace import Workplace
from hubdesk.fields.dates import show_date
from hubdesk.operations.enrol import would_wait
from hubdesk.operations.new_learner import NewLearner, new_learner, new_learner_title

WHO: Final = Step("who", tr_later("Who"))
COURSE: Final = Step("course", tr_later("This course"))
CHECK: Final = Step("check", tr_later("Check"))
STEPS: Final = (
    WHO,
    Step("contact", tr_later("Contact")),
    Step("about", tr_later("About you")),
    Step("support", tr_later("Support")),
    Step("learning", tr_later("Learning so far")),
    Step("work", tr_later("Work and benefits")),
    COURSE,
    Step("agreements", tr_later("Agreements")),
    CHECK,
)
PURPOSES: Final = ("funder_notice", "share_by_name", "photos", "courses", "support_needs")
_FIELDS: Final = {
    "run": "course",
    "status": "course",
    "reasons": "course",
    "purpose": "course",
    "employment": "work",
    "unemployed_for": "work",
    "benefit": "work",
    "prior_level": "learning",
    "qualification": "learning",
    "disability": "support",
    "support": "support",
    "what_helps": "support",
    "phone": "contact",
    "email": "contact",
    "address": "contact",
    "postcode": "contact",
    "contact_by": "contact",
    "emergency_name": "contact",
    "emergency_phone": "contact",
    "emergency_relationship": "contact",
    "full_name": "about",
    "family_name": "about",
    "known_as": "about",
    "certificate_name": "about",
    "date_of_birth": "about",
    "first_language": "about",
}


class EnrolmentPlan(Plan):
    """``print_form`` opens the form to sign of an enrolment; ``again`` begins with somebody else."""

    purpose = "enrolment"
    sealed = ANSWERS

    def __init__(self, workplace: Workplace, print_form: Callable[[UUID], object], again: Callable[[], object]) -> None:
        super().__init__(workplace)
        self._print_form = print_form
        self._again = again

    def steps(self, answers: Answers) -> list[Step]:
        return [WHO, COURSE, CHECK] if "person" in answers else list(STEPS)

    def make(self, key: str) -> Question:
        work = self.workplace
        made: dict[str, Callable[[], Question]] = {
            "who": lambda: WhoQuestion(
                work, WhoWords(tr("Who would like to learn?"), tr("New learner: {name}"), tr("New learner"))
            ),
            "contact": lambda: ContactQuestion(work, "course"),
            "about": lambda: AboutQuestion(work, "course"),
            "support": lambda: SupportQuestion(work),
            "learning": lambda: LearningQuestion(work),
            "work": lambda: WorkQuestion(work),
            "course": lambda: CourseQuestion(work),
            "agreements": lambda: AgreementsQuestion(work, PURPOSES, {"support_needs": ("disability", YES)}),
            "check": lambda: EnrolmentCheck(self),
        }
        return made[key]()

    def eyebrow(self, answers: Answers) -> str:
        name, run = called(answers), answers.get("run_title", "")
        if name and run:
            return tr("Enrol {name} on {run}", name=name, run=run)
        return tr("Enrol {name}", name=name) if name else tr("Enrol someone")

    def finish_label(self, answers: Answers) -> str:
        if answers.get(WAITS):
            return tr("Put {name} on the waiting list", name=called(answers))
        return tr("Enrol {name}", name=called(answers))

    def so_far(self, answers: Answers) -> SoFar:
        work = [(answers["run_title"], False)] if "run_title" in answers else []
        work += [(answers[key], True) for key in ("run_detail", "run_places") if key in answers]
        return SoFar(tr("{name} so far", name=called(answers)), person_lines(answers), work)

    def step_of(self, field: str) -> str:
        return "agreements" if field.startswith(PREFIX) else _FIELDS.get(field, "")

    def actions(self, done: Done) -> list[Action]:
        work = self.workplace
        return [
            Action(tr("Print the form to sign"), "printer", partial(self._print_form, done.record_id)),
            Action(tr("Open {name}", name=done.name), "user", partial(work.open_record, "person", done.person_id)),
            Action(tr("Enrol someone else"), "user-plus", self._again),
        ]

    def finish(self, draft_id: UUID, answers: Answers, progress: Progress) -> Done:
        store = self.workplace.store
        learner = _learner(answers, store.by)
        if learner.run_id is None:
            raise FieldError(tr("Pick the course that they would like."), "run")
        name, run = called(answers), answers.get("run_title", "")
        with store.operation(new_learner_title(full_name(answers), run)) as session:
            around = store.around(session)
            if would_wait(around, learner.run_id) and not answers.get(WAITS):
                sentence = tr("The last free place has just been taken. Pick it again to wait for a place, or another.")
                raise FieldError(sentence, "run")
            person, enrolment = new_learner(session, around, learner)
            store.drafts.drop_with(session, draft_id)
            waiting = enrolment is not None and enrolment.status == "waiting"
            record_id = person.id if enrolment is None else enrolment.id
            since, held = None if enrolment is None else enrolment.starts, around.get("course_run", learner.run_id)
        if waiting:
            heading = tr("{name} waits for a place on {run}.", name=name, run=run)
            sentence = tr("Give them a place when one is free: open the course and pick from its waiting list.")
        elif since is not None and held is not None and since > held.starts:
            heading = tr("{name} is enrolled on {run}.", name=name, run=run)
            sentence = tr(
                "Print the form so that they can sign it. {name} is on the register from {day}.",
                name=name,
                day=show_date(since),
            )
        else:
            heading = tr("{name} is enrolled on {run}.", name=name, run=run)
            sentence = tr(
                "Print the form so that they can sign it. {name} is on the register from the first class.", name=name
            )
        return Done(heading, sentence, person.id, name, record_id, waiting, _to_do(answers))


def _to_do(answers: Answers) -> tuple[tuple[str, str, str], ...]:
    """What is left: the form to sign, and what was not known today of somebody new."""
    name = called(answers)
    left = [
        ("pen-line", tr("Sign the form together"), tr("Print it here, or later from the page of {name}.", name=name))
    ]
    if "person" not in answers:
        if not answers.get("date_of_birth"):
            left.append(("calendar", tr("Ask for the date of birth"), tr("It tells two people of one name apart.")))
        if not answers.get("phone") and not answers.get("email"):
            left.append(("phone", tr("Ask for a phone number"), tr("Then a call can say when a class is off.")))
        if not answers.get("emergency_phone"):
            left.append(("life-buoy", tr("Ask whom to call in an emergency"), tr("A name and a number are enough.")))
    return tuple(left)


def _learner(answers: Answers, by: str) -> NewLearner:
    """The answers as the operation takes them."""
    run = answers.get("run")
    course: dict[str, Any] = {
        "run_id": UUID(run) if run else None,
        "asked_on": date.today(),
        "reasons": picked(answers, "reasons"),
        "purpose": answers.get("purpose"),
    }
    if "person" in answers:
        return NewLearner(person_id=UUID(answers["person"]), **course)
    return NewLearner(
        **own_answers(answers),
        **course,
        consents=consents(
            answers, [one for one in PURPOSES if one != "support_needs" or answers.get("disability") == YES]
        ),
        consent_channel=answers.get(CHANNEL, "in_person"),
        recorded_by=by or tr("The hub's desk"),
        employment=answers.get("employment"),
        unemployed_for=answers.get("unemployed_for") if out_of_work(answers) else None,
        benefit=answers.get("benefit"),
        prior_level=answers.get("prior_level"),
        qualification=answers.get("qualification"),
        support=support(answers),
        sex=answers.get("sex"),
        ethnicity=answers.get("ethnicity"),
        disability=answers.get("disability"),
    )
