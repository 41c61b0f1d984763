"""What a check finds: one sentence, the record it is about, and how it can be mended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table
from sqlalchemy.orm import Session

Written = tuple[Table, dict[str, Any]]
"""A row of the journal or of the operations that is to be written, and covered by a line of the log."""


PutRight = Callable[[Connection], list[Written] | None]


@dataclass(frozen=True)
class Fault:
    """``sentence`` never quotes an answer. ``kind`` and ``record``: which record it is about, and can be opened.

    ``put_right``: what the file keeps twice is made anew from the other; there is nothing to undo; it may
    give rows that the journal is to have. ``change``: the record is
    changed, in an operation that can be undone; it is given the session and the record. With neither, a person decides.
    """

    sentence: str
    kind: str = ""
    record: UUID | None = None
    put_right: PutRight | None = None
    change: Callable[[Session, Any], object] | None = None

    @property
    def mendable(self) -> bool:
        return self.put_right is not None or self.change is not None
