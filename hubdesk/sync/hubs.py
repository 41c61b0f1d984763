"""The hubs at a glance: when each sent last, what is missing or waits, what is agreed; who needs somebody comes first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, func, select

from hubdesk.base.words import tr, tr_later, tr_many
from hubdesk.fields.codelists import label_of
from hubdesk.fields.dates import show_date
from hubdesk.records import kind_named
from hubdesk.store import Store
from hubdesk.store.tables import journal
from hubdesk.store.tables_of_exchange import conflict, correspondent, merged_package, parked, refusal, waiting
from hubdesk.sync.agreement import agreed_on, ended_before
from hubdesk.sync.aside import CLOCK
from hubdesk.sync.correspondents import HUB
from hubdesk.sync.epochs import Epoch, epochs

LATE: Final = 31
"""Days after which a hub that has not sent is asked."""

URGENT, LATER, FINE = "urgent", "later", "fine"
"""Somebody has to do something so that what the hub sent comes in; somebody should look; nothing."""

_SAID: Final = {URGENT: tr_later("needs somebody"), LATER: tr_later("to look at"), FINE: tr_later("in order")}


@dataclass
class HubGlance:
    """One hub. known: whether its own record is here; last: when its latest package was merged, in UTC; missing: (from, to) of its changes that have not come.

    held: packages in quarantine; refused: the last file, where it was not taken in after the latest package that was;
    disagreements: that one side of was said here; waiting: records whose beginning or parent has not come; level: what is
    agreed now, empty where nothing is; ended: the last day of the agreement before, where there is none now; admitted:
    whether its keys hold, so that anything more is taken in from it.
    """

    id: UUID
    name: str
    known: bool = False
    last: datetime | None = None
    missing: list[tuple[int, int]] = field(default_factory=list)
    held: int = 0
    refused: str = ""
    disagreements: int = 0
    waiting: int = 0
    level: str = ""
    ended: date | None = None
    admitted: bool = False

    @property
    def called(self) -> str:
        """Its name, or that it has none."""
        return self.name or tr("A hub without a name")

    def status(self, today: date) -> str:
        """One of URGENT, LATER, FINE."""
        if self.missing or self.held or self.refused:
            return URGENT
        late = self.days(today) is None or (self.days(today) or 0) > LATE
        return LATER if late or self.shut_out or self.disagreements or self.waiting or self.ended else FINE

    @property
    def shut_out(self) -> bool:
        """Whether it has sent, and its keys no longer hold."""
        return self.last is not None and not self.admitted

    def days(self, today: date) -> int | None:
        """How many days ago its latest package was merged."""
        return None if self.last is None else (today - self.last.astimezone().date()).days

    def age(self, today: date) -> str:
        """That, in words."""
        days = self.days(today)
        if days is None:
            return tr("No package has come yet.")
        if days <= 0:
            return tr("Last package today.")
        if days == 1:
            return tr("Last package yesterday.")
        return tr("Last package {n} days ago.", n=days)

    def needs(self) -> Iterator[str]:
        """What has to be done or looked at, the most urgent first."""
        for first, last in self.missing:
            yield tr("Changes {first} to {last} are missing. Ask the hub to send again.", first=first, last=last)
        if self.held:
            yield tr_many(
                "{n} package waits, because its clock ran ahead.",
                "{n} packages wait, because their clock ran ahead.",
                self.held,
            )
        if self.refused:
            yield tr("{file} was not taken in.", file=self.refused)
        if self.shut_out:
            yield tr("Its keys do not hold here, so nothing more is taken in from it. Take in its answer.")
        if self.disagreements:
            yield tr_many("{n} disagreement to decide.", "{n} disagreements to decide.", self.disagreements)
        if self.waiting:
            yield tr_many(
                "{n} record waits for what it belongs to.", "{n} records wait for what they belong to.", self.waiting
            )
        if self.ended is not None:
            yield tr("The sharing agreement ended on {day}.", day=show_date(self.ended))

    def agreement(self) -> str:
        """What is agreed, in words."""
        if self.level:
            return tr("Agreed: “{level}”.", level=label_of("sharing_level", self.level))
        return "" if self.ended is not None else tr("No sharing agreement is known here.")

    def title(self, today: date) -> str:
        """Its name, and how it stands in words."""
        return tr("{hub}: {status}", hub=self.called, status=_SAID[self.status(today)])

    def said(self, today: date) -> str:
        """What has to be done, when it sent, and what is agreed."""
        return " ".join(filter(None, (*self.needs(), self.age(today), self.agreement())))

    def as_data(self, today: date) -> dict[str, Any]:
        """All of it for a program."""
        return asdict(self) | {"status": self.status(today), "days": self.days(today), "needs": list(self.needs())}


def hubs_at_a_glance(store: Store, today: date) -> list[HubGlance]:
    """All hubs that are known here; who needs somebody first, then who sent longest ago."""
    with store.reading_plainly() as connection:
        found = _Looking(connection, store.hub_id)
        for one in found.hubs.values():
            agreed = agreed_on(connection, one.id, today)
            one.level = agreed.level if agreed.id is not None else ""
            ended = ended_before(connection, one.id, today) if agreed.id is None else None
            one.ended = ended[1] if ended else None
    order = (URGENT, LATER, FINE)
    early = datetime.min.replace(tzinfo=UTC)
    return sorted(
        found.hubs.values(), key=lambda one: (order.index(one.status(today)), one.last or early, one.name.casefold())
    )


class _Looking:
    """Gathers what is known of each hub, from table to table."""

    def __init__(self, connection: Connection, own: UUID | None) -> None:
        self._connection, self._own = connection, own
        self.hubs: dict[UUID, HubGlance] = {}
        known: dict[int, Epoch] = epochs(connection)
        self._of = {number: one.hub for number, one in known.items() if not one.mine and one.hub not in (None, own)}
        self._highest = {one.epoch: one.highest for one in known.values()}
        self._homes = {one.epoch: one.hub for one in known.values()}
        self._named()
        self._admitted()
        self._merged()
        self._put_aside()
        self._refused()
        self._undecided()
        self._waiting()

    def _hub(self, id: UUID | None, name: str = "") -> HubGlance | None:
        if id is None or id == self._own:
            return None
        made = self.hubs.setdefault(id, HubGlance(id, ""))
        made.name = made.name or name
        return made

    def _named(self) -> None:
        table = kind_named("hub").__table__
        for row in self._connection.execute(select(table.c.id, table.c.name).where(~table.c.lead)):
            hub = self._hub(row.id, row.name)
            if hub is not None:
                hub.known = True

    def _admitted(self) -> None:
        theirs = (correspondent.c.what == HUB) & correspondent.c.ended.is_(None)
        for id, name in self._connection.execute(select(correspondent.c.hub_id, correspondent.c.name).where(theirs)):
            hub = self._hub(id, name)
            if hub is not None:
                hub.admitted = True

    def _merged(self) -> None:
        of, name, at = merged_package.c.hub_id, merged_package.c.hub, merged_package.c.at
        for id, called, newest in self._connection.execute(select(of, func.max(name), func.max(at)).group_by(of)):
            hub = self._hub(id, called)
            if hub is not None:
                hub.last = newest.replace(tzinfo=UTC)

    def _put_aside(self) -> None:
        columns = [parked.c[name] for name in ("epoch", "hub_id", "hub", "from_seq", "to_seq", "reason", "seal")]
        reached, held = dict(self._highest), set[str]()
        for row in self._connection.execute(select(*columns).order_by(parked.c.epoch, parked.c.from_seq)):
            hub = self._hub(row.hub_id or self._homes.get(row.epoch), row.hub)
            if hub is None:
                continue
            if row.reason == CLOCK:
                hub.held += row.seal not in held
                held.add(row.seal)
            else:
                known = reached.get(row.epoch, 0)
                if row.from_seq > known + 1:
                    hub.missing.append((known + 1, row.from_seq - 1))
            reached[row.epoch] = max(row.to_seq, reached.get(row.epoch, 0))

    def _refused(self) -> None:
        for row in self._connection.execute(select(refusal).order_by(refusal.c.at)):
            hub = self._hub(row.hub_id)
            if hub is not None and (hub.last is None or row.at.replace(tzinfo=UTC) > hub.last):
                hub.refused = row.file

    def _undecided(self) -> None:
        sides = (conflict.c.kept_epoch, conflict.c.other_epoch)
        for kept, other, n in self._connection.execute(select(*sides, func.count()).group_by(*sides)):
            for hub in map(self._hub, {self._of.get(kept), self._of.get(other)}):
                if hub is not None:
                    hub.disagreements += n

    def _waiting(self) -> None:
        late = select(journal.c.epoch, func.count(waiting.c.record.distinct()))
        late = late.join(waiting, waiting.c.record == journal.c.record)
        late = late.where(waiting.c.reason.in_(("first", "parent")))
        for epoch, n in self._connection.execute(late.group_by(journal.c.epoch)):
            hub = self._hub(self._of.get(epoch))
            if hub is not None:
                hub.waiting += n
