"""What the window holds once a hub's file is open: places, commands, search. Loaded after the first paint."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from hubdesk.access.rights import Deed
from hubdesk.base.words import Later, tr, tr_later
from hubdesk.desktop.background import Background
from hubdesk.desktop.commands import Command, Commands
from hubdesk.desktop.found import Hit
from hubdesk.desktop.keeping import Keeping
from hubdesk.desktop.preferences import Preferences
from hubdesk.desktop.rail import FootLine, Place
from hubdesk.desktop.screens.set_up import NewHub
from hubdesk.desktop.theme import Theme
from hubdesk.desktop.ways import Ways
from hubdesk.desktop.window import MainWindow
from hubdesk.desktop.workplace import Changes, Workplace
from hubdesk.fields.dates import on_the_wall
from hubdesk.operations.set_up_hub import set_up_hub
from hubdesk.records import kind_named
from hubdesk.reports.needs import Target
from hubdesk.reports.own_hub import OwnHub, own_hub_of
from hubdesk.store import Store


def _paper(name: str) -> Callable[..., None]:
    """Opens a paper; the PDF library is imported with the first one."""

    def show(*given: Any) -> None:
        getattr(import_module("hubdesk.desktop.papers"), name)(*given)

    return show


def _wizards() -> Any:
    return import_module("hubdesk.desktop.wizards.start")


def _papers() -> Any:
    return _wizards().Papers(_paper("open_enrolment_form"), _paper("open_agreement"))


def _record_pages() -> Any:
    return import_module("hubdesk.desktop.record_pages")


_HUB_PLACES = ("today", "people", "courses", "registers", "volunteers", "print", "send")
_SCREENS = ("people", "courses", "registers", "register", "volunteers", "print", "send", "settings")
_COMMANDS = {"import": "spreadsheet.import", "retention": "rights.retention"}
"""Places that are no places of the rail."""
_LEAD_PLACES = ("network", "people", "courses", "merge")


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
    ) -> None:
        self._store, self._window, self._commands = store, window, commands
        with store.reading() as session:
            self._hub = own_hub_of(session)
        self._background, self._preferences = background, preferences
        changes = Changes(window)
        store.changed.append(changes.happened.emit)
        self._sent: list[FootLine] = []
        self._bring_back = bring_back
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
        )
        self.ways = _ways(self.workplace)

    def move_in(self) -> None:
        """Fill the window."""
        hub = self._hub
        self._window.show_hub(hub.name, "" if hub.lead else hub.network)
        self._window.use_undo(self._undo)
        places = self._places(hub)
        work = self.workplace
        self._commands.add(
            *([] if hub.lead else _paper_commands(work, self.ways)),
            *(_spreadsheet_commands(work) if work.may_do(Deed.BRING_IN) else []),
            *(self.keeping.commands(self._open_backups) if self.keeping else ()),
            Command("file.check", tr_later("Check my data"), self._check, "shield-check", keywords=(tr("repair"),)),
            *_account_commands(work),
            *([_retention_command(work)] if work.may_do(Deed.ERASE) else []),
            *(_looking_back(work) if work.may_do(Deed.SEE_LOG) else []),
            Command("edit.undo", self._undo_title, self._undo, "undo-2", "Ctrl+Z"),
            Command("edit.redo", self._redo_title, self._redo, "redo-2", "Ctrl+Shift+Z"),
            *(
                Command(f"go.{place.id}", place.title, partial(self._window.show_place, place.id), place.icon)
                for place in places
            ),
        )
        self._window.palette_box.provide(tr("Records"), self._find)
        self._window.show_places(places)
        self._show_foot()
        if self._store.alarm:
            self._window.warn(
                tr("The log of this file does not fit its anchor. Open “Who did what” and check the log.")
            )
        self._background.change(tr("Empty the bin"), lambda progress: self._store.empty_bin())
        # Today is read and shown first; what it does not need is imported after that.
        self._background.read(lambda: None, lambda _: self._import_slow_parts())

    def rest(self) -> None:
        """Do nothing more by itself, as somebody else is about to work, or the file to be closed."""
        if self.keeping:
            self.keeping.end()

    def leave(self) -> None:
        """Drop every page, as the file is about to be closed."""
        self.rest()
        self._window.drop_places()

    def _import_slow_parts(self) -> None:
        self._background.read(lambda: (_wizards(), _record_pages()), self._add_slow_commands)

    def _add_slow_commands(self, imported: object) -> None:
        work = self.workplace
        self._commands.add(*_wizards().commands(work, _papers()), *_record_pages().kind_commands(work))
        # Ahead of the first visit, which would wait for them; one by one, so that a search in between waits for one only.
        for name in (*(f"screens.{one}" for one in _SCREENS), "papers"):
            self._background.read(partial(import_module, f"hubdesk.desktop.{name}"), lambda _: None)

    def _places(self, hub: OwnHub) -> Sequence[Place]:
        work, ways = self.workplace, self.ways
        made = {
            "today": Place("today", tr_later("Today"), "sun", _page("today", "TodayPage", work, ways)),
            "people": Place("people", tr_later("People"), "users", _page("people", "PeoplePage", work, ways)),
            "courses": Place("courses", tr_later("Courses"), "book-open", _page("courses", "CoursesPage", work)),
            "registers": Place(
                "registers", tr_later("Registers"), "list-checks", _page("registers", "RegistersPage", work, ways)
            ),
            "volunteers": Place(
                "volunteers", tr_later("Volunteers"), "hand-heart", _page("volunteers", "VolunteersPage", work, ways)
            ),
            "print": Place("print", tr_later("Print"), "printer", _page("print", "PrintPage", work, ways)),
            "send": Place("send", tr_later("Send to lead"), "send", _page("send", "SendPage", work)),
            "network": Place("network", tr_later("Network"), "map", _page("network", "NetworkPage", work)),
            "merge": Place("merge", tr_later("Merge"), "package-check", _page("merge", "MergePage", work)),
        }
        settings = Place(
            "settings",
            tr_later("Settings"),
            "settings",
            _page("settings", "SettingsPage", work.theme, self._preferences, work.show_page, work.commands),
        )
        needs = {"send": Deed.SEND, "merge": Deed.MERGE}
        shown = [id for id in (_LEAD_PLACES if hub.lead else _HUB_PLACES) if id not in needs or work.may_do(needs[id])]
        return (*(made[id] for id in shown), settings)

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
        page = _page("backups", "BackupsPage", self.workplace, self.keeping, self._bring_back)()
        self.workplace.show_page(page, tr("Backups"))

    def _find(self, words: str) -> Sequence[Hit]:
        return [
            Hit(
                found.title,
                found.detail,
                kind_named(found.kind).kind.icon,
                partial(self._open_record, found.kind, found.id),
            )
            for found in self._store.search(words)
        ]

    def _open_record(self, kind: str, id: UUID) -> None:
        if kind == "class_session":
            self.ways.register(id)
        else:
            _record_pages().open_record(self.workplace, self.ways, kind, id)

    def _check(self) -> None:
        self.workplace.show_page(_page("check", "CheckPage", self.workplace)(), tr("Check my data"))

    def _undo_title(self) -> str:
        title = self._store.undo_title()
        return tr("Undo “{title}”", title=title) if title else tr("Undo")

    def _redo_title(self) -> str:
        title = self._store.redo_title()
        return tr("Redo “{title}”", title=title) if title else tr("Redo")

    def _undo(self) -> None:
        self._turn(tr("Undo"), self._store.undo, lambda title: tr("Taken back: {title}.", title=title))

    def _redo(self) -> None:
        self._turn(tr("Redo"), self._store.redo, lambda title: tr("Done again: {title}.", title=title))

    def _turn(self, title: str, turn: Callable[[], str], sentence: Callable[[str], str]) -> None:
        self._background.change(title, lambda progress: turn(), lambda turned: self._window.say(sentence(turned)))


def _last_sent(stored: str | None) -> FootLine:
    if stored is None:
        return FootLine(tr("Not sent to the lead yet"), tr("Not sent"))
    days = (date.today() - on_the_wall(datetime.fromisoformat(stored)).date()).days
    age = tr("today") if days <= 0 else tr("yesterday") if days == 1 else tr("{n} days ago", n=days)
    return FootLine(tr("Last sent to lead {age}", age=age), age, "due" if days > 7 else "quiet")


def _page(module: str, name: str, *given: Any) -> Callable[[], QWidget]:
    """Imports the screen at its first visit."""

    def make() -> QWidget:
        page: QWidget = getattr(import_module(f"hubdesk.desktop.screens.{module}"), name)(*given)
        return page

    return make


def _ways(work: Workplace) -> Ways:
    def register(session_id: UUID, _: bool = False) -> None:
        page = _page("register", "RegisterPage", work, ways, session_id)()
        work.show_page(page, tr("Register"))
        page.setFocus()

    def follow(target: Target, _: bool = False) -> None:
        if target.to == "register" and target.id:
            register(target.id)
        elif target.to == "record" and target.id:
            work.open_record(target.kind, target.id)
        elif target.to == "list":
            import_module("hubdesk.desktop.record_list").open_list(work, target.kind, target.filters, target.ids)
        elif target.kind in _COMMANDS:
            work.commands.run(_COMMANDS[target.kind])
        else:
            work.open_place(target.kind)

    def shown(open_paper: Callable[..., None]) -> Callable[..., object]:
        """A way that takes what a click sends along, and lets it fall."""
        return lambda id, *_: open_paper(work, id)

    ways = Ways(
        enrol=lambda *_: _wizards().enrol_someone(work, _papers()),
        enrol_person=lambda person, name, *_: _wizards().enrol_person(work, _papers(), person, name),
        enrol_on=lambda run, *_: _wizards().enrol_on(work, _papers(), run),
        onboard=lambda *_: _wizards().new_volunteer(work, _papers()),
        resume=lambda draft, *_: _wizards().resume(work, _papers(), draft),
        register=register,
        follow=follow,
        person_form=shown(_paper("open_person_form")),
        agreement=shown(_paper("open_agreement")),
        register_to_sign=shown(_paper("open_register_to_sign")),
        marked_register=shown(_paper("open_marked_register")),
        certificates=shown(_paper("open_certificates")),
    )
    return ways


def _paper_commands(work: Workplace, ways: Ways) -> list[Command]:
    title = tr_later("Certificates")

    def certificates() -> None:
        work.show_page(_page("certificates", "CertificatesPage", work, ways)(), str(title))

    return [
        Command("paper.certificates", title, certificates, "award", "Ctrl+Shift+C"),
        Command("paper.blank", tr_later("Blank enrolment form"), partial(_paper("open_blank_form"), work), "file-text"),
    ]


def _retention_command(work: Workplace) -> Command:
    title = tr_later("Kept long enough")
    told = (tr("retention"), tr("erase"), tr("delete"))
    return Command(
        "rights.retention",
        title,
        lambda: work.show_page(_page("retention", "RetentionPage", work)(), str(title)),
        "hourglass",
        keywords=told,
    )


def _account_commands(work: Workplace) -> list[Command]:
    def show(page: str, title: Later) -> None:
        work.show_page(_page("accounts", page, work)(), str(title))

    people, key = tr_later("People who work here"), tr_later("Recovery key")
    made = [Command("settings.accounts", people, partial(show, "AccountsPage", people), "users-round")]
    if work.may_do(Deed.KEEP_ACCOUNTS):
        made.append(Command("settings.recovery", key, partial(show, "RecoveryKeyPage", key), "life-buoy"))
    return made


def _looking_back(work: Workplace) -> list[Command]:
    def opener(module: str, name: str, title: str) -> Callable[[], None]:
        return lambda: work.show_page(_page(module, name, work)(), title)

    return [
        Command(
            "look.log",
            tr_later("Who did what"),
            opener("log", "LogPage", tr("Who did what")),
            "history",
            keywords=(tr("log"), tr("audit"), tr("journal")),
        ),
        Command(
            "look.bin",
            tr_later("Bin"),
            opener("bin", "BinPage", tr("Bin")),
            "trash-2",
            keywords=(tr("removed"), tr("deleted"), tr("put back")),
        ),
    ]


def _spreadsheet_commands(work: Workplace) -> list[Command]:
    def open_import() -> None:
        page = _page("bring_in", "BringInPage", work)()
        work.show_page(page, tr("Bring in a spreadsheet"))

    title = tr_later("Bring in a spreadsheet")
    return [
        Command("spreadsheet.import", title, open_import, "file-spreadsheet", keywords=(tr("import"), "CSV", "XLSX"))
    ]
