"""What a printed sheet is about, by the number at its foot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import String, cast, select
from sqlalchemy.orm import Session

from hubdesk.base.words import tr
from hubdesk.fields.card_codes import sheet_in
from hubdesk.fields.check_digit import is_valid
from hubdesk.records import kind_named
from hubdesk.reports.own_hub import own_hub_of

_KINDS: Final = ("class_session", "enrolment", "application")
"""What sheets are about; of each id they carry eight of 32 signs."""

_SIGNS, _LINES, _ALL = 8, 3, 32

_IN_ORDER: Final = 7
"""The version of ids that begin with the time, so that those given within the same minute begin alike."""


@dataclass(frozen=True)
class FoundSheet:
    """The kind and the id of the record that a sheet is about; or ``trouble``, a sentence that says why there is none.

    ``lines``: the three signs of a register that tell whose lines are on it; empty on an older one.
    """

    kind: str
    id: UUID | None
    trouble: str = ""
    lines: str = ""


def signs_of(record: UUID) -> str:
    """The signs of a record's id that stand on its sheets: random ones, so the first where it is random throughout."""
    return (record.hex[-_SIGNS:] if record.version == _IN_ORDER else record.hex[:_SIGNS]).upper()


def sheet_found(session: Session, text: str) -> FoundSheet:
    """``text``: a scanned code, or the number as somebody typed it, with or without hyphens and the hub's own letters."""
    letters = own_hub_of(session).letters
    number = sheet_in(text) or _typed(text, letters)
    if number is None:
        return FoundSheet(
            "", None, tr("This is not a sheet’s number. It stands at the foot of the sheet, as WES-1A2B3C4D-X.")
        )
    if not is_valid(number):
        return FoundSheet("", None, tr("The last sign does not fit this number. Check it against the sheet."))
    whose, part, _ = number.split("-")
    if whose != letters:
        return FoundSheet("", None, tr("This sheet is from another hub. Send it back there."))
    part, lines = part[:_SIGNS], part[_SIGNS:]
    least, most = UUID(part.ljust(_ALL, "0")), UUID(part.ljust(_ALL, "F"))
    for kind in _KINDS:
        id = kind_named(kind).id
        for bears in (id.between(least, most), cast(id, String).endswith(part.lower())):
            for found in session.scalars(select(id).where(bears)):
                if signs_of(found) == part:
                    return FoundSheet(kind, found, lines=lines)
    return FoundSheet("", None, tr("What this sheet is about is no longer here. It may have been removed."))


def _typed(text: str, letters: str) -> str | None:
    bare = "".join(text.upper().removeprefix("HD:").split()).replace("-", "")
    readings = []
    for signs in (_SIGNS + 1, _SIGNS + _LINES + 1):
        whose, own = (bare[:-signs] or letters), bare[-signs:]
        readings.append(sheet_in(f"HD:{whose}-{own[:-1]}-{own[-1:]}"))
    numbers = [one for one in readings if one is not None]
    # The letters of a hub can stand in an id too: the reading counts whose last sign is right, of this hub before others.
    return min(numbers, key=lambda one: (not is_valid(one), not one.startswith(f"{letters}-")), default=None)
