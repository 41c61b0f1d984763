"""What the next package carries, kind by kind, and what stays, in words: said before it is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from hubdesk.base.words import tr, tr_many, within
from hubdesk.fields.dates import show_date
from hubdesk.records import KINDS, fields_of
from hubdesk.records.network.sharing_agreement import NAMED, PSEUDONYMOUS
from hubdesk.reports.hub_totals import Totals
from hubdesk.reports.own_totals import in_words
from hubdesk.store import Store
from hubdesk.store.tables import journal
from hubdesk.sync.agreement import Agreed, agreed_on, ended_before
from hubdesk.sync.own_hub import hub_field
from hubdesk.sync.sent import Names
from hubdesk.sync.to_send import leaving_ranges
from hubdesk.sync.totals import totals_of
from hubdesk.sync.withheld import Withheld


@dataclass(frozen=True)
class Going:
    """Of one kind, how many records go that are new or changed, and with which of their fields."""

    kind: str
    icon: str
    count: int
    fields: str

    @property
    def said(self) -> str:
        """How many, in words."""
        return tr_many("{n} new or changed", "{n} new or changed", self.count)

    @property
    def sentence(self) -> str:
        return tr("{kind}: {count}, with {fields}.", kind=self.kind, count=self.said, fields=self.fields)


@dataclass(frozen=True)
class Leaving:
    """What the next package would carry, kind by kind, and what stays, in whole sentences.

    recipient: the lead's network as this hub calls it, may be empty; people: how many are in it by name; said: what is agreed.
    """

    recipient: str
    people: int
    leaves: tuple[Going, ...]
    said: str
    stays: tuple[str, ...]
    entries: int
    agreed: Agreed
    totals: Totals | None = None
    """What leaves in place of records, where no more is agreed."""
    figures: tuple[tuple[str, int], ...] = ()
    wards: tuple[tuple[str, int], ...] = ()
    """The totals in words: what each counts, and learners of the year before by the name of their ward."""

    def sentences(self) -> Iterator[str]:
        """All of it, for a person."""
        yield from (going.sentence for going in self.leaves)
        yield from (tr("{what}: {n}.", what=what, n=n) for what, n in self.figures)
        yield from (tr("Learners of the last year in {ward}: {n}.", ward=ward, n=n) for ward, n in self.wards)
        yield self.said
        yield from self.stays


def what_leaves(store: Store, *, whole: bool = False) -> Leaving:
    """Which changes the next package carries, kind by kind, and what never leaves the hub."""
    counts: dict[str, int] = {}
    people: set[UUID] = set()
    with store.reading_plainly() as connection:
        agreed = agreed_on(connection, store.hub_id, date.today())
        fields = agreed.fields
        for one in leaving_ranges(connection, store.hub_id, agreed, whole=whole):
            ranged = (journal.c.epoch == one.epoch.number) & journal.c.seq.between(one.first, one.last)
            changed = select(journal.c.kind, func.count(journal.c.record.distinct())).where(ranged)
            for row in connection.execute(changed.group_by(journal.c.kind)):
                counts[row[0]] = counts.get(row[0], 0) + row[1]
            people.update(connection.scalars(select(journal.c.record).where(ranged, journal.c.kind == "person")))
        before = ended_before(connection, store.hub_id, date.today()) if agreed.id is None else None
        network = hub_field(connection, store.hub_id, "network") if store.hub_id else None
        unnamed = len(people.intersection(Withheld(connection).people))
    going = [
        (kind, counts[kind.__tablename__]) for kind in KINDS if kind.__tablename__ in counts.keys() & fields.keys()
    ]
    leaves = tuple(
        Going(
            str(kind.kind.many),
            kind.kind.icon,
            n,
            ", ".join(within(f.label) for f in fields_of(kind) if f.name in fields[kind.__tablename__]),
        )
        for kind, n in going
    )
    if agreed.level != NAMED:
        people, unnamed = set(), 0
    said, stays = _said_of(agreed, before), (*_unnamed(unnamed), *_staying(fields))
    leaving = Leaving(network or "", len(people) - unnamed, leaves, said, stays, sum(n for _, n in going), agreed)
    totals = totals_of(store, agreed, date.today())
    if totals is None:
        return leaving
    with store.reading() as session:
        figures, wards = in_words(session, totals)
    return replace(leaving, totals=totals, figures=figures, wards=wards)


def _said_of(agreed: Agreed, before: tuple[str, date] | None) -> str:
    """What is agreed, or what to do where nothing is."""
    if agreed.id is None and before is not None:
        return tr(
            "The sharing agreement with {lead} ended on {day}, so no record leaves. A manager can make a new one.",
            lead=before[0],
            day=show_date(before[1]),
        )
    if agreed.id is None:
        return tr(
            "There is no sharing agreement, so no record leaves. A manager can make one under Sharing agreements."
        )
    since = {"lead": agreed.lead, "day": show_date(agreed.started) if agreed.started else ""}
    if agreed.level == NAMED:
        return tr("Agreed with {lead} since {day}: records leave with names.", **since)
    if agreed.level == PSEUDONYMOUS:
        return tr("Agreed with {lead} since {day}: records leave without names and contact details.", **since)
    return tr(
        "Agreed with {lead} since {day}: totals leave, counts of people rounded to the nearest 5 (1 and 2 are told as 0), "
        "and no record.",
        **since,
    )


def _staying(fields: Names) -> Iterator[str]:
    kinds = [kind for kind in KINDS if kind.__tablename__ not in fields]
    if kinds:
        yield tr("Never leaves: {kinds}.", kinds=", ".join(within(kind.kind.many) for kind in kinds))
    for kind in KINDS:
        names = fields.get(kind.__tablename__)
        kept = [within(f.label) for f in fields_of(kind) if names is not None and f.name not in names]
        if kept:
            yield tr("Of {kind}, these stay here: {fields}.", kind=within(kind.kind.many), fields=", ".join(kept))
    yield tr("Who of you made each change, drafts, and what you have not saved stay here too.")


def _unnamed(people: int) -> Iterator[str]:
    if people:
        yield tr_many(
            "{n} person said no to being shared by name. They are counted, and their name and contact details stay here.",
            "{n} people said no to being shared by name. They are counted, and their names and contact details stay here.",
            people,
        )
