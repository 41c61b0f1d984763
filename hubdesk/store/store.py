"""The store: one hub's file, or the lead's database, and the ways into it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from hubdesk.access.key_file import slots_path
from hubdesk.access.key_slots import Keys, make_slots
from hubdesk.access.passphrases import check_passphrase
from hubdesk.access.roles import Role
from hubdesk.access.signing_in import as_person, open_with_recovery, sign_in
from hubdesk.access.stretching import Cost, Tune
from hubdesk.base.errors import FileTrouble, Refused
from hubdesk.base.progress import Progress
from hubdesk.base.read_through import ReadThrough
from hubdesk.base.words import tr
from hubdesk.store import file, server, tombstone_file
from hubdesk.store.anchor import AnchorFile, anchor_path
from hubdesk.store.open_store import OpenStore
from hubdesk.store.opening import Opened, open_file
from hubdesk.store.sealing_journal import finish_sealing
from hubdesk.store.search_words import WORDS
from hubdesk.store.small_facts import SEARCH_WORDS
from hubdesk.store.trouble import refused_by_system


class Store(OpenStore):
    """An open file or database with the ways into it."""

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
                    store.set_setting(SEARCH_WORDS, WORDS)
                    store.note_erasures()
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
        keys = as_person(path, open_with_recovery(path, code), name)
        return cls._for_a_manager(cls._signed_in(path, keys, progress), passphrase)

    @classmethod
    def recover_at(cls, address: str, code: str, name: str, passphrase: str) -> Store:
        """Open a database on a server by its printed recovery key; else as `recover`."""
        return cls._for_a_manager(cls._let_in(server.open_server(address, server.by_recovery(code, name))), passphrase)

    @classmethod
    def _for_a_manager(cls, store: Store, passphrase: str) -> Store:
        """What the recovery key opened, once the passphrase is a manager's own. Raises Refused where it will not do."""
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
            store._seal(progress)
            store.look_for_older(path)
            # A backup that was put in the file's place must not bring anybody back.
            store.erase_again(path)
            # On a full disk people can still work; the next opening tries again.
            with suppress(FileTrouble):
                store.note_erasures()
            # The power may have gone while somebody was removed.
            with suppress(Refused):
                store.finish_leaving()
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

    def _seal(self, progress: Progress | None) -> None:
        """Seal in the journal too what a migration has sealed; on a full disk the next sign-in goes on."""
        with suppress(FileTrouble):
            finish_sealing(self.reading_plainly, self.writing_plainly, self.by, progress)

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
            store._seal(None)
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
