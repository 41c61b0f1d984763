"""What a person needs so that they can take part."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped

from hubdesk.base.errors import Problem
from hubdesk.base.words import tr, tr_later
from hubdesk.fields.field import field, link
from hubdesk.fields.types import Choice, Date, Notes, YesNo
from hubdesk.records.record import Around, Kind, Record, in_order

_NO_MAIN_NEED = ("98", "99")


class SupportNeed(Record):
    """A learning difficulty, disability or health problem, told by choice; special category data."""

    __tablename__ = "support_need"
    kind = Kind(tr_later("Support need"), tr_later("Support needs"), icon="life-buoy")

    person: Mapped[UUID] = link(tr_later("Person"), to="person", listed=True, personal=True)
    category: Mapped[str] = field(tr_later("Kind of need"), Choice("support_category"), listed=True, special=True)
    main: Mapped[bool] = field(tr_later("Main need"), YesNo(), listed=True, special=True, default=False)
    what_helps: Mapped[str | None] = field(
        tr_later("What helps"), Notes(), special=True, hint=tr_later("In the person's own words.")
    )
    on_register: Mapped[bool] = field(
        tr_later("Mark on registers"),
        YesNo(),
        special=True,
        default=False,
        hint=tr_later("The register shows the word support, never the reason."),
    )
    since: Mapped[date | None] = field(tr_later("From"), Date(), special=True)
    until: Mapped[date | None] = field(tr_later("Until"), Date(), special=True)

    def problems(self, around: Around) -> Iterator[Problem]:
        if not in_order(self.since, self.until):
            yield Problem(tr("The end is before the start. Check both dates."), "until")
        if self.main and self.category in _NO_MAIN_NEED:
            yield Problem(tr("This answer cannot be the main need. Change one of the two."), "main")
        if self.main is True and any(
            need.main is True and need.id != self.id for need in around.all("support_need", person=self.person)
        ):
            yield Problem(tr("Another need is the main one already. Change that one first."), "main")
