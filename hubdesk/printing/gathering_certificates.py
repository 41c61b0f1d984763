"""What certificates say, gathered from the hub's file."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from hubdesk.access.certificate_code import SALT, certificate_code
from hubdesk.access.post_keys import PostKeys
from hubdesk.base.errors import Refused
from hubdesk.base.words import tr
from hubdesk.fields.codelists import label_of
from hubdesk.fields.dates import show_date
from hubdesk.printing.certificates import Award, Certificates, Signer
from hubdesk.printing.gathering_words import hours_in_words, hub_of, long_day, still_there
from hubdesk.records.learning.certificate import Certificate
from hubdesk.records.learning.course import Course
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.people.person import Person
from hubdesk.reports.learned import attended, hours_given
from hubdesk.reports.own_hub import own_hub_of


def certificates(session: Session, certificate_ids: Sequence[UUID], keys: PostKeys | None = None) -> Certificates:
    """The certificates of one course run, in the order of the numbers. Raises Refused when there is none.

    keys: the file's own, which sign a code on those of its own hub.
    """
    issued = list(session.scalars(select(Certificate).where(Certificate.id.in_(certificate_ids))))
    if not issued:
        raise Refused(tr("There is no certificate to print yet. Issue the certificates first."))
    issued.sort(key=lambda one: one.number)
    first = issued[0]
    if first.run is None:
        return _of_hours(session, first, keys)
    run = still_there(session, CourseRun, first.run)
    course = still_there(session, Course, run.course)
    tutor = session.get(Person, run.tutor) if run.tutor else None
    period = tr("{first} to {last}", first=show_date(run.starts), last=show_date(run.ends))
    level = label_of("level", course.level) if course.level else ""
    attendance = first.certificate_kind == "attendance"
    came = attended(session, run.id, [one.person for one in issued])
    own = own_hub_of(session).id
    return Certificates(
        hub=hub_of(session).name,
        course=course.name,
        day=first.issued,
        awarded=long_day(first.issued),
        awards=tuple(
            Award(one.name_printed, one.number, _code(one, own, keys), _hours(came[one.person].minutes))
            for one in issued
        ),
        details=tuple(part for part in (level, period) if part),
        signers=(Signer(tutor.full_name, tr("Tutor")),) if tutor else (),
        title=tr("Certificate of attendance") if attendance else "",
        deed=tr("has attended") if attendance else "",
    )


def _of_hours(session: Session, one: Certificate, keys: PostKeys | None) -> Certificates:
    """A volunteer's: the hours up to its day, and in which roles."""
    given = hours_given(session, one.person, one.issued)
    hub = hub_of(session)
    return Certificates(
        hub=hub.name,
        course=hours_in_words(sum(minutes for _, minutes in given)),
        day=one.issued,
        awarded=long_day(one.issued),
        awards=(Award(one.name_printed, one.number, _code(one, own_hub_of(session).id, keys)),),
        details=tuple(role for role, _ in given if role)[:3],
        title=tr("Thank you for volunteering"),
        deed=tr("has given to {hub}", hub=hub.name),
    )


def _hours(minutes: int) -> tuple[str, ...]:
    return (tr("{hours} of learning", hours=hours_in_words(minutes)),) if minutes else ()


def _code(one: Certificate, own: UUID | None, keys: PostKeys | None) -> str:
    """The end of the certificate's id is random, and stays: it gives the salt."""
    if keys is None or one.hub_id != own:
        return ""
    return certificate_code(keys, one.number, one.issued, one.name_printed, one.id.bytes[-SALT:])
