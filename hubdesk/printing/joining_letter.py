"""The letter that tells a learner when and where a course begins, and how to get in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hubdesk.base.progress import Progress
from hubdesk.base.words import tr
from hubdesk.printing.blocks import Setting, space, words
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
class JoiningLetter:
    """A letter to one learner, all in words. ``access`` are labels with what is known of the building."""

    sender: Sender
    day: date
    written: str
    learner: str
    course: str
    first_class: str = ""
    when: str = ""
    dates: str = ""
    where: str = ""
    address: str = ""
    tutor: str = ""
    cost: str = ""
    access: tuple[tuple[str, str], ...] = ()
    waiting: bool = False


def file_name(data: JoiningLetter) -> str:
    """A name for the file that says the day and no person."""
    return f"joining-letter-{data.day.isoformat()}.pdf"


def draw(target: Target, data: JoiningLetter, look: Look = USUAL, progress: Progress | None = None) -> str:
    """Write the letter as a PDF file; gives `Paper.notice`."""
    return draw_all(target, [data], look, progress)


def draw_all(
    target: Target, several: Sequence[JoiningLetter], look: Look = USUAL, progress: Progress | None = None
) -> str:
    """Write a letter to each learner, as one PDF file; gives `Paper.notice`."""
    title = tr("Joining letter")
    letters = [_flowing(one) for one in several]
    return write(target, About(title, several[0].sender.hub, title), letters, look, progress, LETTER_MARGINS)


def _flowing(data: JoiningLetter) -> Flowing:
    return Flowing(lambda setting: _strips(setting, data), plain_foot(data.course))


def _strips(setting: Setting, data: JoiningLetter) -> list[Strip]:
    opening = tr("Dear {name},", name=data.learner)
    if data.waiting:
        title = tr("You are on the waiting list")
        said = tr(
            "Thank you for asking for a place on {course}. It is full now. We call you as soon as a place is free.",
            course=data.course,
        )
    else:
        title = tr("You have a place")
        said = tr("We are glad that you are coming to {course}. Here is all that you need to know.", course=data.course)
    told = [
        Fact(tr("Your first class"), "" if data.waiting else data.first_class),
        Fact(tr("When"), data.when),
        Fact(tr("The course runs"), data.dates),
        Fact(tr("Where"), data.where),
        Fact(tr("Address"), data.address),
        Fact(tr("Tutor"), data.tutor),
        Fact(tr("Cost"), data.cost),
    ]
    return [
        *letterhead(setting, data.sender, data.written, title, opening),
        *words(setting, said),
        space(setting.body * 0.5 * setting.air),
        *facts(setting, [fact for fact in told if fact.value]),
        *getting_there(setting, data.access),
        space(setting.body * 0.4 * setting.air),
        *closing(setting, _if_you_cannot(data), data.tutor, data.sender.hub),
    ]


def _if_you_cannot(data: JoiningLetter) -> str:
    reach = how_to_reach(data.sender)
    if not reach:
        return tr("If you cannot come, or if something would make it easier for you, please tell us.")
    return tr("If you cannot come, or if something would make it easier for you, please tell us. {reach}.", reach=reach)
