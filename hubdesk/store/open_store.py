"""An open file or database, and what is done with all of it: search, backups, erasing, keys."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, delete, event

from hubdesk.access.key_slots import Keys
from hubdesk.access.post_keys import PostKeys
from hubdesk.access.rights import Deed, unseen
from hubdesk.access.sealing import Seals
from hubdesk.base.errors import Refused
from hubdesk.base.progress import Progress
from hubdesk.base.room import LEAST, room_in
from hubdesk.base.words import tr
from hubdesk.store import backup, erasing, server_engines, tombstone_file
from hubdesk.store.accounts import Accounts, Keyring
from hubdesk.store.backup_list import Backup
from hubdesk.store.chain import append
from hubdesk.store.gate import refuse_ungated
from hubdesk.store.history import Change, changes_of
from hubdesk.store.in_use import OpenFile, same_key
from hubdesk.store.opening import under_new_key
from hubdesk.store.search import Hit, find
from hubdesk.store.server_keys import InDatabase, change_data_key
from hubdesk.store.small_facts import (
    ERASED_SIGNED,
    LEAVING,
    POST_KEYS,
    RENEWED_KEYS,
    RESTORED,
    drop_fact,
    fact,
    keep_fact,
)
from hubdesk.store.tables import setting
from hubdesk.store.taking_back import TakingBack
from hubdesk.store.what_stays import Tombstone

_BEFORE_LARGE: Final = frozenset(("import", "merge", "unmerge", "restore"))
"""What backups are made for when much is about to be written."""

MOST_FOUND: Final = 10
"""Records that one search gives at most, so that nobody looks through everybody by one letter."""

_ERASED: Final = 30
"""Of 100 parts of an erasure, those up to its commit; the others write the file anew without it."""


class OpenStore(TakingBack):
    """What is done with all of an open file or database."""

    @property
    def address(self) -> str:
        """Where the server of this database is, without a password; empty for a file."""
        address = self._opened.address
        return server_engines.without_password(address) if address else ""

    @property
    def accounts(self) -> Accounts:
        """Who works with this file or database."""
        path = self._opened.path
        return Accounts(
            Keyring(InDatabase, self._drop_from_server, self._dropped_from_server)
            if path is None
            else Keyring(lambda connection: path, _goes, lambda id: self.finish_leaving()),
            self.account,
            lambda: self._keys,
            self.require,
            self.reading_plainly,
            self.writing_plainly,
            lambda: self.back_up("keys"),
        )

    @property
    def held(self) -> OpenFile | None:
        """What backups are made of; None for a database on a server, which has its own."""
        path = self._opened.path
        return OpenFile(path, lambda: self._keys.data) if path else None

    def back_up(
        self, why: str, progress: Progress | None = None, *, folder: Path | None = None, always: bool = False
    ) -> Backup | None:
        """Back the file up, and write that into its log; None when nothing was done since the last time, unless ``always``.

        Raises FileTrouble, Refused and Cancelled as `backup.make` does; FileTrouble too, whether there is something to back
        up or not, where the disk of the file has too little room for the large work that is to follow.
        """
        held = self.held
        if held is None:
            return None
        if why in _BEFORE_LARGE:
            room_in(held.path.parent, LEAST).require()
        made = backup.make(held, why, progress, folder) if always else backup.make_if_changed(held, why, progress)
        with self._one_writer:
            if made is not None and not self._closed:
                self.note("backed_up", why=why, line=made.manifest.journal["chain"]["seq"])
                for listener in self.backed_up:
                    listener(made.manifest.when)
        return made

    def choose_passphrase(self, passphrase: str) -> None:
        """Take a new passphrase for whoever opened the file. Raises Refused when it is not good enough."""
        self.accounts.choose_passphrase(passphrase)
        self._opened = replace(self._opened, keys=replace(self._keys, must_choose=False))

    def close(self) -> None:
        """Finish writing and let go of the file; once is enough, and afterwards the file is others'."""
        if self._others is not None:
            self._others.end()
        with self._one_writer:
            if self._closed:
                return
            self._closing = True
            self._opened.close()
            self._anchoring.end(self._opened.proven())
            self._opened.release()
            self._closed = True

    def search(self, words: str, limit: int = MOST_FOUND, kinds: Sequence[str] | None = None) -> list[Hit]:
        """Records that contain every part of ``words``, anywhere and in any order; the likeliest first."""
        with self._reader.connect() as connection:
            return find(connection, words, limit, kinds)

    def history(self, record: UUID) -> list[Change]:
        """What happened to a record, the latest first, as far as whoever opened the file may see it."""
        with self.reading() as session:
            return changes_of(session, record, unseen(self.role))

    def erase(
        self,
        stones: Iterable[Tombstone],
        why: str = "",
        also: Callable[[Connection], object] = lambda connection: None,
        progress: Progress | None = None,
    ) -> None:
        """Erase the records that these mark, with all that is theirs, for good; ``also`` is done in the same transaction.

        Nothing of it stays in the file. Raises Refused for whoever may not, and FileTrouble when the disk does not let
        its traces be cleared; that is done at the next opening. Raises Cancelled when asked to stop before it is done.
        """
        self.require(Deed.ERASE)
        steps = progress or Progress()
        changed = self._erase(stones, why, also, steps.share(0, _ERASED))
        rest = steps.to_the_end()
        rest.step(_ERASED, 100)
        self.note_erasures()
        rest.step(100, 100)
        self.tell(changed)

    def _erase(
        self,
        stones: Iterable[Tombstone],
        why: str,
        also: Callable[[Connection], object] = lambda connection: None,
        progress: Progress | None = None,
    ) -> frozenset[str]:
        with self.writing_plainly() as connection:
            changed = erasing.erase(connection, stones, self.by, why, progress)
            also(connection)
        return changed

    def erase_again(self, path: Path) -> None:
        """Erase whom the list beside the file at ``path`` names, which this one may be older than.

        Raises Refused when the list was altered and this may be an older file, which would bring somebody back. A file
        that knows as many notes it, and `note_erasures` writes the list anew.
        """
        with self.reading_plainly() as connection:
            own, held = fact(connection, POST_KEYS), len(erasing.tombstones(connection))
            unsigned = fact(connection, ERASED_SIGNED) is None
        try:
            stones = tombstone_file.read(path, PostKeys.from_text(own).public if own else None, unsigned=unsigned)
        except tombstone_file.Altered as altered:
            # Beside a file that knows of nobody there is a list only once somebody was erased.
            if self.setting(RESTORED) or self.alarm or held < max(altered.count, 1):
                raise Refused(
                    tr(
                        "The list of who was erased, {name}, was changed by another program, and this file may be older than it, so it is not opened: it might bring somebody back. Open the newest file of the hub, which writes the list anew. If this is the newest, remove the list, and erase again who was erased since.",
                        name=tombstone_file.beside(path).name,
                    )
                ) from None
            self.note("list_altered")
        else:
            self._erase(stones, "restored")

    def note_erasures(self) -> None:
        """Write down beside the file who was erased, and rewrite the file without it, if that is still to be done."""
        with self._one_writer:
            with self.reading_plainly() as connection:
                held = erasing.tombstones(connection)
                renewed = json.loads(fact(connection, RENEWED_KEYS) or "[]")
            if self._opened.path is not None and held:
                tombstone_file.write(self._opened.path, held.values(), self.post_keys, renewed)
            if self._opened.path is not None and self.setting(ERASED_SIGNED) is None:
                self.set_setting(ERASED_SIGNED, "yes")
            if self.setting(erasing.TO_CLEAR) is not None:
                self._opened.clear()
                with self.writing_plainly() as connection:
                    connection.execute(delete(setting).where(setting.c.name == erasing.TO_CLEAR))

    @property
    def post_keys(self) -> PostKeys:
        """What this file signs with, and what others seal to; made when it has none yet.

        In a database on a server they are sealed like special category answers. Raises Refused for who cannot open those.
        """
        held = self.setting(POST_KEYS) or self._first_post_keys()
        if self._opened.address:
            seals = Seals(self._keys.special_public, self._keys.special)
            if (opened := seals.open(held)) is None:
                raise Refused(
                    tr("Packages are sealed. Ask a manager, or somebody of the lead organisation, to do this.")
                )
            held = opened
        return PostKeys.from_text(held)

    def renew_post_keys(self) -> None:
        """Take other keys, as after a theft: everybody else must take them in before anything is exchanged again."""
        self.require(Deed.CONFIRM_KEYS)
        old, new = self.post_keys, PostKeys.new()
        with self.writing_plainly() as connection:
            renewed = json.loads(fact(connection, RENEWED_KEYS) or "[]")
            keep_fact(connection, RENEWED_KEYS, json.dumps([*renewed, tombstone_file.renewal(old, new.public)]))
            keep_fact(connection, POST_KEYS, self._kept(new))
            append(connection, "keys_changed", self.by, {"post": 1})
        self.note_erasures()

    def _kept(self, keys: PostKeys) -> str:
        """How they are kept: at a server sealed."""
        said = keys.as_text()
        return Seals(self._keys.special_public, None).seal(said) if self._opened.address else said

    def _first_post_keys(self) -> str:
        made = self._kept(PostKeys.new())
        with self.writing_plainly() as connection:
            held = fact(connection, POST_KEYS)
            if held is None:
                keep_fact(connection, POST_KEYS, made)
        return held or made

    @property
    def _keys(self) -> Keys:
        if self._opened.keys is None:
            raise RuntimeError("An open store has keys.")
        return self._opened.keys

    def _drop_from_server(self, connection: Connection, without: UUID) -> None:
        """Change the data key in the database, in the transaction that takes the account."""
        self._next_data = change_data_key(InDatabase(connection), self._keys, without)

    def _dropped_from_server(self, without: UUID) -> None:
        self._opened = replace(self._opened, keys=replace(self._keys, data=self._next_data))

    def finish_leaving(self) -> None:
        """Write the file anew under a new key, which those whose account ended since the last time do not get.

        Raises Refused when the disk does not take it; then the next opening tries again.
        """
        path, leaving = self._opened.path, self.setting(LEAVING)
        if path is None or leaving is None:
            return
        with self._one_writer, same_key(path):
            self._opened = under_new_key(self._opened, [UUID(id) for id in leaving.split()], self._anchoring.moved)
            event.listen(self._opened.writer, "before_cursor_execute", refuse_ungated)
        with self.writing_plainly() as connection:
            drop_fact(connection, LEAVING)


def _goes(connection: Connection, id: UUID) -> None:
    """The data key is still to be changed, as this account ends."""
    keep_fact(connection, LEAVING, f"{fact(connection, LEAVING) or ''} {id}".strip())
