"""Beside the page where registers are keyed back: the sheets saved last, or where a sheet's number is found."""

from __future__ import annotations

from collections.abc import Sequence

from hubdesk.base.words import tr, tr_many
from hubdesk.desktop.widgets import Card, FactRow
from hubdesk.fields.dates import show_date
from hubdesk.records.learning.attendance import CAME
from hubdesk.reports.register_sheet import RegisterSheet


def counts(sheet: RegisterSheet) -> str:
    """How many were here and how many away."""
    here = sum(row.mark in CAME for row in sheet.rows)
    return tr(
        "{here}, {away}",
        here=tr_many("{n} here", "{n} here", here),
        away=tr_many("{n} away", "{n} away", len(sheet.rows) - here),
    )


def saved_card(saved: Sequence[RegisterSheet]) -> tuple[str, Card]:
    """The heading, and a line for each sheet."""
    card = Card()
    for sheet in saved:
        said = tr("{day}: {counts}", day=show_date(sheet.day), counts=counts(sheet))
        card.add_row(FactRow("circle-check", sheet.title, said, "done"))
    if saved:
        return tr("Saved just now"), card
    said = tr("Beside its square code, as WES-1A2B3C4D-X. With a scanner the code alone is enough.")
    card.add_row(FactRow("file-text", tr("The number stands at the sheet’s foot"), said))
    return tr("Where to look"), card
