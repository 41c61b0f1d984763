"""What a window opens: a hub's file, or a network's database on a server. What needs the store is imported when asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from hubdesk.base.errors import Refused
from hubdesk.base.file_places import facts_of, uneasy_place
from hubdesk.base.progress import Progress
from hubdesk.base.read_through import ReadThrough

Tune = Callable[[Any, float], Any]
"""What a passphrase should cost to try on this computer, see access/stretching.py."""


class Opens(Protocol):
    """Looked at from workers, but for its name."""

    @property
    def name(self) -> str:
        """How people call it."""

    def names(self) -> list[str]:
        """Who works with it. Raises Refused when that cannot be read."""

    def open(self, passphrase: str, name: str | None, progress: Progress) -> Any:
        """The open store. Raises Refused when it must not or cannot be opened."""

    def recover(self, code: str, name: str, passphrase: str, progress: Progress) -> Any:
        """The open store, by its recovery key, with a new passphrase for a manager. Raises Refused as `open` does."""

    def check(self, passphrase: str, name: str | None) -> int:
        """How many wrong passphrases came before this right one. Raises Refused when it is wrong."""


@dataclass(frozen=True)
class AFile:
    """A hub's or a network's file."""

    path: Path
    tune: Tune | None
    read_ahead: Callable[[], ReadThrough | None] = lambda: None
    """What is known of it from reading it a moment ago, once that is done."""

    @property
    def name(self) -> str:
        return self.path.name

    def names(self) -> list[str]:
        from hubdesk.access.signing_in import names

        return names(self.path)

    def open(self, passphrase: str, name: str | None, progress: Progress) -> Any:
        from hubdesk.store import Store

        self.refuse_uneasy()
        return Store.open(self.path, passphrase, name, progress, self.tune, self.read_ahead())

    def recover(self, code: str, name: str, passphrase: str, progress: Progress) -> Any:
        from hubdesk.store import Store

        self.refuse_uneasy()
        return Store.recover(self.path, code, name, passphrase, progress)

    def check(self, passphrase: str, name: str | None) -> int:
        from hubdesk.access.signing_in import open_slots

        return open_slots(self.path, passphrase, name).wrong

    def refuse_uneasy(self) -> None:
        """Raises Refused where the file lies in a place in which it must not be opened."""
        found = uneasy_place(facts_of(self.path))
        if found is not None and found.refused:
            raise Refused(found.sentence())


@dataclass(frozen=True)
class ADatabase:
    """A database on a server, such as postgresql://user@host/network; several desks may have it open."""

    address: str
    tune: Tune | None = None

    @property
    def name(self) -> str:
        return unquote(urlsplit(self.address).path.strip("/")) or self.address

    def names(self) -> list[str]:
        from hubdesk.store.server import names_at

        return names_at(self.address)

    def open(self, passphrase: str, name: str | None, progress: Progress) -> Any:
        from hubdesk.store import Store

        return Store.connect(self.address, passphrase, name, self.tune)

    def recover(self, code: str, name: str, passphrase: str, progress: Progress) -> Any:
        from hubdesk.store import Store

        return Store.recover_at(self.address, code, name, passphrase)

    def check(self, passphrase: str, name: str | None) -> int:
        from hubdesk.store.server import check_at

        return check_at(self.address, passphrase, name)
