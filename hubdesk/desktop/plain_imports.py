"""Importing what has nothing to do with Qt as fast as without Qt."""

from __future__ import annotations

import sys
from importlib import import_module


def import_plainly() -> None:
    """Load PySide, and keep it from reading the source of every module imported from now on and holding it in memory.

    It looks for its own name there, so that ``from __feature__ import …`` may work in that module; nothing here uses
    that. It takes a fifth of the time that the store takes to import. A PySide that looks otherwise goes on as it does.
    """
    import_module("PySide6")
    feature = sys.modules.get("shibokensupport.feature")
    if feature is not None and hasattr(feature, "_mod_uses_pyside"):
        vars(feature)["_mod_uses_pyside"] = lambda module: False
