"""The log: whatever is altered with the right key is found and named, and nothing else is ever suspected."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, select, text

from hubdesk.access.key_file import slots_path
from hubdesk.access.sealing import Seals
from hubdesk.access.signing_in import open_slots
from hubdesk.records.people.person import Person
from hubdesk.store import Store
from hubdesk.store.anchor import AnchorFile, anchor_path
from hubdesk.store.blanking import blank
from hubdesk.store.chain import Head, head, line_hash
from hubdesk.store.digests import digest_of
from hubdesk.store.file_engines import writer
from hubdesk.store.proof import Anchor, verify
from hubdesk.store.tables import audit, journal, operation
from hubdesk.store.versions import MIGRATIONS
from tests.conftest import PASSPHRASE
from tests.hub_life import a_person, a_run, keep
from tests.sync.network import a_network

HOW_MANY = int(os.environ.get("HUBDESK_TAMPERS", "100"))
"""HUBDESK_TAMPERS=1000 is the long run, before a release."""
SEED = int(os.environ.get("HUBDESK_SEED", "0"))


def key_of(path: Path) -> bytes:
    return open_slots(path, PASSPHRASE).data


def tamper(path: Path, alter: Callable[[Connection], object]) -> None:
    """Change the closed file as somebody with the right key can."""
    keys = open_slots(path, PASSPHRASE)
    engine = writer(path, keys.data, Seals(keys.special_public, None))
    with engine.begin() as connection:
        alter(connection)
    engine.dispose()


def found_in(path: Path, anchors: tuple[Anchor, ...] = ()) -> list[str]:
    store = Store.open(path, PASSPHRASE)
    found = store.findings(anchors)
    store.close()
    return found


@pytest.fixture
def worked(store: Store, tmp_path: Path) -> Path:
    """A closed file in which something was done: additions, changes, a removal, undoing, lines without changes, an erasure."""
    people = [a_person(store, f"Person {n}", phone=f"07700 9000{n:02}") for n in range(6)]
    a_run(store)
    for n, person in enumerate(people[:4]):
        with store.operation("Call her so") as session:
            session.get_one(Person, person).known_as = f"So {n}"
    store.undo()
    store.redo()
    store.note("printed", kind="person", record=str(people[0]))
    with store.operation("Remove one") as session:
        session.delete(session.get_one(Person, people[5]))
    with store.writing_plainly() as connection:
        rows = connection.execute(select(journal).where(journal.c.record == people[5])).all()
        blank(connection, {(row.epoch, row.seq): {} for row in rows}, {row.operation for row in rows}, "")
    store.note("exported", kind="person")
    keep(store, Person(full_name="The last one"))
    store.close()
    return tmp_path / "hub.hubdesk"


def copies(path: Path, target: Path) -> Path:
    shutil.copy(path, target)
    for beside in (slots_path, anchor_path):
        shutil.copy(beside(path), beside(target))
    return target


def test_s15_what_nobody_altered_is_not_suspected(worked: Path) -> None:
    assert found_in(worked) == []
    assert found_in(worked) == []


def test_s15_migrated_and_merged_changes_are_covered_too(new_store: Callable[[str], Store], tmp_path: Path) -> None:
    lead, south, north = a_network(new_store, tmp_path, "South", "North")
    someone = south.person("Amina Yusuf")
    north.person("Bo Chen")
    lead.merge(south.send(), north.send())
    south.change(Person, someone, known_as="Mina")
    lead.merge(south.send(whole=True))
    for desk in (lead, south, north):
        assert desk.store.findings() == []
    with lead.store.reading_plainly() as connection:
        assert connection.scalar(select(journal.c.line).order_by(journal.c.line).limit(1))
    lead.store.close()
    path = tmp_path / "lead.hubdesk"
    tamper(path, lambda c: c.execute(text("UPDATE journal SET after = replace(after, 'Bo Chen', 'Bob Chen')")))
    assert [said for said in found_in(path) if "Person" in said and "was edited" in said]


# Each alters the closed file in one way, and answers with what must be said of it.


def _edit_change(c: Connection, rng: Random) -> str:
    row = rng.choice(c.execute(select(journal).where(journal.c.nonce != "")).all())
    column, value = rng.choice(
        [
            ("after", '{"full_name":"Somebody else"}'),
            ("before", '{"full_name":"Somebody else"}'),
            ("clock", row.clock + 1),
            ("action", "remove" if row.action != "remove" else "add"),
            ("kind", "venue"),
            ("nonce", "0" * 32),
        ]
    )
    c.execute(journal.update().where(_same(row)).values({column: value}))
    return "was edited"


def _edit_change_with_digest(c: Connection, rng: Random) -> str:
    row = rng.choice(c.execute(select(journal).where(journal.c.nonce != "")).all())
    new = row._asdict() | {"after": '{"full_name":"Somebody else"}'}
    c.execute(journal.update().where(_same(row)).values(after=new["after"], digest=digest_of(journal, new)))
    return "replaced or put in another order"


def _edit_operation(c: Connection, rng: Random) -> str:
    row = rng.choice(c.execute(select(operation).where(operation.c.nonce != "")).all())
    column = rng.choice(["by", "title"])
    c.execute(operation.update().where(operation.c.id == row.id).values({column: "somebody else"}))
    return "An operation covered by"


def _delete_changes(c: Connection, rng: Random) -> str:
    row = rng.choice(c.execute(select(journal)).all())
    c.execute(journal.delete().where(_same(row)))
    return f"line {row.line} of the log covers was removed"


def _insert_change(c: Connection, rng: Random) -> str:
    row = rng.choice(c.execute(select(journal)).all())._asdict()
    row |= {"seq": 10_000, "nonce": "1" * 32}
    c.execute(journal.insert().values(**row | {"digest": digest_of(journal, row)}))
    return f"was put in under line {row['line']}"


def _reorder_changes(c: Connection, rng: Random) -> str:
    one, other = rng.sample(c.execute(select(journal).where(journal.c.nonce != "")).all(), 2)
    for row, seq in ((one, 20_000), (other, one.seq)):
        c.execute(journal.update().where(_same(row)).values(seq=seq))
    moved = (journal.c.epoch == one.epoch) & (journal.c.seq == 20_000)
    c.execute(journal.update().where(moved).values(seq=other.seq))
    return "was edited"


def _blank_change(c: Connection, rng: Random) -> str:
    row = rng.choice(c.execute(select(journal).where(journal.c.nonce != "")).all())
    c.execute(journal.update().where(_same(row)).values(after="{}", before="{}", nonce=""))
    return "was edited"


def _fill_what_was_erased(c: Connection, rng: Random) -> str:
    row = rng.choice(c.execute(select(journal).where(journal.c.nonce == "")).all())
    c.execute(journal.update().where(_same(row)).values(after='{"full_name":"Somebody else"}'))
    return "erased is not as it was left"


def _cut_changes_and_lines(c: Connection, rng: Random) -> str:
    last = head(c).seq
    keep_to = rng.randrange(2, last)
    for table in (journal, operation):
        c.execute(table.delete().where(table.c.line > keep_to))
    c.execute(audit.delete().where(audit.c.seq > keep_to))
    return f"it had reached line {last}"


def _cut_all(c: Connection, rng: Random) -> str:
    for table in (journal, operation, audit):
        c.execute(table.delete())
    return "it had reached line"


def _edit_line(c: Connection, rng: Random) -> str:
    row = rng.choice(c.execute(select(audit)).all())
    column, value = rng.choice(
        [("by", "somebody else"), ("moment", "2026-01-01T00:00:00.000+00:00"), ("what", "sent"), ("about", "{}")]
    )
    if getattr(row, column) == value:
        column, value = "offset", row.offset + 60
    c.execute(audit.update().where(audit.c.seq == row.seq).values({column: value}))
    return f"Line {row.seq} of the log was edited"


def _edit_line_with_hash(c: Connection, rng: Random) -> str:
    row = rng.choice(c.execute(select(audit).where(audit.c.seq < head(c).seq)).all())
    new = row._asdict() | {"by": "somebody else"}
    c.execute(audit.update().where(audit.c.seq == row.seq).values(by=new["by"], hash=line_hash(new)))
    return f"Line {row.seq + 1} of the log does not follow"


def _delete_line(c: Connection, rng: Random) -> str:
    row = rng.choice(c.execute(select(audit).where(audit.c.seq < head(c).seq)).all())
    c.execute(audit.delete().where(audit.c.seq == row.seq))
    return f"lines {row.seq} to {row.seq} were removed"


def _swap_lines(c: Connection, rng: Random) -> str:
    one, other = rng.sample(range(1, head(c).seq + 1), 2)
    for old, new in ((one, -1), (other, one), (-1, other)):
        c.execute(audit.update().where(audit.c.seq == old).values(seq=new))
    return f"Line {one} of the log was edited"


def _insert_line(c: Connection, rng: Random) -> str:
    """Well-formed, at the end: only the anchor knows that the file had been closed before it."""
    last = c.execute(select(audit).order_by(audit.c.seq.desc()).limit(1)).one()._asdict()
    new = last | {"seq": last["seq"] + 1, "previous": last["hash"], "by": "somebody", "content": "", "what": "sent"}
    new["about"] = "{}"
    c.execute(audit.insert().values(**new | {"hash": line_hash(new)}))
    return "were put in while HubDesk was closed"


def rewrite(c: Connection, rng: Random) -> str:
    """Everything anew from one line on, as who knows how HubDesk works would do."""
    lines = [row._asdict() for row in c.execute(select(audit).order_by(audit.c.seq))]
    at = rng.randrange(0, len(lines))
    previous = lines[at - 1]["hash"] if at else ""
    for row in lines[at:]:
        new = row | {"by": "somebody else", "previous": previous}
        new["hash"] = previous = line_hash(new)
        c.execute(audit.update().where(audit.c.seq == row["seq"]).values(**new))
    return "was rewritten before"


TAMPERS = (
    _edit_change,
    _edit_change_with_digest,
    _edit_operation,
    _delete_changes,
    _insert_change,
    _reorder_changes,
    _blank_change,
    _fill_what_was_erased,
    _cut_changes_and_lines,
    _cut_all,
    _edit_line,
    _edit_line_with_hash,
    _delete_line,
    _swap_lines,
    _insert_line,
    rewrite,
)


def _same(row: Any) -> Any:
    return (journal.c.epoch == row.epoch) & (journal.c.seq == row.seq)


def _noting(said: list[str], alter: Callable[[Connection, Random], str], rng: Random, connection: Connection) -> None:
    said.append(alter(connection, rng))


@pytest.mark.slow
def test_s15_every_tamper_is_found_and_named(worked: Path, tmp_path: Path) -> None:
    for n in range(HOW_MANY):
        # Given the closed file, altered in one way with the right key
        rng, alter = Random(SEED + n), TAMPERS[n % len(TAMPERS)]
        path = copies(worked, tmp_path / "altered.hubdesk")
        expected: list[str] = []
        tamper(path, partial(_noting, expected, alter, rng))

        # When it is looked at, then what was done to it is said
        found = found_in(path)
        assert any(expected[0] in sentence for sentence in found), (alter.__name__, n, expected, found)


def test_t09_a_rewritten_log_is_found_by_what_others_hold(worked: Path, tmp_path: Path) -> None:
    # Given the head as a package, a backup or a receipt holds it
    store = Store.open(worked, PASSPHRASE)
    with store.reading_plainly() as connection:
        held = Anchor("the package of May", head(connection))
    store.close()

    # When the log is rewritten and even the anchor beside the file made to fit
    path, later = worked, list[Head]()
    tamper(path, lambda c: rewrite(c, Random(1)))
    tamper(path, lambda c: later.append(head(c)))
    AnchorFile(path, key_of(path)).write(later[0], closed=True)

    # Then the file alone looks well, and what is held outside tells
    assert found_in(path) == []
    assert "the package of May" in found_in(path, (held,))[0]
    assert "the package of May" in found_in(path, (Anchor(held.source, Head(10_000, "0" * 64)),))[0]


def test_s15_an_anchor_taken_away_damaged_or_of_another_file_is_told(
    worked: Path, tmp_path: Path, new_store: Callable[[str], Store]
) -> None:
    cases: list[tuple[str, Callable[[Path], object]]] = [
        ("missing", lambda anchor: anchor.unlink()),
        ("damaged or forged", lambda anchor: anchor.write_bytes(anchor.read_bytes()[:40])),
        (
            "damaged or forged",
            lambda anchor: anchor.write_text(anchor.read_text().replace('"closed":true', '"closed":false')),
        ),
        ("damaged or forged", lambda anchor: anchor.write_text("[" * 100_000)),
    ]
    for n, (said, alter) in enumerate(cases):
        path = copies(worked, tmp_path / f"case{n}.hubdesk")
        alter(anchor_path(path))
        assert said in found_in(path)[0]
        # And it is still told when the file is opened again with an anchor that fits
        assert said in found_in(path)[0]


def test_s15_a_stop_between_commit_and_anchor_raises_no_alarm(store: Store, tmp_path: Path) -> None:
    # Given a file copied as it stands at every moment: just after a commit, when the anchor has not moved yet
    path, behind = tmp_path / "hub.hubdesk", tmp_path / "behind.hubdesk"
    for n in range(8):
        anchor = anchor_path(path).read_bytes()
        a_person(store, f"Person {n}")
        with store.writing_plainly() as connection:
            connection.info.clear()
        shutil.copy(path, behind)
        shutil.copy(path.with_name(path.name + "-wal"), behind.with_name(behind.name + "-wal"))
        shutil.copy(slots_path(path), slots_path(behind))
        anchor_path(behind).write_bytes(anchor)
        assert json.loads(anchor)["closed"] is False
        assert found_in(behind) == []


def test_a_line_never_holds_what_a_person_wrote(store: Store) -> None:
    said: tuple[dict[str, Any], ...] = ({"name": "Amina Yusuf"}, {"Amina Yusuf": 1}, {"kinds": ["Ayşe"]})
    for about in said:
        with pytest.raises(RuntimeError, match="Not a line"):
            store.note("printed", **about)
    with pytest.raises(RuntimeError, match="Not a line"):
        store.note("gossiped")


def test_a_file_from_before_the_log_is_covered_from_its_first_line(tmp_path: Path) -> None:
    # Given a database of the first schema in which something was done
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    row = dict.fromkeys(("after", "before", "over"), "{}") | {"kind": "person", "action": "add", "clock": 7, "epoch": 1}
    with create_engine("sqlite://").begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        ids = "00000000000000000000000000000001"
        for seq in range(1, 4):
            connection.execute(
                text(
                    "INSERT INTO journal (epoch, seq, operation, kind, record, action, clock, after, before, over)"
                    f" VALUES (:epoch, {seq}, '{ids}', :kind, '{ids}', :action, :clock, :after, :before, :over)"
                ),
                row,
            )
        connection.execute(text(f"INSERT INTO operation VALUES ('{ids}', 1, 1, 'Ö', '', 7, '{ids}', 0)"))

        # When it is brought up to date, then its first line covers it all
        command.upgrade(config, "0003")
        assert verify(connection) == []
        connection.execute(text("UPDATE journal SET kind = 'venue' WHERE seq = 2"))
        assert "number 2" in verify(connection)[0]
