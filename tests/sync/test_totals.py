"""A hub that shares totals only: rounded counts leave and nothing else; the lead shows the newest, and counts nobody twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from hubdesk.fields.ward_ids import ward_id
from hubdesk.records.learning.course import Course
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.records.network.sharing_agreement import NAMED, TOTALS, SharingAgreement
from hubdesk.records.people.person import Person
from hubdesk.reports.by_hub import ByHub, by_hub
from hubdesk.reports.hub_totals import hub_totals, rounded
from hubdesk.reports.reach_by_ward import YEAR, Reach, reach_by_ward
from hubdesk.store import Store
from hubdesk.store.clock import Clock, reading_at
from hubdesk.store.values import pack, unpack
from hubdesk.sync.aside import quarantined
from hubdesk.sync.merge import merge_packages
from hubdesk.sync.merged import merged_packages
from hubdesk.sync.unmerging import undone_with, unmerge
from hubdesk.sync.what_leaves import what_leaves
from tests.postgres import opened_on
from tests.sync import packages
from tests.sync.network import WARDS, Desk, a_lead, a_network
from tests.sync.state import state_hash
from tests.sync.test_agreement import TODAY, agree, agreement_of, body, with_canaries

NewStore = Callable[[str], Store]
BAGULEY, NORTHENDEN = WARDS


def a_course(hub: Desk) -> UUID:
    course = hub.add(Course(name="Bread"))
    return hub.add(CourseRun(course=course, name="Bread", starts=TODAY, ends=TODAY + timedelta(days=30), capacity=99))


def learners(hub: Desk, run: UUID, n: int, ward: str) -> list[UUID]:
    """So many people of a ward, each enrolled on the course."""
    with hub.store.operation("Enrol") as session:
        people = [Person(full_name=f"CANARY{i}name", ward=ward_id(ward)) for i in range(n)]
        session.add_all(people)
        session.flush()
        session.add_all([Enrolment(person=one.id, run=run, asked_on=TODAY) for one in people])
        return [one.id for one in people]


def hubs_at(lead: Desk) -> ByHub:
    with lead.store.reading() as session:
        return by_hub(session, TODAY)


def reach_at(lead: Desk) -> Reach:
    with lead.store.reading() as session:
        return reach_by_ward(session, "none", "", TODAY - YEAR, TODAY)


def line_of(lead: Desk, name: str) -> Any:
    return next(one for one in hubs_at(lead).hubs if one.name == name)


def by_ward(lead: Desk) -> dict[str, int]:
    return {row.code: row.learners for row in reach_at(lead).rows}


def test_guarantee_11_totals_hold_no_name_and_no_id_of_anybody(new_store: NewStore, tmp_path: Path) -> None:
    _, hub = a_network(new_store, tmp_path, "Westcroft")
    planted = with_canaries(hub)
    people = learners(hub, a_course(hub), 11, BAGULEY)
    agree(hub, TOTALS, agreed_by="CANARYrosa")

    sent = hub.send()

    whole = packages.body(hub.store, sent)
    assert '"beside":"totals"' in whole
    assert [canary for canary in planted if canary in whole and planted[canary][0] != "hub"] == []
    assert "CANARY" not in body(hub, sent)
    with hub.store.reading() as session:
        ids = [*session.scalars(select(Person.id)), *session.scalars(select(Enrolment.id))]
    assert set(people) <= set(ids)
    assert [one for one in ids if str(one) in whole or one.hex in whole] == []


def test_the_network_counts_a_hub_that_shares_totals_only(new_store: NewStore, tmp_path: Path) -> None:
    lead, hub, other = a_network(new_store, tmp_path, "Westcroft", "Aston")
    agree(hub, TOTALS)
    run = a_course(hub)
    learners(hub, run, 11, BAGULEY)
    learners(hub, run, 2, NORTHENDEN)
    learners(other, a_course(other), 3, BAGULEY)

    report = lead.merge(hub.send(), other.send())

    assert report.files[0].totals == TODAY
    assert any("totals only, rounded, as of" in said for said in report.sentences())
    line = line_of(lead, "Westcroft")
    assert (line.people, line.learners, line.enrolments, line.runs, line.as_of) == (15, 15, 15, 1, TODAY)
    assert (line_of(lead, "Aston").people, line_of(lead, "Aston").as_of) == (3, None)
    total = hubs_at(lead).total
    assert (total.people, total.learners, total.enrolments, total.runs) == (18, 18, 18, 2)
    assert by_ward(lead) == {BAGULEY: 13}
    assert [(one.name, one.totals.day) for one in reach_at(lead).rounded] == [("Westcroft", TODAY)]
    with lead.store.reading() as session:
        assert len(session.scalars(select(Person.id)).all()) == 3


def test_nobody_counts_twice_when_a_hub_goes_to_totals_and_back(new_store: NewStore, tmp_path: Path) -> None:
    lead, hub = a_network(new_store, tmp_path, "Westcroft")
    run = a_course(hub)
    learners(hub, run, 8, BAGULEY)
    named = hub.send()
    lead.merge(named)
    assert (line_of(lead, "Westcroft").learners, hubs_at(lead).total.learners, by_ward(lead)) == (8, 8, {BAGULEY: 8})
    agree(hub, TOTALS)
    learners(hub, run, 4, BAGULEY)
    told = hub.send()
    lead.merge(told)
    assert (line_of(lead, "Westcroft").learners, hubs_at(lead).total.learners, by_ward(lead)) == (10, 10, {BAGULEY: 10})
    agree(hub, NAMED)
    lead.merge(hub.send())
    lead.merge(told, named)
    assert (line_of(lead, "Westcroft").learners, hubs_at(lead).total.learners, by_ward(lead)) == (12, 12, {BAGULEY: 12})


def test_totals_are_dropped_when_the_agreement_ends(new_store: NewStore, tmp_path: Path) -> None:
    lead, hub = a_network(new_store, tmp_path, "Westcroft")
    learners(hub, a_course(hub), 8, BAGULEY)
    agree(hub, TOTALS, ended=TODAY)
    last = hub.send()
    lead.merge(last)
    assert line_of(lead, "Westcroft").learners == 10
    with lead.store.reading() as session:
        assert by_hub(session, TODAY + timedelta(days=1)).total.learners == 0
    agree(hub, TOTALS, ended=TODAY - timedelta(days=1))
    ended = hub.send()
    assert "beside" not in body(hub, ended)
    lead.merge(ended, last)
    assert hubs_at(lead).total.learners == 0
    with lead.store.reading() as session:
        assert hub_totals(session, TODAY) == hub_totals(session, TODAY - timedelta(days=400)) == []


def test_guarantee_01_02_and_16_the_newest_totals_stand_in_whatever_order_they_come(
    new_store: NewStore, tmp_path: Path
) -> None:
    # given totals of three days, and records in between
    _, hub = a_network(new_store, tmp_path, "Westcroft")
    run = a_course(hub)
    packages = []
    for level in (TOTALS, NAMED, TOTALS):
        agree(hub, level)
        learners(hub, run, 10, BAGULEY)
        packages.append(hub.send())
    # when leads take them in in every order, some of them twice
    states = set()
    for number, order in enumerate(permutations(packages)):
        lead = a_lead(new_store(f"lead-{number}"), tmp_path, hub)
        for path in order:
            tried = merge_packages(lead.store, [path], dry_run=True)
            assert tried == lead.merge(path)
        before = state_hash(lead.store)
        again = lead.merge(*packages)
        # then
        assert {(one.new, one.changed, one.totals) for one in again.files} == {(0, 0, None)}
        assert state_hash(lead.store) == before
        assert (line_of(lead, "Westcroft").learners, by_ward(lead)) == (30, {BAGULEY: 30})
        states.add(before)
    assert len(states) == 1


FUTURE = datetime.now(UTC) + timedelta(days=2000)


def written_in_future(hub: Desk, path: Path) -> Path:
    """The package as the hub would write it while its computer's clock is years ahead."""
    made = path.with_name(f"future-{path.name}")
    header, *held, _ = map(unpack, packages.body(hub.store, path).splitlines())
    return packages.sent_as(hub.store, made, header | {"made_at": FUTURE.isoformat()}, map(pack, held))


def test_totals_of_a_clock_years_ahead_do_not_keep_out_those_that_follow(new_store: NewStore, tmp_path: Path) -> None:
    lead, hub = a_network(new_store, tmp_path, "Westcroft")
    run = a_course(hub)
    agree(hub, TOTALS)
    learners(hub, run, 10, BAGULEY)
    lead.merge(hub.send())
    # When the clock there is set years ahead as a package is written
    hub.store.clock = Clock(reading_at(FUTURE))
    learners(hub, run, 10, BAGULEY)
    (file,) = lead.merge(written_in_future(hub, hub.send())).files
    assert "Set right whichever is wrong" in file.refused
    assert line_of(lead, "Westcroft").learners == 10
    # And then right again, though its readings go on from there
    packages_after = []
    for _ in range(2):
        learners(hub, run, 10, BAGULEY)
        packages_after.append(hub.send())
        lead.merge(packages_after[-1])
    assert line_of(lead, "Westcroft").learners == 40
    # And when its file is brought back from a backup of before
    hub.store.clock = Clock()
    learners(hub, run, 10, BAGULEY)
    lead.merge(hub.send())
    # Then
    assert line_of(lead, "Westcroft").learners == 50
    assert {one.totals for one in lead.merge(*packages_after).files} == {None}
    assert line_of(lead, "Westcroft").learners == 50


def test_totals_of_a_clock_years_ahead_that_somebody_lets_in_give_way_to_the_next(
    new_store: NewStore, tmp_path: Path
) -> None:
    lead, hub = a_network(new_store, tmp_path, "Westcroft")
    run = a_course(hub)
    right = hub.store.clock
    hub.store.clock = Clock(reading_at(FUTURE))
    learners(hub, run, 10, BAGULEY)
    agree(hub, TOTALS)
    lead.merge(written_in_future(hub, hub.send()))
    merge_packages(lead.store, [], approved=[one.seal for one in quarantined(lead.store)])
    assert line_of(lead, "Westcroft").learners == 10
    hub.store.clock = right
    learners(hub, run, 10, BAGULEY)
    lead.merge(hub.send())
    assert line_of(lead, "Westcroft").learners == 20


def test_guarantee_16_undoing_a_package_brings_back_the_totals_before_it(new_store: NewStore, tmp_path: Path) -> None:
    lead, hub = a_network(new_store, tmp_path, "Westcroft")
    run = a_course(hub)
    agree(hub, TOTALS)
    learners(hub, run, 10, BAGULEY)
    lead.merge(hub.send())
    before = state_hash(lead.store)
    learners(hub, run, 10, BAGULEY)
    agree(hub, TOTALS, lead="North")
    lead.merge(hub.send())
    assert line_of(lead, "Westcroft").learners == 20
    unmerge(lead.store, undone_with(lead.store, merged_packages(lead.store)[0].id))
    assert line_of(lead, "Westcroft").learners == 10
    assert state_hash(lead.store) == before
    lead.merge(hub.sent[-1])
    assert line_of(lead, "Westcroft").learners == 20


@pytest.mark.slow
def test_guarantee_17_postgresql_keeps_the_same_totals(new_store: NewStore, tmp_path: Path, postgres_url: str) -> None:
    lead, hub = a_network(new_store, tmp_path, "Westcroft")
    server = a_lead(opened_on(postgres_url), tmp_path, hub)
    run = a_course(hub)
    packages = []
    for level in (NAMED, TOTALS):
        agree(hub, level)
        learners(hub, run, 10, BAGULEY)
        packages.append(hub.send())
    lead.merge(*packages)
    server.merge(*reversed(packages))
    assert state_hash(lead.store) == state_hash(server.store)
    assert hubs_at(lead) == hubs_at(server)
    assert (reach_at(lead).rows, by_ward(server)) == (reach_at(server).rows, {BAGULEY: 20})
    server.store.close()


def test_without_an_agreement_no_totals_leave(new_store: NewStore, tmp_path: Path) -> None:
    _, hub = a_network(new_store, tmp_path, "Westcroft")
    learners(hub, a_course(hub), 8, BAGULEY)
    agree(hub, TOTALS, started=TODAY + timedelta(days=1))
    assert "beside" not in body(hub, hub.send())
    assert what_leaves(hub.store).totals is None


def rewritten(hub: Desk, path: Path, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Path:
    """The package with other lines beside its changes, whole and well sealed."""
    made = path.with_name(f"changed-{path.name}")
    made.unlink(missing_ok=True)
    header, *held, _ = map(unpack, packages.body(hub.store, path).splitlines())
    changed = [change(line) if "beside" in line else line for line in held]
    return packages.sent_as(hub.store, made, header, [pack(line) for line in changed])


def test_guarantee_14_what_a_newer_hubdesk_tells_beside_its_changes_is_passed_over(
    new_store: NewStore, tmp_path: Path
) -> None:
    lead, hub = a_network(new_store, tmp_path, "Westcroft")
    agree(hub, TOTALS)
    report = lead.merge(rewritten(hub, hub.send(), lambda line: {"beside": "weather", "rain": 3}))
    assert [(one.refused, one.totals) for one in report.files] == [("", None)]
    assert lead.get(SharingAgreement, agreement_of(hub)).level == TOTALS


@pytest.mark.parametrize(
    "wrong",
    [
        {"counts": {"people": -5}},
        {"counts": {"people": "5"}},
        {"counts": {"people": True}},
        {"counts": ["people"]},
        {"reach": {"E" * 61: 5}},
        {"reach": {BAGULEY: 2**40}},
        {"day": "yesterday"},
        {"day": None},
        {"until": 5},
    ],
)
def test_guarantee_15_senseless_totals_are_refused_whole(
    new_store: NewStore, tmp_path: Path, wrong: dict[str, Any]
) -> None:
    lead, hub = a_network(new_store, tmp_path, "Westcroft")
    agree(hub, TOTALS)
    before = state_hash(lead.store)
    report = lead.merge(rewritten(hub, hub.send(), lambda line: line | wrong))
    assert "damaged" in report.files[0].refused
    assert state_hash(lead.store) == before


def test_counts_are_told_to_the_nearest_five() -> None:
    assert [rounded(n) for n in (0, 1, 2, 3, 5, 7, 8, 12, 13)] == [0, 0, 0, 5, 5, 5, 10, 10, 15]
    assert all(abs(rounded(n) - n) <= 2 and rounded(n) % 5 == 0 for n in Random(5).choices(range(10**6), k=100))
