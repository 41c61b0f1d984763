"""A receptionist's day without a window: real work on the demo hub, its papers and their pictures left in a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from PIL import Image
from sqlalchemy.orm import Session

from hubdesk.base.words import tr, tr_many
from hubdesk.operations.enrol import enrol, enrol_title
from hubdesk.operations.issue_certificates import issue_certificates, issue_certificates_title
from hubdesk.operations.mark_register import mark_rest, mark_rest_title
from hubdesk.printing import (
    certificates,
    enrolment_form,
    gathering,
    gathering_certificates,
    marked_register,
    register_to_sign,
)
from hubdesk.printing.pages import page_count, page_picture
from hubdesk.reports.course_page import open_runs
from hubdesk.reports.paper_choices import runs_to_certify, who_finished
from hubdesk.reports.today import today_page
from hubdesk.store import Store
from hubdesk.sync.export import export_package, sentence_of

_DPI = 70


def do_a_day(store: Store, folder: Path, today: date) -> Iterator[str]:
    """Enrol, mark, print and send; one sentence for each thing done."""
    folder.mkdir(parents=True, exist_ok=True)
    store.by = tr("Reception")
    with store.reading() as session:
        page = today_page(session, today, datetime.combine(today, time(9)))
    yield page.sentence
    yield from _enrolled(store, folder, today)
    if page.classes:
        yield from _register(store, folder, page.classes[0].session_id, page.classes[0].run_id, today)
    yield from _certificates(store, folder, today)
    yield sentence_of(export_package(store, folder))
    for pdf in sorted(folder.glob("*.pdf")):
        yield _pictured(pdf)


def _enrolled(store: Store, folder: Path, today: date) -> Iterator[str]:
    nasrin = store.search("nasrin ahmadi", limit=1, kinds=["person"])[0]
    with store.reading() as session:
        run = next(one for one in open_runs(session, today, "job club") if one.free)
    with store.operation(enrol_title([nasrin.title])) as session:
        made = enrol(session, store.around(session), nasrin.id, run.run_id, asked_on=today, reasons=("work",))
        enrolment = made.id
    _draw(store, folder, enrolment_form, lambda session: gathering.enrolment_form(session, enrolment, today))
    yield tr("{name} is enrolled on {course}; the form to sign is printed.", name=nasrin.title, course=run.title)


def _register(store: Store, folder: Path, class_session: Any, run: Any, today: date) -> Iterator[str]:
    _draw(store, folder, register_to_sign, lambda session: gathering.register_to_sign(session, class_session))
    with store.operation(mark_rest_title(1, "present")) as session:
        marked = mark_rest(session, store.around(session), class_session, "present")
    _draw(store, folder, marked_register, lambda session: gathering.marked_register(session, run, today))
    yield tr_many(
        "The first register is printed, and {n} person marked.",
        "The first register is printed, and {n} people marked.",
        marked,
    )


def _certificates(store: Store, folder: Path, today: date) -> Iterator[str]:
    with store.reading() as session:
        run, name = runs_to_certify(session)[0]
        people = who_finished(session, run)
    with store.operation(issue_certificates_title(len(people), name)) as session:
        made = issue_certificates(session, store.around(session), run, people, "completion", today)
        ids = [one.id for one in made]
    _draw(
        store, folder, certificates, lambda session: gathering_certificates.certificates(session, ids, store.post_keys)
    )
    yield tr_many(
        "{n} certificate for {course} is printed.", "{n} certificates for {course} are printed.", len(ids), course=name
    )


def _draw(store: Store, folder: Path, document: Any, gather: Callable[[Session], Any]) -> None:
    with store.reading() as session:
        data = gather(session)
    document.draw(folder / document.file_name(data), data)


def _pictured(pdf: Path) -> str:
    """A picture of each page, beside the file; what was left."""
    for page in range(min(page_count(pdf), 3)):
        shot = page_picture(pdf, page, _DPI)
        image = Image.frombytes("RGB", (shot.width, shot.height), shot.pixels, "raw", "BGRX")
        image.save(pdf.with_name(f"{pdf.stem}-{page + 1}.png"))
    return tr_many("{name}, {n} page", "{name}, {n} pages", page_count(pdf), name=pdf.name)
