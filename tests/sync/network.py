"""A small network for tests: hubs with real encrypted files, a lead, and the packages they carry to each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import func, select, text

from hubdesk.fields.ward_ids import ward_id
from hubdesk.records.network.hub import Hub
from hubdesk.records.network.sharing_agreement import NAMED, SharingAgreement
from hubdesk.records.people.person import Person
from hubdesk.records.places.ward import Ward
from hubdesk.store import Store
from hubdesk.store.tables import conflict
from hubdesk.sync.export import export_package
from hubdesk.sync.merge import merge_packages
from hubdesk.sync.merge_report import MergeReport

_HUBS = UUID("1a3f6f4e-2f1c-4c3e-9f35-9d5f7f9b8a01")
WARDS = {"E05011366": "Baguley", "E05011373": "Northenden"}


@dataclass
class Desk:
    """One file of the network, and the folder its packages go into."""

    store: Store
    folder: Path
    sent: list[Path] = field(default_factory=list)

    def add(self, record: Any) -> UUID:
        with self.store.operation("Add") as session:
            session.add(record)
        return UUID(str(record.id))

    def person(self, name: str, **values: Any) -> UUID:
        return self.add(Person(full_name=name, **values))

    def change(self, kind: Any, record: UUID, **values: Any) -> None:
        with self.store.operation("Change") as session:
            found = session.get_one(kind, record)
            for name, value in values.items():
                setattr(found, name, value)

    def remove(self, kind: Any, record: UUID) -> None:
        with self.store.operation("Remove") as session:
            session.delete(session.get_one(kind, record))

    def get(self, kind: Any, record: UUID) -> Any:
        with self.store.reading() as session:
            return session.get(kind, record)

    def send(self, *, whole: bool = False) -> Path:
        self.sent.append(export_package(self.store, self.folder, whole=whole).path)
        return self.sent[-1]

    def merge(self, *paths: Path) -> MergeReport:
        report = merge_packages(self.store, paths)
        self.check_whole()
        return report

    @property
    def conflicts(self) -> int:
        """How many values stand beside another that somebody has to choose between."""
        with self.store.reading_plainly() as connection:
            return connection.scalar(select(func.count()).select_from(conflict)) or 0

    def check_whole(self) -> None:
        """The database's own checks find nothing."""
        # The reading connections keep a picture of the search's own tables that its check takes for damage.
        with self.store.writing_plainly() as connection:
            if connection.dialect.name == "sqlite":
                assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
                found = connection.scalars(text("PRAGMA integrity_check")).all()
                assert found == ["ok"], found


def desk(store: Store, name: str, tmp_path: Path, *, letters: str = "WES", lead: bool = False) -> Desk:
    """A file set up for a hub of this name, with the wards that every hub begins with."""
    folder = tmp_path / f"from-{name}"
    folder.mkdir(exist_ok=True)
    hub = Hub(id=uuid5(_HUBS, name), name=name, letters=letters, network="South", lead=lead)
    hub.hub_id = hub.id
    with store.operation("Set up") as session:
        for code, called in WARDS.items():
            session.add(Ward(id=ward_id(code), code=code, name=called, council="Manchester"))
        agreement = SharingAgreement(id=uuid5(hub.id, "agreement"), lead="South", level=NAMED, started=date(2020, 1, 1))
        agreement.hub_id = hub.id
        session.add_all([hub, agreement])
    store.belongs_to(hub.id)
    return Desk(store, folder)


def a_network(new_store: Callable[[str], Store], tmp_path: Path, *names: str) -> list[Desk]:
    """A lead, then hubs of these names."""
    lead = desk(new_store("lead"), "Lead", tmp_path, letters="LEA", lead=True)
    return [lead, *(desk(new_store(name), name, tmp_path) for name in names)]


BORN = date(1980, 5, 17)
