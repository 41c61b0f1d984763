"""What's on, as a sheet folded once: a cover, two pages of courses within, and how to join on the back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
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
class _Close:
    """How close courses stand: how far apart, in body sizes, and how many of their lines are told at most."""

    apart: float
    lines: int | None = None


_USUAL, _WHEN = _Close(0.8), _Close(0.45, 1)
_TRIED: Final = (*((larger, _USUAL) for larger in _LARGER), (1.0, _Close(0.45)), (1.0, _WHEN))


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
    on_back, inside = _composed(setting, data, room)
    with paper.part(cover):
        _draw_cover(paper, setting, data, panel)
    with paper.part(back):
        _draw_panel(paper, on_back, 0)
    paper.end_page()
    if look.design == LONG_EDGE:
        paper.turn(paper.width, paper.height)
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
    foot += _height(place)
    _draw_strips(paper, place, x, foot)
    top = paper.height - _MARGIN - 18 * MM
    size = setting.body
    strips = _cover(setting, data, size)
    while _height(strips) > top - foot - size and size > SMALLEST / 2:
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


def _composed(setting: Setting, data: Leaflet, room: float) -> tuple[list[Strip], tuple[list[Strip], list[Strip]]]:
    """The back, and the two pages within.

    What is known of the building stands on the back where that holds it in the usual letters, else beside the courses
    where one page holds all of these: who needs it shall not have to read small print. Else it is set smaller.
    """
    for wide in (True, False):
        back = _back(setting, data, wide=wide)
        if _height(back) <= room:
            return back, _inside(setting, data, room)
    beside = _beside_the_courses(setting, data, room)
    if beside:
        return _how_to_join(setting, data), beside
    *larger, smallest = _smaller(setting, data)
    back, *more = pages_of(next((strips for strips in larger if _height(strips) <= room), smallest), room)
    courses = _on_one_page(setting, room, lambda one: _courses(one, data, len(data.courses))) if more else None
    if more and not courses:
        back = _back(setting, _with_less_said(setting, data, room), wide=False)
    return back, (courses, more[0]) if courses else _inside(setting, data, room)


def _with_less_said(setting: Setting, data: Leaflet, room: float) -> Leaflet:
    """With the beginning of what is said at most length of the building, so that the back holds it."""
    while _height(_back(setting, data, wide=False)) > room:
        longest = max(data.access, key=lambda fact: len(fact[1]))
        label, said = longest
        shorter = said[: len(said) * 4 // 5].rpartition(" ")[0].rstrip(" …") + "…"
        if len(shorter) >= len(said):
            return data
        data = replace(data, access=tuple((label, shorter) if one is longest else one for one in data.access))
    return data


def _beside_the_courses(setting: Setting, data: Leaflet, room: float) -> tuple[list[Strip], list[Strip]] | None:
    courses = _on_one_page(setting, room, lambda one: _courses(one, data, len(data.courses)))
    access = _on_one_page(setting, room, lambda one: _access(one, data, wide=True))
    return (courses, access) if courses and access else None


def _on_one_page(setting: Setting, room: float, strips_in: Callable[[Setting], list[Strip]]) -> list[Strip] | None:
    """A page in the largest letters in which one holds it; None where not even the usual ones do."""
    each = (strips_in(replace(setting, body=setting.body * larger)) for larger in _LARGER)
    return next((strips for strips in each if _height(strips) <= room), None)


def _inside(setting: Setting, data: Leaflet, room: float) -> tuple[list[Strip], list[Strip]]:
    """The two pages within: as many courses as they hold, and how many more there are.

    Few courses stand in larger letters, and as many on one page as on the other. Many stand closer, and in the end with no
    more than when and where each is.
    """
    for larger, close in _TRIED if data.courses else ():
        strips = _courses(replace(setting, body=setting.body * larger), data, len(data.courses), close=close)
        whole = _height(strips)
        if len(data.courses) == 1 and whole <= room:
            return strips, []
        for part in _SHARES:
            pages = list(pages_of(strips, min(room, whole * part)))
            first, *others = (_height(page) for page in pages)
            if len(others) == 1 and others[0] <= first <= room:
                return pages[0], _level_with(pages[1], strips, room - others[0])
    shown = len(data.courses)
    while True:
        pages = list(pages_of(_courses(setting, data, shown, close=_WHEN), room))
        if len(pages) <= 2 or shown == 0:
            return pages[0], pages[1] if len(pages) > 1 else []
        shown -= 1


def _level_with(page: list[Strip], strips: Sequence[Strip], spare: float) -> list[Strip]:
    """The second page's courses as far down as those of the first, under its heading, where there is room."""
    heading = _height(strips[:_HEADING])
    return [_gap(heading), *page] if heading <= spare else page


def _courses(setting: Setting, data: Leaflet, shown: int, *, close: _Close = _USUAL) -> list[Strip]:
    strips = words(
        setting, tr("Come and learn"), size=setting.title, weight=STRONG, leading=CLOSE, keep=True, tag=Tag("H2")
    )
    strips += [space(setting.body * 0.4)]
    for course in data.courses[:shown]:
        tag = Tag("P")
        entry = words(setting, course.title, weight=STRONG, colour=PRIMARY, leading=CLOSE, tag=Tag("H3"))
        for line in course.lines[: close.lines]:
            entry += words(setting, line, leading=CLOSE, tag=tag)
        strips += [*together(entry), _gap(setting.body * close.apart)]
    more = len(data.courses) - shown
    if more:
        said = tr_many("And {n} more course: please ask.", "And {n} more courses: please ask.", more)
        strips += words(setting, said, weight=MEDIUM)
    if not data.courses:
        strips += words(setting, tr("New courses are being planned. Please ask what is coming."))
    return strips


def _gap(height: float) -> Strip:
    return Strip(height, lambda paper, x, top: None, blank=True)


def _smaller(setting: Setting, data: Leaflet) -> Iterator[list[Strip]]:
    """The back with all that is known of the building, in ever smaller letters."""
    for size in range(LARGE_BODY, SMALLEST - 1, -1):
        if size < setting.body:
            yield _back(replace(setting, body=size), data, wide=False)


def _back(setting: Setting, data: Leaflet, *, wide: bool) -> list[Strip]:
    return _how_to_join(setting, data) + (_access(setting, data, wide=wide) if data.access else [])


def _how_to_join(setting: Setting, data: Leaflet) -> list[Strip]:
    strips = words(setting, tr("How to join"), size=setting.title, weight=STRONG, leading=CLOSE, tag=Tag("H2"))
    strips += [space(setting.body * 0.4)]
    return strips + bullets(
        setting,
        [
            tr("Everybody is welcome. Nobody needs to have done well at school."),
            tr("Tell us what would help you. Many courses are free."),
            data.reach or tr("Come in and ask."),
        ],
    )


def _access(setting: Setting, data: Leaflet, *, wide: bool) -> list[Strip]:
    told = facts(setting, [Fact(label, said, wide=wide) for label, said in data.access])
    return section(setting, tr("Getting here and inside")) + told


def _height(strips: Sequence[Strip]) -> float:
    return sum(strip.height for strip in strips)
