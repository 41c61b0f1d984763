"""The log in plain words: when, who, what, and what about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hubdesk.access.rights import Deed
from hubdesk.access.roles import Role
from hubdesk.base.words import Later, tr, tr_later, tr_many, within
from hubdesk.fields.dates import show_date
from hubdesk.records import KINDS, kind_named
from hubdesk.reports.one_record import title_of
from hubdesk.store.chain import WHAT
from hubdesk.store.tables import account, audit, operation
from hubdesk.store.values import unpack

COLUMNS: Final = ("when", "who", "what", "about")
_WHY: Final[dict[str, Later]] = {
    "request": tr_later("on request"),
    "retention": tr_later("kept long enough, confirmed by two people"),
    "bin": tr_later("removed more than 30 days ago"),
    "elsewhere": tr_later("erased at another desk of the network"),
    "sealed": tr_later("nothing is gone: it is sealed now, and only managers read it"),
    "restored": tr_later("erased once more after a backup was put back"),
}
"""Why something was erased, by the log's word for it."""
_NOBODY: Final = ""
"""In place of a name, where nobody had signed in."""


@dataclass(frozen=True)
class LogLine:
    """One line as people read it."""

    seq: int
    when: str
    who: str
    what: str
    about: str

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(getattr(self, name) for name in COLUMNS)


@dataclass(frozen=True)
class LogPage:
    """Some lines, the latest first, of ``total`` that fit."""

    total: int
    lines: tuple[LogLine, ...]


def log_page(
    session: Session, *, who: str | None = None, what: str | None = None, offset: int = 0, limit: int = 200
) -> LogPage:
    """The lines of one person and of one sort, or of all."""
    fits = [column == wanted for column, wanted in ((audit.c.by, who), (audit.c.what, what)) if wanted is not None]
    total = session.scalar(select(func.count()).select_from(audit).where(*fits)) or 0
    rows = session.execute(select(audit).where(*fits).order_by(audit.c.seq.desc()).offset(offset).limit(limit)).all()
    return LogPage(total, tuple(_line(session, row) for row in rows))


def who_is_in(session: Session) -> list[tuple[str, str]]:
    """Everybody who has a line: the name as it is stored, and as it is shown."""
    names = session.scalars(select(audit.c.by).distinct().order_by(audit.c.by))
    return [(name, _name(name)) for name in names]


def what_is_in(session: Session) -> list[tuple[str, str]]:
    """Every sort that has a line: its word, and how it is called."""
    there = set(session.scalars(select(audit.c.what).distinct()))
    return [(word, str(label)) for word, label in WHAT.items() if word in there]


def _line(session: Session, row: Any) -> LogLine:
    label = WHAT.get(row.what)
    return LogLine(
        row.seq, _when(row), _name(row.by), str(label) if label else row.what, _about(session, row.what, row.about)
    )


def _name(by: str) -> str:
    return by if by != _NOBODY else tr("HubDesk")


def _when(row: Any) -> str:
    """As the clock on the wall stood at that desk, then."""
    try:
        local = datetime.fromisoformat(row.moment) + timedelta(minutes=row.offset)
    except (ValueError, OverflowError):
        return str(row.moment)
    return tr("{day} at {time}", day=show_date(local.date()), time=f"{local:%H:%M}")


def _about(session: Session, what: str, stored: str) -> str:
    try:
        about = dict(unpack(stored))
        return " · ".join(_parts(session, what, about))
    except (ValueError, TypeError, KeyError, AttributeError):
        # A line that was altered may hold anything; the check says so.
        return ""


def _parts(session: Session, what: str, about: dict[str, Any]) -> Iterator[str]:
    if "operation" in about:
        title = session.scalar(select(operation.c.title).where(operation.c.id == UUID(about["operation"])))
        yield title or ""
    if what == "began":
        yield tr_many("{n} change was made before it.", "{n} changes were made before it.", about.get("changes", 0))
    if what == "alarm":
        yield tr("Check the log to see what was done to it.")
    yield from _of_packages(about)
    if "erased" in about:
        yield tr_many("{n} change emptied", "{n} changes emptied", about["erased"])
    yield from _of_access(session, what, about)
    if "kind" in about:
        yield _which(session, about)
    if about.get("special"):
        yield tr("with special category answers")
    if "paper" in about:
        yield str(about["paper"])
    if what == "erased" and about.get("why") in _WHY:
        yield str(_WHY[about["why"]])
    if what == "confirmed":
        yield tr_many("{n} record waits for a second person", "{n} records wait for a second person", about["records"])
    if what in ("merged", "erased"):
        yield from (f"{kind.kind.many}: {about['kinds'][kind.__tablename__]:,}" for kind in _kinds(about))


def _of_packages(about: dict[str, Any]) -> Iterator[str]:
    if "files" in about:
        yield tr_many("{n} file", "{n} files", about["files"])
    if "entries" in about:
        yield tr_many("{n} change in it", "{n} changes in it", about["entries"])
    if "taken" in about:
        yield tr_many("{n} change taken out", "{n} changes taken out", about["taken"])


def _of_access(session: Session, what: str, about: dict[str, Any]) -> Iterator[str]:
    if "account" in about:
        yield _account(session, about)
    for id, role in about.get("everybody", {}).items():
        yield _account(session, {"account": id} | ({"role": role} if role else {}))
    if "recovery" in about:
        yield tr("The new recovery key is on paper") if about["recovery"] == 2 else tr("A new recovery key")
    if what == "wrong_tries":
        if "account" not in about:
            yield tr("a name that nobody has here, or the recovery key")
        yield tr_many("{n} wrong try", "{n} wrong tries", about["wrong"])
    elif about.get("wrong"):
        yield tr_many("after {n} wrong try", "after {n} wrong tries", about["wrong"])
    if "deed" in about:
        yield str(Deed[about["deed"]].label)


def _account(session: Session, about: dict[str, Any]) -> str:
    name = session.scalar(select(account.c.name).where(account.c.id == UUID(about["account"]))) or ""
    return tr("{name}, {role}", name=name, role=within(Role(about["role"]).label)) if "role" in about else name


def _which(session: Session, about: dict[str, Any]) -> str:
    kind = kind_named(about["kind"]).kind
    if "may" in about:
        return str(kind.many)
    if "record" in about:
        title = title_of(session, about["kind"], UUID(about["record"]))
        return tr("{kind}: {title}", kind=kind.one, title=title) if title else str(kind.one)
    if "of" in about:
        title = title_of(session, "person", UUID(about["of"]))
        return tr("{kind} of {title}", kind=kind.many, title=title) if title else str(kind.many)
    return tr("List of {kind}", kind=within(kind.many))


def _kinds(about: dict[str, Any]) -> list[Any]:
    return [kind for kind in KINDS if kind.__tablename__ in about.get("kinds", {})]
