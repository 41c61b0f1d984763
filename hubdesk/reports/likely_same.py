"""Who may be the same person: shown while a new one is typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from rapidfuzz import fuzz
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from hubdesk.base.words import tr
from hubdesk.fields.dates import show_date
from hubdesk.records.people.person import Person
from hubdesk.store.folding import fold_number, fold_query, sort_key
from hubdesk.store.search import matching

_LOOKED_AT: Final = 150
"""Candidates for each clue; the score tells them apart."""

_SHORTEST_CLUE: Final = 3
_BEGINNING: Final = 4
"""How much of a name spellings mostly agree on, as in Mohamed and Mohammed."""

_LIKELY: Final = 60
_ALIKE: Final = 82
_SAME: Final = 97


@dataclass(frozen=True)
class Likeness:
    """A person who may be meant; ``score`` is 0 to 100, ``why`` says what agrees, in words."""

    person_id: UUID
    name: str
    detail: str
    why: str
    score: int


def likely_same(
    session: Session,
    name: str,
    born: date | None = None,
    phone: str | None = None,
    postcode: str | None = None,
    limit: int = 5,
) -> list[Likeness]:
    """People who may be the one described, the likeliest first. All but the name may be missing or half typed."""
    found: dict[UUID, Likeness] = {}
    for person in _candidates(session, name, born, phone, postcode):
        likeness = _compare(person, name, born, phone, postcode)
        if likeness.score >= _LIKELY:
            found[person.id] = likeness
    return sorted(found.values(), key=lambda one: (-one.score, one.name.casefold()))[:limit]


def _candidates(session: Session, name: str, born: date | None, phone: str | None, postcode: str | None) -> list[Any]:
    """Everybody who shares a clue: all words of the name, the day of birth, the phone, the postcode, a word."""
    words = fold_query(name)
    begun = [word[:_BEGINNING] for word in words if len(word) > _BEGINNING]
    clues = [" ".join(words), " ".join(begun), *words, *begun, phone or "", postcode or ""]
    columns = (
        Person.id,
        Person.full_name,
        Person.known_as,
        Person.date_of_birth,
        Person.phone,
        Person.other_phone,
        Person.postcode,
    )
    rows: dict[UUID, Any] = {}
    for clue in dict.fromkeys(clue for clue in clues if len(clue) >= _SHORTEST_CLUE):
        ids = matching(session, clue, "person")
        if ids is not None:
            near = select(*columns).where(Person.id.in_(ids.limit(_LOOKED_AT)))
            rows |= {row.id: row for row in session.execute(near)}
    if born is not None:
        same_day = or_(Person.date_of_birth == born, Person.date_of_birth == _exchanged(born))
        rows |= {row.id: row for row in session.execute(select(*columns).where(same_day).limit(_LOOKED_AT))}
    return list(rows.values())


def _compare(person: Any, name: str, born: date | None, phone: str | None, postcode: str | None) -> Likeness:
    wanted = sort_key(name)
    names = [sort_key(text) for text in (person.full_name, person.known_as) if text]
    alike = max((fuzz.token_sort_ratio(wanted, held) for held in names), default=0.0) if wanted else 0.0
    begun = bool(wanted) and all(
        any(word.startswith(part) for word in " ".join(names).split()) for part in wanted.split()
    )
    score = max(alike, 90.0 if begun else 0.0) * 0.7
    reasons = []
    if alike >= _SAME:
        reasons.append(tr("same name"))
    elif alike >= _ALIKE or begun:
        reasons.append(tr("similar name"))
    else:
        score *= 0.6
    if born is not None and person.date_of_birth is not None:
        if person.date_of_birth == born:
            score += 30
            reasons.append(tr("same date of birth"))
        elif person.date_of_birth == _exchanged(born):
            score += 20
            reasons.append(tr("day and month of birth exchanged"))
        else:
            score -= 20
    if phone and fold_number(phone) in {fold_number(held) for held in (person.phone, person.other_phone) if held}:
        score += 20
        reasons.append(tr("same phone"))
    if postcode and person.postcode and fold_number(postcode) == fold_number(person.postcode):
        score += 10
        reasons.append(tr("same postcode"))
    detail = tr("born {day}", day=show_date(person.date_of_birth)) if person.date_of_birth else person.postcode or ""
    return Likeness(person.id, person.full_name, detail, ", ".join(reasons), max(0, min(100, round(score))))


def _exchanged(day: date) -> date:
    """The day with its day and month the other way round, as on a foreign form; the same day where there is none."""
    return day.replace(month=day.day, day=day.month) if day.day <= 12 else day
