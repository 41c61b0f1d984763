"""A ward of a council, by its national code."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Mapped

from hubdesk.base.words import tr_later
from hubdesk.fields.field import field
from hubdesk.fields.types import Text, YesNo
from hubdesk.fields.ward_ids import ward_id
from hubdesk.records.record import Kind, Record


class Ward(Record):
    """A ward: the area that funders and councils count by."""

    __tablename__ = "ward"
    kind = Kind(tr_later("Ward"), tr_later("Wards"), icon="map", shared=True)

    name: Mapped[str] = field(tr_later("Name"), Text(), listed=True, found=True, synced=True)
    code: Mapped[str] = field(tr_later("GSS code"), Text(9), listed=True, found=True, unique=True, synced=True)
    council: Mapped[str] = field(tr_later("Council"), Text(), listed=True, synced=True)
    targeted: Mapped[bool] = field(
        tr_later("Targeted for support"),
        YesNo(),
        listed=True,
        default=False,
        hint=tr_later("The network has agreed to put adult learning here first."),
        synced=True,
    )

    def __init__(self, **values: Any) -> None:
        if values.get("code"):
            values.setdefault("id", ward_id(values["code"]))
        super().__init__(**values)

    @property
    def title(self) -> str:
        return self.name

    @property
    def detail(self) -> str:
        return self.council
