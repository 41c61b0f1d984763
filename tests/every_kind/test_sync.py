"""Every kind sent by a hub and merged into an empty file: the same rows, but for what stays at the hub."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdesk.base.errors import Problems, Refused
from hubdesk.fields.types import Minutes, Notes
from hubdesk.records import KINDS, fields_of, kind_named
from hubdesk.records.network.hub import Hub
from hubdesk.records.network.sharing_agreement import NAMED, SharingAgreement
from hubdesk.store import Store
from hubdesk.store.tables import search_entry
from hubdesk.store.tables_of_exchange import waiting
from hubdesk.sync.export import export_package
from hubdesk.sync.machines import copy_to, take_work, write_work
from hubdesk.sync.merge import merge_packages
from hubdesk.sync.returning import write_returns
from hubdesk.sync.sent import is_whole, sent_fields
from hubdesk.sync.take_return import take_return
from tests.conftest import PASSPHRASE
from tests.every_kind.making import make
from tests.sync.network import a_stick, acquaint_stores
from tests.sync.state import state_hash


def rows_sent(session: Session, kind: str) -> dict[Any, dict[str, Any]]:
    """By id, what of each record travels."""
    names = [field.name for field in fields_of(kind_named(kind)) if field.name in sent_fields()[kind]]
    found = session.execute(select(kind_named(kind).__table__)).mappings()
    return {row["id"]: {name: row[name] for name in ("hub_id", *names)} for row in found}


def entries(store: Store) -> set[tuple[Any, ...]]:
    """What search holds of the records that travel whole."""
    whole = [kind for kind, sent in sent_fields().items() if is_whole(kind, sent)]
    with store.reading_plainly() as connection:
        held = connection.execute(select(search_entry).where(search_entry.c.kind.in_(whole)))
        return {(row.kind, row.record, row.title, row.detail, row.text, row.sort) for row in held}


def set_up(hub: Store) -> None:
    """As a hub that shares with names."""
    with hub.operation("Set up") as session:
        own = Hub(name="Aston", letters="AST", network="South")
        agreement = SharingAgreement(lead="South", level=NAMED, started=date(2026, 4, 1), agreed_by="Rosa")
        agreement.hub_id = own.id
        session.add_all([own, agreement])
    hub.belongs_to(own.id)


def one_of_each(hub: Store) -> None:
    """A record of every kind, with all that may be said of it."""
    for number, kind in enumerate(KINDS):
        with hub.operation(f"Add {kind.__tablename__}") as session:
            make(hub, session, kind, 3 * number)


def all_rows(store: Store) -> dict[str, dict[Any, dict[str, Any]]]:
    """By kind and id, all that stands in the file, as whoever may read it does."""
    with store.reading_plainly() as connection:
        return {
            kind.__tablename__: {row["id"]: dict(row) for row in connection.execute(select(kind.__table__)).mappings()}
            for kind in KINDS
        }


def test_every_kind_arrives_as_it_was(new_store: Callable[[str], Store], tmp_path: Path) -> None:
    # given
    hub, lead = new_store("hub"), new_store("lead")
    set_up(hub)
    one_of_each(hub)
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


def test_every_kind_is_on_the_hubs_other_computer_as_it_was(new_store: Callable[[str], Store], tmp_path: Path) -> None:
    # Given a laptop with a copy from before
    hub = new_store("hub")
    set_up(hub)
    laptop = Store.open(copy_to(hub, a_stick(tmp_path)), PASSPHRASE)
    one_of_each(hub)
    # When it hears of all that was entered, also of what only some may read
    take_work(laptop, write_work(hub, tmp_path).path)
    # Then it holds the same, and nothing waits
    assert all_rows(laptop) == all_rows(hub)
    with laptop.reading_plainly() as connection:
        assert connection.execute(select(waiting)).all() == []
    laptop.close()


def test_no_kind_goes_from_the_hub_when_the_lead_has_changed_it(
    new_store: Callable[[str], Store], tmp_path: Path
) -> None:
    # Given a record of every kind, of which the lead changes every one that it has
    hub, lead = new_store("hub"), new_store("lead")
    set_up(hub)
    one_of_each(hub)
    acquaint_stores(lead, hub)
    merge_packages(lead, [export_package(hub, tmp_path).path])
    before = all_rows(hub)
    for kind in KINDS:
        fields = [f for f in fields_of(kind) if f.name in sent_fields().get(kind.__tablename__, ()) and not f.required]
        with suppress(Problems, Refused), lead.operation("Correct") as session:
            for record in session.scalars(select(kind)):
                for field in fields:
                    if isinstance(field.type, Notes | Minutes):
                        setattr(record, field.name, None)
    # When that comes back
    (back,) = write_returns(lead, tmp_path)
    assert take_return(hub, back.path).changed
    # Then each is still there, with what never left the hub
    after = all_rows(hub)
    for called, rows in before.items():
        assert after[called].keys() == rows.keys(), called
        for id, row in rows.items():
            stay = row.keys() - sent_fields().get(called, frozenset())
            assert {name: after[called][id][name] for name in stay} == {name: row[name] for name in stay}, called
