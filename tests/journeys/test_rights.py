"""A person's rights at the desk, by keys: hand over, take back, erase, and what was kept long enough."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from sqlalchemy import select

from hubdesk.access.roles import Role
from hubdesk.desktop.screens.consents import ConsentsPage
from hubdesk.desktop.screens.erase_person import ErasePersonPage
from hubdesk.desktop.screens.retention import RetentionPage
from hubdesk.desktop.screens.subject_pack import SubjectPackPage
from hubdesk.desktop.wizards.agreements import AgreementsQuestion, consents
from hubdesk.desktop.workplace import Workplace
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.records.people.consent_event import ConsentEvent
from hubdesk.records.people.emergency_contact import EmergencyContact
from hubdesk.records.people.person import Person
from hubdesk.spreadsheets.writing import export_kind
from hubdesk.store import Store
from hubdesk.store.accounts import Account
from tests.hub_life import a_person, a_run, keep
from tests.journeys.conftest import Hands

LONG_AGO = date(2018, 9, 3)


def test_what_is_held_is_looked_at_and_handed_over(
    hands: Hands, workplace: Workplace, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = a_person(store, "Amina Yusuf")
    keep(store, EmergencyContact(person=person, name="Leila Hussain", phone="07700900321"))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    page = SubjectPackPage(workplace, person)
    workplace.show_page(page, "What we hold")
    hands.wait_for("What we hold about Amina Yusuf")
    # When she would save it before anybody has looked
    hands.tab_to("Save to hand over")
    hands.enter()
    hands.wait_for("Decide first on everybody who is named")
    assert not list(tmp_path.glob("subject-access-*"))
    # And then decides
    hands.tab_to("Take out all that are left")
    hands.enter()
    hands.tab_to("Save to hand over")
    hands.enter()
    hands.wait_for("Saved: subject-access-")
    told = next(tmp_path.glob("subject-access-*.json")).read_text(encoding="utf-8")
    assert "Leila" not in told
    assert json.loads(told)["person"] == "Amina Yusuf"
    assert list(tmp_path.glob("subject-access-*.pdf"))


def test_a_consent_is_taken_back_with_one_key(hands: Hands, workplace: Workplace, store: Store) -> None:
    person = a_person(store, "Amina Yusuf")
    keep(
        store,
        ConsentEvent(
            person=person, purpose="photos", decision="given", wording="photos-2026-1", channel="paper",
            at=datetime(2026, 11, 1, 9, tzinfo=UTC), recorded_by="Samir",
        ),
    )  # fmt: skip
    workplace.show_page(ConsentsPage(workplace, person), "What they agreed to")
    hands.wait_for("Agreed on 1 Nov 2026 09:00, on a paper form")
    assert hands.sees("I am happy for photos")
    hands.tab_to("Take back: Photos")
    hands.enter()
    hands.wait_for("Not agreed, or taken back")
    with store.reading() as session:
        decisions = session.scalars(select(ConsentEvent.decision).order_by(ConsentEvent.at)).all()
    assert decisions == ["given", "withdrawn"]


def test_what_was_agreed_before_stands_beside_the_question_and_is_not_ticked_for_them(
    hands: Hands, workplace: Workplace, store: Store
) -> None:
    person, other = a_person(store, "Amina Yusuf"), a_person(store, "Somebody Else")
    keep(
        store,
        ConsentEvent(
            person=person, purpose="photos", decision="given", wording="photos-2026-1", channel="paper",
            at=datetime(2026, 11, 1, 9, tzinfo=UTC), recorded_by="Samir",
        ),
    )  # fmt: skip
    question = AgreementsQuestion(workplace, ["photos", "share_by_name"], {})
    workplace.show_page(question, "Agreements")
    question.show_answers({"person": str(person)})
    said = [text for text in hands.read() if "on a paper form" in text]
    assert said == ["Agreed on 1 Nov 2026 09:00, on a paper form"]
    assert consents(question.answers(), ["photos", "share_by_name"]) == ()
    question.show_answers({"person": str(other)})
    assert not hands.sees("on a paper form")


def test_a_person_is_erased_once_the_name_is_typed(
    hands: Hands, workplace: Workplace, store: Store, tmp_path: Path
) -> None:
    person = a_person(store, "Amina Yusuf")
    for name in ("people.csv", "wanted.csv"):
        export_kind(store, Person, tmp_path / name)
    keep(store, Enrolment(person=person, run=a_run(store), asked_on=date(2026, 9, 7)))
    workplace.show_page(ErasePersonPage(workplace, person), "Erase")
    hands.wait_for("Erase Amina Yusuf")
    hands.wait_for("Enrolments: 1 record")
    hands.tab_to("Type the name once more")
    hands.type("Amina Yusof")
    hands.press(Qt.Key.Key_Return)
    hands.wait_for("The name does not match")
    with store.reading() as session:
        assert session.get_one(Person, person).full_name == "Amina Yusuf"
    hands.press(Qt.Key.Key_Backspace, 2)
    hands.type("uf")
    # A list that somebody still needs stays, the other one goes
    hands.tab_to("wanted.csv")
    hands.press(Qt.Key.Key_Space)
    hands.tab_to("Type the name once more")
    left: list[str] = []
    object.__setattr__(workplace, "open_place", left.append)
    hands.press(Qt.Key.Key_Return)
    hands.wait_for("Erased. Nothing that names them is left in this file.")
    assert left == ["people"]
    assert [one.name for one in tmp_path.glob("*.csv")] == ["wanted.csv"]
    with store.reading() as session:
        assert session.get_one(Person, person).full_name == "Erased person"


def test_two_people_confirm_what_was_kept_long_enough(hands: Hands, workplace: Workplace, store: Store) -> None:
    _left_long_ago(store, "Amina Yusuf")
    for name, then in (("Rosa Ahmed", "1 waits for a second person."), ("Ben Hall", "1 was erased; it still counts.")):
        workplace.show_page(RetentionPage(workplace), "Kept long enough")
        hands.wait_for("1 is due for erasing.")
        # The second one signs in as themselves.
        store.account = Account(uuid4(), name, Role.MANAGER)
        hands.tab_to("Amina Yusuf")
        hands.press(Qt.Key.Key_Space)
        hands.tab_to("Confirm what is ticked")
        hands.enter()
        hands.wait_for(then)
    hands.wait_for("Nobody's details are kept longer than needed.")


def test_a_tick_stays_while_others_work_and_is_not_lost_with_one_key(
    hands: Hands, workplace: Workplace, store: Store
) -> None:
    # Given somebody ticked
    _left_long_ago(store, "Amina Yusuf")
    for _ in range(2):
        workplace.show_page(RetentionPage(workplace), "Kept long enough")
    hands.wait_for("1 is due for erasing.")
    hands.tab_to("Amina Yusuf")
    hands.press(Qt.Key.Key_Space)
    # When another desk adds to the list, and Esc is pressed
    _left_long_ago(store, "Chen Wei")
    hands.wait_for("2 are due for erasing.")
    hands.press(Qt.Key.Key_Escape)
    hands.wait_for("What you typed or picked here is not kept.")
    # Then the tick is still there
    hands.tab_to("Confirm what is ticked")
    hands.enter()
    hands.wait_for("1 waits for a second person.")


def _left_long_ago(store: Store, name: str) -> None:
    run = a_run(store, starts=LONG_AGO, ends=date(2018, 12, 14))
    person, ended = a_person(store, name), date(2018, 12, 14)
    keep(store, Enrolment(person=person, run=run, asked_on=LONG_AGO, ends=ended, status="completed"))
