"""What of each change leaves the hub: as far as its agreement goes, and nobody's name who said no to that."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, false, or_

from hubdesk.records import KINDS, fields_of, kind_named
from hubdesk.records.stand_ins import LEFT_OUT, WITHHELD
from hubdesk.store.clock import moment_of
from hubdesk.store.decisions import field_in
from hubdesk.store.dots import ALL
from hubdesk.store.tables import journal
from hubdesk.store.values import pack, unpack
from hubdesk.sync.agreement import Agreed
from hubdesk.sync.sent import is_whole, sent_fields
from hubdesk.sync.withheld import Withheld, naming_fields

_EMPTY: Final = "{}"


class Leaves:
    """Says of each change what of it leaves. ``own``: the epochs whose changes this version made itself."""

    tells_who = False

    def __init__(self, connection: Connection, agreed: Agreed, own: frozenset[int]) -> None:
        self._fields = agreed.fields
        self.kinds = None if agreed.sends_records else frozenset(agreed.fields)
        self._own = own
        self._whole = frozenset(kind for kind, names in agreed.fields.items() if is_whole(kind, names))
        self._titled = agreed.fields == sent_fields()
        self.withheld = Withheld(connection)

    def keeps(self, kind: str, action: str, after: str) -> bool:
        """Whether a change says something of somebody that stays at the hub: its operation's title might name it."""
        says_so = _staying(kind)
        return says_so is not None and (action == "remove" or says_so(after) is not None)

    def kept(self) -> ColumnElement[bool]:
        """The same of a row of the journal, asked of the database."""
        return or_(false(), *(_kept(kind.__tablename__) for kind in KINDS if _personal(kind.__tablename__)))

    def title(self, operation: str, title: str) -> str:
        """What of an operation's title leaves: titles say names, so with anything held back none of them does."""
        return title if self._titled and not self.withheld.names(UUID(operation)) else ""

    def change(
        self, epoch: int, clock: int, kind: str, record: str, action: str, after: str, over: str
    ) -> tuple[str, str] | None:
        """The JSON of a change's values, and of the dots they replace, as they leave; None when nothing of it does.

        record: its id in 32 digits, which is looked at only where somebody has refused.
        """
        fields = self._fields.get(kind)
        if fields is None:
            return None
        refused = bool(self.withheld.people) and self.withheld.covers(UUID(record))
        # What another machine of the hub has changed may hold fields that this version does not know.
        if kind in self._whole and not refused and epoch in self._own:
            return after, over
        said = unpack(after)
        if refused or not said.keys() <= fields:
            kept = self.values(kind, action, said, clock, refused=refused)
            if action == "change" and not kept:
                return None
            after, fields = pack(kept), fields | kept.keys()
        if over != _EMPTY:
            over = pack(
                {name: dot for name, dot in unpack(over).items() if field_in(name) in fields or field_in(name) == ALL}
            )
        return after, over

    def values(
        self, kind: str, action: str, after: dict[str, Any], clock: int, *, refused: bool = False
    ) -> dict[str, Any]:
        """What of the JSON values of a change leaves, with what stands in the place of the rest."""
        fields = self._fields[kind]
        kept = {name: value for name, value in after.items() if name in fields}
        held = {name: value for name, value in after.items() if name in sent_fields()[kind] - fields}
        if refused:
            # Said also where names do not leave now: an earlier package may have brought them.
            kept |= {name: word for name, word in naming_fields(kind).items() if name in kept | held}
        elif held:
            less = kind_named(kind).left_of(
                {name: value for name, value in held.items() if value}, moment_of(clock).date()
            )
            kept = {name: value for name, value in less.items() if name in fields} | kept
        if action == "add":
            kept = {name: word for name, word in _in_place(kind).items() if name in held and name not in kept} | kept
        return kept


@cache
def _staying(kind: str) -> Callable[[str], re.Match[str] | None] | None:
    """What finds, in a change's JSON, the personal fields of a kind that never leave; None for a kind without such."""
    names = _personal(kind)
    return re.compile(f'"(?:{"|".join(names)})":').search if names else None


def _kept(kind: str) -> ColumnElement[bool]:
    """What holds of rows of the journal that say such a thing, or remove what may have said it."""
    said = [journal.c.after.contains(f'"{name}":', autoescape=True) for name in _personal(kind)]
    return (journal.c.kind == kind) & or_(journal.c.action == "remove", *said)


@cache
def _personal(kind: str) -> tuple[str, ...]:
    """The personal fields of a kind that never leave."""
    sent = sent_fields().get(kind, frozenset())
    known = next((one for one in KINDS if one.__tablename__ == kind), None)
    return tuple(one.name for one in fields_of(known) if one.personal and one.name not in sent) if known else ()


@cache
def _in_place(kind: str) -> dict[str, str]:
    """By the name of each field in words that a record of the kind cannot be without: what stands there when it stays."""
    return {
        one.name: WITHHELD if one.personal else LEFT_OUT
        for one in fields_of(kind_named(kind))
        if one.required and one.name in sent_fields().get(kind, ())
    }
