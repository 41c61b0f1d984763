"""What a merge did, file by file, as data and in whole sentences."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from hubdesk.base.words import tr, tr_many
from hubdesk.fields.dates import show_date
from hubdesk.records import kind_named
from hubdesk.store.clock import moment_of

MOST_PROBLEMS = 200
"""More would not be read; what is left out shows in the lists themselves."""


@dataclass(frozen=True)
class FileReport:
    """One file. new, changed: records; unchanged: changes that were here already; missing: (from, to) not yet come.

    behind: whether a package in quarantine is what is missing;
    unproven: whether it brought back something as this organisation's own work that nothing proves to be it;
    totals: the day of the hub's totals, where the file brought some that are newer;
    ahead: as far as the clock of a package in quarantine had run, else 0; forked: the number that proved a fork, else 0.
    """

    name: str
    hub: str
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    conflicts: int = 0
    refused: str = ""
    missing: tuple[tuple[int, int], ...] = ()
    behind: bool = False
    unproven: bool = False
    ahead: int = 0
    forked: int = 0
    totals: date | None = None

    @property
    def quarantined(self) -> bool:
        """Whether a person must let it in first."""
        return self.ahead > 0


@dataclass(frozen=True)
class Waiting:
    """How many records of a kind do not stand as they should; reason as in the table of that name.

    kind: "" for all kinds that only a newer version knows, so that there are never more of these than kinds and reasons.
    """

    kind: str
    reason: str
    n: int


@dataclass(frozen=True)
class RuleProblem:
    """A record taken in although it breaks a rule here; the sentence names nobody."""

    hub: str
    sentence: str
    kind: str
    record: UUID


@dataclass(frozen=True)
class MergeReport:
    """One merge of any number of files."""

    files: tuple[FileReport, ...]
    waiting: tuple[Waiting, ...] = ()
    problems: tuple[RuleProblem, ...] = ()
    erased: bool = False
    """Whether somebody was erased here because the files said that they are elsewhere."""

    def as_data(self) -> dict[str, Any]:
        """All of it for a program, as JSON can hold it."""
        made: dict[str, Any] = json.loads(json.dumps(asdict(self), default=str))
        for said, one in zip(made["files"], self.files, strict=True):
            said["ahead"] = moment_of(one.ahead).isoformat(timespec="seconds") if one.ahead else None
        return made

    def sentences(self) -> list[str]:
        """All of it for a person, the files in the order they were given."""
        said = [sentence for one in self.files for sentence in _of_file(one)]
        if self.erased:
            said.append(tr("Somebody was erased elsewhere, and is erased here too."))
        return [*said, *of_waiting(self.waiting), *of_problems(self.problems)]


def _of_file(one: FileReport) -> Iterator[str]:
    if one.refused:
        yield tr("{name}: not taken in. {reason}", name=one.name, reason=one.refused)
        return
    hub = one.hub or tr("a hub without a name")
    if one.ahead:
        yield tr(
            "{name}, from {hub}, is in quarantine: the clock there has run ahead to {day}. Let it in or drop it yourself.",
            name=one.name,
            hub=hub,
            day=show_date(moment_of(one.ahead).date()),
        )
        return
    if one.totals:
        day = show_date(one.totals)
        yield tr("{name}, from {hub}: totals only, rounded, as of {day}.", name=one.name, hub=hub, day=day)
    if one.new or one.changed:
        yield tr(
            "{name}, from {hub}: {new} new, {changed} changed.",
            name=one.name,
            hub=hub,
            new=one.new,
            changed=one.changed,
        )
    elif not one.missing and not one.totals:
        yield tr("{name}, from {hub}: everything in it was here already.", name=one.name, hub=hub)
    if one.conflicts:
        yield tr_many(
            "{hub}: one value was entered differently in two places. Both are kept until you choose.",
            "{hub}: {n} values were entered differently in two places. Both are kept until you choose.",
            one.conflicts,
            hub=hub,
        )
    if one.unproven:
        yield tr(
            "{name}, from {hub}, brings back something as your own work without your signature, so that was left out. Ask the hub.",
            name=one.name,
            hub=hub,
        )
    if one.behind:
        yield tr("{name}, from {hub}, waits for a package of this hub that is in quarantine.", name=one.name, hub=hub)
        return
    for first, last in one.missing:
        yield tr(
            "{name}, from {hub}, waits for an earlier package with changes {first} to {last}. Ask the hub to send again.",
            name=one.name,
            hub=hub,
            first=first,
            last=last,
        )


def of_waiting(waiting: tuple[Waiting, ...]) -> Iterator[str]:
    """What waits, in sentences."""
    for one in waiting:
        what = str(kind_named(one.kind).kind.many) if one.kind else tr("Records of a newer HubDesk")
        yield _waiting_sentence(one.reason, one.n, what)


def _waiting_sentence(reason: str, n: int, kind: str) -> str:
    if reason == "parent":
        return tr("{kind}: {n} waiting for what it belongs to, which has not come yet.", n=n, kind=kind)
    if reason == "link":
        return tr("{kind}: {n} without something that it names, which is not here.", n=n, kind=kind)
    if reason == "first":
        return tr("{kind}: {n} waiting for its beginning, which has not come yet.", n=n, kind=kind)
    if reason == "twin":
        return tr("{kind}: {n} here a second time; the first stands, and the second is kept aside.", n=n, kind=kind)
    if reason == "used":
        return tr("{kind}: {n} removed elsewhere and kept here, because it is still used.", n=n, kind=kind)
    return tr("{kind}: {n} with something that only a newer HubDesk knows. It is kept for then.", n=n, kind=kind)


def of_problems(problems: tuple[RuleProblem, ...]) -> Iterator[str]:
    """What breaks rules, in sentences."""
    for one in problems:
        yield tr("{hub}, {kind}: {problem}", hub=one.hub, kind=kind_named(one.kind).kind.one, problem=one.sentence)
    if len(problems) >= MOST_PROBLEMS:
        yield tr("There may be more like these; the first {n} are listed.", n=MOST_PROBLEMS)
