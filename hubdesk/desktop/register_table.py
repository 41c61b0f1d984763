"""The register as a table: names big, earlier classes beside this one, a mark with one key."""

from __future__ import annotations

from datetime import date
from typing import Any, Final
from uuid import UUID

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from hubdesk.base.words import tr
from hubdesk.desktop import theme
from hubdesk.desktop.looks import Tone
from hubdesk.desktop.name_line import NameLine, remarks
from hubdesk.desktop.theme import scaled
from hubdesk.desktop.widgets.painting import rounded
from hubdesk.desktop.widgets.table import plain_table
from hubdesk.fields.codelists import label_of
from hubdesk.fields.dates import show_date
from hubdesk.records.learning.attendance import CAME
from hubdesk.reports.register_sheet import RegisterRow, RegisterSheet

KEYS: Final = {
    Qt.Key.Key_Space: "present",
    Qt.Key.Key_A: "absent",
    Qt.Key.Key_L: "late",
    Qt.Key.Key_S: "authorised",
}
_TONES: Final[dict[str, Tone]] = {"present": "done", "late": "due", "absent": "overdue", "authorised": "quiet"}
_NUMBER, _CLOSE_NUMBER, _NAME, _MARK = 52, 44, 240, 96
"""The widths of a number, also where room is short, and of a mark, and the least of a name, in px of the sketches."""
EARLIER: Final = 8
"""Classes before this one that a wide window has room for."""
_FEW, _WIDE_NAME = 3, 420
"""Classes that are shown before this one; more of them where names are so wide that the eye would lose their line."""
_ROW, _SIDE, _ABOVE = 42, 12, 7
"""The least height of a row, and what stands beside and above a name."""
_SEEN = 3
"""Rows that are seen at once at least; the page scrolls sooner than they would be hidden."""
_Index = QModelIndex | QPersistentModelIndex


class RegisterModel(QAbstractTableModel):
    """Rows are people; columns their number, their name, earlier classes, and this class last."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._sheet: RegisterSheet | None = None
        self._set: dict[UUID, str | None] = {}

    def show(self, sheet: RegisterSheet) -> None:
        """Take a register; marks that were set and are in it now are no longer kept apart."""
        same = self._sheet is not None and bool(sheet.rows) and _shape(self._sheet) == _shape(sheet)
        if not same:
            self.beginResetModel()
        self._sheet = sheet
        self._set.clear()
        if same:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
        else:
            self.endResetModel()

    def person(self, row: int) -> RegisterRow | None:
        return self._sheet.rows[row] if self._sheet and 0 <= row < len(self._sheet.rows) else None

    def mark_at(self, row: int) -> str | None:
        """The mark for this class, as it was set here last."""
        person = self.person(row)
        return self._set.get(person.person_id, person.mark) if person else None

    def set_mark(self, row: int, mark: str | None) -> None:
        """Show a mark at once; `show` brings what was saved."""
        person = self.person(row)
        if person:
            self._set[person.person_id] = mark
            at = self.index(row, self.columnCount() - 1)
            self.dataChanged.emit(at, at)

    def counts(self) -> tuple[int, int, int]:
        """How many came, how many did not, and how many are not marked yet."""
        marks = [self.mark_at(row) for row in range(self.rowCount())]
        here = sum(mark in CAME for mark in marks)
        return here, sum(mark in ("absent", "authorised") for mark in marks), sum(mark is None for mark in marks)

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if self._sheet is None or (parent and parent.isValid()) else len(self._sheet.rows)

    def columnCount(self, parent: _Index | None = None) -> int:
        return 0 if self._sheet is None or (parent and parent.isValid()) else 2 + len(self._sheet.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical or self._sheet is None:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section >= 2:
            return Qt.AlignmentFlag.AlignCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if section < 2:
            return "" if section == 0 else tr("Learner")
        if section == self.columnCount() - 1:
            return tr("This class")
        return show_date(self._sheet.columns[section - 2].day).rpartition(" ")[0]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        person = self.person(index.row())
        if person is None or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        spoken = role == Qt.ItemDataRole.AccessibleTextRole
        if index.column() == 0:
            return str(index.row() + 1)
        if index.column() == 1:
            return ", ".join((person.name, *remarks(person))) if spoken else person.name
        last = index.column() == self.columnCount() - 1
        mark = self.mark_at(index.row()) if last else person.marks[index.column() - 2]
        if not spoken:
            return mark
        said = label_of("attendance_mark", mark) if mark else tr("not marked")
        # Who is marked next is heard with their line: the reader says only the cell that the keyboard came to.
        return tr("{name}: {mark}", name=person.name, mark=said) if last else said


def _shape(sheet: RegisterSheet) -> tuple[list[UUID], list[tuple[UUID, date]]]:
    """Who stands on its lines, and which classes are its columns, of which one may have been moved."""
    return [row.person_id for row in sheet.rows], [(column.session_id, column.day) for column in sheet.columns]


class RegisterTable(QWidget):
    """Holds the table and hears its keys: ``marked(row, mark or None)``."""

    marked = Signal(int, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = RegisterModel(self)
        self.view: QTableView = plain_table(tr("Register"))
        self.view.setProperty("role", "in_card")
        self.view.setModel(self.model)
        self.view.setItemDelegate(_Delegate(self.view))
        self.view.setItemDelegateForColumn(0, _Delegate(self.view))
        self.view.installEventFilter(self)
        self.view.horizontalHeader().sectionResized.connect(self._name_resized)
        self.view.clicked.connect(self._clicked)
        self.setFocusProxy(self.view)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.view)
        self._number = ""

    def show_sheet(self, sheet: RegisterSheet) -> None:
        first = self.model.rowCount() == 0
        at = self.view.currentIndex().row()
        current = self.model.person(at)
        self.model.show(sheet)
        header = self.view.horizontalHeader()
        header.setStretchLastSection(False)
        for column in range(self.model.columnCount()):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            wide = header.sectionSizeFromContents(column).width() if column > 1 else 0
            self.view.setColumnWidth(column, max(scaled(_NUMBER if column == 0 else _MARK), wide))
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self._fit()
        self._fit_rows()
        if first and self.model.rowCount():
            unmarked = [row for row in range(self.model.rowCount()) if self.model.mark_at(row) is None]
            self.go_to(unmarked[0] if unmarked else 0)
        elif current is not None and self.view.currentIndex().row() < 0:
            # Others stand on it now, or another class beside it: whoever marks goes on with the same person.
            people = [row.person_id for row in sheet.rows]
            self.go_to(people.index(current.person_id) if current.person_id in people else at)

    def go_to(self, row: int) -> None:
        self.view.setCurrentIndex(self.model.index(min(row, self.model.rowCount() - 1), self.model.columnCount() - 1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show as many earlier classes as leave room for the names, the latest of them."""
        earlier = range(2, self.model.columnCount() - 1)
        spare = self.width() - scaled(_NUMBER + _NAME + _MARK + 16)
        self.view.setColumnWidth(0, scaled(_NUMBER if spare >= 0 else _CLOSE_NUMBER))
        room = min(spare // scaled(_MARK), _FEW)
        room += max(spare - room * scaled(_MARK) - scaled(_WIDE_NAME - _NAME), 0) // scaled(_MARK)
        for column in earlier:
            self.view.setColumnHidden(column, earlier.stop - column > room)

    def _name_resized(self, column: int) -> None:
        if column == 1:
            self._fit_rows()

    def _fit_rows(self) -> None:
        """Rows are all alike, as high as the one that needs most; some are seen at once even on a low screen."""
        room = self.view.columnWidth(1) - 2 * scaled(_SIDE)
        people = filter(None, map(self.model.person, range(self.model.rowCount())))
        high = max((NameLine(person, room).height for person in people), default=0)
        rows = self.view.verticalHeader()
        rows.setDefaultSectionSize(max(high + 2 * scaled(_ABOVE), scaled(_ROW)))
        some = min(rows.length(), _SEEN * rows.defaultSectionSize())
        self.view.setMinimumHeight(self.view.horizontalHeader().sizeHint().height() + some)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress and not event.modifiers():
            row = self.view.currentIndex().row()
            if event.key() in KEYS and row >= 0:
                self._number = ""
                self._put(row, KEYS[Qt.Key(event.key())])
                return True
            if event.text().isdecimal():
                self._number = (self._number + event.text())[-3:]
                if 1 <= int(self._number) <= self.model.rowCount():
                    self.go_to(int(self._number) - 1)
                return True
            self._number = ""
        return super().eventFilter(watched, event)

    def _put(self, row: int, mark: str) -> None:
        """The same key again takes the mark away and stays; another one moves on to the next person."""
        again = self.model.mark_at(row) == mark
        self.model.set_mark(row, None if again else mark)
        self.marked.emit(row, None if again else mark)
        if not again and row + 1 < self.model.rowCount():
            self.go_to(row + 1)

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == self.model.columnCount() - 1:
            mark = "present" if self.model.mark_at(index.row()) is None else self.model.mark_at(index.row()) or ""
            self._put(index.row(), mark)


class _Delegate(QStyledItemDelegate):
    """Draws names big with their pills, and marks as a tick or a letter in the mark's colour."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(scaled(60), scaled(42))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        view, model = self.parent(), index.model()
        if not isinstance(view, QTableView) or not isinstance(model, RegisterModel):
            return
        where: QRect = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(where, theme.colours().primary_tint)
        painter.setPen(theme.colours().line)
        painter.drawLine(where.bottomLeft(), where.bottomRight())
        person = model.person(index.row())
        if index.column() == 0:
            painter.setFont(theme.font(theme.TEXT))
            painter.setPen(theme.colour("quiet"))
            # Figures stand under each other from the right in every language.
            end = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(where.adjusted(4, 0, -8, 0), int(end), index.data())
        elif index.column() == 1 and person:
            self._name(painter, view, person, where)
        else:
            self._mark(painter, view, index.data(), where)
        if option.state & QStyle.StateFlag.State_HasFocus:
            rounded(painter, where.adjusted(2, 2, -2, -2), 6, None, theme.colours().primary, 2)
        painter.restore()

    def _name(self, painter: QPainter, view: QTableView, person: RegisterRow, where: QRect) -> None:
        room = where.adjusted(scaled(_SIDE), 0, -scaled(_SIDE), 0)
        line = NameLine(person, room.width())
        line.draw(painter, view, room.adjusted(0, (where.height() - line.height) // 2, 0, 0), where)

    def _mark(self, painter: QPainter, view: QTableView, mark: str | None, where: QRect) -> None:
        if mark is None:
            return
        tone = _TONES.get(mark, "quiet")
        if mark == "present":
            glyph = scaled(18)
            at = QRect(where.center().x() - glyph // 2, where.center().y() - glyph // 2, glyph, glyph)
            painter.drawPixmap(at.topLeft(), theme.pixmap("check", tone, glyph))
            return
        painter.setFont(theme.font(theme.SECTION, 600))
        painter.setPen(theme.colour(tone))
        letters = {"absent": tr("A"), "late": tr("L"), "authorised": tr("S")}
        painter.drawText(where, Qt.AlignmentFlag.AlignCenter, letters.get(mark, "?"))
