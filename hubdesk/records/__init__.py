"""The nouns of a hub's life, one file per record kind, foldered by subject.

A record file declares its fields and the rules that the record must keep (`problems`). It imports the record base
and field types, never another record file: kinds link to each other by name. To add a kind: write its file, give it
its place in KINDS, generate and read a migration, and test its rules; list, form, search, history, undo, spreadsheets,
print, sync, command line and palette entries follow from the declaration.
"""

from typing import Any, Final

from sqlalchemy.orm import configure_mappers

from hubdesk.records.advice.iag_session import IagSession
from hubdesk.records.learning.attendance import Attendance
from hubdesk.records.learning.certificate import Certificate
from hubdesk.records.learning.class_session import ClassSession
from hubdesk.records.learning.course import Course
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.records.learning.holiday import Holiday
from hubdesk.records.network.hub import Hub
from hubdesk.records.network.membership import Membership
from hubdesk.records.network.organisation import Organisation
from hubdesk.records.network.sharing_agreement import SharingAgreement
from hubdesk.records.people.consent_event import ConsentEvent
from hubdesk.records.people.emergency_contact import EmergencyContact
from hubdesk.records.people.employment_status import EmploymentStatus
from hubdesk.records.people.equality_answer import EqualityAnswer
from hubdesk.records.people.person import Person
from hubdesk.records.people.person_card import PersonCard
from hubdesk.records.people.prior_attainment import PriorAttainment
from hubdesk.records.people.subject_request import SubjectRequest
from hubdesk.records.people.support_need import SupportNeed
from hubdesk.records.people.visit import Visit
from hubdesk.records.places.room import Room
from hubdesk.records.places.venue import Venue
from hubdesk.records.places.ward import Ward
from hubdesk.records.places.ward_figure import WardFigure
from hubdesk.records.record import Around, Kind, Record, fields_of, is_restricted, unique_keys
from hubdesk.records.volunteering.application import Application
from hubdesk.records.volunteering.dbs_check import DbsCheck
from hubdesk.records.volunteering.reference import Reference
from hubdesk.records.volunteering.training_record import TrainingRecord
from hubdesk.records.volunteering.training_requirement import TrainingRequirement
from hubdesk.records.volunteering.volunteer_hours import VolunteerHours
from hubdesk.records.volunteering.volunteer_role import VolunteerRole

KINDS: Final[tuple[type[Record], ...]] = (
    Person,
    EmploymentStatus,
    PriorAttainment,
    SupportNeed,
    EqualityAnswer,
    EmergencyContact,
    ConsentEvent,
    SubjectRequest,
    Visit,
    PersonCard,
    IagSession,
    Course,
    CourseRun,
    ClassSession,
    Holiday,
    Enrolment,
    Attendance,
    Certificate,
    VolunteerRole,
    TrainingRequirement,
    Application,
    Reference,
    DbsCheck,
    TrainingRecord,
    VolunteerHours,
    Venue,
    Room,
    Ward,
    WardFigure,
    Organisation,
    Membership,
    Hub,
    SharingAgreement,
)
"""Every record kind, in menu order."""

# Here, where everything is imported, and not with the window's first question.
configure_mappers()


def kind_named(name: str) -> type[Any]:
    """The record class whose table is called ``name``. Raises KeyError."""
    for kind in KINDS:
        if kind.__tablename__ == name:
            return kind
    raise KeyError(name)


__all__ = ["KINDS", "Around", "Kind", "Record", "fields_of", "is_restricted", "kind_named", "unique_keys"]
