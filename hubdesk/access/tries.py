"""Wrong passphrases, counted where the keys lie: each makes the next try wait longer, the tenth locks the name."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final, Protocol

from hubdesk.base.errors import Refused
from hubdesk.base.words import tr, tr_many

FREE: Final = 3
"""Wrong tries that cost nothing: fingers slip."""

MOST: Final = 10
"""Wrong tries after which a name is locked."""

LOCKED: Final = 3600
"""Seconds that a name stays locked, unless a manager gives it a new code."""

_LONGEST_WAIT: Final = 60

_Held = tuple[int, float, int]
"""How many wrong tries, when the last one was, and how many of them the log tells of."""

_NONE: Final[_Held] = (0, 0.0, 0)


def tries_path(file: Path) -> Path:
    """Where the wrong tries of a hub's file are counted."""
    return file.with_name(file.name + ".tries")


class Counts(Protocol):
    """Where the counts are kept, as one text."""

    def read(self) -> str:
        """What is kept. Raises OSError or ValueError when nothing that can be read is."""

    def keep(self, said: str) -> None:
        """Keep this in its place; an empty text is nothing."""


class _Beside:
    def __init__(self, file: Path) -> None:
        self._path = tries_path(file)

    def read(self) -> str:
        return self._path.read_text("utf-8")

    def keep(self, said: str) -> None:
        # A folder that cannot be written to refuses the file itself soon enough.
        with suppress(OSError):
            if said:
                self._path.write_text(said, "utf-8")
            else:
                self._path.unlink(missing_ok=True)


class Tries:
    """The wrong tries of a file, or of other counts; ``who`` is whatever name was given, whether there is one or not."""

    def __init__(self, file: Path | Counts, now: Callable[[], float] = time.time) -> None:
        self._counts = _Beside(file) if isinstance(file, Path) else file
        self._now = now

    def check(self, who: str) -> None:
        """Raises Refused while ``who`` must wait."""
        count, last, _ = self._held().get(who.casefold(), _NONE)
        since = self._now() - last
        if count >= MOST and 0 <= since < LOCKED:
            raise Refused(
                tr(
                    "There were {n} wrong tries, so this name is locked for an hour. A manager can give a new code sooner.",
                    n=MOST,
                )
            )
        wait = min(_LONGEST_WAIT, 2 ** (count - FREE)) if FREE < count < MOST else 0
        if 0 <= since < wait:
            left = max(1, round(wait - since))
            raise Refused(tr_many("Wait {n} second, then try again.", "Wait {n} seconds, then try again.", left))

    def wrong(self, who: str) -> None:
        """Count a wrong try."""
        held = self._held()
        count, last, told = held.get(who.casefold(), _NONE)
        if count >= MOST and not 0 <= self._now() - last < LOCKED:
            count, told = 0, told - count
        held[who.casefold()] = (count + 1, self._now(), told)
        self._keep(held)

    def forget(self, who: str) -> int:
        """Start counting anew, after a right passphrase or a new code; how many wrong tries the log does not tell of yet."""
        held = self._held()
        count, _, told = held.pop(who.casefold(), _NONE)
        if count:
            self._keep(held)
        return count - told

    def untold(self) -> dict[str, int]:
        """How many wrong tries there were for each name, in small letters, that `tell` has not been told of yet."""
        return {who: count - told for who, (count, _, told) in self._held().items() if count > told}

    def tell(self, told: Mapping[str, int]) -> None:
        """Take note that these wrong tries were told; they count on as long as nobody signs in by that name."""
        held = self._held()
        for who, more in told.items():
            if who in held:
                count, last, before = held[who]
                held[who] = (count, last, before + more)
        self._keep(held)

    def _held(self) -> dict[str, _Held]:
        try:
            read = json.loads(self._counts.read())
            # A HubDesk of before told nobody.
            return {str(who): (int(one[0]), float(one[1]), int([*one, 0][2])) for who, one in read.items()}
        except (OSError, ValueError, TypeError, AttributeError, LookupError):
            return {}

    def _keep(self, held: dict[str, _Held]) -> None:
        self._counts.keep(json.dumps(held) if held else "")
