"""What rows and chips of one question share: a radio button or tick box that wraps its words and paints itself."""

from __future__ import annotations

from typing import TYPE_CHECKING  # noqa: TID251 - only here does a class have to be two things

from PySide6.QtWidgets import QAbstractButton, QSizePolicy

if TYPE_CHECKING:
    _Button = QAbstractButton
else:
    # It stands before QRadioButton or QCheckBox, and Qt's classes may not be the base of one class twice.
    _Button = object


class ChoiceButton(_Button):
    """Named for whoever hears it; all of it can be clicked; its height follows from its width."""

    def __init__(self, title: str, detail: str) -> None:
        super().__init__()
        self.setAccessibleName(title)
        self.setAccessibleDescription(detail)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def hitButton(self, pos: object) -> bool:
        return True
