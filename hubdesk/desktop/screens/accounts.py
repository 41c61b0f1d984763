"""Who works with this hub's file: letting people in, what each may do, and the recovery key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog

from hubdesk.access.recovery import looks_like
from hubdesk.access.roles import Role
from hubdesk.base.words import tr
from hubdesk.desktop.editors.editor import Line
from hubdesk.desktop.leaving import leave_page
from hubdesk.desktop.screens.choose_passphrase import ChoosePassphrasePage
from hubdesk.desktop.widgets import (
    ActionRow,
    Card,
    Choice,
    ChoiceChips,
    FieldRow,
    Page,
    Sure,
    announce,
    heading,
    primary_button,
    quiet,
    quiet_button,
    section,
    strong,
    words,
)
from hubdesk.desktop.widgets.emptying import emptied
from hubdesk.desktop.workplace import Workplace
from hubdesk.store.accounts import Account
from hubdesk.sync.spare_key import give_spare_key

_HERE = (Role.RECEPTION, Role.TUTOR, Role.MANAGER)


class AccountsPage(Page):
    """Everybody with an account; a manager lets others in."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(
            tr("People who work here"),
            tr("Each signs in with a passphrase of their own. What they may see and do follows from their role."),
        )
        self._workplace = workplace
        self._name = Line()
        self._name_row = FieldRow(tr("Name"), self._name, tr("As they are called at the desk."))
        self._role = ChoiceChips(tr("Role"), [Choice(role.value, str(role.label)) for role in _HERE])
        self._role.choose(Role.RECEPTION.value)
        self._list = Card()
        self._code = Card(padded=True)
        self._code.hide()
        self.body.addWidget(self._list)
        if workplace.store.role.manages:
            self._lay_out_adding()
        self._refresh()

    def _lay_out_adding(self) -> None:
        add = primary_button(tr("Let them in"), "user-plus")
        add.clicked.connect(self._add)
        self._name.returnPressed.connect(self._add)
        new = Card(padded=True)
        for part in (self._name_row, strong(tr("Role")), self._role, add):
            new.inside.addWidget(part)
        self.body.addWidget(section(tr("Somebody new")))
        self.body.addWidget(new)
        self.body.addWidget(self._code)

    def _refresh(self) -> None:
        self._workplace.background.read(self._workplace.store.accounts.all, self._show)

    def _show(self, found: list[Account]) -> None:
        emptied(self._list.inside)
        mine = self._workplace.store.account.id
        for one in found:
            detail = tr("{role}, you", role=one.role.label) if one.id == mine else str(one.role.label)
            row = ActionRow("user", one.name, detail)
            row.clicked.connect(partial(self._open, one))
            row.setEnabled(one.id == mine or self._workplace.store.role.manages)
            self._list.add_row(row)

    def _open(self, one: Account) -> None:
        self._workplace.show_page(AccountPage(self._workplace, one, self._refresh), one.name)

    def _add(self) -> None:
        name, role = self._name.text().strip(), Role(self._role.value() or Role.RECEPTION.value)
        self._name_row.show_error("" if name else tr("Write their name."))
        if not name:
            self._name.setFocus()
            return

        def done(code: str) -> None:
            self._name.clear()
            self._role.in_force()
            show_code(self._code, name, code)
            self._refresh()

        accounts = self._workplace.store.accounts
        self._workplace.background.change(
            tr("Let {name} in", name=name),
            lambda progress: accounts.add(name, role),
            done,
            lambda refusal: self._name_row.refuse(refusal.sentence),
        )


class AccountPage(Page):
    """One person: their own passphrase, or, for a manager, what somebody else may do."""

    def __init__(self, workplace: Workplace, one: Account, changed: Callable[[], object]) -> None:
        super().__init__(one.name, str(one.role.label))
        self._workplace, self._one, self._changed = workplace, one, changed
        self._code = Card(padded=True)
        self._code.hide()
        card = Card()
        if one.id == workplace.store.account.id:
            mine = ActionRow("lock", tr("Change my passphrase"), tr("Whenever you think that somebody has seen it"))
            mine.clicked.connect(self._choose)
            card.add_row(mine)
        else:
            new = ActionRow(
                "lock-open", tr("Give a new code"), tr("When the passphrase is lost, or the name is locked")
            )
            new.clicked.connect(self._give_code)
            gone = ActionRow(
                "user-x", tr("Take the account away"), tr("Their passphrase opens nothing any more"), "overdue"
            )
            gone.clicked.connect(self._ask_remove)
            card.add_row(new)
            card.add_row(gone)
        self.body.addWidget(card)
        self.body.addWidget(self._code)
        if workplace.store.role.manages:
            self._lay_out_role()

    def _lay_out_role(self) -> None:
        roles = (*_HERE, Role.LEAD) if self._one.role is Role.LEAD else _HERE
        self._role = ChoiceChips(tr("Role"), [Choice(role.value, str(role.label)) for role in roles])
        # Of whom a repair can no longer prove what they may do, a manager says it again.
        if self._one.proven:
            self._role.choose(self._one.role.value)
        self._role.chosen.connect(self._change_role)
        card = Card(padded=True)
        card.inside.addWidget(self._role)
        self.body.addWidget(section(tr("Role")))
        self.body.addWidget(card)

    def _change_role(self) -> None:
        self._role.in_force()
        role, one, accounts = (
            Role(self._role.value() or self._one.role.value),
            self._one,
            self._workplace.store.accounts,
        )
        if role is one.role and one.proven:
            return
        said = tr("{name} works as {role} from the next time they sign in.", name=one.name, role=role.label)
        self._do(tr("Change the role"), lambda: accounts.change_role(one.id, role), lambda _: self._workplace.say(said))

    def _give_code(self) -> None:
        one, accounts = self._one, self._workplace.store.accounts
        self._do(
            tr("Give a new code"),
            lambda: accounts.give_new_code(one.id),
            lambda code: show_code(self._code, one.name, code),
        )

    def _ask_remove(self) -> None:
        """Their name, typed once more, is the confirmation: this cannot be undone."""
        emptied(self._code.inside)
        said = tr(
            "{name} will not come in any more, and the whole file is written anew under a new key. This cannot be undone.",
            name=self._one.name,
        )
        sure = Sure(self._one.name, tr("Take the account of {name} away", name=self._one.name), "user-x")
        sure.meant.connect(self._remove)
        self._code.inside.addWidget(words(said))
        self._code.inside.addWidget(sure)
        self._code.show()
        announce(self, said)
        sure.setFocus()

    def _remove(self) -> None:
        one, work = self._one, self._workplace

        def gone(nothing: object) -> None:
            leave_page(self, work.go_back)
            work.say(tr("The account of {name} is gone.", name=one.name))

        self._do(tr("Take an account away"), lambda: work.store.accounts.remove(one.id), gone)

    def _choose(self) -> None:
        work = self._workplace

        def choose(passphrase: str) -> None:
            work.background.change(
                tr("Keep the passphrase"),
                lambda progress: work.store.choose_passphrase(passphrase),
                done,
                lambda refusal: page.show_error(refusal.sentence),
            )

        def done(nothing: object) -> None:
            leave_page(page, work.go_back)
            work.say(tr("Your new passphrase holds from now on."))

        page = ChoosePassphrasePage(tr("Change my passphrase"), tr("The old one opens nothing any more."), choose)
        work.show_page(page, tr("Change my passphrase"))

    def _do(self, title: str, deed: Callable[[], Any], then: Callable[[Any], object]) -> None:
        def done(result: Any) -> None:
            self._changed()
            then(result)

        self._workplace.background.change(
            title, lambda progress: deed(), done, lambda refusal: self._workplace.warn(refusal.sentence)
        )


class RecoveryKeyPage(Page):
    """Makes the recovery key and shows it once, to be printed with ``print_it``, or written on paper, and typed back."""

    def __init__(self, workplace: Workplace, print_it: Callable[[Sequence[str]], object]) -> None:
        super().__init__(
            tr("Recovery key"),
            tr("It opens the hub when every passphrase is lost. Print it, seal it in an envelope, lock it away."),
        )
        self._workplace, self._print = workplace, print_it
        self._groups: list[str] = []
        self._card = Card(padded=True)
        make = primary_button(tr("Make a recovery key"), "life-buoy")
        make.clicked.connect(self._make)
        self._card.inside.addWidget(words(tr("An earlier recovery key opens nothing once a new one is made.")))
        self._card.inside.addWidget(make)
        self.body.addWidget(self._card)
        if not workplace.leads and workplace.store.held:
            self._offer_spare()

    def _offer_spare(self) -> None:
        spare = quiet_button(tr("Write a spare key"), "handshake")
        spare.clicked.connect(self._pick_folder)
        card = Card(padded=True)
        card.inside.addWidget(
            words(
                tr(
                    "The lead organisation can keep one too, sealed. Without your hub’s file it opens nothing; on the day you need it, call them and they read it to you."
                )
            )
        )
        card.inside.addWidget(spare)
        self.body.addWidget(section(tr("At the lead organisation")))
        self.body.addWidget(card)

    def _pick_folder(self) -> None:
        if folder := QFileDialog.getExistingDirectory(self, tr("Where shall the spare key go?")):
            self.write_spare(Path(folder))

    def write_spare(self, folder: Path) -> None:
        """Write a spare key for the lead into the folder."""
        store = self._workplace.store
        self._workplace.background.change(
            tr("Write a spare key for the lead"),
            lambda progress: give_spare_key(store, folder),
            self._wrote_spare,
            owner=self,
        )

    def _wrote_spare(self, path: Path) -> None:
        self._workplace.say(
            tr("The spare key is written as {name}. Only the lead organisation can open it.", name=path.name)
        )

    def unsaved(self) -> bool:
        """A key that nobody has on paper yet would be lost with the page, and the one before opens nothing any more."""
        return bool(self._groups)

    def _make(self) -> None:
        work = self._workplace
        work.background.change(
            tr("Make a recovery key"), lambda progress: work.store.accounts.new_recovery_key(), self._show
        )

    def _show(self, code: str) -> None:
        self._groups = code.split()
        emptied(self._card.inside)
        self._card.inside.addWidget(heading("  ".join(self._groups[:4])))
        self._card.inside.addWidget(heading("  ".join(self._groups[4:])))
        self._back = Line()
        self._row = FieldRow(tr("Type the third and the seventh group back from the paper"), self._back)
        on_paper = primary_button(tr("Print it"), "printer")
        on_paper.clicked.connect(lambda: self._print(self._groups))
        check = quiet_button(tr("It is on paper"), "check")
        check.clicked.connect(self._check)
        self._back.returnPressed.connect(self._check)
        said = quiet(tr("It is shown only now. Where there is no printer, write it on paper."))
        for part in (said, on_paper, self._row, check):
            self._card.inside.addWidget(part)
        on_paper.setFocus()
        announce(self, " ".join(self._groups))

    def _check(self) -> None:
        if not looks_like(self._back.text(), self._groups[2] + self._groups[6]):
            self._row.refuse(tr("These are not the third and the seventh group. Compare the paper with the screen."))
            return
        self._workplace.go_back()
        self._workplace.say(tr("The recovery key is on paper. Seal it in an envelope and lock it away."))


def show_code(card: Card, name: str, code: str) -> None:
    """The first code, once; nobody can look it up again."""
    emptied(card.inside)
    card.inside.addWidget(quiet(tr("The code with which {name} comes in, once, within a week:", name=name)))
    card.inside.addWidget(heading(code))
    card.inside.addWidget(quiet(tr("Write it down for them; it is shown only now. Then they choose a passphrase.")))
    card.show()
    announce(card, tr("The code with which {name} comes in, once, within a week:", name=name))
    announce(card, code)
