"""A condition that a person can meet: its code, what it says, and what is safe."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from hubdesk.base.words import Later, tr, tr_later


@dataclass(frozen=True)
class Condition:
    """``sentence`` says what happened, then what to do; ``safe`` what was not touched by it."""

    code: str
    sentence: Later
    safe: Later

    @property
    def happened(self) -> str:
        """The first of its sentences."""
        return _parts(_without_places(self.sentence))[0]

    @property
    def to_do(self) -> str:
        """The rest of them."""
        return _parts(_without_places(self.sentence))[1] or tr("Nothing: it is as it should be.")


FILE: Final = tr_later("Nothing in the hub’s file was changed.")
BACKUP: Final = tr_later("Nothing was written to the damaged file, and your backups are as they were.")
SAVED: Final = tr_later("All that was saved before is safe; only this last step was not done.")
KEPT: Final = tr_later("The hub’s file, and the backups that were there, are as they were.")
OLD: Final = tr_later("The file that was there before is as it was, and the hub’s file too.")
LOG: Final = tr_later("Nothing was changed by looking; what was altered is named line by line.")
TAKEN: Final = tr_later("Nothing was taken in, and the hub’s file is as it was.")
SENT: Final = tr_later("No half-written file is left, and nothing counts as sent.")
SHEET: Final = tr_later("Nothing was brought in, and the spreadsheet is as it was.")


def _without_places(sentence: Later) -> str:
    return re.sub(r"\{\w+\}", "…", str(sentence))


def _parts(sentence: str) -> tuple[str, str]:
    first, _, rest = sentence.partition(". ")
    return (f"{first}.", rest) if rest else (sentence, "")
