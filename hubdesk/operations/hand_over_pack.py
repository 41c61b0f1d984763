"""Write down that a subject-access pack was handed over."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from hubdesk.access.rights import Deed
from hubdesk.base.errors import Refused
from hubdesk.base.words import tr
from hubdesk.store import Store
from hubdesk.store.departures import PACK, note_departure


def check_reviewed(undecided: int) -> None:
    """Raises Refused until it is decided on everyone else who is named."""
    if undecided:
        raise Refused(tr("Decide first on everybody who is named: keep the name, or take it out."))


def hand_over_pack(store: Store, person: UUID, files: Sequence[Path]) -> None:
    """Note that these files were made for the person."""
    store.require(Deed.ANSWER_REQUESTS)
    with store.writing_plainly() as connection:
        for file in files:
            whom = tr("the person themselves")
            note_departure(connection, PACK, file.name, str(file.parent), by=store.by, whom=whom, records=[person])
    store.note("handed_over", kind="person", record=str(person), files=len(files))
