"""Records that are not what the journal says: changed, put in or taken out by something else than HubDesk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain

from sqlalchemy import Connection, exists, select

from hubdesk.base.words import tr, tr_many, within
from hubdesk.records import fields_of, kind_named
from hubdesk.store.checks.fault import Fault
from hubdesk.store.checks.putting_right import AsJournalled, still_used, value_can_stand
from hubdesk.store.checks.reading import kinds_there
from hubdesk.store.checks.taken import taken_meanwhile
from hubdesk.store.comparing import Differing, Why, compare, missing
from hubdesk.store.proof import is_whole
from hubdesk.store.tables import device_epoch, journal


def check_altered(connection: Connection) -> Iterator[Fault | None]:
    """Every record, field by field, against the journal; None where so far there is nothing to tell."""
    if connection.scalar(select(exists().where(journal.c.epoch.not_in(select(device_epoch.c.number))))):
        return  # the check of this machine's numbers tells of it
    found: list[Differing] = []
    for some in chain(*(compare(connection, kind) for kind in kinds_there(connection)), missing(connection)):
        found += some
        yield None
    if not found:
        return
    # What stands in the journal is put back only where the log proves that it is what was entered.
    if is_whole(connection):
        yield from _to_put_right(connection, found)
    else:
        yield from _for_a_person(found)


def _to_put_right(connection: Connection, found: Sequence[Differing]) -> Iterator[Fault]:
    can = [one for one in found if one.why is not Why.ALTERED or value_can_stand(connection, one)]
    taken = taken_meanwhile(connection, [one for one in can if one.why in (Why.ALTERED, Why.MISSING)])
    can = [one for one in can if one.record not in taken]
    able = {(one.kind, one.record) for one in can}
    used = still_used(connection, [one for one in can if one.why in (Why.NEVER, Why.REMOVED, Why.ERASED)])
    mending = AsJournalled(can)
    for one in found:
        stays = one.record in used
        if (one.kind, one.record) in able and not (stays and one.why is Why.ERASED):
            yield Fault(_said(one, stays=stays), one.kind, one.record, put_right=mending)
        elif one.record in taken:
            yield _taken(one)
        else:
            yield _unsaid(one)


def _said(one: Differing, *, stays: bool) -> str:
    kind = kind_named(one.kind).kind.one
    if one.why is Why.ALTERED:
        return tr(
            "{kind}: what stands under {fields} was not entered in HubDesk: the journal says something else, which is put back.",
            kind=kind,
            fields=_labels(one),
        )
    if one.why is Why.MISSING:
        return tr("{kind}: it is missing, and is made again from the journal.", kind=kind)
    if stays:
        return tr(
            "{kind}: it was not entered in HubDesk, but others belong to it. It stays, and is written down as found. Open it and look whether it is right.",
            kind=kind,
        )
    if one.why is Why.NEVER:
        return tr(
            "{kind}: it was not entered in HubDesk: the journal does not know it. It goes into the bin.", kind=kind
        )
    if one.why is Why.REMOVED:
        return tr(
            "{kind}: it was removed, and put in again by something else than HubDesk. It is taken out.", kind=kind
        )
    return tr("{kind}: it was erased, and put in again by something else than HubDesk. It is taken out.", kind=kind)


def _taken(one: Differing) -> Fault:
    kind = kind_named(one.kind).kind.one
    if one.why is Why.MISSING:
        said = tr(
            "{kind}: it is missing, and cannot be made again: another has by now what no two may have. Look which of the two is right, change the other, and check again.",
            kind=kind,
        )
        return Fault(said)
    said = tr(
        "{kind}: what stands under {fields} was not entered in HubDesk, and what was entered cannot be put back: another has it by now. Look which of the two is right, and change the other.",
        kind=kind,
        fields=_labels(one),
    )
    return Fault(said, one.kind, one.record)


def _for_a_person(found: Sequence[Differing]) -> Iterator[Fault]:
    """Where the journal is not whole, what it says may not be the last that was said."""
    lost = Counter(one.kind for one in found if one.lost or one.why is Why.MISSING)
    for kind, n in lost.items():
        said = tr_many(
            "{n} of {kind}: a line of the journal that told of it is lost, so nobody can tell any more whether it is as it was entered.",
            "{n} of {kind}: lines of the journal that told of them are lost, so nobody can tell any more whether they are as they were entered.",
            n,
            kind=within(kind_named(kind).kind.many),
        )
        yield Fault(said)
    for one in found:
        if not one.lost and one.why is not Why.MISSING:
            yield _unsaid(one)


def _unsaid(one: Differing) -> Fault:
    kind = kind_named(one.kind).kind.one
    if one.why is Why.ALTERED:
        said = tr(
            "{kind}: what stands under {fields} is not what the journal says, and which of the two is right it cannot tell. Compare a backup, then write it anew.",
            kind=kind,
            fields=_labels(one),
        )
    else:
        said = tr(
            "{kind}: it is there, and by the journal it should not be, which cannot tell more. Compare a backup, then keep or remove it.",
            kind=kind,
        )
    return Fault(said, one.kind, one.record)


def _labels(one: Differing) -> str:
    labels = {field.name: within(field.label) for field in fields_of(kind_named(one.kind))}
    return ", ".join(labels.get(name, tr("the hub it is of")) for name in one.fields)
