"""What the log says of each account, which nobody can alter unseen, against what its row says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, func, select

from hubdesk.access.roles import Role
from hubdesk.base.words import tr
from hubdesk.store.chain import append
from hubdesk.store.tables import account, audit
from hubdesk.store.values import unpack

TELLING: Final = ("rights_changed", "account_ended", "repaired")
"""The lines that tell of rights."""


@dataclass
class ByLog:
    """roles: of each account that the log tells of, its role, or None once it was taken.

    whole: the log tells of everybody, so that an account it does not know is nobody's. unproven: those whose role a repair
    could no longer prove, until a manager gives them one. torn: lines are gone that no repair tells of.
    """

    roles: dict[UUID, Role | None] = field(default_factory=dict)
    whole: bool = False
    unproven: set[UUID] = field(default_factory=set)
    torn: bool = False

    def role(self, id: UUID, row: Role | None) -> Role | None:
        """In which role somebody works whose row says ``row``; None for nobody."""
        if self.whole or row is None:
            return self.roles.get(id)
        return self.roles.get(id, Role.RECEPTION if self.torn else row)


def rights_by_log(connection: Connection) -> ByLog:
    """Read from the whole log; a line that cannot be understood was altered, which `proof.verify` tells."""
    told = ByLog()
    lines = select(audit.c.what, audit.c.about).where(audit.c.what.in_(TELLING)).order_by(audit.c.seq)
    away = 0
    for what, about in connection.execute(lines):
        with suppress(ValueError, KeyError, TypeError, AttributeError):
            said = unpack(about)
            take(told, what, said)
            away += sum(last - first + 1 for first, last in gaps(said))
    there, last = connection.execute(select(func.count(), func.max(audit.c.seq))).one()
    told.torn = (last or 0) - there > away
    return told


def take(told: ByLog, what: str, about: Mapping[str, Any]) -> None:
    """Take the next line into account. Raises ValueError, KeyError or TypeError when it cannot be understood."""
    if what == "account_ended":
        told.roles[UUID(about["account"])] = None
    elif what == "rights_changed" and "everybody" in about:
        told.roles |= _roles(about["everybody"])
        told.whole = True
    elif what == "rights_changed" and "role" in about:
        id = UUID(about["account"])
        told.roles[id] = Role(about["role"])
        told.unproven.discard(id)
    elif what == "repaired" and "rights" in about:
        told.roles, told.whole = _roles(about["rights"]), True
        told.unproven = {UUID(id) for id in about["unproven"]}
    elif what == "repaired" and (about.get("accounts") or lines_lost(about)):
        # An earlier HubDesk went by the rows after a repair, which is all that is left of what it knew.
        told.roles.clear()


def tell_of_everybody(connection: Connection, by: str) -> None:
    """Let the log know in which role everybody works whom it does not tell of yet: at the beginning of a file, and once in
    one that an earlier HubDesk began. From then on a row alone gives nothing.
    """
    told = rights_by_log(connection)
    rows = connection.execute(select(account)).all()
    if told.whole or not rows:
        return
    roles = {str(row.id): _word(_row_role(row)) for row in rows if row.id not in told.roles}
    append(connection, "rights_changed", by, {"everybody": roles})


def rights_after(connection: Connection, special: set[UUID], *, lost: bool) -> dict[str, Any]:
    """What a repair has to tell of rights, from what is left of log and rows; nobody gains by what is lost.

    special: whose keys open the second key, which nobody can give themselves. Everybody gets the least of what the rows
    and the log say; of whom the log tells nothing any more, or lines are ``lost``, no more than their keys prove.
    """
    told = rights_by_log(connection)
    rows = {row.id: _row_role(row) for row in connection.execute(select(account))}
    left = {id: least(rows[id], _by_log(told, id, rows[id], id in special, lost=lost)) for id in rows}
    if not any(role and role.manages for role in left.values()):
        # Nobody is known to manage any more: those who can open everything, and whose rows say that they manage, do.
        left |= {id: rows[id] for id in rows if id in special and (role := rows[id]) and role.manages}
    unproven = {
        str(id)
        for id, role in left.items()
        if role != told.roles.get(id, role) or id not in told.roles or (lost and role and role.opens_special)
        if rows[id] is not None
    }
    return {"rights": {str(id): _word(role) for id, role in left.items()}, "unproven": sorted(unproven)}


def lines_lost(about: Mapping[str, Any]) -> bool:
    """Whether a repair's line tells of lines of the log that it could not bring back."""
    return bool(gaps(about))


def gaps(about: Mapping[str, Any]) -> list[tuple[int, int]]:
    """The first and the last of each run of lines that a repair could not bring back, by its own line."""
    runs = (mark.split(":")[1:] for mark in about.get("missing", ()) if mark.startswith("gap:"))
    return [(int(first), int(last)) for first, last in runs]


def altered_rights(connection: Connection, told: ByLog) -> Iterator[str]:
    """A sentence for each account whose row says something else than the log."""
    for row in connection.execute(select(account)):
        stands = _row_role(row)
        if row.id not in told.unproven and told.role(row.id, stands) != stands:
            yield tr("What {name} may do was altered from outside: the log tells something else.", name=row.name)


def unproven_rights(connection: Connection) -> Iterator[tuple[str, Role]]:
    """The names of those whose role a repair could no longer prove, each with the one they work in until it is given anew."""
    told = rights_by_log(connection)
    for row in connection.execute(select(account).order_by(account.c.name)):
        role = told.role(row.id, None)
        if row.id in told.unproven and role is not None:
            yield row.name, role


def _by_log(told: ByLog, id: UUID, row: Role | None, opens: bool, *, lost: bool) -> Role | None:
    if id in told.roles and (told.roles[id] is None or not lost):
        return told.roles[id]
    if id not in told.roles and not lost and not told.whole:
        return row
    if not opens:
        return Role.RECEPTION
    known = told.roles.get(id)
    return known if known is not None and known.manages else Role.TUTOR


def least(*roles: Role | None) -> Role | None:
    """The role in which somebody may do least; None, which is nobody, where one of them is None."""
    order = list(Role)
    return None if None in roles else min((role for role in roles if role is not None), key=order.index)


def _row_role(row: Any) -> Role | None:
    if row.ended is not None:
        return None
    try:
        return Role(row.role)
    except ValueError:
        return Role.RECEPTION


def _roles(said: Mapping[str, str]) -> dict[UUID, Role | None]:
    return {UUID(id): Role(word) if word else None for id, word in said.items()}


def _word(role: Role | None) -> str:
    return role.value if role else ""
