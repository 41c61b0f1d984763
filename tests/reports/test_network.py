"""The network's figures: by hub, and reach by ward."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from hubdesk.fields.ward_ids import ward_id
from hubdesk.operations.set_up_hub import set_up_hub
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.records.network.hub import Hub
from hubdesk.records.people.person import Person
from hubdesk.reports.by_hub import by_hub
from hubdesk.reports.reach_by_ward import Reach, periods, reach_by_ward
from hubdesk.store import Store
from tests.hub_life import FIRST, a_person, a_run, keep

TODAY = date(2026, 11, 25)
BURNAGE, OLD_MOAT = ward_id("E05011354"), ward_id("E05011375")


def reach(store: Store) -> Reach:
    with store.reading() as session:
        return reach_by_ward(session, "out_of_work_claimants", "2013-08", date(2026, 8, 1), TODAY)


def enrolled(store: Store, run: UUID, ward: UUID | None, status: str = "enrolled") -> UUID:
    person = keep(store, Person(full_name="Amina Yusuf", ward=ward))
    keep(store, Enrolment(person=person, run=run, asked_on=FIRST, starts=FIRST, status=status))
    return person


def test_reach_beside_the_claimants_of_august_2013(store: Store) -> None:
    set_up_hub(store, "Westcroft", "WES")
    empty = reach(store)
    assert (empty.total.figure, empty.targeted_total.figure) == (11_310, 8_705)
    assert len(empty.rows) == 10
    assert [row.targeted for row in empty.rows] == [True] * 6 + [False] * 4


def test_a_person_on_two_courses_counts_once_and_who_waits_not_at_all(store: Store) -> None:
    set_up_hub(store, "Westcroft", "WES")
    sewing, english = a_run(store), a_run(store, "English")
    person = enrolled(store, sewing, BURNAGE)
    keep(store, Enrolment(person=person, run=english, asked_on=FIRST, starts=FIRST))
    enrolled(store, sewing, OLD_MOAT, "waiting")
    enrolled(store, sewing, None)
    found = reach(store)
    learners = {row.ward: row.learners for row in found.rows if row.learners}
    assert learners == {"Burnage": 1}
    assert (found.total.learners, found.elsewhere) == (1, 1)
    assert next(row.per_1000 for row in found.rows if row.ward == "Burnage") == round(1000 / 1685, 1)


def test_the_sentence_names_a_targeted_ward_below_the_middle(store: Store) -> None:
    set_up_hub(store, "Westcroft", "WES")
    assert "postcodes" in reach(store).sentence
    run = a_run(store, capacity=100)
    for row in reach(store).rows:
        if row.ward_id != BURNAGE:
            enrolled(store, run, row.ward_id)
    assert "Burnage" in reach(store).sentence


def test_what_can_be_asked_for(store: Store) -> None:
    set_up_hub(store, "Westcroft", "WES")
    with store.reading() as session:
        assert periods(session) == [("out_of_work_claimants", "All out-of-work benefits", "2013-08")]


def test_counts_by_hub(store: Store) -> None:
    lead = set_up_hub(store, "Network", "NET", lead=True)
    hubs = [Hub(name=name, letters=name[:3].upper()) for name in ("Westcroft", "Burnage")]
    keep(store, *hubs)
    for hub, names in zip(hubs, (("A", "B"), ("C",)), strict=True):
        keep(store, *(Person(full_name=name, hub_id=hub.id) for name in names))
    run, person = a_run(store, hub_id=hubs[0].id), a_person(store, hub_id=hubs[0].id)
    keep(
        store,
        *(
            Enrolment(person=person, run=run, asked_on=FIRST, hub_id=hub.id, status="withdrawn", withdrawal_reason="3")
            for hub in hubs
        ),
    )
    with store.reading() as session:
        found = by_hub(session, TODAY)
    lines = {line.name: line for line in found.hubs}
    assert (lines["Westcroft"].people, lines["Westcroft"].runs, lines["Burnage"].people) == (3, 1, 1)
    assert (lines["Westcroft"].learners, lines["Burnage"].learners, found.total.learners) == (1, 1, 1)
    assert found.total.people == 4
    assert lead in {line.hub_id for line in found.hubs}
