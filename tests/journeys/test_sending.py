"""Before anything is sent: what leaves, by words and by example, what is agreed, and what was sent before."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from hubdesk.desktop.desk_commands import keys_command
from hubdesk.desktop.record_form import RecordForm
from hubdesk.desktop.screens.send import SendPage
from hubdesk.desktop.window import MainWindow
from hubdesk.desktop.workplace import Workplace
from hubdesk.operations.erase_person import erase_person
from hubdesk.records.network.sharing_agreement import NAMED, PSEUDONYMOUS, TOTALS, SharingAgreement
from hubdesk.records.people.person import Person
from hubdesk.sync.correspondents import correspondents, revoke
from hubdesk.sync.returning import write_returns
from hubdesk.sync.take_return import take_return
from tests.journeys.conftest import Hands
from tests.sync.network import Desk
from tests.sync.test_agreement import agree, agreement_of


def comes_to_send(workplace: Workplace) -> SendPage:
    send = SendPage(workplace)
    workplace.show_page(send, "Send to lead")
    send.setFocus()
    return send


def test_somebody_sees_an_example_before_sending_and_another_one(hands: Hands, workplace: Workplace, hub: Desk) -> None:
    # Given a hub that shares no names
    agree(hub, PSEUDONYMOUS)
    hub.person("Amina Yusuf", phone="07700900123")
    hub.person("Bea Hall", phone="07700900456")
    # When somebody comes to send
    comes_to_send(workplace)
    hands.wait_for("Another one as the example")
    # Then they see a person as the file has them and as the package does
    first = "Amina Yusuf" if hands.sees("Amina Yusuf") else "Bea Hall"
    other = "Bea Hall" if first == "Amina Yusuf" else "Amina Yusuf"
    assert hands.sees("Name withheld")
    assert hands.sees("stays here")
    assert hands.sees("records leave without names and contact details")
    # And another one when they ask, with the keyboard still there
    hands.tab_to("Another one as the example")
    hands.enter()
    hands.wait_for(other)
    hands.wait_for("Another one as the example")
    assert hands.here().accessibleName() == "Another one as the example"
    hands.enter()
    hands.wait_for(first)


def test_the_example_hides_where_only_names_are_shown(hands: Hands, workplace: Workplace, hub: Desk) -> None:
    hub.person("Amina Yusuf", phone="07700900123")
    comes_to_send(workplace)
    hands.wait_for("07700 900123")
    workplace.privacy.turn()
    hands.wait_for("Only names are shown now.")
    assert not hands.sees("07700 900123")


def test_what_was_sent_is_listed_and_says_when_its_receipt_has_come(
    hands: Hands, workplace: Workplace, hub: Desk, lead: Desk, tmp_path: Path
) -> None:
    # Given somebody who writes a package
    hub.person("Amina Yusuf")
    send = comes_to_send(workplace)
    hands.wait_for("Nothing was sent yet.")
    send.send_into(tmp_path)
    hands.wait_for("No receipt has come yet.")
    (sent,) = tmp_path.glob("*.hubsync")
    assert hands.sees(sent.name)
    # When the lead has merged it, and its return is taken in
    lead.merge(sent)
    send.take_in(write_returns(lead.store, tmp_path)[0].path)
    hands.wait_for("The receipt is taken in.")
    comes_to_send(workplace)
    # Then it says so
    hands.wait_for("The lead has it.")


def test_a_manager_makes_the_agreement_from_the_page_where_there_is_none(
    qtbot: QtBot, hands: Hands, workplace: Workplace, window: MainWindow, hub: Desk
) -> None:
    # Given a hub whose agreement has ended
    agree(hub, NAMED, ended=date.today() - timedelta(days=1))
    hub.person("Amina Yusuf")
    comes_to_send(workplace)
    hands.wait_for("so no record leaves")
    assert not hands.sees("Amina Yusuf")
    # When the manager makes a new one
    hands.tab_to("Make a sharing agreement")
    hands.enter()
    qtbot.waitUntil(lambda: bool(window.findChildren(RecordForm)))
    form = window.findChildren(RecordForm)[-1]
    qtbot.waitUntil(form.isVisible)
    hands.press(Qt.Key.Key_S, ctrl=True)
    # Then it is with the network, from today, and shares no more than totals until they say so
    qtbot.waitUntil(lambda: len(agreements(hub)) == 2)
    made = max(agreements(hub), key=lambda one: one.started)
    assert (made.lead, made.started, made.level) == ("South", date.today(), TOTALS)


def test_a_hub_that_shares_totals_sees_the_very_figures_that_leave(
    hands: Hands, workplace: Workplace, opened: list[tuple[str, UUID]], hub: Desk
) -> None:
    agree(hub, TOTALS)
    for n in range(4):
        hub.person(f"Amina {n}")
    send = comes_to_send(workplace)
    hands.wait_for("with totals only")
    hands.wait_for("Volunteers")
    assert {"People", "5", "Volunteers", "0"} <= set(hands.read())
    assert not hands.sees("Amina")
    assert hands.sees("rounded to the nearest 5")
    hands.tab_to("The sharing agreement")
    hands.enter()
    assert opened == [("sharing_agreement", agreement_of(hub))]
    assert send._send.isEnabled()


def test_an_erasure_can_be_sent_though_nothing_else_is_new(
    hands: Hands, workplace: Workplace, hub: Desk, lead: Desk, tmp_path: Path
) -> None:
    # Given a hub of which the lead has everything
    amina = hub.person("Amina Yusuf")
    lead.merge(hub.send())
    take_return(hub.store, write_returns(lead.store, tmp_path)[0].path)
    comes_to_send(workplace)
    hands.wait_for("The lead organisation has everything already.")
    # When somebody is erased
    erase_person(hub.store, amina, "Amina Yusuf", date.today())
    send = comes_to_send(workplace)
    hands.wait_for("Somebody was erased.")
    assert send._send.isEnabled()
    send.send_into(tmp_path)
    hands.wait_for("No receipt has come yet.")
    lead.merge(*tmp_path.glob("*.hubsync"))
    # Then they are erased at the lead too
    assert lead.get(Person, amina).full_name != "Amina Yusuf"


def agreements(hub: Desk) -> list[SharingAgreement]:
    with hub.store.reading() as session:
        return list(session.scalars(select(SharingAgreement)))


def test_a_hub_that_does_not_know_its_leads_keys_is_led_to_its_invitation(
    hands: Hands, workplace: Workplace, hub: Desk
) -> None:
    # Given a hub whose lead's keys were taken back
    (lead,) = correspondents(hub.store)
    revoke(hub.store, lead.id)
    workplace.commands.add(keys_command(workplace))
    # When somebody comes to send
    page = comes_to_send(workplace)
    hands.wait_for("Take in the lead’s invitation")
    assert hands.here().accessibleName() == "Take in the lead’s invitation"
    assert not next(one for one in page.findChildren(QPushButton) if one.text() == "Write the file").isEnabled()
    # Then one key leads to where it is taken in
    hands.enter()
    hands.wait_for("Whose keys hold")
