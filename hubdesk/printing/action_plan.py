"""What somebody and their adviser agreed, on one page to take home: who does what, where to turn, when they meet again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from hubdesk.base.progress import Progress
from hubdesk.base.words import tr
from hubdesk.printing.blocks import Setting, bullets, masthead, section, space
from hubdesk.printing.document import Flowing, Target, write
from hubdesk.printing.facts import Fact, facts
from hubdesk.printing.feet import plain_foot
from hubdesk.printing.flow import Strip
from hubdesk.printing.look import USUAL, Look
from hubdesk.printing.paper import About
from hubdesk.printing.to_sign import to_tick

_LINES_TO_WRITE = 3
"""Where no action is written down yet, there is room for so many."""


@dataclass(frozen=True)
class ActionPlan:
    """One session's plan, all in words. It leaves out what they came with: the paper may lie where others see it."""

    hub: str
    day: date
    person: str
    talked_on: str
    adviser: str = ""
    review: str = ""
    reach: str = ""
    actions: tuple[str, ...] = ()
    signposted_to: tuple[str, ...] = ()


def file_name(data: ActionPlan) -> str:
    """A name for the file that says the day and no person."""
    return f"action-plan-{data.day.isoformat()}.pdf"


def draw(target: Target, data: ActionPlan, look: Look = USUAL, progress: Progress | None = None) -> str:
    """Write the plan as a PDF file; gives `Paper.notice`."""
    title = tr("My action plan")
    flowing = Flowing(lambda setting: _strips(setting, data), plain_foot(data.reach or data.hub))
    return write(target, About(title, data.hub, title), [flowing], look, progress)


def _strips(setting: Setting, data: ActionPlan) -> list[Strip]:
    told = [
        Fact(tr("We talked on"), data.talked_on),
        Fact(tr("With"), data.adviser),
        Fact(tr("We meet again on"), data.review),
    ]
    strips = masthead(setting, data.hub, tr("My action plan"), data.person)
    strips += facts(setting, [fact for fact in told if fact.value], columns=3)
    ticked = tr("Yours to keep: tick what is done, and bring it when we meet again.")
    why = ticked if data.actions else tr("Yours to keep: bring it when we meet again.")
    strips += section(setting, tr("What we agreed"), why)
    if data.actions:
        strips += [strip for action in data.actions for strip in to_tick(setting, action)]
    else:
        strips += facts(setting, [Fact("", wide=True)] * _LINES_TO_WRITE, ruled=True)
    if data.signposted_to:
        strips += [*section(setting, tr("Where to turn")), *bullets(setting, data.signposted_to)]
    # Side by side, so that large print stays on one page.
    signed = [Fact(tr("Signature of {name}", name=name)) for name in (data.person, data.adviser or tr("Adviser"))]
    # Nobody should be asked to sign a page that says nothing.
    held = [replace(strip, keep=True) for strip in (*strips[-2:], space(setting.body))]
    return [*strips[:-2], *held, *facts(setting, signed, ruled=True)]
