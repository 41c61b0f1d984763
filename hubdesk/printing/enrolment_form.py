"""The enrolment form to sign: a learner's answers in the order of the funder's own record, or blank to fill in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from hubdesk.base.progress import Progress
from hubdesk.base.words import tr
from hubdesk.printing.blocks import Setting, masthead, section, words
from hubdesk.printing.document import Flowing, Target, write
from hubdesk.printing.facts import Fact, facts
from hubdesk.printing.feet import numbered_foot
from hubdesk.printing.flow import Strip, together
from hubdesk.printing.look import USUAL, Look
from hubdesk.printing.paper import About
from hubdesk.printing.to_sign import choices, signatures, tick


@dataclass(frozen=True)
class LearnerAnswers:
    """What a learner told us, in words; an empty text is a question that is still open."""

    given_names: str = ""
    family_name: str = ""
    known_as: str = ""
    address: str = ""
    postcode: str = ""
    phone: str = ""
    email: str = ""
    date_of_birth: str = ""
    sex: str = ""
    ethnic_group: str = ""
    difficulty_or_disability: str = ""
    support: str = ""
    highest_qualification: str = ""
    employment: str = ""
    unemployed_for: str = ""
    benefits: str = ""
    reason_for_learning: str = ""
    emergency_name: str = ""
    emergency_phone: str = ""


@dataclass(frozen=True)
class Answers:
    """The answers to choose from on a blank form; a question without any gets a line to write on."""

    sex: tuple[str, ...] = ()
    ethnic_group: tuple[str, ...] = ()
    difficulty_or_disability: tuple[str, ...] = ()
    highest_qualification: tuple[str, ...] = ()
    employment: tuple[str, ...] = ()
    unemployed_for: tuple[str, ...] = ()


@dataclass(frozen=True)
class Consent:
    """A consent in the wording that the learner sees, and whether it is given; None while it is not asked."""

    wording: str
    given: bool | None = None


@dataclass(frozen=True)
class CourseDetails:
    """The course run that a learner joins, in words."""

    title: str
    dates: str = ""
    times: str = ""
    where: str = ""
    tutor: str = ""
    cost: str = ""


@dataclass(frozen=True)
class EnrolmentForm:
    """A form to sign. Without ``learner`` it is blank. ``privacy`` is the hub's notice; "" takes HubDesk's own."""

    hub: str
    day: date
    course: CourseDetails = CourseDetails("")
    learner: LearnerAnswers | None = None
    answers: Answers = Answers()
    consents: tuple[Consent, ...] = ()
    privacy: str = ""
    sheet_id: str = ""


@dataclass(frozen=True)
class _Question:
    """A question, its answer, and the answers to choose from where the form is blank."""

    label: str
    answer: str
    offered: tuple[str, ...] = ()
    wide: bool = False


def file_name(data: EnrolmentForm) -> str:
    """A name for the file that says the day and no person."""
    kind = "enrolment-form" if data.learner else "enrolment-form-blank"
    return f"{kind}-{data.day.isoformat()}.pdf"


def draw(target: Target, data: EnrolmentForm, look: Look = USUAL, progress: Progress | None = None) -> str:
    """Write the form as a PDF file; gives `Paper.notice`."""
    title = tr("Enrolment form")
    foot = numbered_foot(data.sheet_id, tr("Keep the signed form in a locked place."))
    flowing = Flowing(lambda setting: _strips(setting, data), foot)
    return write(target, About(title, data.hub, title), [flowing], look, progress)


def _strips(setting: Setting, data: EnrolmentForm) -> list[Strip]:
    learner = data.learner or LearnerAnswers()
    offered = Answers() if data.learner else data.answers
    return [
        *masthead(setting, data.hub, tr("Enrolment form"), data.course.title),
        *_course(setting, data.course),
        *_about_you(setting, learner),
        *_equality(setting, learner, offered),
        *_where_you_live(setting, learner),
        *_learning_and_work(setting, learner, offered),
        *_emergency(setting, learner),
        *_privacy(setting, data),
        *_consents(setting, data.consents),
        *_signed(setting, learner, data.hub),
    ]


def _course(setting: Setting, course: CourseDetails) -> list[Strip]:
    if not course.title:
        return facts(setting, [Fact(tr("Course"), wide=True)], ruled=True)
    told = [
        Fact(tr("Dates"), course.dates),
        Fact(tr("Times"), course.times),
        Fact(tr("Where"), course.where),
        Fact(tr("Tutor"), course.tutor),
        Fact(tr("Cost"), course.cost),
    ]
    return facts(setting, [fact for fact in told if fact.value])


def _about_you(setting: Setting, learner: LearnerAnswers) -> list[Strip]:
    asked = [
        _Question(tr("Family name"), learner.family_name),
        _Question(tr("Given names"), learner.given_names),
        _Question(tr("The name you like to be called by"), learner.known_as),
        _Question(tr("Date of birth"), learner.date_of_birth),
    ]
    return together([*section(setting, tr("About you")), *_questions(setting, asked)])


def _equality(setting: Setting, learner: LearnerAnswers, offered: Answers) -> list[Strip]:
    why = tr(
        "These answers show whether everyone has a fair chance to learn, and what help you may need. "
        "You do not have to answer."
    )
    asked = [
        _Question(tr("Ethnic group"), learner.ethnic_group, offered.ethnic_group),
        _Question(tr("Sex"), learner.sex, offered.sex),
        _Question(
            tr("Disability or learning difficulty"),
            learner.difficulty_or_disability,
            offered.difficulty_or_disability,
        ),
        _Question(tr("What would help you in class"), learner.support, wide=True),
    ]
    return [*section(setting, tr("Equality and support"), why), *_questions(setting, asked)]


def _where_you_live(setting: Setting, learner: LearnerAnswers) -> list[Strip]:
    asked = [
        _Question(tr("Postcode"), learner.postcode),
        _Question(tr("Phone"), learner.phone),
        _Question(tr("Address"), learner.address, wide=True),
        _Question(tr("E-mail (if you have one)"), learner.email, wide=True),
    ]
    return together([*section(setting, tr("Where you live")), *_questions(setting, asked)])


def _learning_and_work(setting: Setting, learner: LearnerAnswers, offered: Answers) -> list[Strip]:
    asked = [
        _Question(tr("Highest qualification"), learner.highest_qualification, offered.highest_qualification),
        _Question(tr("Work"), learner.employment, offered.employment),
        _Question(tr("If you are out of work, for how long"), learner.unemployed_for, offered.unemployed_for),
        _Question(tr("Benefits you receive, if any"), learner.benefits),
        _Question(tr("Why you want to do this course"), learner.reason_for_learning, wide=True),
    ]
    return [*section(setting, tr("Your learning and work so far")), *_questions(setting, asked)]


def _emergency(setting: Setting, learner: LearnerAnswers) -> list[Strip]:
    asked = [_Question(tr("Name"), learner.emergency_name), _Question(tr("Phone"), learner.emergency_phone)]
    return together([*section(setting, tr("Someone we can call in an emergency")), *_questions(setting, asked)])


def _privacy(setting: Setting, data: EnrolmentForm) -> list[Strip]:
    notice = data.privacy or tr(
        "{hub} keeps your answers safe and uses them to run your course, to support you and to show our funders who "
        "we reach. If your course is publicly funded, we must pass some answers to the Department for Education, "
        "which uses them to plan and check adult learning. We do not sell your details. You can ask to see what we "
        "hold, to have mistakes put right, or to complain to us and to the Information Commissioner.",
        hub=data.hub,
    )
    return [*section(setting, tr("How we use your information")), *words(setting, notice)]


def _consents(setting: Setting, consents: Sequence[Consent]) -> list[Strip]:
    if not consents:
        return []
    why = tr("Tick what you agree to. You can change your mind at any time.")
    boxes = [tick(setting, consent.wording, ticked=consent.given is True) for consent in consents]
    # Nobody should be asked to sign a page that says nothing.
    return [replace(strip, keep=True) for strip in (*section(setting, tr("What you agree to"), why), *boxes)]


def _signed(setting: Setting, learner: LearnerAnswers, hub: str) -> list[Strip]:
    name = " ".join(part for part in (learner.given_names, learner.family_name) if part)
    signer = tr("Learner: {name}", name=name) if name else tr("Learner")
    statement = tr("What I have told you is right to the best of my knowledge.")
    return [
        *section(setting, tr("Signatures")),
        *words(setting, statement, keep=True),
        *signatures(setting, [signer, tr("For {hub}", hub=hub)]),
    ]


def _questions(setting: Setting, asked: Sequence[_Question]) -> list[Strip]:
    strips: list[Strip] = []
    for offered, group in groupby(asked, key=lambda question: question.offered):
        if offered:
            for question in group:
                strips += choices(setting, question.label, offered)
        else:
            lines = [Fact(question.label, question.answer, question.wide) for question in group]
            strips += facts(setting, lines, ruled=True)
    return strips
