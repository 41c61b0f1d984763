"""Somebody's keys: taken once their six words were typed, and taken back again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from hubdesk.base.words import tr
from hubdesk.desktop.editors.editor import Line
from hubdesk.desktop.leaving import leave_page
from hubdesk.desktop.widgets import (
    Card,
    FieldRow,
    Page,
    ReadOut,
    Sure,
    announce,
    in_two_lines,
    primary_button,
    quiet,
    quiet_button,
    section,
    spelled,
    strong,
    words,
)
from hubdesk.desktop.widgets.emptying import emptied
from hubdesk.desktop.workplace import Workplace
from hubdesk.fields.dates import show_date
from hubdesk.sync.correspondents import HUB, LEAD, Correspondent, revoke
from hubdesk.sync.invitation import Introduction, confirm
from hubdesk.sync.spare_key import SpareKey, show_spare_key, spare_key


class ConfirmKeysPage(Page):
    """Asks for the six words that the file's owner reads out."""

    def __init__(self, workplace: Workplace, one: Introduction, changed: Callable[[], object]) -> None:
        super().__init__(
            tr("Is it really from {name}?", name=one.name),
            tr("Call them, on a number that you know. They see six words under Keys and invitations."),
        )
        self._workplace, self._one, self._changed = workplace, one, changed
        self._typed = Line()
        self._row = FieldRow(tr("The six words that they read to you"), self._typed, tr("With spaces between them."))
        self._typed.returnPressed.connect(self._confirm)
        right = primary_button(tr("These are the words"), "shield-check")
        right.clicked.connect(self._confirm)
        card = Card(padded=True)
        card.inside.addWidget(self._row)
        card.inside.addWidget(right)
        self.body.addWidget(card)
        self.setFocusProxy(self._typed)

    def _confirm(self) -> None:
        store, one, typed = self._workplace.store, self._one, self._typed.text()
        self._workplace.background.change(
            tr("Take the keys of {name}", name=one.name),
            lambda progress: confirm(store, one, typed),
            self._done,
            lambda refusal: self._row.refuse(refusal.sentence),
            owner=self,
            once=("confirm", one.keys.id),
        )

    def _done(self, _: None) -> None:
        said = (
            tr("The keys of {name} are taken. Now write your answer, and send it to them.", name=self._one.name)
            if self._one.what == LEAD
            else tr("The keys of {name} are taken. Its packages are taken from now on.", name=self._one.name)
        )
        leave_page(self, self._workplace.go_back)
        self._workplace.say(said)
        self._changed()


class RevokeKeysPage(Page):
    """Since when the keys hold, and the way to take them back."""

    def __init__(self, workplace: Workplace, one: Correspondent, changed: Callable[[], object]) -> None:
        super().__init__(one.name, tr("Keys taken on {day} by {name}", day=show_date(one.since.date()), name=one.by))
        self._workplace, self._one, self._changed = workplace, one, changed
        card = Card(padded=True)
        card.inside.addWidget(strong(tr("Are these keys in doubt?")))
        about = tr(
            "When their computer was stolen, or somebody else may have their file: take the keys back. Then nothing is taken from them, and nothing is sealed to them, until new keys are taken in."
        )
        card.inside.addWidget(words(about))
        card.inside.addWidget(quiet(tr("What was taken in before stays as it is.")))
        back = Sure(one.name, tr("Take the keys back"), "shield-alert", about)
        back.meant.connect(self._revoke)
        card.inside.addWidget(back)
        self.body.addWidget(card)
        self.setFocusProxy(back.edit)
        self._spare = Card(padded=True)
        if one.what == HUB:
            self.body.addWidget(section(tr("Its spare key")))
            self.body.addWidget(self._spare)
            store = workplace.store
            workplace.background.read(lambda: spare_key(store, one.hub_id), self._show_kept, owner=self)

    def _show_kept(self, kept: SpareKey | None) -> None:
        if kept is None:
            self._spare.inside.addWidget(words(tr("None is kept here. The hub writes one under Recovery key.")))
            return
        show = quiet_button(tr("Show the spare key"), "life-buoy")
        show.clicked.connect(self._show)
        self._spare.inside.addWidget(
            words(
                tr(
                    "Made by the hub on {day}. Show it only while somebody whom you know is on the telephone; that it was shown stands in the log.",
                    day=show_date(date.fromisoformat(kept.made)),
                )
            )
        )
        self._spare.inside.addWidget(show)

    def _show(self) -> None:
        store, one = self._workplace.store, self._one
        self._workplace.background.change(
            tr("Show the spare key of {name}", name=one.name),
            lambda progress: show_spare_key(store, one.hub_id),
            self._shown,
            owner=self,
        )

    def _shown(self, code: str) -> None:
        groups = code.split()
        emptied(self._spare.inside)
        shown = ReadOut(tr("Its spare key"), in_two_lines(groups))
        self._spare.inside.addWidget(shown)
        said = tr("They type it in at their own file: Recovery key, on the page that asks for a passphrase.")
        self._spare.inside.addWidget(quiet(said))
        shown.setFocus()
        announce(self, spelled(code))

    def _revoke(self) -> None:
        store, one = self._workplace.store, self._one
        self._workplace.background.change(
            tr("Take back the keys of {name}", name=one.name),
            lambda progress: revoke(store, one.id),
            self._done,
            owner=self,
        )

    def _done(self, _: None) -> None:
        leave_page(self, self._workplace.go_back)
        self._workplace.say(tr("The keys of {name} no longer hold here.", name=self._one.name))
        self._changed()


class RenewKeysPage(Page):
    """Other keys for this file, and what must be done after that."""

    def __init__(self, workplace: Workplace, changed: Callable[[], object]) -> None:
        super().__init__(
            tr("Make new keys"), tr("When this computer or a copy of the file may be in somebody else’s hands.")
        )
        self._workplace, self._changed = workplace, changed
        card = Card(padded=True)
        about = tr(
            "With new keys nobody takes a file from you, and none is sealed to you, until everybody has taken your new invitation or answer in, by its six new words. A laptop with a copy of the file needs a new copy."
        )
        card.inside.addWidget(words(about))
        renew = Sure(tr("new keys"), tr("Make new keys now"), "shield-alert", about)
        renew.meant.connect(self._renew)
        card.inside.addWidget(renew)
        self.body.addWidget(card)
        self.setFocusProxy(renew.edit)

    def _renew(self) -> None:
        store = self._workplace.store
        self._workplace.background.change(
            tr("Make new keys"), lambda progress: store.renew_post_keys(), self._done, owner=self
        )

    def _done(self, _: None) -> None:
        leave_page(self, self._workplace.go_back)
        self._workplace.say(tr("You have new keys. Write your invitation or answer again, and send it."))
        self._changed()
