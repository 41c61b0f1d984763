"""The volunteer agreement: what a volunteer and a hub hope for from each other. It is not a contract."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hubdesk.base.progress import Progress
from hubdesk.base.words import tr
from hubdesk.printing.blocks import Setting, bullets, masthead, section, words
from hubdesk.printing.document import Flowing, Target, write
from hubdesk.printing.facts import Fact, facts
from hubdesk.printing.feet import numbered_foot
from hubdesk.printing.flow import Strip
from hubdesk.printing.look import USUAL, Look
from hubdesk.printing.paper import About
from hubdesk.printing.table import Column, TableStyle, table
from hubdesk.printing.to_sign import signatures


@dataclass(frozen=True)
class Need:
    """A training or a check that the role asks for, and how it stands, in words such as "Done, valid to 3 May 2029"."""

    what: str
    state: str


@dataclass(frozen=True)
class VolunteerAgreement:
    """An agreement to sign. Empty texts and lists take HubDesk's own sensible wording."""

    hub: str
    day: date
    volunteer: str
    role: str
    purpose: str = ""
    when: str = ""
    where: str = ""
    contact: str = ""
    starts: str = ""
    tasks: tuple[str, ...] = ()
    hub_will: tuple[str, ...] = ()
    volunteer_will: tuple[str, ...] = ()
    expenses: str = ""
    training: tuple[Need, ...] = ()
    checks: tuple[Need, ...] = ()
    sheet_id: str = ""


def file_name(data: VolunteerAgreement) -> str:
    """A name for the file that says the day and no person."""
    return f"volunteer-agreement-{data.day.isoformat()}.pdf"


def draw(target: Target, data: VolunteerAgreement, look: Look = USUAL, progress: Progress | None = None) -> str:
    """Write the agreement as a PDF file; gives `Paper.notice`."""
    title = tr("Volunteer agreement")
    foot = numbered_foot(data.sheet_id, tr("A copy each: one for you, one for us."))
    flowing = Flowing(lambda setting: _strips(setting, data), foot)
    return write(target, About(title, data.hub, title), [flowing], look, progress)


def _strips(setting: Setting, data: VolunteerAgreement) -> list[Strip]:
    opening = tr(
        "Thank you for giving your time. This page says what we hope for from each other. It is not a contract, and "
        "either of us can end it whenever we wish."
    )
    return [
        *masthead(setting, data.hub, tr("Volunteer agreement")),
        *words(setting, opening),
        *_role(setting, data),
        *section(setting, tr("What {hub} will do", hub=data.hub)),
        *bullets(setting, data.hub_will or _hub_will()),
        *section(setting, tr("What you will do")),
        *bullets(setting, data.volunteer_will or _volunteer_will()),
        *_needs(setting, tr("Training for this role"), tr("Training"), data.training),
        *_needs(setting, tr("Checks for this role"), tr("Check"), data.checks),
        *section(setting, tr("Expenses")),
        # Nobody should be asked to sign a page that says nothing.
        *words(setting, data.expenses or _expenses(), keep=True),
        *section(setting, tr("Signatures")),
        *signatures(
            setting,
            [
                tr("Volunteer: {name}", name=data.volunteer) if data.volunteer else tr("Volunteer"),
                tr("For {hub}", hub=data.hub),
            ],
        ),
    ]


def _role(setting: Setting, data: VolunteerAgreement) -> list[Strip]:
    told = [
        Fact(tr("Volunteer"), data.volunteer),
        Fact(tr("Role"), data.role),
        Fact(tr("When"), data.when),
        Fact(tr("Where"), data.where),
        Fact(tr("Starts"), data.starts),
        Fact(tr("Who to turn to"), data.contact),
        Fact(tr("What the role is for"), data.purpose, wide=True),
    ]
    strips = [*section(setting, tr("Your role")), *facts(setting, [fact for fact in told if fact.value])]
    return [*strips, *bullets(setting, data.tasks)] if data.tasks else strips


def _needs(setting: Setting, title: str, column: str, needs: tuple[Need, ...]) -> list[Strip]:
    if not needs:
        return []
    columns = [Column(column, setting.width * 0.55, weight=500), Column(tr("How it stands"), setting.width * 0.45)]
    rows = [(need.what, need.state) for need in needs]
    return [*section(setting, title), *table(setting, columns, rows, TableStyle(setting.body))]


def _hub_will() -> tuple[str, ...]:
    return (
        tr("Welcome you, show you round and explain the role."),
        tr("Give you a named person to turn to, and time to talk things over."),
        tr("Give you the training that the role needs."),
        tr("Keep you safe, insure you while you volunteer, and treat you fairly."),
        tr("Keep your details private."),
        tr("Listen when something is not right, and help to put it right."),
    )


def _volunteer_will() -> tuple[str, ...]:
    return (
        tr("Come when you said you would, and tell us in good time when you cannot."),
        tr("Take part in the training that the role needs."),
        tr("Follow our rules on safety, safeguarding, equality and privacy."),
        tr("Keep to yourself what learners tell you, and pass any worry about someone's safety to our lead."),
        tr("Treat everyone with respect."),
    )


def _expenses() -> str:
    return tr(
        "We pay back what you spend on travel and other costs that we have agreed beforehand. Please bring receipts. "
        "We do not pay for your time."
    )
