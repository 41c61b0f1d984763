"""Key a paper register back: only the lines of those who did not sign, everybody else was here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdesk.base.errors import FieldError, Refused
from hubdesk.base.words import tr
from hubdesk.operations.mark_register import mark
from hubdesk.records.learning.attendance import Attendance
from hubdesk.records.learning.class_session import ClassSession

_MARKS: Final = {"": "absent", "A": "absent", "O": "absent", "L": "late", "S": "authorised"}
"""What may stand behind a line's number, as the marked register writes it."""

_LINE: Final = re.compile(r"(\d{1,3})(?:\s*[-–]\s*(\d{1,3}))?([AOLS]?)", re.IGNORECASE)
_PARTS: Final = re.compile(r"[\s,;.]+")


def key_back_title(course: str, day: str) -> str:
    """``day`` in words."""
    return tr("Key back {course}, {day}", course=course, day=day)


def lines_in(text: str, count: int) -> dict[int, str]:
    """The marks by line, counted from 1, in text such as "3 7L 12-14 9S"; a bare number is somebody absent.

    Raises FieldError for what is no line of a sheet with ``count`` lines.
    """
    found: dict[int, str] = {}
    for part in filter(None, _PARTS.split(re.sub(r"\s*([-–])\s*", r"\1", text.strip()))):
        read = _LINE.fullmatch(part)
        if read is None:
            raise FieldError(
                tr("“{part}” is no line. Write the numbers with spaces between, such as 3 7 12.", part=part[:12])
            )
        first, last = int(read[1]), int(read[2] or read[1])
        if not 1 <= first <= last <= count:
            raise FieldError(tr("There is no line {line}: this register has {count}.", line=part, count=count))
        found |= dict.fromkeys(range(first, last + 1), _MARKS[read[3].upper()])
    return found


def key_back(
    session: Session, class_session_id: UUID, marks: Mapping[UUID, str], on_paper: Iterable[UUID], now: datetime
) -> None:
    """Give these people their marks, and "present" to everybody else on the paper who has none.

    ``now`` is the clock on the wall. Raises Refused when the class is no longer there, or has not begun.
    """
    meeting = session.get(ClassSession, class_session_id)
    if meeting is None:
        raise Refused(tr("This class is no longer there. Open the register again."))
    if datetime.combine(meeting.day, meeting.starts) > now:
        raise Refused(tr("This class has not begun. Key its register back once it is held."))
    for person, given in marks.items():
        mark(session, class_session_id, person, given)
    session.flush()
    marked = set(session.scalars(select(Attendance.person).where(Attendance.class_session == class_session_id)))
    for person in on_paper:
        if person not in marked:
            mark(session, class_session_id, person, "present")
