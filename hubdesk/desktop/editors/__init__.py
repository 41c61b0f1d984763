"""One editor for each type of field: what a person writes or picks, and what it means.

May import desktop/theme.py, the widgets, chooser.py and what lies below the desktop; never a screen or a form. To add
one: a class in a module here, and the function below that makes it for its type.
"""

from __future__ import annotations

from functools import singledispatch
from typing import Any

from hubdesk.base.words import tr
from hubdesk.desktop.editors.days import DateEditor, MomentEditor
from hubdesk.desktop.editors.editor import Asked, Editor
from hubdesk.desktop.editors.lines import LineEditor, MoneyEditor, NotesEditor, PostcodeEditor
from hubdesk.desktop.editors.linked import LinkEditor
from hubdesk.desktop.editors.picks import (
    FEW,
    MANY,
    FewEditor,
    ManyEditor,
    PickBox,
    SeveralEditor,
    SeveralOfManyEditor,
    YesNoEditor,
)
from hubdesk.fields.codelists import codes
from hubdesk.fields.types import (
    Choice,
    Choices,
    Date,
    FieldType,
    Link,
    Minutes,
    Moment,
    Money,
    Notes,
    Phone,
    Postcode,
    Text,
    Time,
    Whole,
    YesNo,
)

_NARROW = 40
"""Texts no longer than this get a box of their own length."""


@singledispatch
def editor_for(type: FieldType[Any], asked: Asked) -> Editor:
    """The editor for values of this type."""
    return LineEditor(type, asked)


@editor_for.register
def _text(type: Text, asked: Asked) -> Editor:
    return LineEditor(type, asked, letters=type.longest + 2 if type.longest <= _NARROW else 0)


@editor_for.register
def _phone(type: Phone, asked: Asked) -> Editor:
    return LineEditor(type, asked, letters=18)


@editor_for.register
def _notes(type: Notes, asked: Asked) -> Editor:
    return NotesEditor(type, asked)


@editor_for.register
def _date(type: Date, asked: Asked) -> Editor:
    return DateEditor(type, asked)


@editor_for.register
def _moment(type: Moment, asked: Asked) -> Editor:
    return MomentEditor(type, asked)


@editor_for.register
def _time(type: Time, asked: Asked) -> Editor:
    return LineEditor(type, asked, letters=7, sample=tr("09:30"))


@editor_for.register
def _whole(type: Whole, asked: Asked) -> Editor:
    return LineEditor(type, asked, letters=min(len(f"{type.most:,}") + 2, 12))


@editor_for.register
def _minutes(type: Minutes, asked: Asked) -> Editor:
    return LineEditor(type, asked, letters=8, sample=tr("2:30"))


@editor_for.register
def _money(type: Money, asked: Asked) -> Editor:
    return MoneyEditor(type, asked)


@editor_for.register
def _yes_no(type: YesNo, asked: Asked) -> Editor:
    return YesNoEditor(type, asked)


@editor_for.register
def _choice(type: Choice, asked: Asked) -> Editor:
    few = len(codes(type.list, on=asked.today)) <= FEW
    return FewEditor(type, asked, type.list) if few else ManyEditor(type, asked, type.list)


@editor_for.register
def _choices(type: Choices, asked: Asked) -> Editor:
    many = len(codes(type.list, on=asked.today)) > MANY
    return SeveralOfManyEditor(type, asked, type.list) if many else SeveralEditor(type, asked, type.list)


@editor_for.register
def _postcode(type: Postcode, asked: Asked) -> Editor:
    return PostcodeEditor(type, asked)


@editor_for.register
def _link(type: Link, asked: Asked) -> Editor:
    return LinkEditor(type, asked, type.to)


__all__ = ["Asked", "Editor", "PickBox", "editor_for"]
