"""Leaving a page by Esc: what was typed on it and is not kept is not lost by one key."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget


@runtime_checkable
class KnowsWhatIsLost(Protocol):
    """A page that knows better than its fields whether anything on it would be lost, such as one that keeps drafts."""

    def unsaved(self) -> bool: ...


def unsaved(page: QWidget) -> bool:
    """Whether something that a person typed on ``page`` would be lost with it."""
    if isinstance(page, KnowsWhatIsLost):
        return page.unsaved()
    lines = any(one.isModified() and one.text() for one in page.findChildren(QLineEdit) if one.isVisibleTo(page))
    texts = any(
        one.document().isModified() and one.toPlainText()
        for one in page.findChildren(QPlainTextEdit)
        if one.isVisibleTo(page)
    )
    return lines or texts
