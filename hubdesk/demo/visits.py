"""Who came by in the last two weeks, and the cards that regular visitors carry."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from random import Random
from typing import Final
from uuid import UUID

from hubdesk.demo.people import new_id
from hubdesk.fields.check_digit import with_check
from hubdesk.records.people.person_card import PersonCard
from hubdesk.records.people.visit import Visit
from hubdesk.records.record import Record

_DAYS: Final = 14
_CAME_FOR: Final = ("drop_in", "drop_in", "computers", "advice", "other")
_AGES: Final = ("19_24", "25_34", "35_44", "45_54", "65_up")
_CARDS: Final = 40


def visiting(rng: Random, letters: str, volunteers: list[UUID], learners: list[UUID], today: date) -> Iterator[Record]:
    """Cards of volunteers and some learners, one of them lost; visits of each day, some counted without a name."""
    carriers = [*volunteers, *rng.sample(learners, min(_CARDS, len(learners)))]
    for number, person in enumerate(dict.fromkeys(carriers), start=1):
        issued = today - timedelta(days=rng.randint(60, 300))
        yield PersonCard(id=new_id(rng), person=person, number=with_check(f"{letters}-{number:05}"), issued=issued)
    lost = with_check(f"{letters}-{_CARDS * 3:05}")
    yield PersonCard(
        id=new_id(rng),
        person=volunteers[0],
        number=lost,
        issued=today - timedelta(days=400),
        ended=today - timedelta(days=320),
        why_ended="lost",
    )
    for back in range(_DAYS, -1, -1):
        day = today - timedelta(days=back)
        if day.weekday() < 5:
            yield from _day(rng, day, volunteers, learners, over=back > 0)


def _day(rng: Random, day: date, volunteers: list[UUID], learners: list[UUID], *, over: bool) -> Iterator[Visit]:
    for person in rng.sample(volunteers, min(2, len(volunteers))):
        yield _visit(rng, day, 8, over=over, person=person, what_for="volunteering", entered="card")
    if not over:
        return
    for person in rng.sample(learners, min(6, len(learners))):
        yield _visit(rng, day, rng.randint(9, 14), over=over, person=person, what_for=rng.choice(_CAME_FOR))
    for _ in range(rng.randint(1, 4)):
        age = rng.choice(_AGES)
        yield _visit(rng, day, rng.randint(9, 14), over=over, what_for="drop_in", entered="tally", age_band=age)


def _visit(rng: Random, day: date, hour: int, *, over: bool, **values: object) -> Visit:
    came = time(hour, rng.randint(0, 59))
    went = time(hour + rng.randint(1, 3), came.minute) if over and rng.random() < 0.9 else None
    return Visit(id=new_id(rng), day=day, came=came, went=went, **values)
