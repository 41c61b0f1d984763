"""Check my data: looks through everything, says what is not in order, and mends it when asked."""

from __future__ import annotations

from functools import partial

from hubdesk.access.rights import Deed
from hubdesk.base.errors import Refused
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr, tr_many
from hubdesk.desktop.looks import Tone
from hubdesk.desktop.widgets import ActionRow, Card, EmptyState, Page, primary_button, quiet_button, section
from hubdesk.desktop.widgets.emptying import emptied
from hubdesk.desktop.workplace import Workplace
from hubdesk.store.check import Mended, check, mend
from hubdesk.store.checks import Fault

_SHOWN = 200
_MENDABLE: tuple[str, Tone] = ("life-buoy", "quiet")
_FOR_A_PERSON: tuple[str, Tone] = ("triangle-alert", "due")


class CheckPage(Page):
    """One sentence for each thing that is not in order; those about a record lead to it."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(tr("Check my data"), tr("HubDesk looks through everything in the file. This changes nothing."))
        self._workplace = workplace
        self._faults: list[Fault] = []
        self._again = quiet_button(tr("Check again"), "history")
        self._again.clicked.connect(self.check)
        self._mend = primary_button(tr("Mend what can be mended"), "life-buoy")
        self._mend.clicked.connect(self._mend_all)
        self._mend.hide()
        for button in (self._again, self._mend):
            self.buttons.addWidget(button)
        self.setFocusProxy(self._again)
        self._tell("search", tr("Looking through everything."), tr("This takes some seconds. You can go on working."))
        self.check()

    def check(self) -> None:
        """Look through everything anew, beside the window."""
        store = self._workplace.store

        def work(progress: Progress) -> list[Fault]:
            return check(store, progress)

        self._again.setEnabled(False)
        self._workplace.background.change(tr("Check my data"), work, self._show, self._failed, owner=self)

    def _show(self, faults: list[Fault]) -> None:
        self._faults = faults
        self._again.setEnabled(True)
        mendable = any(fault.mendable for fault in faults)
        self._mend.setVisible(mendable and self._workplace.may_do(Deed.REPAIR))
        if not faults:
            self.show_title(tr("Check my data"), tr("Every record, link, rule and journal line was looked at."))
            self._tell("circle-check", tr("Everything is in order."))
            return
        said = tr_many("{n} thing is not in order.", "{n} things are not in order.", len(faults))
        self.show_title(tr("Check my data"), said)
        emptied(self.body)
        can = tr("HubDesk can mend this") if self._mend.isVisibleTo(self) else tr("A manager can let HubDesk mend this")
        self._list(can, [fault for fault in faults if fault.mendable])
        self._list(tr("This needs a person"), [fault for fault in faults if not fault.mendable])

    def _list(self, title: str, faults: list[Fault]) -> None:
        if not faults:
            return
        self.body.addWidget(section(title))
        card = Card()
        for fault in faults[:_SHOWN]:
            detail = tr("Open the record") if fault.record is not None else ""
            icon, tone = _MENDABLE if fault.mendable else _FOR_A_PERSON
            row = ActionRow(icon, fault.sentence, detail, tone)
            if fault.record is not None:
                row.clicked.connect(partial(self._workplace.open_record, fault.kind, fault.record))
            card.add_row(row)
        if len(faults) > _SHOWN:
            card.add_row(ActionRow("ellipsis", tr("And {n} more.", n=f"{len(faults) - _SHOWN:,}")))
        self.body.addWidget(card)

    def _mend_all(self) -> None:
        store, faults = self._workplace.store, self._faults

        def work(progress: Progress) -> Mended:
            return mend(store, faults)

        self._mend.setEnabled(False)
        self._workplace.background.change(tr("Mend what the check found"), work, self._mended, self._failed, owner=self)

    def _mended(self, mended: Mended) -> None:
        self._mend.setEnabled(True)
        n = mended.put_right + mended.changed
        self._workplace.say(tr_many("{n} thing is mended.", "{n} things are mended.", n), undo=mended.changed > 0)
        self.check()

    def _failed(self, refusal: Refused) -> None:
        self._again.setEnabled(True)
        self._mend.setEnabled(True)
        self._tell("info", tr("It was not looked through to the end."), refusal.sentence)

    def _tell(self, icon: str, sentence: str, hint: str = "") -> None:
        emptied(self.body)
        card = Card()
        card.inside.addWidget(EmptyState(icon, sentence, hint))
        self.body.addWidget(card)
