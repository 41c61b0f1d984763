"""Sheets with everything that people do to them: what is found, what is read, what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from hubdesk.base.errors import Refused
from hubdesk.records.learning.course import Course
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.learning.enrolment import Enrolment
from hubdesk.records.people.emergency_contact import EmergencyContact
from hubdesk.records.people.person import Person
from hubdesk.records.volunteering.dbs_check import DbsCheck
from hubdesk.spreadsheets.heading import Table, find_table
from hubdesk.spreadsheets.importing import import_rows
from hubdesk.spreadsheets.mapping import guess
from hubdesk.spreadsheets.reading import read_sheets
from hubdesk.spreadsheets.rehearsal import Rehearsal, rehearse
from hubdesk.spreadsheets.writing import export_kind
from hubdesk.store import Store


def table_of(path: Path, content: str | bytes, encoding: str = "utf-8") -> Table:
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return find_table(read_sheets(path)[0])


def rehearsed(store: Store, table: Table, kind: type[Any] = Person) -> Rehearsal:
    return rehearse(store, kind, table, guess(kind, table))


def people(store: Store) -> dict[str, Person]:
    with store.reading() as session:
        return {person.full_name: person for person in session.scalars(select(Person))}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_encoding_separator_and_line_end(tmp_path: Path, encoding: str, separator: str, end: str) -> None:
    lines = [["Name", "Notes", "Fee"], ["Siân O’Neill", f"“Tea”{separator} and\ncake", "£12.50"], ["José", "", "£3"]]
    text = end.join(separator.join(f'"{cell}"' for cell in line) for line in lines) + end
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))
    assert read_sheets(tmp_path / "a.csv")[0].rows == lines


def test_excel_says_its_separator(tmp_path: Path) -> None:
    table = table_of(tmp_path / "a.csv", "sep=;\r\nName;Notes\r\nA B;1,5\r\n")
    assert table.headings == ("Name", "Notes")


def test_titles_empty_rows_and_columns_repeated_headings_notes_and_totals(tmp_path: Path) -> None:
    sheet = (
        ",,,\nWythenshawe Hub\n,Learners 2025/26,,\n\n,Name,,DOB,Phone\n\n,Ann Lee,,1/2/1980,07700900001\n"
        ",Name,,DOB,Phone\n,Bo Ek,,3/4/1981,07700900002\n,Total:,,2,\n\n,* asked to be left out,,,\n"
    )
    table = table_of(tmp_path / "a.csv", sheet)
    assert table.headings == ("Name", "DOB", "Phone")
    assert [(row.number, row.cells[0]) for row in table.rows] == [(7, "Ann Lee"), (9, "Bo Ek")]
    assert [skipped.number for skipped in table.skipped] == [2, 3, 8, 10, 12]
    assert all(skipped.why for skipped in table.skipped)


def test_headings_on_two_lines(tmp_path: Path) -> None:
    table = table_of(tmp_path / "a.csv", "First,Last,Date of,Post\nname,name,birth,code\nAnn,Lee,1/2/80,M19 1AB\n")
    assert table.headings == ("First name", "Last name", "Date of birth", "Post code")
    assert len(table.rows) == 1


def test_grouped_headings_over_merged_cells(tmp_path: Path) -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["Learner", None, None, "Emergency contact", None])
    sheet.append(["First name", "Surname", "Phone", "Name", "Phone"])
    sheet.append(["Ann", "Lee", "07700900001", "Bo Lee", "07700900002"])
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("D1:E1")
    book.save(tmp_path / "a.xlsx")
    table = find_table(read_sheets(tmp_path / "a.xlsx")[0])
    # then the other person's telephone is not taken for the learner's
    own = guess(Person, table)
    assert own.sources["full_name"].columns == (0, 1)
    assert own.sources["phone"].columns == (2,)
    assert own.field_of(3) is None
    assert own.field_of(4) is None
    theirs = guess(EmergencyContact, table)
    assert theirs.sources["name"].columns == (3,)
    assert theirs.sources["phone"].columns == (4,)
    assert theirs.sources["person"].columns == (0, 1)


def test_values_of_a_workbook_as_a_person_would_type_them(tmp_path: Path) -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["Name", "Day", "Starts", "Yes", "Number", "Broken", "Sum"])
    sheet.append(["A", date(2026, 11, 24), time(9, 30), True, 7.7009e9, "#N/A", 12.5])
    hidden = book.create_sheet("Secret")
    hidden.append(["Name"])
    hidden.sheet_state = "hidden"
    book.create_sheet("Empty")
    book.create_sheet("Second").append(["More"])
    book.save(tmp_path / "a.xlsx")
    sheets = read_sheets(tmp_path / "a.xlsx")
    assert sheets[0].rows[1] == ["A", "2026-11-24", "09:30", "Yes", "7700900000", "", "12.5"]
    assert [sheet.name for sheet in sheets] == ["Sheet", "Second"]


def test_surname_comma_first_name_in_capitals(store: Store, tmp_path: Path) -> None:
    table = table_of(tmp_path / "a.csv", 'Name,DOB\n"KOWALSKA, Maria",1/2/80\n"O\'BRIEN-MCKAY, Una",2/2/80\n')
    import_rows(store, rehearsed(store, table))
    assert people(store)["Maria Kowalska"].family_name == "Kowalska"
    assert people(store)["Una O'Brien-McKay"].family_name == "O'Brien-McKay"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("7700900123", "07700900123"), ("7.700900123E+09", "07700900123"), ("+44 (0)7700 900123", "07700900123"),
        ("07700-900-123", "07700900123"), ("7700900123.0", "07700900123"), ("7.7009E+09", None), ("447700900123", "07700900123"),
        ("tel:07700900123", "07700900123"), ("'07700900123", "07700900123"), ("ex directory", None), ("1/2/1980", None),
    ],
)  # fmt: skip
def test_telephone_numbers_that_programs_have_changed(
    store: Store, tmp_path: Path, written: str, kept: str | None
) -> None:
    table = table_of(tmp_path / "a.csv", f"Name,Phone,DOB\nAnn Lee,{written},1/2/80\n")
    row = rehearsed(store, table).rows[0]
    assert row.values.get("phone") == kept
    assert (row.outcome == "refused") == (kept is None)


def test_ages_are_said_to_be_no_dates_of_birth(store: Store, tmp_path: Path) -> None:
    table = table_of(tmp_path / "a.csv", "Name,DOB\nAnn Lee,34\nBo Ek,51\n")
    rehearsal = rehearsed(store, table)
    assert any("ages" in warning for warning in rehearsal.warnings)
    assert rehearsal.count("refused") == 2


def test_dates_that_a_person_says_have_the_month_first(store: Store, tmp_path: Path) -> None:
    table = table_of(tmp_path / "a.csv", "Name,DOB\nAnn Lee,3/27/1985\nBo Ek,4/5/1985\n")
    columns = guess(Person, table).read_month_first(1, month_first=True)
    import_rows(store, rehearse(store, Person, table, columns))
    assert people(store)["Bo Ek"].date_of_birth == date(1985, 4, 5)
    assert people(store)["Ann Lee"].date_of_birth == date(1985, 3, 27)


def test_columns_of_one_heading_and_a_changed_map(tmp_path: Path) -> None:
    table = table_of(tmp_path / "a.csv", "Name,Phone,Phone,Colour\nAnn Lee,07700900001,07700900002,red\n")
    columns = guess(Person, table)
    assert columns.field_of(1) == "phone"
    assert columns.field_of(3) is None
    changed = columns.put(3, "notes").put(1, None)
    assert changed.field_of(3) == "notes"
    assert changed.field_of(1) is None
    assert columns.field_of(1) == "phone"


def test_address_lines_become_one_address(store: Store, tmp_path: Path) -> None:
    sheet = "Forename,Surname,Address 1,Address 2,Town,Postcode\nAnn,Lee,1 High Street,,Manchester,M19 1AB\n"
    import_rows(store, rehearsed(store, table_of(tmp_path / "a.csv", sheet)))
    kept = people(store)["Ann Lee"]
    assert kept.address == "1 High Street, Manchester"
    assert kept.family_name == "Lee"


@pytest.mark.parametrize(
    ("address", "postcode", "kept", "known"),
    [
        ("1 High St, Manchester M19 1AB", "", "1 High St, Manchester", "M19 1AB"),
        ("1 High St, m191ab.", "m19 1ab", "1 High St", "M19 1AB"),
        ("1 High St, M19 1AB", "M20 2XX", "1 High St, M19 1AB", "M20 2XX"),
        ("Unit M19, 1 Abbey Rd", "", "Unit M19, 1 Abbey Rd", None),
        ("1 High St", "NFA", "1 High St", None),
        ("1 High St", "ZZ99 3VZ", "1 High St", None),
    ],
)
def test_a_postcode_at_the_end_of_an_address(
    store: Store, tmp_path: Path, address: str, postcode: str, kept: str, known: str | None
) -> None:
    table = table_of(tmp_path / "a.csv", f'Name,Address,Postcode\nAnn Lee,"{address}",{postcode}\n')
    import_rows(store, rehearsed(store, table))
    assert (people(store)["Ann Lee"].address, people(store)["Ann Lee"].postcode) == (kept, known)
    assert [row.outcome for row in rehearsed(store, table).rows] == ["same"]


def test_an_address_of_nothing_but_a_postcode_leaves_the_one_that_is_known(store: Store, tmp_path: Path) -> None:
    known = table_of(tmp_path / "a.csv", 'Name,Date of birth,Address\nAnn Lee,5/6/1980,"1 High St, M19 1AB"\n')
    import_rows(store, rehearsed(store, known))
    moved = table_of(tmp_path / "b.csv", "Name,Date of birth,Address\nAnn Lee,5/6/1980,M20 2XX\n")
    import_rows(store, rehearsed(store, moved))
    assert (people(store)["Ann Lee"].address, people(store)["Ann Lee"].postcode) == ("1 High St", "M20 2XX")


def test_an_address_with_a_postcode_nobody_can_have_says_so_once(store: Store, tmp_path: Path) -> None:
    row = rehearsed(store, table_of(tmp_path / "a.csv", "Name,Address,Postcode\nAnn Lee,1 High St M19 1AB,M1\n")).rows[
        0
    ]
    assert row.outcome == "refused"
    assert len(row.why) == 1


def test_what_a_form_on_the_internet_asks_is_a_heading(store: Store, tmp_path: Path) -> None:
    asked = "Timestamp,What is your full name?,What’s your date of birth? (dd/mm/yyyy),Please enter your mobile number,Your postcode\n"
    row = rehearsed(
        store, table_of(tmp_path / "a.csv", f"{asked}1/9/2026 10:33,Ann Lee,3/4/1985,7700900123,m19 1ab\n")
    ).rows[0]
    assert row.values == {
        "full_name": "Ann Lee",
        "date_of_birth": date(1985, 4, 3),
        "phone": "07700900123",
        "postcode": "M19 1AB",
    }


def test_people_who_are_called_like_a_total_are_people(tmp_path: Path) -> None:
    table = table_of(tmp_path / "a.csv", "Name,Phone\nSum Wai,07700900001\nMean Chey,\nTotal,2\nTotal learners: 2,\n")
    assert [row.cells[0] for row in table.rows] == ["Sum Wai", "Mean Chey"]
    assert [one.number for one in table.skipped] == [4, 5]
    assert all(str(one.number) in one.sentence and one.text in one.sentence for one in table.skipped)


def test_where_somebody_signs_below_the_list_is_no_record(tmp_path: Path) -> None:
    table = table_of(tmp_path / "a.csv", "Name,Phone\nAnn Lee,07700900001\n\nSigned: ,J Smith\nDate ......,\n")
    assert [row.cells[0] for row in table.rows] == ["Ann Lee"]


@pytest.mark.parametrize(
    ("headings", "cells", "full"),
    [
        ("Name,Surname", "Ann,Lee", "Ann Lee"),
        ("Learner name,Surname", "Ann Lee,Lee", "Ann Lee"),
        ("Surname,First name,Name", "Lee,Ann,Ann Lee", "Ann Lee"),
        ("Surname,Forename(s)", "Lee,Ann May", "Ann May Lee"),
        ("Title,First Name,Surname", "Mrs,Ann,Lee", "Ann Lee"),
        ("Full Name,Known as", "Ann Lee,Annie", "Ann Lee"),
    ],
)
def test_names_in_one_column_or_several(store: Store, tmp_path: Path, headings: str, cells: str, full: str) -> None:
    import_rows(store, rehearsed(store, table_of(tmp_path / "a.csv", f"{headings},DOB\n{cells},1/2/80\n")))
    assert list(people(store)) == [full]


def test_empty_cells_clear_nothing(store: Store, tmp_path: Path) -> None:
    import_rows(store, rehearsed(store, table_of(tmp_path / "a.csv", "Name,DOB,Phone\nAnn Lee,1/2/80,07700900001\n")))
    again = rehearsed(store, table_of(tmp_path / "b.csv", "Name,DOB,Phone,Email\nann LEE,1/2/80,,a@b.org\n"))
    assert again.rows[0].outcome == "changed"
    import_rows(store, again)
    assert [(one.phone, one.email) for one in people(store).values()] == [("07700900001", "a@b.org")]


def test_one_person_on_two_rows_is_for_a_person_to_decide(store: Store, tmp_path: Path) -> None:
    sheet = "Name,DOB,Phone\nAnn Lee,1/2/80,07700900001\nBo Ek,,\nAnn Lee,1/2/80,07700900009\n"
    table = table_of(tmp_path / "a.csv", sheet)
    rehearsal = rehearsed(store, table)
    assert [row.outcome for row in rehearsal.rows] == ["new", "new", "possible"]
    # when somebody says that they are one
    imported = import_rows(store, rehearsal, as_same=[4])
    # then the second row changes what the first has added
    assert (imported.added, imported.changed) == (2, 1)
    assert people(store)["Ann Lee"].phone == "07700900009"
    # and the same plan cannot be carried out twice
    with pytest.raises(Refused):
        import_rows(store, rehearsal)


def test_namesakes_of_another_age_are_two_people(store: Store, tmp_path: Path) -> None:
    sheet = "Name,DOB,Postcode\nAnn Lee,1/2/80,M19 1AB\nAnn Lee,5/6/01,M20 4XQ\nAnn Lee,7/8/60,M19 1AB\n"
    rehearsal = rehearsed(store, table_of(tmp_path / "a.csv", sheet))
    # one house and one name may be a mother and her daughter, or a slip in the date
    assert [row.outcome for row in rehearsal.rows] == ["new", "new", "possible"]


def enrolling(store: Store) -> None:
    with store.operation("Add") as session:
        course = Course(name="ESOL Entry 1")
        session.add_all([course, Person(full_name="Ann Lee", date_of_birth=date(1980, 2, 1))])
        session.add(Person(full_name="Ann Lee", date_of_birth=date(1990, 2, 1)))
        session.add(Person(full_name="Bo Ek"))
        run = CourseRun(course=course.id, name="ESOL Entry 1", starts=date(2026, 9, 7), ends=date(2026, 12, 11))
        run.capacity = 2
        session.add(run)


def test_enrolments_find_people_by_name_and_date_of_birth(store: Store, tmp_path: Path) -> None:
    enrolling(store)
    sheet = (
        "First name,Surname,DOB,Course,Enrolled\nAnn,Lee,1/2/1990,ESOL Entry 1,1/9/2026\nBo,Ek,,esol entry 1,1/9/2026\n"
        "Ann,Lee,,ESOL Entry 1,1/9/2026\nCy,Who,,ESOL Entry 1,1/9/2026\nAnn,Lee,1 Feb 80,ESOL Entry 1,2/9/2026\n"
    )
    rehearsal = rehearsed(store, table_of(tmp_path / "a.csv", sheet), Enrolment)
    # then: found, found, two of the name, nobody of the name, and no place left
    assert [row.outcome for row in rehearsal.rows] == ["new", "new", "refused", "refused", "refused"]
    assert "places" in rehearsal.rows[4].why[0]
    assert import_rows(store, rehearsal).added == 2
    # and what goes out names each of the two by more than the name
    export_kind(store, Enrolment, tmp_path / "out.csv")
    assert "Ann Lee" in (tmp_path / "out.csv").read_text("utf-8-sig")
    again = rehearsed(store, find_table(read_sheets(tmp_path / "out.csv")[0]), Enrolment)
    assert {row.outcome for row in again.rows} == {"same"}


def test_two_checks_of_one_person_stay_two(new_store: Callable[[str], Store], tmp_path: Path) -> None:
    full, empty = new_store("full"), new_store("empty")
    with full.operation("Add") as session:
        person = Person(full_name="Ann Lee")
        session.add(person)
        for year in (2020, 2023):
            session.add(DbsCheck(person=person.id, level="enhanced", issued=date(year, 5, 1), outcome="clear"))
    for kind in (Person, DbsCheck):
        file = tmp_path / f"{kind.__tablename__}.xlsx"
        export_kind(full, kind, file)
        import_rows(empty, rehearsed(empty, find_table(read_sheets(file)[0]), kind))
    with empty.reading() as session:
        assert sorted(check.issued.year for check in session.scalars(select(DbsCheck)) if check.issued) == [2020, 2023]
    again = rehearsed(full, find_table(read_sheets(tmp_path / "dbs_check.xlsx")[0]), DbsCheck)
    assert {row.outcome for row in again.rows} == {"same"}


def test_the_person_says_where_the_headings_are(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Colour,Shape\nName,Phone\nAnn Lee,07700900001\n", "utf-8")
    sheet = read_sheets(tmp_path / "a.csv")[0]
    assert find_table(sheet, heading_row=2).headings[0].endswith("Name")
    with pytest.raises(Refused):
        find_table(sheet, heading_row=9)


def test_special_category_answers_stay_unless_asked_for(store: Store, tmp_path: Path) -> None:
    from hubdesk.records.people.equality_answer import EqualityAnswer

    export_kind(store, EqualityAnswer, tmp_path / "a.csv")
    export_kind(store, EqualityAnswer, tmp_path / "b.csv", special=True)
    assert "Ethnic" not in (tmp_path / "a.csv").read_text("utf-8-sig")
    assert "Ethnic" in (tmp_path / "b.csv").read_text("utf-8-sig")


def test_a_rule_broken_since_the_rehearsal_names_its_row_and_keeps_nothing(store: Store, tmp_path: Path) -> None:
    enrolling(store)
    sheet = "Learner,Course,Enrolled\nBo Ek,ESOL Entry 1,1/9/2026\n"
    rehearsal = rehearsed(store, table_of(tmp_path / "a.csv", sheet), Enrolment)
    with store.operation("Cancel the run") as session:
        for run in session.scalars(select(CourseRun)):
            run.status = "cancelled"
    with pytest.raises(Refused) as refusal:
        import_rows(store, rehearsal)
    assert "Row 2" in refusal.value.sentence
    with store.reading() as session:
        assert not list(session.scalars(select(Enrolment)))
