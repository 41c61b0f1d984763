"""Who works with this hub's file: letting people in, and what each may do."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt

from hubdesk.access.roles import Role
from hubdesk.base.words import tr
from hubdesk.desktop.editors.editor import Line
from hubdesk.desktop.leaving import entered, leave_page
from hubdesk.desktop.screens.choose_passphrase import ChoosePassphrasePage
from hubdesk.desktop.screens.first_code import FirstCode
from hubdesk.desktop.widgets import (
    ActionRow,
    Card,
    Choice,
    ChoiceChips,
    FieldRow,
    Page,
    Sure,
    primary_button,
    quiet_button,
    section,
    words,
)
from hubdesk.desktop.widgets.emptying import emptied
from hubdesk.desktop.widgets.keyboard import reveal
from hubdesk.desktop.widgets.settled import once_settled
from hubdesk.desktop.workplace import Workplace
from hubdesk.store.accounts import Account

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
        self._code = FirstCode()
        self._code.kept.connect(self._name.setFocus)
        self.body.addWidget(self._list)
        if workplace.store.role.manages:
            self._lay_out_adding()
        self._refresh()

    def _lay_out_adding(self) -> None:
        add = primary_button(tr("Let them in"), "user-plus")
        add.clicked.connect(self._add)
        self._name.returnPressed.connect(self._add)
        new = Card(padded=True)
        for part in (self._name_row, FieldRow(tr("Role"), self._role), add):
            new.inside.addWidget(part)
        self.body.addWidget(section(tr("Somebody new")))
        self.body.addWidget(new)
        self.body.addWidget(self._code)

    def unsaved(self) -> bool:
        """A name that was typed, or a code that nobody has written down yet."""
        return self._code.waits or bool(entered(self))

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
        if not name:
            self._name_row.refuse(tr("Write their name."))
            return
        if self._code.waits:
            self._name_row.refuse(tr("Write down the code of {name} below first.", name=self._code.whose))
            return
        self._name_row.show_error("")

        def done(code: str) -> None:
            if self._name.text().strip() == name:
                self._name.clear()
            self._role.in_force()
            self._code.show_code(name, code)
            self._refresh()

        accounts = self._workplace.store.accounts
        self._workplace.background.change(
            tr("Let {name} in", name=name),
            lambda progress: accounts.add(name, role),
            done,
            lambda refusal: self._name_row.refuse(refusal.sentence),
            owner=self,
            once="let in",
        )


class AccountPage(Page):
    """One person: their own passphrase, or, for a manager, what somebody else may do."""

    def __init__(self, workplace: Workplace, one: Account, changed: Callable[[], object]) -> None:
        super().__init__(one.name, str(one.role.label))
        self._workplace, self._one, self._changed = workplace, one, changed
        self._code = FirstCode()
        self._leaves = Card(padded=True)
        self._leaves.hide()
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
            self._code.kept.connect(new.setFocus)
            gone = ActionRow(
                "user-x", tr("Take the account away"), tr("Their passphrase opens nothing any more"), "overdue"
            )
            gone.clicked.connect(self._ask_remove)
            card.add_row(new)
            card.add_row(gone)
        for part in (card, self._code, self._leaves):
            self.body.addWidget(part)
        if workplace.store.role.manages:
            self._lay_out_role()

    def unsaved(self) -> bool:
        """Something typed or picked, or a code that nobody has written down yet."""
        return self._code.waits or bool(entered(self))

    def _lay_out_role(self) -> None:
        roles = (*_HERE, Role.LEAD) if self._one.role is Role.LEAD else _HERE
        self._role = ChoiceChips(tr("Role"), [Choice(role.value, str(role.label)) for role in roles])
        # Of whom a repair can no longer prove what they may do, a manager says it again.
        if self._one.proven:
            self._role.choose(self._one.role.value)
        # Not by picking alone: with the arrow keys somebody would become one thing after the other.
        change = quiet_button(tr("Change the role"), "check")
        change.clicked.connect(self._change_role)
        card = Card(padded=True)
        card.inside.addWidget(self._role)
        card.inside.addWidget(change, 0, Qt.AlignmentFlag.AlignLeading)
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
            self._workplace.say(tr("{name} works as {role} already.", name=one.name, role=role.label))
            return
        said = tr("{name} works as {role} from the next time they sign in.", name=one.name, role=role.label)
        self._do(tr("Change the role"), lambda: accounts.change_role(one.id, role), lambda _: self._workplace.say(said))

    def _give_code(self) -> None:
        one, accounts = self._one, self._workplace.store.accounts
        self._do(
            tr("Give a new code"),
            lambda: accounts.give_new_code(one.id),
            lambda code: self._code.show_code(one.name, code),
        )

    def _ask_remove(self) -> None:
        """Their name, typed once more, is the confirmation: this cannot be undone."""
        emptied(self._leaves.inside)
        said = tr(
            "{name} will not come in any more, and the whole file is written anew under a new key. This cannot be undone.",
            name=self._one.name,
        )
        sure = Sure(self._one.name, tr("Take the account of {name} away", name=self._one.name), "user-x", said)
        sure.meant.connect(self._remove)
        self._leaves.inside.addWidget(words(said))
        self._leaves.inside.addWidget(sure)
        self._leaves.show()
        sure.setFocus()
        once_settled(sure, partial(reveal, sure))

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
            title,
            lambda progress: deed(),
            done,
            lambda refusal: self._workplace.warn(refusal.sentence),
            once=(title, self._one.id),
        )
