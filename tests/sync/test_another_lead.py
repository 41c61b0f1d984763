"""A hub that goes to another lead organisation: that one hears of everything, also of what the one before decided."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hubdesk.access.roles import Role
from hubdesk.base.errors import Refused
from hubdesk.records.learning.course import Course
from hubdesk.records.network.hub import Hub
from hubdesk.records.network.organisation import Organisation
from hubdesk.records.network.sharing_agreement import NAMED, TOTALS
from hubdesk.records.people.person import Person
from hubdesk.records.places.venue import Venue
from hubdesk.store import Store, restoring
from hubdesk.store.departures import departures_of
from hubdesk.sync import correspondents
from hubdesk.sync.correspondents import LEAD
from hubdesk.sync.invitation import confirm, introduce, own_words, read_introduction
from hubdesk.sync.what_leaves import what_leaves
from tests.conftest import PASSPHRASE
from tests.sync.network import Desk, a_network, acquaint, desk
from tests.sync.test_agreement import agree
from tests.sync.test_returns import back

NewStore = Callable[[str], Store]


def another_lead(new_store: NewStore, tmp_path: Path, *hubs: Desk) -> Desk:
    made = desk(new_store("another"), "Another", tmp_path, letters="ANO", lead=True)
    acquaint(made, *hubs)
    return made


def test_another_lead_hears_of_everything_once(new_store: NewStore, tmp_path: Path) -> None:
    # Given a hub whose lead has all of it, has corrected and removed something, and another hub's open course
    lead, hub, other = a_network(new_store, tmp_path, "Aston", "Byker")
    ann, gone, untouched = hub.person("Ann"), hub.add(Venue(name="Old hall")), hub.person("Bea")
    other.add(Course(name="Bread", open_to_others=True))
    lead.merge(hub.send(), other.send())
    lead.change(Person, ann, known_as="Annie")
    lead.remove(Venue, gone)
    back(lead, hub, tmp_path)
    with pytest.raises(Refused):
        hub.send()
    # When it takes in the invitation of another one
    second = another_lead(new_store, tmp_path, hub)
    assert what_leaves(hub.store).anything
    report = second.merge(hub.send())
    # Then that one holds what stands at the hub, nobody is accused of anything, and there is nothing to undo in that
    assert hub.store.undo_title() == "Add"
    (said,) = report.files
    assert (said.refused, said.missing, said.unproven) == ("", (), False)
    assert (second.get(Person, ann).known_as, second.get(Person, untouched).full_name) == ("Annie", "Bea")
    assert second.get(Venue, gone) is None
    assert second.conflicts == 0
    # And once it has told so, there is nothing more to send
    back(second, hub, tmp_path)
    with pytest.raises(Refused):
        hub.send()
    hub.change(Person, ann, known_as="Nan")
    assert not second.merge(hub.send()).files[0].unproven
    assert (second.get(Person, ann).known_as, second.conflicts) == ("Nan", 0)
    assert hub.store.findings() == second.store.findings() == []


def test_what_the_lead_before_decided_goes_once_records_leave(new_store: NewStore, tmp_path: Path) -> None:
    # Given a hub that shares only totals with the lead that it goes to
    lead, hub = a_network(new_store, tmp_path, "Aston")
    ann = hub.person("Ann")
    lead.merge(hub.send())
    lead.change(Person, ann, known_as="Annie")
    back(lead, hub, tmp_path)
    agree(hub, TOTALS)
    second = another_lead(new_store, tmp_path, hub)
    second.merge(hub.send())
    assert second.get(Person, ann) is None
    # When more is agreed
    agree(hub, NAMED)
    second.merge(hub.send())
    # Then
    assert second.get(Person, ann).known_as == "Annie"


def test_the_same_lead_with_other_keys_is_no_other_one(new_store: NewStore, tmp_path: Path) -> None:
    # Given a lead that holds everything
    lead, hub = a_network(new_store, tmp_path, "Aston")
    hub.person("Ann")
    lead.merge(hub.send())
    back(lead, hub, tmp_path)
    # When its keys are ended and taken in anew
    (held,) = [one for one in correspondents.correspondents(hub.store) if one.what == correspondents.LEAD]
    correspondents.revoke(hub.store, held.id)
    correspondents.keep(hub.store, correspondents.LEAD, held.hub_id, held.name, held.keys)
    # Then nothing goes again
    with pytest.raises(Refused):
        hub.send()


def test_who_takes_over_from_a_lead_goes_on_with_its_file(new_store: NewStore, tmp_path: Path) -> None:
    # Given a lead with a supplier of its own that its hub has heard of, and a backup of its file on a stick
    lead, hub = a_network(new_store, tmp_path, "Aston")
    ann = hub.person("Ann")
    lead.merge(hub.send())
    printer = lead.add(Organisation(name="Paper and Ink"))
    back(lead, hub, tmp_path)
    made = lead.store.back_up("asked", always=True)
    assert made

    # When the next lead brings it back, lets somebody of its own in, takes other keys, and is taken in by the hub
    path = tmp_path / "next" / "network.hubdesk"
    path.parent.mkdir()
    restoring.restore(made.path, path, lambda part: restoring.keys_of(part, PASSPHRASE), now=datetime.now(UTC))
    with closing(Store.open(path, PASSPHRASE)) as first:
        restoring.confirm(first)
        code, before = first.accounts.add("Mina", Role.MANAGER), first.account.id
    with closing(Store.open(path, code, "Mina")) as mina:
        mina.choose_passphrase("seven green umbrellas")
        mina.accounts.remove(before)
        mina.renew_post_keys()
        following = Desk(mina, path.parent)
        acquaint(following, hub)

        # Then directory and people are there, and both go on as before
        hub.change(Person, ann, known_as="Annie")
        (said,) = following.merge(hub.send()).files
        assert (said.refused, said.new, said.missing, said.unproven) == ("", 0, (), False)
        assert following.get(Person, ann).known_as == "Annie"
        following.change(Organisation, printer, name="Paper, Ink and Sons")
        back(following, hub, tmp_path)
        assert hub.get(Organisation, printer).name == "Paper, Ink and Sons"
        assert mina.findings() == hub.store.findings() == []
    # And who went opens nothing any more
    with pytest.raises(Refused):
        Store.open(path, PASSPHRASE)


def test_what_is_sent_names_the_lead_that_it_goes_to(new_store: NewStore, tmp_path: Path) -> None:
    # Given a hub that takes in the invitation of another network's lead
    _, hub = a_network(new_store, tmp_path, "Aston")
    second = another_lead(new_store, tmp_path, hub)
    ann = hub.person("Ann")
    assert what_leaves(hub.store).recipient == "South"
    assert second.store.hub_id
    second.change(Hub, second.store.hub_id, network="North")
    # When its six words are confirmed
    invited = introduce(second.store, LEAD, tmp_path)
    confirm(hub.store, read_introduction(invited, LEAD), " ".join(own_words(second.store)))
    # Then that is who stands before sending, and in the list of what was sent
    assert what_leaves(hub.store).recipient == "North"
    hub.send()
    with hub.store.reading_plainly() as connection:
        assert [one.whom for one in departures_of(connection, [ann])] == ["North"]
