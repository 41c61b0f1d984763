"""What's on, as a sheet folded once: a cover, two pages of courses within, and how to join on the back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from hubdesk.base.progress import Progress
from hubdesk.base.words import tr, tr_later, tr_many
from hubdesk.printing.blocks import CLOSE, LARGE_BODY, SMALLEST, Setting, body_size, bullets, section, space, words
from hubdesk.printing.document import Target
from hubdesk.printing.facts import Fact, facts
from hubdesk.printing.flow import Strip, pages_of, together
from hubdesk.printing.lettering import MEDIUM, STRONG
from hubdesk.printing.look import LONG_EDGE, MM, USUAL, Look
from hubdesk.printing.ornament import draw_band
from hubdesk.printing.paper import PRIMARY, QUIET, About, Paper
from hubdesk.printing.structure import Tag

_MARGIN: Final = 13 * MM
_BAND: Final = (3, 10)
_LARGER: Final = (1.4, 1.2, 1.1, 1)
_HEADING: Final = 2
"""The strips of the heading over the courses: its line, and the space under it."""
_SHARES: Final = (0.5, 0.55, 0.6, 0.65, 0.7, 0.8, 0.9)
DESIGNS: Final = (
    ("short-edge", tr_later("Turned on the short edge")),
    (LONG_EDGE, tr_later("Turned on the long edge")),
)
"""How the printer turns the sheet: on the long edge, the inside has to be printed upside down."""


@dataclass(frozen=True)
class OnOffer:
    """A course that can be joined: its title, and lines such as when, where and what it costs."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Leaflet:
    """All that is on. ``reach`` says how to get in touch; ``access`` are labels with what is known of the building."""

    hub: str
    day: date
    season: str
    courses: tuple[OnOffer, ...]
    place: str = ""
    reach: str = ""
    access: tuple[tuple[str, str], ...] = ()


def file_name(data: Leaflet) -> str:
    """A name for the file that says the day."""
    return f"whats-on-{data.day.isoformat()}.pdf"


def draw(target: Target, data: Leaflet, look: Look = USUAL, progress: Progress | None = None) -> str:
    """Write the leaflet as a PDF file of two pages, the outside first; gives `Paper.notice`."""
    title = tr("What’s on")
    paper = Paper(About(title, data.hub, title), look.across)
    panel = paper.width / 2
    setting = Setting(paper.lettering, panel - 2 * _MARGIN, body_size(look))
    room = paper.height - 2 * _MARGIN
    cover, first, second, back = (Tag("Sect") for _ in range(4))
    paper.expect(cover, first, second, back)
    with paper.part(cover):
        _draw_cover(paper, setting, data, panel)
    with paper.part(back):
        _draw_panel(paper, _back_within(setting, data, room), 0)
    paper.end_page()
    if look.design == LONG_EDGE:
        paper.turn(paper.width, paper.height)
    inside = _inside(setting, data, room)
    for place, (tag, strips) in enumerate(zip((first, second), inside, strict=True)):
        with paper.part(tag):
            _draw_panel(paper, strips, place * panel)
    paper.end_page()
    (progress or Progress()).step(1, 1)
    paper.save(target)
    return paper.notice


def _draw_cover(paper: Paper, setting: Setting, data: Leaflet, left: float) -> None:
    rows, columns = _BAND
    x, foot = left + _MARGIN, _MARGIN
    foot += draw_band(paper, x, foot, setting.width, rows, columns) + 6 * MM
    place = words(setting, data.place, colour=QUIET, leading=1.35) if data.place else []
    foot += sum(strip.height for strip in place)
    _draw_strips(paper, place, x, foot)
    top = paper.height - _MARGIN - 18 * MM
    size = setting.body
    strips = _cover(setting, data, size)
    while sum(strip.height for strip in strips) > top - foot - size and size > SMALLEST / 2:
        size *= 0.95
        strips = _cover(setting, data, size)
    _draw_strips(paper, strips, x, top)


def _cover(setting: Setting, data: Leaflet, size: float) -> list[Strip]:
    """Whose it is, what it is and for how long, in letters that go by ``size``; the title on one line where it can be."""
    title = tr("What’s on")
    large = setting.lettering.fitting_size(title, setting.width, size * 3.6, size * 2, STRONG)
    return [
        *words(setting, data.hub, size=size * 1.35, weight=STRONG, colour=PRIMARY, leading=CLOSE),
        space(size * 0.6),
        *words(setting, title, size=large, weight=STRONG, leading=1.1, tag=Tag("H1")),
        space(size * 0.6),
        *words(setting, data.season, size=size * 1.35, weight=MEDIUM, leading=1.35),
    ]


def _draw_panel(paper: Paper, strips: Sequence[Strip], left: float) -> None:
    _draw_strips(paper, strips, left + _MARGIN, paper.height - _MARGIN)


def _draw_strips(paper: Paper, strips: Sequence[Strip], x: float, top: float) -> None:
    for strip in strips:
        strip.draw(paper, x, top)
        top -= strip.height


def _inside(setting: Setting, data: Leaflet, room: float) -> tuple[list[Strip], list[Strip]]:
    """The two pages within: as many courses as they hold, and how many more there are.

    Few courses stand in larger letters, and as many on one page as on the other.
    """
    for larger in _LARGER if data.courses else ():
        strips = _courses(replace(setting, body=setting.body * larger), data, len(data.courses))
        whole = sum(strip.height for strip in strips)
        if len(data.courses) == 1 and whole <= room:
            return strips, []
        for part in _SHARES:
            pages = list(pages_of(strips, min(room, whole * part)))
            first, *others = (sum(strip.height for strip in page) for page in pages)
            if len(others) == 1 and others[0] <= first <= room:
                return pages[0], _level_with(pages[1], strips, room - others[0])
    shown = len(data.courses)
    while True:
        pages = list(pages_of(_courses(setting, data, shown), room))
        if len(pages) <= 2 or shown == 0:
            return pages[0], pages[1] if len(pages) > 1 else []
        shown -= 1


def _level_with(page: list[Strip], strips: Sequence[Strip], spare: float) -> list[Strip]:
    """The second page's courses as far down as those of the first, under its heading, where there is room."""
    heading = sum(strip.height for strip in strips[:_HEADING])
    return [_gap(heading), *page] if heading <= spare else page


def _courses(setting: Setting, data: Leaflet, shown: int) -> list[Strip]:
    strips = words(
        setting, tr("Come and learn"), size=setting.title, weight=STRONG, leading=CLOSE, keep=True, tag=Tag("H2")
    )
    strips += [space(setting.body * 0.4)]
    for course in data.courses[:shown]:
        tag = Tag("P")
        entry = words(setting, course.title, weight=STRONG, colour=PRIMARY, leading=CLOSE, tag=Tag("H3"))
        for line in course.lines:
            entry += words(setting, line, leading=CLOSE, tag=tag)
        strips += [*together(entry), _gap(setting.body * 0.8)]
    more = len(data.courses) - shown
    if more:
        said = tr_many("And {n} more course: please ask.", "And {n} more courses: please ask.", more)
        strips += words(setting, said, weight=MEDIUM)
    if not data.courses:
        strips += words(setting, tr("New courses are being planned. Please ask what is coming."))
    return strips


def _gap(height: float) -> Strip:
    return Strip(height, lambda paper, x, top: None, blank=True)


def _back_within(setting: Setting, data: Leaflet, room: float) -> list[Strip]:
    """The back with all that is known of the building: first side by side, then in smaller letters, where it is much."""
    sizes = [setting.body, *(size for size in range(LARGE_BODY, SMALLEST - 1, -1) if size < setting.body)]
    settings = [replace(setting, body=size) for size in sizes]
    for one, wide in [(settings[0], True), *((one, False) for one in settings)]:
        strips = _back(one, data, wide=wide)
        if sum(strip.height for strip in strips) <= room:
            return strips
    return next(pages_of(strips, room))


def _back(setting: Setting, data: Leaflet, *, wide: bool) -> list[Strip]:
    strips = words(setting, tr("How to join"), size=setting.title, weight=STRONG, leading=CLOSE, tag=Tag("H2"))
    strips += [space(setting.body * 0.4)]
    strips += bullets(
        setting,
        [
            tr("Everybody is welcome. Nobody needs to have done well at school."),
            tr("Tell us what would help you. Many courses are free."),
            data.reach or tr("Come in and ask."),
        ],
    )
    if data.access:
        strips += section(setting, tr("Getting here and inside"))
        strips += facts(setting, [Fact(label, said, wide=wide) for label, said in data.access])
    return strips
