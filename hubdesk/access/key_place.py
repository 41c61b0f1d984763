"""Where keys and wrong tries are kept: in small files beside a hub's file, or in whatever else gives the same answers."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from hubdesk.access import key_file
from hubdesk.access.key_file import KeyFile, slots_path
from hubdesk.access.tries import Tries


class KeyPlace(Protocol):
    """All holders of one database, and how often each name was tried in vain."""

    in_database: bool
    """Whether they lie in a database on a server, so that nobody there knows of a file."""

    @property
    def wrong_tries(self) -> Tries:
        """The wrong tries."""

    def read(self) -> KeyFile:
        """All holders. Raises Refused, with what to do, when they cannot be read."""

    def write(self, held: KeyFile, data: bytes) -> None:
        """Keep these holders under the authority of the data key."""

    def check(self, held: KeyFile, data: bytes) -> None:
        """Raises Refused when they are not as whoever has this data key wrote them."""

    def readable(self) -> AbstractContextManager[None]:
        """Raises Refused, in words, for whatever damaged keys cause."""


class BesideFile:
    """The key file beside the hub's file at ``file``."""

    in_database = False

    def __init__(self, file: Path) -> None:
        self._path = slots_path(file)
        self.wrong_tries = Tries(file)

    def read(self) -> KeyFile:
        return key_file.read(self._path)

    def write(self, held: KeyFile, data: bytes) -> None:
        key_file.write(self._path, held, data)

    def check(self, held: KeyFile, data: bytes) -> None:
        held.check_mac(data)

    def readable(self) -> AbstractContextManager[None]:
        return key_file.readable(self._path)


Where = Path | KeyPlace
"""A hub's file, or another place of keys."""


def place_of(where: Where) -> KeyPlace:
    """The place of the keys of a hub's file, or the place itself."""
    return BesideFile(where) if isinstance(where, Path) else where
