"""Handing over, and erasing, one person of 50,000: ``python -m tests.bench.rights``.

The pack is a ratio to opening that person's page, the due list to counting everybody, the erasure to copying the file.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TypeVar

from sqlalchemy import func, select

from hubdesk.access.key_file import slots_path
from hubdesk.operations.erase_person import erase_person
from hubdesk.operations.retention_due import retention_due
from hubdesk.printing import subject_pack as paper
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.records.people.person import Person
from hubdesk.reports.person_page import person_page
from hubdesk.reports.subject_pack import as_plain, subject_pack
from hubdesk.store import Store
from tests.bench.big_hub import PASSPHRASE, big_hub

T = TypeVar("T")
_GOAL = 60
"""Seconds for a pack."""


def main() -> None:
    """Print one line for each figure."""
    with tempfile.TemporaryDirectory(dir=big_hub().parent) as made:
        path, today = Path(made) / "hub.hubdesk", date.today()
        copied, _ = _timed(lambda: shutil.copy(big_hub(), path))
        shutil.copy(slots_path(big_hub()), slots_path(path))
        store = Store.open(path, PASSPHRASE)
        with store.reading() as session:
            busiest = select(Enrolment.person).group_by(Enrolment.person).order_by(func.count().desc()).limit(1)
            person = session.scalars(busiest).one()
            name = session.get_one(Person, person).full_name
        page, _ = _timed(lambda: _read(store, lambda session: person_page(session, person, today)))
        pack, whole = _timed(lambda: _read(store, lambda session: subject_pack(session, person, today)))
        drawn, _ = _timed(lambda: (paper.draw(BytesIO(), whole), json.dumps(as_plain(whole))))
        _say("subject-access pack, PDF and JSON", pack + drawn, page, goal_s=_GOAL)
        counted, _ = _timed(lambda: _read(store, lambda session: session.scalars(select(func.count(Person.id))).one()))
        _say("due list of the month", _timed(lambda: _read(store, lambda s: retention_due(s, today)))[0], counted)
        _say("erase one person", _timed(lambda: erase_person(store, person, name, today))[0], copied)
        store.close()


def _read(store: Store, ask: Callable[..., T]) -> T:
    with store.reading() as session:
        return ask(session)


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result


def _say(what: str, took: float, beside: float, **goal: int) -> None:
    print(json.dumps({"what": what, "s": round(took, 2), "ratio": round(took / beside, 1), **goal}))


if __name__ == "__main__":
    main()
