"""Where the pages of records lead: pages and papers that others make, handed in by the wiring."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from hubdesk.reports.needs import Target


@dataclass(frozen=True)
class Ways:
    """Each shows a page of the window. ``enrol`` is the enrolment wizard, ``enrol_person(person, name)`` at the choice of course.

    ``resume(draft)`` goes on with a wizard left unfinished; ``enrol_on(run)`` is the wizard for somebody new on that
    run; ``follow`` goes where a need is met.
    Papers: of a person, an application, a class session (to sign), a run (marked), and a run's certificates.
    """

    enrol: Callable[[], object]
    enrol_person: Callable[[UUID, str], object]
    enrol_on: Callable[[UUID], object]
    onboard: Callable[[], object]
    resume: Callable[[UUID], object]
    register: Callable[[UUID], object]
    follow: Callable[[Target], object]
    person_form: Callable[[UUID], object]
    agreement: Callable[[UUID], object]
    register_to_sign: Callable[[UUID], object]
    marked_register: Callable[[UUID], object]
    certificates: Callable[[UUID], object]
