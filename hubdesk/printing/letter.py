"""What every letter has: whose it is and when, what it is about, how to get there, and who writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hubdesk.base.words import tr
from hubdesk.printing.blocks import CLOSE, Setting, section, space, words
from hubdesk.printing.facts import Fact, listed
from hubdesk.printing.flow import Margins, Strip, together
from hubdesk.printing.lettering import STRONG
from hubdesk.printing.look import MM
from hubdesk.printing.paper import PRIMARY, QUIET
from hubdesk.printing.structure import Tag

LETTER_MARGINS: Final = Margins(bottom=18 * MM)

_KEPT_WHOLE: Final = 1 / 3
"""Of a page: what is known of a building stands on one page up to that height; more of it would leave a page half empty."""


@dataclass(frozen=True)
class Sender:
    """Whose letter it is: the hub, where it is, and how to reach it."""

    hub: str
    place: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""


def letterhead(setting: Setting, sender: Sender, day: str, title: str, opening: str) -> list[Strip]:
    """The hub and its address, the day, what the letter is about, and the greeting."""
    strips = words(setting, sender.hub, size=setting.section, weight=STRONG, colour=PRIMARY, leading=CLOSE, keep=True)
    where = ", ".join(part for part in (sender.place, sender.address) if part and part != sender.hub)
    for line in (where, how_to_reach(sender)):
        if line:
            strips += words(setting, line, size=setting.small, colour=QUIET, leading=CLOSE, keep=True)
    return [
        *strips,
        _space(setting, 1.1),
        *words(setting, day, colour=QUIET, keep=True),
        _space(setting, 0.4),
        *words(setting, title, size=setting.title, weight=STRONG, leading=CLOSE, keep=True, tag=Tag("H1")),
        _space(setting, 0.5),
        *words(setting, opening, keep=True),
        _space(setting, 0.3),
    ]


def how_to_reach(sender: Sender) -> str:
    """Phone and e-mail in one line; "" where neither is known."""
    phone = tr("Phone {number}", number=sender.phone) if sender.phone else ""
    return ", ".join(part for part in (phone, sender.email) if part)


def getting_there(setting: Setting, access: Sequence[tuple[str, str]]) -> list[Strip]:
    """The facts about the building that are known; nothing when none is."""
    if not access:
        return []
    told = listed(setting, [Fact(label, said) for label, said in access])
    whole = sum(strip.height for strip in told) <= setting.room * _KEPT_WHOLE
    return [*section(setting, tr("Getting here and inside")), *(together(told) if whole else told)]


def closing(setting: Setting, last: str, writer: str, hub: str) -> list[Strip]:
    """The last sentences, room to sign, and who does: no page begins with a greeting."""
    return together(
        [
            *words(setting, last),
            _space(setting, 0.5),
            *words(setting, tr("With good wishes,"), keep=True),
            _space(setting, 1.7),
            *words(setting, writer or hub, weight=STRONG, leading=CLOSE, keep=bool(writer)),
            *(words(setting, hub, leading=CLOSE) if writer else []),
        ]
    )


def _space(setting: Setting, bodies: float) -> Strip:
    return space(setting.body * bodies * setting.air)
