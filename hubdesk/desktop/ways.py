"""Where the pages of records lead: pages and papers that others make, handed in by the wiring."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from hubdesk.reports.course_page import RunLine
from hubdesk.reports.needs import Target


@dataclass(frozen=True)
class Ways:
    """Each shows a page of the window. ``enrol`` is the enrolment wizard, ``enrol_person(person, name)`` at the choice of course.

    ``enrol_person_on(person, name, run)`` is the same wizard at its last page, the course chosen too.
    ``resume(draft)`` goes on with a wizard left unfinished; ``enrol_on(run)`` is the wizard for somebody new on that
    run; ``follow`` goes where a need is met.
    ``paper(name, id)`` shows one of the papers on offer about a record; and there are all of today's registers, a run's
    certificates of completion and of attendance and its joining letters, a volunteer's certificate of hours, and the
    cards of several people.
    """

    enrol: Callable[[], object]
    enrol_person: Callable[[UUID, str], object]
    enrol_person_on: Callable[[UUID, str, RunLine], object]
    enrol_on: Callable[[UUID], object]
    onboard: Callable[[], object]
    resume: Callable[[UUID], object]
    register: Callable[[UUID], object]
    follow: Callable[[Target], object]
    paper: Callable[[str, UUID], object]
    registers_of_day: Callable[[], object]
    certificates: Callable[[UUID], object]
    cards: Callable[[Sequence[UUID]], object]
    attendance_certificates: Callable[[UUID], object]
    joining_letters: Callable[[UUID], object]
    hours_certificate: Callable[[UUID], object]
