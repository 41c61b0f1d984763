"""Every record kind in the store: saved, journalled, found, undone, and declared as migrated."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from hubdesk.base.errors import Problems
from hubdesk.fields.types import Phone
from hubdesk.records import KINDS, Record, fields_of, unique_keys
from hubdesk.store import Store, migrate
from hubdesk.store.tables import journal
from hubdesk.store.versions import MIGRATIONS, VERSIONS
from tests.every_kind.making import make
from tests.postgres import opened_on

each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__tablename__)


def contents(session: Session) -> dict[str, set[tuple[Any, ...]]]:
    """Every row of every kind, for comparing a store with itself."""
    return {kind.__tablename__: {tuple(row) for row in session.execute(select(kind.__table__))} for kind in KINDS}


@each_kind
def test_add_then_undo_leaves_nothing_and_redo_brings_it_back(store: Store, kind: type[Record]) -> None:
    # given
    with store.reading() as session:
        empty = contents(session)
    # when
    with store.operation("Add one") as session:
        made = make(store, session, kind)
        title, words = made.title, [w for w in made.title.split() if len(w) > 2]
    with store.reading() as session:
        full = contents(session)
        # then: each new record has its line in the journal, with the operation, a dot and a clock
        lines = session.execute(select(journal).where(journal.c.record == made.id)).all()
        assert {line.action for line in lines} <= {"add", "change"}
        assert lines
        assert all(line.clock > 0 and line.seq > 0 for line in lines)
    assert full != empty
    if any(field.found for field in fields_of(kind)):
        assert made.id in [hit.id for hit in store.search(" ".join(words) or title, limit=50)]
    # when
    assert store.undo() == "Add one"
    # then
    with store.reading() as session:
        assert contents(session) == empty
    assert store.search(title) == []
    store.redo()
    with store.reading() as session:
        assert contents(session) == full


@each_kind
def test_each_field_changed_and_undone(store: Store, kind: type[Record]) -> None:
    if kind.kind.only_added:
        pytest.skip("lines of a log are only added")
    # given
    with store.operation("Add one") as session:
        made = make(store, session, kind)
    with store.reading() as session:
        before = contents(session)
    optional = [f.name for f in fields_of(kind) if not f.required and getattr(made, f.name) is not None]
    for name in optional:
        # when
        try:
            with store.operation("Empty a field") as session:
                setattr(session.get_one(kind, made.id), name, None)
        except Problems:
            continue
        if store.undo_title() == "Add one":
            continue  # filled in again from another field, so nothing changed
        # then
        change = store.history(made.id)[0]
        assert (change.title, change.action) == ("Empty a field", "change")
        assert change.before
        store.undo()
        with store.reading() as session:
            assert contents(session) == before


@each_kind
def test_a_second_one_of_the_same_is_refused_beside_the_field(store: Store, kind: type[Record]) -> None:
    if not unique_keys(kind):
        pytest.skip("nothing that may exist only once")
    with store.operation("Add one") as session:
        values = {one.name: getattr(made, one.name) for made in [make(store, session, kind)] for one in fields_of(kind)}
    with pytest.raises(Problems) as refused, store.operation("Add it again") as session:
        session.add(kind(id=uuid4(), **values))
    assert {problem.field for problem in refused.value.problems} == {names[-1] for names in unique_keys(kind)}


@each_kind
def test_found_by_each_of_its_words_and_last_digits(store: Store, kind: type[Record]) -> None:
    found = [field for field in fields_of(kind) if field.found]
    if not found:
        pytest.skip("a kind without a name")
    with store.operation("Add one") as session:
        made = make(store, session, kind)
        values = {field: getattr(made, field.name) for field in found}
    for field, value in values.items():
        if value is None:
            continue
        said = str(value) if isinstance(value, int) else field.type.show(value)
        typed = value[-4:] if isinstance(field.type, Phone) else said.upper()
        assert made.id in [hit.id for hit in store.search(typed, limit=50)], (field.name, typed)


def test_every_migration_is_a_known_version() -> None:
    chain = ScriptDirectory(str(MIGRATIONS)).walk_revisions()
    assert tuple(one.revision for one in chain)[::-1] == VERSIONS


def test_migrations_make_what_records_declare(tmp_path: Any) -> None:
    with create_engine(f"sqlite:///{tmp_path / 'plain.db'}").begin() as connection:
        migrate.upgrade(connection)
        assert _differences(connection) == []


@pytest.mark.slow
def test_the_same_migrations_on_postgresql(postgres_url: str) -> None:
    store = opened_on(postgres_url)
    try:
        with store.reading_plainly() as connection:
            assert _differences(connection) == []
    finally:
        store.close()


@pytest.mark.slow
def test_every_kind_on_postgresql(postgres_url: str) -> None:
    store = opened_on(postgres_url)
    try:
        for number, kind in enumerate(KINDS):
            with store.operation("Add one") as session:
                made = make(store, session, kind, 10 * number)
                title = made.title
            if any(field.found for field in fields_of(kind)):
                assert made.id in [hit.id for hit in store.search(title, limit=200)]
            assert store.undo() == "Add one"
    finally:
        store.close()


def _differences(connection: Any) -> list[Any]:
    def ours(_: Any, name: str | None, type_: str, *__: Any) -> bool:
        return not (type_ == "table" and (name or "").startswith("search_trigram"))

    context = MigrationContext.configure(connection, opts={"include_object": ours})
    return list(compare_metadata(context, Record.metadata))
