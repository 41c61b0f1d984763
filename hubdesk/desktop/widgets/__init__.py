"""The parts that screens are built from: labels, buttons, cards, rows, choices, pages.

May import desktop/theme.py and hubdesk.base, never records, the store or a screen. To add one: a small module here, its
name below, a line in tests/desktop/test_widgets.py. Colours and sizes come from the theme when painting, so that a
change of scheme shows at once; lengths are px of the sketches through ``scaled()``; nothing says left or right.
"""

from hubdesk.desktop.widgets.action_row import ActionRow
from hubdesk.desktop.widgets.alone import AlonePage
from hubdesk.desktop.widgets.announce import announce, spelled
from hubdesk.desktop.widgets.banner import Banner
from hubdesk.desktop.widgets.buttons import Button, bare_button, icon_button, link_button, primary_button, quiet_button
from hubdesk.desktop.widgets.card import Card, hairline
from hubdesk.desktop.widgets.choices import Choice, ChoiceChips, ChoiceList
from hubdesk.desktop.widgets.columns import ColumnsLayout
from hubdesk.desktop.widgets.empty_state import EmptyState, empty_card
from hubdesk.desktop.widgets.fact_row import FactRow
from hubdesk.desktop.widgets.field_line import FieldLine
from hubdesk.desktop.widgets.field_row import FieldRow
from hubdesk.desktop.widgets.flow import FlowLayout
from hubdesk.desktop.widgets.folding import FoldingLayout
from hubdesk.desktop.widgets.folding_table import Column, FoldingTable
from hubdesk.desktop.widgets.icon import Icon
from hubdesk.desktop.widgets.key_hint import KeyHint, KeyHints
from hubdesk.desktop.widgets.labels import Words, heading, lead, quiet, section, small, strong, told, words
from hubdesk.desktop.widgets.page import CALM, Page
from hubdesk.desktop.widgets.passphrase import PassphraseRow
from hubdesk.desktop.widgets.pill import Pill
from hubdesk.desktop.widgets.read_out import ReadOut, in_two_lines
from hubdesk.desktop.widgets.sure import Sure

__all__ = [
    "CALM",
    "ActionRow",
    "AlonePage",
    "Banner",
    "Button",
    "Card",
    "Choice",
    "ChoiceChips",
    "ChoiceList",
    "Column",
    "ColumnsLayout",
    "EmptyState",
    "FactRow",
    "FieldLine",
    "FieldRow",
    "FlowLayout",
    "FoldingLayout",
    "FoldingTable",
    "Icon",
    "KeyHint",
    "KeyHints",
    "Page",
    "PassphraseRow",
    "Pill",
    "ReadOut",
    "Sure",
    "Words",
    "announce",
    "bare_button",
    "empty_card",
    "hairline",
    "heading",
    "icon_button",
    "in_two_lines",
    "lead",
    "link_button",
    "primary_button",
    "quiet",
    "quiet_button",
    "section",
    "small",
    "spelled",
    "strong",
    "told",
    "words",
]
