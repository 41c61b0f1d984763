"""Write down that a subject-access pack was handed over."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from hubdesk.base.errors import Refused
from hubdesk.base.words import tr
from hubdesk.store import Store
from hubdesk.store.departures import PACK, note_departure


def check_reviewed(undecided: int, by: str) -> None:
    """Raises Refused until somebody, who says who they are, has decided on everyone else who is named."""
    if not by.strip():
        raise Refused(tr("Say who you are first: a manager looks at the names of others before it is given out."))
    if undecided:
        raise Refused(tr("Decide first on everybody who is named: keep the name, or take it out."))


def hand_over_pack(store: Store, person: UUID, files: Sequence[Path], by: str) -> None:
    """Note that these files were made for the person."""
    with store.writing_plainly() as connection:
        for file in files:
            whom = tr("the person themselves")
            note_departure(connection, PACK, file.name, str(file.parent), by=by.strip(), whom=whom, records=[person])
