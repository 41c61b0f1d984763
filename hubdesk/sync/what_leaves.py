"""What the next package carries, kind by kind, and what stays, in words: said before it is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection

from hubdesk.base.words import tr, tr_many, within
from hubdesk.fields.dates import show_date
from hubdesk.records import KINDS, fields_of
from hubdesk.records.network.sharing_agreement import NAMED, PSEUDONYMOUS
from hubdesk.reports.hub_totals import Totals
from hubdesk.reports.own_totals import in_words
from hubdesk.store import Store
from hubdesk.sync.agreement import Agreed, agreed_on, ended_before
from hubdesk.sync.correspondents import lead_called
from hubdesk.sync.counting import Counting
from hubdesk.sync.erasures import lead_lacks_erasures
from hubdesk.sync.own_hub import hub_field
from hubdesk.sync.sent import Names, agreed_fields
from hubdesk.sync.told import asks
from hubdesk.sync.totals import totals_of


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

    recipient: the network whose lead it is sealed for, or as this hub calls it, may be empty; people: of how many it says a name or a contact detail;
    said: what is agreed.
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
    beside: tuple[str, ...] = ()
    """What it says although no record is new or changed, in whole sentences."""

    @property
    def anything(self) -> bool:
        """Whether there is anything to send."""
        return bool(self.entries or self.totals or self.beside)

    def sentences(self) -> Iterator[str]:
        """All of it, for a person."""
        yield from (going.sentence for going in self.leaves)
        yield from self.beside
        yield from (tr("{what}: {n}.", what=what, n=n) for what, n in self.figures)
        yield from (tr("Learners of the last year in {ward}: {n}.", ward=ward, n=n) for ward, n in self.wards)
        yield self.said
        yield from self.stays


def what_leaves(store: Store, *, whole: bool = False) -> Leaving:
    """Which changes the next package carries, kind by kind, and what never leaves the hub."""
    today = date.today()
    with store.reading_plainly() as connection:
        agreed = agreed_on(connection, store.hub_id, today)
        fields = agreed.fields
        counting = Counting(connection, store, agreed, today, whole=whole)
        counts, people = counting.records(), counting.people
        before = ended_before(connection, store.hub_id, today) if agreed.id is None else None
        network = lead_called(connection) or (hub_field(connection, store.hub_id, "network") if store.hub_id else None)
        beside = tuple(_beside(connection))
    going = [(kind, counts[kind.__tablename__]) for kind in KINDS if kind.__tablename__ in counts]
    leaves = tuple(
        Going(
            str(kind.kind.many),
            kind.kind.icon,
            n,
            ", ".join(within(f.label) for f in fields_of(kind) if f.name in fields[kind.__tablename__]),
        )
        for kind, n in going
    )
    said, stays = _said_of(agreed, before), (*_unnamed(counting.unnamed), *_staying(fields))
    leaving = Leaving(network or "", people, leaves, said, stays, sum(n for _, n in going), agreed, beside=beside)
    totals = totals_of(store, agreed, today)
    if totals is None:
        return leaving
    with store.reading() as session:
        figures, wards = in_words(session, totals)
    return replace(leaving, totals=totals, figures=figures, wards=wards)


def _beside(connection: Connection) -> Iterator[str]:
    if lead_lacks_erasures(connection):
        yield tr("Somebody was erased. The file says so, without a name, so that they are erased at the other end too.")
    if asks(connection):
        yield tr("The file asks for changes that the lead organisation holds and that are missing here.")


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
    if agreed.sends_records and agreed.fields != agreed_fields(agreed.level, (), ()):
        return tr("Agreed with {lead} since {day}: records leave, with just the fields that are listed here.", **since)
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
