"""Whether the log and the changes it covers are as they were written: every line and every row looked at again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Connection, Row, Table, select

from hubdesk.base.words import tr, tr_many
from hubdesk.records import KINDS
from hubdesk.store.chain import TAKEN_OUT, Head, line_hash
from hubdesk.store.digests import NO_NONCE, NOTHING, Covered, digest_of, hash_of
from hubdesk.store.log_words import alarm_said, repair_said
from hubdesk.store.rights_by_log import ByLog, altered_rights, gaps, take
from hubdesk.store.tables import audit, journal, operation
from hubdesk.store.values import unpack

_AT_ONCE: Final = 1000
_SHORT: Final = 24
"""Letters of a hash that a mark keeps."""


@dataclass(frozen=True)
class Anchor:
    """A head of the log that is known from outside. ``source`` is where from; ``moment`` when it was noted, in ISO form."""

    source: str
    head: Head
    moment: str = ""


@dataclass(frozen=True)
class Found:
    """Something that is not as it was written. ``mark`` names it and its state, where a repair may have left it so.

    told: a line of the log itself tells of it, from another day; nothing is wrong with the lines for that.
    """

    sentence: str
    mark: str = ""
    told: bool = False


@dataclass
class _Said:
    """What a line says that it covers: a hash, and how many changes and operations."""

    content: str
    changes: int
    operations: int


@dataclass
class _Log:
    """The lines read so far. blanked: by line, the hash over what it erased; erased: by table and row, the line that did.

    told: marks of what a repair could not bring back, which its line tells; gone: the runs of lines among it.
    rights: what the lines say of the accounts.
    """

    lines: dict[int, _Said] = field(default_factory=dict)
    hashes: dict[int, str] = field(default_factory=dict)
    restored: list[tuple[int, str]] = field(default_factory=list)
    blanked: dict[int, str] = field(default_factory=dict)
    erased: dict[str, dict[tuple[Any, ...], int]] = field(default_factory=lambda: {"journal": {}, "operation": {}})
    repaired: list[tuple[int, str]] = field(default_factory=list)
    told: set[str] = field(default_factory=set)
    rights: ByLog = field(default_factory=ByLog)
    gone: list[range] = field(default_factory=list)
    last: int = 0


def verify(connection: Connection, anchors: Iterable[Anchor] = ()) -> list[str]:
    """What is not as it was written, in sentences; an empty list when all is."""
    log, found = _looked_through(connection)
    said = [one.sentence for one in found if not one.mark or one.mark not in log.told]
    said += altered_rights(connection, log.rights)
    said += [sentence for anchor in anchors for sentence in _against(anchor, log)]
    return list(dict.fromkeys(said))


def missing(connection: Connection) -> list[str]:
    """The marks of what is not there any more, for the line of a repair to tell."""
    _, found = _looked_through(connection)
    return sorted({one.mark for one in found if one.mark})


def is_whole(connection: Connection) -> bool:
    """Whether every line of the log and every change it covers is there as it was written."""
    _, found = _looked_through(connection)
    return all(one.told for one in found)


def gap_mark(first: int, last: int) -> str:
    """The mark of lines that are not in the log."""
    return f"gap:{first}:{last}"


def _looked_through(connection: Connection) -> tuple[_Log, list[Found]]:
    log = _Log()
    return log, [*_lines(connection, log), *_rows(connection, log)]


def _lines(connection: Connection, log: _Log) -> Iterator[Found]:
    """Each line against its own hash and the one before it."""
    previous = ""
    rows = connection.execution_options(yield_per=_AT_ONCE).execute(select(audit).order_by(audit.c.seq))
    for row in rows:
        if row.seq != log.last + 1:
            first, last = log.last + 1, row.seq - 1
            said = tr("Of the log, lines {first} to {last} were removed.", first=first, last=last)
            yield Found(said, gap_mark(first, last))
            previous = row.previous
        if line_hash(row._asdict()) != row.hash:
            yield Found(tr("Line {n} of the log was edited.", n=row.seq))
        elif row.previous != previous:
            yield Found(
                tr("Line {n} of the log does not follow the line before it: one of the two was replaced.", n=row.seq)
            )
        try:
            about = unpack(row.about)
            _take(log, row, about)
        except (ValueError, KeyError, TypeError, AttributeError):
            yield Found(tr("Line {n} of the log was edited.", n=row.seq))
            log.lines.setdefault(row.seq, _Said(row.content, 0, 0))
        else:
            if row.what == "alarm":
                yield Found(alarm_said(row, about), told=True)
            if about.get("missing"):
                yield Found(repair_said(row, about), told=True)
        log.hashes[row.seq], log.last, previous = row.hash, row.seq, row.hash
    if log.last == 0:
        yield Found(tr("The log is empty: every line of it was removed."))


def _take(log: _Log, row: Row[Any], about: dict[str, Any]) -> None:
    take(log.rights, row.what, about)
    if row.what == "erased":
        log.lines[row.seq], log.blanked[row.seq] = _Said(NOTHING, 0, 0), row.content
        for epoch, first, last in about["rows"]:
            log.erased["journal"].update({(epoch, seq): row.seq for seq in range(first, last + 1)})
        log.erased["operation"].update({(id,): row.seq for id in about["titles"]})
        return
    if row.what in TAKEN_OUT:
        _take_out(log, row, about)
        return
    log.lines[row.seq] = _Said(row.content, int(about.get("changes", 0)), int(about.get("operations", 0)))
    if row.what == "restored":
        log.restored.append((row.seq, row.moment))
    if row.what == "repaired":
        log.repaired.append((row.seq, row.moment))
        log.told.update(about.get("missing", ()))
        log.gone += [range(first, last + 1) for first, last in gaps(about)]


def _take_out(log: _Log, row: Row[Any], about: dict[str, Any]) -> None:
    """What was taken out again stands under no line; what is left under the lines before, this one tells."""
    log.lines[row.seq] = _Said(NOTHING, 0, 0)
    for line, said in about["lines"].items():
        if int(line) not in log.lines:
            raise KeyError
        log.lines[int(line)] = _Said(*said)
    held, named = log.erased["journal"], log.erased["operation"]
    log.erased["journal"] = {place: line for place, line in held.items() if not is_within(place, about["rows"])}
    log.erased["operation"] = {id: line for id, line in named.items() if id[0] not in about["titles"]}


def is_within(one: object, ranges: Iterable[Sequence[int]]) -> bool:
    """Whether it is a row of the journal, as epoch and number, in one of these ranges of an epoch."""
    return isinstance(one, tuple) and any(one[0] == epoch and a <= one[1] <= b for epoch, a, b in ranges)


def _rows(connection: Connection, log: _Log) -> list[Found]:
    """Every change and operation against its digest, and all that a line covers against the line."""
    found: list[Found] = []
    covered: dict[int, Covered] = {}
    blank: dict[int, list[list[str]]] = {}
    named = {kind.__tablename__: str(kind.kind.one) for kind in KINDS}
    for table, order, what in ((journal, (journal.c.epoch, journal.c.seq), "change"), (operation, (), "operation")):
        query = select(table).order_by(table.c.line, *order)
        rows = connection.execution_options(yield_per=_AT_ONCE).execute(query)
        for line, group in groupby(rows, key=lambda row: row.line):
            into = covered.setdefault(line, Covered())
            for row in group:
                getattr(into, what)(row._asdict())
                found += _row(table, row, log, blank, named)
    for line, into in covered.items():
        found += _line(log.lines.get(line), line, into)
    for line in log.lines:
        if line not in covered:
            found += _line(log.lines[line], line, Covered())
    # What was erased further since stands under a later line, which holds all of the earlier one.
    standing = {line for lines in log.erased.values() for line in lines.values()}
    for seq, content in log.blanked.items():
        left = hash_of(sorted(blank.get(seq, [])))
        if seq in standing and left != content:
            said = tr("What line {n} of the log erased is not as it was left.", n=seq)
            found.append(Found(said, f"erased:{seq}:{left[:_SHORT]}"))
    return found


def _row(
    table: Table, row: Row[Any], log: _Log, blank: dict[int, list[list[str]]], named: dict[str, str]
) -> list[Found]:
    journalled = table is journal
    key = (row.epoch, row.seq) if journalled else (str(row.id),)
    erased = log.erased[table.name].get(key)
    if erased is not None:
        blank.setdefault(erased, []).append(as_left(row))
    mark = ""
    if row.nonce == NO_NONCE:
        if erased is not None:
            return []
        mark = f"blank:{':'.join(map(str, key))}:{hash_of(as_left(row))[:_SHORT]}"
    elif digest_of(table, row._asdict()) == row.digest:
        return []
    if journalled:
        said = named.get(row.kind) or tr("record")
        edited = tr(
            "A change of a {kind}, number {seq}, covered by line {n}, was edited.", kind=said, seq=row.seq, n=row.line
        )
        return [Found(edited, mark)]
    titled = tr(
        "An operation covered by line {n} of the log was edited: its title, its time or who did it.", n=row.line
    )
    return [Found(titled, mark)]


def as_left(row: Row[Any]) -> list[str]:
    """A whole row as the line that erased it holds it."""
    return [str(value) for value in row]


def _line(said: _Said | None, line: int, now: Covered) -> list[Found]:
    if said is not None and now.hash() == said.content:
        return []
    mark = f"line:{line}:{now.changes}:{now.operations}:{now.hash()[:_SHORT]}"
    if said is None:
        sentence = tr_many(
            "{n} change stands under line {line}, which is not in the log: it was put in, or the line removed.",
            "{n} changes stand under line {line}, which is not in the log: they were put in, or the line removed.",
            now.changes + now.operations,
            line=line,
        )
        return [Found(sentence, mark)]
    away = said.changes - now.changes + said.operations - now.operations
    if away > 0:
        sentence = tr_many(
            "{n} change that line {line} of the log covers was removed.",
            "{n} changes that line {line} of the log covers were removed.",
            away,
            line=line,
        )
        return [Found(sentence, mark)]
    if away < 0:
        sentence = tr_many(
            "{n} change was put in under line {line} of the log.",
            "{n} changes were put in under line {line} of the log.",
            -away,
            line=line,
        )
        return [Found(sentence)]
    replaced = tr("Changes that line {line} of the log covers were replaced or put in another order.", line=line)
    return [Found(replaced)]


def _against(anchor: Anchor, log: _Log) -> Sequence[str]:
    """A head that was known before a backup was restored is not expected in what came after."""
    seq, hash = anchor.head.seq, anchor.head.hash
    if log.hashes.get(seq) == hash:
        return []
    if any(at <= seq and anchor.moment and anchor.moment <= moment for at, moment in log.restored):
        return []
    if any(seq in run for run in log.gone):
        return []
    if any(at <= seq and anchor.moment and anchor.moment <= moment for at, moment in log.repaired):
        return [
            tr(
                "The end of the log lay in a damaged place when the file was repaired: {source} knows line {seq}.",
                source=anchor.source,
                seq=seq,
            )
        ]
    if seq > log.last:
        return [
            tr(
                "The end of the log was cut: {source} knows line {seq}, and the log ends at line {last}.",
                source=anchor.source,
                seq=seq,
                last=log.last,
            )
        ]
    return [
        tr("The log was rewritten before line {seq}: {source} knows another one.", seq=seq, source=anchor.source),
    ]
