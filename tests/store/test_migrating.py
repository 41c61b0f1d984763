"""Changing the tables of a file that has records in it, as a migration does."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import text

from hubdesk.access.sealing import Seals
from hubdesk.access.signing_in import open_slots
from hubdesk.records.places.room import Room
from hubdesk.records.places.venue import Venue
from hubdesk.store import Store
from hubdesk.store.file_engines import links_unchecked, writer
from tests.conftest import PASSPHRASE


def test_a_table_that_others_link_to_is_made_anew(store: Store, tmp_path: Path) -> None:
    # Given a room of a venue
    venue = Venue(name="Westcroft")
    with store.operation("Add") as session:
        session.add_all([venue, Room(name="Sewing room", venue=venue.id)])
    store.close()

    # When the venue learns of its keyholder, which SQLite can only do by making the table anew
    path = tmp_path / "hub.hubdesk"
    keys = open_slots(path, PASSPHRASE)
    engine = writer(path, keys.data, Seals(keys.special_public, keys.special))
    with (
        links_unchecked(engine) as connection,
        Operations(MigrationContext.configure(connection)).batch_alter_table("venue") as table,
    ):
        table.add_column(sa.Column("keyholder", sa.Uuid(), nullable=True))
        table.create_foreign_key("fk_venue_keyholder_person", "person", ["keyholder"], ["id"])

    # Then everything is there, and links are checked again
    with engine.connect() as connection:
        assert UUID(connection.scalar(text("SELECT venue FROM room"))) == venue.id
        assert connection.execute(text("SELECT name, keyholder FROM venue")).all() == [("Westcroft", None)]
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1
        assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
    engine.dispose()
