"""Guarantee 11: what leaves follows from the agreement in force and the fields' own declarations; nothing else does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from hubdesk.access.rights import May, may
from hubdesk.access.roles import Role
from hubdesk.base.errors import Problems
from hubdesk.base.words import tr_later
from hubdesk.fields import types
from hubdesk.fields.field import field
from hubdesk.operations.erase_person import erase_person
from hubdesk.records import KINDS, fields_of
from hubdesk.records.learning.course import Course
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.records.network.sharing_agreement import NAMED, PSEUDONYMOUS, TOTALS, SharingAgreement
from hubdesk.records.people.consent_event import ConsentEvent
from hubdesk.records.people.person import Person
from hubdesk.records.record import Kind
from hubdesk.records.travelling import travelling
from hubdesk.store import Store, restoring
from hubdesk.store.clock import Clock, reading_at
from hubdesk.store.removals import removed
from hubdesk.store.tables import device_epoch, journal
from hubdesk.store.values import unpack
from hubdesk.sync.aside import quarantined
from hubdesk.sync.machines import copy_to, take_work, write_work
from hubdesk.sync.merge import merge_packages
from hubdesk.sync.returning import write_returns
from hubdesk.sync.sent import agreed_fields, sent_fields
from hubdesk.sync.take_return import take_return
from hubdesk.sync.what_leaves import what_leaves
from tests.conftest import PASSPHRASE
from tests.every_kind.making import make
from tests.sync import packages
from tests.sync.network import BORN, Desk, a_lead, a_network, a_stick
from tests.sync.state import state_hash

NewStore = Callable[[str], Store]
TODAY = date.today()


def agreement_of(hub: Desk) -> UUID:
    with hub.store.reading() as session:
        return session.scalars(select(SharingAgreement.id).where(SharingAgreement.hub_id == hub.store.hub_id)).one()


def agree(hub: Desk, level: str, **values: object) -> None:
    hub.change(SharingAgreement, agreement_of(hub), level=level, **values)


def lines(hub: Desk, path: Path) -> list[dict[str, Any]]:
    """What stands between header and end."""
    return [unpack(line) for line in packages.body(hub.store, path).splitlines()[1:-1]]


def body(hub: Desk, path: Path) -> str:
    return "\n".join(str(line) for line in lines(hub, path))


def is_text(type_: object) -> bool:
    return isinstance(type_, types.Text | types.Notes)


def with_canaries(hub: Desk) -> dict[str, tuple[str, str, bool]]:
    """Every kind with a canary in each field of words: by canary its kind and field, and whether it may leave at all."""
    planted: dict[str, tuple[str, str, bool]] = {}
    for number, kind in enumerate(kind for kind in KINDS if kind is not SharingAgreement):
        with hub.store.operation(f"CANARY-title-{number}") as session:
            record = make(hub.store, session, kind, 5 * number + 7)
            for one in fields_of(kind):
                if not is_text(one.type) or kind.kind.shared or kind.kind.only_added:
                    continue
                longest = getattr(one.type, "longest", 0)
                canary = f"CANARY{len(planted):03}x"
                if longest and longest < len(canary):
                    continue
                before = getattr(record, one.name)
                setattr(record, one.name, canary)
                if list(record.problems(hub.store.around(session))) or any(True for _ in record.field_problems()):
                    setattr(record, one.name, before)
                    continue
                sent = one.name in sent_fields().get(kind.__tablename__, ())
                planted[canary] = (kind.__tablename__, one.name, sent)
    return planted


@pytest.mark.parametrize("level", [TOTALS, PSEUDONYMOUS, NAMED])
def test_guarantee_11_no_canary_leaves_that_the_level_holds_back(
    new_store: NewStore, tmp_path: Path, level: str
) -> None:
    _, hub = a_network(new_store, tmp_path, "Westcroft")
    agree(hub, level)
    planted = with_canaries(hub)
    assert len(planted) > 40
    amina = hub.person("Amina")
    consent = {"purpose": "photos", "decision": "given", "wording": "photos-2026-1", "channel": "in_person"}
    hub.add(ConsentEvent(person=amina, **consent, at=datetime(2026, 11, 25, tzinfo=UTC), recorded_by="CANARYrosa"))
    planted["CANARYrosa"] = ("consent_event", "recorded_by", True)

    sent = body(hub, hub.send())

    allowed = agreed_fields(level, (), ())
    for canary, (kind, name, _) in planted.items():
        if name not in allowed.get(kind, ()):
            assert canary not in sent, (canary, kind, name)
    if level != NAMED:
        assert "CANARY-title" not in sent
    named = [canary for canary, (kind, name, _) in planted.items() if name in allowed.get(kind, ())]
    assert level == TOTALS or any(canary in sent for canary in named)
    with hub.store.reading_plainly() as connection:
        log = " ".join(connection.scalars(text("SELECT about FROM audit")))
    assert "CANARY" not in log


def test_guarantee_11_without_names_nothing_names_anybody() -> None:
    for kind in KINDS:
        left = agreed_fields(PSEUDONYMOUS, (), ()).get(kind.__tablename__, frozenset())
        for one in fields_of(kind):
            if one.name in left and not isinstance(one.type, types.Link):
                assert (one.personal, one.others, one.special) == (False, False, False), (kind, one.name)
                assert not isinstance(one.type, types.Notes | types.Email | types.Phone | types.Postcode)
    assert "ward" in agreed_fields(PSEUDONYMOUS, (), ())["person"]


class Made(DeclarativeBase):
    """For a kind that only this test knows."""


class Whisper(Made):
    __tablename__ = "whisper"
    kind = Kind(tr_later("Whisper"), tr_later("Whispers"), icon="user")

    id: Mapped[UUID] = mapped_column(primary_key=True)
    said: Mapped[str | None] = field(tr_later("Said"), types.Text())


def test_guarantee_11_a_field_that_nothing_declares_to_travel_stays() -> None:
    assert travelling([Whisper]) == {}


def test_guarantee_11_without_an_agreement_no_record_leaves(new_store: NewStore, tmp_path: Path) -> None:
    lead, hub = a_network(new_store, tmp_path, "Westcroft")
    amina = hub.person("Amina")
    agree(hub, NAMED, ended=TODAY - timedelta(days=1))

    sent = hub.send()

    assert str(amina) not in body(hub, sent)
    assert {line["kind"] for line in lines(hub, sent) if "kind" in line} == {"sharing_agreement"}
    assert lead.merge(sent).files[0].refused == ""
    assert lead.get(Person, amina) is None
    assert "ended on" in what_leaves(hub.store).said
    assert [one.kind for one in what_leaves(hub.store).leaves] == ["Sharing agreements"]
    # and nothing counts as sent, so that a new agreement brings all of it
    agree(hub, NAMED, ended=None)
    lead.merge(hub.send())
    assert lead.get(Person, amina).full_name == "Amina"


def ends(hub: Desk) -> None:
    agree(hub, NAMED, ended=TODAY - timedelta(days=1))


def goes_down_to_totals(hub: Desk) -> None:
    agree(hub, TOTALS)


def removes_it(hub: Desk) -> None:
    hub.remove(SharingAgreement, agreement_of(hub))


Change = Callable[[Desk], None]


@pytest.mark.parametrize("change", [ends, goes_down_to_totals, removes_it])
def test_guarantee_11_the_lead_hears_that_less_is_agreed_and_nothing_else(
    new_store: NewStore, tmp_path: Path, change: Change
) -> None:
    # given a hub whose records the lead has
    lead, hub = a_network(new_store, tmp_path, "Westcroft")
    other = a_lead(new_store("other"), tmp_path, hub)
    agreement, amina = agreement_of(hub), hub.person("Amina")
    first = hub.send()
    lead.merge(first)
    take_return(hub.store, write_returns(lead.store, tmp_path)[0].path)
    # when less is agreed, and work goes on
    change(hub)
    hub.change(Person, amina, phone="07700900123")
    bea = hub.person("Bea")
    second = hub.send()
    lead.merge(second)
    # then the lead knows that, and nothing more
    there = lead.get(SharingAgreement, agreement)
    assert there is None or (there.level, there.ended) != (NAMED, None)
    assert (lead.get(Person, amina).phone, lead.get(Person, bea)) == (None, None)
    assert {line["kind"] for line in lines(hub, second) if "kind" in line} == {"sharing_agreement"}
    assert {one.new + one.changed for one in lead.merge(second, first).files} == {0}
    # and its receipt claims nothing that was not sent: all of it goes once more is agreed
    with hub.store.reading_plainly() as connection:
        before = connection.scalar(select(device_epoch.c.acknowledged_seq).where(device_epoch.c.mine))
    take_return(hub.store, write_returns(lead.store, tmp_path)[0].path)
    with hub.store.reading_plainly() as connection:
        assert connection.scalar(select(device_epoch.c.acknowledged_seq).where(device_epoch.c.mine)) == before
    for _ in range(3):
        hub.store.undo()
    third = hub.send()
    lead.merge(third)
    other.merge(third, second, first)
    assert lead.get(SharingAgreement, agreement).level == NAMED
    assert state_hash(lead.store) == state_hash(other.store)
    assert hub.store.findings() == lead.store.findings() == []


@pytest.mark.parametrize("change", [ends, goes_down_to_totals, removes_it])
def test_guarantee_11_what_was_done_while_less_was_agreed_goes_when_more_is(
    new_store: NewStore, tmp_path: Path, change: Change
) -> None:
    lead, hub = a_network(new_store, tmp_path, "Westcroft")
    other = a_lead(new_store("other"), tmp_path, hub)
    amina, cara = hub.person("Amina"), hub.person("Cara")
    first = hub.send()
    change(hub)
    hub.change(Person, amina, phone="07700900123")
    hub.remove(Person, cara)
    bea = hub.person("Bea")
    second = hub.send()
    lead.merge(second)
    if held := [one.id for one in agreements(hub)]:
        hub.change(SharingAgreement, held[0], level=NAMED, ended=None)
    else:
        hub.add(SharingAgreement(lead="South", level=NAMED, started=TODAY, agreed_by="Rosa"))
    third = hub.send()

    lead.merge(third)
    other.merge(first, third)
    other.merge(second)

    assert lead.get(Person, amina).phone == "07700900123"
    assert (lead.get(Person, bea).full_name, lead.get(Person, cara)) == ("Bea", None)
    assert state_hash(lead.store) == state_hash(other.store)
    assert lead.conflicts == other.conflicts == 0
    assert lead.store.findings() == other.store.findings() == []


def test_guarantee_05_a_hub_brought_back_from_a_backup_hears_that_it_ended_its_agreement(
    new_store: NewStore, tmp_path: Path
) -> None:
    lead, hub = a_network(new_store, tmp_path, "Westcroft")
    lead.merge(hub.send())
    take_return(hub.store, write_returns(lead.store, tmp_path)[0].path)
    made = hub.store.back_up("asked", always=True)
    assert made
    assert hub.store.held
    path, agreement = hub.store.held.path, agreement_of(hub)
    hub.person("Bea")
    ends(hub)
    lead.merge(hub.send())
    # when
    hub.store.close()
    restoring.restore(made.path, path, lambda part: restoring.keys_of(part, PASSPHRASE), now=datetime.now(UTC))
    hub = Desk(Store.open(path, PASSPHRASE), hub.folder)
    restoring.confirm(hub.store)
    assert hub.get(SharingAgreement, agreement).ended is None
    # then
    hub.person("Cara")
    lead.merge(hub.send())
    take_return(hub.store, write_returns(lead.store, tmp_path)[0].path)
    assert hub.get(SharingAgreement, agreement).ended == TODAY - timedelta(days=1)
    hub.store.close()


def agreements(hub: Desk) -> list[SharingAgreement]:
    with hub.store.reading() as session:
        return list(session.scalars(select(SharingAgreement).where(SharingAgreement.hub_id == hub.store.hub_id)))


def a_learner(hub: Desk) -> UUID:
    amina = hub.person("Amina", date_of_birth=BORN, phone="07700900123")
    course = hub.add(Course(name="Bread"))
    run = hub.add(CourseRun(course=course, name="Bread", starts=date(2026, 9, 1), ends=date(2026, 12, 18)))
    hub.add(Enrolment(person=amina, run=run, asked_on=date(2026, 8, 20)))
    return amina


def test_guarantee_11_what_was_held_back_reaches_the_lead_when_the_agreement_widens(
    new_store: NewStore, tmp_path: Path
) -> None:
    lead, hub = a_network(new_store, tmp_path, "Westcroft")
    other = a_lead(new_store("other"), tmp_path, hub)
    agree(hub, PSEUDONYMOUS)
    amina = a_learner(hub)
    first = hub.send()
    lead.merge(first)
    there = lead.get(Person, amina)
    assert (there.full_name, there.phone, there.date_of_birth, there.age_band is None) == (
        "Name withheld", None, None, False,
    )  # fmt: skip

    agree(hub, NAMED)
    second = hub.send()
    lead.merge(second)
    other.merge(second)
    other.merge(first)

    there = lead.get(Person, amina)
    assert (there.full_name, there.phone, there.date_of_birth) == ("Amina", "07700900123", BORN)
    assert state_hash(lead.store) == state_hash(other.store)
    assert lead.merge(second).files[0].changed == 0
    with hub.store.reading_plainly() as connection:
        before = len(connection.execute(select(journal.c.seq)).all())
    hub.send()
    with hub.store.reading_plainly() as connection:
        assert len(connection.execute(select(journal.c.seq)).all()) == before
    assert hub.store.findings() == lead.store.findings() == []


@pytest.mark.parametrize("days", [0, 400])
def test_guarantee_11_what_a_laptop_held_back_reaches_the_lead_and_once_only(
    new_store: NewStore, tmp_path: Path, days: int
) -> None:
    # Given a laptop, whose clock may run ahead, that held names back for a while in what it sent itself
    lead, hub = a_network(new_store, tmp_path, "Westcroft")
    laptop = Desk(Store.open(copy_to(hub.store, a_stick(tmp_path)), PASSPHRASE), tmp_path / "stick")
    laptop.store.clock = Clock(max(laptop.store.clock.tick(), reading_at(datetime.now(UTC) + timedelta(days=days))))
    agree(laptop, PSEUDONYMOUS)
    bea = laptop.person("Bea", phone="07700900123")
    narrow = laptop.send()
    agree(laptop, NAMED)

    # And reception, which has said all again for a reason of its own before it hears of that
    agree(hub, PSEUDONYMOUS)
    hub.send()
    agree(hub, NAMED)
    hub.send()
    take_work(hub.store, write_work(laptop.store, laptop.folder).path)
    lead.merge(narrow)
    merge_packages(lead.store, [], approved=[one.seal for one in quarantined(lead.store)])

    # When reception sends, then the lead has the name, and nothing is said again from then on
    lead.merge(hub.send())
    merge_packages(lead.store, [], approved=[one.seal for one in quarantined(lead.store)])
    there = lead.get(Person, bea)
    assert (there.full_name, there.phone) == ("Bea", "07700900123")
    with hub.store.reading_plainly() as connection:
        before = len(connection.execute(select(journal.c.seq)).all())
    hub.send()
    with hub.store.reading_plainly() as connection:
        assert len(connection.execute(select(journal.c.seq)).all()) == before
    laptop.store.close()


def test_guarantee_10_whose_age_stays_for_the_figures_has_it_too_when_the_agreement_widens(
    new_store: NewStore, tmp_path: Path
) -> None:
    lead, hub = a_network(new_store, tmp_path, "Westcroft")
    agree(hub, PSEUDONYMOUS)
    amina = a_learner(hub)
    erase_person(hub.store, amina, "Amina", TODAY)
    agree(hub, NAMED)
    lead.merge(hub.send())
    here, there = hub.get(Person, amina), lead.get(Person, amina)
    assert here.age_band == there.age_band is not None


def test_guarantee_11_narrowing_keeps_at_the_lead_what_it_has_and_adds_nothing(
    new_store: NewStore, tmp_path: Path
) -> None:
    lead, hub = a_network(new_store, tmp_path, "Westcroft")
    amina = a_learner(hub)
    lead.merge(hub.send())
    agree(hub, PSEUDONYMOUS)
    hub.change(Person, amina, full_name="Amina Newname", phone=None, first_language="cy")

    sent = hub.send()
    lead.merge(sent)

    there = lead.get(Person, amina)
    assert (there.full_name, there.phone) == ("Amina", "07700900123")
    assert "Newname" not in body(hub, sent)
    assert there.first_language == "cy"


@pytest.mark.parametrize("levels", [(NAMED, PSEUDONYMOUS), (PSEUDONYMOUS, NAMED)])
def test_guarantee_05_the_same_changes_with_more_or_less_of_them_are_no_proof_of_a_copy(
    new_store: NewStore, tmp_path: Path, levels: tuple[str, str]
) -> None:
    # given packages that carry the same changes at two levels, for no receipt came between them
    lead, hub = a_network(new_store, tmp_path, "Westcroft")
    consent = {"purpose": "photos", "decision": "given", "wording": "photos-2026-1", "channel": "in_person"}
    hub.add(
        ConsentEvent(person=hub.person("Amina"), **consent, at=datetime(2026, 11, 25, tzinfo=UTC), recorded_by="Rosa")
    )
    for level in levels:
        agree(hub, level)
        assert [one.refused for one in lead.merge(hub.send()).files] == [""]
    assert lead.store.findings() == []


def test_what_was_removed_before_it_ever_came_is_in_no_bin(new_store: NewStore, tmp_path: Path) -> None:
    lead, hub = a_network(new_store, tmp_path, "Westcroft")
    agreement = agreement_of(hub)
    removes_it(hub)
    lead.merge(hub.send())
    assert lead.get(SharingAgreement, agreement) is None
    with lead.store.reading() as session:
        assert removed(session) == []
    with hub.store.reading() as session:
        assert len(removed(session)) == 1


def test_guarantee_11_fields_agreed_beside_the_level(new_store: NewStore, tmp_path: Path) -> None:
    lead, hub = a_network(new_store, tmp_path, "Westcroft")
    agree(hub, PSEUDONYMOUS, also_sent=("person.phone",), held_back=("person.ward",))
    amina = hub.person("Amina", phone="07700900123")

    lead.merge(hub.send())

    assert lead.get(Person, amina).phone == "07700900123"
    assert "ward" not in agreed_fields(PSEUDONYMOUS, (), ("person.ward",))["person"]
    assert lead.get(Person, amina).full_name == "Name withheld"


def test_an_agreement_ends_before_the_next_begins(new_store: NewStore, tmp_path: Path) -> None:
    _, hub = a_network(new_store, tmp_path, "Westcroft")
    with pytest.raises(Problems, match="in force in that time"):
        hub.add(SharingAgreement(lead="South", level=NAMED, started=TODAY, agreed_by="Rosa"))
    with pytest.raises(Problems, match="ends before it starts"):
        agree(hub, NAMED, started=TODAY, ended=TODAY - timedelta(days=1))
    agree(hub, NAMED, ended=TODAY)
    hub.add(SharingAgreement(lead="South", level=NAMED, started=TODAY + timedelta(days=1), agreed_by="Rosa"))


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.TUTOR])
def test_only_a_manager_changes_what_is_shared(role: Role) -> None:
    assert may(role, May.SEE, SharingAgreement)
    assert not may(role, May.ADD, SharingAgreement)
    assert not may(role, May.CHANGE, SharingAgreement)
