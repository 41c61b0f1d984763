"""What is imported while somebody types a passphrase, so that the first paint need not wait for it."""

from __future__ import annotations

import gc
import importlib
from typing import Final

_SLOW: Final = (
    "hubdesk.store",
    "hubdesk.desktop.desk",
    "hubdesk.desktop.palette",
    "hubdesk.desktop.scanner",
    "hubdesk.desktop.screens.today",
    # What the first key of a sign-in would import.
    "cryptography.hazmat.backends.openssl.backend",
)


def load_slow_parts() -> None:
    """Import what the window does not need for its first paint; on a worker, so that the window goes on."""
    for name in _SLOW:
        importlib.import_module(name)
    # What a program is made of is no rubbish, and need not be looked through again.
    gc.freeze()
