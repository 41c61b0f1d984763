"""An XLSX file of one sheet in which every cell is text.

openpyxl writes long sheets to a file in the system's temporary folder first, where names must not lie; this goes straight
into the file that the person chose, row by row.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape, quoteattr

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CELL: Final = 0
_HEADING: Final = 1
_NOT_IN_XML: Final = dict.fromkeys([*range(9), 11, 12, *range(14, 32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF])
_LOOKS_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_WIDEST: Final = 60
_SHEET_NAME: Final = 31
_FLUSHED: Final = 200

_PARTS: Final = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPES}.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_RELATIONS}">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_RELATIONS}">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
    ),
    # Format 49 is text; quotePrefix keeps it text when somebody edits the cell.
    "xl/styles.xml": (
        f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
        '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"/>'
        '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"'
        ' applyFont="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    ),
}


def write_text_workbook(target: Path, title: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write the rows under their headings; ``title`` names the sheet."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, xml in (_PARTS | {"xl/workbook.xml": _workbook(title)}).items():
            packed.writestr(name, _HEAD + xml)
        with packed.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            waiting = [_HEAD, _sheet_head(headings), _row(1, headings, _HEADING)]
            for number, row in enumerate(rows, 2):
                waiting.append(_row(number, row, _CELL))
                if len(waiting) >= _FLUSHED:
                    sheet.write("".join(waiting).encode())
                    waiting.clear()
            waiting.append("</sheetData></worksheet>")
            sheet.write("".join(waiting).encode())


def unescaped(text: str) -> str:
    """A cell's text without the signs by which XLSX writes letters that XML cannot hold."""
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)


def _workbook(title: str) -> str:
    name = "".join(sign for sign in title.translate(_NOT_IN_XML) if sign not in r"[]:*?/\'").strip()[:_SHEET_NAME]
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name={quoteattr(name or "HubDesk")} sheetId="1" r:id="rId1"/></sheets></workbook>'
    )


def _sheet_head(headings: Sequence[str]) -> str:
    widths = "".join(
        f'<col min="{at}" max="{at}" width="{min(max(len(heading) + 4, 14), _WIDEST)}" customWidth="1"/>'
        for at, heading in enumerate(headings, 1)
    )
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    return (
        f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
        f"{f'<cols>{widths}</cols>' if widths else ''}<sheetData>"
    )


def _row(number: int, cells: Sequence[str], style: int) -> str:
    made = "".join(
        f'<c r="{_letters(at)}{number}" s="{style + 1}" t="inlineStr"><is><t xml:space="preserve">{_text(cell)}</t></is></c>'
        for at, cell in enumerate(cells)
        if cell
    )
    return f'<row r="{number}">{made}</row>'


def _text(cell: str) -> str:
    plain = _LOOKS_ESCAPED.sub("_x005F_", cell.translate(_NOT_IN_XML))
    return escape(plain, {"\r": "_x000D_"})


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
