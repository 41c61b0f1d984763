"""What the lead's merge desk promises beyond the merge itself: a dry run, quarantine, and a fork that is named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from hubdesk.records import Record
from hubdesk.records.network.sharing_agreement import NAMED, SharingAgreement
from hubdesk.records.people.person import Person
from hubdesk.store import Store
from hubdesk.store.clock import Clock, reading_at
from hubdesk.store.tables import device_epoch, search_entry
from hubdesk.store.tables_of_exchange import parked
from hubdesk.sync.aside import discard, quarantined
from hubdesk.sync.merge import merge_packages
from hubdesk.sync.merged import merged_packages
from hubdesk.sync.returning import write_returns
from hubdesk.sync.take_return import take_return
from tests.conftest import PASSPHRASE
from tests.sync.network import Desk, a_network, acquaint, desk, hubs
from tests.sync.state import state_hash

NewStore = Callable[[str], Store]
Makes = Callable[[], Store]


def dump(store: Store) -> dict[str, list[str]]:
    """Every row of every table, whatever the database, but for the numbers of search entries."""
    with store.reading_plainly() as connection:
        return {
            table.name: sorted(
                str([value for column, value in row.items() if column != "number" or table is not search_entry])
                for row in connection.execute(select(table)).mappings()
            )
            for table in Record.metadata.sorted_tables
        }


def years_ahead(hub: Desk, years: int) -> None:
    hub.store.clock = Clock(reading_at(datetime.now(UTC) + timedelta(days=365 * years)))


def as_a_copy(clone: Desk, hub: Desk) -> None:
    """The clone goes on under the hub's own numbers, as a copied file does that nobody noticed."""
    with hub.store.reading_plainly() as connection:
        epoch = connection.scalar(select(device_epoch.c.epoch).where(device_epoch.c.mine))
    with clone.store.writing_plainly() as connection:
        connection.execute(device_epoch.update().where(device_epoch.c.mine).values(epoch=epoch))
    assert hub.store.hub_id
    clone.store.belongs_to(hub.store.hub_id)
    clone.store.set_setting("post_keys", hub.store.post_keys.as_text())
    agreed = SharingAgreement(lead="South", level=NAMED, started=date(2020, 1, 1), agreed_by="Rosa")
    agreed.hub_id = hub.store.hub_id
    clone.add(agreed)


def acknowledged(lead: Desk, hub: Desk, folder: Path) -> None:
    """The hub hears what the lead holds, so that its next package begins after that."""
    for receipt in write_returns(lead.store, folder):
        take_return(hub.store, receipt.path)


def test_guarantee_16_a_dry_run_reports_what_the_merge_then_does(
    lead: Desk, new_store: NewStore, tmp_path: Path
) -> None:
    # given packages with news, a disagreement, a gap, one that is damaged and one of a clock far ahead
    one, two, three = hubs(lead, new_store, tmp_path, "One", "Two", "Three")
    amina = one.person("Amina")
    two.merge(one.send())
    lead.merge(one.sent[0])
    for hub, phone in ((one, "07700900001"), (two, "07700900002")):
        hub.change(Person, amina, phone=phone)
    damaged = tmp_path / "damaged.hubsync"
    damaged.write_bytes(one.send().read_bytes()[:-3])
    years_ahead(three, 3)
    three.person("Tomorrow")
    paths = [one.send(), damaged, two.send(), three.send()]
    before = dump(lead.store)
    # when
    rehearsed = merge_packages(lead.store, paths, dry_run=True)
    # then
    assert dump(lead.store) == before
    assert merge_packages(lead.store, paths) == rehearsed
    assert [bool(file.refused) for file in rehearsed.files] == [False, True, False, False]
    assert rehearsed.files[2].conflicts == 1
    assert rehearsed.files[3].quarantined
    assert dump(lead.store) != before


def test_a_clock_far_ahead_holds_the_whole_package_until_a_person_lets_it_in(
    lead: Desk, new_store: NewStore, tmp_path: Path
) -> None:
    # given a hub whose machine believes that it is three years later
    (hub,) = hubs(lead, new_store, tmp_path, "Westcroft")
    before = hub.person("Before")
    hub.send()
    years_ahead(hub, 3)
    person = hub.person("Amina")
    state = state_hash(lead.store)
    # when
    report = lead.merge(hub.send())
    # then nothing of it is taken in, and it is shown with its hub and its clock
    assert lead.get(Person, person) is lead.get(Person, before) is None
    assert state_hash(lead.store) == state
    (held,) = quarantined(lead.store)
    assert (held.hub, held.file) == ("Westcroft", hub.sent[-1].name)
    assert held.clock - datetime.now(UTC) > timedelta(days=3 * 365 - 1)
    assert "quarantine" in report.sentences()[0]
    # and when a person lets it in, it is merged, and the lead's own clock stays where it is
    approved = merge_packages(lead.store, [], approved=[held.seal])
    assert (approved.files[0].new, approved.files[0].quarantined) == (4, False)
    assert lead.get(Person, person)
    assert quarantined(lead.store) == []
    assert lead.store.clock.tick() < reading_at(datetime.now(UTC) + timedelta(days=2))
    assert lead.store.findings() == []


def test_the_clock_of_a_file_opened_again_stays_where_it_is(new_store: NewStore, tmp_path: Path) -> None:
    lead, hub = a_network(new_store, tmp_path, "Westcroft")
    years_ahead(hub, 3)
    hub.person("Amina")
    lead.merge(hub.send())
    merge_packages(lead.store, [], approved=[quarantined(lead.store)[0].seal])
    lead.store.close()
    again = Store.open(tmp_path / "lead.hubdesk", PASSPHRASE)
    try:
        assert again.clock.tick() < reading_at(datetime.now(UTC) + timedelta(days=2))
    finally:
        again.close()


def test_what_follows_a_package_in_quarantine_waits_as_with_a_gap(
    lead: Desk, new_store: NewStore, tmp_path: Path
) -> None:
    # given a package from the future, and a later one that begins after it
    (hub,) = hubs(lead, new_store, tmp_path, "Westcroft")
    other = desk(new_store("other"), "Other", tmp_path, letters="LEA", lead=True, keys="Lead")
    acquaint(other, hub)
    right = hub.store.clock
    years_ahead(hub, 2)
    hub.person("Amina")
    first = hub.send()
    other.merge(first)
    merge_packages(other.store, [], approved=[quarantined(other.store)[0].seal])
    acknowledged(other, hub, tmp_path)
    hub.store.clock = right
    late = hub.person("Late")
    second = hub.send()
    # when
    lead.merge(first)
    report = lead.merge(second)
    # then
    assert report.files[0].missing
    assert lead.get(Person, late) is None
    assert "quarantine" in " ".join(report.sentences())
    # and once the first is dropped, and comes again, and is let in, both are there
    discard(lead.store, quarantined(lead.store)[0].seal)
    assert quarantined(lead.store) == []
    lead.merge(first)
    merge_packages(lead.store, [], approved=[quarantined(lead.store)[0].seal])
    assert lead.get(Person, late)


def test_guarantee_05_two_copies_of_one_file_are_named_and_nothing_is_overwritten(
    lead: Desk, new_store: NewStore, tmp_path: Path
) -> None:
    # given a file that was copied, both copies going on in the same epoch
    hub, clone = hubs(lead, new_store, tmp_path, "Westcroft", "Copy")
    as_a_copy(clone, hub)
    amina = hub.person("Amina")
    zoe = clone.person("Zoe")
    clone.person("More")
    lead.merge(hub.send())
    before = dump(lead.store)
    state = state_hash(lead.store)
    # when
    report = lead.merge(clone.send())
    # then
    assert report.files[0].forked
    assert "copied" in report.files[0].refused
    assert state_hash(lead.store) == state
    assert dump(lead.store)["journal"] == before["journal"]
    assert lead.get(Person, amina)
    assert lead.get(Person, zoe) is None


def test_what_is_sent_again_is_no_fork(lead: Desk, new_store: NewStore, tmp_path: Path) -> None:
    (hub,) = hubs(lead, new_store, tmp_path, "Westcroft")
    hub.person("Amina", phone="07700900001")
    lead.merge(hub.send())
    hub.person("Zoe")
    assert [file.refused for file in lead.merge(hub.send(), hub.send(whole=True)).files] == ["", ""]


def test_each_package_is_kept_with_what_it_brought(lead: Desk, new_store: NewStore, tmp_path: Path) -> None:
    (hub,) = hubs(lead, new_store, tmp_path, "Westcroft")
    hub.person("Amina")
    sent = hub.send()
    lead.merge(sent)
    lead.merge(sent)
    (kept,) = merged_packages(lead.store)
    assert (kept.hub, kept.file, kept.new, kept.by) == ("Westcroft", sent.name, 3, lead.store.by)


def test_what_waited_and_has_come_another_way_is_not_refused_once_the_lead_has_other_keys(
    new_store: NewStore, tmp_path: Path
) -> None:
    # Given a package that waits for an earlier one, and a lead that has taken other keys since
    lead, hub = a_network(new_store, tmp_path, "Westcroft")
    hub.person("Early")
    with hub.store.writing_plainly() as connection:
        connection.execute(device_epoch.update().where(device_epoch.c.mine).values(acknowledged_seq=2))
    hub.person("Late")
    assert lead.merge(hub.send()).files[0].missing
    lead.store.renew_post_keys()
    acquaint(lead, hub)
    # When the hub sends all of it anew
    report = lead.merge(hub.send(whole=True))
    # Then nothing is said of the one that waited, which nobody needs any more
    assert [file.refused for file in report.files] == [""]
    with lead.store.reading() as session:
        assert len(session.scalars(select(Person)).all()) == 2
    with lead.store.reading_plainly() as connection:
        assert connection.execute(select(parked.c.epoch)).all() == []


def test_guarantee_17_packages_that_begin_alike_are_let_in_from_the_shortest_on(
    lead: Desk, new_store: NewStore, tmp_path: Path
) -> None:
    # Given packages in quarantine, each of which holds all of the one that came after it
    [hub] = hubs(lead, new_store, tmp_path, "One")
    years_ahead(hub, 3)
    for name in ("Amina", "Bola", "Cara", "Dora", "Ewa", "Farid"):
        hub.person(name)
        hub.send()
    for path in reversed(hub.sent):
        lead.merge(path)
    # When all are let in, then each tells what it brought, in whatever order they came
    report = merge_packages(lead.store, [], approved=[one.seal for one in quarantined(lead.store)])
    assert [one.name for one in report.files] == [path.name for path in hub.sent]
    assert [one.new for one in report.files][1:] == [1, 1, 1, 1, 1]
