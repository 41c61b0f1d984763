"""One of each widget, on one page, for tests that look at all of them."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QDateEdit, QLineEdit, QWidget

from hubdesk.desktop.widgets import (
    ActionRow,
    Banner,
    Card,
    Choice,
    ChoiceChips,
    ChoiceList,
    Column,
    EmptyState,
    FactRow,
    FieldRow,
    FlowLayout,
    FoldingTable,
    KeyHint,
    KeyHints,
    Page,
    PassphraseRow,
    Pill,
    Sure,
    bare_button,
    icon_button,
    link_button,
    primary_button,
    quiet_button,
    section,
    small,
    words,
)
from hubdesk.desktop.widgets.folding_table import Cell
from hubdesk.desktop.widgets.table import plain_table

ANSWERS = [
    Choice("paid", "In paid work", "full-time, part-time or self-employed"),
    Choice(
        "looking",
        "Looking for work",
        "and could start within two weeks, if the right work came along at the right time",
    ),
    Choice("none", "Prefer not to say"),
]


def gallery() -> Page:
    page = Page("What is Nasrin doing at the moment?", "The funder of this course asks. Choose what fits best today.")
    page.buttons.addWidget(quiet_button("Sheet to sign", "printer"))
    page.buttons.addWidget(primary_button("Everyone here", "check-check"))
    page.body.addWidget(ChoiceList("What is Nasrin doing?", ANSWERS))
    page.body.addWidget(ChoiceList("Which of these?", ANSWERS, several=True))
    page.body.addWidget(ChoiceChips("For how long?", [Choice("6", "under 6 months"), Choice("11", "6 to 11")]))
    page.body.addWidget(
        ChoiceChips("Support", [Choice("print", "Large print"), Choice("bsl", "Sign language")], several=True)
    )
    page.body.addWidget(FieldRow("Family name", QLineEdit(), "As the person gives it", optional=True))
    page.body.addWidget(FieldRow("Ward", QComboBox()))
    page.body.addWidget(FieldRow("Born", QDateEdit()))
    page.body.addWidget(PassphraseRow("Passphrase"))
    page.body.addWidget(
        Sure("Westcroft Community Centre", "Take the keys back", "shield-alert", "Nothing is taken from them then.")
    )
    flowing = QWidget()
    flow = FlowLayout(flowing)
    for button in (bare_button("Lock", "lock"), link_button("Which courses run there?"), icon_button("x", "Close")):
        flow.addWidget(button)
    page.body.addWidget(flowing)
    table = plain_table("People")
    model = QStandardItemModel(3, 2, table)
    model.setItem(0, 0, QStandardItem("Abdi Hassan"))
    table.setModel(model)
    page.body.addWidget(table)
    columns = [Column("Hub", figures=False), Column("People"), Column("Certificates")]
    lines: list[list[Cell | None]] = [[partial(words, "Westcroft"), partial(link_button, "210"), partial(words, "12")]]
    page.body.addWidget(FoldingTable(columns, lines))
    side = page.add_side()
    card = Card()
    card.add_row(ActionRow("phone", "5 learners missed two classes", "A call keeps people", "due"), current=True)
    card.add_row(ActionRow("", "Print the roll-call"))
    card.add_row(FactRow("circle-check", "No register is missing", "Of the last two weeks.", "done"))
    card.add_row(EmptyState("users", "Nobody yet.", "Enrol the first learner.", primary_button("Enrol someone")))
    side.addWidget(section("Needs someone"))
    side.addWidget(card)
    side.addWidget(Pill("needs a helper", "due"))
    side.addWidget(small("Saved as you type."))
    banner = Banner()
    banner.say("Everyone is marked here.", "done", "Undo", lambda: None)
    side.addWidget(banner)
    page.foot.addWidget(KeyHint("Ctrl S", "saves"))
    page.foot.addWidget(KeyHints(("Space", "here"), ("A", "absent"), ("L", "late"), ("", "The same key undoes.")), 1)
    return page
