"""Check my data: every check in turn, and mending what they found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert
from sqlalchemy.orm import Session

from hubdesk.access.rights import Deed, May, may
from hubdesk.access.roles import Role
from hubdesk.base.errors import Refused
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr
from hubdesk.records import kind_named
from hubdesk.store.chain import append, next_line
from hubdesk.store.checks import CHECKS, Fault
from hubdesk.store.checks.fault import PutRight
from hubdesk.store.checks.putting_right import AsJournalled
from hubdesk.store.checks.rights import check_accounts
from hubdesk.store.checks.structure import check_ids
from hubdesk.store.digests import Covered, sealed
from hubdesk.store.mending import known_kind
from hubdesk.store.own_epochs import stored_hub
from hubdesk.store.store import Store
from hubdesk.store.tables import journal


@dataclass(frozen=True)
class Mended:
    """``put_right`` faults and ``changed`` ones are mended; ``left`` need a person."""

    put_right: int
    changed: int
    left: tuple[Fault, ...]


def check(store: Store, progress: Progress | None = None) -> list[Fault]:
    """Everything that is wrong within the file; it changes nothing. Raises Cancelled when asked to stop.

    Raises Refused for a database on a server, which the checks cannot ask.
    """
    if store.address:
        raise Refused(
            tr(
                "Only a file is looked through here, and this is a database on a server. Ask whoever looks after the server."
            )
        )
    step = (progress or Progress()).step
    found: list[Fault] = []
    with_keys = store.accounts.with_keys()
    # The check of the search index has to be asked as if it wrote, so all look through the one writing connection.
    with store.writing_plainly() as connection:
        # Nothing else can look at what has no id.
        if nameless := list(check_ids(connection)):
            return nameless
        for done, (_, one) in enumerate(CHECKS):
            step(done, len(CHECKS))
            for fault in one(connection):
                step(done, len(CHECKS))
                if fault is not None:
                    found.append(fault)
        found += check_accounts(connection, with_keys)
    step(len(CHECKS), len(CHECKS))
    return [_as_seen(store.role, fault) for fault in _without_what_follows(found)]


def _without_what_follows(found: Sequence[Fault]) -> list[Fault]:
    """A record that is put back as it was entered is told of once, whatever else is wrong with it until then."""
    put_back = {fault.record for fault in found if isinstance(fault.put_right, AsJournalled)}
    return [one for one in found if one.record not in put_back or isinstance(one.put_right, AsJournalled)]


def _as_seen(role: Role, fault: Fault) -> Fault:
    """The fault as it may be told: of what the role may not see, only that there is one."""
    kind = known_kind(fault.kind)
    if kind is None or may(role, May.SEE, kind):
        return fault
    said = tr("{kind}: something is not in order. A manager sees what it is.", kind=kind.kind.one)
    return replace(fault, sentence=said, record=None)


def mend(store: Store, faults: Sequence[Fault]) -> Mended:
    """Mend what can be: what is kept twice from the other, and the rest in one operation that can be undone.

    The log tells of both; the way back from the first is the backup that is made before. Raises Refused for whoever may
    not, and FileTrouble where no backup can be made.
    """
    store.require(Deed.REPAIR)
    store.back_up("mend")
    right = [fault.put_right for fault in faults if fault.put_right is not None]
    if right:
        # Several faults may be put right by one and the same.
        with store.writing_plainly() as connection:
            _put_right(connection, store.by, list(dict.fromkeys(right)), len(right))
            store.hub_id = stored_hub(connection)
    by_record: dict[tuple[str, UUID], list[Fault]] = {}
    for fault in faults:
        if fault.change is not None and fault.record is not None:
            by_record.setdefault((fault.kind, fault.record), []).append(fault)
    changed: list[Fault] = []
    if by_record:
        with store.operation(tr("Mend what the check found"), "mended") as session:
            for (kind, id), theirs in by_record.items():
                if _changed(store, session, kind, id, theirs):
                    changed += theirs
    left = [fault for fault in faults if not fault.mendable or (fault.change is not None and fault not in changed)]
    return Mended(len(right), len(changed), tuple(left))


def _put_right(connection: Connection, by: str, right: Sequence[PutRight], faults: int) -> None:
    line, covered = next_line(connection), Covered()
    for put_right in right:
        for table, row in put_right(connection) or ():
            whole = sealed(table, row, line)
            connection.execute(insert(table), [whole])
            (covered.change if table is journal else covered.operation)(whole)
    append(connection, "mended", by, {**covered.counts(), "put_right": faults}, covered.hash(), line)


def _changed(store: Store, session: Session, kind: str, id: UUID, faults: Sequence[Fault]) -> bool:
    """Whether the record is in order once all that was found of it is changed; else it stays as it was."""
    record: Any = session.get(kind_named(kind), id)
    if record is None:
        return False
    for fault in faults:
        if fault.change is not None:
            fault.change(session, record)
    if record in session.deleted:
        return True
    around = store.around(session)
    if any(True for _ in record.field_problems()) or any(True for _ in record.problems(around)):
        session.expire(record)
        return False
    return True
