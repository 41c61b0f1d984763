"""Which column is which field: a first guess, which a person can change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Final

from rapidfuzz import fuzz

from hubdesk.base.errors import FieldError, Refused
from hubdesk.fields.field import Field
from hubdesk.fields.types import Date, Email, Link, Moment, Phone, Postcode, Text, Time, YesNo
from hubdesk.records import Record, fields_of, kind_named
from hubdesk.spreadsheets.heading import Table, find_table
from hubdesk.spreadsheets.reading import Sheet
from hubdesk.spreadsheets.vocabulary import Part, normal, vocabulary

_SAMPLE: Final = 60
_ALIKE: Final = 87
"""How alike (of 100) a heading and a label must be where only the spelling differs."""
_SURER: Final = 1.1
_EXACT: Final = 1.0
_WORD: Final = 0.95
_CERTAIN: Final = 0.9
"""From here on the heading says it, if under another heading that stands over several columns."""
_SPELLING: Final = 0.8
_CONTENT: Final = 0.6
_LATER: Final = 3
"""The place from which on a part cannot stand first."""
_TELLING: Final = (Email, Postcode, Phone)
"""Types whose values say what they are, even under no heading."""
_STRICT: Final = (Email, Postcode, Phone, Date, Moment, Time, YesNo)


@dataclass(frozen=True)
class Source:
    """The columns (from 0) that make up a field, in the order in which they are joined; a joint stands before each."""

    columns: tuple[int, ...] = ()
    joints: tuple[str, ...] = ()


@dataclass(frozen=True)
class ColumnMap:
    """Where each field of a kind comes from, by the field's name. A column may serve two fields, as a surname does.

    ``month_first``: columns of dates that a person has said are written the American way.
    """

    sources: Mapping[str, Source] = field(default_factory=dict)
    month_first: frozenset[int] = frozenset()

    def field_of(self, column: int) -> str | None:
        """The field to show beside a column; of two, the one that it is only a part of. None: left out."""
        names = [name for name, source in self.sources.items() if column in source.columns]
        return max(names, key=lambda name: len(self.sources[name].columns), default=None)

    def put(self, column: int, name: str | None) -> ColumnMap:
        """The map with this column as that field, joined to the columns that are; None leaves the column out."""
        sources = {kept: source for kept, source in _without(self.sources, column) if source.columns}
        if name is not None:
            held = sources.get(name, Source())
            sources[name] = Source((*held.columns, column), (*held.joints, _joint(name)))
        return replace(self, sources=MappingProxyType(sources))

    def read_month_first(self, column: int, month_first: bool) -> ColumnMap:
        """The map with the dates of this column read month before day, or day before month."""
        changed = self.month_first | {column} if month_first else self.month_first - {column}
        return replace(self, month_first=changed)


def guess(kind: type[Record], table: Table) -> ColumnMap:
    """The likeliest map: by label, other words, spelling, and what the columns hold."""
    if table.own:
        labels = {str(one.label): one.name for one in fields_of(kind)}
        own = {labels[said]: Source((at,), ("",)) for at, said in enumerate(table.headings) if said in labels}
        return ColumnMap(MappingProxyType(own))
    sources = _joined(kind, table)
    parted = {column for source in sources.values() for column in source.columns}
    fields = [one for one in fields_of(kind) if one.name not in sources]
    scored = [
        (-score, place, column, one.name)
        for place, one in enumerate(fields)
        for column, heading in enumerate(table.headings)
        if (score := _score(kind, one, heading, table, column)) >= (_CERTAIN if column in parted else _CONTENT)
    ]
    # "Tel." can only be the telephone, and "Mobile" the other one too: what has less choice goes first.
    choices = Counter(column for _, _, column, _ in scored)
    scored.sort(key=lambda one: (one[0], one[1], choices[one[2]], one[2]))
    taken: set[int] = set()
    for _, _, column, name in scored:
        if name not in sources and column not in taken:
            sources[name] = Source((column,), ("",))
            taken.add(column)
    order = {one.name: place for place, one in enumerate(fields_of(kind))}
    return ColumnMap(MappingProxyType(dict(sorted(sources.items(), key=lambda item: order[item[0]]))))


def likeliest_sheet(kind: type[Record], sheets: Sequence[Sheet]) -> int:
    """The place of the sheet in which most fields of the kind are found; the first of several."""
    return max(range(len(sheets)), key=lambda at: (_fields_in(kind, sheets[at]), -at))


def _fields_in(kind: type[Record], sheet: Sheet) -> int:
    try:
        return len(guess(kind, find_table(sheet)).sources)
    except Refused:
        return -1


def called_by_parts(kind: type[Record]) -> frozenset[str]:
    """Fields that hold a person's name, or the record of a person found by it."""
    names = {part.of for parts in vocabulary().parts.values() for part in parts if part.joint == " "}
    return frozenset(
        one.name
        for one in fields_of(kind)
        if one.name in names or (isinstance(one.type, Link) and _called_by(kind_named(one.type.to)) in names)
    )


def _without(sources: Mapping[str, Source], column: int) -> Iterator[tuple[str, Source]]:
    for name, source in sources.items():
        kept = [(c, j) for c, j in zip(source.columns, source.joints, strict=True) if c != column]
        yield name, Source(tuple(c for c, _ in kept), tuple(j for _, j in kept))


def _joint(name: str) -> str:
    return next((part.joint for parts in vocabulary().parts.values() for part in parts if part.of == name), " ")


def _joined(kind: type[Record], table: Table) -> dict[str, Source]:
    """Fields that are made of several columns: first name and surname, lines of an address."""
    found: dict[str, list[tuple[int, int, str]]] = {}
    extra: dict[str, list[tuple[int, int, str]]] = {}
    for column, heading in enumerate(table.headings):
        if _is_apart(kind, heading):
            continue
        for part in _parts(heading):
            target = _target(kind, part)
            if target is not None and not part.left_out:
                (extra if part.linked else found).setdefault(target, []).append((part.place, column, part.joint))
    sources = {}
    for name, pieces in found.items():
        wholes = _wholes(kind, name, table, {column for _, column, _ in pieces})
        if wholes and min(pieces)[0] >= _LATER and not _holds(table, wholes[0], pieces):
            # "Name" beside "Surname" is the first name, and "Address" beside "Town" its first line.
            pieces.insert(0, (0, wholes[0], ""))
        elif wholes and (len(pieces) == 1 or min(pieces)[0] >= _LATER):
            continue
        sources[name] = _source([*pieces, *extra.get(name, [])])
    for name, pieces in extra.items():
        if name not in sources and (wholes := _wholes(kind, name, table, {column for _, column, _ in pieces})):
            sources[name] = _source([(0, wholes[0], ""), *pieces])
    return sources


def _holds(table: Table, whole: int, pieces: Sequence[tuple[int, int, str]]) -> bool:
    """Whether the column that seems to be the whole says what the pieces say."""
    pairs = [
        (row.cells[whole].casefold(), row.cells[column].casefold()) for row in table.rows for _, column, _ in pieces
    ]
    said = [piece in text for text, piece in pairs if piece]
    return sum(said) * 2 > len(said)


def _source(pieces: Sequence[tuple[int, int, str]]) -> Source:
    ordered = sorted(pieces)
    return Source(tuple(column for _, column, _ in ordered), tuple(joint for _, _, joint in ordered))


def _parts(heading: str) -> tuple[Part, ...]:
    return vocabulary().parts.get(normal(heading)) or vocabulary().parts.get(normal(_lower_line(heading)), ())


def _target(kind: type[Record], part: Part) -> str | None:
    """The field that the part belongs to, or the first link to a kind that is called by it."""
    for one in fields_of(kind):
        if one.name == part.of and not part.linked:
            return one.name
    for one in fields_of(kind):
        if isinstance(one.type, Link) and _called_by(kind_named(one.type.to)) == part.of:
            return one.name
    return None


def _called_by(kind: type[Record]) -> str | None:
    """The field that says what a record is called."""
    return next((one.name for one in fields_of(kind) if one.found and one.required and type(one.type) is Text), None)


def _own_name(kind: type[Record]) -> str | None:
    """The field that holds the record's own name, whether it is searched or not."""
    return next((one.name for one in fields_of(kind) if one.required and type(one.type) is Text), None)


def _wholes(kind: type[Record], name: str, table: Table, besides: set[int]) -> list[int]:
    """Columns whose heading means the whole field."""
    one = next(one for one in fields_of(kind) if one.name == name)
    return [
        column
        for column, heading in enumerate(table.headings)
        if column not in besides and _score(kind, one, heading, table, column) >= _WORD
    ]


def _score(kind: type[Record], one: Field, heading: str, table: Table, column: int) -> float:
    """How likely the column is the field, from 0 to 1."""
    words = normal(heading)
    theirs = _theirs(kind, words)
    if theirs is not None:
        return _SURER * (_score_words(one, theirs) if theirs else one.name == _own_name(kind))
    score = _score_words(one, words)
    if score < _WORD:
        if _is_apart(kind, heading):
            return 0.0
        group, _, lower = heading.rpartition(" / ")
        sure = _EXACT if normal(group) == normal(str(kind.kind.one)) else 0.97
        score = max(score, sure * _score_words(one, normal(lower))) if group else score
    # Values that do not fit a heading which is certain are for a person to see, not for the column to be left out.
    if score < _CERTAIN and isinstance(one.type, _STRICT) and (score or (isinstance(one.type, _TELLING) and not words)):
        fitting = _fitting(one, table, column)
        if fitting is not None and fitting < 0.2:
            return 0.0
        if not score and fitting is not None and fitting > 0.8:
            return _CONTENT
    return score


def _score_words(one: Field, words: str) -> float:
    if not words:
        return 0.0
    if words == normal(str(one.label)) or words == normal(one.name):
        return _EXACT
    others = vocabulary().fields.get(one.name, frozenset())
    if words in others:
        return _WORD
    alike = max(fuzz.ratio(words, other) for other in (normal(str(one.label)), *others))
    return _SPELLING * alike / 100 if alike >= _ALIKE and len(words) > 4 else 0.0


def _fitting(one: Field, table: Table, column: int) -> float | None:
    """The share of the column's first values that the field can take; None when it has none."""
    cells = table.column(column)[:_SAMPLE]
    if not cells:
        return None
    return sum(1 for cell in cells if _is_readable(one.type, cell)) / len(cells)


def _is_readable(type: Any, cell: str) -> bool:
    try:
        return type.parse(cell) is not None
    except FieldError:
        return False


def _is_apart(kind: type[Record], heading: str) -> bool:
    """Whether the column is about somebody else than the record, such as the next of kin."""
    words = f" {normal(heading)} "
    return any(f" {word} " in words for group in vocabulary().apart if not _is_own(kind, group) for word in group)


def _is_own(kind: type[Record], group: Sequence[str]) -> bool:
    """Whether the records of this kind are those somebody elses."""
    own = f" {normal(str(kind.kind.one))} "
    return any(f" {word} " in own for word in group)


def _theirs(kind: type[Record], words: str) -> str | None:
    """What a heading says of somebody else when the record is that person: "phone" of "Emergency phone"."""
    own = (word for group in vocabulary().apart if _is_own(kind, group) for word in group)
    for word in sorted(own, key=len, reverse=True):
        if f"{words} ".startswith(f"{word} "):
            return words[len(word) + 1 :]
    return None


def _lower_line(heading: str) -> str:
    return heading.rpartition(" / ")[2]
