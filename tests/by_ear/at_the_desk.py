"""What is done at the desk on any day, by ear."""

from __future__ import annotations

import re
from datetime import date, timedelta

from listener import PASSPHRASE, Desk, Role, State, check, task


@task("The unlock page says what it is, who is here, and what to type")
def unlock_page(desk: Desk) -> None:
    desk.find(Role.LABEL, "Open your hub")
    field = desk.find(Role.PASSWORD_TEXT, "Passphrase")
    desk.until(lambda: field.get_state_set().contains(State.FOCUSED), "keyboard on the passphrase")


@task("F1 says what to do before a file is open, and Esc leads back to the passphrase")
def unlock_help(desk: Desk) -> None:
    desk.key("F1")
    desk.is_told("Opening your hub")
    desk.is_told("recovery key")
    desk.key("Escape")
    field = desk.find(Role.PASSWORD_TEXT, "Passphrase")
    desk.until(lambda: field.get_state_set().contains(State.FOCUSED), "keyboard on the passphrase")


@task("A wrong passphrase is told aloud, and what was typed stays")
def wrong_passphrase(desk: Desk) -> None:
    desk.type("Passphrase", "something else altogether")
    desk.press("Open")
    desk.is_told("not the right passphrase")


@task("The right one opens, and Today is heard")
def unlock(desk: Desk) -> None:
    desk.type("Passphrase", PASSPHRASE)
    desk.press("Open")
    desk.until(lambda: desk.look(Role.LABEL, "Good") or desk.look(None, "Today"), "Today")
    desk.find(Role.PUSH_BUTTON, "Register of")


@task("Each class of today says its name, its time and its register")
def today_read(desk: Desk) -> None:
    registers = [one.get_name() for one in desk.all() if (one.get_name() or "").startswith("Register of")]
    check(all(re.search(r" at \d\d:\d\d$", name) for name in registers), f"{registers}")


@task("What needs someone says what to do about it")
def needs_someone(desk: Desk) -> None:
    rows = [one for one in desk.all() if one.get_role() == Role.PUSH_BUTTON and one.get_description()]
    check(len(rows) >= 2, "No row has a second line.")


@task("The places of the rail are said, and which of them is shown")
def rail(desk: Desk) -> None:
    names = {one.get_name() for one in desk.all() if one.get_state_set().contains(State.CHECKED)}
    check("Today" in names, f"Checked are {names}")
    for name in ("People", "Courses", "Registers", "Volunteers", "Settings"):
        check(desk.look(Role.RADIO_BUTTON, name), f"{name} is not said.")


@task("Search: how much was found is told, and Enter opens the first")
def search(desk: Desk) -> None:
    desk.press("Find anyone or anything")
    desk.type("Find anyone or anything", "yadav")
    desk.is_told("found")
    desk.until(lambda: desk.look(Role.LIST_ITEM, "Aadhya Yadav") or desk.look(None, "Aadhya Yadav"), "Aadhya")
    desk.until(lambda: desk.look(Role.LIST_ITEM, "Aadhya Yadav"), "Aadhya in the list")


@task("A person's page says who it is and what can be done")
def person(desk: Desk) -> None:
    desk.key("Return")
    desk.find(Role.LABEL, "Aadhya Yadav")
    desk.find(Role.PUSH_BUTTON, "Enrol on a course")


@task("The form says each field's label and value")
def form(desk: Desk) -> None:
    desk.press("Edit")
    desk.find(Role.TEXT, "Full name")
    check(desk.value("Full name") == "Aadhya Yadav", f"It says {desk.value('Full name')!r}")
    check(desk.value("Date of birth, year") == "1963", f"It says {desk.value('Date of birth, year')!r}")


@task("A wrong value is told aloud, said with its field, and stays as it was typed")
def form_error(desk: Desk) -> None:
    desk.type("Date of birth, month", "13")
    desk.press("Save")
    said = desk.described("Date of birth, month")
    check(said.endswith("."), f"The field says {said!r}.")
    desk.is_told(said)
    check(desk.value("Date of birth, month") == "13", "What was typed is gone.")


@task("Saving is told aloud")
def form_saved(desk: Desk) -> None:
    desk.type("Date of birth, month", "7")
    desk.press("Save")
    desk.is_told("Saved: Aadhya Yadav.")


@task("What was saved can be undone, and that is told")
def undo(desk: Desk) -> None:
    desk.press("Undo")
    desk.is_told("Taken back")


@task("A register says each learner and each mark")
def register(desk: Desk) -> None:
    desk.press("Today", Role.RADIO_BUTTON)
    desk.press("Register of")
    table = desk.table("Register")
    desk.until(lambda: table.get_n_rows() > 1, "lines in the register")
    last = table.get_n_columns() - 1
    said = [table.get_accessible_at(0, column).get_name() for column in (1, last)]
    check(all(said), f"It says {said}")


@task("A mark set by key is heard")
def mark(desk: Desk) -> None:
    before = len(desk.announced)
    desk.table("Register").grab_focus()
    desk.key("a")
    desk.until(lambda: any("absent" in said.lower() for said in desk.announced[before:]), "the mark told")


@task("The wizard says where one is, and its question")
def wizard(desk: Desk) -> None:
    desk.press("Today", Role.RADIO_BUTTON)
    desk.press("Enrol someone")
    desk.find(Role.LABEL, "Who would like to learn?")
    desk.type("Name, phone or postcode", "Nobody Knownsofar")
    desk.press("New learner: Nobody Knownsofar")
    desk.is_told("How can we reach Nobody?")


@task("The wizard says what is missing, where, and what to do")
def wizard_wrong(desk: Desk) -> None:
    desk.type("Phone", "12")
    desk.press("Continue")
    check("telephone number" in desk.described("Phone"), desk.described("Phone"))


@task("An answer that stands open is picked, and says so")
def wizard_choice(desk: Desk) -> None:
    desk.press("Phone call", Role.RADIO_BUTTON)
    desk.is_picked("Phone call")


@task("Continue goes on, Back comes back, and what was typed is there")
def wizard_back(desk: Desk) -> None:
    desk.type("Phone", "0161 496 0123")
    desk.press("Continue")
    desk.is_told("Nobody")
    back = [one for one in desk.all() if one.get_name() == "Back" and one.get_role() == Role.PUSH_BUTTON]
    back[-1].do_action(0)
    desk.until(lambda: desk._field("Phone"), "the page before")
    check(desk.value("Phone") == "0161 496 0123", desk.value("Phone"))


@task("Leaving the wizard keeps what was written, and says so")
def wizard_left(desk: Desk) -> None:
    desk.key("Escape")
    desk.is_told("is kept")


@task("A list says its headings and its lines")
def courses(desk: Desk) -> None:
    desk.press("Courses", Role.RADIO_BUTTON)
    table = desk.until(lambda: next((one for one in desk.all() if one.get_role() == Role.TABLE), None), "table")
    desk.until(lambda: table.get_n_rows() > 2, "lines")
    check(table.get_column_header(0).get_name(), "The first column has no heading.")
    check(table.get_accessible_at(0, 0).get_name(), "The first line says nothing.")


@task("How much of a list fits is told as one types")
def narrowed(desk: Desk) -> None:
    desk.type("Part of a course's name", "esol")
    desk.is_told("fit.")


@task("Another day's registers are told by their day")
def another_day(desk: Desk) -> None:
    desk.press("Registers", Role.RADIO_BUTTON)
    desk.is_told(f"{date.today():%A}")
    desk.press("Day after")
    desk.is_told(f"{date.today() + timedelta(days=1):%A}")


@task("A register that waits for its sheet is picked, and which lines are asked for is told")
def key_back(desk: Desk) -> None:
    desk.key("F4")
    desk.press("Sewing for beginners: the register is missing")
    desk.is_told("Sewing for beginners on")
    desk.is_told("Picked without its number.")
    desk.type("Lines of those who did not come", "1")
    desk.key("Return")
    desk.is_told("1 away")


@task("What would be sent is heard before it is")
def send(desk: Desk) -> None:
    desk.press("Send to lead", Role.RADIO_BUTTON)
    desk.hears("stays here")


@task("A setting says its answer, and takes another")
def settings(desk: Desk) -> None:
    desk.press("Settings", Role.RADIO_BUTTON)
    desk.press("Large", Role.RADIO_BUTTON)
    desk.is_picked("Large")


@task("F1 says what the page is for")
def help_page(desk: Desk) -> None:
    desk.key("F1")
    desk.find(Role.LABEL, "Settings")
