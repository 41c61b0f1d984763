"""What the page of a course run says about it and its classes."""

from __future__ import annotations

from datetime import date

from hubdesk.base.words import tr, tr_many
from hubdesk.desktop.looks import Tone
from hubdesk.fields.dates import show_date
from hubdesk.reports.classes_of_run import ClassOfRun
from hubdesk.reports.course_page import CoursePage, OnRun

_SHOWN = 5

_OVER = ("finished", "cancelled")
"""What a run's status is once somebody has said that it is over."""


def is_over(run: CoursePage) -> bool:
    """Whether nothing of it is to come, though nobody may have said so yet."""
    return run.status in _OVER or run.ends < date.today()


def lead_words(run: CoursePage) -> str:
    """Where the run stands, when and where it is held, and by whom."""
    when = tr("{first} to {last}", first=show_date(run.starts), last=show_date(run.ends))
    status = tr("Has ended") if is_over(run) and run.status not in _OVER else run.status_label
    return " · ".join(part for part in (status, when, run.room, run.venue, run.tutor) if part)


def people_words(run: CoursePage) -> str:
    return tr_many("One learner", "{n} learners", len(run.people)) if run.people else tr("Learners")


def waiting_words(run: CoursePage) -> str:
    return tr_many("One person waits", "{n} people wait", len(run.waiting))


def left_words(run: CoursePage) -> str:
    return tr_many("One person left or gave up waiting", "{n} people left or gave up waiting", len(run.left))


def more_words(one: OnRun) -> str:
    """What there is to say of somebody on the list: that they are enrolled everybody on it is."""
    status = "" if one.status == "enrolled" else one.status_label
    return " · ".join(part for part in (status, one.outcome, one.certificate) if part)


def near(classes: tuple[ClassOfRun, ...]) -> tuple[ClassOfRun, ...]:
    """The classes around today: what is missing or was just held, and what comes."""
    at = next((at for at, one in enumerate(classes) if one.day >= date.today()), len(classes))
    start = max(0, min(at - 2, len(classes) - _SHOWN))
    return classes[start : start + _SHOWN]


def class_words(one: ClassOfRun) -> tuple[str, str, str, Tone]:
    """A class as a row: its icon, when it is, what there is to say of it, and in which tone."""
    title = tr("{day}, {starts:%H:%M} to {ends:%H:%M}", day=show_date(one.day), starts=one.starts, ends=one.ends)
    parts = [one.topic, one.room]
    if one.cancelled:
        return "circle-x", title, " · ".join([tr("Cancelled"), *(part for part in parts if part)]), "quiet"
    if one.missing:
        return "triangle-alert", title, tr("The register is missing. Mark it."), "overdue"
    if one.marked:
        came = tr("{here} of {expected} came", here=one.here, expected=one.expected)
        return "check", title, " · ".join([came, *(part for part in parts if part)]), "done"
    expected = tr_many("One expected", "{n} expected", one.expected)
    return "calendar", title, " · ".join([expected, *(part for part in parts if part)]), "quiet"
