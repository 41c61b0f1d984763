"""What can be said to a person when something cannot be done. Core code raises, it never shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a record, in one sentence that says what to do.

    ``field`` is the name of the field it stands beside, or None for the record as a whole.
    """

    sentence: str
    field: str | None = None


class Refused(Exception):  # noqa: N818 - a refusal is an answer to a person, not a fault
    """A calm sentence for a person: what is not possible and what to do instead."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    @property
    def code(self) -> str:
        """What a person can give to whoever helps, such as HD-020; empty for a form's own problems."""
        # The catalogue is long, and a start that refuses nothing is quicker without it.
        from hubdesk.base.conditions import code_of

        return code_of(self.sentence)


class FieldError(Refused):
    """A value that a field cannot take. Its sentence never quotes the value."""

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field


class Problems(Refused):
    """A record that breaks rules; ``problems`` holds each, for showing beside its field."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(problem.sentence for problem in self.problems))


class FileTrouble(Refused):
    """The disk or the hub's file failed, whatever was asked of it."""


class Cancelled(Exception):  # noqa: N818 - the person's wish, not a fault
    """The person asked to stop; the operation rolls back whole."""
