"""The subject-access pack: everything held about one person, to be given to them."""

from __future__ import annotations

from hubdesk.base.progress import Progress
from hubdesk.base.words import tr, tr_many
from hubdesk.fields.dates import show_date
from hubdesk.printing.blocks import Setting, bullets, masthead, section, space, words
from hubdesk.printing.document import Flowing, Target, write
from hubdesk.printing.facts import Fact, facts
from hubdesk.printing.feet import plain_foot
from hubdesk.printing.flow import Margins, Strip
from hubdesk.printing.lettering import STRONG
from hubdesk.printing.look import MM, USUAL, Look
from hubdesk.printing.paper import About
from hubdesk.printing.table import Column, TableStyle, table
from hubdesk.reports.subject_pack import HeldKind, SubjectPack

_MARGINS = Margins(bottom=20 * MM)
_LONG = 60
"""A value longer than this takes the whole width."""


def file_name(data: SubjectPack, ending: str = "pdf") -> str:
    """A name for the file that says the day and no person."""
    return f"subject-access-{data.day.isoformat()}.{ending}"


def draw(target: Target, data: SubjectPack, look: Look = USUAL, progress: Progress | None = None) -> str:
    """Write the pack as a PDF file; gives `Paper.notice`."""
    title = tr("What we hold about you")
    flowing = Flowing(lambda setting: _strips(setting, data), plain_foot(title))
    return write(target, About(title, data.hub, title), [flowing], look, progress, _MARGINS)


def _strips(setting: Setting, data: SubjectPack) -> list[Strip]:
    opening = tr(
        "This is everything that we hold about you, on {day}: each record, what was changed in it and when, and what of "
        "it left our centre. Names of other people have been taken out where they asked for it, or where it would not "
        "be fair to them.",
        day=show_date(data.day),
    )
    strips = [*masthead(setting, data.hub, tr("What we hold about you"), data.name), *words(setting, opening)]
    if data.incomplete:
        strips += words(setting, data.incomplete, weight=STRONG)
    for kind in data.held:
        strips += _kind(setting, kind)
    if data.also:
        strips += [*section(setting, tr("Where else your name stands")), *bullets(setting, data.also)]
    strips += section(setting, tr("What left our centre"))
    if data.left:
        columns = _columns(setting, (tr("When"), 0.22), (tr("File"), 0.4), (tr("For whom"), 0.38))
        strips += table(
            setting, columns, [(one.when, one.name, one.whom) for one in data.left], TableStyle(setting.small)
        )
    else:
        strips += words(setting, tr("Nothing about you has left it in a file."))
    # Before the history, which may go on for pages and is read by few.
    strips += [*_rights(setting), *section(setting, tr("What was changed, and when"))]
    columns = _columns(
        setting, (tr("When"), 0.21), (tr("What"), 0.31), (tr("From what to what"), 0.31), (tr("By"), 0.17)
    )
    rows = [(one.when, one.what, one.said, one.by) for one in data.history]
    return [*strips, *table(setting, columns, rows, TableStyle(setting.small))]


def _kind(setting: Setting, kind: HeldKind) -> list[Strip]:
    count = tr_many("{n} record", "{n} records", len(kind.records))
    strips = section(setting, kind.title, count if len(kind.records) > 1 else "")
    for record in kind.records:
        if len(kind.records) > 1:
            strips += words(setting, record.title, weight=STRONG, keep=True)
        told = [Fact(label, text, wide=len(text) > _LONG) for label, text in record.fields]
        strips += [*facts(setting, told), space(setting.body * 0.4)]
    return strips


def _columns(setting: Setting, *told: tuple[str, float]) -> list[Column]:
    return [Column(title, setting.width * part) for title, part in told]


def _rights(setting: Setting) -> list[Strip]:
    told = tr(
        "You can ask us to put right what is wrong, to erase what we need not keep, or to stop using it. If you are not "
        "content with our answer, tell us first; you can then complain to the Information Commissioner's Office, ico.org.uk."
    )
    return [*section(setting, tr("What you can do now")), *words(setting, told)]
