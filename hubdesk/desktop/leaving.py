"""Leaving a page by Esc: what was typed or picked on it and is not kept is not lost by one key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid

from hubdesk.desktop.widgets import ChoiceChips, ChoiceList


@runtime_checkable
class KnowsWhatIsLost(Protocol):
    """A page that knows better than its fields whether anything on it would be lost, such as one that keeps drafts."""

    def unsaved(self) -> bool: ...


def unsaved(page: QWidget) -> bool:
    """Whether something that a person entered on ``page`` would be lost with it."""
    return page.unsaved() if isinstance(page, KnowsWhatIsLost) else bool(entered(page))


def leave_page(page: QWidget, go_back: Callable[[], object]) -> None:
    """Go back from a page whose work is done, unless somebody left it meanwhile or went on to another one."""
    if isValid(page) and not page.isHidden():
        go_back()


def entered(page: QWidget) -> list[str]:
    """All that a person typed into the fields in view on ``page``, and picked of its choices."""
    lines = [one.text() for one in page.findChildren(QLineEdit) if one.isVisibleTo(page) and one.isModified()]
    texts = [
        one.toPlainText()
        for one in page.findChildren(QPlainTextEdit)
        if one.isVisibleTo(page) and one.document().isModified()
    ]
    choices = [*page.findChildren(ChoiceChips), *page.findChildren(ChoiceList)]
    # No answer, where there was one, is an answer too.
    picked = [" ".join((one.accessibleName(), *one.picked)) for one in choices if one.picked is not None]
    return [text for text in (*lines, *texts, *picked) if text]
