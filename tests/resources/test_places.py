"""What HubDesk knows about its places from the first day."""

from __future__ import annotations

import csv
import json
from datetime import date

from hubdesk.base.places import resource
from hubdesk.fields.codelists import codes


def rows(name: str) -> list[dict[str, str]]:
    with resource(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_ten_wards_and_the_six_targeted_ones() -> None:
    figures = rows("geo/ward_figures.csv")
    names = {row["code"]: row["name"] for row in rows("geo/wards.csv")}
    targeted = [row for row in figures if row["targeted"] == "yes"]
    assert len(figures) == 10
    assert sum(int(row["value"]) for row in figures) == 11_310
    assert len(targeted) == 6
    assert sum(int(row["value"]) for row in targeted) == 8_705
    assert all(names[row["ward_code"]] == row["ward"] for row in figures)
    assert {row["indicator"] for row in figures} <= {code.code for code in codes("indicator")}
    assert {row["period"] for row in figures} == {"2013-08"}


def test_the_eight_centres_of_which_two_are_run_jointly() -> None:
    centres = rows("geo/centres.csv")
    names = {row["code"]: row["name"] for row in rows("geo/wards.csv")}
    run_by: dict[str, list[str]] = {}
    for row in centres:
        run_by.setdefault(row["centre"], []).append(row["organisation"])
    assert len(run_by) == 8
    assert {centre: bodies for centre, bodies in run_by.items() if len(bodies) > 1} == {
        "Old Moat Community Centre": ["Old Moat Community Centre", "Community Minded"],
        "Fallowfield Library": ["Fallowfield Library", "City South Housing Association"],
    }
    assert all(names[row["ward_code"]] == row["ward"] for row in centres)
    assert {row["kind"] for row in centres} <= {code.code for code in codes("venue_kind")}
    assert {row["sector"] for row in centres} <= {code.code for code in codes("organisation_sector")}


def test_the_bank_holidays_of_each_year() -> None:
    stored = json.loads(resource("geo/bank_holidays.json").read_text(encoding="utf-8"))
    days = [date.fromisoformat(day) for day in stored["days"]]
    first, last = date.fromisoformat(stored["from"]), date.fromisoformat(stored["to"])
    assert days == sorted(days)
    assert all(first <= day <= last for day in days)
    assert all(sum(day.year == year for day in days) >= 8 for year in range(first.year, last.year + 1))
    assert stored["days"]["2026-12-25"] == "Christmas Day"


def test_every_name_has_a_latin_spelling() -> None:
    for name in ("names/forenames.csv", "names/surnames.csv"):
        listed = rows(name)
        assert all(row["native"].strip() and row["romanised"].strip() for row in listed)
        assert len({row["country"] for row in listed}) >= 15
