"""A new file gets its hub, the wards and their figures."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hubdesk.base.errors import Problems, Refused
from hubdesk.operations.set_up_hub import set_up_hub
from hubdesk.records.network.hub import Hub
from hubdesk.records.places.venue import Venue
from hubdesk.records.places.ward import Ward
from hubdesk.records.places.ward_figure import WardFigure
from hubdesk.store import Store


def test_the_file_belongs_to_its_hub(store: Store) -> None:
    hub = set_up_hub(store, "Westcroft", "WES")
    with store.reading() as session:
        held = session.get_one(Hub, hub)
        assert (held.name, held.letters, held.hub_id, held.lead) == ("Westcroft", "WES", hub, False)
    assert store.hub_id == hub


def test_a_file_is_never_left_with_a_hub_that_it_does_not_belong_to(store: Store) -> None:
    # Whoever is told of the hub comes right after the commit, where a computer may stop
    told = []
    store.changed.append(lambda kinds: told.append(store.setting("hub")))
    hub = set_up_hub(store, "Westcroft", "WES")
    assert told == [str(hub)]


def test_wards_and_figures_belong_to_nobody_and_have_the_same_ids_everywhere(new_store: object) -> None:
    assert callable(new_store)
    found = []
    for name, letters in (("Westcroft", "WES"), ("Burnage", "BUR")):
        store = new_store(name)
        set_up_hub(store, name, letters)
        with store.reading() as session:
            wards, figures = session.scalars(select(Ward)).all(), session.scalars(select(WardFigure)).all()
            assert {record.hub_id for record in (*wards, *figures)} == {None}
            found.append({record.id for record in (*wards, *figures)})
    assert len(found[0]) == 117 + 10
    assert found[0] == found[1]


def test_the_figures_are_those_of_august_2013(store: Store) -> None:
    set_up_hub(store, "Westcroft", "WES")
    with store.reading() as session:
        rows = session.execute(select(WardFigure.value, Ward.targeted).join(Ward, Ward.id == WardFigure.ward)).all()
    assert sum(value for value, _ in rows) == 11_310
    assert sum(value for value, targeted in rows if targeted) == 8_705


@pytest.mark.parametrize(("name", "letters"), [("Westcroft", "wes"), ("Westcroft", "W"), ("Westcroft", "WESTC")])
def test_letters_that_cannot_be_leave_the_file_as_it_was(store: Store, name: str, letters: str) -> None:
    with pytest.raises(Problems):
        set_up_hub(store, name, letters)
    assert store.hub_id is None
    with store.reading() as session:
        assert session.scalars(select(Ward)).first() is None


def test_a_file_has_one_hub(store: Store) -> None:
    set_up_hub(store, "Westcroft", "WES")
    with pytest.raises(Refused, match="belongs to a hub already"):
        set_up_hub(store, "Burnage", "BUR")


def test_undo_stops_at_the_set_up(store: Store) -> None:
    # given a hub just set up, and one thing done there
    set_up_hub(store, "Westcroft", "WES")
    with store.operation("Add a room") as session:
        session.add(Venue(name="Hall"))
    # when that is undone
    store.undo()
    # then there is nothing more to undo
    assert store.undo_title() is None
