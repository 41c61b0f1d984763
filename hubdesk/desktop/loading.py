"""Parts of the window that are imported at their first use, so that the window itself is there at once."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from PySide6.QtWidgets import QWidget


def paper(name: str) -> Callable[..., None]:
    """Opens a paper; the PDF library is imported with the first one."""

    def show(*given: Any) -> None:
        getattr(import_module("hubdesk.desktop.papers"), name)(*given)

    return show


def wizards() -> Any:
    """The wizards, with all that they import."""
    return import_module("hubdesk.desktop.wizards.start")


def papers() -> Any:
    """The papers that wizards end with."""

    def opens(name: str) -> Callable[..., None]:
        return lambda workplace, id: paper("open_paper")(workplace, name, id)

    return wizards().Papers(opens("enrolment-form"), opens("agreement"))


def record_pages() -> Any:
    """The pages of single records."""
    return import_module("hubdesk.desktop.record_pages")


def page_of(module: str, name: str, *given: Any) -> Callable[[], QWidget]:
    """Imports the screen at its first visit."""

    def make() -> QWidget:
        page: QWidget = getattr(import_module(f"hubdesk.desktop.screens.{module}"), name)(*given)
        return page

    return make
