"""A passphrase of one's own: after a first code, after the recovery key, or whenever one likes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QLineEdit

from hubdesk.base.words import tr
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import (
    AlonePage,
    Choice,
    ChoiceChips,
    FieldRow,
    PassphraseRow,
    primary_button,
)

SHORTEST = 12


class NewPassphrase:
    """A passphrase typed twice: two rows, to be put into a page, and what is wrong with what stands in them."""

    def __init__(self) -> None:
        self.first = PassphraseRow(
            tr("Choose a passphrase"),
            tr("At least {n} characters. Four words that have nothing to do with each other are good.", n=SHORTEST),
        )
        self.second = PassphraseRow(tr("The same passphrase again"))

    def problems(self) -> list[tuple[FieldRow, str, bool]]:
        """Each row with a sentence and whether it holds, in order."""
        return [
            (
                self.first,
                tr("Choose a longer passphrase: at least {n} characters.", n=SHORTEST),
                len(self.first.text()) < SHORTEST,
            ),
            (
                self.second,
                tr("The two are not the same. Type the passphrase again."),
                self.first.text() != self.second.text(),
            ),
        ]


def show_first_wrong(problems: Sequence[tuple[FieldRow, str, bool]]) -> bool:
    """Say the first thing that is wrong beside its row, and go there; whether there is one."""
    found = False
    for row, sentence, is_wrong in problems:
        if is_wrong and not found:
            row.refuse(sentence)
            found = True
        else:
            row.show_error("")
    return found


class ChoosePassphrasePage(AlonePage):
    """Asks for a new passphrase, twice, and hands it to ``choose``; ``back`` leaves things as they are."""

    def __init__(
        self, title: str, said: str, choose: Callable[[str], object], back: Callable[[], object] | None = None
    ) -> None:
        super().__init__(title, said)
        self._choose = choose
        self._new = NewPassphrase()
        self._button = primary_button(tr("Use this passphrase"))
        self._button.clicked.connect(self._go)
        for row in (self._new.first, self._new.second):
            row.edit.returnPressed.connect(self._go)
            self.inside.addWidget(row)
        self.inside.addWidget(self._button)
        if back is not None:
            self.add_ways([(tr("Back"), "arrow-left", back)])
        self.setFocusProxy(self._new.first)

    def show_error(self, sentence: str) -> None:
        """Say what is wrong with it; what was typed stays."""
        self._button.setEnabled(True)
        self._new.first.refuse(sentence)

    def _go(self) -> None:
        if self._button.isEnabled() and not show_first_wrong(self._new.problems()):
            self._button.setEnabled(False)
            self._choose(self._new.first.text())


class RecoverPage(AlonePage):
    """Asks for the printed recovery key, whose passphrase is lost, and a new one; ``recover(code, name, passphrase)``."""

    def __init__(
        self, names: Sequence[str], recover: Callable[[str, str, str], object], back: Callable[[], object]
    ) -> None:
        super().__init__(
            tr("Use the recovery key"),
            tr("It lies in the sealed envelope. It gives a manager a new passphrase; then make a new one."),
        )
        self._recover = recover
        self._code = QLineEdit()
        self._code_row = FieldRow(tr("Recovery key"), self._code, tr("Eight groups of five signs."))
        self._who = ChoiceChips(tr("Which manager?"), [Choice(name, name) for name in names])
        if len(names) == 1:
            self._who.choose(names[0])
        self._who_row = FieldRow(tr("Which manager?"), self._who)
        self._new = NewPassphrase()
        self._button = primary_button(tr("Open the hub"), "lock-open")
        self._button.clicked.connect(self._go)
        self.inside.setSpacing(scaled(12))
        parts = (
            self._code_row,
            self._who_row,
            self._new.first,
            self._new.second,
            self._button,
        )
        for part in parts:
            self.inside.addWidget(part)
        self.add_ways([(tr("Back"), "arrow-left", back)])
        self.setFocusProxy(self._code_row)

    def show_error(self, sentence: str) -> None:
        """Say what is wrong; what was typed stays."""
        self._button.setEnabled(True)
        self._code_row.refuse(sentence)

    def _go(self) -> None:
        name = self._who.value()
        missing = [
            (self._code_row, tr("Type the recovery key from its paper."), not self._code.text().strip()),
            (self._who_row, tr("Pick the manager's name as well."), name is None),
            *self._new.problems(),
        ]
        if self._button.isEnabled() and not show_first_wrong(missing) and name is not None:
            self._button.setEnabled(False)
            self._recover(self._code.text(), name, self._new.first.text())
