"""Taking back what was done, doing it again, and bringing back what was removed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from hubdesk.access.rights import Deed
from hubdesk.base.errors import Refused
from hubdesk.base.words import tr
from hubdesk.store import removals, undo
from hubdesk.store.sessions import Sessions
from hubdesk.store.writing import writing_of


class TakingBack(Sessions):
    """An open file whose operations can be undone and done again."""

    def undo_title(self) -> str | None:
        """The title of what `undo` would take back."""
        with self.reading() as session:
            found = undo.to_undo(session, self.epoch, self._mine_alone)
            return undo.root_title(session, found) if found else None

    def redo_title(self) -> str | None:
        """The title of what `redo` would do again."""
        with self.reading() as session:
            found = undo.to_redo(session, self.epoch, self._mine_alone)
            return undo.root_title(session, found) if found else None

    def undo(self) -> str:
        """Take the latest operation back; its title. Raises Refused when it cannot be."""
        return self._turn("undone", undo.to_undo, tr("There is nothing to undo."))

    def redo(self) -> str:
        """Do again what was undone last; its title. Raises Refused when it cannot be."""
        return self._turn("redone", undo.to_redo, tr("There is nothing to redo."))

    def put_back(self, title: str, removal: UUID) -> int:
        """Bring back what the operation ``removal`` removed, as an operation of its own; how many records."""
        with self.operation(title, "put_back") as session:
            return removals.put_back(session, removal)

    def empty_bin(self) -> int:
        """Forget what was removed more than 30 days ago; how many rows of the journal that blanked."""
        with self.writing_plainly() as connection:
            return removals.empty(connection, self.by)

    @property
    def _mine_alone(self) -> str | None:
        """Whose operations undo takes back: where several desks write, everybody's own; in a file the latest, whose ever."""
        return self.by if self._opened.address else None

    def _turn(self, what: str, pick: Callable[[Session, int, str | None], Any], nothing: str) -> str:
        with self._one_writer:
            with self.reading() as session:
                turned = pick(session, self.epoch, self._mine_alone)
                if turned is None:
                    raise Refused(nothing)
                title = undo.root_title(session, turned)
                if undo.root_by(session, turned) != self.by:
                    self.require(Deed.UNDO_OTHERS)
            with self.operation(title, what) as session:
                now = pick(session, self.epoch, self._mine_alone)
                if now is None or now.id != turned.id:
                    raise Refused(nothing)
                undo.reverse(session, writing_of(session), turned)
            return title
