"""Every screen of HubDesk with something on it: those that commands and kinds bring by themselves, and the rest by name."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

from PySide6.QtCore import QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QStackedWidget, QWidget
from sqlalchemy import func, select

from hubdesk.access.post_keys import PostKeys
from hubdesk.desktop.charts import ChartView
from hubdesk.desktop.closing import ClosingPage
from hubdesk.desktop.desk import Desk
from hubdesk.desktop.errors import FaultDialog
from hubdesk.desktop.help_alone import HelpAlone
from hubdesk.desktop.history import HistoryPage
from hubdesk.desktop.privacy import HiddenPage
from hubdesk.desktop.record_pages import OWN_PAGES
from hubdesk.desktop.restoring import in_place_of
from hubdesk.desktop.screens.accounts import AccountPage
from hubdesk.desktop.screens.always import AlwaysPage
from hubdesk.desktop.screens.bring_in import BringInPage
from hubdesk.desktop.screens.came_back import CameBackPage
from hubdesk.desktop.screens.choose_passphrase import ChoosePassphrasePage, RecoverPage
from hubdesk.desktop.screens.confirm_keys import ConfirmKeysPage, RenewKeysPage, RevokeKeysPage
from hubdesk.desktop.screens.consents import ConsentsPage
from hubdesk.desktop.screens.damaged import DamagedPage
from hubdesk.desktop.screens.deciding import disagreement_card
from hubdesk.desktop.screens.erase_person import ErasePersonPage
from hubdesk.desktop.screens.help import HelpPage, read, topic_ids
from hubdesk.desktop.screens.merged import UndoPackagePage
from hubdesk.desktop.screens.plan_classes import PlanClasses
from hubdesk.desktop.screens.set_up import SetUpPage
from hubdesk.desktop.screens.settings import LicencesPage
from hubdesk.desktop.screens.subject_pack import SubjectPackPage
from hubdesk.desktop.screens.unlock import UnlockPage, database_page, lock_page, open_page
from hubdesk.desktop.widgets import Page
from hubdesk.desktop.window import MainWindow
from hubdesk.desktop.wizards import start
from hubdesk.desktop.wizards.answers import Answers
from hubdesk.desktop.wizards.done import DonePage
from hubdesk.desktop.wizards.frame import Wizard
from hubdesk.desktop.wizards.plan import Action, Done
from hubdesk.records import KINDS, kind_named
from hubdesk.records.learning.class_session import ClassSession
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.records.people.person import Person
from hubdesk.reports.paper_choices import latest_enrolment
from hubdesk.store import Store
from hubdesk.store.damage import Damage, Damaged
from hubdesk.sync.correspondents import HUB, Correspondent
from hubdesk.sync.invitation import Introduction
from hubdesk.sync.merged import MergedPackage
from hubdesk.sync.resolving import Disagreement, Side

NOT_SHOWN = {"edit.undo", "edit.redo", "view.names", "window.lock", "help.open"}
"""Commands that do something where one stands; what F1 shows is among the screens of its own."""
LONG = "HUBDESK_LONG" in os.environ
FORMS = {"new.person", "new.course_run", "new.dbs_check"}
"""Of all forms the longest, with each kind of editor."""
_FEW = 3
_CHART_SETTLES = 100
"""ms after which a chart has asked to be drawn at its new size."""
_LONG_NAME = "Muhammad Abdul-Rahman ibn Yusuf al-Khwarizmi Fernández-Wójcik"


@dataclass(frozen=True)
class Screen:
    """One screen: what it is called in a fault, and how it is shown."""

    name: str
    show: Callable[[], object]


def of_each_sort(screens: Iterable[Screen], *sorts: str) -> list[Screen]:
    """Of screens that are made alike, as all lists are, the first few; and what has a page or form of its own.

    sorts: how the names of those begin. HUBDESK_LONG leaves none out.
    """
    own, met, kept = FORMS | {f"record {kind}" for kind in OWN_PAGES}, Counter[str](), []
    for screen in screens:
        sort = next((sort for sort in sorts if screen.name.startswith(sort)), "")
        met[sort] += 1
        if LONG or not sort or met[sort] <= _FEW or screen.name in own:
            kept.append(screen)
    return kept


class Tour:
    """A window on a hub's file, and every screen it can show."""

    def __init__(self, desk: Desk, store: Store, window: MainWindow, folder: Path) -> None:
        self.desk, self.store, self.window, self.work = desk, store, window, desk.workplace
        self.folder = folder
        self.seen: set[type[QWidget]] = set()
        self._dialog: QDialog | None = None
        # One for all: a worker that was the last to hold one would take it apart away from the window's thread.
        self._loop = QEventLoop()

    def shown(self, screens: list[Screen]) -> Iterator[tuple[str, QWidget]]:
        """Show one after another; the name, and what is to be looked at: the window, or a dialog before it."""
        for screen in screens:
            screen.show()
            self.settle()
            looked_at = self._dialog or self.window
            self.seen |= {type(one) for one in looked_at.findChildren(QWidget) if one.isVisible()} | {type(looked_at)}
            yield screen.name, looked_at
            self.leave()

    def settle(self) -> None:
        """Until what the screen asked of the workers is shown."""
        loop = self._loop
        for _ in range(3):
            self.work.background.change("", lambda progress: None, partial(_quit, loop))
            loop.exec()
            self.work.background.read(lambda: None, partial(_quit, loop))
            loop.exec()
            QTimer.singleShot(2, loop.quit)
            loop.exec()

    def lay_out(self) -> None:
        """Until what a new size moves is where it belongs."""
        for _ in range(4):
            QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
            QApplication.processEvents()
        if any(chart.isVisible() for chart in self.window.findChildren(ChartView)):
            QTimer.singleShot(_CHART_SETTLES, self._loop.quit)
            self._loop.exec()
            self.settle()

    def leave(self) -> None:
        if self._dialog is not None:
            self._dialog.close()
            self._dialog.deleteLater()
            self._dialog = None
        if self.window.covered:
            self.window.uncover()
        self.window.palette_box.close_up()
        self.window.hush()
        # What is behind it is no longer of interest, and would be refreshed at each change.
        self.window.pages.go_back()
        QApplication.processEvents()

    def commands(self) -> list[Screen]:
        """What the menu and the palette offer: places, pages, lists, forms of new records, wizards."""
        return [
            Screen(command.id, command.run)
            for command in self.work.commands
            if command.id not in NOT_SHOWN and command.available()
        ]

    def records(self) -> list[Screen]:
        """The page of one record of each kind, as far as the hub has any, and its history."""
        found = []
        for kind in KINDS:
            with self.store.reading() as session:
                id = session.scalar(select(kind.id).limit(1))
            if id is not None:
                name = kind.__tablename__
                found.append(Screen(f"record {name}", partial(self.work.open_record, name, id)))
        person, run = self._some_person(), self._busiest_run()
        return [
            *found,
            *self._pages(
                ("person", lambda: self.work.open_record("person", person)),
                ("history", lambda: HistoryPage(self.work, "person", person)),
                ("consents", lambda: ConsentsPage(self.work, person)),
                ("what we hold", lambda: SubjectPackPage(self.work, person)),
                ("erase", lambda: ErasePersonPage(self.work, person)),
                ("names only", lambda: HiddenPage(_LONG_NAME, lambda: None)),
                ("course", lambda: self.work.open_record("course_run", run)),
                ("plan classes", lambda: PlanClasses(self.work, run, "Sewing, Tuesdays in the Winter Garden")),
            ),
        ]

    def papers(self) -> list[Screen]:
        person, run = self._some_person(), self._busiest_run()
        with self.store.reading() as session:
            lesson = session.scalar(select(ClassSession.id).where(ClassSession.run == run).limit(1))
            enrolment = latest_enrolment(session, person)
        assert lesson is not None
        return [
            Screen("a paper", lambda: self.desk.ways.paper("enrolment-form", enrolment)),
            Screen("a sheet to sign", lambda: self.desk.ways.paper("register", lesson)),
            Screen("a register", lambda: self.desk.ways.register(lesson)),
        ]

    def wizards(self) -> list[Screen]:
        """Every page of both wizards with answers given, what is said of wrong ones, and the ends."""
        found = []
        for purpose, steps in start._STEPS.items():
            for step in steps:
                found.append(Screen(f"{purpose}: {step.key}", partial(self._wizard, purpose, step.key)))
                found.append(Screen(f"{purpose}: {step.key}, wrong", partial(self._wrong, purpose, step.key)))
        known = {"person": str(self._some_person()), "person_name": _LONG_NAME, "full_name": _LONG_NAME}
        found.append(Screen("enrolment: known", lambda: self._wizard("enrolment", "course", known)))
        to_do = (("mail", f"Ask {_LONG_NAME} for a reference", "Within two weeks"),)
        done = Done("Enrolled", f"{_LONG_NAME} is on the list.", uuid4(), _LONG_NAME, uuid4(), to_do=to_do)
        end = [Action("Print the form to sign", "printer", lambda: None), Action("Enrol someone else", "user", list)]
        return [*found, *self._pages(("done", lambda: DonePage(done, end)))]

    def _wizard(self, purpose: str, key: str, answers: Answers | None = None) -> Wizard:
        work = self.work
        plan = start._plan(purpose, work, start.Papers(lambda *_: None, lambda *_: None))
        given = answers or {"full_name": _LONG_NAME, "family_name": "Fernández-Wójcik", "postcode": "M22 5RX"}
        return start._show(work, Wizard(plan, uuid4(), given, key))

    def _wrong(self, purpose: str, key: str) -> None:
        wizard = self._wizard(purpose, key, {"full_name": "Amina"} if key != "who" else {})
        if wizard._plan.question(key).wrong():
            wizard._continue()

    def others(self) -> list[Screen]:
        """Pages that only a button of another page leads to."""
        work, store = self.work, self.store
        account = store.account
        sheet = self.folder / "people.csv"
        sheet.write_text(
            "Full name,Phone,Date of birth\nAmina Noor,07700 900123,12/3/85\n,,\nChen,x,31/2/99\n", "utf-8"
        )
        keys = PostKeys.new().public
        one = Correspondent(uuid4(), HUB, uuid4(), "Westcroft Community Centre", keys, _NOW, "Manager", None)
        introduced = Introduction(HUB, uuid4(), "Westcroft Community Centre", keys)
        package = MergedPackage(uuid4(), "", uuid4(), "Westcroft", "WES-2026-11.hubsync", _NOW, "M", (), 12, 3, 1)
        return [
            *self._pages(
                ("account", lambda: AccountPage(work, account, lambda: None)),
                ("bring in", lambda: BringInPage(work, sheet)),
                ("always", lambda: AlwaysPage(work, _disagreement(), lambda: None)),
                ("came back", lambda: CameBackPage(work)),
                ("to decide", lambda: _with_card(disagreement_card(_disagreement(), lambda *_: None, lambda _: None))),
                ("undo a package", lambda: UndoPackagePage(work, package, lambda: None)),
                ("take keys", lambda: ConfirmKeysPage(work, introduced, lambda: None)),
                ("revoke keys", lambda: RevokeKeysPage(work, one, lambda: None)),
                ("renew keys", lambda: RenewKeysPage(work, lambda: None)),
                ("licences", lambda: LicencesPage(work.show_page)),
                *((f"help {topic}", partial(HelpPage, work, topic)) for topic in topic_ids()),
            ),
            Screen("search", self.window.open_search),
            Screen("search for something", lambda: self._search("an")),
            Screen("a banner", self._news),
        ]

    def alone(self) -> list[Screen]:
        """What stands before everything, as before a file is open; and dialogs."""
        path, background, nothing = self.folder / "hub.hubdesk", self.work.background, _nothing
        damage = Damaged(path, Damage(900, bad=(3, 7, 8), log="broken"), lambda progress: None)
        names = ["Manager", "Amina Yusuf", _LONG_NAME]

        def unlock(page: UnlockPage) -> QWidget:
            page.show_names(names, "Manager")
            return page

        made: list[tuple[str, Callable[[], QWidget]]] = [
            ("unlock", lambda: unlock(open_page(path, nothing, nothing, nothing, nothing, nothing))),
            ("unlock a database", lambda: unlock(database_page("network", nothing, nothing, nothing))),
            ("locked", lambda: unlock(lock_page(nothing, nothing))),
            ("set up", lambda: SetUpPage(nothing, nothing)),
            ("recovery key", lambda: RecoverPage(names, nothing, nothing)),
            ("choose a passphrase", lambda: ChoosePassphrasePage("Welcome, Amina", "Choose one.", nothing, nothing)),
            ("damaged", lambda: DamagedPage(damage, background, nothing, nothing, nothing)),
            ("bring back", lambda: in_place_of(path, background, leave=nothing, then=nothing)),
            ("closing", lambda: ClosingPage(nothing, nothing)),
            ("unlock, helped", self._helped),
        ]
        return [
            *(Screen(name, partial(self._cover, make)) for name, make in made),
            Screen("a fault", lambda: self._ask(FaultDialog("details", self.folder, self.window))),
        ]

    def of_the_lead(self) -> list[Screen]:
        """What only the lead has."""
        return [one for one in self.commands() if one.name.split(".")[0] not in ("new", "list", "help")]

    def all(self) -> list[Screen]:
        return [*self.commands(), *self.records(), *self.papers(), *self.wizards(), *self.others(), *self.alone()]

    def _pages(self, *made: tuple[str, Callable[[], QWidget | None]]) -> list[Screen]:
        def show(name: str, make: Callable[[], QWidget | None]) -> None:
            page = make()
            if page is not None:
                self.work.show_page(page, page.heading.text() if isinstance(page, Page) else name)

        return [Screen(name, partial(show, name, make)) for name, make in made]

    def _helped(self) -> QWidget:
        whole, about = QStackedWidget(self.window), QWidget()
        whole.addWidget(about)
        return HelpAlone(whole, about, read("start"))

    def _cover(self, make: Callable[[], QWidget]) -> None:
        self.window.cover(make())

    def _ask(self, dialog: QDialog) -> None:
        self._dialog = dialog
        dialog.open()

    def _search(self, words: str) -> None:
        self.window.open_search()
        self.window.palette_box.field.setText(words)

    def _news(self) -> None:
        self.work.say("Amina Yusuf is in the records now.", undo=True)

    def _some_person(self) -> UUID:
        """Whoever is on most courses."""
        with self.store.reading() as session:
            found = session.scalar(
                select(Enrolment.person).group_by(Enrolment.person).order_by(func.count().desc()).limit(1)
            )
            return found or session.scalars(select(Person.id).limit(1)).one()

    def _busiest_run(self) -> UUID:
        with self.store.reading() as session:
            counted = select(Enrolment.run).group_by(Enrolment.run).order_by(func.count().desc()).limit(1)
            return session.scalar(counted) or session.scalars(select(CourseRun.id).limit(1)).one()


def _nothing(*_: object) -> None:
    """What a page would do, were it not only looked at."""


def _quit(loop: QEventLoop, _: object) -> None:
    loop.quit()


_NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


def _disagreement() -> Disagreement:
    kept = Side("14 Poundswick Lane, Wythenshawe", "Westcroft Community Centre", "Manager", _NOW)
    other = Side("41 Poundswick Lane", "JNR8 Youth and Community Centre", "", _NOW)
    assert kind_named("person")
    return Disagreement(uuid4(), "person", uuid4(), _LONG_NAME, "Address", kept, other, False, "address")


def _with_card(card: QWidget) -> Page:
    page = Page("Merge")
    page.body.addWidget(card)
    return page
