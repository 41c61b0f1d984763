"""Which packages were merged here, from whom, when, and what each brought; and those that were refused lately."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import Connection, Row, delete, insert, select, update

from hubdesk.base.words import tr
from hubdesk.fields.dates import show_date
from hubdesk.fields.text_types import tidy
from hubdesk.store import Store
from hubdesk.store.tables_of_exchange import merged_package, refusal
from hubdesk.store.taking_out import Ran
from hubdesk.store.values import pack, unpack
from hubdesk.sync import package

_REFUSALS_KEPT: Final = timedelta(days=90)


@dataclass(frozen=True)
class MergedPackage:
    """One package. at: in UTC; new, changed: records; ranges: what of the journal it brought."""

    id: UUID
    seal: str
    hub_id: UUID | None
    hub: str
    file: str
    at: datetime
    by: str
    ranges: tuple[Ran, ...]
    new: int
    changed: int
    conflicts: int

    @property
    def sentence(self) -> str:
        """What it is and what it brought, in words."""
        return tr(
            "{file}, from {hub}, merged on {day} by {who}: {new} new, {changed} changed.",
            file=self.file,
            hub=self.hub or tr("a hub without a name"),
            day=show_date(self.at.astimezone().date()),
            who=self.by,
            new=f"{self.new:,}",
            changed=f"{self.changed:,}",
        )


def keep_merged(
    connection: Connection, checked: package.Checked, file: str, hub: str, by: str, ranges: Sequence[Ran]
) -> UUID | None:
    """Write down that a package was merged; None when it was before and brought nothing now."""
    if not ranges and connection.scalar(select(merged_package.c.id).where(merged_package.c.seal == checked.seal)):
        return None
    id = uuid4()
    row = {
        "id": id,
        "seal": checked.seal,
        "hub_id": UUID(checked.header["hub"]),
        "hub": hub,
        "file": file,
        "at": _now(),
        "made": tidy(str(checked.header.get("made_at") or ""))[:40],
        "by": by,
        "ranges": pack(list(ranges)),
        "counts": pack({}),
    }
    connection.execute(insert(merged_package).values(**row))
    return id


def keep_counts(connection: Connection, id: UUID, new: int, changed: int, conflicts: int) -> None:
    """Write down what a package came to in the end."""
    counts = pack({"new": new, "changed": changed, "conflicts": conflicts})
    connection.execute(update(merged_package).where(merged_package.c.id == id).values(counts=counts))


def keep_refusal(connection: Connection, file: str, why: str, hub: UUID | None = None) -> None:
    """Write down that a file was not taken in, and why."""
    now = _now()
    connection.execute(delete(refusal).where(refusal.c.at < now - _REFUSALS_KEPT))
    connection.execute(delete(refusal).where(refusal.c.file == file, refusal.c.why == why))
    connection.execute(insert(refusal).values(id=uuid4(), at=now, hub_id=hub, file=file, why=why))


def merged_packages(store: Store, limit: int = 200) -> list[MergedPackage]:
    """The packages that were merged here, the latest first."""
    with store.reading_plainly() as connection:
        query = select(merged_package).order_by(merged_package.c.at.desc()).limit(limit)
        return [read(row) for row in connection.execute(query)]


def read(row: Row[Any]) -> MergedPackage:
    """A row of the table."""
    counts = unpack(row.counts)
    return MergedPackage(
        row.id,
        row.seal,
        row.hub_id,
        row.hub,
        row.file,
        row.at.replace(tzinfo=UTC),
        row.by,
        tuple((epoch, first, last) for epoch, first, last in unpack(row.ranges)),
        counts.get("new", 0),
        counts.get("changed", 0),
        counts.get("conflicts", 0),
    )


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
