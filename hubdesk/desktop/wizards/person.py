"""What both wizards ask about a new person: as the operation takes it, and as the card at the side tells it."""

from __future__ import annotations

from typing import Any

from hubdesk.base.errors import FieldError
from hubdesk.base.words import tr
from hubdesk.desktop.wizards.answers import Answers, full_name, meant
from hubdesk.fields.field import fields_of
from hubdesk.fields.types import Text
from hubdesk.operations.answers import PersonAnswers
from hubdesk.records.people.emergency_contact import EmergencyContact
from hubdesk.records.people.person import Person


def own_answers(answers: Answers) -> dict[str, Any]:
    """The values of ``PersonAnswers`` that were given. Raises FieldError with the answer's key."""
    asked = {field.name: field.type for field in fields_of(Person) if hasattr(PersonAnswers, field.name)}
    contact = {f"emergency_{field.name}": field.type for field in fields_of(EmergencyContact) if field.name != "person"}
    return {key: meant(answers, key, kind) for key, kind in {**asked, **contact}.items() if answers.get(key)}


def person_lines(answers: Answers) -> list[tuple[str, bool]]:
    """Lines about the person for the card at the side, each with whether it is a quiet one."""
    lines = [(full_name(answers), False)]
    if "person" in answers:
        return [*lines, *([(answers["person_detail"], True)] if answers.get("person_detail") else [])]
    if born := _shown(answers, "date_of_birth"):
        lines.append((tr("born {day}", day=born), False))
    if phone := _shown(answers, "phone"):
        lines.append((phone, False))
    where = [part for part in (_shown(answers, "address"), _shown(answers, "postcode")) if part]
    if where:
        lines.append((", ".join(where), False))
    if language := _shown(answers, "first_language"):
        lines.append((tr("Speaks {language}", language=language), False))
    return lines


def _shown(answers: Answers, key: str) -> str:
    kind = next((field.type for field in fields_of(Person) if field.name == key), Text())
    try:
        value = meant(answers, key, kind)
    except FieldError:
        return ""
    return "" if value is None else kind.show(value)
