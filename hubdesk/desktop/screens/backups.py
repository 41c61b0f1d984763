"""Backups: which there are, one more now, one onto a stick, and the way back to one of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from hubdesk.access.rights import Deed
from hubdesk.base.carrying import carry
from hubdesk.base.room import Room
from hubdesk.base.words import tr, tr_many
from hubdesk.desktop.backup_words import about, room_said, when
from hubdesk.desktop.keeping import Keeping
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import (
    Card,
    EmptyState,
    FlowLayout,
    Icon,
    Page,
    bare_button,
    primary_button,
    quiet_button,
    section,
    small,
    strong,
    words,
)
from hubdesk.desktop.widgets.emptying import emptied
from hubdesk.desktop.workplace import Workplace
from hubdesk.store import backup_file, restoring
from hubdesk.store.backup_list import Backup, Backups, backups_in
from hubdesk.store.small_facts import FOLDER

BringBack = Callable[[Path, tuple[str, ...]], object]
"""Asks for the passphrase of a backup and brings it back; the sentences say what would be lost."""

_SHOWN = 10
_ROOMY = 480
"""From this width on, on the sketches, words and buttons of a backup stand side by side."""


class BackupsPage(Page):
    """The list and its buttons; kept fresh as backups are made."""

    def __init__(self, workplace: Workplace, keeping: Keeping, bring_back: BringBack) -> None:
        super().__init__(tr("Backups"))
        self._workplace, self._keeping, self._bring_back = workplace, keeping, bring_back
        self._may_restore = workplace.may_do(Deed.RESTORE)
        self._all = False
        self._now = primary_button(tr("Back up now"), "shield-check")
        self._now.clicked.connect(keeping.back_up)
        other = quiet_button(tr("Bring back from a stick"), "folder-open")
        other.clicked.connect(self._pick)
        for button in (other, self._now) if self._may_restore else (self._now,):
            self.buttons.addWidget(button)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("How far it is"))
        self._running = self._progress_row()
        self._list = QVBoxLayout()
        self._list.setSpacing(scaled(16))
        self.body.addWidget(self._running)
        self.body.addLayout(self._list)
        self._beside = self.add_side()
        self.setFocusProxy(self._now)
        keeping.stepped.connect(self._step)
        keeping.made.connect(self._refresh)
        keeping.told.connect(self._say_age)
        keeping.look()
        self._refresh()

    def _progress_row(self) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(scaled(16))
        stop = quiet_button(tr("Cancel"))
        stop.clicked.connect(self._keeping.stop)
        line.addWidget(self._bar, 1)
        line.addWidget(stop)
        row.hide()
        return row

    def _step(self, done: int, of: int) -> None:
        self._running.show()
        self._now.setEnabled(False)
        self._bar.setRange(0, of)
        self._bar.setValue(done)

    def _refresh(self) -> None:
        self._running.setVisible(self._keeping.running)
        self._now.setEnabled(not self._keeping.running)
        store = self._workplace.store

        def look() -> tuple[Room, Backups, bool]:
            room = self._keeping.room()
            return room, backups_in(room.folder), restoring.unconfirmed(store) is not None

        self._workplace.background.read(look, self._show)

    def _say_age(self) -> None:
        last = self._keeping.kept.last
        if last is None:
            said = tr("There is none yet. HubDesk makes one by itself every half hour, and when you close it.")
        elif self._keeping.kept.changed:
            said = tr("HubDesk backs up by itself. What was done since the last one comes with the next.")
        else:
            said = tr("HubDesk backs up by itself. Everything that was done is in the last one.")
        self.show_title(tr("Backups"), said)

    def _show(self, found: tuple[Room, Backups, bool]) -> None:
        room, there, unconfirmed = found
        self._say_age()
        emptied(self._list)
        emptied(self._beside)
        if unconfirmed and self._may_restore:
            self._list.addWidget(self._confirming())
        of_it = there.of_file(self._keeping.file)
        shown = of_it if self._all else of_it[:_SHOWN]
        card = Card()
        for one in shown:
            back = partial(self._ask_restore, one) if self._may_restore else None
            card.add_row(_BackupRow(one, partial(self._to_stick, one), back))
        if not of_it:
            card.add_row(EmptyState("shield-check", tr("No backup yet."), tr("Make the first one now.")))
        self._list.addWidget(card)
        if len(of_it) > len(shown):
            more = bare_button(tr_many("Show all {n}", "Show all {n}", len(of_it)))
            more.clicked.connect(self._show_all)
            self._list.addWidget(more, alignment=Qt.AlignmentFlag.AlignLeading)
        if others := len(there.whole) - len(of_it):
            said = tr_many(
                "{n} more backup there is of another hub’s file.",
                "{n} more backups there are of other hubs’ files.",
                others,
            )
            self._list.addWidget(small(said))
        if there.broken:
            self._list.addWidget(
                small(
                    tr_many(
                        "{n} more file there is no whole backup.",
                        "{n} more files there are no whole backups.",
                        len(there.broken),
                    ),
                    "due",
                )
            )
        self._beside.addWidget(section(tr("Where they lie")))
        self._beside.addWidget(self._place(room))

    def _place(self, room: Room) -> Card:
        card = Card(padded=True)
        card.inside.addWidget(strong(str(room.folder)))
        card.inside.addWidget(small(room_said(room), "quiet" if room.enough else "due"))
        card.inside.addWidget(
            small(
                tr(
                    "They are locked with the passphrase of their day. A fire or a thief takes this computer with its "
                    "backups: copy one to a stick each week and keep it elsewhere."
                )
            )
        )
        if self._may_restore:
            choose = quiet_button(tr("Choose another folder"), "folder-open")
            choose.clicked.connect(self._choose_folder)
            card.inside.addWidget(choose)
        return card

    def _confirming(self) -> Card:
        card = Card(padded=True)
        card.inside.addWidget(strong(tr("Is this the right file?"), "due"))
        card.inside.addWidget(
            words(tr("It was brought back from a backup. Until you say that it is right, nothing is sent to the lead."))
        )
        right = quiet_button(tr("Yes, go on with it"), "check")
        right.clicked.connect(self._confirm)
        card.inside.addWidget(right)
        return card

    def _confirm(self) -> None:
        store = self._workplace.store
        self._workplace.background.change(
            tr("Backups"), lambda progress: restoring.confirm(store), lambda _: self._refresh(), owner=self
        )

    def _show_all(self) -> None:
        self._all = True
        self._refresh()

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("Where shall backups go?"))
        if chosen:
            self.use_folder(Path(chosen))

    def use_folder(self, folder: Path) -> None:
        """Keep backups in this folder from now on; those that are there stay where they are."""
        store = self._workplace.store
        self._workplace.background.change(
            tr("Choose another folder"),
            lambda progress: store.set_setting(FOLDER, str(folder)),
            lambda _: self._moved(),
            owner=self,
        )

    def _moved(self) -> None:
        self._keeping.look()
        self._refresh()

    def _to_stick(self, one: Backup, _: bool = False) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("Which stick?"))
        if chosen:
            self.carry(one, Path(chosen))

    def carry(self, one: Backup, folder: Path) -> None:
        """Copy a backup to this stick and say when it may be taken out."""
        self._workplace.background.beside(
            lambda progress: carry(one.path, folder, progress),
            self._carried,
            self._not_carried,
            self,
            self._keeping.stepped.emit,
        )

    def _carried(self, path: Path) -> None:
        self._refresh()
        self._workplace.say(tr("{name} is on the stick and was read back. It is safe to remove.", name=path.name))

    def _not_carried(self, refusal: Exception) -> None:
        self._refresh()
        self._workplace.warn(str(refusal))

    def _pick(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, tr("Bring back a backup"), "", tr("Backups (*.hubbackup)"))
        if chosen:
            self.ask_restore(Path(chosen))

    def _ask_restore(self, one: Backup, _: bool = False) -> None:
        self.ask_restore(one.path)

    def ask_restore(self, path: Path) -> None:
        """Say what would be lost, and ask."""
        store = self._workplace.store
        self._workplace.background.read(
            lambda: restoring.what_is_lost(store, backup_file.read_manifest(path)),
            lambda lost: self._bring_back(path, lost),
            lambda refusal: self._workplace.warn(refusal.sentence),
            self,
        )


class _BackupRow(QWidget):
    """One backup: when, how large, what for; onto a stick, or back for those who may."""

    def __init__(
        self, one: Backup, to_stick: Callable[[bool], object], restore: Callable[[bool], object] | None
    ) -> None:
        super().__init__()
        # As wide as there is room for: the buttons go below the words before the words get narrow.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        texts = QVBoxLayout()
        texts.setSpacing(scaled(2))
        texts.addWidget(strong(when(one)))
        texts.addWidget(small(about(one)))
        said = QHBoxLayout()
        said.setSpacing(scaled(12))
        said.addWidget(Icon("shield-check", "quiet"), 0, Qt.AlignmentFlag.AlignTop)
        said.addLayout(texts, 1)
        line = FlowLayout(gap=12)
        self._whole = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._whole.setContentsMargins(scaled(16), scaled(10), scaled(16), scaled(10))
        self._whole.setSpacing(scaled(8))
        self._whole.addLayout(said, 1)
        self._whole.addLayout(line)
        stick = bare_button(tr("Copy to a stick"), "download")
        stick.setAccessibleName(tr("Copy the backup of {when} to a stick", when=when(one)))
        stick.clicked.connect(to_stick)
        line.addWidget(stick)
        if restore is not None:
            back = bare_button(tr("Bring back"), "history")
            back.setAccessibleName(tr("Bring back the backup of {when}", when=when(one)))
            back.clicked.connect(restore)
            line.addWidget(back)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < scaled(_ROOMY)
        self._whole.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
