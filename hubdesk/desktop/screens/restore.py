"""Bring back a backup: which one, its passphrase, and then the file is as it was. Needs no open file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QProgressBar, QVBoxLayout

from hubdesk.access.key_slots import Keys
from hubdesk.base.errors import Refused
from hubdesk.base.progress import Progress
from hubdesk.base.words import tr
from hubdesk.desktop.background import Background
from hubdesk.desktop.backup_words import about, about_other, when
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import (
    AlonePage,
    Choice,
    ChoiceChips,
    ChoiceList,
    FieldRow,
    FlowLayout,
    PassphraseRow,
    Words,
    announce,
    bare_button,
    primary_button,
    quiet_button,
    small,
    strong,
    words,
)
from hubdesk.desktop.widgets.emptying import emptied
from hubdesk.store import restoring
from hubdesk.store.backup_file import people_in
from hubdesk.store.backup_list import backups_in

KeysOf = Callable[[Path, str, str | None], Keys]
"""What a passphrase, of the person of that name, opens in the key slots of the file at that path."""

_OFFERED = 4


class RestorePage(AlonePage):
    """Offers the backups in ``folder``, or only the one at ``chosen``, for the file at ``path``.

    ``restored(passphrase, name)`` is told once the file is in its place; ``leave`` goes back without. ``before(progress)`` is
    done, beside the window, once the backup has proven whole, and ``release`` on the window's thread just before the
    files are moved: where a file is open it is backed up by the one and closed by the other. ``lost`` says what would
    be gone; ``who`` works here now, and is picked where they did so on that day.
    """

    stepped = Signal(int, int)

    def __init__(
        self,
        folder: Path,
        path: Path,
        restored: Callable[[str, str | None], object],
        *,
        background: Background,
        keys_of: KeysOf,
        leave: Callable[[], object],
        chosen: Path | None = None,
        lost: tuple[str, ...] = (),
        who: str = "",
        before: Callable[[Progress], bool] = lambda progress: False,
        release: Callable[[], object] = lambda: None,
    ) -> None:
        super().__init__(tr("Bring back a backup"), tr("{name} will be as it was at that moment.", name=path.name))
        self._path, self._restored, self._background, self._keys_of = path, restored, background, keys_of
        self._before, self._release, self._chosen = before, release, chosen
        self._offered: dict[str, Path] = {}
        self._last = who
        self._who: ChoiceChips | None = None
        self._who_row: FieldRow | None = None
        self._choices: ChoiceList | None = None
        self._none = Words("", "error")
        self._none.hide()
        self._pick_one = bare_button(tr("Take one from a stick"), "folder-open")
        self._pick_one.clicked.connect(self._pick)
        self._pick_one.hide()
        self._picked = strong(chosen.name if chosen else "")
        self.inside.addWidget(self._picked)
        self._picked.setVisible(chosen is not None)
        if chosen is None:
            self._offer(folder)
        self._names = QVBoxLayout()
        self._names.setSpacing(scaled(8))
        self._lost = lost
        for n, sentence in enumerate(lost):
            self.inside.addWidget(words(sentence, "due") if n == 0 else small(sentence))
        if path.exists():
            kept = tr("The file that is there now is kept: backed up where it can be opened, moved aside where not.")
            self.inside.addWidget(small(kept))
        self.inside.addLayout(self._names)
        self._passphrase = PassphraseRow(tr("Passphrase or recovery key of that day"))
        self._passphrase.edit.returnPressed.connect(self._go)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("How far it is"))
        self._bar.hide()
        self._button = primary_button(tr("Bring it back"), "history")
        self._button.clicked.connect(self._go)
        back = quiet_button(tr("Leave all as it is"))
        back.clicked.connect(self._stop)
        self._leave = leave
        self._stopping: Callable[[], object] = lambda: None
        self.stepped.connect(self._step)
        buttons = FlowLayout()
        for button in (self._button, back):
            buttons.addWidget(button)
        for part in (self._passphrase, self._bar):
            self.inside.addWidget(part)
        self.inside.addLayout(buttons)
        # Without a backup here, the first thing to do is to take one from elsewhere.
        self.setFocusProxy(self._passphrase if self._backup() else self._pick_one)
        self._ask_names()

    def say_title(self) -> None:
        super().say_title()
        for sentence in (self._picked.text(), *self._lost):
            if sentence:
                announce(self, sentence)

    def show_error(self, sentence: str, at: FieldRow | None = None) -> None:
        """Say why it was not brought back beside what mends it, and go there; nothing has changed then."""
        self._working(False)
        self._clear()
        (at or self._passphrase).refuse(sentence)
        if at is None:
            self._passphrase.edit.selectAll()

    def _clear(self) -> None:
        self._none.hide()
        for row in (self._who_row, self._passphrase):
            if row is not None:
                row.show_error("")

    def _offer(self, folder: Path) -> None:
        found = backups_in(folder)
        of_it = found.of_file(self._path.stem)
        there = (of_it or found.whole)[:_OFFERED]
        self._offered = {str(one.path): one.path for one in there}
        if there:
            self._choices = ChoiceList(
                tr("Which backup?"),
                [Choice(str(one.path), when(one), about(one) if of_it else about_other(one)) for one in there],
            )
            if of_it:
                self._choices.choose(str(there[0].path))
            self._choices.chosen.connect(self._ask_names)
            self.inside.addWidget(self._choices)
        else:
            self.inside.addWidget(words(tr("There is no backup in its own folder. Take one from a stick.")))
        for part in (self._none, self._pick_one):
            self.inside.addWidget(part)
        self._pick_one.show()

    def _pick(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, tr("Bring back a backup"), "", tr("Backups (*.hubbackup)"))
        if chosen:
            self.use(Path(chosen))

    def use(self, backup: Path) -> None:
        """Take this backup, wherever it lies."""
        self._chosen = backup
        self._picked.setText(backup.name)
        self._picked.show()
        if self._choices is not None:
            self._choices.hide()
        self._clear()
        self._ask_names()
        self._passphrase.edit.setFocus()

    def _backup(self) -> Path | None:
        return self._chosen or self._offered.get(self._choice())

    def _ask_names(self) -> None:
        """Who worked with the hub on that day is in the backup."""
        backup = self._backup()
        if backup is None:
            return

        def look() -> list[str]:
            try:
                return people_in(backup)
            except Refused:
                return []  # bringing it back says why

        def show(names: list[str]) -> None:
            if backup == self._backup():
                self._show_names(names)

        self._background.read(look, show, owner=self)

    def _show_names(self, names: list[str]) -> None:
        emptied(self._names)
        self._who = self._who_row = None
        if len(names) > 1:
            self._who = ChoiceChips(tr("Who are you?"), [Choice(name, name) for name in names])
            if self._last in names:
                self._who.choose(self._last)
            self._who.chosen.connect(self._passphrase.edit.setFocus)
            self._who_row = FieldRow(tr("Who are you?"), self._who)
            self._names.addWidget(self._who_row)

    def _go(self) -> None:
        backup = self._backup()
        if not self._button.isEnabled():
            return
        if backup is None:
            self._ask_for_one()
            return
        if self._who is not None and self._who.value() is None:
            self.show_error(tr("Pick your name first."), self._who_row)
            return
        if not self._passphrase.text():
            self.show_error(tr("Type the passphrase that opened the hub on that day."))
            return
        self._clear()
        self._working(True)
        path, passphrase, keys_of, before = self._path, self._passphrase.text(), self._keys_of, self._before
        name = self._name()

        def work(progress: Progress) -> tuple[restoring.Proven, bool]:
            proven = restoring.prove(backup, path, lambda part: keys_of(part, passphrase, name), progress.share(0, 60))
            try:
                return proven, before(progress.share(60, 100))
            except BaseException:
                restoring.forget(proven)
                raise

        self._stopping = self._background.beside(work, self._place, self._refused, self, self.stepped.emit).set

    def _ask_for_one(self) -> None:
        self._none.setText(tr("Choose a backup first."))
        self._none.show()
        announce(self, self._none.text())
        self._pick_one.setFocus()
        self.reveal(self._pick_one)

    def _choice(self) -> str:
        return (self._choices.value() or "") if self._choices is not None else ""

    def _name(self) -> str | None:
        return self._who.value() if self._who is not None else None

    def _working(self, working: bool) -> None:
        self._button.setEnabled(not working)
        self._bar.setVisible(working)

    def _step(self, done: int, of: int) -> None:
        self._bar.setRange(0, of)
        self._bar.setValue(done)

    def _stop(self) -> None:
        """While it works, stop that; else leave."""
        if self._button.isEnabled():
            self._leave()
        else:
            self._stopping()

    def _refused(self, refusal: Refused) -> None:
        self.show_error(refusal.sentence)

    def _place(self, found: tuple[restoring.Proven, bool]) -> None:
        proven, backed_up = found
        self._release()
        try:
            restored = restoring.put_in_place(proven, now=datetime.now(UTC))
        except Refused as refusal:
            self.show_error(refusal.sentence)
            return
        if backed_up:
            restoring.drop_aside(restored)
        self._restored(self._passphrase.text(), self._name())
