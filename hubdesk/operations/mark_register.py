"""Mark who came to a class."""

from __future__ import annotations

from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdesk.base.errors import Refused
from hubdesk.base.words import tr, tr_many
from hubdesk.fields.codelists import label_of
from hubdesk.records import Around
from hubdesk.records.learning.attendance import Attendance
from hubdesk.records.learning.class_session import ClassSession
from hubdesk.records.learning.enrolment import Enrolment


def mark_title(name: str, mark: str | None) -> str:
    """``name``: how the person is called; ``mark``: a code of attendance_mark."""
    if mark is None:
        return tr("Take {name}'s mark away", name=name)
    return tr("Mark {name}: {mark}", name=name, mark=label_of("attendance_mark", mark))


def mark_rest_title(n: int, mark: str) -> str:
    return tr_many(
        "Mark {n} more learner: {mark}", "Mark {n} more learners: {mark}", n, mark=label_of("attendance_mark", mark)
    )


def walk_in_title(name: str) -> str:
    return tr("Add {name} to the register", name=name)


def mark(session: Session, class_session_id: UUID, person_id: UUID, mark: str | None) -> None:
    """Set a person's mark for a class, or take it away with None."""
    held = session.scalars(
        select(Attendance).where(Attendance.class_session == class_session_id, Attendance.person == person_id)
    ).one_or_none()
    if mark is None:
        if held is not None:
            session.delete(held)
    elif held is None:
        session.add(_new(class_session_id, person_id, mark))
    else:
        held.mark = mark


def mark_rest(session: Session, around: Around, class_session_id: UUID, mark: str) -> int:
    """Give all learners who have no mark yet this one; how many there were."""
    meeting = session.get(ClassSession, class_session_id)
    if meeting is None:
        raise Refused(tr("This class is no longer there. Open the register again."))
    marked = select(Attendance.person).where(Attendance.class_session == class_session_id)
    expected = select(Enrolment.person).where(Enrolment.run == meeting.run, Enrolment.on_register(meeting.day))
    people = list(session.scalars(expected.where(Enrolment.person.not_in(marked)).distinct()))
    session.add_all(_new(class_session_id, person, mark) for person in people)
    return len(people)


def _new(class_session: UUID, person: UUID, mark: str) -> Attendance:
    """A mark whose id follows from what it is about: two computers that mark one register make one mark, not two."""
    return Attendance(id=uuid5(class_session, str(person)), class_session=class_session, person=person, mark=mark)


def walk_in(session: Session, class_session_id: UUID, person_id: UUID) -> None:
    """Note that somebody came who is not on the course."""
    mark(session, class_session_id, person_id, "present")
