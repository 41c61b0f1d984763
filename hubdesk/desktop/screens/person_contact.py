"""How a person is reached, on their page."""

from __future__ import annotations

from hubdesk.base.words import tr
from hubdesk.desktop.widgets import Card, told, words
from hubdesk.reports.person_page import PersonPage as Person


def contact_card(person: Person) -> Card:
    """How to reach them, each line under what it is."""
    card = Card(padded=True)
    address = ", ".join(part for part in (person.address, person.postcode) if part)
    lines = (
        (tr("Phone"), person.phone),
        (tr("Other phone"), person.other_phone),
        (tr("E-mail"), person.email),
        (tr("Best way to reach them"), person.contact_by),
        (tr("Address"), address),
        (tr("First language"), person.first_language),
        (tr("In an emergency"), "\n".join(person.emergency)),
        (tr("Notes"), person.notes),
    )
    for label, text in lines:
        if text:
            card.inside.addLayout(told(label, text))
    if not any(text for _, text in lines):
        card.inside.addWidget(words(tr("Nothing is known yet. Edit adds a phone number or an address.")))
    return card
