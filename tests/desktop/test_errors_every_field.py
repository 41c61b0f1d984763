"""U17: whatever is written into whichever field, the error names the field, the problem and the cure; nothing is lost."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hubdesk.desktop.record_form import RecordForm
from hubdesk.desktop.widgets import ActionRow
from hubdesk.desktop.workplace import Workplace
from hubdesk.fields import types
from hubdesk.records import KINDS, Record, fields_of

ROOT = Path(__file__).resolve().parents[2]

CURE = re.compile(
    r"(?:^|[.:;,!] |: )(?:then |or )?(?:Write|Pick|Check|Keep|Choose|Leave|Fill|Enter|Say|It looks like|Change|Move|Cancel|Put|Open|"
    r"End|Compare|Add|Undo|Remove|Show|Give|Ask|Look|Mark|Pick|Use|Empty|Plan|Take|Tell)\b",
    re.IGNORECASE,
)
"""Somewhere in the sentence stands what to do."""

RUBBISH: dict[type[types.FieldType[Any]], tuple[str, ...]] = {
    types.Date: ("soon", "3/25/1985", "31/2/2026", "12/3/1785", "1985", "March 1985"),
    types.Moment: ("soon", "31/2/2026 10:00", "3/3/2026 25:99"),
    types.Time: ("noonish", "25:99"),
    types.Whole: ("many", "-7", "99999999999", "1.5"),
    types.Minutes: ("ages", "9999:00"),
    types.Money: ("lots", "-1", "1.999"),
    types.Email: ("not an address", "a@b", "@"),
    types.Phone: ("abc", "12", "12/3/1985"),
    types.Postcode: ("nowhere", "M19", "12345"),
    types.YesNo: ("perhaps",),
    types.Choice: ("none of these",),
    types.Choices: ("none of these",),
    types.Link: ("somebody",),
    types.Notes: ("x" * 5000,),
    types.Text: ("x" * 5000,),
}


def rubbish_for(type: types.FieldType[Any]) -> tuple[str, ...]:
    return next(said for made, said in RUBBISH.items() if isinstance(type, made))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__tablename__)
def test_u17_every_field_says_what_is_wrong_and_what_to_do(
    qtbot: QtBot, workplace: Workplace, kind: type[Record]
) -> None:
    # Given a form with rubbish in every field that takes what is typed
    page = RecordForm(workplace, kind.__tablename__)
    workplace.show_page(page, "form")
    for turn in range(max(map(len, RUBBISH.values()))):
        for field in fields_of(kind):
            said = rubbish_for(field.type)
            page.form.editors[field.name].write(said[turn % len(said)])
        before = page.form.written()
        _, refused = page.form.values(page.form.editors)

        # When it is saved
        page.save_button.click()

        # Then each is named at the top and has its error beside it, with the problem and the cure, quoting nothing
        wrong = {name: row.error() for name, row in page.form.rows.items() if row.error()}
        assert refused.keys() <= wrong.keys()
        named = {row.accessibleName(): row.accessibleDescription() for row in page.summary.findChildren(ActionRow)}
        for name, sentence in wrong.items():
            assert CURE.search(sentence), sentence
            assert sentence in named[page.form.labels[name]]
            assert page.form.editors[name].boxes[0].accessibleDescription() == sentence
            assert len(before[name]) < 5 or before[name] not in sentence

        # And the keyboard is in the first of them, and everything typed is still there
        if wrong:
            here = QApplication.focusWidget()
            first = next(name for name in page.form.rows if name in wrong)
            assert here is not None
            assert page.form.editors[first].isAncestorOf(here)
        assert page.form.written() == before


def refusals() -> Iterator[tuple[str, str]]:
    """Every sentence with which a field or a rule of a record refuses something, and where it stands."""
    for folder in ("fields", "records"):
        for path in sorted((ROOT / "hubdesk" / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _RAISED:
                    for said in ast.walk(node):
                        if isinstance(said, ast.Constant) and isinstance(said.value, str) and " " in said.value:
                            yield f"{path.name}:{node.lineno}", said.value


_RAISED = ("Problem", "FieldError")


def test_u17_every_rule_says_what_to_do() -> None:
    found = list(refusals())
    assert len(found) > 60
    assert [(where, sentence) for where, sentence in found if not CURE.search(sentence)] == []
