"""One of each document of one day at one hub, and how it is drawn."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import BinaryIO

from hubdesk.access.certificate_code import certificate_code
from hubdesk.access.post_keys import PostKeys
from hubdesk.fields.check_digit import with_check
from hubdesk.printing import (
    certificates,
    enrolment_form,
    listing,
    marked_register,
    register_to_sign,
    volunteer_agreement,
)
from hubdesk.printing.look import Look

HUB = "Westcroft Community Centre"
DAY = date(2026, 11, 24)
NAMES = (
    "Abdi Hassan",
    "Amrit Kaur",
    "Siân O’Neill",
    "Łukasz Żółć",
    "Chen Wei 王小明",
    "Nasrin نسرین Ahmadi",
    "প্রিয়া রহিম",
)

REGISTER = register_to_sign.RegisterToSign(
    hub=HUB,
    course="ESOL Entry 2",
    day=DAY,
    when="Tuesday 24 November 2026, 09:30 to 11:30",
    where="Room 1, Westcroft Community Centre",
    tutor="Farah Siddiqui",
    sheet_id=with_check("WES-26-00123"),
    learners=tuple(
        register_to_sign.Expected(name, ("support", "no photo") if place == 1 else ())
        for place, name in enumerate(NAMES)
    ),
)
MARKED = marked_register.MarkedRegister(
    hub=HUB,
    course="ESOL Entry 2",
    detail="Tuesdays 09:30 to 11:30",
    day=DAY,
    sessions=("10 Nov", "17 Nov", "24 Nov"),
    learners=(
        marked_register.MarkedLearner("Abdi Hassan", ("P", "L", "")),
        marked_register.MarkedLearner("Amrit Kaur", ("P", "A", "")),
    ),
    marks=(
        marked_register.Mark("P", "present", present=True),
        marked_register.Mark("L", "late", present=True),
        marked_register.Mark("A", "absent", present=False),
    ),
)
ENROLMENT = enrolment_form.EnrolmentForm(
    hub=HUB,
    day=DAY,
    course=enrolment_form.CourseDetails("ESOL Entry 2", dates="8 September to 15 December 2026", cost="Free"),
    learner=enrolment_form.LearnerAnswers(
        given_names="Nasrin", family_name="Ahmadi", date_of_birth="12 March 1985", ethnic_group="Any other ethnic group"
    ),
    consents=(
        enrolment_form.Consent("You may send me news of other courses.", given=True),
        enrolment_form.Consent("You may use photographs of me.", given=False),
    ),
)
BLANK = enrolment_form.EnrolmentForm(
    hub=HUB,
    day=DAY,
    answers=enrolment_form.Answers(
        sex=("Female", "Male", "Prefer not to say"), employment=("In paid work", "Not in work")
    ),
)
AGREEMENT = volunteer_agreement.VolunteerAgreement(
    hub=HUB,
    day=DAY,
    volunteer="Łukasz Żółć",
    role="Front desk volunteer",
    training=(volunteer_agreement.Need("Fire safety", "To do before you start"),),
    checks=(volunteer_agreement.Need("Basic DBS check", "Done"),),
)
KEYS = PostKeys.new()


def _award(name: str, number: str) -> certificates.Award:
    return certificates.Award(name, number, certificate_code(KEYS, number, DAY, name, b"salty"))


AWARDS = certificates.Certificates(
    hub=HUB,
    course="ESOL Entry 2",
    day=DAY,
    awarded="24 November 2026",
    awards=tuple(_award(name, with_check(f"WES-26-7K2-{place:04}")) for place, name in enumerate(NAMES, start=1)),
    details=("24 hours of learning", "Entry level 2"),
    signers=(certificates.Signer("Farah Siddiqui", "Tutor"),),
)
LISTING = listing.Listing(
    hub=HUB,
    title="Reach by ward",
    name="wards",
    day=DAY,
    columns=(listing.ListColumn("Ward"), listing.ListColumn("Learners", right=True)),
    rows=[("Brinnington", "43"), ("Davenport", "12")],
    note="Enrolled since 1 August 2026",
)

DOCUMENTS: dict[str, tuple[Callable[[BinaryIO, bool], str], str]] = {
    "register": (
        lambda to, large: register_to_sign.draw(to, REGISTER, Look(large=large)),
        register_to_sign.file_name(REGISTER),
    ),
    "marked register": (
        lambda to, large: marked_register.draw(to, MARKED, Look(large=large)),
        marked_register.file_name(MARKED),
    ),
    "enrolment form": (
        lambda to, large: enrolment_form.draw(to, ENROLMENT, Look(large=large)),
        enrolment_form.file_name(ENROLMENT),
    ),
    "blank form": (
        lambda to, large: enrolment_form.draw(to, BLANK, Look(large=large)),
        enrolment_form.file_name(BLANK),
    ),
    "agreement": (
        lambda to, large: volunteer_agreement.draw(to, AGREEMENT, Look(large=large)),
        volunteer_agreement.file_name(AGREEMENT),
    ),
    "certificates": (
        lambda to, large: certificates.draw(to, AWARDS, Look(large=large)),
        certificates.file_name(AWARDS),
    ),
    "list": (lambda to, large: listing.draw(to, LISTING, Look(large=large)), listing.file_name(LISTING)),
}


def drawn(name: str, *, large: bool = False) -> bytes:
    target = io.BytesIO()
    DOCUMENTS[name][0](target, large)
    return target.getvalue()
