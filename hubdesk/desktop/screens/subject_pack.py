"""Everything held about a person: who else is named is looked at first, then it is read, saved and handed over."""

from __future__ import annotations

import json
from datetime import date
from functools import partial
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from hubdesk.base.errors import Refused
from hubdesk.base.progress import Progress
from hubdesk.base.whole_file import replacing
from hubdesk.base.words import tr, tr_many
from hubdesk.desktop.paper import show_paper
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets import (
    Card,
    Choice,
    ChoiceChips,
    EmptyState,
    FoldingLayout,
    Page,
    primary_button,
    quiet_button,
    section,
    small,
    strong,
)
from hubdesk.desktop.widgets.emptying import emptied
from hubdesk.desktop.workplace import Workplace
from hubdesk.operations.hand_over_pack import check_reviewed, hand_over_pack
from hubdesk.printing import subject_pack as paper
from hubdesk.printing.look import Look
from hubdesk.reports.subject_pack import Mention, SubjectPack, as_plain, subject_pack, without
from hubdesk.store.restricted_reads import reading_noted

_KEEP, _OUT = "keep", "out"
_SHOWN = 300
"""Characters of a free text that are shown to decide on."""


class SubjectPackPage(Page):
    """The names of others, each kept or taken out by a manager; only then can the pack be read or saved."""

    def __init__(self, workplace: Workplace, person: UUID) -> None:
        super().__init__(tr("What we hold about them"))
        self._workplace, self._person = workplace, person
        self._pack: SubjectPack | None = None
        self._choices: dict[str, ChoiceChips] = {}
        self._all_out = quiet_button(tr("Take out all that are left"), "user-x")
        self._all_out.clicked.connect(self._take_out_all)
        self._read = quiet_button(tr("Read it"), "eye")
        self._read.clicked.connect(self._show_paper)
        self._save = primary_button(tr("Save to hand over"), "download")
        self._save.clicked.connect(self._pick_folder)
        for button in (self._read, self._save):
            self.buttons.addWidget(button)
        self._beside = self.add_side()
        store = workplace.store

        def look() -> SubjectPack:
            with reading_noted(store, person) as session:
                return subject_pack(session, person, date.today())

        # Not as a read: that it was looked at is written down, and while somebody merges no other page would wait for that.
        title = tr("Prepare {title}", title=self.heading.text())
        workplace.background.change(title, lambda progress: look(), self._show, self._gone, owner=self)

    def _show(self, pack: SubjectPack) -> None:
        self._pack = pack
        self.show_title(tr("What we hold about {name}", name=pack.name), _lead(pack))
        for title, free in ((tr("Other people who are named"), False), (tr("Texts that may name somebody"), True)):
            mentions = [one for one in pack.mentions if one.free_text == free]
            if mentions:
                self.body.addWidget(section(title))
                self.body.addWidget(self._mentions(mentions))
        if pack.mentions:
            self.body.addWidget(self._all_out)
        if not pack.mentions:
            card = Card()
            card.inside.addWidget(EmptyState("user-check", tr("Nobody else is named."), tr("It can be handed over.")))
            self.body.addWidget(card)
        self._show_held(pack)
        if pack.incomplete:
            self._workplace.warn(pack.incomplete)

    def _mentions(self, mentions: list[Mention]) -> Card:
        card = Card()
        for one in mentions:
            chips = ChoiceChips(one.value, [Choice(_KEEP, tr("Keep")), Choice(_OUT, tr("Take out"))])
            self._choices[one.value] = chips
            row = QWidget()
            line = FoldingLayout(row)
            line.setContentsMargins(scaled(18), scaled(12), scaled(18), scaled(12))
            texts = QWidget()
            column = QVBoxLayout(texts)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(scaled(2))
            column.addWidget(strong(one.value if len(one.value) <= _SHOWN else f"{one.value[:_SHOWN]}…"))
            column.addWidget(small(tr_many("{who}, in {n} place", "{who}, in {n} places", one.places, who=one.who)))
            line.add(texts, takes_rest=True)
            line.add(chips, width=190)
            card.add_row(row)
        return card

    def _show_held(self, pack: SubjectPack) -> None:
        emptied(self._beside)
        self._beside.addWidget(section(tr("In the pack")))
        card = Card(padded=True)
        for kind in pack.held:
            card.inside.addWidget(small(tr("{kind}: {n}", kind=kind.title, n=len(kind.records)), "ink"))
        for said in (
            tr_many("{n} change in the history", "{n} changes in the history", len(pack.history)),
            tr_many("{n} file that left the hub", "{n} files that left the hub", len(pack.left)),
        ):
            card.inside.addWidget(small(said, "ink"))
        self._beside.addWidget(card)

    def _gone(self, refusal: Refused) -> None:
        self.body.addWidget(EmptyState("user-x", tr("This person is not there any more."), refusal.sentence))

    def _take_out_all(self) -> None:
        for chips in self._choices.values():
            if chips.value() is None:
                chips.pick(_OUT)

    def _decided(self) -> SubjectPack | None:
        """The pack as it is handed over; None, and the reason said, while it is not."""
        if self._pack is None:
            return None
        undecided = [chips for chips in self._choices.values() if chips.value() is None]
        try:
            check_reviewed(len(undecided))
        except Refused as refusal:
            self._workplace.warn(refusal.sentence)
            undecided[0].setFocus()
            return None
        return without(self._pack, [value for value, chips in self._choices.items() if chips.value() == _OUT])

    def _show_paper(self) -> None:
        pack = self._decided()
        if pack is None:
            return

        def draw(target: BinaryIO, look: Look, progress: Progress) -> tuple[str, str]:
            notice = paper.draw(target, pack, look, progress)
            return paper.file_name(pack), notice

        show_paper(self._workplace, tr("What we hold about you"), draw)

    def _pick_folder(self) -> None:
        if self._decided() is None:
            return
        start = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        chosen = QFileDialog.getExistingDirectory(self, tr("Where shall the files go?"), start)
        if chosen:
            self.save_into(Path(chosen))

    def save_into(self, folder: Path) -> None:
        """Write the pack to read and the same for other programs, and note that they were made."""
        pack = self._decided()
        if pack is None:
            return
        work = partial(_save, self._workplace, self._person, pack, folder)
        self._workplace.background.change(tr("Save what we hold"), work, self._saved, owner=self)

    def _saved(self, names: str) -> None:
        for chips in self._choices.values():
            chips.in_force()
        self._workplace.say(tr("Saved: {names}. Hand them over yourself, and to nobody else.", names=names))


def _save(workplace: Workplace, person: UUID, pack: SubjectPack, folder: Path, progress: Progress) -> str:
    read, plain = folder / paper.file_name(pack), folder / paper.file_name(pack, "json")
    paper.draw(read, pack, progress=progress)
    with replacing(plain) as part:
        part.write_text(json.dumps(as_plain(pack), ensure_ascii=False, indent=2), encoding="utf-8")
    hand_over_pack(workplace.store, person, [read, plain])
    return f"{read.name}, {plain.name}"


def _lead(pack: SubjectPack) -> str:
    if not pack.mentions:
        return tr("Everything held about them, ready to read or save.")
    return tr_many(
        "A manager looks at {n} name or text first: keep it, or take it out of what is handed over.",
        "A manager looks at {n} names and texts first: keep each, or take it out of what is handed over.",
        len(pack.mentions),
    )
