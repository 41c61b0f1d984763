"""The demo: three hubs and their lead, on real wards, the same each time."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from hubdesk.demo.building import INSPIRE, JNR8, WESTCROFT, acquaint, build_hub, build_network
from hubdesk.fields.codelists import codes
from hubdesk.records import KINDS
from hubdesk.records.learning.certificate import Certificate
from hubdesk.records.network.organisation import Organisation
from hubdesk.records.people.person import Person
from hubdesk.records.places.venue import Venue
from hubdesk.records.places.ward_figure import WardFigure
from hubdesk.records.volunteering.application import Application
from hubdesk.reports.by_hub import by_hub
from hubdesk.reports.today import today_page
from hubdesk.store import Store
from hubdesk.sync.export import export_package
from hubdesk.sync.merge import merge_packages

TODAY = date(2026, 11, 25)
MADE_ANEW = {"id", "hub_id", "number", "venue", "organisation"}
"""What follows from the machine or the hub's own id."""


@pytest.mark.slow
def test_the_demo_is_a_hub_s_life_and_the_same_each_time(new_store: Callable[[str], Store]) -> None:
    first, again = new_store("first"), new_store("again")
    for store in (first, again):
        build_hub(store, WESTCROFT, TODAY)
    assert contents(first) == contents(again)
    with first.reading() as session:
        assert today_page(session, TODAY, datetime.combine(TODAY, time(9))).classes
        stages = set(session.scalars(select(Application.stage)))
        assert stages >= {code.code for code in codes("application_stage") if code.facts.get("board")}
        assert session.scalar(select(func.count()).select_from(Certificate))
    # And the journal knows each record by the id that it has, so that the last operation can be taken back.
    first.undo()
    with first.reading() as session:
        assert not session.scalar(select(func.count()).select_from(Certificate))


@pytest.mark.slow
def test_the_lead_has_merged_its_hubs_and_knows_the_eight_centres(
    new_store: Callable[[str], Store], tmp_path: Path
) -> None:
    sent = []
    lead = new_store("network")
    build_network(lead, TODAY)
    for hub in (WESTCROFT, JNR8, INSPIRE):
        store = new_store(hub.letters)
        build_hub(store, hub, TODAY)
        acquaint(lead, store)
        sent.append(export_package(store, tmp_path).path)
    merge_packages(lead, sent)
    with lead.reading() as session:
        told = [(line.name, line.as_of, line.people) for line in by_hub(session, date.today()).hubs if line.as_of]
        assert told == [(INSPIRE.name, date.today(), INSPIRE.people)]
        names = list(session.scalars(select(Person.full_name))) + list(
            session.scalars(select(Person.certificate_name).where(Person.certificate_name.is_not(None)))
        )
        assert len([*session.scalars(select(Person.id))]) == 300
        assert len({script(letter) for name in names for letter in str(name) if letter.isalpha()}) >= 8
        venues = session.scalars(select(Venue)).all()
        assert len(venues) == 8
        assert sum(venue.owner != venue.run_by for venue in venues) == 2
        assert session.scalar(select(func.sum(WardFigure.value))) == 11_310
        assert session.scalar(select(func.count()).select_from(Organisation)) == 11


def contents(store: Store) -> list[tuple[object, ...]]:
    """All that the demo holds, in an order of its own."""
    with store.reading() as session:
        return sorted(
            (
                tuple(
                    str(getattr(record, column.key)) for column in kind.__table__.columns if column.key not in MADE_ANEW
                )
                for kind in KINDS
                for record in session.scalars(select(kind))
            ),
        )


def script(letter: str) -> str:
    return unicodedata.name(letter, "?").split()[0]
