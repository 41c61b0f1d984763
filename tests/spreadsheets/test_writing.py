"""What is written reads back letter by letter, is whole or not there, and stays within its bounds."""

from __future__ import annotations

import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from hubdesk.base.errors import Cancelled, Refused
from hubdesk.spreadsheets.neutral import as_written, neutral
from hubdesk.spreadsheets.reading import read_sheets
from hubdesk.spreadsheets.writing import write_csv, write_list, write_xlsx

NASTY = (
    "07700900123", "+44 7700 900123", "=1+1", "  spaced  ", "a\nb", "a\r\nb", 'He said "=1"', "1e5", "007", "TRUE",
    "3/4/2026", "_x0041_", "_x000D_", "<b>&amp;</b>", "Łukasz 陈伟 مريم", "'=1", "''=1", "'t Hooft", "\t=1", "\r=1", "#N/A?",
    "cmd|' /C calc'!A0", "𝕬", "-", "=", "'",
)  # fmt: skip


def test_every_cell_reads_back_as_it_was(tmp_path: Path) -> None:
    rows = [[cell, "end"] for cell in NASTY]
    write_csv(tmp_path / "a.csv", ["Words", "Last"], rows)
    write_xlsx(tmp_path / "a.xlsx", "Words: all [of] them?", ["Words", "Last"], rows)
    for name in ("a.csv", "a.xlsx"):
        assert read_sheets(tmp_path / name)[0].rows == [["Words", "Last"], *rows], name


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cell=st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_any_text_comes_back_from_behind_its_apostrophe(cell: str) -> None:
    assert as_written(neutral(cell)) == cell


def test_a_workbook_is_text_throughout_and_says_nothing_of_who_made_it(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "a.xlsx", "People", ["Name", "Phone"], [["=1+1", "07700900123"]])
    book: Any = load_workbook(tmp_path / "a.xlsx")
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert {cell.number_format for cell in cells} == {"@"}
    assert all(cell.quotePrefix for cell in cells)
    assert [cell.value for cell in cells] == ["Name", "Phone", "=1+1", "07700900123"]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    assert book.active.freeze_panes == "A2"
    with zipfile.ZipFile(tmp_path / "a.xlsx") as packed:
        assert not [name for name in packed.namelist() if name.startswith("docProps")]


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_a_file_is_whole_or_not_there(tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"list{ending}"
    target.write_text("before", "utf-8")

    def stopped() -> Iterator[list[str]]:
        yield ["one"]
        raise Cancelled

    with pytest.raises(Cancelled):
        write_list(target, "List", ["Name"], stopped())
    assert [path.name for path in tmp_path.iterdir()] == [target.name]
    assert target.read_text("utf-8") == "before"
    with pytest.raises(Refused):
        write_list(tmp_path / "list.xls", "List", ["Name"], [])


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_a_long_list_takes_no_more_memory_than_a_short_one(tmp_path: Path, ending: str) -> None:
    tracemalloc.start()
    write_list(tmp_path / f"a{ending}", "List", ["A", "B"], ([f"Name {n}", "x" * 40] for n in range(20_000)))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 3_000_000
