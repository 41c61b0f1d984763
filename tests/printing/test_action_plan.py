"""The action plan: one page to take home, that says what was agreed and nothing of why."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pypdfium2
import pytest

from hubdesk.access.roles import Role
from hubdesk.base import words
from hubdesk.base.errors import Refused
from hubdesk.printing import action_plan, gathering_advice
from hubdesk.printing.look import Look
from hubdesk.records.advice.iag_session import IagSession
from hubdesk.store import Store
from tests.conftest import PASSPHRASE
from tests.hub_life import a_person, keep

TODAY = date.today()


def plan(store: Store) -> action_plan.ActionPlan:
    session = IagSession(
        person=a_person(store, "Amina Yusuf"),
        adviser=a_person(store, "Hodan Warsame"),
        day=TODAY,
        review_on=TODAY + timedelta(days=28),
        agreed=True,
        issues="CANARY-issues",
        options="CANARY-options",
        actions="Ring the landlord this week about the rent, and ask for the new agreement in writing\nCome to the job club\n"
        "Hodan asks who pays for a licence\nBring the letters",
        signposted_to="Citizens Advice, 0800 144 8848\nThe college’s open day, first Saturday of the month",
    )
    id = keep(store, session)
    with store.reading() as read:
        return gathering_advice.action_plan(read, id, TODAY)


@pytest.mark.parametrize("language", ["en", "cy", "pl", "ur"])
@pytest.mark.parametrize("large", [False, True], ids=["usual", "large"])
def test_it_is_one_page_and_leaves_out_what_they_came_with(store: Store, language: str, *, large: bool) -> None:
    words.speak(language)
    try:
        data, target = plan(store), BytesIO()
        notice = action_plan.draw(target, data, Look(large))
    finally:
        words.speak("en")
    with pypdfium2.PdfDocument(target.getvalue()) as document:
        assert len(document) == 1
        said = document[0].get_textpage().get_text_bounded()
    assert notice == ""
    assert "Citizens Advice" in said
    assert "Bring the letters" in said
    assert "CANARY" not in said
    assert "Amina" not in action_plan.file_name(data)


def test_reception_prints_none(store: Store) -> None:
    code = store.accounts.add("Bola", Role.RECEPTION)
    id = keep(store, IagSession(person=a_person(store), day=TODAY, agreed=True, actions="CANARY"))
    path = store.held.path if store.held else None
    store.close()
    assert path is not None
    first = Store.open(path, code, "Bola")
    first.choose_passphrase(PASSPHRASE)
    first.close()
    bola = Store.open(path, PASSPHRASE, "Bola")
    with bola.reading() as session, pytest.raises(Refused, match="tutors and managers only"):
        gathering_advice.action_plan(session, id, TODAY)
    bola.close()
