"""What a file or folder is called, as it can be kept and shown."""

from __future__ import annotations

from pathlib import PurePath


def spelt(path: PurePath | str) -> str:
    """Its name, with a question mark for what is no letter: a system may give files names that no text can hold."""
    return str(path).encode(errors="replace").decode()
