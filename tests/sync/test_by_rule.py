"""A rule decides what is open about a field, at once and when more comes; a person may always take that back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from hubdesk.fields.ward_ids import ward_id
from hubdesk.records.learning.course import Course
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.people.person import Person
from hubdesk.records.places.ward import Ward
from hubdesk.store import Store
from hubdesk.sync.by_rule import LONGER, NEWEST, OF_HUB, OWNER, Rule, always, forget, merge_and_decide, offers, rules
from hubdesk.sync.resolving import disagreements
from tests.sync.network import WARDS, Desk, hubs
from tests.sync.state import state_hash

NewStore = Callable[[str], Store]
FIRST, SECOND = map(ward_id, WARDS)
BY_NAME = Rule("ward", "name", NEWEST)


@pytest.fixture
def network(lead: Desk, new_store: NewStore, tmp_path: Path) -> list[Desk]:
    """A lead, in a file and on a server, and two hubs."""
    return [lead, *hubs(lead, new_store, tmp_path, "One", "Two")]


def entered_differently(network: list[Desk], first: str, second: str, *wards: object) -> None:
    """The hubs name these wards, the second one later; the lead hears of both."""
    lead, one, two = network
    for hub, name in ((one, first), (two, second)):
        for ward in wards:
            hub.change(Ward, ward, name=name)  # type: ignore[arg-type]
    lead.merge(one.send(), two.send())


def decided(rule: Rule, lead: Desk) -> int:
    """How many the rule would decide."""
    found, _ = offers(lead.store, rule.kind, rule.field)
    return next(one.decides for one in found if (one.rule.choice, one.rule.hub) == (rule.choice, rule.hub))


def test_a_rule_decides_all_that_is_open_at_once_and_one_undo_opens_it_again(network: list[Desk]) -> None:
    # Given two wards that two hubs call differently, and one field more that differs
    lead, one, two = network
    one.change(Ward, FIRST, council="North")
    two.change(Ward, FIRST, council="South")
    entered_differently(network, "Longer name", "Name", FIRST, SECOND)
    before = state_hash(lead.store)
    assert lead.conflicts == 3
    _, total = offers(lead.store, "ward", "name")
    assert total == decided(BY_NAME, lead) == 2

    # When the newest is taken always, then both are decided, and the log and the undo menu say how
    assert always(lead.store, BY_NAME) == 2
    assert [lead.get(Ward, ward).name for ward in (FIRST, SECOND)] == ["Name", "Name"]
    assert lead.conflicts == 1
    assert lead.store.undo_title() == "Decide by rule: Ward, name: the newest"
    assert lead.store.history(FIRST)[0].title == "Decide by rule: Ward, name: the newest"
    assert lead.store.findings() == []

    # When that is undone, then both are open again, and stay so when packages come again
    lead.store.undo()
    assert state_hash(lead.store) == before
    assert merge_and_decide(lead.store, [*one.sent, *two.sent])[1] == 0
    assert lead.conflicts == 3


def test_a_rule_is_remembered_for_what_comes_later_until_it_is_forgotten(network: list[Desk]) -> None:
    # Given a rule, before anything is open
    lead, one, two = network
    assert always(lead.store, Rule("ward", "name", LONGER)) == 0
    assert always(lead.store, BY_NAME) == 0
    assert rules(lead.store) == [BY_NAME]
    one.change(Ward, FIRST, name="North")
    two.change(Ward, FIRST, name="South")

    # When what differs comes, then a trial tells of it, and the merge decides it
    paths = [one.send(), two.send()]
    tried, would = merge_and_decide(lead.store, paths, dry_run=True)
    report, n = merge_and_decide(lead.store, paths)
    assert (tried, would, n) == (report, 1, 1)
    assert (lead.conflicts, lead.get(Ward, FIRST).name) == (0, "South")

    # And once it is forgotten, the next stays for a person
    forget(lead.store, BY_NAME)
    assert rules(lead.store) == []
    one.change(Ward, SECOND, name="North")
    two.change(Ward, SECOND, name="South")
    assert merge_and_decide(lead.store, [one.send(), two.send()])[1] == 0
    assert lead.conflicts == 1


def test_guarantee_16_a_dry_run_tells_what_the_rules_would_decide(network: list[Desk]) -> None:
    # Given a rule that is remembered, one disagreement that it knows, and one that nothing decides
    lead, one, _ = network
    ann = one.person("Ann")
    lead.merge(one.send())
    always(lead.store, Rule("person", "known_as", NEWEST))
    one.change(Person, ann, known_as="Annie", phone="07700900001")
    lead.change(Person, ann, known_as="Anna", phone="07700900002")
    path = one.send()
    # When it is tried
    tried, would = merge_and_decide(lead.store, [path], dry_run=True)
    # Then it comes to what the merge then does, and nothing was changed by trying
    assert lead.conflicts == 0
    done, decided = merge_and_decide(lead.store, [path])
    assert (tried, would) == (done, decided)
    assert (would, lead.conflicts) == (1, 1)


def test_each_rule_takes_what_it_says(network: list[Desk]) -> None:
    # Given somebody of the first hub, of whom the second wrote down something else later
    lead, one, two = network
    person = one.person("Amina")
    two.merge(one.send())
    lead.merge(one.sent[0])
    one.change(Person, person, known_as="Mina the seamstress")
    two.change(Person, person, known_as="Amy")
    lead.merge(one.send(), two.send())
    assert two.store.hub_id
    said = {
        Rule("person", "known_as", OWNER): "Mina the seamstress",
        Rule("person", "known_as", LONGER): "Mina the seamstress",
        Rule("person", "known_as", OF_HUB, str(two.store.hub_id), "Two"): "Amy",
        Rule("person", "known_as", NEWEST): "Amy",
    }
    for rule, value in said.items():
        assert decided(rule, lead) == 1
        assert always(lead.store, rule) == 1
        assert (lead.conflicts, lead.get(Person, person).known_as) == (0, value)
        lead.store.undo()
        assert lead.conflicts == 1


def test_guarantee_09_an_edit_against_a_removal_is_never_decided_by_rule(network: list[Desk]) -> None:
    lead, one, _ = network
    ann = one.person("Ann Example")
    lead.merge(one.send())
    one.change(Person, ann, known_as="Annie")
    lead.remove(Person, ann)
    assert always(lead.store, Rule("person", "known_as", NEWEST)) == 0
    _, n = merge_and_decide(lead.store, [one.send()])
    assert (n, lead.conflicts) == (0, 1)
    assert disagreements(lead.store)[0][0].removed
    assert offers(lead.store, "person", "known_as")[1] == 0
    assert always(lead.store, Rule("person", "known_as", OWNER)) == 0


def test_what_a_records_own_rules_do_not_allow_is_left_to_a_person(network: list[Desk]) -> None:
    # Given a course run that one hub shortened, while the other moved it to later
    lead, one, two = network
    course = one.add(Course(name="Sewing"))
    run = one.add(CourseRun(course=course, name="", starts=date(2026, 1, 1), ends=date(2026, 1, 10)))
    two.merge(one.send())
    lead.merge(one.sent[0])
    one.change(CourseRun, run, ends=date(2026, 1, 5))
    two.change(CourseRun, run, starts=date(2026, 1, 20), ends=date(2026, 1, 30))
    lead.merge(one.send(), two.send())
    assert lead.conflicts == 1
    # When a rule would make it end before it starts, then it stays open
    assert always(lead.store, Rule("course_run", "ends", OWNER)) == 0
    assert (lead.conflicts, lead.get(CourseRun, run).ends) == (1, date(2026, 1, 30))
    assert lead.store.undo_title() is None
