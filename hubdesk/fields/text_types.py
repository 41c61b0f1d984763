"""What every type of field can do, and the types of words: lines, notes, addresses of every sort."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from sqlalchemy import String
from sqlalchemy import Text as TextColumn
from sqlalchemy.types import TypeEngine

from hubdesk.base.errors import FieldError
from hubdesk.base.words import tr
from hubdesk.fields.postcodes import clean

V = TypeVar("V")


class FieldType(Generic[V]):
    """What every type can do; values are never None here, except that parse gives None for empty text."""

    def column(self) -> TypeEngine[Any]:
        """The database column's type."""
        raise NotImplementedError

    def parse(self, text: str) -> V | None:
        """The value that a person's text means. Raises FieldError with a sentence that says what to do."""
        said = tidy(text)
        return self._read(said) if said else None

    def show(self, value: V) -> str:
        """The value as people see it; ``parse(show(value)) == value``."""
        return str(value)

    def plain(self, value: V) -> Any:
        """The value as JSON holds it."""
        return self.show(value)

    def unplain(self, stored: Any) -> V | None:
        """The value back from JSON."""
        return self.parse(stored)

    def check(self, value: V) -> None:
        """Raises FieldError when a value that did not come through ``parse`` is out of bounds."""

    def _read(self, said: str) -> V:
        raise NotImplementedError


_MOBILE: Final = 11
"""Digits of every mobile number of the United Kingdom, 07 at its head."""
_DAY: Final = re.compile(r"\d{1,2}([/.-])\d{1,2}\1(?:19|20)?\d{2}|(?:19|20)\d{2}-\d{2}-\d{2}")
_UNSEEN: Final = dict.fromkeys(
    [0xAD, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF]
)
"""Signs without a shape that come along when text is copied; those that join or part letters are not among them."""


def tidy(text: str) -> str:
    """One line without unseen signs, doubled spaces or spaces at the ends, in composed Unicode form."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    text = text.translate(_UNSEEN)
    kept = "".join(c if unicodedata.category(c) not in ("Cc", "Zl", "Zp", "Cs") else " " for c in text)
    return " ".join(unicodedata.normalize("NFC", kept).split())


def with_plain_digits(text: str) -> str:
    """The same with every digit as 0 to 9, also those of Arabic, Urdu, Bengali and other keyboards."""
    return text if text.isascii() else "".join(str(unicodedata.decimal(sign, sign)) for sign in text)


@dataclass(frozen=True)
class Text(FieldType[str]):
    """One line of words, at most ``longest`` characters."""

    longest: int = 200

    def column(self) -> TypeEngine[Any]:
        return String(self.longest)

    def _read(self, said: str) -> str:
        self.check(said)
        return said

    def unplain(self, stored: Any) -> str:
        return str(stored)

    def check(self, value: str) -> None:
        if len(value) > self.longest:
            raise FieldError(tr("This is too long. Keep it under {n} characters.", n=self.longest))


@dataclass(frozen=True)
class Notes(FieldType[str]):
    """Several lines of words."""

    longest: int = 4000

    def column(self) -> TypeEngine[Any]:
        return TextColumn()

    def parse(self, text: str) -> str | None:
        lines = [tidy(line) for line in text.splitlines()]
        said = "\n".join(lines).strip()
        if len(said) > self.longest:
            raise FieldError(tr("This is too long. Keep it under {n} characters.", n=self.longest))
        return said or None

    def unplain(self, stored: Any) -> str:
        return str(stored)

    def check(self, value: str) -> None:
        if len(value) > self.longest:
            raise FieldError(tr("This is too long. Keep it under {n} characters.", n=self.longest))


@dataclass(frozen=True)
class Email(Text):
    """An e-mail address."""

    def _read(self, said: str) -> str:
        link = re.fullmatch(r"mailto:\s*([^?]+).*|[^@<>]*<(?:mailto:)?([^<>]+)>", said, re.IGNORECASE)
        said = ((link[1] or link[2]).strip() if link else said).rstrip(".,;")
        if not re.fullmatch(r"[^@\s,;<>]+@[^@\s,;<>.]+(\.[^@\s,;<>.]+)+", said):
            raise FieldError(tr("This is not an e-mail address. It looks like name@example.org."))
        name, _, domain = said.rpartition("@")
        return super()._read(f"{name}@{domain.lower()}")


_WHICH = re.compile(r"^(?:tel(?:ephone)?|mob(?:ile)?|phone|ph|home|work)\b[.:]*\s*", re.IGNORECASE)
"""What stands before a number to say which it is."""


@dataclass(frozen=True)
class Phone(Text):
    """A telephone number, kept as digits with the leading 0 or +."""

    longest: int = 20

    def _read(self, said: str) -> str:
        digits = self.digits(said)
        if digits.startswith("07") and len(digits) != _MOBILE:
            raise FieldError(
                tr("A mobile number has {n} digits, and this has {found}. Check it.", n=_MOBILE, found=len(digits))
            )
        return digits

    def digits(self, said: str) -> str:
        """As it is kept, also a mobile number with a digit too few: one may stand here from before they were counted."""
        if _DAY.fullmatch(said):
            raise FieldError(tr("This is a date, not a telephone number. Check that nothing is in the wrong place."))
        said = with_plain_digits(said)
        said = _WHICH.sub("", said)
        digits = re.sub(r"(?<=\d)\.0$|[\s().\-/\u2010-\u2015]", "", said, flags=re.IGNORECASE)
        digits = re.sub(r"^(\+|00)440?|^44(?=[1-9]\d{9}$)", "0", digits)
        # So that a number from abroad is one number, however it was dialled.
        digits = re.sub(r"^00(?=[1-9])", "+", digits)
        if re.fullmatch(r"[1-9]\d{9}", digits):
            digits = f"0{digits}"
        if not re.fullmatch(r"\+?[0-9]{6,15}", digits):
            raise FieldError(tr("This is not a telephone number. Write only its digits, for example 07700 900123."))
        return digits

    def show(self, value: str) -> str:
        if re.fullmatch(r"0\d{10}", value):
            gap = 3 if value.startswith("02") else 4 if value.startswith("01") and "1" in value[2:4] else 5
            return f"{value[:gap]} {value[gap:-4]} {value[-4:]}" if gap < 5 else f"{value[:5]} {value[5:]}"
        return value

    def plain(self, value: str) -> str:
        return value


@dataclass(frozen=True)
class Postcode(FieldType[str]):
    """A postcode of the United Kingdom, kept in its usual form."""

    def column(self) -> TypeEngine[Any]:
        return String(8)

    def _read(self, said: str) -> str:
        return clean(said)

    def unplain(self, stored: Any) -> str:
        return str(stored)
