"""Every kind through the window: what its form shows is what is stored, it saves, it is read back, its history shows."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from hubdesk.desktop.history import HistoryPage
from hubdesk.desktop.record_form import RecordForm
from hubdesk.desktop.record_list import RecordList
from hubdesk.desktop.record_pages import kind_commands
from hubdesk.desktop.widgets import Words
from hubdesk.desktop.window import MainWindow
from hubdesk.desktop.workplace import Workplace
from hubdesk.operations.one_record import remove_record
from hubdesk.records import KINDS, Record, fields_of
from hubdesk.store import Store
from tests.every_kind.making import make

each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__tablename__)


def made(store: Store, kind: type[Record]) -> tuple[UUID, dict[str, Any]]:
    with store.operation("Add one") as session:
        record = make(store, session, kind)
        return record.id, {field.name: getattr(record, field.name) for field in fields_of(kind)}


@each_kind
def test_commands_lead_to_an_empty_form_that_says_what_is_missing_and_to_an_empty_list(
    kind: type[Record], workplace: Workplace, window: MainWindow, qtbot: QtBot
) -> None:
    commands = {command.id: command for command in kind_commands(workplace)}
    assert all(command.said() for command in commands.values())
    # Given a new form, in which all says its name
    commands[f"new.{kind.__tablename__}"].run()
    page = window.pages.currentWidget()
    assert isinstance(page, RecordForm)
    qtbot.waitUntil(page.isVisible)
    assert [part for part in page.form.in_reading_order() if not part.accessibleName()] == []
    assert page.form.changed() == {}
    # When it is saved, then it says what is missing
    page.save_button.click()
    qtbot.waitUntil(page.summary.isVisible)
    wrong = [name for name, row in page.form.rows.items() if row.error()]
    assert wrong
    assert set(wrong) <= {field.name for field in fields_of(kind) if field.required}
    # And the list, of nothing, says what to do in the place of its table
    commands[f"list.{kind.__tablename__}"].run()
    shown = window.pages.currentWidget()
    assert isinstance(shown, RecordList)
    with qtbot.waitSignal(shown.model.shown):
        pass
    assert shown.heading.text() == str(kind.kind.many)
    assert shown.model.total == 0
    assert not shown.table.isVisible()


@each_kind
def test_the_form_shows_what_is_stored_the_list_shows_it_and_its_history_tells_of_it(
    store: Store, kind: type[Record], workplace: Workplace, qtbot: QtBot
) -> None:
    record, values = made(store, kind)
    form = RecordForm(workplace, kind.__tablename__, record)
    workplace.show_page(form, "form")
    assert form.form.changed() == {}
    read, wrong = form.form.values(form.form.editors)
    assert (read, wrong) == (values, {})
    page = RecordList(workplace, kind.__tablename__)
    with qtbot.waitSignal(page.model.shown):
        workplace.show_page(page, "list")
    row = page.model.row_of(record)
    assert row is not None
    cells = [page.model.index(row, at).data() for at in range(page.model.columnCount())]
    assert not any("\n" in str(cell) for cell in cells)
    assert page.table.isVisible()
    history = HistoryPage(workplace, kind.__tablename__, record)
    workplace.show_page(history, "history")
    qtbot.waitUntil(lambda: "Add one" in [words.text() for words in history.findChildren(Words)])


@each_kind
def test_a_new_one_is_saved_from_the_form(
    store: Store, kind: type[Record], workplace: Workplace, window: MainWindow, qtbot: QtBot
) -> None:
    name = kind.__tablename__
    record, values = made(store, kind)
    if not kind.kind.only_added:
        with store.operation("Make room") as session:
            remove_record(session, name, record)
    page = RecordForm(workplace, name)
    workplace.show_page(page, "form")
    for field, editor in page.form.editors.items():
        editor.show_value(values[field])
    page.save_button.click()
    qtbot.waitUntil(lambda: bool(window.banner.text()) or page.summary.isVisible())
    assert not page.summary.isVisible()
    with store.reading() as session:
        saved = session.scalars(select(kind).where(kind.id != record)).all()
        assert values in [{field.name: getattr(one, field.name) for field in fields_of(kind)} for one in saved]
