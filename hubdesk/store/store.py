"""The store: one hub's file, or the lead's database, and everything that may be done with it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, delete, event
from sqlalchemy.orm import Session

from hubdesk.access.key_slots import (
    Keys,
    as_person,
    make_slots,
    open_with_recovery,
    sign_in,
    slots_path,
)
from hubdesk.access.passphrases import check_passphrase
from hubdesk.access.post_keys import PostKeys
from hubdesk.access.rights import Deed
from hubdesk.access.roles import Role
from hubdesk.access.sealing import Seals
from hubdesk.access.stretching import Cost, Tune
from hubdesk.base.errors import FileTrouble, Refused
from hubdesk.base.progress import Progress
from hubdesk.base.read_through import ReadThrough
from hubdesk.base.room import LEAST, room_in
from hubdesk.base.words import tr
from hubdesk.store import backup, erasing, file, removals, server, server_engines, tombstone_file, undo
from hubdesk.store.accounts import Accounts, Keyring
from hubdesk.store.anchor import AnchorFile, anchor_path
from hubdesk.store.backup_list import Backup
from hubdesk.store.chain import append
from hubdesk.store.history import Change, changes_of
from hubdesk.store.in_use import OpenFile, same_key
from hubdesk.store.opening import Opened, open_file, under_new_key
from hubdesk.store.search import Hit, find
from hubdesk.store.server_keys import InDatabase, change_data_key
from hubdesk.store.sessions import Sessions, anchor_of
from hubdesk.store.small_facts import POST_KEYS, RENEWED_KEYS, RESTORED, fact, keep_fact
from hubdesk.store.tables import setting
from hubdesk.store.trouble import refused_by_system
from hubdesk.store.what_stays import Tombstone
from hubdesk.store.writing import refuse_ungated

_BEFORE_LARGE: Final = frozenset(("import", "merge", "unmerge", "restore"))
"""What backups are made for when much is about to be written."""

_ERASED: Final = 30
"""Of 100 parts of an erasure, those up to its commit; the others write the file anew without it."""


class Store(Sessions):
    """An open file with the ways into it, and what is done with all of it: undo, search, backups, erasing."""

    @classmethod
    def create(
        cls,
        path: Path,
        passphrase: str,
        cost: Cost | None = None,
        begin: Callable[[Store], object] = lambda store: None,
        *,
        name: str = "",
        role: Role = Role.MANAGER,
    ) -> Store:
        """Make a new encrypted file with its keys; whoever makes it, called ``name``, manages it.

        Raises Refused when one is there already. ``begin`` puts in what it begins with. The file takes its name only after
        that, so that a first day that broke off can begin again.
        """
        file.check_engine()
        name = name or tr("Manager")
        check_passphrase(passphrase, [name])
        try:
            with file.new(path, slots_path(path), anchor_path(path)) as part:
                keys = make_slots(path, passphrase, name, cost)
                store = cls(open_file(part, keys, role), AnchorFile(path, keys.data))
                try:
                    begin(store)
                    # Every copy that is ever made of the file has the same.
                    store._first_post_keys()
                finally:
                    store.close()
        except OSError as error:
            raise refused_by_system(error, path) from None
        return cls(open_file(path, keys))

    @classmethod
    def open(
        cls,
        path: Path,
        passphrase: str,
        name: str | None = None,
        progress: Progress | None = None,
        tune: Tune | None = None,
        read: ReadThrough | None = None,
    ) -> Store:
        """Open a hub's file as the person called ``name``, who may be left out when there is only one.

        ``read`` is what is known of it where it was read a moment ago. ``tune`` says what their passphrase should cost to try from now on, see stretching.py. Raises Refused, with what to
        do, when it must not or cannot be opened; Damaged, before any row of it is read, when a part of it is not as it was
        written.
        """
        file.check_engine()
        file.finish_moving(path)
        file.check_header(path)
        store = cls._signed_in(path, sign_in(path, passphrase, name), progress, read)
        store.accounts.stretch_anew(passphrase, tune)
        return store

    @classmethod
    def recover(cls, path: Path, code: str, name: str, passphrase: str, progress: Progress | None = None) -> Store:
        """Open a file by its printed recovery key, and give the manager called ``name`` a new passphrase.

        Raises Refused when the recovery key, the name or the passphrase will not do.
        """
        file.check_engine()
        file.check_header(path)
        keys = open_with_recovery(path, code)
        store = cls._signed_in(path, as_person(path, keys, name), progress)
        try:
            if not store.role.manages:
                raise Refused(tr("The recovery key is for managers. Pick a manager's name."))
            store.choose_passphrase(passphrase)
        except BaseException:
            store.close()
            raise
        return store

    @classmethod
    def _signed_in(cls, path: Path, keys: Keys, progress: Progress | None, read: ReadThrough | None = None) -> Store:
        opened = open_file(path, keys, progress=progress, read=read)
        try:
            store = cls(opened)
            # A backup that was put in the file's place must not bring anybody back.
            store.erase_again(path)
            # On a full disk people can still work; the next opening tries again.
            with suppress(FileTrouble):
                store.note_erasures()
            # Where the disk takes nothing more, the records must still be there to read.
            with suppress(FileTrouble):
                store.note("signed_in", wrong=keys.wrong)
                store.accounts.tell_wrong_tries()
            return store
        except BaseException as error:
            opened.close()
            opened.release()
            if isinstance(error, OSError):
                raise refused_by_system(error, path) from None
            raise

    @staticmethod
    def remove(path: Path) -> None:
        """Remove a file with its keys, for good. Raises Refused while HubDesk has it open."""
        held = file.lock(path)
        try:
            beside = slots_path(path), anchor_path(path), tombstone_file.beside(path)
            for one in (path, *file.side_files(path), *beside):
                one.unlink(missing_ok=True)
        finally:
            held.release()

    @classmethod
    def connect(cls, address: str, passphrase: str, name: str | None = None, tune: Tune | None = None) -> Store:
        """Open a network's database on a server, such as postgresql://user@host/network, as the person called ``name``.

        ``tune`` as for `open`. Raises Refused, with what to do, when it cannot be reached, is not set up, or they may not.
        """
        store = cls._let_in(server.open_server(address, server.by_passphrase(passphrase, name)))
        store.accounts.stretch_anew(passphrase, tune)
        return store

    @classmethod
    def set_up(
        cls,
        address: str,
        passphrase: str,
        name: str,
        cost: Cost | None = None,
        begin: Callable[[Store], object] = lambda store: None,
        *,
        role: Role = Role.LEAD,
    ) -> Store:
        """Set up a database on a server, empty or of before there were accounts; whoever does it, ``name``, leads there.

        Raises Refused when it is set up already, or cannot be reached. ``begin`` puts in what it begins with.
        """
        check_passphrase(passphrase, [name])
        store = cls(server.set_up_server(address, passphrase, name, role, cost))
        try:
            begin(store)
        except BaseException:
            store.close()
            server.take_set_up_back(address)
            raise
        return store

    @classmethod
    def _let_in(cls, opened: Opened) -> Store:
        try:
            store = cls(opened)
            store.note("signed_in", wrong=store._keys.wrong)
            with suppress(FileTrouble):
                store.accounts.tell_wrong_tries()
            # Another desk may be in the way; the next sign-in tries again.
            with suppress(FileTrouble):
                store.note_erasures()
            return store
        except BaseException:
            opened.close()
            raise

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
            else Keyring(lambda connection: path, lambda connection, id: None, self._change_data_key),
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
            self._opened.close()
            self._anchoring.end(self._opened.proven())
            self._opened.release()
            self._closed = True

    def search(self, words: str, limit: int = 20, kinds: Sequence[str] | None = None) -> list[Hit]:
        """Records that contain every part of ``words``, anywhere and in any order; the likeliest first."""
        with self._opened.reader.connect() as connection:
            return find(connection, words, limit, kinds)

    def history(self, record: UUID) -> list[Change]:
        """What happened to a record, the latest first."""
        with self.reading() as session:
            return changes_of(session, record)

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

        Raises Refused when the list was altered and this may be an older file, which would bring somebody back. The file
        of today knows them all: there it is noted, and the list is written anew.
        """
        with self.reading_plainly() as connection:
            own = fact(connection, POST_KEYS)
        try:
            stones = tombstone_file.read(path, PostKeys.from_text(own).public if own else None)
        except tombstone_file.Altered:
            if self.setting(RESTORED) or self.alarm:
                raise Refused(
                    tr(
                        "The list of who was erased, {name}, was changed by another program, so no older file is opened with it: it might bring somebody back. Open the newest file of the hub, which writes the list anew. If there is none, remove the list, and erase again who was erased since.",
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

    def _change_data_key(self, without: UUID) -> None:
        """Write the file anew under a new key, which whoever goes does not get."""
        path = self._opened.path
        if path is None:
            return
        with self._one_writer, same_key(path):
            self._opened = under_new_key(self._opened, without)
            event.listen(self._opened.writer, "before_cursor_execute", refuse_ungated)
            self._anchoring.moved(anchor_of(self._opened))

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
                undo.reverse(session, session.info["writing"], turned)
            return title
