"""The rules of Qt's style sheet for the window; theme.py gives the colours of the look in use, lengths and text sizes."""

from __future__ import annotations

from collections.abc import Mapping
from string import Template

_RULES = Template("""
QWidget { color: $ink; }
QMainWindow, QDialog, QWidget[role="page"], QScrollArea[role="page"] { background: $canvas; border: none; }
QToolTip { background: $surface; color: $ink; border: 1px solid $edge; padding: ${px4}px; }

QLabel[role="heading"] { font-size: $pt_heading; font-weight: 600; }
QLabel[role="heading"][low="true"] { font-size: $pt_low_heading; }
QLabel[role="section"] { font-size: $pt_section; font-weight: 600; }
QLabel[role="lead"], QLabel[role="quiet"] { color: $quiet; }
QLabel[role="small"] { font-size: $pt_small; color: $quiet; }
QLabel[role="tiny"] { font-size: $pt_tiny; color: $quiet; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="error"] { color: $overdue; font-weight: 500; }
QLabel[role="key"] {
    background: $canvas; border: 1px solid $line; border-radius: 5px; padding: 0 ${px6}px;
    font-size: $pt_tiny; font-weight: 500; color: $quiet;
}
QLabel[tone="due"] { color: $due; }
QLabel[tone="overdue"] { color: $overdue; }
QLabel[tone="done"] { color: $done; }
QLabel[tone="primary"] { color: $primary; }

QFrame[role="card"] { background: $surface; border: 1px solid $line; border-radius: 12px; }
QFrame[role="hairline"] { background: $line; border: none; }
QFrame[role="banner"] { background: $surface; border: 1px solid $edge; border-radius: 10px; }
QFrame[role="popup"] { background: $surface; border: 1px solid $edge; border-radius: 12px; }
QWidget[role="rail"] { background: $surface; }
QWidget[role="canvas"] { background: $canvas; }

QPushButton {
    background: $surface; border: 1px solid $edge; border-radius: 8px; font-weight: 500;
    padding: ${px8}px ${px16}px;
}
QPushButton:hover { background: $canvas; }
QPushButton:focus { border: 2px solid $primary; padding: ${pad_button_v}px ${pad_button_h}px; }
QPushButton:default { background: $primary; color: $on_primary; border-color: $primary; }
QPushButton:default:focus { border: 2px solid $ink; }
QPushButton:disabled { color: $faint; background: $canvas; border-color: $line; }

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QDateEdit, QTimeEdit, QDateTimeEdit, QComboBox {
    background: $surface; color: $ink; border: 1px solid $edge; border-radius: 8px;
    padding: ${px6}px ${px10}px; min-height: ${px20}px;
    selection-background-color: $primary; selection-color: $on_primary; placeholder-text-color: $quiet;
}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QDateEdit:focus,
QTimeEdit:focus, QDateTimeEdit:focus, QComboBox:focus {
    border: 2px solid $primary; padding: ${pad_focus_v}px ${pad_focus_h}px;
}
QLineEdit:disabled, QPlainTextEdit:disabled, QTextEdit:disabled, QComboBox:disabled, QLineEdit:read-only {
    background: $canvas; color: $quiet; border-color: $line;
}
QLineEdit[invalid="true"], QPlainTextEdit[invalid="true"], QTextEdit[invalid="true"], QSpinBox[invalid="true"],
QDateEdit[invalid="true"], QComboBox[invalid="true"] {
    border: 2px solid $overdue; padding: ${pad_focus_v}px ${pad_focus_h}px;
}
QLineEdit[role="bare"], QLineEdit[role="bare"]:focus {
    border: none; background: transparent; padding: 0; border-radius: 0;
}
QPlainTextEdit[role="read_out"], QPlainTextEdit[role="read_out"]:focus {
    background: transparent; padding: 0; border: 2px solid transparent; border-radius: 8px;
    min-height: 0; font-size: $pt_heading; font-weight: 600;
}
QPlainTextEdit[role="read_out"]:focus { border-color: $primary; }
QFrame[role="popup"] QLineEdit { min-height: ${px36}px; }
QLineEdit[role="bare"][large="true"] { min-height: ${px36}px; font-size: $pt_section; font-weight: 500; }
QComboBox::drop-down, QDateEdit::drop-down { border: none; width: ${px32}px; }
QComboBox::down-arrow, QDateEdit::down-arrow { image: url("$image_down"); width: ${px18}px; height: ${px18}px; }
QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button, QDoubleSpinBox::down-button,
QTimeEdit::up-button, QTimeEdit::down-button { border: none; width: ${px24}px; }
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow, QTimeEdit::up-arrow {
    image: url("$image_up"); width: ${px12}px; height: ${px12}px;
}
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow, QTimeEdit::down-arrow {
    image: url("$image_down"); width: ${px12}px; height: ${px12}px;
}
QComboBox QAbstractItemView {
    background: $surface; border: 1px solid $edge; outline: none; padding: ${px4}px;
    selection-background-color: $primary_tint; selection-color: $primary;
}
QComboBox QAbstractItemView::item { min-height: ${px32}px; }

QCheckBox, QRadioButton { spacing: ${px10}px; min-height: ${px32}px; }
QCheckBox:focus, QRadioButton:focus { border: 2px solid $primary; border-radius: 6px; }
QCheckBox::indicator, QRadioButton::indicator, QTableView::indicator, QListView::indicator {
    width: ${px18}px; height: ${px18}px; border: 1px solid $edge; background: $surface;
}
QCheckBox::indicator, QTableView::indicator, QListView::indicator { border-radius: 5px; }
QRadioButton::indicator { border-radius: 9px; }
QCheckBox::indicator:checked, QTableView::indicator:checked, QListView::indicator:checked {
    background: $primary; border-color: $primary; image: url("$image_check");
}
QRadioButton::indicator:checked {
    background: $on_primary; border: 6px solid $primary; width: ${radio}px; height: ${radio}px;
}

QTableView, QTreeView, QListView {
    background: $surface; border: 1px solid $line; border-radius: 12px; outline: none;
    selection-background-color: $primary_tint; selection-color: $ink; gridline-color: $line;
}
QTableView[role="in_card"], QTreeView[role="in_card"], QListView[role="in_card"] {
    border: none; background: transparent;
}
QTableView:focus, QTreeView:focus, QListView:focus { border: 2px solid $primary; }
QTableView[role="in_card"]:focus, QListView[role="in_card"]:focus, QTreeView[role="in_card"]:focus { border: none; }
QTableView::item { border-bottom: 1px solid $line; padding: 0 ${px10}px; }
QTableView::item:selected { background: $primary_tint; color: $ink; }
QTableView::item:focus { border: 2px solid $primary; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section {
    background: $surface; color: $quiet; font-size: $pt_small; font-weight: 500; border: none;
    border-bottom: 1px solid $line; padding: ${px8}px ${px12}px;
}
QHeaderView::section:first { border-top-left-radius: 12px; }
QHeaderView::section:last { border-top-right-radius: 12px; }
QHeaderView::section:only-one { border-top-left-radius: 12px; border-top-right-radius: 12px; }
QHeaderView::down-arrow { image: url("$image_down"); width: ${px12}px; height: ${px12}px; }
QHeaderView::up-arrow { image: url("$image_up"); width: ${px12}px; height: ${px12}px; }
QTableCornerButton::section { background: $surface; border: none; }

QScrollArea { background: transparent; border: none; }
QScrollArea[role="sheet"] { border: 2px solid transparent; border-radius: 8px; }
QScrollArea[role="sheet"]:focus { border: 2px solid $primary; }
QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: 14px; }
QScrollBar:horizontal { height: 14px; }
QScrollBar::handle { background: $edge; border: 4px solid transparent; border-radius: 7px; background-clip: padding; }
QScrollBar::handle:vertical { min-height: 40px; }
QScrollBar::handle:horizontal { min-width: 40px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; }

QMenu { background: $surface; border: 1px solid $edge; padding: ${px6}px; menu-scrollable: 1; }
QMenu::item { padding: ${px8}px ${px24}px; border-radius: 6px; }
QMenu::item:selected { background: $primary_tint; color: $primary; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $line; margin: ${px6}px ${px8}px; }

QProgressBar { background: $line; border: none; border-radius: 2px; max-height: 4px; min-height: 4px; }
QProgressBar::chunk { background: $primary; border-radius: 2px; }

QTabBar::tab { color: $quiet; padding: ${px8}px ${px16}px; border: none; border-bottom: 2px solid transparent; font-weight: 500; }
QTabBar::tab:selected { color: $primary; border-bottom: 2px solid $primary; }
QTabBar::tab:focus { border: 2px solid $primary; border-radius: 6px; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }
QGroupBox { border: none; font-weight: 600; margin-top: ${px24}px; }
QGroupBox::title { subcontrol-origin: margin; }
QSplitter::handle { background: $line; }
""")


def stylesheet(colours: Mapping[str, object], lengths: Mapping[int, int], sizes: Mapping[str, str]) -> str:
    """The rules with ``colours`` and image paths by name, ``lengths`` in px by sketch px, font ``sizes`` by role."""
    return _RULES.substitute(
        colours,
        **{f"px{sketch}": length for sketch, length in lengths.items()},
        **{f"pt_{role}": size for role, size in sizes.items()},
        # The focus border is 1 px wider than the plain one; the text must not move.
        pad_focus_v=lengths[6] - 1,
        pad_focus_h=lengths[10] - 1,
        radio=lengths[18] - 10,
        pad_button_v=lengths[8] - 1,
        pad_button_h=lengths[16] - 1,
    )
