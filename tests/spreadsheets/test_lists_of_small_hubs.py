"""Lists as small hubs keep them: other headings, other programs, other habits; and what is never guessed in silence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from hubdesk.base.errors import Refused
from hubdesk.cli import main
from hubdesk.records.learning.course import Course
from hubdesk.records.learning.course_run import CourseRun
from hubdesk.records.people.emergency_contact import EmergencyContact
from hubdesk.records.people.person import Person
from hubdesk.records.places.room import Room
from hubdesk.records.places.venue import Venue
from hubdesk.spreadsheets.heading import Table, find_table
from hubdesk.spreadsheets.importing import import_rows
from hubdesk.spreadsheets.mapping import guess
from hubdesk.spreadsheets.mending import date_order
from hubdesk.spreadsheets.reading import read_sheets
from hubdesk.spreadsheets.rehearsal import Rehearsal, rehearse
from hubdesk.store import Store
from tests.conftest import PASSPHRASE, no_window
from tests.hub_life import keep


def table_of(path: Path, content: str | bytes) -> Table:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return find_table(read_sheets(path)[0])


def book_of(path: Path, rows: list[list[Any]], change: Callable[[Any], None] = lambda sheet: None) -> Path:
    book = Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(row)
    change(sheet)
    book.save(path)
    return path


def rehearsed(store: Store, table: Table, kind: type[Any] = Person) -> Rehearsal:
    return rehearse(store, kind, table, guess(kind, table))


def test_headings_in_other_words(store: Store, tmp_path: Path) -> None:
    table = table_of(
        tmp_path / "a.csv",
        "Christian name,Sname,DOB dd/mm/yyyy,Mob no,Tel.,Post Code,Addr 1,Addr 2,Town,E-mail addr.\n"
        "Siân,O'NEILL-JONES,12/3/85,7700900123,0161 496 0000,m191ab,12 High St,Levenshulme,Manchester,mailto:s@b.org\n",
    )
    values = rehearsed(store, table).rows[0].values
    assert values["full_name"] == "Siân O'Neill-Jones"
    assert values["family_name"] == "O'Neill-Jones"
    assert values["date_of_birth"] == date(1985, 3, 12)
    # what can only be the one telephone goes first
    assert (values["phone"], values["other_phone"]) == ("01614960000", "07700900123")
    assert values["address"] == "12 High St, Levenshulme, Manchester"
    assert values["email"] == "s@b.org"


@pytest.mark.parametrize(
    ("headings", "fields"),
    [
        (
            "Lp.,Imię,Nazwisko,Data ur.,Tel. kom.,Kod pocztowy,Uwagi",
            "date_of_birth family_name full_name notes phone postcode",
        ),
        ("Nazwisko i imię,Telefon,Komórka,Adres e-mail", "email full_name other_phone phone"),
        ("Enw cyntaf,Cyfenw,Dyddiad geni,Ffôn symudol,Côd post", "date_of_birth family_name full_name phone postcode"),
        ("Enw,Rhif ffôn,Cyswllt brys,Iaith gyntaf", "first_language full_name phone"),
        ("نام,تاریخ پیدائش,فون نمبر,پتہ,پوسٹ کوڈ", "address date_of_birth full_name phone postcode"),
    ],
)
def test_headings_in_polish_welsh_and_urdu(tmp_path: Path, headings: str, fields: str) -> None:
    row = ",".join("x" for _ in headings.split(","))
    table = table_of(tmp_path / "a.csv", f"{headings}\n{row}\n")
    assert " ".join(sorted(guess(Person, table).sources)) == fields


def test_the_family_name_under_a_grouped_heading(store: Store, tmp_path: Path) -> None:
    rows = [["Learner details", "", "Contact"], ["First name", "Surname", "Mobile"], ["Ann", "Lee", "07700900123"]]
    path = book_of(tmp_path / "a.xlsx", rows, lambda sheet: sheet.merge_cells("A1:B1"))
    values = rehearsed(store, find_table(read_sheets(path)[0])).rows[0].values
    assert (values["full_name"], values["family_name"], values["phone"]) == ("Ann Lee", "Lee", "07700900123")


@pytest.mark.parametrize(
    ("written", "full", "family"),
    [
        ("Smith, Jane", "Jane Smith", "Smith"),
        ("VAN DER BERG, Jan", "Jan Van Der Berg", "Van Der Berg"),
        ("John Smith, MBE", "John Smith, MBE", None),
        ("Dr Mary O'Neill-Jones", "Dr Mary O'Neill-Jones", None),
        ("محمد علي", "محمد علي", None),
        ("王小明", "王小明", None),
    ],
)
def test_one_name_turned_among_many_that_are_not(
    store: Store, tmp_path: Path, written: str, full: str, family: str | None
) -> None:
    others = "".join(f"Person Number{n}\n" for n in range(9))
    row = rehearsed(store, table_of(tmp_path / "a.csv", f'Name\n"{written}"\n{others}')).rows[0]
    assert (row.values["full_name"], row.values.get("family_name")) == (full, family)


def test_words_for_nothing_are_nothing_and_others_are_repeated(store: Store, tmp_path: Path) -> None:
    table = table_of(
        tmp_path / "a.csv", "Name,DOB,Phone,Postcode\nAnn Lee,Unknown,n/a,-\nBo Ek,about 1960,ask Jo,M19 1AB\n"
    )
    ann, bo = rehearsed(store, table).rows
    assert dict(ann.values) == {"full_name": "Ann Lee"}
    assert bo.outcome == "refused"
    assert [why.split(":")[0] for why in bo.why] == ["Date of birth, “about 1960”", "Phone, “ask Jo”"]


@pytest.mark.parametrize(
    ("cells", "meant"), [("✓x", [True, False]), ("xN", [True, False]), ("x", [True]), ("Yx", [True, False])]
)
def test_a_cross_means_what_the_column_says(store: Store, tmp_path: Path, cells: str, meant: list[bool]) -> None:
    lines = "".join(f"Course {n},{cell}\n" for n, cell in enumerate(cells))
    rows = rehearsed(store, table_of(tmp_path / "a.csv", f"Course,Accredited\n{lines}"), Course).rows
    assert [row.values["accredited"] for row in rows] == meant


def test_a_cross_beside_yes_and_no_is_not_guessed(store: Store, tmp_path: Path) -> None:
    table = table_of(tmp_path / "a.csv", "Course,Accredited\nA,Y\nB,N\nC,x\n")
    assert [row.outcome for row in rehearsed(store, table, Course).rows] == ["new", "new", "refused"]


def test_a_true_date_among_american_ones_may_have_been_turned(store: Store, tmp_path: Path) -> None:
    # given a list from America that a British program opened: it took the 4th of May for the 5th of April
    rows: list[list[Any]] = [
        ["Name", "DOB"], ["Ann Ox", date(1985, 5, 4)], ["Bo Ek", "04/25/1985"], ["Cy Po", date(1985, 12, 30)],
    ]  # fmt: skip
    table = find_table(read_sheets(book_of(tmp_path / "a.xlsx", rows))[0])
    columns = guess(Person, table)
    assert [row.outcome for row in rehearse(store, Person, table, columns).rows] == ["refused", "refused", "new"]
    # when a person says that the month comes first, then the true date is still not certain
    told = rehearse(store, Person, table, columns.read_month_first(1, True)).rows
    assert [row.outcome for row in told] == ["refused", "new", "new"]
    assert told[1].values["date_of_birth"] == date(1985, 4, 25)
    assert told[2].values["date_of_birth"] == date(1985, 12, 30)


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850", "cp1252"])
def test_letters_of_old_programs(tmp_path: Path, encoding: str) -> None:
    text = "Name,Notes\nZoë Müller,ok\nJosé Núñez,£5\nSIMÕES,\nSiân,\n"
    text = text.replace("SIMÕES", "Éva") if encoding != "cp1252" else text
    table = table_of(tmp_path / "a.csv", text.encode(encoding))
    assert [row.cells[0] for row in table.rows] == [line.split(",")[0] for line in text.splitlines()[1:]]


@pytest.mark.parametrize(
    ("encoding", "names"),
    [
        ("cp1250", ["Łukasz Żółć", "Zażółć Gęślą", "Michał", "Siân"]),
        ("cp1250", ["żona Łukasza", "Michał", "Paweł"]),
        ("cp1252", ["Siân", "Flat of 90 m³", "Peña", "Hélène"]),
        ("cp1252", ["Hall, 120 m³", "Kitchen, 30m³"]),
        ("cp1252", ["¿Cómo está?", "¿Qué tal?", "Peña"]),
    ],
)
def test_letters_of_poland_cubic_metres_and_questions_in_spanish(
    tmp_path: Path, encoding: str, names: list[str]
) -> None:
    table = table_of(tmp_path / "a.csv", "\n".join(["Name;Notes", *(f"{name};ok" for name in names)]).encode(encoding))
    assert [row.cells[0] for row in table.rows] == names


def test_a_quotation_mark_that_is_never_closed_swallows_nothing(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="row 2"):
        table_of(tmp_path / "a.csv", 'Name,Notes\n"Ann Lee,x\nBo,y\nCy,z\n')
    assert len(table_of(tmp_path / "b.csv", 'Name,Notes\nAnn Lee,6" tape\nBo,"y\nz"').rows) == 2


@pytest.mark.parametrize(
    "page", ["<!-- made by x --><HTML>", '\n<meta charset="utf-8"><table><tr>', "<div><table>", "MIME-Version: 1.0\n"]
)
def test_pages_that_are_called_spreadsheets(tmp_path: Path, page: str) -> None:
    with pytest.raises(Refused, match="page"):
        table_of(tmp_path / "a.xls", page)


def test_a_sheet_without_headings_loses_no_row(tmp_path: Path) -> None:
    table = table_of(tmp_path / "a.csv", "Ann Lee,1/2/1980,07700900123\nBo Ek,2/2/1980,07700900124\n")
    assert [row.number for row in table.rows] == [1, 2]
    assert table.headings == ("", "", "")
    # and a day is not taken for a telephone
    assert guess(Person, table).sources["phone"].columns == (2,)


def test_lines_that_nobody_has_filled_in_yet(tmp_path: Path) -> None:
    table = table_of(tmp_path / "a.csv", "No,Name,Left\n1,Ann Lee,FALSE\n2,,FALSE\n3.,,\n")
    assert [row.number for row in table.rows] == [2]
    assert [skipped.number for skipped in table.skipped] == [3, 4]


def test_formulas_without_results_are_not_empty_cells(tmp_path: Path) -> None:
    path = book_of(tmp_path / "a.xlsx", [["Name", "DOB"], ["Ann Lee", "=DATE(1980,2,1)"]])
    with pytest.raises(Refused, match="formulas"):
        read_sheets(path)


def test_hidden_rows_are_said(store: Store, tmp_path: Path) -> None:
    def hide(sheet: Any) -> None:
        sheet.row_dimensions[3].hidden = True

    path = book_of(tmp_path / "a.xlsx", [["Name", "DOB"], ["Ann Lee", "1/2/80"], ["Bo Ek", "2/2/80"]], hide)
    rehearsal = rehearsed(store, find_table(read_sheets(path)[0]))
    assert [row.outcome for row in rehearsal.rows] == ["new", "new"]
    assert "hidden" in rehearsal.warnings[0]


def test_somebody_to_call_beside_the_learner(store: Store, tmp_path: Path) -> None:
    keep(store, Person(full_name="Ann Lee"))
    for headings in ("Name,Phone,Emergency contact,Emergency phone", "Learner,Tel,Next of kin,NOK tel"):
        table = table_of(tmp_path / "a.csv", f"{headings}\nAnn Lee,07700900001,Bo Lee,07700900002\n")
        values = rehearsed(store, table, EmergencyContact).rows[0].values
        assert (values["name"], values["phone"]) == ("Bo Lee", "07700900002")
        assert guess(Person, table).sources["phone"].columns == (1,)


def test_a_room_is_found_by_its_venue_and_a_name_by_its_course(store: Store, tmp_path: Path) -> None:
    course, here, there = Course(name="Sewing"), Venue(name="Westcroft"), Venue(name="Woodhouse")
    theirs = Room(name="Room 1", venue=there.id)
    keep(store, course, here, there, Room(name="Room 1", venue=here.id), theirs)
    table = table_of(tmp_path / "a.csv", "Course,Room,Starts,Ends,Venue\nSEWING,room 1,7/9/26,18/12/26,Woodhouse\n")
    rehearsal = rehearsed(store, table, CourseRun)
    assert rehearsal.rows[0].values["room"] == theirs.id
    # and nobody is told to choose a column for what follows from the course
    assert rehearsal.warnings == ()
    # and a name that is not there is said
    table = table_of(tmp_path / "a.csv", "Course,Starts,Ends\nKniting,7/9/26,18/12/26\n")
    assert "“Kniting”" in rehearsed(store, table, CourseRun).rows[0].why[0]


def test_whoever_has_only_a_mobile_has_a_phone_and_the_same_list_again_changes_nothing(
    store: Store, tmp_path: Path
) -> None:
    table = table_of(tmp_path / "a.csv", "Name,Tel,Mobile no\nAnn Lee,,07700900123\nBo Ek,0161 496 0000,07700900456\n")
    import_rows(store, rehearsed(store, table))
    with store.reading() as session:
        kept = {one.full_name: (one.phone, one.other_phone) for one in session.scalars(select(Person))}
    assert kept == {"Ann Lee": ("07700900123", None), "Bo Ek": ("01614960000", "07700900456")}
    assert [row.outcome for row in rehearsed(store, table).rows] == ["same", "same"]


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        (("31/31/1980", "5/6/1970"), ""),
        (("99/13/80", "0/13/80", "13/0/80"), ""),
        (("31/31/1980", "3/25/1980"), "month"),
        (("31/31/1980", "25/3/1980"), "day"),
        (("25/3/1980", "3/25/1980"), "mixed"),
    ],
)
def test_a_date_that_is_none_either_way_does_not_say_which_comes_first(dates: tuple[str, ...], said: str) -> None:
    assert date_order(dates) == said


def test_one_course_in_two_cases_is_one(store: Store, tmp_path: Path) -> None:
    table = table_of(tmp_path / "a.csv", "Course,Level\nSewing for Beginners,1\nSEWING for beginners,1\n")
    assert [row.outcome for row in rehearsed(store, table, Course).rows] == ["new", "possible"]


def test_the_command_line_says_which_sheet_it_takes(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    book = Workbook()
    cover: Any = book.active
    cover.title = "Read me"
    cover.append(["Please fill in"])
    cover.append(["the next sheet"])
    for name, learner in (("Spring", "Ann Lee"), ("Autumn", "Bo Ek")):
        book.create_sheet(name).append(["Name", "DOB"])
        book[name].append([learner, "1/2/80"])
    book.save(tmp_path / "a.xlsx")
    store.close()
    monkeypatch.setenv("HUBDESK_PASSPHRASE", PASSPHRASE)
    told = ["--file", str(tmp_path / "hub.hubdesk"), "person", str(tmp_path / "a.xlsx")]
    assert main(["import", *told], no_window) == 0
    assert "“Spring”" in capsys.readouterr().out
    assert main(["import", *told, "--sheet", "autumn"], no_window) == 0
    assert main(["import", *told, "--sheet", "Summer"], no_window) != 0
    again = Store.open(tmp_path / "hub.hubdesk", PASSPHRASE)
    with again.reading() as session:
        assert set(session.scalars(select(Person.full_name))) == {"Ann Lee", "Bo Ek"}
    again.close()
