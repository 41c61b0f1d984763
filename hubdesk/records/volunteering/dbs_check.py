"""A DBS check: that it was made and what was decided, never what the certificate says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped

from hubdesk.base.errors import Problem
from hubdesk.base.words import tr, tr_later
from hubdesk.fields.field import field, link
from hubdesk.fields.types import Choice, Date, Text, YesNo
from hubdesk.records.record import Around, Kind, Record, in_order


class DbsCheck(Record):
    """The log entry that the DBS code of practice allows: level, dates, who saw the original, the decision."""

    __tablename__ = "dbs_check"
    kind = Kind(tr_later("DBS check"), tr_later("DBS checks"), icon="shield-check", restricted=True)

    person: Mapped[UUID] = link(tr_later("Person"), to="person", listed=True, personal=True, synced=True)
    level: Mapped[str] = field(tr_later("Level"), Choice("dbs_level"), listed=True, synced=True)
    workforce: Mapped[str | None] = field(tr_later("Workforce"), Choice("dbs_workforce"), synced=True)
    barred_list: Mapped[str | None] = field(tr_later("Barred lists"), Choice("dbs_barred_list"), synced=True)
    certificate_number: Mapped[str | None] = field(
        tr_later("Certificate number"), Text(12), special=True, hint=tr_later("Twelve digits.")
    )
    issued: Mapped[date | None] = field(tr_later("Issued"), Date(), listed=True, synced=True)
    seen_by: Mapped[str | None] = field(tr_later("Original seen by"), Text(120), special=True, others=True)
    seen_on: Mapped[date | None] = field(tr_later("Original seen on"), Date(), synced=True)
    update_service: Mapped[bool] = field(tr_later("On the Update Service"), YesNo(), default=False, synced=True)
    outcome: Mapped[str | None] = field(
        tr_later("Decision"),
        Choice("dbs_outcome"),
        listed=True,
        hint=tr_later("Empty while the check is on its way."),
        synced=True,
    )
    next_check: Mapped[date | None] = field(
        tr_later("Next check due"),
        Date(),
        listed=True,
        hint=tr_later("Many hubs check again after three years."),
        synced=True,
    )

    def problems(self, around: Around) -> Iterator[Problem]:
        for name in ("issued", "seen_on"):
            if not in_order(getattr(self, name), around.today):
                yield Problem(tr("This day is still to come. Check the year."), name)
        if not in_order(self.issued, self.seen_on):
            yield Problem(tr("The original was seen before it was issued. Check both dates."), "seen_on")
        if not in_order(self.issued, self.next_check):
            yield Problem(tr("The next check is before this one. Check both dates."), "next_check")
        digits = self.certificate_number
        if isinstance(digits, str) and not (len(digits) == 12 and digits.isascii() and digits.isdigit()):
            yield Problem(
                tr("A DBS certificate number has twelve digits. Check it against the certificate."),
                "certificate_number",
            )
        if self.outcome == "clear" and not self.issued:
            yield Problem(tr("Write the day the certificate was issued."), "issued")
