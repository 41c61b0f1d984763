"""Set up a new file: whose it is, and the wards and figures that every hub shares."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from uuid import UUID

from hubdesk.base.errors import Problems, Refused
from hubdesk.base.places import resource
from hubdesk.base.words import tr
from hubdesk.fields.ward_ids import figure_id, ward_id
from hubdesk.records.network.hub import Hub
from hubdesk.records.network.sharing_agreement import PSEUDONYMOUS, SharingAgreement
from hubdesk.records.places.ward import Ward
from hubdesk.records.places.ward_figure import WardFigure
from hubdesk.store import Store


def set_up_hub_title(name: str) -> str:
    return tr("Set up {name}", name=name)


def set_up_hub(
    store: Store, name: str, letters: str, *, network: str = "", lead: bool = False, sharing: str = PSEUDONYMOUS
) -> UUID:
    """Give a new file its hub, the wards and their figures; the hub's id.

    A hub of a network begins with an agreement at the level of ``sharing``; names leave only once a manager says so.

    ``letters`` are the two to four capitals that begin its certificate numbers; ``network`` is the one it belongs to, or
    which it leads with ``lead``. Raises Refused when the file has a hub,
    Problems when name or letters cannot be.
    """
    if store.hub_id is not None:
        raise Refused(tr("This file belongs to a hub already. Change its name in the settings."))
    hub = Hub(name=name, letters=letters, network=network or None, lead=lead)
    hub.hub_id = hub.id
    with store.reading() as session:
        problems = [*hub.field_problems(), *hub.problems(store.around(session))]
    if problems:
        raise Problems(problems)
    with store.operation(set_up_hub_title(name)) as session:
        session.add_all(_wards())
        session.add_all(_figures())
        session.add(hub)
        if network and not lead:
            agreement = SharingAgreement(lead=network, level=sharing, started=date.today(), agreed_by=store.by)
            agreement.hub_id = hub.id
            session.add(agreement)
        store.belongs_to(hub.id, session)
    return hub.id


def _wards() -> Iterator[Ward]:
    targeted = {row["ward_code"] for row in _rows("ward_figures") if row["targeted"] == "yes"}
    for row in _rows("wards"):
        code = row["code"]
        yield Ward(id=ward_id(code), name=row["name"], code=code, council=row["council"], targeted=code in targeted)


def _figures() -> Iterator[WardFigure]:
    for row in _rows("ward_figures"):
        ward = ward_id(row["ward_code"])
        indicator, period = row["indicator"], row["period"]
        yield WardFigure(
            id=figure_id(ward, indicator, period),
            ward=ward,
            indicator=indicator,
            period=period,
            value=int(row["value"]),
            source=row["source"],
        )


def _rows(name: str) -> list[dict[str, str]]:
    with resource(f"geo/{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
