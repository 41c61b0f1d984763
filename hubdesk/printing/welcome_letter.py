"""The letter that welcomes a new volunteer: the role, what happens first, and whom to turn to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hubdesk.base.progress import Progress
from hubdesk.base.words import tr
from hubdesk.printing.blocks import Setting, bullets, section, space, words
from hubdesk.printing.document import Flowing, Target, write
from hubdesk.printing.facts import Fact, facts
from hubdesk.printing.feet import plain_foot
from hubdesk.printing.flow import Strip
from hubdesk.printing.letter import (
    LETTER_MARGINS,
    Sender,
    closing,
    getting_there,
    how_to_reach,
    letterhead,
)
from hubdesk.printing.look import USUAL, Look
from hubdesk.printing.paper import About


@dataclass(frozen=True)
class WelcomeLetter:
    """A letter to one volunteer, all in words. ``training`` is what the role asks for and is still to be done."""

    sender: Sender
    day: date
    written: str
    volunteer: str
    role: str
    purpose: str = ""
    when: str = ""
    where: str = ""
    training: tuple[str, ...] = ()
    access: tuple[tuple[str, str], ...] = ()


def file_name(data: WelcomeLetter) -> str:
    """A name for the file that says the day and no person."""
    return f"welcome-letter-{data.day.isoformat()}.pdf"


def draw(target: Target, data: WelcomeLetter, look: Look = USUAL, progress: Progress | None = None) -> str:
    """Write the letter as a PDF file; gives `Paper.notice`."""
    title = tr("Welcome letter")
    flowing = Flowing(lambda setting: _strips(setting, data), plain_foot(data.role))
    return write(target, About(title, data.sender.hub, title), [flowing], look, progress, LETTER_MARGINS)


def _strips(setting: Setting, data: WelcomeLetter) -> list[Strip]:
    told = [
        Fact(tr("Your role"), data.role),
        Fact(tr("When"), data.when),
        Fact(tr("Where"), data.where, wide=True),
        Fact(tr("What the role is for"), data.purpose, wide=True),
    ]
    title = tr("Welcome, and thank you")
    return [
        *letterhead(setting, data.sender, data.written, title, tr("Dear {name},", name=data.volunteer)),
        *words(setting, tr("Thank you for giving your time to {hub}. We are glad to have you.", hub=data.sender.hub)),
        space(setting.body * 0.4),
        *facts(setting, [fact for fact in told if fact.value]),
        *section(setting, tr("Your first days")),
        *bullets(setting, _first_days(data)),
        *getting_there(setting, data.access),
        space(setting.body * 0.3),
        *closing(setting, _turn_to(data), "", data.sender.hub),
    ]


def _first_days(data: WelcomeLetter) -> list[str]:
    said = [
        tr("We show you round, and do the induction with you: fire, safety, privacy."),
        tr("You get a badge. Please wear it, and sign in and out each time."),
        tr("Keep receipts for travel that we have agreed. We pay it back."),
    ]
    if data.training:
        listed = ", ".join(data.training)
        said.insert(1, tr("You take part in the training that the role needs: {trainings}.", trainings=listed))
    return said


def _turn_to(data: WelcomeLetter) -> str:
    reach = how_to_reach(data.sender)
    if not reach:
        return tr("If you have a question, or if something is not right, please tell us.")
    return tr("If you have a question, or if something is not right, please tell us. {reach}.", reach=reach)
