"""Guarantee 16: undoing a merged package leaves what was there before it, and it can be merged again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from hubdesk.base.errors import Cancelled, Refused
from hubdesk.base.progress import Progress
from hubdesk.fields.ward_ids import ward_id
from hubdesk.operations.erase_person import erase_person
from hubdesk.records import Record
from hubdesk.records.people.person import Person
from hubdesk.records.places.room import Room
from hubdesk.records.places.venue import Venue
from hubdesk.records.places.ward import Ward
from hubdesk.store import Store
from hubdesk.store.tables import audit, device_epoch, journal, operation, search_entry, setting
from hubdesk.store.tables_of_exchange import seen
from hubdesk.store.values import unpack
from hubdesk.sync.merged import MergedPackage, merged_packages
from hubdesk.sync.resolving import decide, disagreements
from hubdesk.sync.returning import write_returns
from hubdesk.sync.unmerging import undone_with, unmerge
from tests.sync.network import BORN, WARDS, Desk, acquaint, desk, hubs
from tests.sync.state import state_hash
from tests.sync.test_merge_desk import acknowledged
from tests.sync.test_returns import back

NewStore = Callable[[str], Store]
WARD = ward_id(next(iter(WARDS)))


def held(store: Store) -> dict[str, list[str]]:
    """All that stands in the file but the log, what hubs said of themselves, and the names of machines that it knows."""
    with store.reading_plainly() as connection:
        holds = set(connection.scalars(select(journal.c.epoch).distinct()))
        newest = dict.fromkeys(holds, 0)
        for epoch, seq in connection.execute(select(journal.c.epoch, journal.c.seq)):
            newest[epoch] = max(seq, newest[epoch])

        def tells(table: Any, row: dict[str, Any]) -> bool:
            if table is device_epoch:
                return bool(row["mine"] or row["number"] in holds)
            if table is seen:
                return bool(
                    row["after_seq"] < newest.get(row["epoch"], 0) or row["up_to"] <= newest.get(row["other"], 0)
                )
            return not (table is setting and row["name"].startswith(("told", "log")))

        return {
            table.name: sorted(
                str([_said(column, value) for column, value in row.items() if (table.name, column) not in _PASSING])
                for row in connection.execute(select(table)).mappings()
                if tells(table, dict(row))
            )
            for table in Record.metadata.sorted_tables
            if table is not audit
        }


_PASSING = {(search_entry.name, "number")} | {
    (table.name, column) for table in (journal, operation) for column in ("line", "nonce", "digest")
}


def _said(column: str, value: Any) -> Any:
    return sorted(unpack(value).items()) if column == "fields" and value else value


def undo(lead: Desk, at: int = 0) -> list[MergedPackage]:
    """Undo the package that was merged last but so many, with what goes with it; first tried, which must tell the same."""
    packages = undone_with(lead.store, merged_packages(lead.store)[at].id)
    before = held(lead.store)
    tried = unmerge(lead.store, packages, dry_run=True)
    assert held(lead.store) == before
    assert unmerge(lead.store, packages) == tried
    lead.check_whole()
    assert lead.store.findings() == []
    return packages


def test_guarantee_16_undoing_a_package_restores_the_state(lead: Desk, new_store: NewStore, tmp_path: Path) -> None:
    # Given a lead that two hubs have told of somebody
    one, two = hubs(lead, new_store, tmp_path, "One", "Two")
    amina, gone = one.person("Amina"), one.person("Gone")
    library = one.add(Venue(name="Library"))
    lead.merge(one.send())
    two.merge(one.sent[0])
    before, state = held(lead.store), state_hash(lead.store)
    # When a package comes with somebody new, a change, a removal and another's name for a ward, and is undone
    one.change(Person, amina, phone="07700900001", known_as="Mina")
    one.remove(Person, gone)
    one.change(Ward, WARD, name="Baguley North")
    upstairs = one.add(Room(name="Upstairs", venue=library))
    lead.merge(one.send())
    after, merged = held(lead.store), state_hash(lead.store)
    assert lead.get(Room, upstairs)
    undo(lead)
    # Then all is as before, and merging it again is as merging it at first
    assert held(lead.store) == before
    assert state_hash(lead.store) == state
    assert lead.get(Person, gone)
    lead.merge(one.sent[-1])
    assert state_hash(lead.store) == merged
    assert _without_ids(held(lead.store)) == _without_ids(after)
    assert lead.store.findings() == []


def test_guarantee_16_undoing_one_side_of_a_disagreement_ends_it(
    lead: Desk, new_store: NewStore, tmp_path: Path
) -> None:
    # Given two hubs that call one ward differently, each in a package
    one, two = hubs(lead, new_store, tmp_path, "One", "Two")
    one.change(Ward, WARD, name="Baguley North")
    two.change(Ward, WARD, name="Baguley South")
    lead.merge(one.send())
    before = held(lead.store)
    lead.merge(two.send())
    assert lead.conflicts == 1
    merged = state_hash(lead.store)
    # When the second is undone, then the first stands, and nothing is to be decided
    undo(lead)
    assert held(lead.store) == before
    assert lead.get(Ward, WARD).name == "Baguley North"
    # And when the first is undone while the second is there, then the second stands
    lead.merge(two.sent[-1])
    undo(lead, at=1)
    assert (lead.conflicts, lead.get(Ward, WARD).name) == (0, "Baguley South")
    lead.merge(one.sent[-1])
    assert state_hash(lead.store) == merged


def test_what_follows_on_a_package_goes_with_it(lead: Desk, new_store: NewStore, tmp_path: Path) -> None:
    # Given three packages of one hub, the third of which waited for the second, and another hub's in between
    one, two = hubs(lead, new_store, tmp_path, "One", "Two")
    amina = one.person("Amina")
    other = two.person("Other")
    lead.merge(one.send())
    before, state = held(lead.store), state_hash(lead.store)
    acknowledged(lead, one, tmp_path)
    one.change(Person, amina, known_as="Mina")
    one.send()
    aside = desk(new_store("aside"), "Aside", tmp_path, letters="LEA", lead=True, keys="Lead")
    acquaint(aside, one)
    aside.merge(*one.sent)
    acknowledged(aside, one, tmp_path)
    one.change(Person, amina, known_as="Mimi")
    lead.merge(one.send())
    assert lead.get(Person, amina).known_as is None
    lead.merge(two.send())
    lead.merge(one.sent[1])
    assert lead.get(Person, amina).known_as == "Mimi"
    merged = state_hash(lead.store)
    # When the second is undone, then the third goes with it, and the other hub's stays
    second = next(one_ for one_ in merged_packages(lead.store) if one_.file == one.sent[1].name)
    packages = undone_with(lead.store, second.id)
    assert [one_.file for one_ in packages] == [one.sent[2].name, one.sent[1].name]
    unmerge(lead.store, packages)
    assert lead.get(Person, amina).known_as is None
    assert lead.get(Person, other)
    # And undoing the other hub's leaves what was before all three
    undo(lead)
    assert state_hash(lead.store) == state
    assert held(lead.store)["person"] == before["person"]
    # When all come again in another order, then it is as it was
    lead.merge(one.sent[2], two.sent[0])
    lead.merge(one.sent[1])
    assert state_hash(lead.store) == merged


def test_what_was_entered_here_on_it_waits_and_comes_back(lead: Desk, new_store: NewStore, tmp_path: Path) -> None:
    # Given a package with a place, where the lead wrote down a name and another hub keeps a room
    one, two = hubs(lead, new_store, tmp_path, "One", "Two")
    library = one.add(Venue(name="Library"))
    lead.merge(one.send())
    two.merge(one.sent[0])
    room = two.add(Room(name="Upstairs", venue=library))
    lead.merge(two.send())
    lead.change(Venue, library, name="Central library")
    state = state_hash(lead.store)
    # When it is undone
    packages = undone_with(lead.store, merged_packages(lead.store)[1].id)
    report = unmerge(lead.store, packages)
    lead.check_whole()
    # Then both wait
    assert report.waiting == 2
    assert lead.get(Venue, library) is lead.get(Room, room) is None
    # And come back with it
    lead.merge(one.sent[0])
    assert state_hash(lead.store) == state
    assert lead.store.findings() == []


def test_guarantee_07_what_is_entered_after_undoing_was_not_entered_knowing_it(
    lead: Desk, new_store: NewStore, tmp_path: Path
) -> None:
    # Given a ward that a hub named, which the lead had at hand when it entered something, and then undid
    (one,) = hubs(lead, new_store, tmp_path, "One")
    one.change(Ward, WARD, name="Baguley North")
    lead.merge(one.send())
    lead.person("Amina")
    undo(lead)
    # When the lead names the ward itself and the package comes again, then both names are kept
    lead.change(Ward, WARD, name="Baguley South")
    lead.merge(one.sent[0])
    assert lead.conflicts == 1


def test_guarantee_07_who_was_told_that_the_lead_knew_a_change_hears_that_it_was_undone(
    lead: Desk, new_store: NewStore, tmp_path: Path
) -> None:
    # Given a hub that was told that the lead has its name for a ward, which the lead undid then
    (one,) = hubs(lead, new_store, tmp_path, "One")
    one.change(Ward, WARD, name="Baguley North")
    lead.merge(one.send())
    acknowledged(lead, one, tmp_path)
    undo(lead)
    # When the lead names the ward itself, then the hub has both names
    lead.change(Ward, WARD, name="Baguley South")
    one.merge(lead.send())
    assert one.conflicts == 1
    # And the lead too, once it has the package again
    lead.merge(one.sent[0])
    assert lead.conflicts == 1


@pytest.mark.parametrize("at", [0, 1])
def test_a_decision_stays_when_one_side_of_it_is_undone(
    lead: Desk, new_store: NewStore, tmp_path: Path, at: int
) -> None:
    one, two = hubs(lead, new_store, tmp_path, "One", "Two")
    one.change(Ward, WARD, name="Baguley North")
    two.change(Ward, WARD, name="Baguley South")
    lead.merge(one.send(), two.send())
    [found], _ = disagreements(lead.store)
    decide(lead.store, found.id, take_other=at == 0)
    state = state_hash(lead.store)
    undo(lead, at)
    chosen = found.other if at == 0 else found.kept
    assert (lead.conflicts, lead.get(Ward, WARD).name) == (0, chosen.value)
    lead.merge(*two.sent, *one.sent)
    assert state_hash(lead.store) == state


def test_the_hub_is_asked_for_what_was_undone(lead: Desk, new_store: NewStore, tmp_path: Path) -> None:
    # Given a hub that knows that the lead holds all of it
    (one,) = hubs(lead, new_store, tmp_path, "One")
    amina = one.person("Amina")
    lead.merge(one.send())
    acknowledged(lead, one, tmp_path)
    undo(lead)
    # When what goes back tells otherwise, then the next package brings it
    acknowledged(lead, one, tmp_path)
    one.person("Zoe")
    report = lead.merge(one.send())
    assert report.files[0].missing == ()
    assert lead.get(Person, amina)


def test_what_the_lead_changed_reaches_the_hub_though_its_package_was_undone_meanwhile(
    lead: Desk, new_store: NewStore, tmp_path: Path
) -> None:
    # Given somebody whom the lead has changed, before their package was undone and something went back
    (hub,) = hubs(lead, new_store, tmp_path, "Aston")
    bea = hub.person("Bea")
    lead.merge(hub.send())
    back(lead, hub, tmp_path)
    ann = hub.person("Ann")
    lead.merge(hub.send())
    lead.change(Person, ann, known_as="Annie")
    lead.change(Person, bea, known_as="Bee")
    merged = next(one for one in merged_packages(lead.store) if one.ranges)
    unmerge(lead.store, undone_with(lead.store, merged.id))
    back(lead, hub, tmp_path)
    assert [hub.get(Person, one).known_as for one in (ann, bea)] == [None, "Bee"]
    # When the package comes again, and what the lead holds goes back
    lead.merge(hub.send())
    assert lead.get(Person, ann).known_as == "Annie"
    back(lead, hub, tmp_path)
    # Then the hub hears of it
    assert hub.get(Person, ann).known_as == "Annie"
    assert (hub.conflicts, lead.conflicts) == (0, 0)
    # And once it has said so nothing of it goes again
    hub.change(Person, bea, phone="07700900001")
    lead.merge(hub.send())
    assert [one.entries for one in write_returns(lead.store, tmp_path, dry_run=True)] == [0]


def test_guarantee_10_undoing_brings_nobody_back(lead: Desk, new_store: NewStore, tmp_path: Path) -> None:
    # Given somebody in two packages of a hub and in one of another, who is erased at the lead
    one, two = hubs(lead, new_store, tmp_path, "One", "Two")
    amina, zoe = one.person("Amina Kanari"), one.person("Zoe Kanari")
    lead.merge(one.send())
    two.merge(one.sent[0])
    one.change(Person, amina, phone="07700900001")
    two.change(Person, amina, known_as="Kanari")
    lead.merge(one.send(), two.send())
    erase_person(lead.store, amina, "Amina Kanari", BORN)
    # When one of the packages is undone, and then another person is erased and all is undone
    undo(lead)
    erase_person(lead.store, zoe, "Zoe Kanari", BORN)
    undo(lead, at=1)
    # Then nobody is back, also when everything has come again
    lead.merge(*one.sent, *two.sent, one.send(whole=True))
    assert lead.get(Person, amina) is None or lead.get(Person, amina).full_name != "Amina Kanari"
    assert "Kanari" not in str(held(lead.store))
    assert lead.store.findings() == []


def test_where_the_log_was_tampered_with_nothing_is_undone(lead: Desk, new_store: NewStore, tmp_path: Path) -> None:
    # Given a lead from which somebody took one change that a package had brought
    (one,) = hubs(lead, new_store, tmp_path, "One")
    amina = one.person("Amina")
    lead.merge(one.send())
    with lead.store.writing_plainly() as connection:
        connection.execute(delete(journal).where(journal.c.record == amina))
    found, before = lead.store.findings(), held(lead.store)
    assert found
    # When the package is to be undone, then it is refused, and the log still tells what was done
    packages = undone_with(lead.store, merged_packages(lead.store)[0].id)
    with pytest.raises(Refused, match="Check the log"):
        unmerge(lead.store, packages)
    assert held(lead.store) == before
    assert lead.store.findings() == found


def test_what_is_left_under_a_line_of_the_log_is_still_guarded(lead: Desk, new_store: NewStore, tmp_path: Path) -> None:
    # Given two packages under one line of the log, one of which was undone
    one, two = hubs(lead, new_store, tmp_path, "One", "Two")
    amina, _ = one.person("Amina"), two.person("Bo")
    lead.merge(one.send(), two.send())
    undo(lead)
    # When somebody takes a change of the other, or edits it, then the log tells
    with lead.store.writing_plainly() as connection:
        row = connection.execute(select(journal).where(journal.c.record == amina)).one()
        connection.execute(update(journal).where(journal.c.record == amina).values(after="{}"))
    assert "was edited" in " ".join(lead.store.findings())
    with lead.store.writing_plainly() as connection:
        connection.execute(delete(journal).where(journal.c.record == amina))
    assert [said for said in lead.store.findings() if f"line {row.line} of the log covers was removed" in said]


def test_undoing_that_is_stopped_changes_nothing(lead: Desk, new_store: NewStore, tmp_path: Path) -> None:
    (one,) = hubs(lead, new_store, tmp_path, "One")
    one.person("Amina")
    lead.merge(one.send())
    before = held(lead.store)
    packages = undone_with(lead.store, merged_packages(lead.store)[0].id)
    with pytest.raises(Cancelled):
        unmerge(lead.store, packages, Progress(stopped=lambda: True))
    assert held(lead.store) == before
    unmerge(lead.store, packages)
    with pytest.raises(Refused, match="undone already"):
        undone_with(lead.store, packages[0].id)


def _without_ids(told: dict[str, list[str]]) -> dict[str, list[str]]:
    """Each merge gives the packages it notes, and its clock rows, their own."""
    return {name: rows for name, rows in told.items() if name not in ("merged_package", "row_clock", "search_entry")}
