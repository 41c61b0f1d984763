"""A small network for tests: hubs with real encrypted files, a lead, and the packages they carry to each other."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import func, select, text

from hubdesk.access.post_keys import PostKeys
from hubdesk.access.sealing import Seals
from hubdesk.fields.ward_ids import ward_id
from hubdesk.records.network.hub import Hub
from hubdesk.records.network.sharing_agreement import NAMED, SharingAgreement
from hubdesk.records.people.person import Person
from hubdesk.records.places.ward import Ward
from hubdesk.store import Store
from hubdesk.store.clock import Clock, reading_at
from hubdesk.store.tables_of_exchange import conflict
from hubdesk.sync import correspondents, package
from hubdesk.sync.correspondents import HUB, LEAD
from hubdesk.sync.export import export_package
from hubdesk.sync.merge import merge_packages
from hubdesk.sync.merge_report import MergeReport
from tests.sync.packages import _KEY, body, opened_body, raw

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
        """Packages of hubs that are not for this file are handed on by them, sealed to it."""
        report = merge_packages(self.store, [self._for_this(path) for path in paths])
        self.check_whole()
        return report

    def _for_this(self, path: Path) -> Path:
        own = self.store.post_keys.public
        with path.open("rb") as opened:
            to = json.loads(package._outer(opened)[len(package.MAGIC) :])["to"]
        if own.id in to:
            return path
        by = next(_KEPT[id] for id in to if id in _KEPT)
        header, *lines, _ = opened_body(by, path).splitlines()
        said = json.loads(header)
        correspondents.keep(self.store, HUB, UUID(said["hub"]), said["hub_name"], by.public)
        handed = path.with_name(f"{own.id}-{path.name}")
        if not handed.exists():
            package.write(handed, package.CHANGES, said, iter(lines), by, [own])
        return handed

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


def desk(store: Store, name: str, tmp_path: Path, *, letters: str = "WES", lead: bool = False, keys: str = "") -> Desk:
    """A file set up for a hub of this name, with the wards that every hub begins with. keys: whose it has, if not its own."""
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
    _keep_keys(store, keys or name)
    # A lead knows itself as one, so that it can send to a hub in the same way.
    correspondents.keep(store, LEAD, uuid5(_HUBS, "Lead"), "South", _keys("Lead").public)
    return Desk(store, folder)


def a_stick(folder: Path) -> Path:
    """A stick with nothing on it."""
    stick = folder / "stick"
    stick.mkdir()
    return stick


def a_network(new_store: Callable[[str], Store], tmp_path: Path, *names: str) -> list[Desk]:
    """A lead, then hubs of these names, which know its keys as it knows theirs."""
    hubs = [desk(new_store(name), name, tmp_path) for name in names]
    return [a_lead(new_store("lead"), tmp_path, *hubs), *hubs]


def a_lead(store: Store, tmp_path: Path, *hubs: Desk) -> Desk:
    """The lead of these hubs; a second one has the keys of the first, as if it had merged in another order."""
    lead = desk(store, "Lead", tmp_path, letters="LEA", lead=True)
    acquaint(lead, *hubs)
    return lead


def hubs(lead: Desk, new_store: Callable[[str], Store], tmp_path: Path, *names: str) -> list[Desk]:
    """Hubs of these names, which know the lead's keys as it knows theirs."""
    made = [desk(new_store(name), name, tmp_path) for name in names]
    acquaint(lead, *made)
    return made


def acquaint(lead: Desk, *hubs: Desk) -> None:
    """Lead and hubs confirm each other's keys."""
    for hub in hubs:
        acquaint_stores(lead.store, hub.store)


def acquaint_stores(lead: Store, *hubs: Store) -> None:
    """The same for files set up in any other way."""
    for hub in hubs:
        correspondents.keep(hub, LEAD, lead.hub_id or _HUBS, "South", lead.post_keys.public)
        assert hub.hub_id
        with hub.reading() as session:
            own = session.get(Hub, hub.hub_id)
        correspondents.keep(lead, HUB, hub.hub_id, own.name if own else "A hub", hub.post_keys.public)


_KEPT: dict[str, PostKeys] = {}
"""The keys of every file of a test, by their ids."""


def _keys(name: str) -> PostKeys:
    return PostKeys(*(hashlib.sha256(f"{what} {name}".encode()).digest() for what in ("signs", "opens")))


def _keep_keys(store: Store, name: str) -> None:
    """Two files under one name stand for one that went two ways."""
    made = _keys(name)
    _KEPT[made.public.id] = made
    keys = made.as_text()
    if store.address:
        keys = Seals(store._keys.special_public, None).seal(keys)
    store.set_setting("post_keys", keys)


BORN = date(1980, 5, 17)


def said(hub: Desk, path: Path) -> tuple[dict[str, Any], list[str]]:
    """The header of a package that the hub has written, and its other lines."""
    header, *lines, _ = body(hub.store, path).splitlines()
    return json.loads(header), lines


def ahead(desk: Desk) -> None:
    """Whose clock runs three days ahead."""
    desk.store.clock = Clock(reading_at(datetime.now(UTC) + timedelta(days=3)))


def sealed_for(hub: Desk, by: Store, path: Path, holds: str, lines: Iterable[str]) -> Path:
    """A file for a hub, of these lines, header and end with them; signed by whoever has this store."""
    keys = hub.store.post_keys.public
    to = {keys.id: base64.b64encode(keys.sealed_to(_KEY)).decode()}
    return raw(by, path, (f"{line}\n".encode() for line in lines), holds=holds, to=to)
