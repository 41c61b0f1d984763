"""What makes one wizard different from another: its pages, its words, and what it does at the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from hubdesk.base.progress import Progress
from hubdesk.base.words import Later
from hubdesk.desktop.wizards.answers import Answers
from hubdesk.desktop.wizards.question import Question
from hubdesk.desktop.workplace import Workplace


@dataclass(frozen=True)
class Step:
    """A page: the key of its question, and how the steps at the side call it."""

    key: str
    title: Later


@dataclass(frozen=True)
class SoFar:
    """What is known: lines about the person, quieter ones among them, and lines about what they will do."""

    title: str
    person: list[tuple[str, bool]] = field(default_factory=list)
    """Each line, and whether it is a quiet one."""
    work: list[tuple[str, bool]] = field(default_factory=list)


@dataclass(frozen=True)
class Action:
    """A way on from the end: a button that calls ``run``."""

    title: str
    icon: str
    run: Callable[[], object]


@dataclass(frozen=True)
class Done:
    """What was done: a heading, a sentence, the record that paper is printed of, and what is still to do."""

    heading: str
    sentence: str
    person_id: UUID
    name: str
    record_id: UUID
    waiting: bool = False
    to_do: tuple[tuple[str, str, str], ...] = ()
    """Each: the icon, what is to be done, and a quieter word about it."""


class Plan:
    """One wizard. The frame asks it for words and pages; ``finish`` runs on the worker and changes the hub."""

    purpose = ""
    """The name under which its drafts are kept."""

    sealed: frozenset[str] = frozenset()
    """The answers that only some may read. Of those who may, the draft keeps them under the second key."""

    def __init__(self, workplace: Workplace) -> None:
        self.workplace = workplace
        self._questions: dict[str, Question] = {}

    def question(self, key: str) -> Question:
        """The question of a page, made when it is first needed."""
        if key not in self._questions:
            self._questions[key] = self.make(key)
        return self._questions[key]

    def is_made(self, key: str) -> bool:
        """Whether the question of a page is there already."""
        return key in self._questions

    def steps(self, answers: Answers) -> list[Step]:
        """The pages on the way that these answers take."""
        raise NotImplementedError

    def make(self, key: str) -> Question:
        """A new question for a page."""
        raise NotImplementedError

    def eyebrow(self, answers: Answers) -> str:
        """The line over the question: what this is about."""
        raise NotImplementedError

    def finish_label(self, answers: Answers) -> str:
        """What the last button says."""
        raise NotImplementedError

    def so_far(self, answers: Answers) -> SoFar:
        """The card at the side."""
        raise NotImplementedError

    def step_of(self, field: str) -> str:
        """The page on which a record's field is asked; empty when it is on none."""
        raise NotImplementedError

    def actions(self, done: Done) -> list[Action]:
        """What can be done next, the likeliest first."""
        raise NotImplementedError

    def finish(self, draft_id: UUID, answers: Answers, progress: Progress) -> Done:
        """Do it, and forget the draft, in one operation. Raises Refused, Problems or FieldError."""
        raise NotImplementedError
