"""How one field is always decided: which rules there may be, what each would decide now, and those that are remembered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from hubdesk.base.errors import Refused
from hubdesk.base.words import tr, tr_many, within
from hubdesk.desktop.leaving import leave_page
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import (
    Card,
    Choice,
    ChoiceList,
    FlowLayout,
    Page,
    bare_button,
    primary_button,
    quiet_button,
    section,
    small,
    words,
)
from hubdesk.desktop.widgets.emptying import emptied
from hubdesk.desktop.workplace import Workplace
from hubdesk.records import kind_named
from hubdesk.sync.by_rule import Offer, Rule, always, offers
from hubdesk.sync.resolving import Disagreement


class AlwaysPage(Page):
    """For the field of one disagreement. Nothing is decided before a rule is chosen and the button pressed.

    ``remembered`` is called once a rule is.
    """

    def __init__(self, workplace: Workplace, one: Disagreement, remembered: Callable[[], object]) -> None:
        kind = kind_named(one.kind).kind.one
        super().__init__(
            tr("Always decide “{field}” in one way", field=one.field),
            tr("For every {kind}: what is open now, and what packages bring later.", kind=within(kind)),
        )
        self._workplace, self._then = workplace, remembered
        self._offers: list[Offer] = []
        store = workplace.store
        workplace.background.read(lambda: offers(store, one.kind, one.name), self._show, owner=self)

    def _show(self, found: tuple[list[Offer], int]) -> None:
        self._offers, total = found
        emptied(self.body)
        shown = [
            Choice(
                str(place),
                tr("Take {what}", what=offer.rule.taken),
                tr_many("Decides {n} of {total} now.", "Decides {n} of {total} now.", offer.decides, total=total),
            )
            for place, offer in enumerate(self._offers)
        ]
        self._choices = ChoiceList(tr("Which value shall be taken?"), shown)
        self._choices.chosen.connect(self._chosen)
        self.body.addWidget(section(tr("Which value shall be taken?")))
        self.body.addWidget(self._choices)
        said = tr(
            "Where the rule does not say, or the value would break another rule, it stays for you to decide. So does "
            "something that one place removed and another changed."
        )
        self.body.addWidget(small(said, "quiet"))
        self._go = primary_button(tr("Decide and remember"), "check")
        self._go.setEnabled(False)
        self._go.clicked.connect(self._decide)
        leave = quiet_button(tr("Decide one by one"))
        leave.clicked.connect(self._workplace.go_back)
        line = FlowLayout()
        line.addWidget(self._go)
        line.addWidget(leave)
        self.body.addLayout(line)
        self._choices.setFocus()

    def _chosen(self) -> None:
        self._go.setEnabled(self._choices.value() is not None)

    def _decide(self) -> None:
        rule, store = self._offers[int(self._choices.value() or 0)].rule, self._workplace.store
        self._workplace.background.change(
            tr("Decide by rule: {rule}", rule=rule.sentence),
            lambda progress: always(store, rule),
            self._done,
            self._refused,
            owner=self,
            once=("always", rule.sentence),
        )

    def _done(self, n: int) -> None:
        leave_page(self, self._workplace.go_back)
        self._then()
        if n:
            self._workplace.say(tr_many("{n} is decided by rule.", "{n} are decided by rule.", n), undo=True)
        else:
            self._workplace.say(tr("The rule is remembered. It decides what packages bring from now on."))

    def _refused(self, refusal: Refused) -> None:
        self._workplace.warn(refusal.sentence)


def rules_card(rules: Sequence[Rule], forget: Callable[[Rule], object]) -> Card:
    """The rules that are remembered, each with a button that ends it."""
    card = Card()
    for rule in rules:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(scaled(18), scaled(10), scaled(12), scaled(10))
        line.setSpacing(scaled(12))
        line.addWidget(words(rule.sentence), 1)
        button = bare_button(tr("Forget this rule"), "x")
        button.setAccessibleName(tr("Forget this rule: {rule}", rule=rule.sentence))
        button.clicked.connect(partial(_pressed, forget, rule))
        line.addWidget(button)
        card.add_row(row)
    return card


def _pressed(forget: Callable[[Rule], object], rule: Rule, _: bool = False) -> None:
    forget(rule)
