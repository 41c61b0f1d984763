"""The types of fields. Each knows its column, reads what people write, and shows what it can read back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Boolean, String, Uuid
from sqlalchemy import Date as DateColumn
from sqlalchemy import Time as TimeColumn
from sqlalchemy.types import TypeEngine

from hubdesk.base.errors import FieldError
from hubdesk.base.words import tr
from hubdesk.fields.codelists import ListName, code_for, code_list, label_of
from hubdesk.fields.columns import Codes, UtcMoment
from hubdesk.fields.dates import WALL, on_the_wall, read_date, read_time, show_date
from hubdesk.fields.number_types import Minutes, Money, Whole
from hubdesk.fields.text_types import Email, FieldType, Notes, Phone, Postcode, Text, tidy

_ID_LENGTH: Final = 36


@dataclass(frozen=True)
class Date(FieldType[date]):
    """A day. ``past`` refuses days after today, as for a date of birth."""

    past: bool = False

    def column(self) -> TypeEngine[Any]:
        return DateColumn()

    def _read(self, said: str) -> date:
        day = read_date(said)
        if self.past and day > date.today() and re.search(r"^(?!\d{4}).*(?<!\d)\d{2}$", said):
            day = day.replace(year=day.year - 100)
        self.check(day)
        return day

    def show(self, value: date) -> str:
        return show_date(value)

    def plain(self, value: date) -> str:
        return value.isoformat()

    def unplain(self, stored: Any) -> date:
        return date.fromisoformat(stored)

    def check(self, value: date) -> None:
        if self.past and value > date.today():
            raise FieldError(tr("This day is still to come. Check the year."))


@dataclass(frozen=True)
class Time(FieldType[time]):
    """A time of day, to the minute."""

    def column(self) -> TypeEngine[Any]:
        return TimeColumn()

    def _read(self, said: str) -> time:
        return read_time(said)

    def show(self, value: time) -> str:
        return value.strftime("%H:%M")


@dataclass(frozen=True)
class Moment(FieldType[datetime]):
    """A date with a time, to the minute; shown as the clock on the wall in Britain says it."""

    def column(self) -> TypeEngine[Any]:
        return UtcMoment()

    def _read(self, said: str) -> datetime:
        day, _, clock = said.rpartition(" ")
        local = datetime.combine(read_date(day or said), read_time(clock) if day else time(), WALL)
        return local.astimezone(UTC)

    def show(self, value: datetime) -> str:
        local = on_the_wall(value)
        return f"{show_date(local.date())} {local:%H:%M}"

    def plain(self, value: datetime) -> str:
        return value.astimezone(UTC).isoformat()

    def unplain(self, stored: Any) -> datetime:
        return datetime.fromisoformat(stored)


@dataclass(frozen=True)
class YesNo(FieldType[bool]):
    """Yes or no."""

    def column(self) -> TypeEngine[Any]:
        return Boolean()

    def _read(self, said: str) -> bool:
        word = said.lower().rstrip(".\ufe0e\ufe0f")
        if word in ("yes", "y", "true", "1", "x", "✓", "✔", "☑", "✅", "tick", tr("Yes").lower()):
            return True
        if word in ("no", "n", "false", "0", "-", "✗", "✘", "✕", "✖", "❌", "☐", tr("No").lower()):
            return False
        raise FieldError(tr("Write yes or no."))

    def show(self, value: bool) -> str:
        return tr("Yes") if value else tr("No")

    def plain(self, value: bool) -> bool:
        return value

    def unplain(self, stored: Any) -> bool:
        return bool(stored)


@dataclass(frozen=True)
class Choice(FieldType[str]):
    """One code of the dated code list named ``list``."""

    list: ListName

    def column(self) -> TypeEngine[Any]:
        return String(60)

    def _read(self, said: str) -> str:
        code = code_for(self.list, said)
        if code is None:
            raise FieldError(tr("This is not one of the choices. Pick one from the list."))
        return code

    def show(self, value: str) -> str:
        return label_of(self.list, value)

    def plain(self, value: str) -> str:
        return value

    def unplain(self, stored: Any) -> str:
        return str(stored)

    def check(self, value: str) -> None:
        if value not in code_list(self.list).by_code:
            raise FieldError(tr("This is not one of the choices. Pick one from the list."))


@dataclass(frozen=True)
class Choices(FieldType[tuple[str, ...]]):
    """Any number of codes of the dated code list named ``list``."""

    list: ListName

    def column(self) -> TypeEngine[Any]:
        return Codes()

    def parse(self, text: str) -> tuple[str, ...]:
        one = Choice(self.list)
        read = (one.parse(part) for part in re.split(r"[;\n]", text))
        return tuple(sorted({code for code in read if code is not None}))

    def show(self, value: tuple[str, ...]) -> str:
        return "; ".join(label_of(self.list, code) for code in value)

    def plain(self, value: tuple[str, ...]) -> Any:
        return sorted(value)

    def unplain(self, stored: Any) -> tuple[str, ...]:
        return tuple(stored)

    def check(self, value: tuple[str, ...]) -> None:
        for code in value:
            Choice(self.list).check(code)


@dataclass(frozen=True)
class Link(FieldType[UUID]):
    """A record of the kind named ``to``."""

    to: str

    def column(self) -> TypeEngine[Any]:
        return Uuid()

    def _read(self, said: str) -> UUID:
        try:
            return UUID(said)
        except ValueError:
            raise FieldError(tr("Pick one from the list.")) from None

    def unplain(self, stored: Any) -> UUID | None:
        return UUID(stored) if isinstance(stored, str) and len(stored) == _ID_LENGTH else self.parse(stored)


__all__ = [
    "Choice",
    "Choices",
    "Date",
    "Email",
    "FieldType",
    "Link",
    "Minutes",
    "Moment",
    "Money",
    "Notes",
    "Phone",
    "Postcode",
    "Text",
    "Time",
    "Whole",
    "YesNo",
    "tidy",
]
