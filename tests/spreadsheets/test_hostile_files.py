"""Files made to do harm, or broken on their way: refused in a sentence, never a crash."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from openpyxl import Workbook

from hubdesk.base.errors import Refused
from hubdesk.records.people.person import Person
from hubdesk.spreadsheets import limits
from hubdesk.spreadsheets.heading import find_table
from hubdesk.spreadsheets.mapping import guess
from hubdesk.spreadsheets.reading import read_sheets
from hubdesk.spreadsheets.rehearsal import rehearse
from hubdesk.store import Store

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CSV: Final = 'Name,"Date of birth",Phone\r\n"Ann ""the"" Lee",1/2/80,07700900001\r\nBo Ek,,\r\n' * 12
_SHEET: Final = "xl/worksheets/sheet1.xml"


def workbook() -> bytes:
    book, held = Workbook(), io.BytesIO()
    sheet: Any = book.active
    sheet.append(["Name", "Number", "Day"])
    for number in range(20):
        sheet.append([f"Name {number}", number, date(2026, 1, 1)])
    sheet.merge_cells("A3:C3")
    book.save(held)
    return held.getvalue()


def zipped(parts: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return held.getvalue()


def with_sheet(xml: str) -> bytes:
    """A workbook with another first sheet."""
    with zipfile.ZipFile(io.BytesIO(workbook())) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    head = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return zipped(parts | {_SHEET: f"{head}{xml}</worksheet>".encode()})


def refusal_of(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    with pytest.raises(Refused) as refusal:
        read_sheets(path)
    return refusal.value.sentence


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (_OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "password"),
        (_OLE + bytes(600), "XLSX"),
        (zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b""}), "OpenDocument"),
        (zipped({"Index/Document.iwa": b""}), "Numbers"),
        (zipped({"xl/workbook.bin": b""}), "binary"),
        (zipped({"word/document.xml": b""}), "Word"),
        (zipped({"photo.jpg": b"x"}), "XLSX"),
        (zipped({"[Content_Types].xml": b"<Types/>"}), "damaged"),
        (b"<html><table><tr><td>Name", "page"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "not a spreadsheet"),
        (bytes(range(256)) * 8 + bytes(200), ""),
        (b"\xef\xbb\xbf\r\n\r\n", "empty"),
        (b",,,\r\n,,,\r\n", "nothing"),
        (b'"' + b"x" * 400_000, "damaged"),
    ],
)
def test_other_files_and_what_to_do_with_them(tmp_path: Path, content: bytes, word: str) -> None:
    assert word in refusal_of(tmp_path / "list.xlsx", content)


def test_what_unpacks_to_more_than_can_be_meant(tmp_path: Path) -> None:
    bomb = zipped({"[Content_Types].xml": b"", "xl/workbook.xml": b"", _SHEET: bytes(limits.MOST_UNPACKED + 1)})
    assert len(bomb) < 1_000_000
    assert "too large" in refusal_of(tmp_path / "bomb.xlsx", bomb)
    parts = {f"xl/{n}": b"" for n in range(limits.MOST_PARTS + 1)}
    assert "too large" in refusal_of(tmp_path / "parts.xlsx", zipped(parts))


def test_more_columns_and_rows_than_any_list(tmp_path: Path) -> None:
    assert "columns" in refusal_of(tmp_path / "a.csv", b"a," * 1_000_000)
    assert "rows" in refusal_of(tmp_path / "a.csv", b"a\n" * (limits.MOST_ROWS + 1))
    cell = '<sheetData><row r="1"><c r="XFD1" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    assert "columns" in refusal_of(tmp_path / "a.xlsx", with_sheet(cell))


def test_sizes_that_a_sheet_only_claims(tmp_path: Path) -> None:
    # given a sheet that says it is huge, and merges all of it
    row = '<row r="{}"><c r="A{}" t="inlineStr"><is><t>Name</t></is></c></row>'
    rows = "".join(row.format(n, n) for n in (1, 2, 900_000, 2_000_000_000))
    merged = '<mergeCells><mergeCell ref="A1:XFD1048576"/><mergeCell ref="A1:ZZZ9999999"/></mergeCells>'
    xml = f'<dimension ref="A1:XFD1048576"/><sheetData>{rows}</sheetData>{merged}'
    (tmp_path / "a.xlsx").write_bytes(with_sheet(xml))
    # then it is read as what is in it
    assert read_sheets(tmp_path / "a.xlsx")[0].rows[:2] == [["Name"], ["Name"]]


def test_entities_are_not_blown_up(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(workbook())) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    entities = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(12))
    xml = f'<!DOCTYPE x [<!ENTITY l0 "lol">{entities}]><worksheet><sheetData><row><c><v>&l12;</v></c></row></sheetData></worksheet>'
    refusal_of(tmp_path / "a.xlsx", zipped(parts | {_SHEET: xml.encode()}))


def damaged(chance: random.Random) -> Iterator[bytes]:
    """Three hundred files, each broken in another way."""
    encodings = ("utf-8", "utf-8-sig", "utf-16", "cp1252")
    for number in range(300):
        content = bytearray(workbook() if number % 2 else _CSV.encode(encodings[number // 2 % 4]))
        for _ in range(chance.randint(1, 12)):
            at = chance.randrange(len(content) or 1)
            match chance.randrange(4):
                case 0:
                    content[at : at + 1] = bytes([chance.randrange(256)])
                case 1:
                    del content[at : at + chance.randint(1, 40)]
                case 2:
                    content[at:at] = chance.choice([b'"', b"\0", b"\r", b",", b"\xff\xfe", b"=", content[:50]])
                case _:
                    content = content[: max(at, 1)]
        yield bytes(content)


def test_three_hundred_broken_files(store: Store, tmp_path: Path) -> None:
    read = 0
    for number, content in enumerate(damaged(random.Random(7))):
        path = tmp_path / f"{number}.xlsx"
        path.write_bytes(content)
        with suppress(Refused):
            table = find_table(read_sheets(path)[0])
            read += 1
            if read % 10 == 0:
                rehearse(store, Person, table, guess(Person, table))
    assert read > 50
