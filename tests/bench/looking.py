"""Search as you type and the questions that screens ask, on the big hub: ``python -m tests.bench.looking``."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

import psutil
from sqlalchemy import select

from hubdesk.records.people.person import Person
from hubdesk.reports.by_hub import by_hub
from hubdesk.reports.likely_same import likely_same
from hubdesk.reports.list_page import list_page
from hubdesk.reports.person_page import person_page
from hubdesk.reports.reach_by_ward import reach_by_ward
from hubdesk.reports.register_sheet import register_sheet
from hubdesk.reports.today import today_page
from hubdesk.store import Store
from tests.bench.big_hub import PASSPHRASE, big_hub

_QUERIES, _TIMES = 400, 9


def main() -> None:
    """Print one line for each figure."""
    store = Store.open(big_hub(), PASSPHRASE)
    now = datetime.now().astimezone().replace(tzinfo=None)
    with store.reading() as session:
        people = list(session.scalars(select(Person).limit(3000)))
        _search(store, people)
        page = today_page(session, now.date(), now)
        someone = people[7].id
        _ask("today_page", lambda: today_page(session, now.date(), now))
        if page.classes:
            _ask("register_sheet", lambda: register_sheet(session, page.classes[0].session_id))
        _ask("list_page of people", lambda: list_page(session, "person"))
        _ask("list_page of people, by postcode", lambda: list_page(session, "person", sort="postcode"))
        _ask("person_page", lambda: person_page(session, someone, now.date()))
        _ask("likely_same", lambda: likely_same(session, "Mohamed Ahmed", now.date()))
        _ask("by_hub", lambda: by_hub(session, now.date()))
        since = now.date() - timedelta(days=365)
        _ask("reach_by_ward", lambda: reach_by_ward(session, "out_of_work_claimants", "2013-08", since, now.date()))
    peak = psutil.Process().memory_info().rss / 2**20
    print(json.dumps({"what": "memory of these", "peak_mib": round(peak)}))
    store.close()


def _search(store: Store, people: list[Person]) -> None:
    rng = Random(4)
    took: list[float] = []
    while len(took) < _QUERIES:
        person = rng.choice(people)
        typed = rng.choice([person.full_name, person.phone[-4:] if person.phone else "", person.postcode or ""])
        for end in range(1, min(len(typed), 9) + 1):
            began = time.perf_counter()
            store.search(typed[:end])
            took.append(1000 * (time.perf_counter() - began))
    took.sort()
    figures = {"median_ms": statistics.median(took), "p95_ms": took[int(0.95 * len(took))], "max_ms": took[-1]}
    print(
        json.dumps(
            {"what": "search as you type", **{name: round(ms, 1) for name, ms in figures.items()}, "goal_p95_ms": 50}
        )
    )


def _ask(what: str, question: Callable[[], object]) -> None:
    took = []
    for _ in range(_TIMES):
        began = time.perf_counter()
        question()
        took.append(1000 * (time.perf_counter() - began))
    print(json.dumps({"what": what, "median_ms": round(statistics.median(took), 1), "max_ms": round(max(took), 1)}))


if __name__ == "__main__":
    main()
