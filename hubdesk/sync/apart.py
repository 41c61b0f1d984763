"""A whole file that a merge cannot apply, and why."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from hubdesk.base.errors import Refused
from hubdesk.base.words import tr


@dataclass(frozen=True)
class Apart:
    """Why a whole file is not applied. clock: how far ahead it runs; forked: the number that stands for two changes.

    refused: what is said of it otherwise.
    """

    clock: int = 0
    forked: int = 0
    refused: str = ""


class ApartError(Exception):
    """A whole file that cannot be applied: the merge begins again without it.

    A savepoint for each file would do, but within one SQLite's text index writes itself out at every statement.
    """

    def __init__(self, file: Path | UUID, apart: Apart) -> None:
        super().__init__()
        self.file, self.apart = file, apart


def forked(hub: str, seq: int) -> Refused:
    """What is said of a file whose number ``seq`` stands for two changes."""
    return Refused(
        tr(
            "The file of {hub} was copied, and both copies went on: number {seq} stands for two different changes. Nothing "
            "was taken in or replaced. Ask the hub to open the copy that sent this and write the package again from there.",
            hub=hub or tr("a hub without a name"),
            seq=seq,
        )
    )
