"""What a wizard has been told so far: a text for each answer, as it stands in the editors and in the draft."""

from __future__ import annotations

from typing import Final

from hubdesk.base.errors import FieldError
from hubdesk.fields.text_types import V
from hubdesk.fields.types import FieldType

_TITLES: Final = frozenset(("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "rev", "revd", "sir", "dame"))
"""What can stand before a name and is none."""

Answers = dict[str, str]
"""By key; an answer that was not given is not there. Picked codes are joined by ";"."""


def meant(answers: Answers, key: str, type: FieldType[V]) -> V | None:
    """What the answer means. Raises FieldError, with the key as its field, when it cannot be read."""
    try:
        return type.parse(answers.get(key, ""))
    except FieldError as wrong:
        raise FieldError(wrong.sentence, key) from None


def picked(answers: Answers, key: str) -> tuple[str, ...]:
    """The codes that were picked."""
    return tuple(part for part in answers.get(key, "").split(";") if part)


def full_name(answers: Answers) -> str:
    """The whole name, of a known person too; empty before one is given."""
    return answers.get("person_name") or " ".join(answers.get("full_name", "").split())


def called(answers: Answers) -> str:
    """What a colleague calls the person: known as, else the first of the given names; empty before a name is given."""
    new = "person" not in answers
    if new and (known_as := answers.get("known_as", "").strip()):
        return known_as
    parts = full_name(answers).split()
    while len(parts) > 1 and parts[0].casefold().rstrip(".") in _TITLES:
        parts = parts[1:]
    family = answers.get("family_name", "").split() if new else []
    # Where the family name stands first, the given names follow it.
    given = parts[len(family) :] if family and parts[: len(family)] == family else parts
    return (given or parts or [""])[0]
