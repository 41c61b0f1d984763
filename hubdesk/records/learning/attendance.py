"""A mark in the register: who came to a class session."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from hubdesk.base.errors import Problem
from hubdesk.base.words import tr, tr_later
from hubdesk.fields.field import field, link
from hubdesk.fields.types import Choice
from hubdesk.records.record import Around, Kind, Record

CAME: Final = ("present", "late")
"""The marks of whoever was there."""


class Attendance(Record):
    """One person's mark for one class session; a walk-in has a mark without an enrolment."""

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("class_session", "person"),)
    kind = Kind(tr_later("Attendance mark"), tr_later("Attendance marks"), icon="list-checks")

    class_session: Mapped[UUID] = link(tr_later("Class session"), to="class_session", listed=True, synced=True)
    person: Mapped[UUID] = link(tr_later("Person"), to="person", listed=True, personal=True, synced=True)
    mark: Mapped[str] = field(tr_later("Mark"), Choice("attendance_mark"), listed=True, synced=True)

    def problems(self, around: Around) -> Iterator[Problem]:
        session = around.get("class_session", self.class_session)
        if session and session.cancelled:
            yield Problem(tr("This class was cancelled, so nobody can be marked. Pick another class."), "class_session")
