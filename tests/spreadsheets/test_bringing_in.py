"""Spreadsheets as hubs have them: rehearsed, brought in, taken back whole."""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select

from hubdesk.base.errors import Cancelled, FieldError, Refused
from hubdesk.base.progress import Progress
from hubdesk.records.network.organisation import Organisation
from hubdesk.records.people.equality_answer import EqualityAnswer
from hubdesk.records.people.person import Person
from hubdesk.spreadsheets.differences import differences
from hubdesk.spreadsheets.heading import find_table
from hubdesk.spreadsheets.importing import import_rows, write_left_out
from hubdesk.spreadsheets.mapping import guess
from hubdesk.spreadsheets.neutral import as_written
from hubdesk.spreadsheets.reading import read_sheets
from hubdesk.spreadsheets.references import References
from hubdesk.spreadsheets.rehearsal import Rehearsal, rehearse
from hubdesk.spreadsheets.writing import export_kind, write_csv, write_xlsx
from hubdesk.store import Store

WESTCROFT = """Westcroft learners 2026,,,,
Printed 3 November,,,,

Surname,First name,D.O.B.,Mobile,Post code,Ward
O’NEILL,Nuala,12/3/85,7700900123,m19 1ab,
Wójcik,Łukasz,12 Mar 1990,07700 900 124,M14 6NQ,Fallowfield
Ahmadi,Nasrin,1991-03-14,+44 7700 900125,M191WY,
Nobody,Nick,31/2/1990,07700 900126,,
Doe,Jane,,not known,,
Total,5,,,
"""


def rehearsal_of(store: Store, path: Path) -> Rehearsal:
    table = find_table(read_sheets(path)[0])
    return rehearse(store, Person, table, guess(Person, table))


def people(store: Store) -> dict[str, Person]:
    with store.reading() as session:
        return {person.full_name: person for person in session.scalars(select(Person))}


def test_a_list_with_title_rows_dates_and_a_total(store: Store, tmp_path: Path) -> None:
    # given a list in Windows' own encoding, without the letters it cannot hold
    file = tmp_path / "learners.csv"
    file.write_bytes(WESTCROFT.replace("Ł", "L").encode("cp1252"))
    # when
    rehearsal = rehearsal_of(store, file)
    # then
    assert [row.outcome for row in rehearsal.rows] == ["new", "refused", "new", "refused", "new"]
    assert all(row.why for row in rehearsal.rows if row.outcome == "refused")
    assert people(store) == {}
    imported = import_rows(store, rehearsal)
    assert imported.added == 3
    kept = people(store)
    assert kept["Nuala O’Neill"].date_of_birth == date(1985, 3, 12)
    assert kept["Nuala O’Neill"].phone == "07700900123"
    assert kept["Nuala O’Neill"].postcode == "M19 1AB"
    assert kept["Nasrin Ahmadi"].family_name == "Ahmadi"
    assert kept["Nasrin Ahmadi"].phone == "07700900125"
    # and all of it can be taken back at once
    assert "3" in str(store.undo_title())
    store.undo()
    assert people(store) == {}
    # and what was left out is not lost
    write_left_out(tmp_path / "left.csv", rehearsal, imported.left_out)
    left = (tmp_path / "left.csv").read_text("utf-8-sig")
    assert "Nick" in left
    assert "Jane" not in left


def test_the_same_list_twice_and_a_changed_one(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("Name,Date of birth,Phone\nAmrit Kaur,1/2/1980,07700900001\nChen Wei,3/4/1970,\n", "utf-8-sig")
    import_rows(store, rehearsal_of(store, file))
    assert {row.outcome for row in rehearsal_of(store, file).rows} == {"same"}
    file.write_text("Name,Date of birth,Phone\nAmrit Kaur,1/2/1980,07700900009\nchen wei,3/4/1970,\n", "utf-8-sig")
    again = rehearsal_of(store, file)
    # What changes is told, and a name written with less care is no other name
    assert [(row.outcome, row.why) for row in again.rows] == [
        ("changed", ("Phone: “07700 900001” becomes “07700 900009”.",)),
        ("same", ()),
    ]
    import_rows(store, again)
    assert "Chen Wei" in people(store)
    assert people(store)["Amrit Kaur"].phone == "07700900009"
    assert len(people(store)) == 2


def test_what_a_row_adds_is_told_and_of_special_answers_only_that_they_change(store: Store, tmp_path: Path) -> None:
    with store.operation("Add") as session:
        person = Person(full_name="Amrit Kaur", date_of_birth=date(1980, 2, 1), notes="Plays the veena. " * 9)
        session.add_all([person, EqualityAnswer(person=person.id, answered=date(2026, 9, 1), disability="2")])
    file = tmp_path / "people.csv"
    file.write_text("Name,Date of birth,Phone,Notes\nAmrit Kaur,1/2/1980,07700900001,Moved\n", "utf-8")
    phone, notes = rehearsal_of(store, file).rows[0].why
    assert phone == "Phone: “07700 900001” is added."
    assert notes == "Notes: “Plays the veena. Plays the veena. Plays the veena. Plays th…” becomes “Moved”."
    with store.reading() as session:
        answer = session.scalars(select(EqualityAnswer)).one()
        assert differences(session, answer, {"disability": "1"}) == (
            "Learning difficulty, disability or health problem changes.",
        )


def test_two_people_in_one_row_are_pointed_at(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("Name,Postcode\nJan & Anna Kowalski,M19 3DJ\nSandy Anderson,M19 3DJ\n", "utf-8")
    assert rehearsal_of(store, file).warnings == (
        "“Jan & Anna Kowalski” seems to be two people. Give each of them a row of their own.",
    )
    file.write_text("First name,Surname\nJan and Anna,Kowalski\nMr + Mrs,Hall\nAnand,Rand\n", "utf-8")
    assert rehearsal_of(store, file).warnings == (
        "2 rows seem to be two people each, such as “Jan and Anna”. Give each of them a row of their own.",
    )


def test_somebody_who_may_be_known_waits_for_a_person(store: Store, tmp_path: Path) -> None:
    with store.operation("Add") as session:
        session.add(Person(full_name="Mohammed Hussain", date_of_birth=date(1980, 5, 6), postcode="M19 1AB"))
    file = tmp_path / "people.csv"
    file.write_text("Name,Date of birth\nMohamed Hussain,6/5/1980\n", "utf-8")
    rehearsal = rehearsal_of(store, file)
    assert rehearsal.rows[0].outcome == "possible"
    assert import_rows(store, rehearsal).added == 0
    assert import_rows(store, rehearsal, as_new=[rehearsal.rows[0].number]).added == 1
    assert len(people(store)) == 2


def test_a_record_that_came_since_is_found_by_its_name(store: Store) -> None:
    with store.operation("Add two") as session:
        first = Organisation(name="Manchester Adult Education")
        session.add(first)
        names = References(session, Organisation, {})
        with pytest.raises(FieldError):
            names.find("Stockport College")
        later = Organisation(name="Stockport College")
        names.add(later)
        assert (names.find("stockport college"), names.name(later.id)) == (later.id, "Stockport College")


def test_a_workbook_with_merged_cells_and_real_dates(store: Store, tmp_path: Path) -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet["A1"] = "Learners, autumn"
    sheet.merge_cells("A1:D1")
    sheet.append(["Full name", "DOB", "Telephone", "Post Code"])
    sheet.append(["Siân Griffiths", date(1975, 7, 30), 7700900321.0, "M20 4XQ"])
    sheet.append(["陈伟", date(1988, 12, 1), "0161 496 0000", "m20 0EH"])
    book.save(tmp_path / "learners.xlsx")
    import_rows(store, rehearsal_of(store, tmp_path / "learners.xlsx"))
    kept = people(store)
    assert kept["Siân Griffiths"].date_of_birth == date(1975, 7, 30)
    assert kept["Siân Griffiths"].phone == "07700900321"
    assert kept["陈伟"].postcode == "M20 0EH"


def test_american_dates_are_never_read_in_silence(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("Name,Date of birth\nA B,3/27/1985\nC D,4/5/1985\n", "utf-8")
    rehearsal = rehearsal_of(store, file)
    assert [row.outcome for row in rehearsal.rows] == ["refused", "refused"]
    assert rehearsal.warnings


def test_cancelling_brings_nothing_in(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("Name\n" + "".join(f"Person {n} Somebody\n" for n in range(500)), "utf-8")
    rehearsal = rehearsal_of(store, file)
    stopping = iter([False, True])
    with pytest.raises(Cancelled):
        import_rows(store, rehearsal, progress=Progress(stopped=lambda: next(stopping, True)))
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Person)) == 0


PAYLOADS = [
    f"{before}{start}{rest}"
    for before in ("", " ", "\t", "\r", "\n", '"', "\u00a0", "\ufeff", "'")
    for start, rest in (
        ("=", "HYPERLINK(1)"), ("+", "44 7700"), ("-", "1+1"), ("@", "SUM(1)"), ("＝", "1"), ("＋", "1"), ("－", "1"),
        ("＠", "A1"), ("|", "cmd"), ("=", "cmd|' /C calc'!A0"),
    )
]  # fmt: skip


def test_no_payload_is_left_that_a_program_would_run(tmp_path: Path) -> None:
    assert len(PAYLOADS) >= 60
    write_csv(tmp_path / "out.csv", ["Name"], ([one] for one in PAYLOADS))
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as opened:
        cells = [row[0] for row in csv.reader(opened)][1:]
    for payload, cell in zip(PAYLOADS, cells, strict=True):
        assert cell.startswith("'"), payload
        assert as_written(cell) == payload
    write_xlsx(tmp_path / "out.xlsx", "Names", ["Name"], ([one] for one in PAYLOADS))
    from openpyxl import load_workbook

    loaded: Any = load_workbook(tmp_path / "out.xlsx")
    assert {cell.data_type for row in loaded.active.iter_rows() for cell in row} <= {"s", "inlineStr", "n"}
    assert not any(cell.data_type == "f" for row in loaded.active.iter_rows() for cell in row)


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_phone_numbers_stay_text(store: Store, tmp_path: Path, ending: str) -> None:
    with store.operation("Add") as session:
        session.add(Person(full_name="Grace Mbeki", phone="07700900123"))
    file = tmp_path / f"people{ending}"
    assert export_kind(store, Person, file) == 1
    rows = read_sheets(file)[0].rows
    assert rows[1][[*rows[0]].index("Phone")] == "07700 900123"


@pytest.mark.parametrize(
    "bad", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, b"PK\x03\x04broken", b"%PDF-1.7"]
)
def test_other_files_are_refused_with_what_to_do(tmp_path: Path, bad: bytes) -> None:
    (tmp_path / "list.xls").write_bytes(bad)
    with pytest.raises(Refused) as refusal:
        read_sheets(tmp_path / "list.xls")
    assert refusal.value.sentence.endswith(".")


def test_damaged_workbooks_are_refused_never_a_crash(tmp_path: Path) -> None:
    book, held = Workbook(), io.BytesIO()
    sheet: Any = book.active
    for number in range(30):
        sheet.append([f"Name {number}", number, date(2026, 1, 1)])
    book.save(held)
    whole = held.getvalue()
    for at in range(0, len(whole), max(1, len(whole) // 150)):
        mutated = bytearray(whole)
        mutated[at] ^= 0x5A
        (tmp_path / "one.xlsx").write_bytes(bytes(mutated))
        with suppress(Refused):
            read_sheets(tmp_path / "one.xlsx")
