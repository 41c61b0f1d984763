"""Every kind sent by a hub and merged into an empty file: the same rows, but for what stays at the hub."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdesk.records import KINDS, fields_of, kind_named
from hubdesk.records.network.hub import Hub
from hubdesk.records.network.sharing_agreement import NAMED, SharingAgreement
from hubdesk.store import Store
from hubdesk.store.tables import search_entry
from hubdesk.sync.export import export_package
from hubdesk.sync.merge import merge_packages
from hubdesk.sync.sent import sent_fields, whole_kinds
from hubdesk.sync.state import state_hash
from tests.every_kind.making import make
from tests.sync.network import acquaint_stores


def rows_sent(session: Session, kind: str) -> dict[Any, dict[str, Any]]:
    """By id, what of each record travels."""
    names = [field.name for field in fields_of(kind_named(kind)) if field.name in sent_fields()[kind]]
    found = session.execute(select(kind_named(kind).__table__)).mappings()
    return {row["id"]: {name: row[name] for name in ("hub_id", *names)} for row in found}


def entries(store: Store) -> set[tuple[Any, ...]]:
    """What search holds of the records that travel whole."""
    with store.reading_plainly() as connection:
        held = connection.execute(select(search_entry).where(search_entry.c.kind.in_(whole_kinds())))
        return {(row.kind, row.record, row.title, row.detail, row.text, row.sort) for row in held}


def test_every_kind_arrives_as_it_was(new_store: Callable[[str], Store], tmp_path: Path) -> None:
    # given
    hub, lead = new_store("hub"), new_store("lead")
    with hub.operation("Set up") as session:
        own = Hub(name="Aston", letters="AST", network="South")
        agreement = SharingAgreement(lead="South", level=NAMED, started=date(2026, 4, 1), agreed_by="Rosa")
        agreement.hub_id = own.id
        session.add_all([own, agreement])
    hub.belongs_to(own.id)
    for number, kind in enumerate(KINDS):
        with hub.operation(f"Add {kind.__tablename__}") as session:
            make(hub, session, kind, 3 * number)
    acquaint_stores(lead, hub)
    # when
    report = merge_packages(lead, [export_package(hub, tmp_path).path])
    # then
    assert report.files[0].refused == ""
    assert report.waiting == ()
    with hub.reading() as here, lead.reading() as there:
        for kind in KINDS:
            if kind.__tablename__ in sent_fields():
                assert rows_sent(there, kind.__tablename__) == rows_sent(here, kind.__tablename__), kind
            else:
                assert there.scalars(select(kind)).all() == []
    assert state_hash(lead) == state_hash(hub)
    # and is found there by the same words
    assert entries(lead) == entries(hub)
    with lead.reading_plainly() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
