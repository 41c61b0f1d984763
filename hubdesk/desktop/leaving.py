"""Leaving a page by Esc or Back: what was typed or picked on it and is not kept is not lost by one key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid

from hubdesk.base.words import tr
from hubdesk.desktop.widgets import ChoiceChips, ChoiceList, FieldRow


@runtime_checkable
class KnowsWhatIsLost(Protocol):
    """A page that knows better than its fields whether anything on it would be lost, such as one that keeps drafts."""

    def unsaved(self) -> bool: ...


@runtime_checkable
class KnowsWhatIsBegun(Protocol):
    """A form that knows better than its boxes whether something is entered in it, such as by a draft that was put back."""

    def begun(self) -> bool: ...


def begun(page: QWidget) -> bool:
    """Whether ``page`` is a form with something entered; what is typed to find something in a list is not."""
    if isinstance(page, KnowsWhatIsBegun):
        return page.begun()
    return bool(_picked(page)) or any(_typed(row) for row in page.findChildren(FieldRow))


def unsaved(page: QWidget) -> bool:
    """Whether something that a person entered on ``page`` would be lost with it."""
    return page.unsaved() if isinstance(page, KnowsWhatIsLost) else bool(entered(page))


class Leaving:
    """Asks once more before a page is left on which something entered would be lost."""

    def __init__(self) -> None:
        self._entered: list[str] = []

    def may_leave(self, page: QWidget, told: str) -> bool:
        """Whether nothing would be lost, or just that was ``told`` and nothing was entered since; if not, `not_kept` is to be."""
        here = entered(page)
        may = not unsaved(page) or (told == not_kept() and here == self._entered)
        self._entered = here
        return may


def not_kept() -> str:
    """What is told of a page that would lose what was entered."""
    return tr("What you typed or picked here is not kept. Press Esc or Back once more to leave without it.")


def leave_page(page: QWidget, go_back: Callable[[], object]) -> None:
    """Go back from a page whose work is done, unless somebody left it meanwhile or went on to another one."""
    if isValid(page) and not page.isHidden():
        go_back()


def entered(page: QWidget) -> list[str]:
    """All that a person typed into the fields in view on ``page``, and picked of its choices."""
    return [*_typed(page), *_picked(page)]


def _typed(page: QWidget) -> list[str]:
    lines = [one.text() for one in page.findChildren(QLineEdit) if one.isVisibleTo(page) and one.isModified()]
    texts = [
        one.toPlainText()
        for one in page.findChildren(QPlainTextEdit)
        if one.isVisibleTo(page) and one.document().isModified()
    ]
    return [text for text in (*lines, *texts) if text]


def _picked(page: QWidget) -> list[str]:
    choices = [*page.findChildren(ChoiceChips), *page.findChildren(ChoiceList)]
    # No answer, where there was one, is an answer too.
    return [" ".join((one.accessibleName(), *one.picked)) for one in choices if one.picked is not None]
