"""A course: what can be learned, whenever it runs."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from hubdesk.base.words import tr_later
from hubdesk.fields.field import field
from hubdesk.fields.types import Choice, Minutes, Notes, Text, YesNo
from hubdesk.records.record import Kind, Record


class Course(Record):
    """A course as planned: subject, level and aims. Each time it is held is a course run."""

    __tablename__ = "course"
    kind = Kind(tr_later("Course"), tr_later("Courses"), icon="book-open", offered="open_to_others")

    name: Mapped[str] = field(tr_later("Title"), Text(), listed=True, found=True, synced=True)
    subject_area: Mapped[str | None] = field(tr_later("Subject area"), Choice("subject_area"), listed=True, synced=True)
    level: Mapped[str | None] = field(tr_later("Level"), Choice("level"), listed=True, synced=True)
    accredited: Mapped[bool] = field(
        tr_later("Accredited"),
        YesNo(),
        listed=True,
        default=False,
        hint=tr_later("Yes when it ends in a qualification; no when progress is recognised in the hub."),
        synced=True,
    )
    aims: Mapped[str | None] = field(tr_later("Aims"), Notes(), synced=True)
    purpose: Mapped[str | None] = field(tr_later("Main purpose"), Choice("learning_purpose"), synced=True)
    length: Mapped[int | None] = field(tr_later("Guided hours"), Minutes(), synced=True)
    aim_code: Mapped[str | None] = field(tr_later("Learning aim reference"), Text(8), synced=True)
    open_to_others: Mapped[bool] = field(
        tr_later("Open to other hubs"),
        YesNo(),
        default=False,
        hint=tr_later("The lead organisation tells the other hubs of it. Nothing of its learners goes with it."),
        synced=True,
    )

    @property
    def title(self) -> str:
        return self.name
