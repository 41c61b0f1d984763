"""Writing into the log who looked at restricted records."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from hubdesk.base.words import tr
from hubdesk.desktop.workplace import Workplace
from hubdesk.records import KINDS, is_restricted, kind_named
from hubdesk.reports.needs import Need


def note_reading(workplace: Workplace, kind: str, record: UUID | None = None, of: UUID | None = None) -> None:
    """Say that records of this kind are looked at, if that is to be written down: one, those of another, or the list."""
    if not is_restricted(kind_named(kind)):
        return
    about = {"record": str(record)} if record else {"of": str(of)} if of else {}
    store = workplace.store
    workplace.background.change(
        tr("Write it into the log"), lambda progress: store.note("read_restricted", kind=kind, **about)
    )


def note_needs(workplace: Workplace, needs: Iterable[Need], noted: set[str], of: UUID | None = None) -> None:
    """Say which restricted kinds a list of what needs somebody tells of; a kind in ``noted`` was said before on that page."""
    restricted = {kind.__tablename__ for kind in KINDS if is_restricted(kind)}
    for kind in sorted({need.kind for need in needs} & restricted - noted):
        noted.add(kind)
        note_reading(workplace, kind, of=of)
