"""What needs somebody: a sentence, how pressing it is, and the place where it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

Tone = Literal["primary", "due", "overdue", "done", "quiet"]


@dataclass(frozen=True)
class Target:
    """Where a line leads. ``to``: "register" (id of a class session), "record" (kind, id), "list" (kind, and either
    filters or ids), "place" (kind is the place: "people", "courses", "volunteers", "send", "import",
    "retention").
    """

    to: Literal["register", "record", "list", "place"]
    kind: str = ""
    id: UUID | None = None
    filters: tuple[tuple[str, str], ...] = ()
    """Pairs of a field's name and the plain value that it must equal."""
    ids: tuple[UUID, ...] = ()
    """Just these records."""


@dataclass(frozen=True)
class Need:
    """One line under "Needs somebody". ``kind`` groups lines of one sort, and names the record that
    it tells of where reading that is written down; ``icon`` is the name of an icon.
    """

    kind: str
    sentence: str
    detail: str
    icon: str
    tone: Tone
    target: Target
