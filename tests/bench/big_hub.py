"""A hub of 50,000 people and five years of classes, built once and kept for the other benches."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from datetime import time as clock
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from hubdesk.access.stretching import Cost
from hubdesk.demo.people import invent, new_id
from hubdesk.operations.set_up_hub import set_up_hub
from hubdesk.records.learning.attendance import Attendance
from hubdesk.records.learning.class_session import ClassSession
from hubdesk.records.learning.course import Course
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.store import Store

PASSPHRASE = "bench passphrase of nobody"
CHEAP = Cost(memory=1024, passes=1, lanes=1)
PEOPLE, RUNS, LEARNERS, WEEKS = 50_000, 300, 14, 10
_WARDS = {"E05011354": 5, "E05011379": 3, "E05011375": 2, "E05011364": 1}


def path_of(people: int = PEOPLE) -> Path:
    """Where the hub lies; build/ is not part of the project."""
    return Path("build/bench") / f"hub-{people}.hubdesk"


def big_hub(people: int = PEOPLE) -> Path:
    """The path of the hub, built if it is not there; says how many rows a second that took."""
    path = path_of(people)
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"part-{path.name}")
    for left in path.parent.glob(f"{part.name}*"):
        left.unlink()
    store, began, rows = Store.create(part, PASSPHRASE, CHEAP), time.perf_counter(), 0
    set_up_hub(store, "Bench hub", "BEN")
    with store.operation("Fill the bench hub") as session:
        coming = _records(Random(50), people)
        while some := list(islice(coming, 500)):
            session.add_all(some)
            store.settle(session)
            session.expunge_all()
            rows += len(some)
    store.close()
    print(f"# built {rows:,} rows, {rows / (time.perf_counter() - began):,.0f} a second", file=sys.stderr)
    for ending in (".keys", ".anchor"):
        part.with_name(part.name + ending).rename(path.with_name(path.name + ending))
    part.rename(path)
    return path


def _records(rng: Random, people: int) -> Iterator[Any]:
    today, ids = date.today(), []
    for one in invent(rng, people, _WARDS, today):
        one.person.phone = f"07{rng.randint(0, 10**9 - 1):09}"
        ids.append(one.person.id)
        yield one.person
    for number in range(RUNS):
        course = Course(id=new_id(rng), name=f"Course {number}", level="E2")
        weeks_ago = 0 if number < 8 else rng.randint(WEEKS, 260)
        first = today - timedelta(weeks=weeks_ago + WEEKS // 2)
        days = [first + timedelta(weeks=week) for week in range(WEEKS)]
        status = "running" if days[-1] >= today else "finished"
        run = CourseRun(
            id=new_id(rng),
            course=course.id,
            name=course.name,
            status=status,
            starts=days[0],
            ends=days[-1],
            capacity=16,
        )
        meetings = [
            ClassSession(id=new_id(rng), run=run.id, day=day, starts=clock(9 + number % 8), ends=clock(10 + number % 8))
            for day in days
        ]
        yield from (course, run, *meetings)
        done = status == "finished"
        for person in rng.sample(ids, LEARNERS):
            yield Enrolment(
                id=new_id(rng),
                person=person,
                run=run.id,
                status="completed" if done else "enrolled",
                asked_on=days[0],
                starts=days[0],
                ends=days[-1] if done else None,
                outcome="1" if done else None,
            )
            for meeting in meetings:
                if meeting.day < today:
                    yield Attendance(id=new_id(rng), class_session=meeting.id, person=person, mark="present")


if __name__ == "__main__":
    print(big_hub())
