"""Cards: numbers that are given out once, and a lost card that says so in words."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from hubdesk.base.errors import Refused
from hubdesk.fields.card_codes import NUMBER, code_of, number_in
from hubdesk.fields.check_digit import SIGNS, is_valid, with_check
from hubdesk.operations.cards import issue_cards, issue_cards_title, new_card
from hubdesk.operations.set_up_hub import set_up_hub
from hubdesk.records.network.hub import Hub
from hubdesk.records.people.person_card import PersonCard
from hubdesk.reports.whose_card import WhoseCard, cards_of, whose_card
from hubdesk.store import Store
from tests.hub_life import a_person, keep

DAY = date(2026, 11, 23)


@pytest.fixture
def hub(store: Store) -> Store:
    set_up_hub(store, "Burnage Hub", "BUR", network="South")
    return store


def issued(store: Store, *people: UUID) -> list[str]:
    with store.operation(issue_cards_title(["one"] * len(people))) as session:
        return [one.number for one in issue_cards(session, people, DAY)]


def asked(store: Store, code: str) -> WhoseCard:
    with store.reading() as session:
        return whose_card(session, code)


def test_a_card_is_given_once_and_its_number_fits_the_smallest_code(hub: Store) -> None:
    amina, nasrin = a_person(hub), a_person(hub, "Nasrin Ahmadi")
    first, second = issued(hub, amina, nasrin)
    assert first != second
    for number in (first, second):
        assert number.startswith("BUR-")
        assert NUMBER.fullmatch(number)
        assert is_valid(number)
        assert len(code_of(number)) <= 16  # what a version 1-Q code holds of these signs
    assert issued(hub, nasrin, amina) == [second, first]
    assert asked(hub, code_of(first)).person_id == amina
    assert asked(hub, first.lower()).person_id == amina


def test_a_number_is_not_given_out_again_when_its_card_was_undone(hub: Store) -> None:
    amina = a_person(hub)
    before = issued(hub, amina)
    hub.undo()
    assert issued(hub, amina) != before


def test_a_lost_card_is_ended_and_says_so_and_the_new_one_counts(hub: Store) -> None:
    amina = a_person(hub)
    (old,) = issued(hub, amina)
    with hub.operation("New card") as session:
        new = new_card(session, amina, DAY, "lost").number
    assert asked(hub, code_of(new)) == WhoseCard(amina)
    said = asked(hub, code_of(old)).trouble
    assert said == "This is Amina Yusuf’s old card; it ended on 23 Nov 2026 (lost). They have a newer one."
    with hub.reading() as session:
        lines = cards_of(session, amina)
    assert [(one.number, one.counts) for one in lines] == [(new, True), (old, False)]
    with hub.operation("End") as session:
        card = session.get_one(PersonCard, lines[0].card_id)
        card.ended, card.why_ended = DAY, "returned"
    assert asked(hub, code_of(new)).trouble.endswith("(given back). Check them in by name.")


def test_every_card_that_is_not_one_of_ours_is_told_in_a_sentence_of_its_own(hub: Store) -> None:
    (own,) = issued(hub, a_person(hub))
    keep(hub, Hub(name="Levenshulme Inspire", letters="LEV"))
    # Some signs are another's on a foreign keyboard, and such a code is read as what the card says.
    others = (own[:-1] + sign for sign in SIGNS)
    wrong = next(one for one in others if not is_valid(number_in(code_of(one)) or ""))
    said = [
        asked(hub, code).trouble
        for code in (
            code_of(wrong),
            code_of(with_check("BUR-00123")),
            code_of(with_check("LEV-00123")),
            code_of(with_check("XYZ-00123")),
            "HD:something else",
        )
    ]
    for sentence, part in zip(
        said,
        ("its last sign", "not known here", "from Levenshulme Inspire", "another hub", "not from a card"),
        strict=True,
    ):
        assert part in sentence
    assert len(set(said)) == len(said)


def test_cards_need_a_hub_for_its_letters(store: Store) -> None:
    person = a_person(store)
    with pytest.raises(Refused, match="Set up the hub first"):
        issued(store, person)
