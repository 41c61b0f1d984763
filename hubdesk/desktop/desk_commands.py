"""The commands of an open file, beyond those that a kind of record or a wizard brings."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

from PySide6.QtWidgets import QWidget

from hubdesk.access.rights import Deed
from hubdesk.base.words import Later, tr, tr_later
from hubdesk.desktop.checking_in import CheckingIn
from hubdesk.desktop.commands import Command
from hubdesk.desktop.loading import page_of, paper
from hubdesk.desktop.ways import Ways
from hubdesk.desktop.workplace import Workplace


def check_in_command(work: Workplace, checking_in: CheckingIn) -> Command:
    """Who comes and goes."""
    title = tr_later("Check in")

    def check_in() -> None:
        page = page_of("check_in", "CheckInPage", work, checking_in)()
        work.show_page(page, str(title))
        page.setFocus()

    told = (tr("sign in"), tr("visit"), tr("drop-in"), tr("card"), tr("who is here"), tr("check out"))
    return Command("desk.check_in", title, check_in, "log-in", "F2", told)


def key_back_command(work: Workplace) -> Command:
    """Registers that were signed on paper."""
    title = tr_later("Key back a register")
    told = (tr("paper register"), tr("sheet number"), tr("absent"), tr("signed"))
    return Command("desk.key_back", title, lambda: open_key_back(work), "keyboard", "F4", told)


def open_key_back(work: Workplace, code: str = "", here: QWidget | None = None) -> None:
    """At the sheet whose code was scanned, if it was; on the page that is ``here``, where it is for that."""
    page: Any = here
    if not hasattr(here, "open_sheet"):
        page = page_of("key_back", "KeyBackPage", work)()
        work.show_page(page, tr("Key back a register"))
        page.setFocus()
    if code:
        page.open_sheet(code)


def paper_commands(work: Workplace, ways: Ways) -> list[Command]:
    """Papers that are about no record shown now."""
    title = tr_later("Certificates")

    def certificates() -> None:
        work.show_page(page_of("certificates", "CertificatesPage", work, ways)(), str(title))

    return [
        Command("paper.certificates", title, certificates, "award", "Ctrl+Shift+C"),
    ]


def retention_command(work: Workplace) -> Command:
    """What was kept long enough."""
    title = tr_later("Kept long enough")
    told = (tr("retention"), tr("erase"), tr("delete"))
    return Command(
        "rights.retention",
        title,
        lambda: work.show_page(page_of("retention", "RetentionPage", work)(), str(title)),
        "hourglass",
        keywords=told,
    )


def two_computers_command(work: Workplace) -> Command:
    """A laptop beside the computer at reception."""
    title = tr_later("Two computers")
    return Command(
        "file.two_computers",
        title,
        lambda: work.show_page(page_of("two_computers", "TwoComputersPage", work)(), str(title)),
        "copy",
        keywords=(tr("laptop"), tr("copy"), tr("other computer")),
    )


def keys_command(work: Workplace) -> Command:
    """How a hub and its lead get to know each other."""
    title = tr_later("Keys and invitations")
    print_it = partial(paper("open_invitation"), work)
    return Command(
        "settings.keys",
        title,
        lambda: work.show_page(page_of("keys", "KeysPage", work, print_it)(), str(title)),
        "handshake",
        keywords=(tr("six words"), tr("invitation"), tr("answer"), tr("lead")),
    )


def hubs_command(work: Workplace) -> Command:
    """How it stands with each hub of the network."""
    title = tr_later("Hubs")
    return Command(
        "look.hubs",
        title,
        lambda: work.show_page(page_of("hubs", "HubsPage", work)(), str(title)),
        "network",
        keywords=(tr("last package"), tr("missing"), tr("agreement")),
    )


def term_command(work: Workplace) -> Command:
    """How the term goes."""
    title = tr_later("The term")
    return Command(
        "look.term",
        title,
        lambda: work.show_page(page_of("term", "TermScreen", work)(), str(title)),
        "chart-column",
        keywords=(tr("chart"), tr("attendance"), tr("figures")),
    )


def help_command(work: Workplace, here: Callable[[], QWidget | None]) -> Command:
    """What the manual says of the page that is shown."""

    def open_help() -> None:
        help_module = import_module("hubdesk.desktop.screens.help")
        topic = help_module.topic_of(here())
        work.show_page(help_module.HelpPage(work, topic), help_module.read(topic).title)

    told = (tr("manual"), tr("how"), tr("what is this"))
    return Command("help.open", tr_later("Help"), open_help, "circle-question-mark", "F1", keywords=told)


def privacy_command(work: Workplace) -> Command:
    """Names only, and everything again."""

    def title() -> str:
        return tr("Show everything") if work.privacy.on else tr("Show names only")

    def turn() -> None:
        work.privacy.turn()
        work.say(
            tr("Lists and search show names only. A record opens once you say so.")
            if work.privacy.on
            else tr("Lists and search show everything again.")
        )

    return Command("view.names", title, turn, "eye", "Ctrl+Shift+H", keywords=(tr("privacy"), tr("hide")))


def account_commands(work: Workplace) -> list[Command]:
    """Who works here, and the recovery key for whoever keeps accounts."""

    def show(module: str, page: str, title: Later, *given: Any) -> None:
        work.show_page(page_of(module, page, work, *given)(), str(title))

    people, key = tr_later("People who work here"), tr_later("Recovery key")
    opened = partial(show, "accounts", "AccountsPage", people)
    known = (tr("Change my passphrase"), tr("Role"))
    made = [Command("settings.accounts", people, opened, "users-round", keywords=known)]
    if work.may_do(Deed.KEEP_ACCOUNTS):
        print_it = partial(paper("open_recovery_paper"), work)
        make = partial(show, "recovery_key", "RecoveryKeyPage", key, print_it)
        made.append(Command("settings.recovery", key, make, "life-buoy"))
    return made


def looking_back(work: Workplace) -> list[Command]:
    """The log and the bin."""

    def opener(module: str, name: str, title: str) -> Callable[[], None]:
        return lambda: work.show_page(page_of(module, name, work)(), title)

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


def spreadsheet_commands(work: Workplace) -> list[Command]:
    """Bringing a spreadsheet in."""

    def open_import() -> None:
        page = page_of("bring_in", "BringInPage", work)()
        work.show_page(page, tr("Bring in a spreadsheet"))

    title = tr_later("Bring in a spreadsheet")
    return [
        Command("spreadsheet.import", title, open_import, "file-spreadsheet", keywords=(tr("import"), "CSV", "XLSX"))
    ]
