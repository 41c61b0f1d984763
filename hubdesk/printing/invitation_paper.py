"""The lead's six words on paper, with what a hub does to take its invitation in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from hubdesk.base.progress import Progress
from hubdesk.base.words import tr
from hubdesk.fields.dates import show_date
from hubdesk.printing.blocks import Setting, bullets, masthead, section, space, words
from hubdesk.printing.document import Flowing, Target, write
from hubdesk.printing.facts import Fact, facts
from hubdesk.printing.feet import plain_foot
from hubdesk.printing.flow import Strip
from hubdesk.printing.lettering import STRONG
from hubdesk.printing.look import USUAL, Look
from hubdesk.printing.paper import About

_WORDS_SIZE: Final = 24
"""Points: they are compared with what a voice says."""


@dataclass(frozen=True)
class InvitationPaper:
    """The network's name, the six words of its lead's keys, and the day."""

    network: str
    words: tuple[str, ...]
    day: date


def file_name(data: InvitationPaper) -> str:
    """A name for the file that says the day and nothing else."""
    return f"invitation-{data.day.isoformat()}.pdf"


def draw(target: Target, data: InvitationPaper, look: Look = USUAL, progress: Progress | None = None) -> str:
    """Write the paper as a PDF file; gives `Paper.notice`."""
    title = tr("Invitation to exchange files")
    foot = plain_foot(tr("The words are no secret. They only must be the ones that you see."))
    flowing = Flowing(lambda setting: _strips(setting, data), foot)
    return write(target, About(title, data.network, title), [flowing], look, progress)


def _strips(setting: Setting, data: InvitationPaper) -> list[Strip]:
    half = len(data.words) // 2
    return [
        *masthead(setting, data.network, tr("Invitation to exchange files")),
        *words(
            setting,
            tr(
                "Files between your hub and {network} are sealed, so that nobody else can read them. For that, each side takes in the other’s keys once.",
                network=data.network,
            ),
        ),
        space(setting.body),
        *words(setting, "  ".join(data.words[:half]), size=_WORDS_SIZE, weight=STRONG, keep=True),
        *words(setting, "  ".join(data.words[half:]), size=_WORDS_SIZE, weight=STRONG, keep=True),
        space(setting.body),
        *facts(setting, [Fact(tr("Network"), data.network), Fact(tr("Printed on"), show_date(data.day))]),
        *section(setting, tr("At your hub, a manager")),
        *bullets(
            setting,
            (
                tr("Opens HubDesk, then Settings, Keys and invitations."),
                tr("Takes in the invitation: the file that ends in .hubinvite, which came by e-mail or on a stick."),
                tr(
                    "Types the six words above, once they are the same as a person of {network} says.",
                    network=data.network,
                ),
                tr("Writes the answer, sends it back, and reads out the six words that the hub’s own page shows."),
            ),
        ),
    ]
