"""What a package says of itself and what it holds, without taking anything in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from hubdesk.base.errors import Refused
from hubdesk.base.spelt import spelt
from hubdesk.base.words import tr, tr_many
from hubdesk.fields.dates import on_the_wall, show_date
from hubdesk.fields.text_types import tidy
from hubdesk.records import KINDS
from hubdesk.store import Store
from hubdesk.sync import package, totals
from hubdesk.sync.beside import BESIDE
from hubdesk.sync.correspondents import post_of
from hubdesk.sync.erasures import ERASED
from hubdesk.sync.package_body import UNREADABLE, damaged
from hubdesk.sync.whose import hub_name_of

_LONGEST: Final = 60
"""Letters of what a header says in a word or two."""


@dataclass(frozen=True)
class Inspected:
    """One file. ranges: (epoch, from, to); changes: by kind; refused: why it cannot be read, and then nothing else is told.

    totals: the day of the totals in it, as YYYY-MM-DD; erased: of how many records it says that they are erased.
    """

    name: str
    hub: str = ""
    made_at: str = ""
    hubdesk: str = ""
    schema: str = ""
    ranges: tuple[tuple[str, int, int], ...] = ()
    changes: tuple[tuple[str, int], ...] = ()
    refused: str = ""
    totals: str = ""
    erased: int = 0

    def sentences(self) -> Iterator[str]:
        """All of it, for a person."""
        if self.refused:
            yield tr("{name}: not to be taken in. {reason}", name=self.name, reason=self.refused)
            return
        hub = self.hub or tr("a hub without a name")
        yield tr(
            "{name}, from {hub}, made at {when} by HubDesk {version}.",
            name=self.name,
            hub=hub,
            when=_moment(self.made_at),
            version=self.hubdesk,
        )
        if self.totals:
            yield tr("Totals only, rounded, as of {day}.", day=show_date(date.fromisoformat(self.totals)))
        if self.erased:
            yield tr_many("It says that {n} record is erased.", "It says that {n} records are erased.", self.erased)
        called = {kind.__tablename__: str(kind.kind.many) for kind in KINDS}
        for kind, n in self.changes:
            yield tr_many("{kind}: {n} change.", "{kind}: {n} changes.", n, kind=called.get(kind, kind))
        for epoch, first, last in self.ranges:
            yield tr("Changes {first} to {last} of {machine}.", first=first, last=last, machine=epoch[:8])


def inspect(store: Store, path: Path) -> Inspected:
    """Read a package once through, checked like one that is merged here; or one that was sent from here."""
    try:
        checked = package.check(package.opener(path), package.CHANGES, post_of(store, from_itself=True))
        return _told(spelt(path.name), checked)
    except Refused as refused:
        return Inspected(spelt(path.name), refused=refused.sentence)
    except UNREADABLE:
        return Inspected(spelt(path.name), refused=damaged().sentence)


def _told(name: str, checked: package.Checked) -> Inspected:
    header: dict[str, Any] = checked.header
    counts, erased, day = Counter[str](), 0, ""
    for line in package.lines(checked):
        if "seq" in line:
            counts[str(line["kind"])] += 1
        elif ERASED in line:
            erased += len(line[ERASED])
        elif line.get(BESIDE) == totals.NAME:
            day = date.fromisoformat(line["day"]).isoformat()
    epochs = {int(number): str(epoch) for number, epoch in header["epochs"].items()}
    return Inspected(
        name,
        hub_name_of(checked),
        _word(header, "made_at"),
        _word(header, "hubdesk"),
        _word(header, "schema"),
        tuple((epochs[int(one["epoch"])], int(one["from"]), int(one["to"])) for one in header["ranges"]),
        tuple(sorted(counts.items())),
        totals=day,
        erased=erased,
    )


def _word(header: dict[str, Any], name: str) -> str:
    return tidy(str(header.get(name) or ""))[:_LONGEST]


def _moment(told: str) -> str:
    """As a person says it; what a file tells may be anything."""
    with suppress(ValueError, OverflowError):
        here = on_the_wall(datetime.fromisoformat(told))
        return tr("{day} at {time}", day=show_date(here.date()), time=f"{here:%H:%M}")
    return told
