"""Packages put aside lie in pieces, as many as it takes, and are gone when they have been taken in."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import date
from pathlib import Path

from sqlalchemy import func, select, text

from hubdesk.access.sealing import Seals
from hubdesk.access.signing_in import open_slots
from hubdesk.operations.erase_person import erase_person
from hubdesk.records.people.person import Person
from hubdesk.store import Store
from hubdesk.store.file_engines import links_unchecked, writer
from hubdesk.store.tables import device_epoch
from hubdesk.store.tables_of_exchange import parked, parked_piece
from hubdesk.store.what_stays import NAMELESS
from hubdesk.sync.aside import discard, quarantined
from hubdesk.sync.merge import merge_packages
from hubdesk.sync.parked_pieces import keeping, kept
from tests.conftest import PASSPHRASE
from tests.sync.network import a_network
from tests.sync.test_merge_desk import years_ahead

NewStore = Callable[..., Store]

PIECE = 1 << 18
LATE = 3000

AS_BEFORE = (
    "ALTER TABLE parked ADD COLUMN package BLOB",
    "UPDATE parked SET package = (SELECT content FROM parked_piece AS piece WHERE piece.pieces = parked.pieces)",
    "ALTER TABLE parked DROP COLUMN pieces",
    "DROP TABLE parked_piece",
    "DROP TABLE holiday",
    "UPDATE alembic_version SET version_num = '0017'",
)


def test_bytes_written_bit_by_bit_read_back_whole_and_as_often_as_asked(new_store: NewStore) -> None:
    said = secrets.token_bytes(5 * PIECE + 7)
    with new_store("lead").writing_plainly() as connection:
        pieces, out = keeping(connection)
        with out:
            for start in range(0, len(said), 70_001):
                out.write(said[start : start + 70_001])
        lengths = connection.scalars(select(func.length(parked_piece.c.content))).all()
        opened = kept(connection, pieces)
        assert max(lengths) <= PIECE + 70_001
        assert len(lengths) > 4
        for _ in range(2):
            with opened() as held:
                assert held.read(10) + held.read() == said


def test_a_package_of_several_pieces_waits_and_is_taken_in(new_store: NewStore, tmp_path: Path) -> None:
    # Given a package of more than one piece that came before the one it follows
    lead, hub = a_network(new_store, tmp_path, "Westcroft")
    hub.person("Early")
    early = hub.send()
    with hub.store.writing_plainly() as connection:
        connection.execute(device_epoch.update().where(device_epoch.c.mine).values(acknowledged_seq=2))
    with hub.store.operation("Late") as session:
        session.add_all([Person(full_name=f"Late {n}", address=secrets.token_hex(80)) for n in range(LATE)])
    lead.merge(hub.send())
    with lead.store.reading_plainly() as connection:
        assert connection.scalar(select(func.count()).select_from(parked)) == 1
        numbers = connection.scalars(select(parked_piece.c.number)).all()
        assert len(numbers) > 1
        assert sorted(numbers) == list(range(len(numbers)))
    # When the one it follows comes
    lead.merge(early)
    # Then all of it is here, and nothing waits
    with lead.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Person)) == LATE + 1
    assert nothing_waits(lead.store)


def test_what_waited_before_the_upgrade_is_taken_in_after_it(new_store: NewStore, tmp_path: Path) -> None:
    # Given a lead's file as it was before, with a package in one row
    lead, hub = a_network(new_store, tmp_path, "Westcroft")
    hub.person("Early")
    early = hub.send()
    with hub.store.writing_plainly() as connection:
        connection.execute(device_epoch.update().where(device_epoch.c.mine).values(acknowledged_seq=2))
    hub.person("Late")
    lead.merge(hub.send())
    path = tmp_path / "lead.hubdesk"
    lead.store.close()
    keys = open_slots(path, PASSPHRASE)
    engine = writer(path, keys.data, Seals(keys.special_public, keys.special))
    with links_unchecked(engine) as connection:
        for statement in AS_BEFORE:
            connection.execute(text(statement))
    engine.dispose()
    # When this version opens it, and the package comes that was missing
    lead.store = Store.open(path, PASSPHRASE)
    lead.merge(early)
    # Then both are here
    with lead.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Person)) == 2
    assert nothing_waits(lead.store)
    lead.store.close()


def test_a_package_of_several_pieces_that_tells_of_an_erasure_is_let_in_whole(
    new_store: NewStore, tmp_path: Path
) -> None:
    # Given a large package in quarantine, from a hub that erased somebody whom the lead has, and another hub's beside it
    lead, hub, other = a_network(new_store, tmp_path, "Westcroft", "Byker")
    amina = hub.person("Amina Kanari")
    lead.merge(hub.send())
    years_ahead(hub, 3)
    with hub.store.operation("Late") as session:
        session.add_all([Person(full_name=f"Late {n}", address=secrets.token_hex(80)) for n in range(LATE)])
    erase_person(hub.store, amina, "Amina Kanari", date.today())
    years_ahead(other, 3)
    other.person("Bea")
    lead.merge(hub.send(), other.send())
    # When a person lets it in
    large = next(one.seal for one in quarantined(lead.store) if one.hub == "Westcroft")
    report = merge_packages(lead.store, [], approved=[large])
    # Then she is erased, and everybody else is here
    assert [one.refused for one in report.files] == [""]
    assert report.erased
    with lead.store.reading() as session:
        assert session.get_one(Person, amina).full_name == NAMELESS
        assert session.scalar(select(func.count()).select_from(Person)) == LATE + 1
    assert nothing_waits(lead.store)


def test_what_is_dropped_from_quarantine_leaves_nothing_behind(new_store: NewStore, tmp_path: Path) -> None:
    lead, hub = a_network(new_store, tmp_path, "Westcroft")
    years_ahead(hub, 5)
    hub.person("Amina")
    lead.merge(hub.send())
    assert not nothing_waits(lead.store)
    discard(lead.store, quarantined(lead.store)[0].seal)
    assert nothing_waits(lead.store)


def nothing_waits(store: Store) -> bool:
    with store.reading_plainly() as connection:
        return not any(connection.execute(select(table)).all() for table in (parked, parked_piece))
