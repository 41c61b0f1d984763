"""Volunteers: the board of applications by stage, each with its days against the target."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from hubdesk.base.progress import Progress
from hubdesk.base.words import tr, tr_many
from hubdesk.desktop.record_list import open_list
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.ways import Ways
from hubdesk.desktop.widgets import (
    ActionRow,
    Card,
    ColumnsLayout,
    Page,
    bare_button,
    empty_card,
    link_button,
    primary_button,
    quiet_button,
    small,
    strong,
)
from hubdesk.desktop.widgets.emptying import emptied
from hubdesk.desktop.widgets.menu import open_below
from hubdesk.desktop.workplace import Workplace
from hubdesk.fields.codelists import codes
from hubdesk.operations.move_application import move_application, move_application_title
from hubdesk.reports.applications_board import ApplicationCard, StageColumn, applications_board

_COLUMN: Final = 200
_MOST: Final = 24
"""Cards in a column; the list has everybody."""

_KINDS = frozenset(("application", "person", "reference", "dbs_check", "training_record", "volunteer_role"))


class VolunteersPage(Page):
    """A column for each stage; a card opens the application, its button moves it on."""

    def __init__(self, workplace: Workplace, ways: Ways) -> None:
        super().__init__(tr("Volunteers"))
        self._workplace = workplace
        roles = quiet_button(tr("Roles"), "clipboard-list")
        roles.clicked.connect(partial(open_list, workplace, "volunteer_role"))
        everyone = quiet_button(tr("All as a list"), "users")
        everyone.clicked.connect(partial(open_list, workplace, "application"))
        new = primary_button(tr("New volunteer"), "hand-heart")
        new.clicked.connect(ways.onboard)
        for button in (roles, everyone, new):
            self.buttons.addWidget(button)
        self._board = QVBoxLayout()
        self.body.addLayout(self._board)
        workplace.changes.happened.connect(self._changed)
        self._refresh()

    def _changed(self, kinds: frozenset[str]) -> None:
        if kinds & _KINDS:
            self._refresh()

    def _refresh(self) -> None:
        store = self._workplace.store

        def look() -> tuple[StageColumn, ...]:
            with store.reading() as session:
                return applications_board(session, date.today(), _MOST)

        self._workplace.background.read(look, self._show)

    def _show(self, columns: tuple[StageColumn, ...]) -> None:
        waiting = sum(column.total for column in columns if column.stage != "active")
        active = sum(column.total for column in columns if column.stage == "active")
        said = tr("{active} volunteering, {waiting} on the way.", active=f"{active:,}", waiting=f"{waiting:,}")
        self.show_title(tr("Volunteers"), said if waiting or active else "")
        emptied(self._board)
        if waiting or active:
            board = QWidget()
            # Those who volunteer already come last and are many: below the others they have the whole width.
            stages = ColumnsLayout(board, least=_COLUMN, last_takes_rest=True)
            for column in columns:
                stages.addWidget(self._column(column))
            self._board.addWidget(board)
        else:
            hint = tr("Who would like to help is taken in step by step, and their application stands here.")
            self._board.addWidget(empty_card("hand-heart", tr("Nobody volunteers yet."), hint))

    def _column(self, column: StageColumn) -> QWidget:
        held = QWidget()
        inside = QVBoxLayout(held)
        inside.setContentsMargins(0, 0, 0, scaled(12))
        inside.setSpacing(scaled(8))
        days = column.target_days or 0
        target = small(tr_many("at most {n} day", "at most {n} days", days), "quiet")
        if not days:
            # Its room stays, so that the cards of all stages begin on one line, whatever script the words are in.
            policy = target.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            target.setSizePolicy(policy)
            target.hide()
        head = QVBoxLayout()
        head.setSpacing(scaled(2))
        head.addWidget(strong(f"{column.label} · {column.total}"))
        head.addWidget(target)
        inside.addLayout(head)
        cards = ColumnsLayout(least=_COLUMN)
        for card in column.cards:
            cards.addWidget(self._card(card, column.stage, str(column.label)))
        inside.addLayout(cards)
        left = column.total - len(column.cards)
        if left > 0:
            more = link_button(tr_many("and {n} more", "and {n} more", left))
            stage = (("stage", column.stage),)
            more.clicked.connect(lambda: open_list(self._workplace, "application", stage))
            inside.addWidget(more)
        inside.addStretch(1)
        return held

    def _card(self, one: ApplicationCard, stage: str, label: str) -> Card:
        days = tr_many("{n} day here", "{n} days here", one.days)
        state = tr("{days}, late", days=days) if one.late else days
        if one.missing and stage == "active":
            state = one.missing[0]
        elif stage == "active":
            state = tr("cleared")
        icon = {"overdue": "triangle-alert", "due": "hourglass", "done": "circle-check"}.get(one.tone, "clock")
        card = Card()
        row = ActionRow(icon, one.name, f"{one.role}\n{state}", one.tone)
        # The heading of the column is not heard with the card.
        row.setAccessibleDescription(f"{label}\n{row.accessibleDescription()}")
        row.clicked.connect(partial(self._workplace.open_record, "application", one.application_id))
        card.add_row(row)
        move = bare_button(tr("Move on"), "arrow-right")
        move.setAccessibleName(tr("Move {name} to another stage", name=one.name))
        move.clicked.connect(partial(self._open_menu, move, one, stage))
        card.add_row(move)
        return card

    def _open_menu(self, button: QWidget, one: ApplicationCard, stage: str, _: bool = False) -> None:
        menu = QMenu(button)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for code in codes("application_stage", on=date.today()):
            if code.code != stage:
                menu.addAction(code.label, partial(self._move, one, code.code, code.label))
        open_below(button, menu)

    def _move(self, one: ApplicationCard, stage: str, label: str) -> None:
        store = self._workplace.store
        title = move_application_title(one.name, stage)

        def work(progress: Progress) -> None:
            with store.operation(title) as session:
                move_application(session, one.application_id, stage)

        said = tr("{name} is at “{stage}” now.", name=one.name, stage=label)
        self._workplace.background.change(
            title,
            work,
            lambda _: self._workplace.say(said, undo=True),
            owner=self,
            once=("move", one.application_id, stage),
        )
