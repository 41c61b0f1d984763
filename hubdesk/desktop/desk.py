"""What the window holds once a hub's file is open: places, commands, search. Loaded after the first paint."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import partial
from importlib import import_module
from pathlib import Path
from threading import Event
from time import sleep
from typing import Any
from uuid import UUID

from PySide6.QtCore import QTimer

from hubdesk.access.rights import Deed
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr, tr_later
from hubdesk.desktop.background import Background
from hubdesk.desktop.checking_in import CheckingIn
from hubdesk.desktop.commands import Command, Commands
from hubdesk.desktop.desk_commands import (
    account_commands,
    check_in_command,
    help_command,
    hubs_command,
    key_back_command,
    keys_command,
    looking_back,
    open_key_back,
    paper_commands,
    privacy_command,
    retention_command,
    spreadsheet_commands,
    term_command,
    two_computers_command,
)
from hubdesk.desktop.found import Hit
from hubdesk.desktop.keeping import Keeping
from hubdesk.desktop.leading import ways_of
from hubdesk.desktop.loading import page_of, papers, record_pages, wizards
from hubdesk.desktop.places import places_of
from hubdesk.desktop.preferences import Preferences
from hubdesk.desktop.privacy import Privacy
from hubdesk.desktop.rail import FootLine
from hubdesk.desktop.screens.set_up import NewHub
from hubdesk.desktop.theme import Theme
from hubdesk.desktop.undoing import Undoing
from hubdesk.desktop.window import MainWindow
from hubdesk.desktop.workplace import Changes, Workplace
from hubdesk.fields.card_codes import sheet_in
from hubdesk.fields.dates import on_the_wall
from hubdesk.operations.set_up_hub import set_up_hub
from hubdesk.records import kind_named
from hubdesk.reports.own_hub import own_hub_of
from hubdesk.store import Store
from hubdesk.store.older_file import OLDER

_SCREENS = (
    "check_in",
    "key_back",
    "people",
    "courses",
    "registers",
    "register",
    "volunteers",
    "print",
    "send",
    "settings",
)


def set_up(store: Store, new: NewHub) -> None:
    """Make the hub's own record in a new file, with the wards and their figures."""
    letters = "".join(letter for letter in new.name.upper() if "A" <= letter <= "Z")[:3]
    set_up_hub(store, new.name, letters if len(letters) > 1 else "HUB", network=new.network, lead=new.lead)


class Desk:
    """Wires an open file to the window."""

    def __init__(
        self,
        store: Store,
        window: MainWindow,
        background: Background,
        commands: Commands,
        theme: Theme,
        preferences: Preferences,
        bring_back: Callable[[Path, tuple[str, ...]], object] = lambda backup, lost: None,
        speak: Callable[[str], object] = lambda language: None,
    ) -> None:
        self._store, self._window, self._commands = store, window, commands
        with store.reading() as session:
            self._hub = own_hub_of(session)
        self._background, self._preferences = background, preferences
        changes = Changes(window)
        self._heard = changes.happened.emit
        store.changed.append(self._heard)
        store.watch_others()
        self._sent: list[FootLine] = []
        self._resting = False
        self._making_anew = Event()
        self._bring_back, self._speak = bring_back, speak
        self.keeping = Keeping(store, background, window) if store.held else None
        if self.keeping:
            self.keeping.told.connect(self._show_lines)
            changes.happened.connect(self.keeping.note_change)
            window.ask_before_closing(self.keeping.before_closing)
        changes.happened.connect(lambda _: self._show_foot())
        self.workplace = Workplace(
            store=store,
            background=background,
            commands=commands,
            theme=theme,
            changes=changes,
            open_record=self._open_record,
            open_place=window.show_place,
            show_page=window.show_page,
            say=window.say,
            go_back=window.go_back,
            warn=window.warn,
            leads=self._hub.lead,
            privacy=Privacy(on=preferences.names_only, keep=lambda on: setattr(preferences, "names_only", on)),
            sheet=lambda: preferences.sheet,
            leave=window.leave,
        )
        self.ways = ways_of(self.workplace)
        self._checking_in = None if self._hub.lead else CheckingIn(self.workplace, window.offer, window)

    def move_in(self) -> None:
        """Fill the window."""
        hub = self._hub
        self._window.show_hub(hub.name, "" if hub.lead else hub.network)
        undoing = Undoing(self._store, self._background, self._window.say)
        self._window.use_undo(undoing.undo)
        work = self.workplace
        places = places_of(work, self.ways, self._preferences, self._speak)
        self._commands.add(
            *([check_in_command(work, self._checking_in), key_back_command(work)] if self._checking_in else []),
            *([] if hub.lead else paper_commands(work, self.ways)),
            *(spreadsheet_commands(work) if work.may_do(Deed.BRING_IN) else []),
            *(self.keeping.commands(self._open_backups) if self.keeping else ()),
            Command("file.check", tr_later("Check my data"), self._check, "shield-check", keywords=(tr("repair"),)),
            *([two_computers_command(work)] if work.may_do(Deed.SEND) and not hub.lead else []),
            *([keys_command(work)] if work.may_do(Deed.CONFIRM_KEYS) else []),
            *([hubs_command(work)] if work.may_do(Deed.MERGE) and hub.lead else []),
            *account_commands(work),
            *([retention_command(work)] if work.may_do(Deed.CONFIRM_KEPT) else []),
            *(looking_back(work) if work.may_do(Deed.SEE_LOG) else []),
            term_command(work),
            privacy_command(work),
            help_command(work, self._window.pages.currentWidget),
            *undoing.commands(),
            *(
                Command(f"go.{place.id}", place.title, partial(self._window.show_place, place.id), place.icon)
                for place in places
            ),
        )
        self._window.palette_box.provide(tr("Records"), self._find)
        self._window.show_places(places)
        if self._store.alarm:
            self._window.warn(_alarming(self._store.alarm))
        # Today is read and shown first; what it does not need is looked at, done and imported after that.
        self._background.read(lambda: None, lambda _: QTimer.singleShot(0, self._go_on))

    def scanned(self, code: str) -> None:
        """Check in whose card was scanned, or open the sheet. A lead has no desk that people come to."""
        if self._checking_in is None:
            return
        if sheet_in(code):
            open_key_back(self.workplace, code, self._window.pages.currentWidget())
        else:
            self._checking_in.card(code)

    def tell_wrong_tries(self, wrong: int) -> None:
        """Let the log tell how often the lock was tried in vain."""
        if wrong:
            self._store.note("wrong_tries", account=str(self._store.account.id), wrong=wrong)

    def rest(self) -> None:
        """Do nothing more by itself, as another desk takes this one's place, or the file is about to be closed."""
        self._store.changed[:] = [listener for listener in self._store.changed if listener is not self._heard]
        # What one person may do is not left to the next, who may do less.
        self._resting = True
        self._making_anew.set()
        self._commands.clear()
        if self._checking_in is not None:
            self._checking_in.deleteLater()
            self._checking_in = None
        if self.keeping:
            self.keeping.end()

    def leave(self) -> None:
        """Drop every page, as the file is about to be closed."""
        self.rest()
        self._window.drop_places()

    def _go_on(self) -> None:
        if self.keeping:
            self.keeping.look()
            self.keeping.look_for_room()
        self._show_foot()
        self._background.change(tr("Empty the bin"), lambda progress: self._tidy())
        # Where it is stopped, or the file is closed meanwhile, the next sign-in begins anew.
        self._making_anew = self._background.beside(
            self._make_entries_anew, lambda _: None, lambda refusal: None, report=_leave_room
        )
        self._background.read(lambda: (wizards(), record_pages()), self._add_slow_commands)

    def _tidy(self) -> None:
        self._store.empty_bin()
        import_module("hubdesk.sync.after_upgrade").settle_after_upgrade(self._store)

    def _make_entries_anew(self, progress: Progress) -> int:
        made: int = import_module("hubdesk.store.entries_anew").entries_anew(self._store, progress)
        return made

    def _add_slow_commands(self, imported: object) -> None:
        if self._resting:
            return
        work = self.workplace
        kinds = record_pages().kind_commands(work, self._window.pages.currentWidget)
        self._commands.add(*wizards().commands(work, papers()), *kinds)
        self._background.read(lambda: import_module("hubdesk.desktop.papers"), self._add_papers)
        # Ahead of the first visit, which would wait for them; one by one, so that a search in between waits for one only.
        for name in _SCREENS:
            self._background.read(partial(import_module, f"hubdesk.desktop.screens.{name}"), lambda _: None)

    def _add_papers(self, papers_of: Any) -> None:
        if not (self._hub.lead or self._resting):
            self._commands.add(*papers_of.commands(self.workplace))

    def _show_foot(self) -> None:
        if not self._hub.lead:
            self._background.read(partial(self._store.setting, "last_sent"), self._sent_line)

    def _sent_line(self, stored: str | None) -> None:
        self._sent = [_last_sent(stored)]
        self._show_lines()

    def _show_lines(self) -> None:
        backed_up = [self.keeping.foot_line(datetime.now(UTC))] if self.keeping else []
        self._window.show_foot([*self._sent, *backed_up])

    def _open_backups(self) -> None:
        page = page_of("backups", "BackupsPage", self.workplace, self.keeping, self._bring_back)()
        self.workplace.show_page(page, tr("Backups"))

    def _find(self, words: str) -> Sequence[Hit]:
        return [
            Hit(
                found.title,
                "" if self.workplace.privacy.hides(kind_named(found.kind)) else found.detail,
                kind_named(found.kind).kind.icon,
                partial(self._open_record, found.kind, found.id),
            )
            for found in self._store.search(words)
        ]

    def _open_record(self, kind: str, id: UUID) -> None:
        if kind == "class_session":
            self.ways.register(id)
        else:
            record_pages().open_record(self.workplace, self.ways, kind, id)

    def _check(self) -> None:
        self.workplace.show_page(page_of("check", "CheckPage", self.workplace)(), tr("Check my data"))


def _last_sent(stored: str | None) -> FootLine:
    if stored is None:
        return FootLine(tr("Not sent to the lead yet"), tr("Not sent"))
    days = (date.today() - on_the_wall(datetime.fromisoformat(stored)).date()).days
    age = tr("today") if days <= 0 else tr("yesterday") if days == 1 else tr("{n} days ago", n=days)
    return FootLine(tr("Last sent to lead {age}", age=age), age, "due" if days > 7 else "quiet")


def _alarming(alarm: str) -> str:
    """What is said at sign-in of a file that is not the one it was."""
    if alarm == OLDER:
        return tr(
            "An older copy of this file was put in its place, so what was entered since is missing. Tell a manager, who can bring back the newest backup."
        )
    return tr("The log of this file does not fit its anchor. Open “Who did what” and check the log.")


def _leave_room(done: int, of: int) -> None:
    """Between two pieces of long work beside the desk, whoever is at it has the processor."""
    sleep(0.05)
