"""Glyphs for text in one script and direction, and plain letters in place of what no typeface can draw."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, zip_longest

import uharfbuzz as hb
from anyascii import anyascii
from bidi.mirror import MIRRORED

from hubdesk.printing.breaking import UNSEEN, clusters, words
from hubdesk.printing.typefaces import Typeface
from hubdesk.printing.writing_order import Stretch, is_shared, script_of

_FEATURES = {"kern": True, "liga": True, "tnum": True}
_NOTDEF = 0
_SUBSTITUTE = "?"
_NOTHING = "\u200b"
_Drawn = tuple[int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Glyph:
    """One drawn shape. ``text`` is what it stands for; lengths are in thousandths of the type size.

    ``width`` is how far the pen moves by itself, ``advance`` how far it shall.
    """

    id: int
    text: str
    width: int
    advance: int
    dx: int
    dy: int


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring glyphs of one typeface, from left to right.

    ``spoken`` is what they stand for where the glyphs alone would copy out as something else; ``spelt_out`` says that
    they are Latin letters in place of what no typeface can draw.
    """

    typeface: Typeface
    glyphs: tuple[Glyph, ...]
    spoken: str | None = None
    spelt_out: bool = False


def draw_stretch(stretch: Stretch, faces: Sequence[Typeface]) -> Iterator[Run]:
    wanted = [face for face in faces if stretch.script in face.scripts]
    order = [*wanted, *(face for face in faces if face not in wanted)]
    chosen: list[tuple[Typeface | None, str]] = []
    for piece in _with_own_face(stretch, wanted):
        first = _face_for_letters(piece, wanted) or order[0]
        chosen += [
            (next((face for face in (first, *order) if _covers(face, cluster)), None), cluster)
            for cluster in clusters(piece)
        ]
    for face, group in groupby(chosen, key=lambda each: each[0]):
        text = "".join(cluster for _, cluster in group)
        run = face and _shape(text, stretch, face)
        yield run or _spelt_out(text, faces)


def _with_own_face(stretch: Stretch, wanted: Sequence[Typeface]) -> list[str]:
    """The whole stretch if one of the typefaces has all its letters, else its words, so that no word is a patchwork."""
    return [stretch.text] if _face_for_letters(stretch.text, wanted) else words(stretch.text)


def _face_for_letters(text: str, faces: Iterable[Typeface]) -> Typeface | None:
    letters = "".join(cluster for cluster in clusters(text) if not is_shared(script_of(cluster[0])))
    return next((face for face in faces if _covers(face, letters)), None)


def _covers(face: Typeface, text: str) -> bool:
    return all(ord(letter) in face.characters or letter in UNSEEN for letter in text)


def _shape(text: str, stretch: Stretch, face: Typeface) -> Run | None:
    """The glyphs for ``text``, or None if the typeface would draw its empty box."""
    backwards = stretch.level % 2 == 1
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.direction = "rtl" if backwards else "ltr"
    buffer.script = stretch.script
    buffer.guess_segment_properties()
    hb.shape(face.font, buffer, _FEATURES)
    infos, positions = buffer.glyph_infos, buffer.glyph_positions
    if any(info.codepoint == _NOTDEF for info in infos):
        return None
    glyphs: list[Glyph] = []
    starts = sorted({info.cluster for info in infos})
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    for start, group in groupby(zip(infos, positions, strict=True), key=lambda each: each[0].cluster):
        drawn = [
            (info.codepoint, face.width_of(info.codepoint), at.x_advance, at.x_offset, at.y_offset)
            for info, at in group
        ]
        letters = text[start : ends[start]]
        if backwards:
            letters = "".join(MIRRORED.get(letter, letter) for letter in reversed(letters))
            drawn = _one_glyph_a_letter(drawn, len(letters), face)
        last = len(drawn) - 1
        for place, (glyph, *lengths) in enumerate(drawn):
            meaning = letters[place:] if place == last else letters[place : place + 1]
            glyphs.append(Glyph(glyph, meaning or _NOTHING, *lengths))
    copied = "".join(glyph.text for glyph in glyphs)
    moved = any(glyph.dx for glyph in glyphs)
    spoken = text if not backwards and (moved or copied != text) else None
    return Run(face, tuple(_without_gaps(glyphs)), spoken)


def _without_gaps(glyphs: Sequence[Glyph]) -> Iterator[Glyph]:
    """The same places of the glyphs, by widths instead of moves: readers take a move for a space within the word."""
    for glyph, following in zip_longest(glyphs, glyphs[1:]):
        ahead = following.dx if following else 0
        moved = glyph.dx or ahead
        yield replace(glyph, width=max(0, glyph.advance - glyph.dx + ahead)) if moved else glyph


def _one_glyph_a_letter(drawn: list[_Drawn], letters: int, face: Typeface) -> list[_Drawn]:
    """A ligature written from right to left, with unseen glyphs after it to carry its other letters.

    Programs that copy text out of a PDF disagree on the order of several letters in one such glyph, and take glyphs
    that overlap for separate words: each has its share of the width.
    """
    unseen = face.font.get_nominal_glyph(ord(" "))
    missing = letters - len(drawn)
    if missing < 1 or unseen is None:
        return drawn
    glyph, _, advance, dx, dy = drawn[-1]
    share = advance // (missing + 1)
    rest = advance - missing * share
    return [*drawn[:-1], (glyph, rest, rest, dx, dy), *[(unseen, share, share, 0, 0)] * missing]


def _spelt_out(text: str, faces: Sequence[Typeface]) -> Run:
    """Text that no typeface can draw, in plain Latin letters; never an empty box."""
    plain = anyascii(text) or _SUBSTITUTE
    face = next(face for face in faces if _covers(face, plain))
    run = _shape(plain, Stretch(plain, "Latn", 0), face)
    if run is None:
        raise LookupError(f"{face.file.name} lists letters that it cannot draw")
    return replace(run, spoken=text, spelt_out=True)
