"""The recovery key on paper, for an envelope: the key, what it is for, and what to do with it on the day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from hubdesk.base.progress import Progress
from hubdesk.base.words import tr
from hubdesk.fields.dates import show_date
from hubdesk.printing.blocks import GUTTER, Setting, beside, bullets, masthead, section, space, words
from hubdesk.printing.document import Flowing, Target, write
from hubdesk.printing.facts import Fact, facts
from hubdesk.printing.feet import plain_foot
from hubdesk.printing.flow import Strip, together
from hubdesk.printing.lettering import STRONG
from hubdesk.printing.look import USUAL, Look
from hubdesk.printing.paper import About

_IN_A_LINE: Final = 4
_KEY_SIZE: Final = 26
"""Points: it is typed back from the paper, perhaps in poor light."""


@dataclass(frozen=True)
class RecoveryPaper:
    """The key in its groups, the hub's name, its file's, the day on which it was made and who made it.

    database: the address of a network's database on a server, in place of a file.
    """

    hub: str
    file: str
    day: date
    by: str
    groups: tuple[str, ...]
    database: str = ""


def file_name(data: RecoveryPaper) -> str:
    """A name for the file that says the day and nothing else."""
    return f"recovery-key-{data.day.isoformat()}.pdf"


def draw(target: Target, data: RecoveryPaper, look: Look = USUAL, progress: Progress | None = None) -> str:
    """Write the paper as a PDF file; gives `Paper.notice`."""
    title = tr("Recovery key")
    foot = plain_foot(tr("Keep this paper under lock. Whoever has it opens the hub."))
    flowing = Flowing(lambda setting: _strips(setting, data), foot)
    return write(target, About(title, data.hub, title), [flowing], look, progress)


def _strips(setting: Setting, data: RecoveryPaper) -> list[Strip]:
    said = tr("It opens the hub’s file when every manager’s passphrase is lost, or every manager is gone.")
    if data.database:
        said = tr("It opens the network’s database when every manager’s passphrase is lost, or every manager is gone.")
    return [
        *masthead(setting, data.hub, tr("Recovery key")),
        *words(setting, said),
        space(setting.body),
        *(_key_line(setting, data.groups[at : at + _IN_A_LINE]) for at in range(0, len(data.groups), _IN_A_LINE)),
        space(setting.body),
        *facts(
            setting,
            [
                Fact(tr("Database"), data.database) if data.database else Fact(tr("File"), data.file),
                Fact(tr("Made on"), show_date(data.day)),
                Fact(tr("Made by"), data.by),
            ],
            columns=3,
        ),
        *together(
            [
                *section(setting, tr("Now")),
                *bullets(
                    setting,
                    (
                        tr(
                            "Seal this paper in an envelope, write the hub’s name and today’s date across the flap, and sign it."
                        ),
                        tr(
                            "Lock it away where neither the computer nor its backups are: with a trustee, or in another building."
                        ),
                        tr("Destroy the paper of any earlier key. It opens nothing any more."),
                    ),
                ),
            ]
        ),
        *together(
            [
                *section(setting, tr("On the day it is needed")),
                *bullets(
                    setting,
                    (
                        tr("Start HubDesk and press Recovery key on the page that asks for a passphrase."),
                        tr("Pick a manager’s name, type the key, and choose a new passphrase for that manager."),
                        tr("Then make a new recovery key, as this one was seen."),
                    ),
                ),
            ]
        ),
    ]


def _key_line(setting: Setting, groups: Sequence[str]) -> Strip:
    """Groups of the key, each under one of the line above."""
    step = (setting.width + GUTTER) / _IN_A_LINE
    each = replace(setting, width=step - GUTTER)
    return beside([strip for one in groups for strip in words(each, one, size=_KEY_SIZE, weight=STRONG)], step)
