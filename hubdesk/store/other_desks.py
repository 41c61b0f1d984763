"""What other desks change in the same database on a server, told here within seconds, on a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DBAPIError

from hubdesk.base.errors import FileTrouble
from hubdesk.records import KINDS
from hubdesk.store import server_engines

_CHANNEL: Final = "hubdesk_changed"
_LOOK: Final = 0.5
_PAUSE: Final = 2
"""Seconds: how soon a closed store ends the watch, and how long a lost server is left alone."""

_ALL: Final = frozenset(kind.__tablename__ for kind in KINDS)


class OtherDesks:
    """Tells others what this desk has changed, and ``tell`` the kinds that others have; nothing until `watch`."""

    def __init__(self, address: str, tell: Callable[[frozenset[str]], object]) -> None:
        self._address, self._tell = address, tell
        self._own = uuid4().hex
        self._end = threading.Event()
        self._thread: threading.Thread | None = None

    def announce(self, connection: Connection, kinds: frozenset[str]) -> None:
        """Tell the other desks, once the transaction of this connection is committed."""
        connection.execute(select(func.pg_notify(_CHANNEL, " ".join((self._own, *sorted(kinds))))))

    def watch(self) -> None:
        """Listen from now on, until `end`."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._listen, name="other desks", daemon=True)
            self._thread.start()

    def end(self) -> None:
        """Listen no more."""
        self._end.set()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join()

    def _listen(self) -> None:
        engine = server_engines.plain(self._address)
        missed = False
        try:
            while not self._end.is_set():
                try:
                    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                        driver: Any = connection.connection.driver_connection
                        driver.execute(f"LISTEN {_CHANNEL}")
                        if missed:
                            self._tell(_ALL)
                        missed = True
                        self._hear(driver)
                        connection.invalidate()
                except (DBAPIError, FileTrouble):
                    self._end.wait(_PAUSE)
        finally:
            engine.dispose()

    def _hear(self, driver: Any) -> None:
        try:
            while not self._end.is_set():
                for heard in driver.notifies(timeout=_LOOK, stop_after=1):
                    desk, *kinds = heard.payload.split()
                    if desk != self._own:
                        self._tell(frozenset(kinds))
        except Exception as error:
            if server_engines.trouble(error) is None:
                raise
            self._end.wait(_PAUSE)
