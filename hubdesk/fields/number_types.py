"""The types of fields that hold figures: whole numbers, lengths of time, sums of money."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from sqlalchemy import Integer
from sqlalchemy.types import TypeEngine

from hubdesk.base.errors import FieldError
from hubdesk.base.words import tr
from hubdesk.fields.columns import Pence
from hubdesk.fields.text_types import FieldType, with_plain_digits

_POUNDS_AND_PENCE: Final = re.compile(r"^(\d+),(\d{2})$")
"""A sum as most of Europe writes it, such as 12,50; between thousands a comma stands before three digits."""
_BETWEEN_THOUSANDS: Final = re.compile(r"(?<=\d),(?=\d{3}(?:\D|$))")


@dataclass(frozen=True)
class Whole(FieldType[int]):
    """A whole number between ``least`` and ``most``."""

    least: int = 0
    most: int = 1_000_000

    def column(self) -> TypeEngine[Any]:
        return Integer()

    def _read(self, said: str) -> int:
        digits = re.sub(r"(?<=\d)[,\s](?=\d{3}\b)", "", with_plain_digits(said)).removesuffix(".0")
        if not re.fullmatch(r"-?[0-9]{1,12}", digits):
            raise FieldError(tr("This is not a whole number. Write it in figures, for example 12."))
        self.check(int(digits))
        return int(digits)

    def show(self, value: int) -> str:
        return f"{value:,}"

    def plain(self, value: int) -> int:
        return value

    def unplain(self, stored: Any) -> int:
        return int(stored)

    def check(self, value: int) -> None:
        if not self.least <= value <= self.most:
            raise FieldError(
                tr(
                    "This number must lie between {least} and {most}. Check the number.",
                    least=f"{self.least:,}",
                    most=f"{self.most:,}",
                )
            )


@dataclass(frozen=True)
class Minutes(FieldType[int]):
    """A length of time in whole minutes, written as hours: 2.5, 2:30, 2h 30m, 45m."""

    def column(self) -> TypeEngine[Any]:
        return Integer()

    def _read(self, said: str) -> int:
        found = re.fullmatch(r"(?:(\d{1,3})\s*(?::|h\w*)\s*)?(?:(\d{1,3})\s*m?\w*)?", said, re.IGNORECASE)
        if found and (found[1] or re.search("m", said, re.IGNORECASE)):
            minutes = int(found[1] or 0) * 60 + int(found[2] or 0)
        elif re.fullmatch(r"\d{1,3}(\.\d{1,2})?", said):
            minutes = round(float(said) * 60)
        else:
            raise FieldError(tr("This is not a length of time. Write hours and minutes, for example 2:30."))
        self.check(minutes)
        return minutes

    def show(self, value: int) -> str:
        return f"{value // 60}:{value % 60:02}"

    def plain(self, value: int) -> int:
        return value

    def unplain(self, stored: Any) -> int:
        return int(stored)

    def check(self, value: int) -> None:
        if not 0 <= value <= 999 * 60:
            raise FieldError(tr("This is more time than there is. Write hours and minutes, for example 2:30."))


@dataclass(frozen=True)
class Money(FieldType[Decimal]):
    """Pounds and pence, never below nothing."""

    def column(self) -> TypeEngine[Any]:
        return Pence()

    def _read(self, said: str) -> Decimal:
        figure = _POUNDS_AND_PENCE.sub(r"\1.\2", with_plain_digits(said).strip("£ "))
        figure = _BETWEEN_THOUSANDS.sub("", figure)
        if said.lower() in ("free", "nil", "none"):
            figure = "0"
        try:
            pounds = Decimal(figure) if re.fullmatch(r"[0-9]{1,7}(\.(?![0-9]{3}$)[0-9]{1,2}0*)?", figure) else None
        except InvalidOperation:
            pounds = None
        if pounds is None:
            raise FieldError(tr("This is not a sum of money. Write pounds and pence, for example 12.50."))
        return pounds.quantize(Decimal("0.01"))

    def show(self, value: Decimal) -> str:
        return f"£{value:,.2f}"
