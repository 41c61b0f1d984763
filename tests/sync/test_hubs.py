"""The hubs at a glance: what is said of each, and who comes first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from hubdesk.fields.ward_ids import ward_id
from hubdesk.records.network.sharing_agreement import SharingAgreement
from hubdesk.records.places.room import Room
from hubdesk.records.places.venue import Venue
from hubdesk.records.places.ward import Ward
from hubdesk.store import Store
from hubdesk.sync.correspondents import correspondents, revoke
from hubdesk.sync.hubs import FINE, LATER, URGENT, HubGlance, hubs_at_a_glance
from hubdesk.sync.merged import merged_packages
from hubdesk.sync.unmerging import undone_with, unmerge
from tests.sync.network import WARDS, Desk, a_network, acquaint, desk
from tests.sync.test_merge_desk import acknowledged, years_ahead

NewStore = Callable[[str], Store]
TODAY = date.today()
WARD = ward_id(next(iter(WARDS)))


def looked(lead: Desk, today: date = TODAY) -> dict[str, HubGlance]:
    """By name, in their order."""
    return {one.name: one for one in hubs_at_a_glance(lead.store, today)}


def test_who_needs_somebody_comes_first_and_why_is_said(new_store: NewStore, tmp_path: Path) -> None:
    # Given hubs of which one sent all, one left a package out, one's clock runs ahead, and one sent what is damaged
    names = ("Fine", "Gap", "Ahead", "Broken")
    lead, fine, gap, ahead, broken = a_network(new_store, tmp_path, *names)
    aside = desk(new_store("aside"), "Aside", tmp_path, letters="LEA", lead=True, keys="Lead")
    acquaint(aside, gap)
    gap.person("First")
    aside.merge(gap.send())
    acknowledged(aside, gap, tmp_path)
    gap.person("Second")
    years_ahead(ahead, 3)
    ahead.person("Tomorrow")
    broken.person("Bo")
    lead.merge(fine.send(), gap.send(), ahead.send(), broken.send())
    damaged = tmp_path / "damaged.hubsync"
    damaged.write_bytes(broken.send(whole=True).read_bytes()[:-3])
    lead.merge(damaged)

    # When they are looked at, then those two are first, with what to do
    found = looked(lead)
    assert {name: one.status(TODAY) for name, one in found.items()} == {
        "Ahead": URGENT,
        "Gap": URGENT,
        "Broken": FINE,
        "Fine": FINE,
    }
    assert list(found)[2:] == ["Fine", "Broken"]
    assert found["Gap"].missing == [(1, 5)]
    assert list(found["Gap"].needs()) == ["Changes 1 to 5 are missing. Ask the hub to send again."]
    assert list(found["Ahead"].needs()) == ["1 package waits, because its clock ran ahead."]
    assert found["Fine"].said(TODAY) == "Last package today. Agreed: “Records with names”."
    assert found["Gap"].said(TODAY).endswith("No package has come yet. No sharing agreement is known here.")

    # And when what was missing comes, then nothing is to be done there
    lead.merge(gap.sent[0])
    assert looked(lead)["Gap"].status(TODAY) == FINE


def test_a_hub_that_was_admitted_or_shut_out_is_not_in_order_because_it_was_once(
    new_store: NewStore, tmp_path: Path
) -> None:
    # Given a hub that sent and whose keys were taken back since, and one that never sent
    lead, sent, _ = a_network(new_store, tmp_path, "Sent", "Silent")
    lead.merge(sent.send())
    assert looked(lead)["Sent"].status(TODAY) == FINE
    held = next(one for one in correspondents(lead.store) if one.hub_id == sent.store.hub_id)
    revoke(lead.store, held.id)
    # When they are looked at
    found = looked(lead)
    # Then both are to be looked at
    assert {name: one.status(TODAY) for name, one in found.items()} == {"Sent": LATER, "Silent": LATER}
    assert "Take in its answer." in found["Sent"].said(TODAY)
    assert found["Silent"].age(TODAY) == "No package has come yet."
    # And once its answer is taken in again, all is well there
    acquaint(lead, sent)
    assert looked(lead)["Sent"].status(TODAY) == FINE


def test_what_is_to_be_decided_counts_for_both_and_what_waits_for_whom_it_is_of(
    new_store: NewStore, tmp_path: Path
) -> None:
    # Given two hubs that call one ward differently, one of which keeps a room in a place of the other
    lead, one, two, three = a_network(new_store, tmp_path, "One", "Two", "Three")
    library = one.add(Venue(name="Library"))
    one.change(Ward, WARD, name="Baguley North")
    two.change(Ward, WARD, name="Baguley South")
    three.merge(one.send())
    three.add(Room(name="Upstairs", venue=library))
    lead.merge(one.sent[0], two.send(), three.send())
    found = looked(lead)
    assert [found[name].disagreements for name in ("One", "Two", "Three")] == [1, 1, 0]
    assert [found[name].status(TODAY) for name in ("One", "Two", "Three")] == [LATER, LATER, FINE]
    # When the place's package is undone, then the room waits
    package = next(package for package in merged_packages(lead.store) if package.hub == "One")
    unmerge(lead.store, undone_with(lead.store, package.id))
    found = looked(lead)
    assert (found["Three"].waiting, found["Three"].status(TODAY)) == (1, LATER)
    assert [found[name].disagreements for name in found] == [0] * len(found)


def test_an_old_package_and_an_agreement_that_has_ended_are_told(new_store: NewStore, tmp_path: Path) -> None:
    lead, one = a_network(new_store, tmp_path, "One")
    one.person("Amina")
    lead.merge(one.send())
    assert looked(lead, TODAY + timedelta(days=31))["One"].status(TODAY + timedelta(days=31)) == FINE
    day = TODAY + timedelta(days=32)
    late = looked(lead, day)["One"]
    assert (late.status(day), late.age(day)) == (LATER, "Last package 32 days ago.")
    # When its agreement has ended, then it is told with the day
    with one.store.reading() as session:
        agreement = session.query(SharingAgreement).one().id
    one.change(SharingAgreement, agreement, ended=TODAY - timedelta(days=1))
    one.person("Not sent")
    lead.merge(one.send())
    ended = looked(lead)["One"]
    assert (ended.level, ended.ended, ended.status(TODAY)) == ("", TODAY - timedelta(days=1), LATER)
    assert "ended on" in " ".join(ended.needs())
