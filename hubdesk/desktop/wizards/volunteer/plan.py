"""Taking on a volunteer: eight short pages, and a list of what is still to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Final
from uuid import UUID

from hubdesk.base.progress import Progress
from hubdesk.base.words import tr, tr_later
from hubdesk.desktop.wizards.agreements import CHANNEL, AgreementsQuestion, consents
from hubdesk.desktop.wizards.answers import Answers, called, full_name
from hubdesk.desktop.wizards.check import CheckQuestion
from hubdesk.desktop.wizards.contact import ContactQuestion, add_emergency, wrong_emergency
from hubdesk.desktop.wizards.person import own_answers, person_lines
from hubdesk.desktop.wizards.plan import Action, Done, Plan, SoFar, Step
from hubdesk.desktop.wizards.question import Question
from hubdesk.desktop.wizards.volunteer.checks import NUMBER, UPDATE, ChecksQuestion, dbs
from hubdesk.desktop.wizards.volunteer.references import REACHED_BY, ReferencesQuestion, referees
from hubdesk.desktop.wizards.volunteer.role import RoleQuestion
from hubdesk.desktop.wizards.volunteer.time import TimeQuestion, offers
from hubdesk.desktop.wizards.who import WhoQuestion, WhoWords
from hubdesk.desktop.workplace import Workplace
from hubdesk.fields.dates import show_date
from hubdesk.operations.onboard_volunteer import NewVolunteer, onboard_volunteer, onboard_volunteer_title
from hubdesk.records import Around
from hubdesk.records.volunteering.application import Application, target_days

STEPS: Final = (
    Step("who", tr_later("Who")),
    Step("contact", tr_later("Contact")),
    Step("role", tr_later("Role")),
    Step("time", tr_later("Time and skills")),
    Step("references", tr_later("References")),
    Step("checks", tr_later("DBS check")),
    Step("agreements", tr_later("Agreements")),
    Step("check", tr_later("Check")),
)
PURPOSES: Final = ("volunteering", "share_by_name", "photos", "dbs_update_service")
_ICONS: Final = {"references": "mail", "checks": "shield-check", "induction": "graduation-cap"}
_PERSON: Final = (
    "full_name", "family_name", "known_as", "date_of_birth", "phone", "email", "contact_by", "address", "postcode",
)  # fmt: skip


class VolunteerAgreements(AgreementsQuestion):
    """The agreements of a volunteer, and whom to call."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace, PURPOSES, {"dbs_update_service": ("dbs", UPDATE)})
        add_emergency(self)

    def wrong(self) -> dict[str, str]:
        return {**super().wrong(), **wrong_emergency(self)}


class VolunteerPlan(Plan):
    """``print_agreement`` opens the agreement of an application; ``again`` begins with somebody else."""

    purpose = "volunteer"
    sealed = REACHED_BY | {NUMBER}

    def __init__(
        self, workplace: Workplace, print_agreement: Callable[[UUID], object], again: Callable[[], object]
    ) -> None:
        super().__init__(workplace)
        self._print_agreement = print_agreement
        self._again = again

    def steps(self, answers: Answers) -> list[Step]:
        return [step for step in STEPS if step.key != "contact" or "person" not in answers]

    def make(self, key: str) -> Question:
        work = self.workplace
        said = WhoWords(tr("Who would like to volunteer?"), tr("New volunteer: {name}"), tr("New volunteer"))
        made: dict[str, Callable[[], Question]] = {
            "who": lambda: WhoQuestion(work, said),
            "contact": lambda: ContactQuestion(work, "role", with_names=True),
            "role": lambda: RoleQuestion(work),
            "time": lambda: TimeQuestion(work),
            "references": lambda: ReferencesQuestion(work),
            "checks": lambda: ChecksQuestion(work),
            "agreements": lambda: VolunteerAgreements(work),
            "check": lambda: CheckQuestion(self),
        }
        return made[key]()

    def eyebrow(self, answers: Answers) -> str:
        name, role = called(answers), answers.get("role_title", "")
        if name and role:
            return tr("{name} as a volunteer: {role}", name=name, role=role)
        return tr("{name} as a volunteer", name=name) if name else tr("New volunteer")

    def finish_label(self, answers: Answers) -> str:
        return tr("Take {name} on", name=called(answers))

    def so_far(self, answers: Answers) -> SoFar:
        work = [(answers["role_title"], False)] if "role_title" in answers else []
        work += [(line, True) for line in answers.get("role_needs", "").splitlines()]
        return SoFar(tr("{name} so far", name=called(answers)), person_lines(answers), work)

    def step_of(self, field: str) -> str:
        if field in _PERSON:
            return "contact"
        if field in ("role", "role_id", "stage"):
            return "role"
        if field.startswith("referee_"):
            return "references"
        if field.startswith(("dbs", "certificate_number", "issued")):
            return "checks"
        return "agreements" if field.startswith(("agrees_", "emergency_")) else ""

    def actions(self, done: Done) -> list[Action]:
        work = self.workplace
        return [
            Action(tr("Print the agreement to sign"), "printer", partial(self._print_agreement, done.record_id)),
            Action(tr("Open {name}", name=done.name), "user", partial(work.open_record, "person", done.person_id)),
            Action(tr("Take on someone else"), "user-plus", self._again),
        ]

    def finish(self, draft_id: UUID, answers: Answers, progress: Progress) -> Done:
        store = self.workplace.store
        volunteer = _volunteer(answers, store.by or tr("The hub's desk"))
        name, role = called(answers), answers.get("role_title", "")
        with store.operation(onboard_volunteer_title(full_name(answers))) as session:
            around = store.around(session)
            application = onboard_volunteer(session, around, volunteer)
            store.drafts.drop_with(session, draft_id)
            to_do = _to_do(application, around, volunteer)
            return Done(
                tr("{name} is on the way to volunteering.", name=name),
                tr(
                    "The application for {role} is on the board. This is what is left before they can begin.", role=role
                ),
                application.person,
                name,
                application.id,
                to_do=to_do,
            )


def _volunteer(answers: Answers, by: str) -> NewVolunteer:
    """The answers as the operation takes them. Raises FieldError with the answer's key."""
    person = answers.get("person")
    who = {"person_id": UUID(person)} if person else own_answers(answers)
    emergency = {key: value for key, value in own_answers(answers).items() if key.startswith("emergency_")}
    purposes = [one for one in PURPOSES if one != "dbs_update_service" or answers.get("dbs") == UPDATE]
    role = answers.get("role")
    return NewVolunteer(
        **{**who, **emergency},
        consents=consents(answers, purposes),
        consent_channel=answers.get(CHANNEL, "in_person"),
        recorded_by=by,
        role_id=UUID(role) if role else None,
        applied_on=date.today(),
        offers=offers(answers),
        referees=referees(answers),
        dbs=dbs(answers, by),
    )


def _to_do(application: Application, around: Around, volunteer: NewVolunteer) -> tuple[tuple[str, str, str], ...]:
    """What is left, each with the day it should be done by: first the people to ask, then what the role needs."""
    asks = [
        ("mail", tr("Ask {name} for a reference", name=one.name), _aim("references", around))
        for one in volunteer.referees
    ]
    left = [(_ICONS[stage], sentence, _aim(stage, around)) for stage, sentence in application.still_to_do(around)]
    signed = ("file-check", tr("Sign the volunteer agreement together"), tr("Print it here, or later from their page."))
    return (*asks, *left, signed)


def _aim(stage: str, around: Around) -> str:
    days = target_days(stage)
    return tr("Aim for {day}.", day=show_date(around.today + timedelta(days=days))) if days else ""
