"""Everything held about one person, from the declarations: for handing to them, once a manager has looked at it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from hubdesk.base.errors import Refused
from hubdesk.base.words import tr, within
from hubdesk.fields.dates import show_date
from hubdesk.fields.field import Field
from hubdesk.fields.sealed import Sealed
from hubdesk.fields.types import Link, Notes
from hubdesk.records import KINDS, Record, fields_of, kind_named
from hubdesk.records.people.person import Person
from hubdesk.reports.one_record import called, record_page
from hubdesk.reports.own_hub import own_hub_of
from hubdesk.store.belonging import PERSON, owned_kinds, theirs
from hubdesk.store.departures import Departure, departures_of
from hubdesk.store.history import Change, changes_of


@dataclass(frozen=True)
class Mention:
    """Somebody else who is named in it, or a free text that may name somebody: ``value`` as it stands there.

    ``who`` says what they are to the person; ``places`` how often it stands there.
    """

    value: str
    who: str
    places: int
    free_text: bool = False


@dataclass(frozen=True)
class HeldRecord:
    """One record: what it is called, and each field that says something."""

    title: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class HeldKind:
    """All records of one kind."""

    kind: str
    title: str
    records: tuple[HeldRecord, ...]


@dataclass(frozen=True)
class PackLine:
    """One change to one of their records."""

    when: str
    what: str
    by: str
    said: str


@dataclass(frozen=True)
class LeftHub:
    """A file in which something about them left the hub."""

    when: str
    name: str
    whom: str
    by: str


@dataclass(frozen=True)
class SubjectPack:
    """What is held. ``mentions`` are to be looked at before it is given out; ``also`` are places that only name them.

    ``unread`` are kinds of which whoever made the pack may not read all, so that it is not in it.
    """

    hub: str
    day: date
    name: str
    held: tuple[HeldKind, ...]
    also: tuple[str, ...]
    history: tuple[PackLine, ...]
    left: tuple[LeftHub, ...]
    mentions: tuple[Mention, ...]
    unread: tuple[str, ...] = ()

    @property
    def incomplete(self) -> str:
        """That something is not in it, in a sentence; empty when all is."""
        if not self.unread:
            return ""
        return tr(
            "This is not all: {kinds} are in part for others to read. Ask a manager for the whole.",
            kinds=", ".join(self.unread),
        )


def subject_pack(session: Session, person_id: UUID, today: date) -> SubjectPack:
    """The whole pack, nothing taken out yet. Raises Refused when the person is not there."""
    person = session.get(Person, person_id)
    if person is None:
        raise Refused(tr("This person is no longer there. Find them again with the search."))
    records = theirs(session.connection(), [person_id])
    found = _Mentions(session, person)
    unread: list[str] = []
    held = tuple(_held(session, records, found, unread))
    history = tuple(_history(session, records, found))
    also = tuple(dict.fromkeys(_also(session, person_id)))
    left = tuple(_left(one, found) for one in departures_of(session.connection(), records))
    return SubjectPack(
        own_hub_of(session).name, today, person.full_name, held, also, history, left, found.all(), tuple(unread)
    )


def without(pack: SubjectPack, values: Collection[str]) -> SubjectPack:
    """The pack with these texts taken out wherever they stand."""
    order = sorted((value for value in values if value), key=len, reverse=True)

    def clean(text: str) -> str:
        for value in order:
            text = text.replace(value, tr("[taken out]"))
        return text

    held = tuple(
        replace(
            kind,
            records=tuple(
                HeldRecord(clean(one.title), tuple((label, clean(text)) for label, text in one.fields))
                for one in kind.records
            ),
        )
        for kind in pack.held
    )
    return replace(
        pack,
        held=held,
        also=tuple(clean(one) for one in pack.also),
        history=tuple(PackLine(one.when, clean(one.what), clean(one.by), clean(one.said)) for one in pack.history),
        left=tuple(replace(one, whom=clean(one.whom), by=clean(one.by)) for one in pack.left),
        mentions=(),
    )


def as_plain(pack: SubjectPack) -> dict[str, Any]:
    """The same for other programs, as JSON values."""
    return {
        "held_by": pack.hub,
        "made_on": pack.day.isoformat(),
        "person": pack.name,
        "not_in_it": list(pack.unread),
        "records": {
            kind.kind: [{"title": one.title, "fields": dict(one.fields)} for one in kind.records] for kind in pack.held
        },
        "also_named_in": list(pack.also),
        "history": [vars(one) for one in pack.history],
        "left_the_hub": [vars(one) for one in pack.left],
    }


class _Mentions:
    """Gathers who else is named, as the pack is put together."""

    def __init__(self, session: Session, person: Any) -> None:
        self._session, self._own = session, {person.full_name, person.known_as or "", person.certificate_name or ""}
        self._found: dict[str, Mention] = {}
        self._read: set[str] = set()

    def add(self, value: str, who: str, *, free_text: bool = False) -> None:
        if value and value not in self._own:
            held = self._found.get(value)
            self._found[value] = (
                Mention(value, who, 1, free_text) if held is None else replace(held, places=held.places + 1)
            )

    def look_through(self, text: str, who: str) -> None:
        """Note people of the hub whom this text names in full."""
        if not text or text in self._read:
            return
        self._read.add(text)
        named = select(Person.full_name).where(literal(text).contains(Person.full_name, autoescape=False))
        for name in self._session.scalars(named.distinct()):
            if name in text:
                self.add(name, who)

    def all(self) -> tuple[Mention, ...]:
        return tuple(sorted(self._found.values(), key=lambda one: (one.free_text, one.value.casefold())))


_Theirs = dict[UUID, tuple[str, UUID]]


def _held(session: Session, records: _Theirs, found: _Mentions, unread: list[str]) -> Iterator[HeldKind]:
    for kind in KINDS:
        ids = [record for record, (name, _) in records.items() if name == kind.__tablename__]
        pages = [page for id in ids if (page := record_page(session, kind.__tablename__, id)) is not None]
        if not pages:
            continue
        facts = {field.name: field for field in fields_of(kind)}
        if any(_is_hidden(facts[name], value) for page in pages for name, value in page.values.items()):
            unread.append(str(kind.kind.many))
        for page in pages:
            for shown in page.shown:
                who = _who(kind, facts[shown.name])
                _look(found, facts[shown.name], who, shown.text, page.values[shown.name], records)
        yield HeldKind(
            kind.__tablename__,
            str(kind.kind.many),
            tuple(HeldRecord(page.title, tuple((s.label, s.text) for s in page.shown if s.text)) for page in pages),
        )


def _is_hidden(field: Field, value: Any) -> bool:
    """Whether the record says this, and whoever asks may not read it: it is sealed, or reads as empty."""
    return isinstance(value, Sealed) or (value is None and field.required)


def _who(kind: type[Record], field: Field) -> str:
    return tr("{kind}: {label}", kind=kind.kind.one, label=within(field.label))


def _look(found: _Mentions, field: Field, who: str, text: str, value: Any, records: Iterable[UUID]) -> None:
    if not text:
        return
    other = isinstance(field.type, Link) and field.type.to == PERSON and value not in records
    if field.others or other:
        found.add(text, who)
    elif isinstance(field.type, Notes):
        found.add(text, who, free_text=True)
        found.look_through(text, who)


def _history(session: Session, records: _Theirs, found: _Mentions) -> Iterator[PackLine]:
    lines: list[tuple[Change, str]] = []
    for record, (kind, _) in records.items():
        facts = {field.name: field for field in fields_of(kind_named(kind))}
        for change in changes_of(session, record, {}):
            lines.append((change, str(kind_named(kind).kind.one)))
            found.add(change.by, tr("Recorded by"))
            found.look_through(change.title, tr("What was done"))
            for text in (change.before, change.after):
                field = facts[change.field]
                _look(found, field, _who(kind_named(kind), field), text, None, ())
    for change, kind in sorted(lines, key=lambda line: line[0].when, reverse=True):
        said = tr("from {before} to {after}", before=change.before or "–", after=change.after or "–")
        yield PackLine(
            f"{show_date(change.when.date())} {change.when:%H:%M}",
            f"{kind}, {change.label}",
            change.by,
            said if change.action == "change" else change.after or change.before,
        )


def _also(session: Session, person: UUID) -> Iterator[str]:
    """Records that are not theirs and name them, such as the courses that they teach. Of whom else's they are is not said."""
    for kind in KINDS:
        for field in fields_of(kind):
            if isinstance(field.type, Link) and field.type.to == PERSON and not field.personal:
                anothers = kind.__tablename__ in owned_kinds()
                for record in session.scalars(select(kind).where(kind.__table__.c[field.name] == person)):
                    title = tr("a record of somebody else") if anothers else called(session, record)
                    yield tr("{kind}, {label}: {title}", kind=kind.kind.one, label=field.label, title=title)


def _left(one: Departure, found: _Mentions) -> LeftHub:
    found.add(one.by, tr("Recorded by"))
    return LeftHub(show_date(one.at.date()), one.name, one.whom, one.by)
