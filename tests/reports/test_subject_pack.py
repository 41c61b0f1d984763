"""The subject-access pack: all of theirs, others marked, nothing of others left once taken out."""

from __future__ import annotations

import json
import time
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from sqlalchemy import select

from hubdesk.access.roles import Role
from hubdesk.base.errors import Refused
from hubdesk.fields.types import Email, Notes, Text
from hubdesk.operations.hand_over_pack import check_reviewed, hand_over_pack
from hubdesk.printing import subject_pack as paper
from hubdesk.records import KINDS, Record, fields_of
from hubdesk.records.learning.attendance import Attendance
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.records.people.consent_event import ConsentEvent
from hubdesk.records.people.emergency_contact import EmergencyContact
from hubdesk.records.people.person import Person
from hubdesk.records.people.subject_request import SubjectRequest
from hubdesk.records.people.support_need import SupportNeed
from hubdesk.reports.requests_due import requests_due
from hubdesk.reports.subject_pack import as_plain, subject_pack, without
from hubdesk.reports.who_did_what import log_page
from hubdesk.spreadsheets.writing import export_kind
from hubdesk.store import Store
from hubdesk.store.belonging import owned_kinds
from tests.every_kind.making import make
from tests.hub_life import a_class, a_person, a_run, keep
from tests.rights.people import somebody_else

TODAY = date(2026, 11, 25)


def words_of(pdf: BytesIO) -> str:
    document = pypdfium2.PdfDocument(pdf.getvalue())
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)


@pytest.mark.parametrize("kind", [k for k in KINDS if k.__tablename__ in owned_kinds()], ids=lambda k: k.__tablename__)
def test_s19_every_field_of_every_kind_of_theirs_is_in_it(store: Store, kind: type[Record]) -> None:
    with store.operation("Add") as session:
        person = Person(full_name="Amina Yusuf", phone="07700900123", notes="Likes mornings")
        session.add(person)
        session.flush()
        session.info["made"] = {("person", n): person.id for n in range(4)}
        made = person if kind is Person else make(store, session, kind)
        shown = [
            (str(one.label), one.type.show(getattr(made, one.name)))
            for one in fields_of(kind)
            if isinstance(one.type, Text | Notes | Email) and getattr(made, one.name)
        ]
        id = person.id
    with store.reading() as session:
        pack = subject_pack(session, id, TODAY)
    (held,) = [one for one in pack.held if one.kind == kind.__tablename__]
    told = [field for record in held.records for field in record.fields]
    assert set(shown) <= set(told)
    others = {getattr(made, one.name) for one in fields_of(kind) if one.others and getattr(made, one.name)}
    said = {one.value for one in pack.mentions}
    assert {one for one in others if isinstance(one, str) and not one[0].isdigit()} <= said


def test_s19_others_are_marked_and_taken_out_everywhere(store: Store, tmp_path: Path) -> None:
    store.by = "Rosa Ahmed"
    tutor = a_person(store, "Tomasz Nowak")
    run = a_run(store, tutor=tutor)
    person = a_person(store, "Amina Yusuf", notes="Friend of Tomasz Nowak")
    contact = keep(store, EmergencyContact(person=person, name="Leila Yusuf", phone="07700900321"))
    keep(store, Enrolment(person=person, run=run, asked_on=TODAY))
    keep(
        store,
        ConsentEvent(
            person=person, purpose="photos", decision="given", wording="photos-2026-1", channel="paper",
            at=datetime(2026, 11, 1, tzinfo=UTC), recorded_by="Samir Desk",
        ),
    )  # fmt: skip
    with store.operation("Change") as session:
        session.get_one(EmergencyContact, contact).name = "Leila Hussain"
    with store.operation("Remove it") as session:
        session.delete(session.get_one(EmergencyContact, contact))
    export_kind(store, Person, tmp_path / "people.csv")
    with store.reading() as session:
        pack = subject_pack(session, person, TODAY)
    named = {one.value: one.free_text for one in pack.mentions}
    assert named == {
        "Leila Hussain": False,
        "Leila Yusuf": False,
        "07700 900321": False,
        "Rosa Ahmed": False,
        "Samir Desk": False,
        "Tomasz Nowak": False,
        "Friend of Tomasz Nowak": True,
    }
    assert [one.name for one in pack.left] == ["people.csv"]
    cleaned = without(pack, named)
    target = BytesIO()
    paper.draw(target, cleaned)
    for said in (words_of(target), json.dumps(as_plain(cleaned), ensure_ascii=False)):
        assert "Amina Yusuf" in said
        assert "Sewing" in said
        assert [name for name in named if name in said] == []
    # It is handed over only when a manager has looked, and that is written down
    with pytest.raises(Refused):
        check_reviewed(1)
    check_reviewed(0)
    hand_over_pack(store, person, [tmp_path / paper.file_name(pack)])
    with store.reading() as session:
        assert subject_pack(session, person, TODAY).left[0].name == "subject-access-2026-11-25.pdf"
        (line,) = log_page(session, what="handed_over").lines
    assert (line.who, line.about) == ("Rosa Ahmed", "1 file · Person: Amina Yusuf")


def test_s19_special_answers_are_in_it_for_who_may_read_them_and_others_are_told(store: Store, tmp_path: Path) -> None:
    # Given a support need, told to reception
    person = a_person(store, "Amina Yusuf")
    keep(store, SupportNeed(person=person, category="10", what_helps="a quiet ramp", main=False))
    with store.operation("Change") as session:
        session.scalars(select(SupportNeed)).one().what_helps = "a quieter ramp"
    # When a manager makes the pack, then it holds what was said and what it said before
    with store.reading() as session:
        whole = subject_pack(session, person, TODAY)
    assert ("What helps", "a quieter ramp") in next(one for one in whole.held if one.kind == "support_need").records[
        0
    ].fields
    assert "from a quiet ramp to a quieter ramp" in [line.said for line in whole.history]
    assert whole.incomplete == ""
    # And whoever holds no key for it is told, on paper too, and may not give it out
    store = somebody_else(store, tmp_path, Role.RECEPTION)
    try:
        with store.reading() as session:
            part = subject_pack(session, person, TODAY)
        target = BytesIO()
        paper.draw(target, part)
        assert part.unread == ("Support needs",)
        assert "quiet" not in f"{part}{as_plain(part)}{words_of(target)}"
        assert part.incomplete in words_of(target)
        assert as_plain(part)["not_in_it"] == ["Support needs"]
        with pytest.raises(Refused, match="only a manager"):
            hand_over_pack(store, person, [])
    finally:
        store.close()


def test_s19_a_full_life_makes_a_pack_in_far_under_a_minute(store: Store) -> None:
    run = a_run(store)
    person = a_person(store, "Amina Yusuf")
    classes = [a_class(store, run, date(2026, 9, 7 + n)) for n in range(20)]
    with store.operation("Given") as session:
        session.add_all([Attendance(class_session=one, person=person, mark="present") for one in classes])
        session.add_all([Person(full_name=f"Person {n}") for n in range(2000)])
    begun = time.perf_counter()
    with store.reading() as session:
        pack = subject_pack(session, person, TODAY)
    paper.draw(BytesIO(), pack)
    assert time.perf_counter() - begun < 20
    assert len(pack.history) > 40


def test_today_shows_what_is_asked_with_the_days_left(store: Store) -> None:
    person = a_person(store, "Amina Yusuf")
    for values in (
        {"asked": "access", "received": date(2026, 11, 2)},
        {"asked": "erasure", "received": date(2026, 10, 20)},
        {"asked": "access", "received": date(2026, 11, 20), "identity_asked": date(2026, 11, 21)},
        {"asked": "complaint", "received": date(2026, 11, 2)},
    ):
        keep(store, SubjectRequest(person=person, **values))
    with store.reading() as session:
        said = [(one.sentence, one.tone) for one in requests_due(session, TODAY)]
        assert session.scalars(select(SubjectRequest.due)).all().count(None) == 1
    assert said == [
        ("Data request is 5 days late", "overdue"),
        ("Data request: 7 days left, until 2 Dec 2026", "due"),
        ("Data request: 7 days left, until 2 Dec 2026", "due"),
        ("Data request waits for proof of identity", "quiet"),
    ]
