"""Whether the log and the changes it covers are as they were written: every line and every row looked at again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Connection, Row, Table, select

from hubdesk.base.words import tr, tr_many
from hubdesk.records import KINDS
from hubdesk.store.chain import Head, line_hash
from hubdesk.store.digests import NO_NONCE, NOTHING, Covered, digest_of, hash_of
from hubdesk.store.tables import audit, journal, operation
from hubdesk.store.values import unpack

_AT_ONCE: Final = 1000


@dataclass(frozen=True)
class Anchor:
    """A head of the log that is known from outside. ``source`` is where from; ``moment`` when it was noted, in ISO form."""

    source: str
    head: Head
    moment: str = ""


@dataclass
class _Said:
    """What a line says that it covers: a hash, and how many changes and operations."""

    content: str
    changes: int
    operations: int


@dataclass
class _Log:
    """The lines read so far. blanked: by line, the hash over what it erased; erased: by table and row, the line that did."""

    lines: dict[int, _Said] = field(default_factory=dict)
    hashes: dict[int, str] = field(default_factory=dict)
    restored: list[tuple[int, str]] = field(default_factory=list)
    blanked: dict[int, str] = field(default_factory=dict)
    erased: dict[str, dict[tuple[Any, ...], int]] = field(default_factory=lambda: {"journal": {}, "operation": {}})
    last: int = 0


def verify(connection: Connection, anchors: Iterable[Anchor] = ()) -> list[str]:
    """What is not as it was written, in sentences; an empty list when all is."""
    log = _Log()
    found = list(_lines(connection, log))
    found += _rows(connection, log)
    found += [sentence for anchor in anchors for sentence in _against(anchor, log)]
    return list(dict.fromkeys(found))


def _lines(connection: Connection, log: _Log) -> Iterator[str]:
    """Each line against its own hash and the one before it."""
    previous = ""
    rows = connection.execution_options(yield_per=_AT_ONCE).execute(select(audit).order_by(audit.c.seq))
    for row in rows:
        if row.seq != log.last + 1:
            yield tr("Of the log, lines {first} to {last} were removed.", first=log.last + 1, last=row.seq - 1)
            previous = row.previous
        if line_hash(row._asdict()) != row.hash:
            yield tr("Line {n} of the log was edited.", n=row.seq)
        elif row.previous != previous:
            yield tr("Line {n} of the log does not follow the line before it: one of the two was replaced.", n=row.seq)
        try:
            about = unpack(row.about)
            _take(log, row, about)
        except (ValueError, KeyError, TypeError, AttributeError):
            yield tr("Line {n} of the log was edited.", n=row.seq)
            log.lines.setdefault(row.seq, _Said(row.content, 0, 0))
        else:
            if row.what == "alarm":
                yield _alarm(row, about)
        log.hashes[row.seq], log.last, previous = row.hash, row.seq, row.hash
    if log.last == 0:
        yield tr("The log is empty: every line of it was removed.")


def _take(log: _Log, row: Row[Any], about: dict[str, Any]) -> None:
    if row.what == "erased":
        log.lines[row.seq], log.blanked[row.seq] = _Said(NOTHING, 0, 0), row.content
        for epoch, first, last in about["rows"]:
            log.erased["journal"].update({(epoch, seq): row.seq for seq in range(first, last + 1)})
        log.erased["operation"].update({(id,): row.seq for id in about["titles"]})
        return
    log.lines[row.seq] = _Said(row.content, int(about.get("changes", 0)), int(about.get("operations", 0)))
    if row.what == "restored":
        log.restored.append((row.seq, row.moment))


def _alarm(row: Row[Any], about: dict[str, Any]) -> str:
    why = about.get("why")
    when = str(row.moment)[:16].replace("T", " ")
    if why == "missing":
        return tr(
            "The anchor beside the file was missing at {when} (UTC, line {n}). What stood at the end of the log before "
            "that is known only from packages and backups.",
            when=when,
            n=row.seq,
        )
    if why == "forged":
        return tr("The anchor beside the file was damaged or forged at {when} (UTC, line {n}).", when=when, n=row.seq)
    if why == "lead":
        return tr(
            "At {when} (UTC, line {n}) a receipt told another line {seq}: the log had been rewritten or cut before that, "
            "or a backup was brought back.",
            when=when,
            n=row.seq,
            seq=about.get("seq"),
        )
    if why == "cut":
        return tr(
            "The end of the log was cut before {when} (UTC, line {n}): it had reached line {seq}.",
            when=when,
            n=row.seq,
            seq=about.get("seq"),
        )
    if why == "added":
        return tr(
            "Lines after line {seq} were put in while HubDesk was closed, before {when} (UTC, line {n}).",
            seq=about.get("seq"),
            when=when,
            n=row.seq,
        )
    return tr(
        "The log up to line {seq} was rewritten before {when} (UTC, line {n}).",
        seq=about.get("seq"),
        when=when,
        n=row.seq,
    )


def _rows(connection: Connection, log: _Log) -> list[str]:
    """Every change and operation against its digest, and all that a line covers against the line."""
    found: list[str] = []
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
        if seq in standing and hash_of(sorted(blank.get(seq, []))) != content:
            found.append(tr("What line {n} of the log erased is not as it was left.", n=seq))
    return found


def _row(table: Table, row: Row[Any], log: _Log, blank: dict[int, list[list[str]]], named: dict[str, str]) -> list[str]:
    journalled = table is journal
    key = (row.epoch, row.seq) if journalled else (str(row.id),)
    erased = log.erased[table.name].get(key)
    if erased is not None:
        blank.setdefault(erased, []).append(as_left(row))
    if row.nonce == NO_NONCE:
        if erased is not None:
            return []
    elif digest_of(table, row._asdict()) == row.digest:
        return []
    if journalled:
        said = named.get(row.kind) or tr("record")
        return [
            tr(
                "A change of a {kind}, number {seq}, covered by line {n}, was edited.",
                kind=said,
                seq=row.seq,
                n=row.line,
            )
        ]
    return [
        tr("An operation covered by line {n} of the log was edited: its title, its time or who did it.", n=row.line)
    ]


def as_left(row: Row[Any]) -> list[str]:
    """A whole row as the line that erased it holds it."""
    return [str(value) for value in row]


def _line(said: _Said | None, line: int, now: Covered) -> list[str]:
    if said is None:
        return [
            tr_many(
                "{n} change stands under line {line}, which is not in the log: it was put in, or the line removed.",
                "{n} changes stand under line {line}, which is not in the log: they were put in, or the line removed.",
                now.changes + now.operations,
                line=line,
            )
        ]
    if now.hash() == said.content:
        return []
    missing = said.changes - now.changes + said.operations - now.operations
    if missing > 0:
        return [
            tr_many(
                "{n} change that line {line} of the log covers was removed.",
                "{n} changes that line {line} of the log covers were removed.",
                missing,
                line=line,
            )
        ]
    if missing < 0:
        return [
            tr_many(
                "{n} change was put in under line {line} of the log.",
                "{n} changes were put in under line {line} of the log.",
                -missing,
                line=line,
            )
        ]
    return [tr("Changes that line {line} of the log covers were replaced or put in another order.", line=line)]


def _against(anchor: Anchor, log: _Log) -> Sequence[str]:
    """A head that was known before a backup was restored is not expected in what came after."""
    seq, hash = anchor.head.seq, anchor.head.hash
    if log.hashes.get(seq) == hash:
        return []
    if any(at <= seq and anchor.moment and anchor.moment <= moment for at, moment in log.restored):
        return []
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
